"""What a person is told of a film before coding it, and who is told."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import av
import numpy as np
import pytest

from annotator.actions import people
from annotator.actions.remarks import film_remarks
from annotator.actions.workplace import Workplace
from annotator.errors import NotFound, translated
from annotator.store import families
from annotator.store.accounts import Account
from tests.films import Picture, barcode_film, half_film
from tests.pseudo import strange
from tests.running import enter_visit


def dark_between(*stretches: tuple[int, int]) -> object:
    """Frames that are nearly black between these pictures, otherwise as they are drawn."""
    numbers: Iterator[int] = count()

    def frame(drawn: Picture) -> av.VideoFrame:
        k = next(numbers)
        share = 0.08 if any(first <= k < last for first, last in stretches) else 0.86
        luma = (16 + drawn * share).astype(np.uint8)
        grey = np.full((drawn.shape[0] // 2, drawn.shape[1]), 128, np.uint8)
        return av.VideoFrame.from_ndarray(np.vstack([luma, grey]), format="yuv420p")

    return frame


def entered(place: Workplace, film: Path) -> str:
    session = enter_visit(place, film).session
    with place.store.read() as tx:
        return families.session(tx, session).recordings[0].id


def test_a_dark_stretch_is_told_kindly_and_with_what_helps(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    """Ten pictures a second, dark from picture 20 to 80: from 0:02 to 0:08."""
    film = barcode_film(
        tmp_path / "film.mp4", rate="10", frames=100, sound=False, shade=dark_between((20, 80))  # type: ignore[arg-type]
    )  # fmt: skip
    (said,) = film_remarks(place, lead, entered(place, film))
    assert said == (
        "From 0:02 to 0:08 the picture is very dark. "
        "You can still use the film; next time, a lamp or an open curtain helps."
    )
    parts = (
        "From {start} to {end} the picture is very dark.",
        "You can still use the film; next time, a lamp or an open curtain helps.",
    )
    assert translated(said, strange) == " ".join(map(strange, parts)).format(start="0:02", end="0:08")


def test_several_stretches_of_a_kind_are_one_sentence(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    film = barcode_film(
        tmp_path / "film.mp4", rate="10", frames=170, sound=False,
        shade=dark_between((10, 60), (100, 150)),  # type: ignore[arg-type]
    )  # fmt: skip
    (said,) = film_remarks(place, lead, entered(place, film))
    assert said.startswith("In 2 places the picture is very dark, first from 0:01 to 0:06. You can still")


def test_a_film_without_its_end_says_so(place: Workplace, lead: Account, tmp_path: Path) -> None:
    said = film_remarks(place, lead, entered(place, half_film(tmp_path / "film.mp4")))
    assert "the end is missing or damaged" in said[0]


def test_most_films_need_no_remark_and_refusal_looks_like_absence(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    recording = entered(place, barcode_film(tmp_path / "film.mp4", rate="10", frames=60, sound=False))
    assert film_remarks(place, lead, recording) == ()
    admin = people.add_person(place, lead, "Admin", "admin", whole=True)
    said = []
    for who, film in ((admin, recording), (None, recording), (lead, "0000000000000000")):
        with pytest.raises(NotFound) as refused:
            film_remarks(place, who, film)
        said.append(str(refused.value))
    assert len(set(said)) == 1


@pytest.mark.parametrize(
    "damage",
    ['{"hard_to_see": [{"kind": "dark"}]}', '{"hard_to_see": [{"kind": "<b>", "onset_ms": 0, "offset_ms": 1}]}', "{}"],
)  # fmt: skip
def test_damaged_facts_are_one_sentence(place: Workplace, lead: Account, damage: str, tmp_path: Path) -> None:
    recording = entered(place, barcode_film(tmp_path / "film.mp4", frames=3, sound=False))
    (place.film_folder(recording) / "film.json").write_text(damage)
    (said,) = film_remarks(place, lead, recording)
    assert "made no sense" in said or "is damaged" in said
