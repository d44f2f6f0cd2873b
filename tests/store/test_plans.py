"""Plans: whole, in order, one at a time, and never over somebody else's save."""

from dataclasses import replace

import pytest

from annotator.errors import Conflict, NotFound
from annotator.feedback import Kind, Moment, Plan, PlanState
from annotator.store import Store, accounts, families, plans
from tests.store.desk_case import Clock, Desk

FIRST = Moment(
    "moment-1", 0, 9_000, 4_000, Kind.STRENGTH, "You noticed.", "What do you see?", "small and usual"
)
HARD = Moment(
    "moment-2", 20_000, 30_000, 25_000, Kind.CHALLENGE, "Here he wanted more.", counterpart="moment-1"
)


def begun(store: Store, desk: Desk) -> Plan:
    return store.write(lambda tx: plans.add(tx, desk.session, desk.coder, "de", "Mia"))


def saved(store: Store, plan: Plan) -> Plan:
    return store.write(lambda tx: plans.save(tx, plan))


def test_a_plan_comes_back_whole_and_in_its_order(store: Store, desk: Desk) -> None:
    plan = replace(
        begun(store, desk), moments=(HARD, FIRST), goal="more calm", goal_number=4, step="wait", wish="bath",
        strengths_only=True, state=PlanState.READY,
    )  # fmt: skip
    kept = saved(store, plan)
    assert kept == replace(plan, revision=1)
    with store.read() as tx:
        assert plans.get(tx, plan.id) == kept
        assert plans.of_session(tx, desk.session) == [kept]
    assert saved(store, replace(kept, moments=(FIRST,))).moments == (FIRST,)


def test_a_save_on_an_older_revision_is_refused_and_changes_nothing(store: Store, desk: Desk) -> None:
    plan = begun(store, desk)
    kept = saved(store, replace(plan, moments=(FIRST,)))
    with pytest.raises(Conflict, match="Reload"):
        saved(store, replace(plan, moments=(HARD,)))
    with store.read() as tx:
        assert plans.get(tx, plan.id) == kept


def test_one_plan_is_coming_until_it_was_shown(store: Store, desk: Desk, clock: Clock) -> None:
    plan = begun(store, desk)
    with pytest.raises(Conflict):
        begun(store, desk)
    saved(store, replace(plan, state=PlanState.SHOWN, shown_at="2026-05-03T11:00:00.000Z"))
    clock.move(hours=1)
    later = begun(store, desk)
    with store.read() as tx:
        assert plans.coming(tx, desk.session, desk.coder) == later
        assert [p.id for p in plans.of_session(tx, desk.session)] == [plan.id, later.id]


def test_each_author_has_a_plan_of_their_own(store: Store, desk: Desk) -> None:
    mine = begun(store, desk)
    ben = store.write(lambda tx: accounts.add(tx, "Ben", "practitioner")).id
    bens = store.write(lambda tx: plans.add(tx, desk.session, ben, "en", ""))
    with store.read() as tx:
        assert plans.of_session(tx, desk.session, ben) == [bens]
        assert plans.coming(tx, desk.session, desk.coder) == mine


def test_what_the_parent_said_stays_with_its_moment_and_is_no_new_revision(store: Store, desk: Desk) -> None:
    kept = saved(store, replace(begun(store, desk), moments=(FIRST,)))
    store.write(lambda tx: plans.set_said(tx, kept.id, "moment-1", "I did not know that."))
    with store.read() as tx:
        found = plans.get(tx, kept.id)
    assert (found.revision, found.moments[0].said) == (kept.revision, "I did not know that.")
    with pytest.raises(NotFound):
        store.write(lambda tx: plans.set_said(tx, kept.id, "moment-2", "?"))


def test_the_newest_plan_of_a_family_is_remembered(store: Store, desk: Desk, clock: Clock) -> None:
    plan = begun(store, desk)
    clock.move(days=14)

    def next_visit(tx):
        family = families.session(tx, desk.session).family
        session = families.create_session(tx, family, "Visit 2", "2026-05-17")
        return family, plans.add(tx, session.id, desk.coder, "de", "Mia")

    family, later = store.write(next_visit)
    with store.read() as tx:
        assert plans.last_of_family(tx, family, desk.coder) == later
        assert plans.last_of_family(tx, family, "nobody") is None
        assert plans.get(tx, plan.id) == plan
        with pytest.raises(NotFound):
            plans.get(tx, "0000000000000000")
