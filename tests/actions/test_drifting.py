"""Drift of coders beside gold that was seeded into their work: charts, whose they are, what was done; seeding."""

import pytest

from annotator.actions import (
    codings,
    drifting,
    families,
    gold,
    people,
    study_agreeing,
    study_training,
    studying,
    work_list,
)
from annotator.actions.drifting import Doing
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict, NotFound
from annotator.store.accounts import Account
from annotator.store.training import TrainingGate
from tests.actions.test_training import DEPTH, GOLD, NEAR, SCHEME, coded, school
from tests.meeting_case import mark, next_visit, press

OF = (SCHEME, 1)
STEADY = (57_000, 56_000, 58_000, 57_500, 56_500, 57_000, 56_000, 58_000)
"""Until when Cara says "apart"; the gold does until 60 s, so the shares alike are .95, .933, .967 …"""


def until(end: int) -> tuple[tuple[str, int, int], ...]:
    return (("together", 0, 20_000), ("apart", 20_000, end), ("together", end, 60_000))


def test_a_fall_beside_gold_says_look_and_what_was_done_is_kept(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "drift", 10)
    sam = people.add_person(place, lead, "Sam", "supervisor", whole=True)
    ends = (*STEADY, 40_000, 38_000)
    for session, end in zip(at.sessions, ends, strict=True):
        coded(place, at.cara, session, until(end))
    view = drifting.drift_of_study(place, sam, at.study)
    (coder,) = view.parts[0].coders
    (segment,) = coder.segments
    assert segment.accuracy.values == pytest.approx([end / 60_000 for end in ends])
    assert (view.named, coder.name, coder.answered) == (True, "Cara", False)
    assert segment.look is not None
    assert (segment.look.measures[0], segment.look.since) == ("accuracy", 8)
    (worst,) = segment.look.costliest
    assert (worst.first, worst.second, worst.cost_ms) == ("together", "apart", 20_000 + 22_000)
    assert drifting.recoding_since(place, sam, at.study, coder.key, OF, "2026-05-31") == 10
    with pytest.raises(Conflict, match="Look at it again"):
        drifting.act_on_drift(place, sam, at.study, coder.key, OF, Doing("recode", "2026-05-31"), 9)
    doing = Doing("recode", "2026-05-31", "with Cara")
    assert drifting.act_on_drift(place, sam, at.study, coder.key, OF, doing, 10) == 10
    assert drifting.recoding_since(place, sam, at.study, coder.key, OF, "2026-05-31") == 0
    (again,) = drifting.drift_of_study(place, sam, at.study).parts[0].coders
    assert again.answered
    done = again.actions[0]
    assert (done.action.kind, done.action.since, done.action.note, done.by) == (
        "recode", "2026-05-31", "with Cara", "Sam",
    )  # fmt: skip
    with pytest.raises(AnnotatorError, match="from which day"):
        drifting.act_on_drift(place, sam, at.study, coder.key, OF, Doing("recode", "soon"))
    with pytest.raises(NotFound):
        drifting.act_on_drift(place, sam, at.study, "0000", OF, Doing("talk"))


def test_what_was_coded_since_a_day_is_coded_anew_and_the_former_codings_stay(
    place: Workplace, lead: Account
) -> None:
    """Gold films and one that is work, which Ben codes as well: all come back to Cara, nothing vanishes."""
    at = school(place, lead, "drift", 2)
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    work = next_visit(place, lead, families.session(place, lead, at.sessions[0]).family.id)
    studying.give_visits(place, lead, [work], at.cara.id)
    former = [coded(place, at.cara, session, until(40_000)) for session in (*at.sessions, work)]
    marks = codings.desk(place, at.cara, former[2])["annotations"]
    (coder,) = drifting.drift_of_study(place, lead, at.study).parts[0].coders
    today = codings.own(place, at.cara, former[0]).submitted_at or ""
    assert drifting.recoding_since(place, lead, at.study, coder.key, OF, "2999-01-01") == 0
    assert drifting.act_on_drift(place, lead, at.study, coder.key, OF, Doing("recode", today[:10]), 3) == 3
    assert {item.state for item in work_list.my_work(place, at.cara).items} == {"open"}
    with pytest.raises(NotFound):
        codings.desk(place, at.cara, former[2])
    made = codings.begin_coding(place, at.cara, work)
    assert made not in former
    assert codings.desk(place, at.cara, made)["annotations"] == []
    press(place, at.cara, made, *(mark("dyad_state", "dyad", *state) for state in GOLD))
    codings.submit_coding(place, at.cara, made, 1)
    (coder,) = drifting.drift_of_study(place, lead, at.study).parts[0].coders
    assert coder.recoded == (1, 3)
    assert codings.desk(place, at.cara, former[2])["annotations"] == marks
    coded(place, ben, work, NEAR)
    view = study_agreeing.agreement_of_study(place, lead, at.study)
    assert (view.again, view.parts[0].set_aside) == ([], 1), (
        "no agreement with oneself; the former is set aside"
    )
    assert view.parts[0].found.states[0].percent.value.value == pytest.approx(0.9), (
        "the new one, blind to Ben's"
    )


def test_whose_chart_it_is_the_supervisor_alone_sees(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "drift", 1)
    coded(place, at.cara, at.sessions[0], NEAR)
    seen = drifting.drift_of_study(place, lead, at.study)
    (coder,) = seen.parts[0].coders
    assert not seen.named
    assert coder.name == coder.key
    assert coder.visits == {}
    drifting.act_on_drift(place, lead, at.study, coder.key, OF, Doing("talk", note="Cara knows"))
    assert "Cara" not in repr(drifting.drift_of_study(place, lead, at.study))
    assert at.cara.id not in repr(replaced(drifting.drift_of_study(place, lead, at.study)))
    with pytest.raises(NotFound):
        drifting.drift_of_study(place, at.cara, at.study)


def replaced(view: drifting.StudyDrift) -> list[object]:
    """All that a page can show of the charts."""
    return [
        (c.key, c.name, c.segments, c.visits, [d.by for d in c.actions]) for p in view.parts for c in p.coders
    ]


def test_beside_partners_both_have_a_point(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "drift", 1)
    work = next_visit(place, lead, families.session(place, lead, at.sessions[0]).family.id)
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    studying.give_visits(place, lead, [work], at.cara.id)
    coded(place, at.cara, work, GOLD)
    coded(place, ben, work, NEAR)
    found = drifting.drift_of_study(place, lead, at.study, "partners").parts[0].coders
    assert [c.segments[0].accuracy.values for c in found] == [(0.9,), (0.9,)]
    lags = sorted(c.segments[0].lag.values[0] for c in found)
    assert lags == [-3_000, 3_000], "of 0 and 6 s the median is 3 s, later for Ben"


def test_one_gold_film_comes_with_so_many_visits(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "drift", 3)
    ben = people.add_person(place, lead, "Ben", "coder")
    study_training.ask_of_coders(place, lead, at.study, SCHEME, TrainingGate(every=2))
    family = families.session(place, lead, at.sessions[0]).family.id
    work = [next_visit(place, lead, family) for _ in range(6)]
    scheme = next(c.scheme.hash for c in codings.schemes_here(place, lead) if c.scheme.id == SCHEME)
    had = []
    for many in (1, 2, 3):
        assert studying.give_visits(place, lead, work[:many], ben.id, scheme, DEPTH) == 1
        had.append(visits_of(place, ben))
    seeded = [set(each) - set(work) for each in had]
    assert [len(s) for s in seeded] == [0, 1, 1]
    assert seeded[1] < set(at.sessions)
    studying.give_visits(place, lead, work, ben.id, scheme, DEPTH)
    assert set(visits_of(place, ben)) - set(work) == set(at.sessions), "three for six"
    given = place.store
    with given.read() as tx:
        from annotator.store import assignments

        rows = {r.session: (r.scheme, r.profile) for s in visits_of(place, ben)
                for r in assignments.of_session(tx, s) if r.account == ben.id}  # fmt: skip
    assert set(rows.values()) == {(scheme, DEPTH)}


def test_what_somebody_coded_is_not_seeded_for_them(place: Workplace, lead: Account) -> None:
    at = school(place, lead, "drift", 1)
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    coded(place, ben, at.sessions[0], NEAR)
    study_training.ask_of_coders(place, lead, at.study, SCHEME, TrainingGate(every=1))
    family = families.session(place, lead, at.sessions[0]).family.id
    work = [next_visit(place, lead, family) for _ in range(2)]
    studying.give_visits(place, lead, work, ben.id)
    with place.store.read() as tx:
        from annotator.store import gold as kept

        assert kept.visits_given(tx, at.study, ben.id) == set(work)
    assert gold.gold_of_study(place, lead, at.study).sets[0].lines


def visits_of(place: Workplace, who: Account) -> list[str]:
    return [row.id for row in families.sessions_page(place, who).rows]


def test_gold_comes_among_the_visits_that_are_drawn_and_is_not_drawn_itself(
    place: Workplace, lead: Account
) -> None:
    """One in three: six drawn visits bring two gold ones, as positions in one order with one drawing."""
    from annotator.actions import assigning

    at = school(place, lead, "drift", 4)
    ben = people.add_person(place, lead, "Ben", "coder")
    study_training.ask_of_coders(place, lead, at.study, SCHEME, TrainingGate(every=3))
    family = families.session(place, lead, at.sessions[0]).family.id
    work = {next_visit(place, lead, family) for _ in range(6)}
    scheme = next(c.scheme.hash for c in codings.schemes_here(place, lead) if c.scheme.id == SCHEME)
    found = assigning.assign(
        place, lead, at.study, assigning.Wanted(scheme, DEPTH, (ben.id,), seed=3, share=0)
    )
    assert set(found.draw.orders[ben.id]) == work
    with place.store.read() as tx:
        from annotator.store import assignments

        mine = assignments.of_account(tx, ben.id)
    assert [a.position for a in mine] == list(range(1, 9))
    assert len({(a.drawing, a.scheme, a.profile) for a in mine}) == 1
    assert {a.session for a in mine} - work < set(at.sessions)
    assert len({a.session for a in mine} - work) == 2
