"""Scheme files for tests: the shipped ones, and copies of them with one thing changed."""

import copy
import functools
import json
from pathlib import Path
from typing import Any

from annotator.errors import Problem
from annotator.schemes import problems_of
from annotator.schemes.reading import read

FOLDER = Path(__file__).parents[2] / "coding_schemes"
SHIPPED = sorted(FOLDER.glob("*.yaml"))
GONE = object()


def text_of(name: str) -> str:
    """A shipped scheme as it is written."""
    return (FOLDER / f"{name}.yaml").read_text("utf-8")


def values_of(name: str) -> dict[str, Any]:
    """A shipped scheme as plain values, to be changed at will."""
    return copy.deepcopy(_read(name))


@functools.cache
def _read(name: str) -> dict[str, Any]:
    return read(text_of(name).encode()).values


def put(values: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The values with one place changed; GONE takes it away. ``path`` is written "tracks 0 codes 1 key"."""
    *way, last = path.split()
    place: Any = values
    for step in way:
        place = place[_step(place, step)]
    if value is GONE:
        del place[_step(place, last)]
    else:
        place[_step(place, last)] = value
    return values


def _step(place: Any, word: str) -> int | str:
    return int(word) if isinstance(place, list) else word


def changed(name: str, path: str, value: object) -> dict[str, Any]:
    """A shipped scheme with one place changed."""
    return put(values_of(name), path, value)


def as_json(values: object) -> bytes:
    """Values as a JSON file."""
    return json.dumps(values, ensure_ascii=False, indent=1).encode()


def problems(values: object) -> tuple[Problem, ...]:
    """The problems of values written as a file."""
    return problems_of(as_json(values))


def path_of(problem: Problem) -> str:
    """The path of a problem without its line."""
    return problem.where.partition(", ")[2]
