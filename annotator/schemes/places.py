"""Places in a scheme file: a path of names and numbers, what stands there, what is wrong there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotator.errors import said

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a path; the line is that of the path unless another is given."""

    code: str
    path: Path
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file that may be wrong in any way, with the path that leads to it.

    Asking for what is not there gives an empty place, never an error: each check looks at
    what it understands and leaves the rest to the check of the file's shape.

    >>> track = Place({"codes": [{"key": "t"}]})
    >>> [code.at("key").text for code in track.each("codes")], track.at("id").text
    (['t'], None)
    """

    value: Any
    path: Path = ()

    def at(self, *steps: str | int) -> "Place":
        """The place some steps further in."""
        place = self
        for step in steps:
            place = Place(_inside(place.value, step), (*place.path, step))
        return place

    def each(self, name: str) -> list["Place"]:
        """The places of a list's items; none when there is no list."""
        items = self.at(name)
        return [items.at(i) for i in range(len(items.value))] if isinstance(items.value, list) else []

    def texts(self, name: str) -> list["Place"]:
        """The places of a list's items that are text."""
        return [item for item in self.each(name) if item.text is not None]

    def fields(self) -> list[tuple[str, "Place"]]:
        """The names and places of a mapping; none when there is no mapping."""
        return [(name, self.at(name)) for name in self.value] if isinstance(self.value, dict) else []

    @property
    def text(self) -> str | None:
        """The text that stands here."""
        return self.value if isinstance(self.value, str) else None

    @property
    def number(self) -> float | None:
        """The number that stands here; true and false are no numbers."""
        right = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        return self.value if right else None

    @property
    def present(self) -> bool:
        """Whether anything but null stands here."""
        return self.value is not None

    def walk(self) -> Iterator["Place"]:
        """The place and all places inside it, in the file's order."""
        yield self
        if isinstance(self.value, dict | list):
            for step in self.value if isinstance(self.value, dict) else range(len(self.value)):
                yield from self.at(step).walk()


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def path_text(path: Path) -> str:
    """A path as one writes it.

    >>> path_text(("tracks", 2, "codes", 0, "scale", "anchors", "5"))
    'tracks[2].codes[0].scale.anchors["5"]'
    """
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif step.isidentifier():
            parts.append(f".{step}")
        else:
            parts.append(f'["{shown(step)}"]')
    return "".join(parts).removeprefix(".")


def shown(value: object, limit: int = 40) -> str:
    """A value of a file as a sentence quotes it: on one line, shortened."""
    words = _in_words(value)
    return words if len(words) <= limit else words[: limit - 1] + "…"


def _in_words(value: object) -> str:
    if value is None:
        return said("nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return said("a mapping")
    if isinstance(value, list):
        return said("a list")
    return " ".join(str(value).split())
