"""What commands share: the data folder and who types, options that every one has, how answers are printed."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.actions import codings, people, studying, workplace
from annotator.actions.asking import absent
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, said
from annotator.store.accounts import Account

Data = Annotated[
    Path | None, typer.Option("--data", help="The data folder; the system's usual place when left out.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, last line.")]


class AlreadySaid(Exception):
    """A refusal whose sentence is already in the answer."""


@contextmanager
def opened(data: Path | None) -> Iterator[tuple[Workplace, Account]]:
    """The data folder and its first person, who stands for whoever types at this computer.

    What needs no film works also while the key of encrypted films is away.
    """
    place = workplace.open_workplace(data or workplace.default_folder(), needs_films=False)
    try:
        yield place, people.first_person(place)
    finally:
        place.store.close()


def answer(value: Any, as_json: bool, lines: list[str]) -> None:
    """Print an answer: as one JSON value, or as lines."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n" if as_json else "\n".join(lines) + "\n")


def verdict_lines(answer: dict[str, Any]) -> list[str]:
    """What was found in a file, in lines: the verdict, every problem, every warning."""
    file = f"{answer['file']}, " if "file" in answer else ""
    problems = [
        f"{file}{e['where']}: {e['message']}" if e["where"] else e["message"] for e in answer["errors"]
    ]
    return [f"{answer['verdict']}: {answer['kind']} {answer['format']}", *problems, *answer["warnings"]]


def written(file: Path, content: bytes) -> str:
    """Write a file, and its folder where there is none; its path. AnnotatorError when that cannot be."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        sentence = said("{path} cannot be written ({why}).", path=file, why=error.strerror)
        raise AnnotatorError(sentence) from None
    return str(file)


def say(text: str) -> None:
    """Tell how far something is, beside the answer."""
    sys.stderr.write(text + "\n")


def study_named(place: Workplace, who: Account, words: str) -> str:
    """The one of one's own studies that is meant; NotFound for every other."""
    own = studying.own_studies(place, who)
    return _meant(words, {each.study.id: each.study.name for each in own}, absent("study"))


def person_named(place: Workplace, who: Account, words: str) -> Account:
    """The one account that is meant by an id or a name."""
    everybody = {account.id: account for account in people.people(place, who)}
    return everybody[_meant(words, {id: a.name for id, a in everybody.items()}, absent("person"))]


def scheme_named(place: Workplace, who: Account, id: str, profile: str) -> str:
    """The hash of the newest version of a scheme that has this profile; NotFound when there is none."""
    choices = [c for c in codings.schemes_here(place, who) if c.scheme.id == id]
    if not choices or profile not in dict(choices[0].profiles):
        raise NotFound(said("The scheme {scheme} has no profile {depth}.", scheme=id, depth=profile))
    return choices[0].scheme.hash


def _meant(words: str, names: Mapping[str, str], otherwise: str) -> str:
    """The id that is meant by an id or a name; AnnotatorError when several are called so."""
    if words in names:
        return words
    folded = " ".join(words.split()).casefold()
    found = [id for id, name in names.items() if name.casefold() == folded]
    if len(found) > 1:
        raise AnnotatorError(said("Several are called {name}; give the id.", name=words))
    if not found:
        raise NotFound(otherwise)
    return found[0]
