"""What commands share: the data folder and who types, options that every one has, how answers are printed."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.actions import people, workplace
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account

Data = Annotated[
    Path | None, typer.Option("--data", help="The data folder; the system's usual place when left out.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, last line.")]


@contextmanager
def opened(data: Path | None) -> Iterator[tuple[Workplace, Account]]:
    """The data folder and its first person, who stands for whoever types at this computer."""
    place = workplace.open_workplace(data or workplace.default_folder())
    try:
        yield place, people.first_person(place)
    finally:
        place.store.close()


def answer(value: Any, as_json: bool, lines: list[str]) -> None:
    """Print an answer: as one JSON value, or as lines."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n" if as_json else "\n".join(lines) + "\n")


def say(text: str) -> None:
    """Tell how far something is, beside the answer."""
    sys.stderr.write(text + "\n")
