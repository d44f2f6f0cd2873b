import io
import time

import pytest
from openpyxl import load_workbook

import annotator.exchange.sheets as sheets
from annotator.errors import ExchangeError
from annotator.exchange import write_xlsx
from tests.export_case import ANA, changed, export


def opened(content):
    return load_workbook(io.BytesIO(content))


def cell(content, column, row=2):
    sheet = opened(content)["events"]
    names = [c.value for c in sheet[1]]
    return sheet.cell(row, names.index(column) + 1)


@pytest.mark.parametrize(
    "words", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "=1+1", "http://example.org", "mailto:a@b", "1e5"]
)
def test_text_stays_text_whatever_it_begins_with(words):
    found = cell(write_xlsx(export(changed(ANA, 0, comment=words))), "comment")
    assert (found.value, found.data_type, found.hyperlink) == (words, "s", None)


@pytest.mark.parametrize(
    "odd",
    ["\0", "\x01", "\x1b", "\ufffe", "\ud800"],
    ids=["nul", "control", "escape", "no-character", "half"],
)
def test_one_odd_character_never_stops_an_export(odd):
    assert cell(write_xlsx(export(changed(ANA, 0, comment=f"a{odd}b"))), "comment").value == "a\ufffdb"


def test_text_longer_than_a_cell_is_cut():
    assert len(cell(write_xlsx(export(changed(ANA, 0, comment="x" * 40_000))), "comment").value) == 32_767


def test_numbers_and_truth_are_numbers_and_truth():
    content = write_xlsx(export(changed(ANA, 0, modifiers={"answered": False, "intensity": 2})))
    assert cell(content, "offset_ms").value == 5_000
    assert cell(content, "m_answered").value is False
    assert cell(content, "m_intensity").value == 2
    assert cell(content, "m_note").value is None


def test_the_three_sheets_hold_what_the_zip_holds():
    book = opened(write_xlsx(export()))
    assert book.sheetnames == ["events", "codebook", "measures", "measures_wide", "about"]
    about = dict(book["about"].iter_rows(min_row=2, values_only=True))
    assert about["What this is not"] == "NOT diagnostic, not forensic, not validated."
    assert about["Session"] == "visit-1, visit of 2026-03-04"
    assert about["Left out"].startswith("1 annotation ")


def test_the_same_values_give_the_same_bytes():
    first = write_xlsx(export())
    # Zip files count time in steps of two seconds.
    time.sleep(2.1)
    assert write_xlsx(export()) == first


def test_more_annotations_than_rows_are_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(sheets, "ROWS", 3)
    with pytest.raises(ExchangeError, match="export the zip file with CSV instead"):
        write_xlsx(export())
