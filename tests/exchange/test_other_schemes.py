"""Schemes of The Observer and of Datavyu: what comes in, what is told to be missing, what is refused.

The Observer's parts are those of the template that BORIS' own tests read: groups without a parent, behaviours and
subjects below one, keys of one letter, modifiers tied by CDS_CONNECTION. Datavyu's lines are those of its own
saving: "#4", a column with its arguments, cells by HH:MM:SS:mmm.
"""

import io
import json
import random
import zipfile
from functools import partial
from xml.sax.saxutils import escape

import pytest

from annotator.errors import SchemeError
from annotator.exchange.schemes import READERS, reader_of
from annotator.schemes import canonical_json, read_scheme
from tests.quickness import cpu_s
from tests.schemes.scheme_files import SHIPPED


def part(tag: str, id: str, name: str, **more: str) -> str:
    fields = {"ID": id, "NAME": name} | more
    return (
        f"<{tag}>"
        + "".join(f"<CDS_ELE_{k}>{escape(v)}</CDS_ELE_{k}>" for k, v in fields.items())
        + f"</{tag}>"
    )


def behaviour(id: str, name: str, below: str = "", **more: str) -> str:
    return part("CDS_BEHAVIOR", id, name, **({"PARENT_ID": below} if below else {}), **more)


CDS = "".join(
    [
        part("CDS_SUBJECT", "1", "Subjects"),
        part("CDS_SUBJECT", "2", "Baby", PARENT_ID="1", PARENT_NAME="Subjects", START_KEYCODE="1"),
        part("CDS_SUBJECT", "3", "Mother", PARENT_ID="1", PARENT_NAME="Subjects", START_KEYCODE="2"),
        behaviour("10", "Gaze", MUT_EXCLUSIVE="Y", EXHAUSTIVE="Y"),
        behaviour("11", "at partner", "10", START_KEYCODE="p", DESCRIPTION="Looks at the <face>.", STATE_DEFAULT="Y"),
        behaviour("12", "away", "10", START_KEYCODE="A"),
        behaviour("20", "Acts", MUT_EXCLUSIVE="N"),
        behaviour("21", "smile", "20", START_KEYCODE="s"),
        behaviour("22", "hum", "20", START_KEYCODE="h", STOP_KEYCODE="i"),
        behaviour("23", "clap", "20", EVENT_TYPE="Point event"),
        part("CDS_MODIFIER", "30", "Intensity", DESCRIPTION="How strong."),
        part("CDS_MODIFIER", "31", "low", PARENT_ID="30"),
        part("CDS_MODIFIER", "32", "high", PARENT_ID="30"),
        part("CDS_MODIFIER", "33", "Loudness"),
        '<CDS_CONNECTION CDS_ELEMENT_ID="21" CDS_MODIFIER_ID="30"/>',
        '<CDS_CONNECTION CDS_ELEMENT_ID="20" CDS_MODIFIER_ID="33"/>',
    ]
)  # fmt: skip
BODY = (
    "<MET_METADATA><MET_PROJECT_NAME>Play at home</MET_PROJECT_NAME></MET_METADATA>"
    f'<CDS_VOSCODINGSCHEME xmlns="nxmlvoscodingscheme">{CDS}</CDS_VOSCODINGSCHEME>'
    "<VL_VARIABLE><VL_ID>1</VL_ID><VL_LABEL>Age</VL_LABEL></VL_VARIABLE>"
)


def template(body: str = BODY, encoding: str = "utf-16", declared: str = "UTF-16") -> bytes:
    text = f'<?xml version="1.0" encoding="{declared}"?>\r\n<NXMLINTERCHANGE>{body}</NXMLINTERCHANGE>'
    return text.encode(encoding)


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_an_observer_template_comes_in_with_groups_subjects_keys_and_modifiers() -> None:
    found = READERS[".otx"].read(template(), "home.otx")
    scheme = found.scheme
    assert str(scheme.title) == "Play at home"
    assert [(s.id, s.role) for s in scheme.subjects] == [("baby", "child"), ("mother", "caregiver")]
    tracks = [
        (str(t.label), t.subject, t.kind, t.exclusive, [str(c.label) for c in t.codes]) for t in scheme.tracks
    ]
    assert tracks == [
        (name, subject, kind, alone, codes)
        for subject in ("baby", "mother")
        for name, kind, alone, codes in (
            ("Gaze", "state", True, ["at partner", "away"]),
            ("Acts", "point", False, ["smile", "clap"]),
            ("Acts", "state", False, ["hum"]),
        )
    ]  # fmt: skip
    at_partner, away = scheme.tracks[0].codes
    assert (at_partner.key, str(at_partner.definition)) == ("p", "Looks at the <face>.")
    assert str(away.definition) == "Not defined in home.otx."
    smile, hum = scheme.tracks[1].codes[0], scheme.tracks[2].codes[0]
    held = {m.id: (m.type, [str(o.label) for o in m.options]) for m in scheme.modifiers}
    assert held == {"loudness": ("number", []), "intensity": ("choice", ["low", "high"])}
    assert (smile.modifiers, hum.modifiers) == (("loudness", "intensity"), ("loudness",))
    told = " ".join(found.left_out)
    for words in (
        "smile lasts: nothing in the file says so", "at partner holds when an observation begins",
        "every moment has a code of Gaze", "Keys that end a state", "Independent variables", "key A of away became",
        "every subject can do every behaviour", "codes have no definition",
    ):  # fmt: skip
        assert words in told, words
    assert "clap lasts" not in told
    assert read_scheme(found.text).hash == scheme.hash


@pytest.mark.parametrize(
    "data",
    [
        template(encoding="utf-16-le"),
        template(encoding="utf-16-be"),
        template(encoding="utf-8"),
        template(encoding="utf-8-sig", declared="utf-8"),
    ],
    ids=["UTF-16 without a mark", "the other order", "UTF-8 that says UTF-16", "UTF-8 with a mark"],
)  # fmt: skip
def test_a_template_is_read_whatever_its_letters_are_written_in(data: bytes) -> None:
    whole = READERS[".otx"].read(template(), "home.otx").scheme
    assert READERS[".otx"].read(data, "home.otx").scheme.hash == whole.hash


def test_a_zipped_template_and_a_project_with_observations_come_in() -> None:
    whole = READERS[".otx"].read(template(), "home").scheme
    packed = zipped({"readme.txt": b"nothing", "Folder/Template.OTX": template()})
    assert READERS[".otb"].read(packed, "home").scheme.hash == whole.hash
    project = template(BODY + '<OBS_OBSERVATION NAME="one"/><OBS_OBSERVATION NAME="two"/>')
    assert "2 observations" in " ".join(READERS[".odx"].read(project, "home.odx").left_out)


def test_a_template_without_groups_or_subjects_comes_in() -> None:
    body = behaviour("1", "smile") + behaviour("2", "cry", STOP_KEYCODE="x")
    scheme = READERS[".otx"].read(template(body), "flat.otx").scheme
    assert [(t.subject, t.kind, [c.id for c in t.codes]) for t in scheme.tracks] == [
        ("observed", "point", ["smile"]),
        ("observed", "state", ["cry"]),
    ]


TABLE = """#4
gaze_baby (MATRIX,true,where the baby looks)-direction|NOMINAL
00:00:00:000,00:00:02:500,(toy)
00:00:02:500,00:00:04:000,(mom)
00:00:04:000,00:00:05:000,(<direction>)
reach (MATRIX,true,)-hand|NOMINAL,size|NOMINAL,what\\,how|NOMINAL
00:00:01:000,00:00:01:000,(l,3,cup\\, red)
00:00:03:000,00:00:03:000,(r,4.5,)
00:01:03:000,00:01:03:000,(r,,a\\
lid)
note (TEXT,false,)
00:00:00:000,00:00:09:000,(said something)
00:00:08:000,00:00:09:000,{long}
plan (MATRIX,true,)-step|NOMINAL
""".replace("{long}", "x" * 80)


def spreadsheet(table: str = TABLE, encoding: str = "utf-8") -> bytes:
    return zipped({"x/project": b"!project {version: 5}\n", "x/db": table.encode(encoding)})


def test_a_datavyu_spreadsheet_comes_in_by_its_columns_and_what_its_cells_hold() -> None:
    found = READERS[".opf"].read(spreadsheet(), "visit.opf")
    scheme = found.scheme
    made = [(str(t.label), t.kind, t.exclusive, [str(c.label) for c in t.codes]) for t in scheme.tracks]
    assert made == [
        ("gaze_baby", "state", True, ["toy", "mom"]),
        ("reach", "point", True, ["reach"]),
        ("note", "state", False, ["note"]),
        ("plan", "state", False, ["plan"]),
    ]
    assert str(scheme.tracks[0].codes[0].definition) == "where the baby looks"
    held = {str(m.label): (m.type, [str(o.label) for o in m.options]) for m in scheme.modifiers}
    assert held == {
        "hand": ("choice", ["l", "r"]), "size": ("number", []), "what,how": ("choice", ["cup, red", "a lid"]),
        "note": ("text", []), "step": ("text", []),
    }  # fmt: skip
    told = " ".join(found.left_out)
    for words in (
        "Cells (8)", "Whom a column is about", "Codes of gaze_baby that no cell holds", "Values of hand that no cell",
        "Which values step can have", "marks of plan last",
    ):  # fmt: skip
        assert words in told, words


def test_older_spreadsheets_and_other_letters_are_read() -> None:
    """No header, a vocabulary line, a column that tells its type alone, letters as Windows writes them."""
    old = "0:words-a|NOMINAL\ngaze (NOMINAL)\n00:00:00:000,00:00:01:000,Tür\n"
    (track,) = READERS[".opf"].read(spreadsheet(old, "cp1252"), "old.opf").scheme.tracks
    assert [str(c.label) for c in track.codes] == ["Tür"]
    hidden = "#3\ngaze (MATRIX,false)-a|NOMINAL\n00:00:00:000,00:00:01:000,(x)\n"
    (track,) = READERS[".opf"].read(spreadsheet(hidden), "old.opf").scheme.tracks
    assert [str(c.label) for c in track.codes] == ["x"]


def test_passes_come_in_and_our_own_json_is_still_ours() -> None:
    cells = [{"id": 1, "onset": "00:00:00:000", "offset": "00:00:01:000", "values": ["toy"]}]
    passes = {"passes": [{"name": "gaze", "type": "MATRIX", "arguments": {"to": "NOMINAL"}, "cells": cells}]}
    data = json.dumps(passes).encode()
    reader = reader_of("gaze.json", data)
    assert reader is not None
    assert reader.format == "datavyu"
    (track,) = reader.read(data, "gaze.json").scheme.tracks
    assert (str(track.label), [str(c.label) for c in track.codes]) == ("gaze", ["toy"])
    for file in SHIPPED:
        assert reader_of("ours.json", canonical_json(read_scheme(file.read_bytes()).document)) is None


def endless(name: str) -> bytes:
    """A member of 200 MB that is packed into 200 kB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as member:
        for _ in range(200):
            member.write(b"<" * 1_000_000)
    return packed.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
TYPED = f'<?xml version="1.0"?><!DOCTYPE x [{LAUGHS}]><NXMLINTERCHANGE>&l11;</NXMLINTERCHANGE>'
FETCH = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><NXMLINTERCHANGE/>'
HOSTILE = {
    "a billion laughs in UTF-16.otx": (TYPED.encode("utf-16"), "document type"),
    "a billion laughs without a mark.otx": (TYPED.encode("utf-16-le"), "document type"),
    "a type from elsewhere.otx": (FETCH.encode("utf-16-be"), "document type"),
    "half a letter.otx": (template()[:-1], "neither UTF-16 nor UTF-8"),
    "letters of another alphabet.otx": (b"\xff\xfe" + b"\x00\xdc" * 40, "neither UTF-16 nor UTF-8"),
    "no end.otx": (template()[:400], "well-formed"),
    "depth.otx": (("<a>" * 100_000).encode("utf-16"), "deep"),
    "many elements.otx": (b"<a>" + b"<b/>" * 400_000 + b"</a>", "more than"),
    "another document.otx": (b"<html/>", "no Observer template"),
    "a picture.otx": (b"\x89PNG\r\n\x1a\n" + bytes(50), "neither UTF-16 nor UTF-8"),
    "nothing.otx": (b"", "well-formed"),
    "groups alone.otx": (template(part("CDS_BEHAVIOR", "1", "Gaze", GROUP="Y")), "no codes"),
    "no archive.otb": (template(), "no ZIP archive"),
    "an empty archive.otb": (zipped({}), "no Observer template in"),
    "another archive.otb": (zipped({"film.mp4": b"x"}), "no Observer template in"),
    "endless.otb": (partial(endless, "t.otx"), "Unpacked"),
    "cut.otb": (zipped({"t.otx": template()})[:-30], "no ZIP archive"),
    "no archive.opf": (b"PK\x03\x04" + bytes(100), "no ZIP archive"),
    "no table.opf": (zipped({"project": b"x"}), "no table"),
    "endless.opf": (partial(endless, "db"), "Unpacked"),
    "words.opf": (zipped({"db": b"#4\nhello\n"}), "line 2"),
    "a cell of no column.opf": (zipped({"db": b"#4\n00:00:00:000,00:00:00:000,(x)\n"}), "line 2"),
    "backslashes.opf": (zipped({"db": b"a" * 100_000 + b"\\" * 100_000}), "line 1"),
    "an empty table.opf": (zipped({"db": b""}), "no codes"),
    "no passes.json": (b'{"passes": [{"name": "gaze"', "passes"),
    "a pass without a name.json": (b'{"passes": [{"name": "", "type": "MATRIX"}]}', "no name"),
    "times of no clock.json": (b'{"passes": [{"name": "a", "cells": [{"onset": 1}]}]}', "00:00:01:000"),
    "deep passes.json": (b'{"passes": [{"name": ' + b"[" * 100_000, "passes"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_one_sentence_within_a_second(name: str) -> None:
    whole, words = HOSTILE[name]
    data = whole() if callable(whole) else whole
    reader = reader_of(name, data) or READERS[".opf"]

    def refused() -> None:
        with pytest.raises(SchemeError) as refusal:
            reader.read(data, name)
        (problem,) = refusal.value.problems
        assert words in problem.sentence

    assert cpu_s(refused, 1) < 1


@pytest.mark.parametrize("name", ["home.otx", "home.otb", "visit.opf", "passes.json"])
def test_a_damaged_file_is_read_or_refused_and_nothing_else(name: str) -> None:
    """Sixty of each with bytes changed, cut or doubled."""
    passes = b'{"passes": [{"name": "a", "type": "MATRIX", "arguments": {"b": "NOMINAL"}, "cells": []}]}'
    whole = {
        "home.otx": template(), "home.otb": zipped({"t.otx": template()}), "visit.opf": spreadsheet(),
        "passes.json": passes,
    }[name]  # fmt: skip
    chance = random.Random(name)
    for _ in range(60):
        data = bytearray(whole)
        for _change in range(chance.randint(1, 4)):
            at, much = chance.randrange(len(data)), chance.randint(1, 20)
            data[at : at + much] = chance.choice((b"", chance.randbytes(much), data[at : at + much] * 2))
        reader = reader_of(name, bytes(data))
        if reader is None:
            continue
        try:
            found = reader.read(bytes(data), name)
        except SchemeError as refusal:
            assert refusal.problems[0].message
        else:
            assert found.scheme.tracks
