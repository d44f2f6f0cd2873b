"""A plain spreadsheet (CSV) as a scheme: one row a code.

Columns, by their names in the first row and in any order: ``track`` and ``code`` must be there; ``subject``,
``kind`` (state or point), ``exclusive`` (yes or no), ``label``, ``key``, ``colour``, ``definition``,
``example``, ``counter_example`` and ``modifiers`` may be. Several examples are parted by ``|``. ``modifiers``
reads ``name: value|value; other: text``, with text, number or yes/no where the values would stand.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator

from annotator.errors import Problem, Said, SchemeError, said
from annotator.exchange.scheme_draft import DraftCode, DraftModifier, DraftScheme, DraftTrack, draft
from annotator.schemes.suggest import nearest

COLUMNS = (
    "track", "subject", "kind", "exclusive", "code", "label", "key", "colour", "definition", "example",
    "counter_example", "modifiers",
)  # fmt: skip
NOBODY = "Observed"
MAX_BYTES, MAX_ROWS = 2_000_000, 2_000
_TYPES = {"text": "text", "number": "number", "yes/no": "boolean"}
_YES, _NO = ("yes", "true", "1", "x", "ja"), ("no", "false", "0", "", "nein")


def read_table_scheme(data: bytes, file: str) -> DraftScheme:
    """The scheme of a CSV file. SchemeError with every problem and its line."""
    rows = _rows(data)
    problems: list[Problem] = []
    left_out: list[Said] = []
    header = [name.strip().casefold() for name in rows[0]]
    for name in header:
        if name and name not in COLUMNS:
            near = nearest(name, COLUMNS)
            hint = said("did you mean {near}?", near=near) if near else said("it is left out.")
            left_out.append(said("The column {name} has no meaning here; {hint}", name=name[:40], hint=hint))
    for name in ("track", "code"):
        if name not in header:
            problems.append(
                Problem("missing_field", said("line 1"), said("The column {name} is missing.", name=name))
            )
    if problems:
        raise SchemeError(problems)
    groups: dict[tuple[str, str, str], list[tuple[dict[str, str], DraftCode]]] = {}
    for line, cells in enumerate(rows[1:], 2):
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        if not any(row.values()):
            continue
        problem = _wrong(row)
        if problem is not None:
            problems.append(Problem("value", said("line {n}", n=line), problem))
            continue
        kind = row.get("kind", "").casefold() or "state"
        place = (row["track"], row.get("subject", "") or NOBODY, kind)
        groups.setdefault(place, []).append((row, _code(row)))
    if problems:
        raise SchemeError(problems[:200])
    tracks = [
        DraftTrack(name, subject, kind, tuple(code for _row, code in found), _exclusive(found[0][0]))
        for (name, subject, kind), found in groups.items()
    ]
    return draft(file.rpartition(".")[0] or file, file, tracks, left_out)


def _rows(data: bytes) -> list[list[str]]:
    if len(data) > MAX_BYTES:
        raise SchemeError(
            [
                Problem(
                    "too_large", "", said("The file is larger than {most} MB.", most=MAX_BYTES // 1_000_000)
                )
            ]
        )
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
        first = text.partition("\n")[0]
        mark = max(",;\t", key=first.count)
        rows = list(csv.reader(io.StringIO(text), delimiter=mark, strict=True))
    except UnicodeDecodeError:
        raise SchemeError(
            [Problem("not_utf8", "", said("The file is not UTF-8; save it as CSV UTF-8."))]
        ) from None
    except csv.Error:
        raise SchemeError([Problem("not_csv", "", said("The file cannot be read as CSV."))]) from None
    if not rows:
        raise SchemeError([Problem("empty", "", said("There are no codes in this file."))])
    if len(rows) > MAX_ROWS:
        sentence = said("The file has {n} rows; {most} are the most.", n=len(rows), most=MAX_ROWS)
        raise SchemeError([Problem("too_many", "", sentence)])
    return rows


def _wrong(row: dict[str, str]) -> Said | None:
    for name in ("track", "code"):
        if not row.get(name):
            return said("The column {name} is empty.", name=name)
    if row.get("kind", "").casefold() not in ("", "state", "point"):
        return said("{found} is no kind; expected state or point.", found=row["kind"][:40])
    if row.get("exclusive", "").casefold() not in (*_YES, *_NO):
        return said("{found} is neither yes nor no.", found=row["exclusive"][:40])
    return None


def _exclusive(row: dict[str, str]) -> bool:
    return row.get("exclusive", "").casefold() in _YES


def _code(row: dict[str, str]) -> DraftCode:
    return DraftCode(
        row["code"],
        row.get("label", ""),
        row.get("key", "").casefold(),
        row.get("colour", ""),
        row.get("definition", ""),
        _several(row.get("example", "")),
        _several(row.get("counter_example", "")),
        tuple(_modifiers(row.get("modifiers", ""))),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _modifiers(cell: str) -> Iterator[DraftModifier]:
    for part in cell.split(";"):
        name, _colon, values = (each.strip() for each in part.partition(":"))
        if name:
            kind = _TYPES.get(values.casefold())
            yield (
                DraftModifier(name, kind)
                if kind
                else DraftModifier(name, "choice", _several(values) or ("yes",))
            )
