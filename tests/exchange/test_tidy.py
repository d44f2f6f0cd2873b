import io
import zipfile
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.exchange import Choices, Export, codebook_csv, events_csv, readme, write_zip
from annotator.model import CodingState
from tests.builders import coding
from tests.export_case import ANA, FILM, SCHEME, SESSION, changed, export


def read(content, missing=""):
    """As the README says."""
    return pd.read_csv(io.BytesIO(content), keep_default_na=False, na_values=[missing])


def test_one_row_an_annotation_with_the_columns_of_the_field():
    table = read(events_csv(export()))
    assert list(table.columns) == [
        "session", "recording", "coder", "scheme", "scheme_version", "profile", "coded_from_ms",
        "coded_to_ms", "track", "subject", "code", "onset_ms", "offset_ms", "duration_ms", "onset_frame", "offset_frame", "m_intensity", "m_channels",
        "m_answered", "m_note", "flagged", "comment", "origin", "annotation",
    ]  # fmt: skip
    first = table.iloc[0]
    assert tuple(first[["session", "recording", "coder", "scheme"]]) == (
        "visit-1",
        "f1",
        "ana",
        "test-scheme",
    )
    assert tuple(first[["profile", "track", "code", "origin"]]) == ("all", "gaze", "mother", "human")
    assert tuple(first[["onset_ms", "offset_ms", "duration_ms"]]) == (0, 5_000, 5_000)


def test_a_point_has_equal_times_and_no_duration():
    bid = read(events_csv(export())).query("code == 'bid'").iloc[0]
    assert (bid["onset_ms"], bid["offset_ms"], bid["duration_ms"]) == (2_000, 2_000, 0)


def test_a_state_that_still_runs_has_no_offset_and_the_readme_says_so():
    away = read(events_csv(export())).query("code == 'away'").iloc[0]
    assert pd.isna(away["offset_ms"])
    assert "1 annotation still running, without offset" in readme(export())


def test_modifiers_have_a_column_each():
    made = changed(
        ANA, 0, modifiers={"intensity": 3, "channels": ("gaze", "voice"), "answered": True, "note": "hm"}
    )
    first = read(events_csv(export(made))).iloc[0]
    assert tuple(first[["m_intensity", "m_channels", "m_answered", "m_note"]]) == (
        3,
        "gaze;voice",
        True,
        "hm",
    )


def test_private_text_never_leaves():
    made = changed(ANA, 0, modifiers={"diary": "She told me about her own mother."})
    packed = write_zip(export(made))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"her own mother" not in content
    assert "1 text that this scheme calls private" in readme(export(made))


def test_concerns_stay_unless_asked_for_and_the_readme_counts_them():
    assert b"frightened" not in events_csv(export())
    assert "Left out: 1 annotation with a code that this scheme exports only on request" in readme(export())
    assert b"frightened" in events_csv(export(concerns=True))
    assert "Left out: nothing" in readme(export(concerns=True))


def test_comments_can_be_left_out():
    made = changed(ANA, 0, comment="Granny came in.")
    assert b"Granny" in events_csv(export(made))
    assert b"Granny" not in events_csv(export(made, comments=False))
    assert "1 comment as chosen" in readme(export(made, comments=False))


def test_real_names_of_films_and_coders_do_not_leave():
    content = write_zip(export(replace(ANA, coder_name="Ana Smith")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"Smith" in archive.read(name) for name in archive.namelist())


def test_missing_values_can_be_written_as_na():
    content = events_csv(export(missing="NA"))
    assert b",NA," in content
    assert pd.isna(read(content, "NA").query("code == 'away'").iloc[0]["offset_ms"])
    assert 'na.strings = "NA"' in readme(export(missing="NA"))


def test_a_consensus_is_named_as_such():
    assert set(read(events_csv(export(replace(ANA, state=CodingState.CONSENSUS))))["origin"]) == {"consensus"}


def test_several_coders_follow_one_another():
    ben = coding("gaze: 1-2 mother", (0, 60), scheme=SCHEME, coder="ben")
    table = read(events_csv(export(ben, ANA)))
    assert list(table["coder"]) == ["ana", "ana", "ana", "ben"]
    assert list(table["onset_ms"]) == [0, 2_000, 5_000, 1_000]


def test_each_row_names_the_film_that_shows_it():
    second = replace(FILM, id="f2", shift_ms=60_000)
    made = coding("cue: 10 bid, 70 bid", (0, 120), scheme=SCHEME)
    two = Export(replace(SESSION, recordings=(FILM, second)), SCHEME, (made,))
    assert list(read(events_csv(two))["recording"]) == ["f1", "f2"]
    assert "Film f2: sha256 " + "ab" * 32 + ", first frame at 60000 ms" in readme(two)


def test_a_visit_without_a_film_can_be_exported():
    assert pd.isna(
        read(events_csv(Export(replace(SESSION, recordings=()), SCHEME, (ANA,)))).iloc[0]["recording"]
    )


def test_another_sessions_coding_is_no_part_of_an_export():
    with pytest.raises(ValueError, match="own session"):
        Export(SESSION, SCHEME, (coding("", (0, 9), scheme=SCHEME, session="visit-2"),))


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_pandas_reads_back_exactly_what_was_typed(comment):
    made = changed(ANA, 0, comment=comment)
    table = pd.read_csv(
        io.BytesIO(events_csv(export(made))), keep_default_na=False, na_values=[""], dtype={"comment": str}
    )
    assert table.iloc[0]["comment"] == comment


@pytest.mark.parametrize(
    "odd", ["\0", "\ud800", "\ufffe", "\x1b[31m"], ids=["nul", "half-a-pair", "no-character", "escape"]
)
def test_one_odd_character_never_stops_an_export(odd):
    content = events_csv(export(changed(ANA, 0, comment=f"a{odd}b")))
    assert content.decode("utf-8").count("\n") == 4


def test_a_comment_of_two_letters_that_means_missing_elsewhere_is_kept():
    assert read(events_csv(export(changed(ANA, 0, comment="NA")))).iloc[0]["comment"] == "NA"


def test_the_bytes_are_plain():
    content = events_csv(export(changed(ANA, 0, comment='Sagt: "ä, ö"')))
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert '"Sagt: ""ä, ö"""'.encode() in content


def test_the_code_book_explains_every_value_of_the_events():
    book, table = read(codebook_csv(export(concerns=True))), read(events_csv(export(concerns=True)))
    explained = set(zip(book["column"], book["value"], strict=True))
    for column in ("track", "code"):
        assert {(column, value) for value in table[column]} <= explained
    assert {("m_channels", "voice"), ("m_channels", "gaze")} <= explained
    assert not any(book["column"] == "m_diary")


def test_the_readme_says_what_it_is_and_is_not():
    words = readme(export())
    for sentence in (
        "NOT diagnostic, not forensic, not validated.",
        "Must not be reported as: diagnosis, attachment classification",
        "milliseconds from the first frame of film f1, sha256 " + "ab" * 32,
        "Licence of the scheme: CC0-1.0",
        "coded window 0 to 60000 ms (00:00.000 to 01:00.000)",
        "Made with: Attune",
        "read.csv",
        "pandas.read_csv",
    ):
        assert sentence in words


def test_the_readme_names_every_column():
    words = readme(export())
    assert all(f"\n{column}: " in words for column in read(events_csv(export())).columns)


def test_the_zip_holds_five_files_and_is_the_same_twice():
    packed = write_zip(export())
    assert packed == write_zip(Export(SESSION, SCHEME, (ANA,), Choices()))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == [
            "README.txt", "codebook.csv", "events.csv", "measures.csv", "measures_wide.csv", "SHA256SUMS",
        ]  # fmt: skip
        assert archive.testzip() is None
