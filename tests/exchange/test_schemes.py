"""Schemes of BORIS, ELAN and spreadsheets: what comes in, what goes out, what is told to be missing, what is refused."""

import gzip
import json
from typing import Any
from xml.etree import ElementTree

import pytest

from annotator.errors import SchemeError
from annotator.exchange.schemes import READERS, WRITERS
from annotator.schemes import Scheme, read_scheme
from tests.quickness import cpu_s
from tests.schemes.scheme_files import SHIPPED, text_of


def behaviour(code: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "State event", "key": code[0], "code": code, "description": "", "color": "", "category": "",
        "modifiers": {}, "excluded": "", "coding map": "",
    } | more  # fmt: skip


PROJECT = {
    "project_name": "Play at home",
    "subjects_conf": {"1": {"key": "2", "name": "mother", "description": ""}, "0": {"key": "1", "name": "baby", "description": ""}},
    "behaviors_conf": {
        "0": behaviour("looks", key="l", category="gaze", excluded="away", color="#0072b2", description="Looks at the partner."),
        "1": behaviour("away", key="a", category="gaze", excluded="looks"),
        "10": behaviour("cry", type="Point event", modifiers={"0": {"name": "how", "description": "", "type": 0, "values": ["soft (s)", "loud (l)"]}, "1": {"name": "dB", "type": 2, "values": []}}),
        "2": behaviour("Äpfel holen!", category="play", excluded="cry"),
        "3": behaviour("hum", modifiers={"0": {"name": "from afar", "type": 3, "values": []}}),
    },
    "behavioral_categories": ["gaze", "play"],
    "independent_variables": {"0": {"label": "age"}},
    "observations": {"first": {"events": []}},
}  # fmt: skip


def project(**more: Any) -> bytes:
    return json.dumps(PROJECT | more).encode()


def test_a_boris_project_comes_in_with_subjects_tracks_codes_and_modifiers() -> None:
    found = READERS[".boris"].read(project(), "home.boris")
    scheme = found.scheme
    assert str(scheme.title) == "Play at home"
    assert [(s.id, s.role, s.key) for s in scheme.subjects] == [
        ("baby", "child", "1"),
        ("mother", "caregiver", "2"),
    ]
    tracks = [(str(t.label), t.subject, t.kind, t.exclusive) for t in scheme.tracks]
    assert tracks[:4] == [
        ("gaze", "baby", "state", True),
        ("play", "baby", "state", False),
        ("Behaviours", "baby", "state", False),
        ("Behaviours", "baby", "point", False),
    ]
    assert len(tracks) == 8
    looks, away = scheme.tracks[0].codes
    assert (looks.colour, str(looks.definition), away.key) == ("#0072B2", "Looks at the partner.", "a")
    assert looks.key != "l"  # the desk's own
    assert str(away.definition) == "Not defined in home.boris."
    how, db = (scheme.modifier(id) for id in scheme.tracks[3].codes[0].modifiers)
    assert how is not None and db is not None
    assert (how.type, [str(o.label) for o in how.options], db.type) == ("choice", ["soft", "loud"], "number")
    assert scheme.tracks[1].codes[0].id == "apfel_holen"
    told = " ".join(found.left_out)
    for words in (
        "1 observation",
        "Independent variables",
        "key l of looks",
        "from afar",
        "Shortcuts",
        "exclude some of other tracks",
        "8 codes have no definition",
    ):
        assert words in told, told
    assert read_scheme(found.text).hash == scheme.hash


def test_a_gzipped_project_and_one_of_old_is_read() -> None:
    old = {"0": behaviour("looks", modifiers="near,far|left,right")}
    found = READERS[".gz"].read(gzip.compress(project(behaviors_conf=old, subjects_conf={})), "old.boris.gz")
    assert [m.type for m in found.scheme.modifiers] == ["choice", "choice"]
    assert [str(s.label) for s in found.scheme.subjects] == ["Observed"]


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b'{"behaviors_conf": []}', b"\x1f\x8bxx", project(behaviors_conf={}), b"[" * 200_000],
    ids=["nothing", "list", "half", "no mapping", "no gzip", "no behaviours", "deep"],
)
def test_what_is_no_project_is_refused(data: bytes) -> None:
    with pytest.raises(SchemeError):
        READERS[".boris"].read(data, "x.boris")


EAF = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2024-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0">
  <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/></TIME_ORDER>
  <TIER LINGUISTIC_TYPE_REF="gaze" PARTICIPANT="Baby" TIER_ID="gaze@Baby"><ANNOTATION/></TIER>
  <TIER LINGUISTIC_TYPE_REF="sure" PARENT_REF="gaze@Baby" TIER_ID="sure@Baby"/>
  <TIER LINGUISTIC_TYPE_REF="free" PARENT_REF="gaze@Baby" TIER_ID="note@Baby"/>
  <TIER LINGUISTIC_TYPE_REF="free" TIER_ID="words"/>
  <LINGUISTIC_TYPE CONTROLLED_VOCABULARY_REF="gaze" LINGUISTIC_TYPE_ID="gaze" TIME_ALIGNABLE="true"/>
  <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" CONTROLLED_VOCABULARY_REF="sure" LINGUISTIC_TYPE_ID="sure"/>
  <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="free" TIME_ALIGNABLE="true"/>
  <CONTROLLED_VOCABULARY CV_ID="gaze"><DESCRIPTION LANG_REF="en"/>
    <CV_ENTRY_ML CVE_ID="a"><CVE_VALUE DESCRIPTION="At the partner." LANG_REF="en">at partner</CVE_VALUE><CVE_VALUE LANG_REF="de">am Partner</CVE_VALUE></CV_ENTRY_ML>
    <CV_ENTRY_ML CVE_ID="b"><CVE_VALUE LANG_REF="en">away</CVE_VALUE></CV_ENTRY_ML>
  </CONTROLLED_VOCABULARY>
  <CONTROLLED_VOCABULARY CV_ID="sure" DESCRIPTION="old form"><CV_ENTRY DESCRIPTION="">yes</CV_ENTRY><CV_ENTRY DESCRIPTION="">no</CV_ENTRY></CONTROLLED_VOCABULARY>
</ANNOTATION_DOCUMENT>"""


def test_an_elan_document_comes_in_by_its_vocabularies() -> None:
    found = READERS[".eaf"].read(EAF.encode(), "visit.eaf")
    (track,) = found.scheme.tracks
    assert (str(track.label), track.subject, track.kind, track.exclusive) == ("gaze", "baby", "state", True)
    assert [(str(c.label), str(c.definition)) for c in track.codes] == [
        ("at partner", "At the partner."),
        ("away", "Not defined in visit.eaf."),
    ]
    assert [(str(m.label), m.type) for m in found.scheme.modifiers] == [("sure", "choice"), ("note", "text")]
    told = " ".join(found.left_out)
    for words in ("1 annotation:", "tier words", "Other languages of the vocabulary gaze"):
        assert words in told, told


def test_an_elan_vocabulary_comes_in_alone() -> None:
    ecv = (
        "<CV_RESOURCE><LANGUAGE LANG_ID='en'/>"
        + EAF[EAF.index("<CONTROLLED") : EAF.index("</ANNOTATION_D")]
        + "</CV_RESOURCE>"
    )
    found = READERS[".ecv"].read(ecv.encode(), "gaze.ecv")
    assert [len(t.codes) for t in found.scheme.tracks] == [2, 2]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
HOSTILE = {
    "a billion laughs": f"<!DOCTYPE x [{LAUGHS}]><ANNOTATION_DOCUMENT>&l11;</ANNOTATION_DOCUMENT>",
    "a file from this computer": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><ANNOTATION_DOCUMENT>&f;</ANNOTATION_DOCUMENT>',
    "a type from elsewhere": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><ANNOTATION_DOCUMENT/>',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % p "x">%p;]><ANNOTATION_DOCUMENT/>',
    "depth": "<a>" * 100_000,
    "no end": "<ANNOTATION_DOCUMENT>",
    "an entity of nobody": "<ANNOTATION_DOCUMENT>&nobody;</ANNOTATION_DOCUMENT>",
    "another document": "<html/>",
    "attributes": "<a " + " ".join(f'b{n}=""' for n in range(50_000)) + "/>",
    "nothing": "",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_within_a_second(name: str) -> None:
    def refused() -> None:
        with pytest.raises(SchemeError):
            READERS[".eaf"].read(HOSTILE[name].encode(), "x.eaf")

    assert cpu_s(refused, 1) < 1


TABLE = """\ufeffTrack;Code;Subject;Kind;Exclusive;Key;Definition;Example;Counter_example;Modifiers;Pages
gaze;at partner;Baby;state;yes;p;Looks at the face.;Steady gaze.|Short look.;Looks at a toy: away;sure: yes|no; 3
gaze;away;Baby;state;yes;;;;;how sure: number;
acts;smile;Mother;point;;p;;;;note: text;
"""


def test_a_spreadsheet_comes_in_row_by_row() -> None:
    found = READERS[".csv"].read(TABLE.encode(), "play.csv")
    gaze, acts = found.scheme.tracks
    assert (gaze.exclusive, gaze.kind, acts.kind, acts.subject) == (True, "state", "point", "mother")
    assert [str(e) for e in gaze.codes[0].examples] == ["Steady gaze.", "Short look."]
    assert gaze.codes[0].key == "p"
    assert acts.codes[0].key != "p"  # one pass, one meaning
    assert {str(m.label): m.type for m in found.scheme.modifiers} == {
        "sure": "choice",
        "how sure": "number",
        "note": "text",
    }
    assert "column pages" in " ".join(found.left_out)


def test_a_spreadsheet_is_refused_with_every_line() -> None:
    rows = "track,code,kind,exclusive\n,x,,\ngaze,y,lasting,\ngaze,z,state,perhaps\n"
    with pytest.raises(SchemeError) as refusal:
        READERS[".csv"].read(rows.encode(), "x.csv")
    assert [p.where for p in refusal.value.problems] == ["line 2", "line 3", "line 4"]
    with pytest.raises(SchemeError, match="column code is missing"):
        READERS[".csv"].read(b"track,cod\ngaze,x\n", "x.csv")


def written(name: str, form: str) -> tuple[Scheme, bytes, str]:
    scheme = read_scheme(text_of(name).encode())
    data, left_out = WRITERS[form][1](scheme)
    return scheme, data, " ".join(left_out)


def test_a_boris_project_holds_what_boris_can_say_and_the_rest_is_told() -> None:
    scheme, data, told = written("core-attunement", "boris")
    made = json.loads(data)
    assert made["project_format_version"] == "7.0"
    assert [s["name"] for s in made["subjects_conf"].values()] == ["infant", "parent", "dyad"]
    codes = {b["code"]: b for b in made["behaviors_conf"].values()}
    assert len(codes) == sum(len(t.codes) for t in scheme.tracks if t.kind in ("state", "point"))
    together, bid = codes["together"], codes["bid_social"]
    assert (together["type"], together["key"], together["color"]) == ("State event", "t", "#009E73")
    assert set(together["excluded"].split(",")) == {
        "alongside",
        "out_of_step",
        "repairing",
        "apart",
        "unscorable",
    }
    assert (bid["type"], bid["excluded"]) == ("Point event", "")
    assert [(m["name"], m["type"]) for m in bid["modifiers"].values()] == [("channel", 1), ("clarity", 0)]
    for words in ("typicality", "answers", "note", "Rules", "Measures", "every moment"):
        assert words in told, told


ORDER = (
    "HEADER",
    "TIME_ORDER",
    "TIER",
    "LINGUISTIC_TYPE",
    "LOCALE",
    "LANGUAGE",
    "CONSTRAINT",
    "CONTROLLED_VOCABULARY",
)


def test_an_elan_template_has_its_parts_in_order_and_its_references_lead_somewhere() -> None:
    """The rules of EAF 3.0: order of the parts, unique ids, every reference there."""
    _scheme, data, told = written("core-attunement", "elan")
    root = ElementTree.fromstring(data)
    tags = [child.tag for child in root]
    assert tags == sorted(tags, key=ORDER.index)
    tiers = {t.get("TIER_ID"): t for t in root.iter("TIER")}
    types = {t.get("LINGUISTIC_TYPE_ID"): t for t in root.iter("LINGUISTIC_TYPE")}
    lists = {v.get("CV_ID") for v in root.iter("CONTROLLED_VOCABULARY")}
    assert all(t.get("LINGUISTIC_TYPE_REF") in types for t in tiers.values())
    assert all(t.get("PARENT_REF") in {None, *tiers} for t in tiers.values())
    assert all(t.get("CONTROLLED_VOCABULARY_REF") in {None, *lists} for t in types.values())
    ids = [e.get("CVE_ID") for e in root.iter("CV_ENTRY_ML")]
    assert len(set(ids)) == len(ids)
    assert tiers["dyad_state.trigger@dyad"].get("PARENT_REF") == "dyad_state@dyad"
    for words in ("infant_cue that overlap", "typicality", "Points", "Rules"):
        assert words in told, told


@pytest.mark.parametrize("form", WRITERS)
def test_what_was_written_comes_in_again(form: str) -> None:
    """Every shipped scheme, there and back: the same codes in the same tracks, for BORIS under every subject."""
    ending = WRITERS[form][0]
    for file in SHIPPED:
        scheme = read_scheme(file.read_bytes())
        kept = [t for t in scheme.tracks if t.kind in ("state", "point")]
        if not kept:
            continue
        back = READERS[ending].read(WRITERS[form][1](scheme)[0], f"x{ending}").scheme
        codes = sorted(len(t.codes) for t in kept) * (len(scheme.subjects) if form == "boris" else 1)
        assert sorted(len(t.codes) for t in back.tracks) == sorted(codes), file.name
