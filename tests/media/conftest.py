from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.media import FilmFacts, prepare
from tests.films import barcode_film


@pytest.fixture(scope="session")
def steady_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds at 25 frames a second, with sound."""
    return barcode_film(tmp_path_factory.mktemp("films") / "steady.mp4", tags={"title": "Anna at home"})


@pytest.fixture
def ready(tmp_path: Path) -> Callable[[Path], tuple[Path, FilmFacts]]:
    """Prepare a film: the folder of the results, and the facts."""

    def make(film: Path) -> tuple[Path, FilmFacts]:
        out = tmp_path / f"{film.name}-ready"
        return out, prepare(film, out)

    return make
