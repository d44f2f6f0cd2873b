"""The measures of an export for statistics programs: SPSS system files and Parquet, long, wide, covariates.

Both say in the file what each column is. A number that is undefined keeps its reason: in SPSS as a
user-missing value with the reason as its label, in Parquet in a column of its own beside it.
"""

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyreadstat
from pyarrow import parquet
from pyreadstat.pyclasses import MissingRange

from annotator.exchange.export import Export
from annotator.exchange.measures_tables import HEAD, LONG, Wide, head, measures, wide
from annotator.exchange.readme import facts, study
from annotator.exchange.tables import HOW_USUAL, Cell, covariate_words, named, people_table, visit_table
from annotator.exchange.tidy import zip_of

NUMBERS = frozenset({"value", "low", "high", "n", "of"})
"""The columns of the long table that hold numbers; the others hold text."""

_KNOWN = {
    "session": LONG["session"],
    "date": "the day of the visit",
    "context": "what they were doing",
    "subject": "the person, by the subject's name in the measures",
}
"""The other columns of what is known of a visit and its people."""

_DAY = slice(92, 109)
"""Where the header of a file for SPSS has its day and time."""

FIRST_REASON = -1_000_000_001
LAST_REASON = -1_000_000_999
"""Between these, values of an SPSS file are reasons; no measure reaches them."""

_LONGEST_LABEL, _LONGEST_VALUE_LABEL, _LONGEST_NAME = 255, 120, 60
_RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with what it is; ``cells`` are text, or numbers with the reason where there is none."""

    name: str
    label: str
    cells: Sequence[Wide | str | None]
    numbers: bool


def write_spss(export: Export) -> bytes:
    """``measures.sav`` and ``measures_wide.sav`` with a README in one zip file.

    For who may see the study's variables ``visit.sav`` and ``people.sav`` beside them.
    """
    return _zip(export, "sav", _sav)


def write_parquet(export: Export) -> bytes:
    """The same files as ``write_spss`` gives, as Parquet."""
    return _zip(export, "parquet", _parquet)


def _zip(export: Export, form: str, write: Callable[[Sequence["_Column"]], bytes]) -> bytes:
    return zip_of(
        {
            "README.txt": _readme(export, form).encode("utf-8", "replace"),
            f"measures.{form}": write(_long(export)),
            f"measures_wide.{form}": write(_wide(export)),
            **{f"{name}.{form}": write(columns) for name, columns in _covariates(export).items()},
        }
    )


def _covariates(export: Export) -> dict[str, list[_Column]]:
    """What is known of the visit and its people, as the CSV has it; nothing for who may not see it."""
    tables = {"visit": visit_table(export)} if export.covariates else {}
    if export.variables:
        tables["people"] = people_table(export)
    columns = named(export)
    numbers = {HOW_USUAL, *(columns[v.id] for v in export.variables if v.kind == "number")}
    words = _KNOWN | covariate_words(export)
    return {
        name: [
            _column(title, words[title], [row[i] for row in table.rows], numbers=title in numbers)
            for i, title in enumerate(table.header)
        ]
        for name, table in tables.items()
    }


def _long(export: Export) -> list[_Column]:
    table = measures(export)
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.header)
    return [
        _column(name, LONG[name], cells, numbers=name in NUMBERS)
        for name, cells in zip(table.header, columns, strict=True)
    ]


def _column(name: str, label: str, cells: Sequence[Cell], *, numbers: bool) -> _Column:
    if numbers:
        found = [Wide(None if cell is None else float(str(cell)), "") for cell in cells]
        return _Column(name, label, found, numbers=True)
    return _Column(name, label, [None if cell is None else str(cell) for cell in cells], numbers=False)


def _wide(export: Export) -> list[_Column]:
    held = wide(export)
    heads = [head(export, coding) for coding, _ in held]
    known = [
        _Column(name, LONG[name], [str(row[i]) for row in heads], numbers=False)
        for i, name in enumerate(HEAD)
    ]
    names = dict.fromkeys(name for _, cells in held for name in cells)
    nothing = Wide(None, "")
    return known + [
        _Column(
            name,
            next(cells[name].label for _, cells in held if name in cells),
            [cells.get(name, nothing) for _, cells in held],
            numbers=True,
        )
        for name in names
    ]


def _sav(columns: Sequence[_Column]) -> bytes:
    data: dict[str, list[float | str]] = {}
    labels: dict[str, str | None] = {}
    meanings: dict[str, dict[int | float, str]] = {}
    missing: dict[str, list[int | float | str | MissingRange]] = {}
    for column in columns:
        name = _spss_name(column.name, data)
        labels[name] = _cut(column.label, _LONGEST_LABEL)
        if not column.numbers:
            data[name] = [str(cell or "") for cell in column.cells]
            continue
        found = dict.fromkeys(reason for reason in map(_reason, column.cells) if reason)
        codes = {reason: FIRST_REASON - i for i, reason in enumerate(found)}
        data[name] = [_spss_number(cell, codes) for cell in column.cells]
        if codes:
            meanings[name] = {code: _cut(reason, _LONGEST_VALUE_LABEL) for reason, code in codes.items()}
            missing[name] = [{"lo": LAST_REASON, "hi": FIRST_REASON}]
    frame = pd.DataFrame(data)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.sav"
        pyreadstat.write_sav(
            frame, file, column_labels=labels, variable_value_labels=meanings, missing_ranges=missing
        )
        return _without_a_day(file.read_bytes())


def _without_a_day(sav: bytes) -> bytes:
    """The same numbers are the same bytes: the header says otherwise when it was written."""
    return sav[: _DAY.start] + b"01 Jan 7000:00:00" + sav[_DAY.stop :]


def _reason(cell: Wide | str | None) -> str:
    return cell.reason if isinstance(cell, Wide) and cell.value is None else ""


def _spss_number(cell: Wide | str | None, codes: dict[str, int]) -> float:
    if isinstance(cell, Wide) and cell.value is not None:
        return float(cell.value)
    return float(codes.get(_reason(cell), "nan"))


def _spss_name(name: str, taken: dict[str, list[float | str]]) -> str:
    """A name as SPSS takes it: letters, digits and underscores, at most 64 bytes, no two alike."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")[:_LONGEST_NAME]
    if not plain or not plain[0].isalpha() or plain.upper() in _RESERVED:
        plain = f"m_{plain}"
    known = {each.casefold() for each in taken}
    numbered = (plain if n == 1 else f"{plain}_{n}" for n in range(1, len(known) + 2))
    return next(each for each in numbered if each.casefold() not in known)


def _cut(words: str, most: int) -> str:
    return words.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def _parquet(columns: Sequence[_Column]) -> bytes:
    fields: list[pa.Field] = []
    arrays: list[pa.Array] = []

    def add(name: str, label: str, cells: Sequence[object], kind: pa.DataType) -> None:
        fields.append(pa.field(name, kind, metadata={"label": label}))
        arrays.append(pa.array(cells, kind))

    for column in columns:
        if not column.numbers:
            texts = [None if c is None else str(c).encode("utf-8", "replace").decode() for c in column.cells]
            add(column.name, column.label, texts, pa.string())
            continue
        values = [c.value if isinstance(c, Wide) else None for c in column.cells]
        add(column.name, column.label, values, pa.float64())
        reasons = [_reason(cell) or None for cell in column.cells]
        if any(reasons):
            add(f"{column.name}_reason", f"why there is no number: {column.label}", reasons, pa.string())
    made = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), made)
    return bytes(made.getvalue())


def _readme(export: Export, form: str) -> str:
    about = [f"{name}: {words}" for name, words in facts(export)]
    told = [f"{column}: {words}" for column, words in LONG.items()]
    reasons = {
        "sav": f"Values from {LAST_REASON} to {FIRST_REASON} are user-missing; their labels say why.",
        "parquet": "Where there is no number, the column behind it with _reason says why.",
    }[form]
    parts = [
        ["Measures made with Attune", "=========================", *about],
        [f"measures.{form}: one row for each number", *told],
        [f"measures_wide.{form}: one row for each coding", reasons],
        *study(export, form, f"measures.{form}"),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"
