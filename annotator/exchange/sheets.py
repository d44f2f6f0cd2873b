"""The tidy table as an Excel file, in which no cell is ever a formula or a link."""

import hashlib
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from annotator.errors import ExchangeError, Problem, said
from annotator.exchange.export import Export
from annotator.exchange.measures_tables import measures, measures_wide
from annotator.exchange.readme import facts
from annotator.exchange.tables import Cell, Table, codebook, events, people_table, visit_table
from annotator.exchange.tidy import events_csv

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576
LETTERS = 32_767
# What XML 1.0 cannot hold. One such character would make the whole file unreadable.
UNREADABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Excel stores when a file was made; a fixed time makes the same export the same bytes.
FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(export: Export) -> bytes:
    """The events, the code book, the measures and what one has to know of them, a sheet each.

    The same values give the same bytes.

    Text stays text whatever it begins with. A character that Excel files cannot hold becomes
    U+FFFD, and text longer than a cell (32,767 characters) is cut; the CSV holds both as they
    are. Dates are text in ISO form.

    Raises ExchangeError when there are more annotations than a sheet has rows.
    """
    table = events(export)
    if len(table.rows) >= ROWS:
        sentence = said(
            "{n} annotations are more than an Excel sheet can hold ({rows}); "
            "export the zip file with CSV instead.",
            n=len(table.rows),
            rows=ROWS - 1,
        )
        raise ExchangeError([Problem("too_many", "", sentence)])
    from xlsxwriter import Workbook  # slow to import, and most who import this write CSV

    made = io.BytesIO()
    book = Workbook(made, SAFE)
    book.set_properties({"created": FIXED_TIME})
    sum_of_events = hashlib.sha256(events_csv(export)).hexdigest()
    about = Table(("what", "how it is"), (*facts(export), ("SHA-256 of events.csv", sum_of_events)))
    visit = (("visit", visit_table(export)),) if export.covariates else ()
    study = (("people", people_table(export)),) if export.variables else ()
    sheets = (
        ("events", table), *visit, *study, ("codebook", codebook(export)), ("measures", measures(export)),
        ("measures_wide", measures_wide(export)), ("about", about),
    )  # fmt: skip
    for name, content in sheets:
        _sheet(book, name, content, export.choices.missing)
    book.close()
    return made.getvalue()


def _sheet(book: "Workbook", name: str, table: Table, missing: str) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for j, title in enumerate(table.header):
        sheet.write_string(0, j, _readable(title), bold)
        sheet.set_column(j, j, _width(title, (row[j] for row in table.rows[:200])))
    for i, row in enumerate(table.rows, 1):
        for j, cell in enumerate(row):
            _write(sheet, (i, j), missing if cell is None else cell)


def _write(sheet: "Worksheet", at: tuple[int, int], cell: str | float) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(*at, cell)
    elif isinstance(cell, str):
        if cell:
            sheet.write_string(*at, _readable(cell))
    else:
        sheet.write_number(*at, cell)


def _readable(words: str) -> str:
    return UNREADABLE.sub("\ufffd", words)[:LETTERS]


def _width(title: str, cells: Iterable[Cell]) -> int:
    """Letters of the widest cell, within reason."""
    return min(60, max(len(title), *(len(str(cell)) for cell in cells), 6) + 2)
