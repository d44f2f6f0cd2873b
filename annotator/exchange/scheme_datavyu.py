"""Datavyu's columns as schemes: a column is a track.

Datavyu declares no values, so they are those that its cells hold. A column with one argument of a few values
has these as codes; any other is one code, and its arguments are modifiers.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotator.errors import Said, said
from annotator.exchange.datavyu import Cell, Column, read_passes, read_spreadsheet
from annotator.exchange.scheme_draft import DraftCode, DraftModifier, DraftScheme, DraftTrack, draft
from annotator.schemes import CODE_KEYS

NOBODY = "Observed"
LONGEST, MOST_OPTIONS = 60, 40
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}([.][0-9]{1,9})?")


def read_datavyu_scheme(data: bytes, file: str) -> DraftScheme:
    """The scheme of a spreadsheet (``.opf``). SchemeError when it is none."""
    return _drafted(read_spreadsheet(data), file)


def read_datavyu_passes(data: bytes, file: str) -> DraftScheme:
    """The scheme of passes that Datavyu wrote as JSON. SchemeError when they are none."""
    return _drafted(read_passes(data), file)


def _drafted(columns: Sequence[Column], file: str) -> DraftScheme:
    left_out = list(_left_out(columns))
    tracks = [_track(column, left_out) for column in columns]
    return draft(file.rpartition(".")[0] or file, file, tracks, left_out)


def _left_out(columns: Sequence[Column]) -> Iterator[Said]:
    if cells := sum(len(column.cells) for column in columns):
        yield said("Cells ({n}): this reads the scheme.", n=cells)
    if columns:
        yield said("Whom a column is about: all are of one subject now; say which.")


def _track(column: Column, left_out: list[Said]) -> DraftTrack:
    kind = "point" if column.cells and all(c.onset_ms == c.offset_ms for c in column.cells) else "state"
    if not column.cells:
        left_out.append(
            said(
                "Whether marks of {column} last: it has no cells, so they became states.", column=column.name
            )
        )
    values = _found(column, 0) if len(column.arguments) < 2 else ()
    if 0 < len(values) <= len(CODE_KEYS) and all(len(value) <= LONGEST for value in values):
        left_out.append(
            said("Codes of {column} that no cell holds; the file has only what was used.", column=column.name)
        )
        codes = tuple(DraftCode(value, definition=column.comment) for value in values)
        return DraftTrack(column.name, NOBODY, kind, codes, _apart(column.cells))
    names = column.arguments or (() if not column.cells else (column.name,))
    modifiers = tuple(_modifier(column, n, name, left_out) for n, name in enumerate(names))
    code = DraftCode(column.name, definition=column.comment, modifiers=modifiers)
    return DraftTrack(column.name, NOBODY, kind, (code,), _apart(column.cells))


def _found(column: Column, n: int) -> tuple[str, ...]:
    """What the cells hold for an argument, each value once; a name in angle brackets stands for nothing."""
    values = (cell.values[n] for cell in column.cells if n < len(cell.values))
    return tuple(dict.fromkeys(v for v in values if v and not re.fullmatch("<.*>", v)))


def _modifier(column: Column, n: int, name: str, left_out: list[Said]) -> DraftModifier:
    values = _found(column, n)
    if values and all(_NUMBER.fullmatch(value) for value in values):
        return DraftModifier(name, "number")
    if 0 < len(values) <= MOST_OPTIONS and all(len(value) <= LONGEST for value in values):
        left_out.append(said("Values of {argument} that no cell holds.", argument=name))
        return DraftModifier(name, "choice", values)
    left_out.append(said("Which values {argument} can have: it became free text.", argument=name))
    return DraftModifier(name, "text")


def _apart(cells: Sequence[Cell]) -> bool:
    """Whether there are cells and no two of them hold at once."""
    spans = sorted((cell.onset_ms, cell.offset_ms) for cell in cells)
    return len(spans) > 1 and all(one[1] <= two[0] for one, two in pairwise(spans))
