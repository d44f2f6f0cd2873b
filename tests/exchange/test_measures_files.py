"""SPSS and Parquet files of measures, each read by something that did not write it: the layout, and DuckDB."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from pyarrow.parquet import read_schema

from annotator.exchange import Export
from annotator.exchange.measures_files import (
    FIRST_REASON,
    LAST_REASON,
    _spss_name,
    write_parquet,
    write_spss,
)
from annotator.exchange.measures_tables import LONG, measures, measures_wide
from annotator.model.variables import Value, Variable
from tests.exchange.test_measures_tables import ANA, BEN
from tests.export_case import SESSION
from tests.measures.test_vectors import SCHEME
from tests.spss_reading import SpssFile, read_spss

BOTH = Export(SESSION, SCHEME, (ANA, BEN))
FEW = "fewer than 8: only the counts are shown"


AGE = Variable("v1", "visit", "Age in months", "number")
GROUP = Variable("v2", "visit", "Group", "choice", ("Control", "Treatment"))
BORN = Variable("v3", "person", "Born", "date")
KNOWN = replace(
    BOTH,
    covariates=True,
    how_usual=4,
    variables=(AGE, GROUP, BORN),
    visit=(Value(AGE, "7.5"), Value(GROUP, "Treatment")),
    people=(("infant", (Value(BORN, "2025-10-01"),)), ("caregiver", ())),
)
"""The same for who may see the study's variables; of the caregiver nothing is known."""


def parts(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def spss() -> dict[str, SpssFile]:
    files = parts(write_spss(BOTH))
    assert set(files) == {"README.txt", "measures.sav", "measures_wide.sav", "SHA256SUMS"}
    assert b"not diagnostic" in files["README.txt"].lower()
    return {name: read_spss(data) for name, data in files.items() if name.endswith(".sav")}


def test_every_cell_of_the_long_table_is_in_the_spss_file_with_what_its_column_is(
    spss: dict[str, SpssFile],
) -> None:
    read, table = spss["measures.sav"], measures(BOTH)
    assert {name: variable.label for name, variable in read.variables.items()} == LONG
    assert len(read.rows) == len(table.rows) > 50
    for row, cells in zip(read.rows, table.rows, strict=True):
        expected = [
            "" if cell is None and read.variables[name].width else cell
            for name, cell in zip(LONG, cells, strict=True)
        ]
        assert list(row.values()) == expected


def test_wide_a_number_that_is_undefined_is_user_missing_and_says_why(spss: dict[str, SpssFile]) -> None:
    """Ana answered 3 of 4 bids, and the scheme wants 8; Ben did not code bids at all."""
    read = spss["measures_wide.sav"]
    assert read.value(0, "together_share") == 29 / 57
    assert (read.value(0, "bids_answered"), read.value(0, "bids_answered_n")) == (FEW, 3)
    assert (read.value(1, "bids_answered"), read.value(1, "bids_answered_n")) == (None, None)
    assert LAST_REASON <= read.rows[0]["bids_answered"] <= FIRST_REASON  # type: ignore[operator]
    assert read.variables["bids_answered"].missing == (LAST_REASON, FIRST_REASON)
    assert all(variable.label for variable in read.variables.values())
    assert len(read.variables) == len(measures_wide(BOTH).header)


def test_parquet_holds_the_same_numbers_with_labels_and_reasons(tmp_path: Path) -> None:
    for name, data in parts(write_parquet(BOTH)).items():
        (tmp_path / name).write_bytes(data)
    long = duckdb.read_parquet(str(tmp_path / "measures.parquet"))
    assert [tuple(row) for row in long.fetchall()] == [tuple(row) for row in measures(BOTH).rows]
    wide = duckdb.read_parquet(str(tmp_path / "measures_wide.parquet"))
    columns = "coder, together_share, bids_answered, bids_answered_reason, bids_answered_n"
    assert wide.project(columns).order("coder").fetchall() == [
        ("ana", 29 / 57, None, FEW, 3), ("ben", 0.5, None, None, None),
    ]  # fmt: skip
    labels = {
        field.name: field.metadata[b"label"].decode() for field in read_schema(tmp_path / "measures.parquet")
    }
    assert labels == LONG


def test_what_is_known_of_the_visit_and_its_people_lies_beside_the_spss_file() -> None:
    files = parts(write_spss(KNOWN))
    assert set(files) == {
        "README.txt", "measures.sav", "measures_wide.sav", "visit.sav", "people.sav", "SHA256SUMS",
    }  # fmt: skip
    visit, people = (read_spss(files[f"{name}.sav"]) for name in ("visit", "people"))
    assert visit.rows == [
        {"session": "visit-1", "date": "2026-03-04", "context": "", "how_usual": 4.0, "v_age_in_months": 7.5,
         "v_group": "Treatment"},
    ]  # fmt: skip
    assert people.rows == [
        {"session": "visit-1", "subject": "infant", "v_born": "2025-10-01"},
        {"session": "visit-1", "subject": "caregiver", "v_born": ""},
    ]
    assert (visit.variables["v_group"].label, people.variables["v_born"].label) == (
        "Group (choice, of a visit)", "Born (date, of a person)",
    )  # fmt: skip
    assert "1 very different, 3 partly, 5 just like usual" in visit.variables["how_usual"].label
    told = files["README.txt"].decode()
    assert "visit.sav and people.sav: covariates, joined to measures.sav by session and subject" in told
    assert "v_age_in_months: Age in months (number, of a visit)" in told


def test_what_nobody_was_asked_is_no_number_and_without_variables_there_are_no_people() -> None:
    files = parts(write_spss(replace(BOTH, covariates=True)))
    assert "people.sav" not in files
    assert read_spss(files["visit.sav"]).rows[0]["how_usual"] is None


def test_parquet_holds_the_covariates_and_they_join_the_measures(tmp_path: Path) -> None:
    for name, data in parts(write_parquet(KNOWN)).items():
        (tmp_path / name).write_bytes(data)
    wide, visit = (
        duckdb.read_parquet(str(tmp_path / f"{name}.parquet")) for name in ("measures_wide", "visit")
    )
    joined = wide.join(visit, "session").project("coder, together_share, how_usual, v_age_in_months, v_group")
    assert joined.order("coder").fetchall() == [
        ("ana", 29 / 57, 4.0, 7.5, "Treatment"), ("ben", 0.5, 4.0, 7.5, "Treatment"),
    ]  # fmt: skip
    people = duckdb.read_parquet(str(tmp_path / "people.parquet"))
    assert people.project("subject, v_born").fetchall() == [("infant", "2025-10-01"), ("caregiver", None)]


def test_names_that_spss_would_refuse_are_made_fit_and_stay_apart() -> None:
    taken: dict[str, list[float | str]] = {}
    for name in ("a b", "a-b", "A_b", "3rd", "with", "ä"):
        taken[_spss_name(name, taken)] = []
    assert list(taken) == ["a_b", "a_b_2", "A_b_3", "m_3rd", "m_with", "m_"]
