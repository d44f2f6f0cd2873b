"""Handing out a study's visits to its coders: drawn by a seed, looked at first, then made in one act."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from annotator.access import Right, Use
from annotator.actions.asking import absent, require, sight_of
from annotator.actions.codings import require_in_use, require_study, scheme_of, stretch_of
from annotator.actions.consents import closed
from annotator.actions.scheme_cards import card_in
from annotator.actions.seeding import with_gold
from annotator.actions.strata import strata_of
from annotator.actions.work_list import coders_of, state_of
from annotator.actions.workplace import Workplace
from annotator.agreement import Draw, ToAssign, draw
from annotator.errors import AnnotatorError, Conflict, NotFound, said
from annotator.model.session import FEEDBACK_SESSION
from annotator.store import Tx, accounts, assignments, audit, codings, families, gold, studies
from annotator.store.accounts import Account
from annotator.store.assignments import Assignment, Drawing
from annotator.store.families import SessionRow
from annotator.store.sessions import VisitFilter
from annotator.store.transaction import canonical, new_id

MOST_VISITS = 100_000
CODE = "code"

Work = tuple[str, int, str | None]
"""A scheme's id, its major version and a depth."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How visits are handed out: to whom, with which scheme (its hash) and depth, and by which seed.

    ``share`` (0 to 1) or ``number`` of all visits are coded by two; ``by`` names what strata are made of.
    ``later``: what is missing of that share among visits that one coder has goes to a second one.
    """

    scheme: str
    profile: str
    coders: tuple[str, ...]
    seed: int
    share: float | None = None
    number: int | None = None
    by: tuple[str, ...] = ()
    later: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be handed out. ``mark`` is by what it is known again when it is made.

    ``before`` counts the visits that were handed out already, ``without_film`` and ``closed`` those that
    cannot be yet: no film is ready, or somebody on it did not agree that coders see it. Gold visits are
    none of these.
    """

    wanted: Wanted
    draw: Draw
    names: Mapping[str, str]
    visits: Mapping[str, SessionRow]
    before: int
    without_film: int
    closed: int

    @property
    def mark(self) -> str:
        """Known again by what is drawn, not by why."""
        drawn = {"assigned": [(a.session, a.coders) for a in self.draw.assigned], "orders": self.draw.orders}
        return hashlib.sha256(canonical(drawn).encode()).hexdigest()


def coders_here(w: Workplace, who: Account | None, study_id: str) -> dict[str, str]:
    """The coders to whom visits of a study can be handed out: names by account."""
    with w.store.read() as tx:
        require(tx, who, Right.ASSIGN, "study", study_id)
        return coders_of(tx, study_id)


def visits_of(tx: Tx, person: Account, study: str) -> list[SessionRow]:
    """All visits of a study that exist for somebody who hands them out, but for feedback sessions."""
    seen = sight_of(tx, person, Right.ASSIGN)
    rows = families.search_sessions(tx, "", MOST_VISITS, 0, seen, VisitFilter(study=study)).rows
    return [row for row in rows if row.context != FEEDBACK_SESSION]


def preview(w: Workplace, who: Account | None, study_id: str, wanted: Wanted) -> Preview:
    """What handing out as wanted would give; nothing is kept. NotFound for who does not assign there."""
    with w.store.read() as tx:
        person = require(tx, who, Right.ASSIGN, "study", study_id)
        return _drawn(tx, person, study_id, wanted)


def assign(
    w: Workplace, who: Account | None, study_id: str, wanted: Wanted, seen: str | None = None
) -> Preview:
    """Hand out a study's visits, as ``preview`` shows it; visits that somebody has stay as they are.

    ``seen`` is the mark of the preview that was looked at. Conflict when something else would be handed
    out by now; AnnotatorError when there is nothing to hand out.
    """

    def work(tx: Tx) -> Preview:
        person = require(tx, who, Right.ASSIGN, "study", study_id)
        found = _drawn(tx, person, study_id, wanted)
        if seen not in (None, found.mark):
            raise Conflict(said("Visits or coders changed since the preview. Look at it again."))
        if not found.draw.assigned:
            raise AnnotatorError(said("There is no visit that could be handed out and was not yet."))
        made = assignments.add_drawing(
            tx, study_id, CODE, wanted.scheme, wanted.profile, wanted.seed,
            _settings(found), person.id,
        )  # fmt: skip
        _keep(tx, study_id, found, made, person.id)
        detail = {
            "drawing": made, "seed": wanted.seed, "visits": len(found.draw.assigned),
            "doubled": found.draw.doubled, "coders": sorted(wanted.coders),
        }  # fmt: skip
        audit.write(tx, person.id, "assign", "study", study_id, detail)
        return found

    return w.store.write(work)


def _settings(found: Preview) -> dict[str, Any]:
    asked = asdict(found.wanted)
    kept = {name: asked[name] for name in ("coders", "share", "number", "by", "later")}
    return kept | {"visits": len(found.draw.assigned), "doubled": found.draw.doubled}


def _keep(tx: Tx, study: str, found: Preview, drawing: str, by: str) -> None:
    wanted = found.wanted
    for coder, order in found.draw.orders.items():
        last = assignments.last_position(tx, coder)
        mixed = with_gold(tx, study, coder, wanted.scheme, wanted.profile, order)
        new = [
            Assignment(new_id(), session, coder, wanted.scheme, wanted.profile, drawing, last + n)
            for n, session in enumerate(mixed, 1)
        ]
        assignments.add(tx, new, by)


def _drawn(tx: Tx, person: Account, study: str, wanted: Wanted) -> Preview:
    known = coders_of(tx, study)
    if not set(wanted.coders) <= known.keys():
        raise NotFound(absent("person"))
    scheme = scheme_of(tx, wanted.scheme)
    if scheme.profile(wanted.profile) is None:
        raise NotFound(
            said("The scheme {scheme} has no profile {depth}.", scheme=scheme.id, depth=wanted.profile)
        )
    require_in_use(tx, scheme)
    rows = visits_of(tx, person, study)
    exercises, meant = exercises_of(tx, study, seeded=True), work_of(tx, wanted.scheme, wanted.profile)
    rows = [row for row in rows if (row.id, meant) not in exercises]
    if rows:
        require_study(tx, scheme, rows[0].id)
    having = _having(tx, study, known, wanted)
    there, without = list[tuple[SessionRow, int]](), 0
    for row in rows:
        length = _length(tx, row)
        if row.id not in having and length is None:
            without += 1
        else:
            there.append((row, length or 0))
    open_to, shut = _watchable(tx, known, wanted, there, having)
    second = _open_to_a_second(tx, known, wanted, there, having) if wanted.later else ()
    strata = strata_of(tx, study, [row for row, _ in open_to], wanted.by)
    every = {row.id: ToAssign(row.id, length, strata[row.id]) for row, length in open_to}
    drawn = draw(
        [each for id, each in every.items() if id not in having], wanted.coders,
        seed=wanted.seed, share=wanted.share, number=wanted.number,
        before=[(each, tuple(sorted(having[id]))) for id, each in every.items() if id in having],
        again=second,
    )  # fmt: skip
    now = {each.session for each in drawn.assigned}
    visits = {row.id: row for row, _ in open_to if row.id in now}
    return Preview(wanted, drawn, known, visits, len(every) - len(visits), without, shut)


def exercises_of(tx: Tx, study: str, *, seeded: bool = False) -> set[tuple[str, Work]]:
    """The visits of a study that have a gold coding for practice or tests, each in what it has it.

    ``seeded``: those that are seeded into work as well, which are never drawn but come with what is.
    """
    sets = [each for each in gold.sets_of(tx, study) if seeded or each.purpose != "drift"]
    there = [g for each in sets for g in gold.of_set(tx, each.id)]
    return {(g.session, (g.scheme_id, g.major, g.profile)) for g in there}


def _having(tx: Tx, study: str, coders: Mapping[str, str], wanted: Wanted) -> dict[str, set[str]]:
    """Which coders have each visit by now: it was given to them for this scheme, or they code it with it.

    Minor versions of a scheme are one scheme here, so that a corrected one does not hand out everything anew.
    """
    found: dict[str, set[str]] = {}
    meant = work_of(tx, wanted.scheme, wanted.profile)
    for a in assignments.of_study(tx, study):
        fits = a.scheme is None or work_of(tx, a.scheme, a.profile) == meant
        if a.account in coders and a.former is None and fits:
            found.setdefault(a.session, set()).add(a.account)
    for c in codings.made_in(tx, study):
        if c.coder in coders and work_of(tx, c.scheme, c.profile) == meant:
            found.setdefault(c.session, set()).add(c.coder)
    return found


def work_of(tx: Tx, scheme: str, profile: str | None) -> Work:
    """What is one and the same work: a scheme of one major version, at one depth."""
    card = card_in(tx, scheme)
    return card.id, gold.major_of(card.version), profile


def _watchable(
    tx: Tx,
    known: Mapping[str, str],
    wanted: Wanted,
    there: Sequence[tuple[SessionRow, int]],
    having: Mapping[str, set[str]],
) -> tuple[list[tuple[SessionRow, int]], int]:
    """The visits whose film coders may watch, and how many new ones they may not."""
    coder = next((a for a in accounts.all(tx) if a.id in (wanted.coders or tuple(known))), None)
    kept = [
        (row, length) for row, length in there
        if row.id in having or closed(tx, coder, row.id, Use.WATCH) is None
    ]  # fmt: skip
    return kept, len(there) - len(kept)


def _open_to_a_second(
    tx: Tx,
    known: Mapping[str, str],
    wanted: Wanted,
    there: Sequence[tuple[SessionRow, int]],
    having: Mapping[str, set[str]],
) -> list[str]:
    """The visits that one coder has and whose film another may watch."""
    coder = next((a for a in accounts.all(tx) if a.id in (wanted.coders or tuple(known))), None)
    single = [row.id for row, length in there if length and len(having.get(row.id, ())) == 1]
    return [id for id in single if closed(tx, coder, id, Use.WATCH) is None]


def _length(tx: Tx, row: SessionRow) -> int | None:
    """How long a visit's films are together on its clock, in ms; None while none is ready."""
    try:
        return stretch_of(families.session(tx, row.id)).duration
    except AnnotatorError:
        return None


# What is handed out already


@dataclass(frozen=True, slots=True)
class Cell:
    """What a coder has of a visit: ``open`` (not begun), ``started`` or ``submitted``.

    ``again`` for what they are to code anew, from the day ``not_before`` on.
    """

    account: str
    state: str
    again: bool = False
    not_before: str | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A visit and what every coder has of it."""

    visit: SessionRow
    cells: Sequence[Cell]

    @property
    def doubled(self) -> bool:
        """Whether two coders or more have it."""
        return len({cell.account for cell in self.cells if not cell.again}) > 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn in one act, by whom, and with which scheme (its id)."""

    drawing: Drawing
    by: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Who has which visit of a study and how far they are; ``coders`` are names by account."""

    study: str
    name: str
    coders: Mapping[str, str]
    rows: Sequence[GridRow]
    left: int
    drawings: Sequence[Drawn]


def grid(w: Workplace, who: Account | None, study_id: str) -> Grid:
    """Who codes what in a study and how far they are; ``left`` visits were handed out to nobody.

    NotFound for who does not assign there: coders are not to know which visits others code as well.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.ASSIGN, "study", study_id)
        name = studies.get(tx, study_id).name
        rows = visits_of(tx, person, study_id)
        names = {account.id: account.name for account in accounts.all(tx)}
        given = by_visit(tx, study_id, coders_of(tx, study_id))
        ordered = sorted(rows, key=lambda row: (row.family_code.casefold(), row.date, row.id))
        shown = [GridRow(row, given[row.id]) for row in ordered if row.id in given]
        there = {cell.account for row in shown for cell in row.cells}
        coders = {id: names[id] for id in sorted(there, key=lambda id: names[id].casefold())}
        drawings = [
            Drawn(d, names.get(d.by or "", ""), scheme_of(tx, d.scheme).id)
            for d in assignments.drawings(tx, study_id)
        ]
    return Grid(study_id, name, coders, shown, len(rows) - len(shown), drawings)


def by_visit(tx: Tx, study: str, coders: Mapping[str, str]) -> dict[str, list[Cell]]:
    """What everybody has of each visit of a study that was given to somebody to code, exercises apart."""
    made: dict[tuple[str, str], list[codings.CodingMade]] = {}
    for each in codings.made_in(tx, study):
        made.setdefault((each.session, each.coder), []).append(each)
    found: dict[str, list[Cell]] = {}
    exercises = exercises_of(tx, study)
    for a in assignments.of_study(tx, study):
        if a.scheme is not None and (a.session, work_of(tx, a.scheme, a.profile)) in exercises:
            continue
        if a.scheme is not None or a.account in coders:
            state = state_of(a, made.get((a.session, a.account), ()))[0]
            cell = Cell(a.account, state, a.former is not None, a.not_before)
            found.setdefault(a.session, []).append(cell)
    return found


def withdraw(w: Workplace, who: Account | None, session_id: str, account: str) -> None:
    """Take back what somebody was given of a visit and has not begun; AnnotatorError when they have."""
    _unbegun(w, who, session_id, account, None)


def reassign(w: Workplace, who: Account | None, session_id: str, account: str, to: str) -> None:
    """Give another coder what one was given of a visit and has not begun; it is the last in their order.

    AnnotatorError when it was begun or the other has the visit already.
    """
    _unbegun(w, who, session_id, account, to)


def _unbegun(w: Workplace, who: Account | None, session_id: str, account: str, to: str | None) -> None:
    def work(tx: Tx) -> None:
        person = require(tx, who, Right.ASSIGN, "session", session_id)
        study = families.study_of(tx, families.session(tx, session_id).family)
        names, known = {a.id: a.name for a in accounts.all(tx)}, coders_of(tx, study)
        there = assignments.of_session(tx, session_id)
        mine = [a for a in there if a.account == account]
        if not mine or (to is not None and to not in known):
            raise NotFound(absent("person"))
        own = [c for c in codings.made_by(tx, account) if c.session == session_id]
        left = [a for a in mine if state_of(a, own)[0] == "open" and (to is None or a.former is None)]
        if not left:
            raise AnnotatorError(
                said("{name} has coded this visit already; it stays theirs.", name=names[account])
            )
        if to is not None and any(a.account == to for a in there):
            raise AnnotatorError(said("{name} has this visit already.", name=known[to]))
        for each in left:
            if to is None:
                assignments.remove(tx, each.id)
            else:
                assignments.hand_over(tx, each, to, person.id)
        verb = "take_back" if to is None else "reassign"
        audit.write(tx, person.id, verb, "session", session_id, {"account": account, "to": to})

    w.store.write(work)
