"""Datavyu's columns as they stand in its files: a spreadsheet (``.opf``) or passes written as JSON.

A spreadsheet is a ZIP archive whose member ``db`` is text: a line for each column, as
``gaze (MATRIX,true,)-direction|NOMINAL``, and below it a line for each cell, as
``00:00:01:000,00:00:02:000,(toy)``. Files of old begin without ``#4`` and tell less of a column.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import Problem, Said, SchemeError, said
from annotator.exchange.safe_json import read_json
from annotator.exchange.safe_zip import MAX_BYTES, read_member

PASSES = re.compile(rb'\s*\{\s*"passes"\s*:\s*\[\s*(\{\s*"name"|\])')
"""How a file of passes begins; a scheme of ours has passes too, but never first and without names."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its time in ms and a value for each argument, empty where nothing was chosen."""

    onset_ms: int
    offset_ms: int
    values: tuple[str, ...]


@dataclass(slots=True)
class Column:
    """A column: its arguments by name, its comment, and its cells."""

    name: str
    arguments: tuple[str, ...]
    comment: str = ""
    cells: list[Cell] = field(default_factory=list)


def read_spreadsheet(data: bytes) -> list[Column]:
    """The columns of a spreadsheet. SchemeError when it is none, or at the first line that is neither."""
    missing = said("This is no Datavyu spreadsheet: there is no table in it.")
    return list(_columns(_text(read_member(data, lambda name: name == "db", missing))))


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:  # Datavyu writes as the computer does, on Windows often so
        text = data.decode("cp1252", "replace")
    return unicodedata.normalize("NFC", text)


_CELL = re.compile(
    r"([0-9]{2}:[0-9]{2}:[0-9]{2}:[0-9]{3}),([0-9]{2}:[0-9]{2}:[0-9]{2}:[0-9]{3}),(.*)", re.DOTALL
)
_COLUMN = re.compile(
    r"(?P<name>.{1,200}?) \((?P<kind>[A-Z]{1,12})(?:,(?:true|false)(?:,(?P<comment>(?:\\.|[^\\)])*))?)?\)"
    r"(?:-(?P<arguments>.*))?",
    re.DOTALL,
)
_VOCABULARY = re.compile(r"[0-9]+:[^0-9]")


def _columns(text: str) -> Iterator[Column]:
    column: Column | None = None
    for number, line in _lines(text):
        cell, head = _CELL.fullmatch(line), _COLUMN.fullmatch(line)
        if cell is not None and column is not None:
            column.cells.append(Cell(_ms(cell[1]), _ms(cell[2]), _values(cell[3])))
        elif cell is None and head is not None:
            if column is not None:
                yield column
            named = [_plain(part.partition("|")[0]) for part in _parted(head["arguments"] or "")]
            column = Column(_plain(head["name"]), tuple(named), _plain(head["comment"] or ""))
        elif not (_VOCABULARY.match(line) or re.fullmatch("#[0-9]+", line)):
            sentence = said("This line is neither a column nor a cell of Datavyu.")
            raise SchemeError([Problem("not_datavyu", said("line {n}", n=number), sentence)])
    if column is not None:
        yield column


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that says something with its number; a backslash at the end goes on in the next one."""
    begun, at = "", 0
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        at = at or number
        if re.search(r"(?<!\\)(?:\\\\)*\\$", line):
            begun += line[:-1] + " "
            continue
        if begun or line.strip():
            yield at, begun + line
        begun, at = "", 0
    if begun:
        yield at, begun


def _parted(text: str) -> list[str]:
    """The parts between commas that no backslash stands before."""
    return re.split(r"(?<!\\),", text) if text else []


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL).split())


def _values(text: str) -> tuple[str, ...]:
    inside = text[1:-1] if text.startswith("(") and text.endswith(")") else None
    return (_plain(text),) if inside is None else tuple(_plain(part) for part in _parted(inside) or [""])


def _ms(time: str) -> int:
    hours, minutes, seconds, ms = (int(part) for part in time.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def read_passes(data: bytes) -> list[Column]:
    """The columns of passes that were written as JSON. SchemeError when they are none."""
    if len(data) > MAX_BYTES:
        sentence = said("The file is larger than {most} MB.", most=MAX_BYTES // 1_000_000)
        raise SchemeError([Problem("too_large", "", sentence)])
    try:
        found = read_json(data)
        return [_passed(n, each) for n, each in enumerate(found["passes"])]
    except (ValueError, TypeError, KeyError):
        sentence = said("The file cannot be read as Datavyu's passes.")
        raise SchemeError([Problem("not_datavyu", "", sentence)]) from None


def _passed(n: int, each: Any) -> Column:
    where = f"passes[{n}]"
    if not (isinstance(each, dict) and isinstance(each.get("name"), str) and each["name"].strip()):
        raise _wrong(where, said("This pass has no name."))
    named = each.get("arguments", {})
    if not isinstance(named, dict):
        raise _wrong(f"{where}.arguments", said("Expected each argument with its type."))
    column = Column(" ".join(each["name"].split()), tuple(" ".join(name.split()) for name in named))
    cells = each.get("cells", [])
    for m, cell in enumerate(cells if isinstance(cells, list) else []):
        times = [cell.get(name) if isinstance(cell, dict) else None for name in ("onset", "offset")]
        if not all(isinstance(time, str) and _TIME.fullmatch(time) for time in times):
            raise _wrong(f"{where}.cells[{m}]", said("Expected times such as 00:00:01:000."))
        values = cell.get("values", [])
        listed: Sequence[Any] = values if isinstance(values, list) else [values]
        words = tuple(" ".join(str(v).split()) if isinstance(v, str | int | float) else "" for v in listed)
        column.cells.append(Cell(_ms(str(times[0])), _ms(str(times[1])), words))
    return column


_TIME = re.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}:[0-9]{3}")


def _wrong(where: str, sentence: Said) -> SchemeError:
    return SchemeError([Problem("not_datavyu", where, sentence)])
