"""A segment that a home visitor codes first and the supervisor blind, then both side by side."""

import json
import uuid

import pytest

from annotator.actions import codings, comparing, families, people, studying, supervising
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store import audit
from annotator.store.accounts import Account
from tests.meeting_case import mark, press, visit

LONG = {"duration_ms": 30 * 60_000, "frames": 45_000}


def begun(place: Workplace, who: Account, session: str, depth: str) -> str:
    scheme = next(c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == "coach-comments")
    return codings.begin_coding(place, who, session, scheme, depth)


def commented(place: Workplace, who: Account, coding: str, *at_ms: int) -> None:
    press(place, who, coding, *(
        mark("comment", "coach", "comment", at, modifiers={"theme": "following", "fits": "fits", "stance": "supportive",
                                                           "addressed_to": "parent"}) for at in at_ms))  # fmt: skip
    codings.submit_coding(place, who, coding, 1)


def test_both_code_the_same_minutes_and_the_second_one_blind(place: Workplace, lead: Account) -> None:
    session = visit(place, lead, **LONG)
    vera, sam = (
        people.add_person(place, lead, name, role)
        for name, role in (("Vera", "practitioner"), ("Sam", "supervisor"))
    )
    studying.set_caseload(place, lead, families.session(place, lead, session).family.id, [vera.id])
    studying.give_visits(place, lead, [session], sam.id)
    with pytest.raises(AnnotatorError, match="codes this segment first"):
        begun(place, sam, session, "supervisor")
    assert supervising.looking_over(place, sam).segments == []
    coach = begun(place, vera, session, "self")
    window = codings.own(place, vera, coach).window
    assert (window.duration, window.onset % 60_000) == (300_000, 0)
    assert window.onset >= 600_000
    commented(place, vera, coach, window.onset + 10_000, window.onset + 90_000)
    (waits,) = supervising.looking_over(place, sam).segments
    assert (waits.coder, waits.own, waits.profile) == ("Vera", None, "supervisor")
    assert codings.codings_here(place, sam, session) == []
    second = begun(place, sam, session, waits.profile)
    assert [c.id for c in codings.codings_here(place, sam, session)] == [second]
    with pytest.raises(NotFound):
        comparing.summarise_coding(place, sam, coach)
    assert codings.own(place, sam, second).window == window
    commented(place, sam, second, window.onset + 11_000)
    (waits,) = supervising.looking_over(place, sam).segments
    assert (waits.done, waits.own, waits.theirs) == (True, second, coach)
    for who in (vera, sam):
        found = comparing.compare_codings(place, who, coach, second).comparison
        assert found.window == window
        (alone,) = [d for d in found.disagreements if d.is_point]
        assert (alone.onset, alone.kind) == (window.onset + 90_000, "missed by second")
        assert len(families.session(place, who, session).segments) == 1
    with place.store.read() as tx:
        seeds = {json.loads(row.detail)["seed"] for id in (coach, second)
                 for row in audit.recent(tx, 9, "coding", id) if row.verb == "begin"}  # fmt: skip
    assert seeds == {f"{session} coach-comments"}


def test_a_drawn_segment_is_nobodys_to_move(place: Workplace, lead: Account) -> None:
    session = visit(place, lead, **LONG)
    vera = people.add_person(place, lead, "Vera", "practitioner", whole=True)
    coach = begun(place, vera, session, "self")
    window = codings.own(place, vera, coach).window
    assert codings.desk(place, vera, coach)["coding"]["drawn"]
    assert told(place, vera, coach, window.onset, window.offset - 60_000) == ("refused", "drawn")
    assert codings.own(place, vera, coach).window == window
    other = codings.begin_coding(place, vera, session, *own_scheme(place, vera))
    assert not codings.desk(place, vera, other)["coding"]["drawn"]
    assert told(place, vera, other, window.onset, window.offset) == ("saved", "")


def told(place: Workplace, who: Account, coding: str, onset: int, offset: int) -> tuple[str, str]:
    """What becomes of an act that moves the coded window, as a browser sends it."""
    edit = {"id": str(uuid.uuid4()), "kind": "window", "annotation": None, "revision": 0, "content": None,
            "window": {"onset_ms": onset, "offset_ms": offset}}  # fmt: skip
    act = {"id": str(uuid.uuid4()), "tab": uuid.uuid4().hex, "n": 1, "kind": "window", "undoes": None,
           "made_at": "", "edits": [edit]}  # fmt: skip
    (answer,) = codings.save_acts(place, who, coding, {"api": 1, "acts": [act]})["answers"]
    return answer["outcome"], answer["code"] or ""


def own_scheme(place: Workplace, who: Account) -> tuple[str, str]:
    here = codings.schemes_here(place, who)
    return next(c.scheme.hash for c in here if c.scheme.id == "core-attunement"), "field"


def test_a_lead_who_codes_none_sees_it(place: Workplace, lead: Account) -> None:
    session = visit(place, lead, **LONG)
    vera = people.add_person(place, lead, "Vera", "practitioner", whole=True)
    coach = begun(place, vera, session, "self")
    commented(place, vera, coach, codings.own(place, vera, coach).window.onset + 1_000)
    assert [c.id for c in codings.codings_here(place, lead, session)] == [coach]
    own = begun(place, lead, session, "supervisor")
    assert [c.id for c in codings.codings_here(place, lead, session)] == [own]
