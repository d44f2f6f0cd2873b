"""Codings that lie in ELAN documents and BORIS projects, and every way in which they can be wrong."""

import gzip
import json
from typing import Any

import pytest

from annotator.agreement import compare
from annotator.errors import ExchangeError
from annotator.exchange.codings import Wanted, as_coding, read_coding, scheme_in
from annotator.exchange.schemes import READERS
from annotator.exchange.tidy_reading import FoundCoding
from annotator.model import closed


def eaf(gaze: str, cue: str = "", annotator: str = "Ana") -> bytes:
    """A document as ELAN writes one: ``gaze`` and ``cue`` are "onset-offset word", parted by commas."""
    slots, tiers, n = "", "", 0
    for name, marks in (("gaze@infant", gaze), ("cue@infant", cue)):
        inside = ""
        for mark in filter(None, marks.split(", ")):
            times, _, word = mark.partition(" ")
            n += 1
            for slot, time in zip("ab", times.split("-"), strict=True):
                value = f' TIME_VALUE="{time}"' if time else ""
                slots += f'<TIME_SLOT TIME_SLOT_ID="{slot}{n}"{value}/>\n'
            inside += (
                f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="n{n}" TIME_SLOT_REF1="a{n}" '
                f'TIME_SLOT_REF2="b{n}">\n<ANNOTATION_VALUE>{word}</ANNOTATION_VALUE>'
                "</ALIGNABLE_ANNOTATION></ANNOTATION>\n"
            )
        tiers += f'<TIER TIER_ID="{name}" ANNOTATOR="{annotator}" LINGUISTIC_TYPE_REF="t">\n{inside}</TIER>\n'
    child = (
        '<TIER TIER_ID="how" PARENT_REF="gaze@infant"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="r" '
        'ANNOTATION_REF="n1"><ANNOTATION_VALUE>long</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>'
    )
    order = f"<TIME_ORDER>\n{slots}</TIME_ORDER>\n"
    return (
        f'<?xml version="1.0"?>\n<ANNOTATION_DOCUMENT>\n{order}{tiers}{child}</ANNOTATION_DOCUMENT>'.encode()
    )


BEHAVIOURS = {
    "0": {"type": "State event", "code": "mother", "category": "gaze", "key": "m"},
    "1": {"type": "State event", "code": "away", "category": "gaze", "key": "a"},
    "2": {"type": "Point event", "code": "bid", "category": "", "key": "b"},
}


def boris(*events: list[Any], more: dict[str, Any] | None = None) -> bytes:
    seen = {"events": list(events), "file": {"1": ["a.mp4", "b.mp4"]},
            "media_info": {"length": {"a.mp4": 5.0005, "b.mp4": 4}}}  # fmt: skip
    project = {"behaviors_conf": BEHAVIOURS, "subjects_conf": {"0": {"name": "infant"}},
               "observations": {"visit 3": seen | (more or {})}}  # fmt: skip
    return json.dumps(project).encode()


def one(data: bytes, file: str, **wanted: Any) -> FoundCoding:
    return read_coding(data, file, Wanted(**wanted))


def marks(found: FoundCoding) -> list[tuple[Any, ...]]:
    return [(m.track, m.subject, m.code, m.onset_ms, m.offset_ms) for m in found.marks]


def test_two_elan_documents_are_compared() -> None:
    """8 of 9 s the same: κ = (9·8 − (5·6 + 4·3)) / (81 − 42) = 30/39."""
    ana = one(eaf("0-5000 mother, 5000-9000 away"), "ana.eaf")
    ben = one(eaf("0-6000 mother, 6000-9000 away", annotator="Ben"), "ben.eaf")
    assert (ana.coder, ben.coder, marks(ana)[1]) == ("Ana", "Ben", ("gaze", "infant", "away", 5000, 9000))
    scheme, whole = scheme_in([ana, ben]), Wanted(onset_ms=0, offset_ms=9000)
    a, b = (closed(as_coding(c, f"{c.coder}.eaf", scheme, whole)) for c in (ana, ben))
    assert compare(a, b, scheme).states[0].kappa.value == pytest.approx(30 / 39)


def test_labels_of_a_scheme_are_as_good_as_its_ids_and_points_are_at_their_onset() -> None:
    document = {"behaviors_conf": {"0": BEHAVIOURS["0"], "1": BEHAVIOURS["2"] | {"category": "cue"}}}
    scheme = READERS[".boris"].read(json.dumps(document).encode(), "p.boris").scheme
    found = one(eaf("0-5000 mother", "1000-1200 bid"), "ana.eaf")
    coding = as_coding(found, "ana.eaf", scheme, Wanted(onset_ms=0, offset_ms=9000))
    gaze, cue = (a.content for a in coding.annotations)
    assert (scheme.track(gaze.track).kind, gaze.offset_ms) == ("state", 5000)  # type: ignore[union-attr]
    assert (scheme.track(cue.track).kind, cue.onset_ms, cue.offset_ms) == ("point", 1000, 1000)  # type: ignore[union-attr]


def test_states_of_a_boris_observation_begin_and_end_by_turns() -> None:
    """Pairs by subject, behaviour and modifiers, whatever their order in the file; a second that is .0005 rounds up."""
    found = one(
        boris(
            [6.25, "infant", "mother", "", ""], [1.0005, "infant", "mother", "", ""],
            [3, "infant", "bid", "loud", "note"], [7, "", "away", "far", ""], ["8.5", "", "away", "near", ""],
        ),
        "home.boris",
    )  # fmt: skip
    assert (found.session, found.coder, found.coded) == ("visit 3", "", (0, 9001))
    assert sorted(marks(found), key=lambda m: m[3]) == [
        ("gaze", "infant", "mother", 1001, 6250), ("Behaviours", "infant", "bid", 3000, 3000),
        ("gaze", "Observed", "away", 7000, None), ("gaze", "Observed", "away", 8500, None),
    ]  # fmt: skip
    timed = boris(more={"observation time interval": [2, 8]})
    assert one(gzip.compress(timed), "home.boris").coded == (2000, 8000)
    assert one(boris(more={"media_info": {}}), "home.boris").coded == (None, None)


WRONG = [
    ("a.eaf", eaf("0-5000 "), "a.eaf, line 8: An annotation of the tier gaze@infant is empty."),
    ("a.eaf", eaf("0- mother"), "a.eaf, line 8: An annotation has no time of its own; set it in ELAN."),
    ("a.eaf", b"<ANNOTATION_DOCUMENT>", "a.eaf, line 1: The file is not well-formed XML."),
    ("a.eaf", b"<CV_RESOURCE/>", "a.eaf: This is no ELAN document."),
    ("a.eaf", b'<!DOCTYPE x [<!ENTITY y "z">]><x/>', "a.eaf: The file has a document type or entities"),
    ("a.boris", b"{}", "a.boris: This is no BORIS project: it has no list of behaviours."),
    ("a.boris", boris([1, "", "sleep", "", ""]), "a.boris, event 1: sleep is no behaviour of the project."),
    ("a.boris", boris([1, "", "bid", "", ""], ["soon"]),
     "a.boris, event 2: The time soon is no number of seconds."),
    ("a.boris", boris([float("nan"), "", "bid"]), "a.boris, event 1: The time nan is no number of seconds."),
    ("a.boris", json.dumps({"behaviors_conf": {}, "observations": []}).encode(), "a.boris: It holds no coding"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "data", "sentence"), WRONG)
def test_what_is_wrong_is_said_with_its_place(file: str, data: bytes, sentence: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        one(data, file)
    assert str(refused.value).startswith(sentence)


def test_marks_that_cannot_stand_side_by_side_are_named_by_their_events() -> None:
    scheme = scheme_in([one(boris([0, "", "mother", ""], [5, "", "mother", ""]), "a.boris")])
    twice = one(boris([0, "", "mother", ""], [1, "", "mother", "x"]), "a.boris")
    with pytest.raises(ExchangeError, match=r"a.boris, event 2: It shares time with event 1, where only one"):
        as_coding(twice, "a.boris", scheme, Wanted())
