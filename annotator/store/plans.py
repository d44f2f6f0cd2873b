"""Plans of feedback meetings with their moments, each plan its author's."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from annotator.errors import Conflict, NotFound, said
from annotator.feedback import Kind, Moment, Plan, PlanState, Then
from annotator.store.tables import moment as moment_table
from annotator.store.tables import plan as plan_table
from annotator.store.tables import plan_aside, plan_then, plan_words
from annotator.store.tables import session as session_table
from annotator.store.transaction import AnyRow, Tx, canonical, new_id

_PLAN = (
    "id", "session", "author", "language", "child", "strengths_only", "state", "step", "wish", "goal",
    "goal_number", "revision", "made_at", "shown_at", "released_by",
)  # fmt: skip
_MOMENT = (
    "id", "onset_ms", "offset_ms", "at_ms", "kind", "phrase", "question", "why", "counterpart", "said",
)  # fmt: skip
_ASIDE = ("id", "onset_ms", "offset_ms", "at_ms", "kind", "phrase", "question", "why", "theme")
_WORDS = ("question", "later", "returned")
_COLUMNS = tuple(plan_table.c[name] for name in _PLAN)


def add(
    tx: Tx, session_id: str, author: str, language: str, child: str, *, strengths_only: bool = False
) -> Plan:
    """Begin a plan for a session; Conflict when the author has one that was not shown yet."""
    if coming(tx, session_id, author) is not None:
        raise Conflict(said("There is a plan for this visit already; go on with that one."))
    made = Plan(new_id(), session_id, author, language, child, strengths_only, made_at=tx.at)
    tx.execute(insert(plan_table), _row(made))
    return made


def get(tx: Tx, id: str) -> Plan:
    """The plan with its moments in their order; NotFound when there is none."""
    row = tx.row(select(*_COLUMNS).where(plan_table.c.id == id))
    if row is None:
        raise NotFound(said("There is no such plan here."))
    return _plan(tx, row)


def coming(tx: Tx, session_id: str, author: str) -> Plan | None:
    """The author's plan for a session that was not shown yet; None when there is none."""
    mine = (plan_table.c.session == session_id) & (plan_table.c.author == author)
    row = tx.row(select(*_COLUMNS).where(mine, plan_table.c.state != "shown"))
    return None if row is None else _plan(tx, row)


def of_session(tx: Tx, session_id: str, author: str | None = None) -> list[Plan]:
    """The plans for a session, of one author or of everyone, the oldest first."""
    wanted = select(*_COLUMNS).where(plan_table.c.session == session_id)
    if author is not None:
        wanted = wanted.where(plan_table.c.author == author)
    return _plans(tx, tx.rows(wanted.order_by(plan_table.c.made_at, plan_table.c.id)))


def last_of_family(tx: Tx, family_id: str, author: str) -> Plan | None:
    """The author's newest plan for any session of a family; None when there is none."""
    wanted = select(*_COLUMNS).join(session_table, session_table.c.id == plan_table.c.session)
    of_family = wanted.where(session_table.c.family == family_id, plan_table.c.author == author)
    row = tx.row(of_family.order_by(plan_table.c.made_at.desc(), plan_table.c.id.desc()).limit(1))
    return None if row is None else _plan(tx, row)


def shown_before(tx: Tx, family_id: str, author: str, before: str) -> list[Plan]:
    """The author's meetings with a family that were held before an instant, the last one first."""
    wanted = select(*_COLUMNS).join(session_table, session_table.c.id == plan_table.c.session)
    held = wanted.where(
        session_table.c.family == family_id, plan_table.c.author == author, plan_table.c.shown_at <= before
    )
    return _plans(tx, tx.rows(held.order_by(plan_table.c.shown_at.desc(), plan_table.c.id.desc())))


def held_before(tx: Tx, plan: Plan) -> list[Then]:
    """Every moment of the author's meetings held about earlier visits of the family, oldest first."""
    here = select(session_table.c.family, session_table.c.date).where(session_table.c.id == plan.session)
    family, day = tx.rows(here)[0]
    held = (
        select(plan_table.c.id)
        .join(session_table, session_table.c.id == plan_table.c.session)
        .where(session_table.c.family == family, session_table.c.date <= day)
        .where(plan_table.c.session != plan.session, plan_table.c.author == plan.author)
        .where(plan_table.c.state == PlanState.SHOWN, plan_table.c.id != plan.id)
    )
    columns = (moment_table.c[name] for name in _MOMENT)
    wanted = (
        select(moment_table.c.plan, plan_table.c.session, session_table.c.date, *columns)
        .join(plan_table, plan_table.c.id == moment_table.c.plan)
        .join(session_table, session_table.c.id == plan_table.c.session)
        .where(moment_table.c.plan.in_(held))
        .order_by(session_table.c.date, plan_table.c.shown_at, plan_table.c.id, moment_table.c.position)
    )
    return [_then(row) for row in tx.rows(wanted)]


def save(tx: Tx, changed: Plan) -> Plan:
    """Save the whole plan, its moments in their order, as the next revision of the one it was read as.

    Conflict when somebody saved it since; NotFound when there is none.
    """
    row = {**_row(changed), "revision": changed.revision + 1}
    same = (plan_table.c.id == changed.id) & (plan_table.c.revision == changed.revision)
    if tx.execute(update(plan_table).where(same).values(**row)).rowcount == 0:
        get(tx, changed.id)
        raise Conflict(said("This plan was saved elsewhere since. Reload the page to go on from there."))
    tx.execute(delete(moment_table).where(moment_table.c.plan == changed.id))
    rows = [
        {"plan": changed.id, "position": position, **{name: getattr(moment, name) for name in _MOMENT}}
        for position, moment in enumerate(changed.moments)
    ]
    if rows:
        tx.execute(insert(moment_table), rows)
    _keep_words(tx, changed)
    _keep_thens(tx, changed)
    _keep_aside(tx, changed)
    return get(tx, changed.id)


def _keep_words(tx: Tx, plan: Plan) -> None:
    themes = {moment.id: moment.theme for moment in plan.moments if moment.theme}
    words = {name: getattr(plan, name) for name in _WORDS}
    tx.execute(delete(plan_words).where(plan_words.c.plan == plan.id))
    tx.execute(insert(plan_words), {"plan": plan.id, **words, "themes": canonical(themes)})


def _keep_thens(tx: Tx, plan: Plan) -> None:
    tx.execute(delete(plan_then).where(plan_then.c.plan == plan.id))
    rows = [
        {"plan": plan.id, "moment": m.id, "then_plan": m.then.plan, "then_moment": m.then.moment.id}
        for m in plan.moments
        if m.then is not None
    ]
    if rows:
        tx.execute(insert(plan_then), rows)


def _keep_aside(tx: Tx, plan: Plan) -> None:
    tx.execute(delete(plan_aside).where(plan_aside.c.plan == plan.id))
    rows = [
        {"plan": plan.id, "position": position, **{name: getattr(moment, name) for name in _ASIDE}}
        for position, moment in enumerate(plan.aside)
    ]
    if rows:
        tx.execute(insert(plan_aside), rows)


def set_said(tx: Tx, plan_id: str, moment_id: str, words: str) -> None:
    """Keep what the parent said about a moment; NotFound when the plan has no such moment.

    It is no new revision: nobody else writes these words, and saving a plan keeps them.
    """
    this = (moment_table.c.plan == plan_id) & (moment_table.c.id == moment_id)
    if tx.execute(update(moment_table).where(this).values(said=words)).rowcount == 0:
        raise NotFound(said("There is no such moment here."))


def _row(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in _PLAN}


def _plans(tx: Tx, rows: Iterable[AnyRow]) -> list[Plan]:
    return [_plan(tx, row) for row in rows]


def _plan(tx: Tx, row: AnyRow) -> Plan:
    values = row._asdict()
    state = PlanState(values.pop("state"))
    words = tx.row(select(plan_words).where(plan_words.c.plan == row.id))
    themes = json.loads(words.themes) if words is not None else {}
    kept = {name: getattr(words, name) for name in _WORDS} if words is not None else {}
    moments, aside = _moments(tx, row.id, themes), _aside(tx, row.id)
    return Plan(**values, **kept, state=state, moments=moments, aside=aside)


def _aside(tx: Tx, plan_id: str) -> tuple[Moment, ...]:
    columns = (plan_aside.c[name] for name in _ASIDE)
    wanted = select(*columns).where(plan_aside.c.plan == plan_id).order_by(plan_aside.c.position)
    return tuple(Moment(**{**row._asdict(), "kind": Kind(row.kind)}) for row in tx.rows(wanted))


def _moments(tx: Tx, plan_id: str, themes: Mapping[str, str]) -> tuple[Moment, ...]:
    columns = (moment_table.c[name] for name in _MOMENT)
    wanted = select(*columns).where(moment_table.c.plan == plan_id).order_by(moment_table.c.position)
    rows, thens = tx.rows(wanted), _thens(tx, plan_id)
    return tuple(Moment(**_values(row), theme=themes.get(row.id, ""), then=thens.get(row.id)) for row in rows)


def _values(row: AnyRow) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in _MOMENT}, "kind": Kind(row.kind)}


def _thens(tx: Tx, plan_id: str) -> dict[str, Then]:
    """The moments of then of a plan, by the moments that they stand before."""
    columns = (moment_table.c[name] for name in _MOMENT)
    same = (moment_table.c.plan == plan_then.c.then_plan) & (moment_table.c.id == plan_then.c.then_moment)
    wanted = (
        select(
            plan_then.c.moment.label("now"), moment_table.c.plan, plan_table.c.session, session_table.c.date,
            *columns,
        )
        .join(moment_table, same)
        .join(plan_table, plan_table.c.id == moment_table.c.plan)
        .join(session_table, session_table.c.id == plan_table.c.session)
        .where(plan_then.c.plan == plan_id)
    )  # fmt: skip
    return {row.now: _then(row) for row in tx.rows(wanted)}


def _then(row: AnyRow) -> Then:
    return Then(row.plan, row.session, row.date, Moment(**_values(row)))
