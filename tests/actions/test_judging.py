"""Two submitted codings, what is decided where they differ, and the consensus that comes of it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.actions import codings, comparing, families, home, judging, people, studying, workplace
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, CodingError, Conflict, NotComparable, NotFound
from annotator.store import audit, verdicts
from annotator.store import codings as stored
from annotator.store.accounts import Account
from annotator.store.verdicts import Moment
from tests.meeting_case import mark, press, visit
from tests.two_computers import sealed_anew, two_visits

ANA = (("together", 0, 20_000), ("apart", 20_000, 40_000), ("together", 40_000, 60_000))
BEN = (
    ("together", 0, 20_400),
    ("apart", 20_400, 30_000),
    ("alongside", 30_000, 40_000),
    ("together", 40_000, 60_000),
)
OPINION = Moment("dyad_state", "dyad", 30_000, 40_000, "apart", "alongside")
BOUNDARY = Moment("dyad_state", "dyad", 20_000, 20_400, "apart", "together")


@pytest.fixture
def places(tmp_path: Path, untouched: Path) -> Iterator[tuple[Workplace, Workplace]]:
    """The data folders of two computers."""
    both = [workplace.open_workplace(shutil.copytree(untouched, tmp_path / name)) for name in ("a", "b")]
    yield both[0], both[1]
    for place in both:
        place.store.close()


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    return visit(place, lead)


def coded(
    place: Workplace,
    who: Account,
    session: str,
    states: tuple[tuple[str, int, int], ...],
    submit: bool = True,
) -> str:
    made = codings.begin_coding(place, who, session, newest(place, who), "standard")
    press(place, who, made, *(mark("dyad_state", "dyad", *state) for state in states))
    if submit:
        codings.submit_coding(place, who, made, 1)
    return made


def newest(place: Workplace, who: Account) -> str:
    return next(c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == "core-attunement")


@pytest.fixture
def two(place: Workplace, lead: Account, session: str) -> tuple[str, str]:
    """Ana's and Ben's codings, submitted: a boundary 0.4 s apart and ten seconds of two opinions."""
    coders = [people.add_person(place, lead, name, "coder", whole=True) for name in ("Ana", "Ben")]
    return coded(place, coders[0], session, ANA), coded(place, coders[1], session, BEN)


def coder(place: Workplace, lead: Account, name: str) -> Account:
    return next(p for p in people.people(place, lead) if p.name == name)


def test_the_list_is_by_cost_and_tells_opinions_from_boundaries(
    place: Workplace, lead: Account, two: tuple[str, str]
) -> None:
    found = judging.differences_json(place, lead, *two)
    assert [(d["onset_ms"], d["kind"], d["cost_ms"], d["verdict"]) for d in found["differences"]] == [
        (30_000, "confusion", 10_000, None), (20_000, "boundary", 400, None),
    ]  # fmt: skip
    assert (found["first"]["name"], found["second"]["name"], found["may_judge"]) == ("Ana", "Ben", True)
    lane = next(lane for lane in found["lanes"] if lane["track"] == "dyad_state")
    assert lane["first"] == [[on, off, code] for code, on, off in ANA]
    assert lane["second"] == [[on, off, code] for code, on, off in BEN]


def test_a_verdict_is_added_never_changed_and_is_the_same_in_either_order(
    place: Workplace, lead: Account, two: tuple[str, str]
) -> None:
    judging.judge(place, lead, *two, OPINION, "first", "see page 4")
    turned = judging.differences(place, lead, two[1], two[0]).judged[0]
    assert turned.verdict is not None
    assert (turned.verdict.word, turned.verdict.note, turned.by) == ("second", "see page 4", lead.name)
    judging.judge(place, lead, two[1], two[0], OPINION.turned(), "first", "")
    judging.judge(place, lead, *two, OPINION, "open", "")
    with place.store.read() as tx:
        ledger = [(v.word, v.note, v.by) for v in verdicts.of_pair(tx, two)]
        lines = [row.verb for row in audit.recent(tx, 20)]
    assert ledger == [("first", "see page 4", lead.id), ("second", "", lead.id), ("open", "", lead.id)]
    assert lines.count("judge") == 3
    assert judging.differences(place, lead, *two).judged[0].verdict is None


def test_a_verdict_about_a_moment_that_is_gone_is_counted_and_none_can_be_added(
    place: Workplace, lead: Account, two: tuple[str, str]
) -> None:
    judging.judge(place, lead, *two, OPINION, "second", "")
    codings.reopen_coding(place, lead, two[1], "the scheme says otherwise")
    ben = coder(place, lead, "Ben")
    with place.store.read() as tx:
        wrong = next(a for a in stored.load(tx, two[1]).annotations if a.content.code == "alongside")
    edit = {
        "id": "11111111-1111-4111-8111-111111111111", "kind": "change", "annotation": wrong.id, "revision": wrong.revision, "window": None,
        "content": mark("dyad_state", "dyad", "out_of_step", 30_000, 40_000),
    }  # fmt: skip
    act = {
        "id": "22222222-2222-4222-8222-222222222222",
        "tab": "another-tab-of-ben",
        "n": 1,
        "kind": "press",
        "undoes": None,
        "made_at": "",
        "edits": [edit],
    }
    assert (
        codings.save_acts(place, ben, two[1], {"api": 1, "acts": [act]})["answers"][0]["outcome"] == "saved"
    )
    codings.submit_coding(place, ben, two[1], 2)
    found = judging.differences(place, lead, *two)
    assert (found.gone, [j.verdict for j in found.judged]) == (1, [None, None])
    with pytest.raises(Conflict, match="do not differ there any more"):
        judging.judge(place, lead, *two, OPINION, "first", "")


def refused(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(AnnotatorError) as refusal:
        call()
    return type(refusal.value).__name__, str(refusal.value)


def test_a_coder_who_has_submitted_sees_the_list_and_decides_nothing(
    place: Workplace, lead: Account, session: str, two: tuple[str, str]
) -> None:
    ben, cara = coder(place, lead, "Ben"), people.add_person(place, lead, "Cara", "coder", whole=True)
    judging.judge(place, lead, *two, OPINION, "first", "")
    seen = judging.differences(place, ben, *two)
    assert (seen.may_judge, seen.judged[0].verdict is not None) == (False, True)
    nothing = refused(
        lambda: judging.judge(place, ben, "0123456789abcdef", "0123456789abcdef", OPINION, "first", "")
    )
    assert refused(lambda: judging.judge(place, ben, *two, OPINION, "first", "")) == nothing
    assert refused(lambda: judging.make_consensus(place, ben, *two)) == nothing
    coded(place, cara, session, ANA, submit=False)
    for ask in (judging.differences, judging.differences_json, comparing.shuffled):
        assert refused(lambda ask=ask: ask(place, cara, *two)) == nothing


def test_a_supervisor_with_whom_the_visit_is_shared_decides(
    place: Workplace, lead: Account, session: str, two: tuple[str, str]
) -> None:
    sam = people.add_person(place, lead, "Sam", "supervisor")
    with pytest.raises(NotFound):
        judging.judge(place, sam, *two, OPINION, "first", "")
    studying.give_visits(place, lead, [session], sam.id)
    assert judging.judge(place, sam, *two, OPINION, "unclear", "").by == "Sam"


def test_the_consensus_begins_with_what_both_say_and_the_verdicts_and_changes_neither(
    place: Workplace, lead: Account, session: str, two: tuple[str, str]
) -> None:
    with place.store.read() as tx:
        before = [stored.load(tx, id) for id in two]
    judging.judge(place, lead, *two, OPINION, "second", "")
    made = judging.make_consensus(place, lead, *two)
    with place.store.read() as tx:
        third, origin = stored.load(tx, made), verdicts.origin_of(tx, made)
        assert [stored.load(tx, id) for id in two] == before
        problems = stored.check(tx, made)
    states = [
        (a.content.code, a.content.onset_ms, a.content.offset_ms, a.content.flagged)
        for a in third.annotations
    ]
    assert states == [
        ("together", 0, 20_000, False), ("apart", 20_000, 30_000, False), ("alongside", 30_000, 40_000, False),
        ("together", 40_000, 60_000, False),
    ]  # fmt: skip
    assert origin is not None
    assert (origin.first, origin.second, origin.first_seq, origin.verdict_seq, origin.by) == (
        *two,
        1,
        1,
        lead.id,
    )
    assert (third.state, problems) == ("open", [])


def test_what_is_not_decided_is_starred_and_submitting_makes_it_a_consensus(
    place: Workplace, lead: Account, session: str, two: tuple[str, str]
) -> None:
    made = judging.make_consensus(place, lead, *two)
    with place.store.read() as tx:
        flagged = [
            (a.content.code, a.content.comment)
            for a in stored.load(tx, made).annotations
            if a.content.flagged
        ]
    assert flagged == [("apart", "Apart | Alongside")]
    assert codings.desk(place, lead, made)["coding"]["consensus_of"] == ["Ana", "Ben"]
    with pytest.raises(Conflict, match="open coding of this visit"):
        judging.make_consensus(place, lead, *two)
    assert codings.submit_coding(place, lead, made, 1).state == "consensus"
    assert judging.differences(place, lead, *two).made == [made]


def test_a_consensus_is_in_no_comparison_unless_as_gold_and_never_beside_its_own_source(
    place: Workplace, lead: Account, session: str, two: tuple[str, str]
) -> None:
    cara = people.add_person(place, lead, "Cara", "coder", whole=True)
    caras = coded(place, cara, session, ANA)
    made = judging.make_consensus(place, lead, *two)
    codings.submit_coding(place, lead, made, 1)
    with pytest.raises(NotComparable, match="made from other codings"):
        comparing.compare_codings(place, lead, caras, made)
    # The consensus has Ana's boundary and, undecided, Ana's code: Cara coded as Ana did.
    assert comparing.compare_codings(place, lead, caras, made, gold=True).comparison.percent.value == 1
    with pytest.raises(NotComparable, match="made from the other coding"):
        comparing.compare_codings(place, lead, two[0], made, gold=True)
    with pytest.raises(NotComparable):
        judging.make_consensus(place, lead, caras, made)
    pair = next(p for p in home.waiting(place, lead).pairs if p.visit.id == session)
    assert sorted(pair.coders) == ["Ana", "Ben", "Cara"]


def test_a_consensus_is_carried_with_what_it_was_made_from_and_without_verdicts(
    places: tuple[Workplace, Workplace],
) -> None:
    """On the other computer it is no more anybody's own coding than here: not before its sources, not beside them."""
    a, b = two_visits(*places)
    ana, ben = (people.add_person(a.place, a.who, name, "coder", whole=True) for name in ("Ana", "Ben"))
    two = coded(a.place, ana, a.session, ANA), coded(a.place, ben, a.session, BEN)
    judging.judge(a.place, a.who, *two, OPINION, "second", "a note")
    made = judging.make_consensus(a.place, a.who, *two)
    data = a.take(made)
    assert "a note" not in data.decode()
    with pytest.raises(CodingError, match="made from two codings that are not both") as refusal:
        b.bring(data, session=b.session)
    assert refusal.value.problems[0].where == "coding.made_from"
    for who, id in zip(("Ana", "Ben"), two, strict=True):
        people.add_person(b.place, b.who, who, "coder", whole=True)
        b.bring(a.take(id), session=b.session, coder=who)
    assert b.bring(data, session=b.session).outcome == "new"
    assert codings.submit_coding(b.place, b.who, made, 1).state == "consensus"
    with pytest.raises(NotComparable, match="made from the other coding"):
        comparing.compare_codings(b.place, b.who, two[0], made, gold=True)
    found = judging.differences(b.place, b.who, *two)
    assert (found.made, [j.verdict for j in found.judged]) == ([made], [None, None])
    assert a.bring(b.take(made)).outcome == "more"
    assert judging.differences(a.place, a.who, *two).judged[0].verdict is not None
    with pytest.raises(CodingError, match="contradicts itself"):
        b.bring(sealed_anew(b.take(made), state="submitted"))
    with pytest.raises(CodingError, match="another version"):
        b.bring(sealed_anew(b.take(made), made_from=None))


def test_the_verdicts_go_with_the_family(
    place: Workplace, lead: Account, session: str, two: tuple[str, str]
) -> None:
    from annotator.actions import erasing

    judging.judge(place, lead, *two, OPINION, "second", "a note on a child")
    judging.make_consensus(place, lead, *two)
    family = families.session(place, lead, session).family
    erasing.erase_family(place, lead, family.id, "withdrawn", family.code)
    with place.store.read() as tx:
        assert verdicts.of_pair(tx, two) == verdicts.of_codings(tx, two) == []
