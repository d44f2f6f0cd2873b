"""Gold sets, practice, tests, certificates, and work that is locked without one."""

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from annotator.actions import (
    codings,
    comparing,
    families,
    gold,
    judging,
    moving,
    people,
    study_agreeing,
    study_training,
    studying,
    training,
)
from annotator.actions.workplace import Workplace
from annotator.errors import CertificateError, Conflict, NotComparable, NotFound
from annotator.store.accounts import Account
from annotator.store.training import TrainingGate
from tests.meeting_case import mark, next_visit, press, visit

SCHEME, DEPTH = "core-attunement", "standard"
States = tuple[tuple[str, int, int], ...]
GOLD: States = (("together", 0, 20_000), ("apart", 20_000, 60_000))
NEAR: States = (("together", 0, 26_000), ("apart", 26_000, 60_000))
"""54 of 60 s as the gold: accuracy .9. Together: 2 · 20 / (20 + 26) = .870, apart 2 · 34 / (40 + 34) = .919."""
FAR: States = (("together", 0, 60_000),)
"""20 of 60 s as the gold: .333."""


@dataclass(frozen=True)
class School:
    """A study with a coder, and a set of sessions with gold codings by the lead."""

    study: str
    cara: Account
    sessions: tuple[str, ...]
    set: str


def coded(place: Workplace, who: Account, session: str, states: States, *, submit: bool = True) -> str:
    scheme = next(c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == SCHEME)
    made = codings.begin_coding(place, who, session, scheme, DEPTH)
    press(place, who, made, *(mark("dyad_state", "dyad", *state) for state in states))
    if submit:
        codings.submit_coding(place, who, made, 1)
    return made


def school(place: Workplace, lead: Account, purpose: str, many: int = 4) -> School:
    cara = people.add_person(place, lead, "Cara", "coder")
    study = studying.own_studies(place, lead)[0].study.id
    first = visit(place, lead)
    family = families.session(place, lead, first).family.id
    sessions = (first, *(next_visit(place, lead, family) for _ in range(many - 1)))
    made = gold.make_set(place, lead, study, "First films", SCHEME, purpose)
    for session in sessions:
        gold.declare(place, lead, coded(place, lead, session, GOLD), made)
    if purpose != "drift":
        assert gold.give_set(place, lead, made, cara.id) == many
    else:
        studying.give_visits(place, lead, sessions, cara.id)
    return School(study, cara, sessions, made)


def takes(place: Workplace, who: Account, session: str, states: States) -> str:
    made = training.begin_exercise(place, who, session, SCHEME)
    press(place, who, made, *(mark("dyad_state", "dyad", *state) for state in states))
    codings.submit_coding(place, who, made, 1)
    return made


def test_three_tests_in_a_row_give_a_certificate(place: Workplace, lead: Account) -> None:
    """The scheme asks for .85 on three in a row; .9, .333, .9, .9, .9: the one that failed begins anew."""
    at = school(place, lead, "test", 5)
    for session, states in zip(at.sessions, (NEAR, FAR, NEAR, NEAR, NEAR), strict=True):
        (own,) = training.my_training(place, at.cara)
        assert own.certificate is None
        takes(place, at.cara, session, states)
    (own,) = training.my_training(place, at.cara)
    assert [e.result.value for e in own.tests if e.result] == pytest.approx([0.9, 1 / 3, 0.9, 0.9, 0.9])
    assert [e.result.passed for e in own.tests if e.result] == [True, False, True, True, True]
    assert own.certificate is not None
    assert own.certificate.term.expires_at is not None
    assert own.certificate.term.expires_at[:10] > own.certificate.term.issued_at[:10]
    assert own.passed == 0, "counted anew, towards the next certificate"


def test_a_gold_coding_is_not_opened_again_before_it_is_gold_no_more(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "test", 1)
    (golden,) = codings.codings_here(place, lead, at.sessions[0])
    with pytest.raises(Conflict, match="This coding is gold"):
        codings.reopen_coding(place, lead, golden.id, "a slip")
    assert codings.own(place, lead, golden.id).state == "submitted"
    gold.withdraw_gold(place, lead, golden.id)
    codings.reopen_coding(place, lead, golden.id, "a slip")
    assert codings.own(place, lead, golden.id).state == "open"


def test_a_test_says_how_it_went_and_not_where(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "test")
    made = takes(place, at.cara, at.sessions[0], NEAR)
    found = training.feedback(place, at.cara, made)
    assert (found.result.value, found.result.passed) == (0.9, True)
    assert (found.match, found.gold, list(found.costliest)) == (None, None, [])
    assert [c.id for c in codings.codings_here(place, at.cara, at.sessions[0])] == [made]
    with pytest.raises(Conflict, match="know this film"):
        training.begin_exercise(place, at.cara, at.sessions[0], SCHEME)


def test_practice_shows_where_one_differs_once_submitted(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "practice")
    session = at.sessions[0]
    mine = training.begin_exercise(place, at.cara, session, SCHEME)
    press(place, at.cara, mine, *(mark("dyad_state", "dyad", *state) for state in NEAR))
    with pytest.raises(NotFound):
        training.feedback(place, at.cara, mine)
    assert [c.id for c in codings.codings_here(place, at.cara, session)] == [mine]
    codings.submit_coding(place, at.cara, mine, 1)
    found = training.feedback(place, at.cara, mine)
    assert found.match is not None
    assert found.match.accuracy.value == 0.9
    assert {c.code: round(c.shared.value or 0, 3) for c in found.match.codes} == {
        "together": 0.87, "apart": 0.919,
    }  # fmt: skip
    (worst,) = found.costliest
    assert (worst.first, worst.second, worst.cost_ms, worst.share.value) == ("together", "apart", 6_000, 1)
    assert found.gold is not None
    assert judging.differences(place, at.cara, mine, found.gold).view.comparison.percent.value == 0.9
    again = training.begin_exercise(place, at.cara, session, SCHEME)
    assert again != mine, "practice is coded as often as one likes; what was practised stays"
    assert [c.id for c in codings.codings_here(place, at.cara, session)] == [mine, again]


def test_a_stretch_is_practised_by_its_coded_window(place: Workplace, lead: Account) -> None:
    """The first 30 s alone: 24 of 30 s as the gold."""
    at = school(place, lead, "practice")
    mine = training.begin_exercise(place, at.cara, at.sessions[0], SCHEME)
    press(place, at.cara, mine, *(mark("dyad_state", "dyad", *state) for state in NEAR))
    from tests.talking import new_id

    edit = {"id": new_id(), "kind": "window", "annotation": None, "revision": 0, "content": None,
            "window": {"onset_ms": 0, "offset_ms": 30_000}}  # fmt: skip
    act = {"id": new_id(), "tab": new_id(), "n": 1, "kind": "window", "undoes": None, "made_at": "",
           "edits": [edit]}  # fmt: skip
    answer = codings.save_acts(place, at.cara, mine, {"api": 1, "acts": [act]})
    assert answer["answers"][0]["outcome"] == "saved", answer
    codings.submit_coding(place, at.cara, mine, 2)
    assert training.feedback(place, at.cara, mine).result.value == pytest.approx(0.8)


def test_work_is_locked_without_a_certificate_where_the_study_says_so(
    place: Workplace, lead: Account
) -> None:
    at = school(place, lead, "test")
    work = next_visit(place, lead, families.session(place, lead, at.sessions[0]).family.id)
    studying.give_visits(place, lead, [work], at.cara.id)
    study_training.ask_of_coders(place, lead, at.study, SCHEME, TrainingGate(in_a_row=2, required=True))
    with pytest.raises(CertificateError, match="pass 2 tests in a row on the page Training"):
        coded(place, at.cara, work, GOLD)
    coded(place, lead, work, GOLD)
    for session in at.sessions[:2]:
        takes(place, at.cara, session, NEAR)
    assert coded(place, at.cara, work, GOLD)
    (given,) = study_training.training_of_study(place, lead, at.study).certificates
    study_training.end_certificate(place, lead, given.id)
    next_one = next_visit(place, lead, families.session(place, lead, work).family.id)
    studying.give_visits(place, lead, [next_one], at.cara.id)
    with pytest.raises(CertificateError):
        coded(place, at.cara, next_one, GOLD)


def test_a_certificate_past_its_last_day_opens_no_work(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "test")
    family = families.session(place, lead, at.sessions[0]).family.id
    begun, later = next_visit(place, lead, family), next_visit(place, lead, family)
    studying.give_visits(place, lead, [begun, later], at.cara.id)
    study_training.ask_of_coders(
        place, lead, at.study, SCHEME, TrainingGate(in_a_row=2, days=30, required=True)
    )
    for session in at.sessions[:2]:
        takes(place, at.cara, session, NEAR)
    open_one = coded(place, at.cara, begun, GOLD, submit=False)
    over = text("UPDATE certificate SET expires_at = '2026-01-01T00:00:00.000Z'")
    place.store.write(lambda tx: tx.execute(over))
    with pytest.raises(CertificateError, match="pass 2 tests in a row on the page Training"):
        coded(place, at.cara, later, GOLD)
    assert codings.begin_coding(place, at.cara, begun) == open_one, "what was begun goes on"
    (own,) = training.my_training(place, at.cara)
    assert (own.certificate, own.passed) == (None, 0)


def test_gold_that_is_seeded_into_work_looks_like_work(place: Workplace, lead: Account) -> None:
    """Locked like work, opened like work, and after submitting nobody else's coding is there, gold or not."""
    at = school(place, lead, "drift")
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    coded(place, ben, at.sessions[0], FAR)
    assert training.my_training(place, at.cara) == []
    for ask in (training.begin_exercise,):
        with pytest.raises(NotFound):
            ask(place, at.cara, at.sessions[0], SCHEME)
    study_training.ask_of_coders(place, lead, at.study, SCHEME, TrainingGate(required=True))
    plain = next_visit(place, lead, families.session(place, lead, at.sessions[0]).family.id)
    studying.give_visits(place, lead, [plain], at.cara.id)
    told = []
    for session in (at.sessions[0], plain):
        with pytest.raises(CertificateError) as refusal:
            coded(place, at.cara, session, NEAR)
        told.append(str(refusal.value))
    assert told[0] == told[1]
    study_training.ask_of_coders(place, lead, at.study, SCHEME, TrainingGate())
    mine = coded(place, at.cara, at.sessions[0], NEAR)
    assert [c.id for c in codings.codings_here(place, at.cara, at.sessions[0])] == [mine]
    with pytest.raises(NotFound):
        training.feedback(place, at.cara, mine)


def test_another_scheme_opens_no_gold(place: Workplace, lead: Account) -> None:
    """Whoever submitted the visit with another scheme has not coded what the gold is of."""
    at = school(place, lead, "practice")
    session = at.sessions[0]
    other = next(c for c in codings.schemes_here(place, at.cara) if c.scheme.id == "attunement-steps")
    mine = codings.begin_coding(place, at.cara, session, other.scheme.hash, other.profiles[0][0])
    codings.submit_coding(place, at.cara, mine, 0)
    assert [c.id for c in codings.codings_here(place, at.cara, session)] == [mine]


def test_a_consensus_can_be_gold_and_stays_apart_from_what_it_was_made_of(
    place: Workplace, lead: Account
) -> None:
    session = visit(place, lead)
    two = [people.add_person(place, lead, name, "coder", whole=True) for name in ("Ana", "Ben")]
    pair = [coded(place, who, session, of) for who, of in zip(two, (GOLD, NEAR), strict=True)]
    agreed = judging.make_consensus(place, lead, *pair)
    study = studying.own_studies(place, lead)[0].study.id
    made = gold.make_set(place, lead, study, "Agreed films", SCHEME, "practice")
    with pytest.raises(NotComparable, match="is open"):
        gold.declare(place, lead, agreed, made)
    codings.submit_coding(place, lead, agreed, 1)
    gold.declare(place, lead, agreed, made)
    with pytest.raises(NotComparable, match="made from the other coding"):
        comparing.compare_codings(place, lead, pair[0], agreed)
    cara = people.add_person(place, lead, "Cara", "coder", whole=True)
    mine = takes(place, cara, session, FAR)
    assert training.feedback(place, cara, mine).gold == agreed
    assert {c.id for c in codings.codings_here(place, cara, session)} == {mine, agreed}
    assert {c.id for c in codings.codings_here(place, two[0], session)} > set(pair), "as before for them"
    (line,) = gold.gold_of_study(place, lead, study).sets[0].lines
    assert line.is_consensus


def test_a_set_takes_only_what_fits_it(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "test", 1)
    made = gold.make_set(place, lead, at.study, "Steps", "attunement-steps", "test")
    of = gold.gold_of_study(place, lead, at.study).sets[0].lines[0].gold
    with pytest.raises(NotComparable, match="of attunement-steps 1"):
        gold.declare(place, lead, of.coding, made)
    gold.withdraw_gold(place, lead, of.coding)
    with pytest.raises(NotFound):
        gold.withdraw_gold(place, lead, of.coding)
    gold.remove_set(place, lead, at.set)
    assert [s.of.name for s in gold.gold_of_study(place, lead, at.study).sets] == ["Steps"]


def test_training_does_not_count_as_double_coding(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "test")
    takes(place, at.cara, at.sessions[0], NEAR)
    assert study_agreeing.agreement_of_study(place, lead, at.study).parts == []


def test_a_family_that_moves_leaves_the_gold_sets(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "test", 2)
    family = families.session(place, lead, at.sessions[0]).family.id
    other = studying.make_study(place, lead, "Another study")
    assert len(gold.gold_of_study(place, lead, at.study).sets[0].lines) == 2
    moving.move_families(place, lead, [family], other)
    left = gold.gold_of_study(place, lead, at.study).sets[0]
    assert (list(left.lines), left.others) == ([], 0)
    assert training.my_training(place, at.cara) == []
