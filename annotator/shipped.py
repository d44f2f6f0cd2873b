"""Where the files that travel with the program lie: in the repository, or inside the wheel."""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def _top() -> Path:
    """The folder that holds app.py: the wheel's own copy, else the repository around the package."""
    inside = _PACKAGE / "shipped_files"
    return inside if inside.is_dir() else _PACKAGE.parent


def folder(name: Literal["coding_schemes", "sample_media"]) -> Path:
    """The folder of shipped schemes or of the sample family."""
    return _top() / name


def app_script() -> Path:
    """The app that `annotator start` serves."""
    return _top() / "app.py"
