"""The tables of measures of an export, read back by pandas, with the vector of the scheme format."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pandas as pd

from annotator.exchange import Export, write_xlsx, write_zip
from annotator.model import Session
from tests.builders import coding
from tests.export_case import SESSION
from tests.measures.test_vectors import SCHEME, WORDS

ANA = coding(WORDS, (0, 60), scheme=SCHEME, profile="research")
BEN = coding(
    "dyad_state of dyad: 0-30 together, 30-60 apart", (0, 60), scheme=SCHEME, coder="ben", profile="field"
)


def read(name: str, *codings: object) -> pd.DataFrame:
    made = Export(SESSION, SCHEME, codings)  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(write_zip(made))) as archive:
        return pd.read_csv(io.BytesIO(archive.read(name)), keep_default_na=False, na_values=[""])


def test_long_a_row_for_each_number() -> None:
    table = read("measures.csv", ANA)
    share = table.query("measure == 'together_share'").iloc[0]
    assert (share["value"], share["n"], share["of"], share["of_what"]) == (29 / 57, 29_000, 57_000, "ms")
    bids = table.query("measure == 'bids_answered' and part.isna()").iloc[0]
    assert (bids["n"], bids["of"], bids["reason"]) == (3, 4, "fewer than 8: only the counts are shown")
    assert pd.isna(bids["value"]) and pd.isna(bids["low"])
    assert bids["left_out"].startswith("1 cue: too little of its window could be seen.; 1 cue: ")
    windows = table.query("measure == 'bids_answered' and part == 'window'")
    assert [tuple(row) for row in windows[["key", "n", "of"]].to_numpy()] == [
        ("1000", 0, 4),
        ("2000", 2, 4),
        ("5000", 4, 4),
    ]


def test_wide_a_row_for_each_coding_and_nothing_where_a_track_was_not_coded() -> None:
    table = read("measures_wide.csv", ANA, BEN)
    assert list(table["coder"]) == ["ana", "ben"]
    assert list(table["together_share"]) == [29 / 57, 0.5]
    assert list(table["bids_answered_n"].isna()) == [False, True]
    assert list(table["repaired_share_within_10000_n"]) == [1, 0]


def test_excel_holds_the_same() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(Export(SESSION, SCHEME, (ANA,)))), read_only=True)
    rows = list(book["measures_wide"].iter_rows(values_only=True))
    assert dict(zip(rows[0], rows[1], strict=True))["together_share"] == 29 / 57


def test_what_is_meant_for_others_than_researchers_does_not_leave() -> None:
    document = dict(SCHEME.document)
    document["measures"] = [m | {"audience": ["supervisor"]} for m in document["measures"]]
    made = Export(
        Session(SESSION.id, SESSION.family, SESSION.label, date(2026, 1, 1), SESSION.context),
        replace(SCHEME, document=document),
        (ANA,),
    )
    with zipfile.ZipFile(io.BytesIO(write_zip(made))) as archive:
        assert archive.read("measures.csv").count(b"\n") == 1
