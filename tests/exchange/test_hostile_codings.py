"""Codings and tables made to break the program or to mislead it, by name: each refused with its place, or harmless."""

import io
import json
import unicodedata
import zipfile
from collections.abc import Sequence
from contextlib import suppress

import pytest

from annotator.errors import ExchangeError, SchemeError
from annotator.exchange.codings import MOST_MARKS, Wanted, as_coding, read_coding, scheme_in
from annotator.exchange.schemes import READERS
from annotator.exchange.tidy_reading import MOST_ROWS
from annotator.model import Coding, closed
from tests.exchange.test_other_codings import boris, eaf
from tests.exchange.test_other_schemes import spreadsheet
from tests.quickness import cpu_s

HEAD = "track,subject,code,onset_ms,offset_ms"


def laid(data: bytes, file: str) -> Coding:
    """As two files are compared: read and laid on a scheme of its own words, for an hour."""
    found = read_coding(data, file, Wanted())
    return closed(as_coding(found, file, scheme_in([found]), Wanted(onset_ms=0, offset_ms=3_600_000)))


def tidy(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *rows)).encode() + b"\n"


def zipped(members: Sequence[tuple[str, bytes]], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", kind) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, kind)
    return packed.getvalue()


def with_size(packed: bytes, size: int) -> bytes:
    """An archive whose only member claims to be so large, in both of its heads."""
    held = bytearray(packed)
    for head, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = held.index(head) + at
        held[place : place + 4] = size.to_bytes(4, "little")
    return bytes(held)


ONE = tidy("gaze,infant,mother,0,5000")
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
REFUSED = {
    "an onset that is no number": ("e.csv", tidy("gaze,i,a,NaN,5"), "e.csv, line 2: onset_ms is “NaN”"),
    "an offset without end": ("e.csv", tidy("gaze,i,a,0,inf"), "e.csv, line 2: offset_ms is “inf”"),
    "an onset after the offset": ("e.csv", tidy("gaze,i,a,0,1", "gaze,i,a,9,5"), "e.csv, line 3: The offset, 5 ms"),
    "an onset after the offset, ELAN": ("a.eaf", eaf("5000-1000 mother"), "a.eaf, line 8: The offset, 1000 ms, lies"),
    "an onset before the film": ("e.csv", tidy("gaze,i,a,-5,5"), "e.csv, line 2: The onset lies outside"),
    "an onset of 1e400 s": ("a.boris", boris([10**400, "", "bid", ""]), "a.boris, event 1: The time 1000"),
    "an onset without end, BORIS": ("a.boris", boris([float("inf"), "", "bid", ""]), "a.boris, event 1: The time inf"),
    "a rating that is no number": (
        "e.csv", tidy("gaze,i,a,0,5,NaN", head=f"{HEAD},rating"), "e.csv, line 2: rating is “NaN”"),
    "a rating without end": (
        "e.csv", tidy("gaze,i,a,0,5,1e999", head=f"{HEAD},rating"), "e.csv, line 2: rating is “1e999”"),
    "a column twice": (
        "e.csv", tidy("gaze,i,a,0,5,7", head=f"{HEAD},onset_ms"), "e.csv, line 1: The column onset_ms is there twice"),
    "a time slot twice": (
        "a.eaf", eaf("0-5000 mother").replace(b'"b1"', b'"a1"', 1), "a.eaf: The time slot a1 is there twice"),
    "UTF-16": ("e.csv", ONE.decode().encode("utf-16"), "e.csv, line 1: The letters are not written in UTF-8"),
    "Latin-1": ("e.csv", tidy("gäze,i,a,0,5").decode().encode("latin-1"), "e.csv, line 2: The letters"),
    "an encoding of nobody": (
        "a.eaf", eaf("0-1 a").replace(b'"1.0"?', b'"1.0" encoding="UTF-F-8"?'), "a.eaf: The file is in an encoding"),
    "half a character": (
        "a.boris", boris([1, "", "bid", ""]).replace(b"visit 3", b"visit \\ud800"), "a.boris: This is no BORIS project"),
    "a billion laughs": (
        "a.eaf", f"<!DOCTYPE x [{LAUGHS}]><ANNOTATION_DOCUMENT>&l11;</ANNOTATION_DOCUMENT>".encode(), "document type"),
    "a file from this computer": (
        "a.eaf", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><ANNOTATION_DOCUMENT>&f;</ANNOTATION_DOCUMENT>',
        "document type"),
    "depth": ("a.boris", b'{"behaviors_conf":' + b"[" * 200_000, "a.boris: This is no BORIS project"),
    "a zip of 300 MB": ("e.zip", lambda: zipped([("events.csv", b"," * (300 * 2**20))]), "e.zip: The table is larger than 256"),
    "a zip that claims to be small": (
        "e.zip", with_size(zipped([("events.csv", b"," * 10**7)]), 10), "e.zip: There is no events.csv"),
    "a zip that claims to be large": (
        "e.zip", with_size(zipped([("events.csv", ONE)]), 2**32 - 2), "e.zip: The table is larger than 256"),
    "a table that lies elsewhere": ("e.zip", zipped([("../events.csv", ONE)]), "e.zip: There is no events.csv"),
    "a packed table in a way of few": (
        "e.zip", zipped([("events.csv", ONE)], zipfile.ZIP_LZMA), "e.zip: There is no events.csv"),
    "zip bytes behind a film's": ("e.zip", b"\0\0\0\x18ftypisom" + zipped([("events.csv", ONE)]), "e.zip, line 1"),
    "a field without end": ("e.csv", tidy('gaze,i,"a,0,5' + "x" * 200_000), "e.csv, line 2: A double quote"),
    "NUL": ("e.csv", tidy("gaze,i,a\0,0,5,"), "e.csv, line 2"),
}  # fmt: skip
"""The file's name, what is in it (what is large is made when it is asked for), and the words of the refusal."""


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_mislead_is_refused_with_its_place(name: str) -> None:
    file, whole, words = REFUSED[name]
    data = whole() if callable(whole) else whole
    with pytest.raises(ExchangeError) as refusal:
        laid(data, file)
    assert words in str(refusal.value)
    assert len(refusal.value.problems) == 1


def test_the_first_of_two_tables_of_one_name_does_not_hide_behind_the_second() -> None:
    """A zip may name a member twice; what is read is the last, as every unpacking program leaves it."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        packed = zipped([("events.csv", ONE), ("events.csv", tidy("gaze,infant,away,0,9"))])
    assert [m.code for m in read_coding(packed, "e.zip", Wanted()).marks] == ["away"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_word_is_the_same_however_its_accents_were_typed(form: str) -> None:
    """One row as one computer writes é, one as another does; both are of one track and one code."""
    other = "NFD" if form == "NFC" else "NFC"
    words = [unicodedata.normalize(each, "réponse") for each in (form, other)]
    files = {
        "e.csv": tidy(*(f"{w},i,{w},{n},{n + 1}" for n, w in enumerate(words))),
        "a.eaf": eaf(f"0-1000 {words[0]}, 1000-2000 {words[1]}"),
        "a.boris": boris(
            [1, "", words[0], ""], [2, "", words[1], ""]
        ).replace(b'"mother"', json.dumps(words[1], ensure_ascii=False).encode()).replace(b'"r\\u00e9ponse"',
            json.dumps(words[0], ensure_ascii=False).encode()).replace(b'"re\\u0301ponse"',
            json.dumps(words[1], ensure_ascii=False).encode()),
    }  # fmt: skip
    for file, data in files.items():
        made = laid(data, file)
        assert {a.content.code for a in made.annotations} == {unicodedata.normalize("NFC", "réponse")}, file
    table = "track,code\n" + "\n".join(f"{w},{w} {n}" for n, w in enumerate(words))
    assert len(READERS[".csv"].read(table.encode(), "t.csv").scheme.tracks) == 1
    sheet = "#4\n" + f"{words[0]} (MATRIX,true,)-a|NOMINAL\n00:00:00:000,00:00:01:000,({words[0]})\n"
    sheet += f"00:00:01:000,00:00:02:000,({words[1]})\n"
    (track,) = READERS[".opf"].read(spreadsheet(sheet), "v.opf").scheme.tracks
    assert len(track.codes) == 1


def test_a_formula_comes_in_as_the_word_it_is() -> None:
    """How it leaves without being one again: tests/exchange/test_sheets.py, test_tidy.py."""
    row = 'gaze,i,"=cmd|"" /C calc""!A0",0,5'
    assert [m.code for m in read_coding(tidy(row), "e.csv", Wanted()).marks] == ['=cmd|" /C calc"!A0']


def test_more_marks_than_any_coding_has_are_refused_in_seconds() -> None:
    rows = "".join(f"gaze,infant,{'ab'[n % 2]},{n * 10},{n * 10 + 10}\n" for n in range(MOST_MARKS + 1))

    def refused() -> None:
        with pytest.raises(ExchangeError, match="This coding has 200001 marks; 200000 are the most"):
            laid((HEAD + "\n" + rows).encode(), "e.csv")

    assert cpu_s(refused, 10) < 10


@pytest.mark.slow
def test_a_million_rows_and_one_are_refused_in_ten_seconds() -> None:
    rows = "gaze,infant,a,0,10\n" * (MOST_ROWS + 1)

    def refused() -> None:
        with pytest.raises(
            ExchangeError, match=r"e\.csv, line 1000002: The table has more than 1000000 rows"
        ):
            read_coding((HEAD + "\n" + rows).encode(), "e.csv", Wanted())

    assert cpu_s(refused, 10) < 10


def vocabulary(inside: str) -> bytes:
    head = '<CONTROLLED_VOCABULARY CV_ID="c"><CV_ENTRY>a</CV_ENTRY></CONTROLLED_VOCABULARY>'
    kind = '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="l" CONTROLLED_VOCABULARY_REF="c"/>'
    return f"<ANNOTATION_DOCUMENT>{head}{kind}{inside}</ANNOTATION_DOCUMENT>".encode()


CROWDED = {
    "a million elements.eaf": vocabulary("<A/>" * 999_000),
    "100,000 tiers.eaf": vocabulary('<TIER TIER_ID="t"/>' * 100_000),
    "30,000 tiers with codes.eaf": vocabulary(
        "".join(f'<TIER TIER_ID="t{n}" LINGUISTIC_TYPE_REF="l"/>' for n in range(30_000))),
    "30,000 tiers below one.eaf": vocabulary(
        '<TIER TIER_ID="t" LINGUISTIC_TYPE_REF="l"/>'
        + "".join(f'<TIER TIER_ID="t{n}" PARENT_REF="t"/>' for n in range(30_000))),
    "5,000 modifiers of one name.eaf": vocabulary(
        '<TIER TIER_ID="t" LINGUISTIC_TYPE_REF="l"/>'
        + "".join(f'<TIER TIER_ID="m@{n}" PARENT_REF="t"/>' for n in range(5_000))),
    "20,000 behaviours.boris": json.dumps(
        {"behaviors_conf": {str(n): {"code": f"b{n}", "excluded": "a,b,c"} for n in range(20_000)}}).encode(),
    "20,000 subjects.boris": json.dumps(
        {"behaviors_conf": {"0": {"code": "b"}}, "subjects_conf": {str(n): {"name": f"s{n}"} for n in range(20_000)}}
    ).encode(),
    "100,000 options.boris": json.dumps(
        {"behaviors_conf": {"0": {"code": "b", "modifiers": {"0": {"type": 0, "values": ["x"] * 10 + [
            f"x {'-' * (n % 7)}{n % 3}{'.' * (n // 21)}" for n in range(3_000)]}}}}}).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", CROWDED)
def test_a_crowded_file_of_another_program_is_answered_in_seconds(name: str) -> None:
    """What grows with the square of its parts would take minutes here."""
    read = READERS[f".{name.rpartition('.')[2]}"].read

    def answered() -> None:
        with suppress(SchemeError):
            read(CROWDED[name], name)

    assert cpu_s(answered, 5) < 5
