"""The tidy table as CSV: one row an annotation, one column a variable."""

import hashlib
import io
import re
import zipfile

from annotator.exchange.export import Export
from annotator.exchange.measures_tables import measures, measures_wide
from annotator.exchange.readme import readme
from annotator.exchange.tables import Cell, Table, codebook, events, people_table, visit_table

SUMS = "SHA256SUMS"
# Zip files cannot hold an earlier time; a fixed one makes the same export the same bytes.
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
SPECIAL = re.compile(r'[",\r\n]|^\s|\s$')


def events_csv(export: Export) -> bytes:
    """``events.csv``: UTF-8 without a mark, one newline at line ends, cells exactly as they were typed.

    Truth values are TRUE and FALSE, which both R and pandas read as such.
    """
    return _csv(events(export), export.choices.missing)


def codebook_csv(export: Export) -> bytes:
    """``codebook.csv``: what every track, code, modifier and option means."""
    return _csv(codebook(export), export.choices.missing)


def write_zip(export: Export) -> bytes:
    """Events, code book, measures and a README in one zip file; the same bytes for the same values."""
    parts = {
        "README.txt": readme(export).encode("utf-8", "replace"),
        "codebook.csv": codebook_csv(export),
        "events.csv": events_csv(export),
        "measures.csv": _csv(measures(export), export.choices.missing),
        "measures_wide.csv": _csv(measures_wide(export), export.choices.missing),
    }
    if export.variables:
        parts["people.csv"] = _csv(people_table(export), export.choices.missing)
    if export.covariates:
        parts["visit.csv"] = _csv(visit_table(export), export.choices.missing)
    return zip_of(parts)


def zip_of(parts: dict[str, bytes]) -> bytes:
    """Files by their names as one zip file, with the SHA-256 of each; the same bytes for the same files."""
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in parts.items())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in (parts | {SUMS: sums.encode()}).items():
            archive.writestr(_entry(name), content, zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED_TIME)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _csv(table: Table, missing: str) -> bytes:
    rows = ([_written(cell, missing) for cell in row] for row in table.rows)
    lines = [",".join(map(_quoted, row)) + "\n" for row in (table.header, *rows)]
    # A lone surrogate, as a broken paste can leave it, has no UTF-8; it must not stop an export.
    return "".join(lines).encode("utf-8", "replace")


def _quoted(text: str) -> str:
    """A cell as RFC 4180 has it. Python's own writer leaves a lone carriage return bare (before 3.13)."""
    return '"' + text.replace('"', '""') + '"' if SPECIAL.search(text) else text


def _written(cell: Cell, missing: str) -> str:
    if cell is None:
        return missing
    return str(cell).upper() if isinstance(cell, bool) else str(cell)
