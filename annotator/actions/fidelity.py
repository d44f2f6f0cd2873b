"""A home visitor's last segments in numbers, by themselves and by the supervisor; nothing of a family beside.

What a supervisor has not coded yet is not there for them, so they stay blind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from annotator.access import Right, Use, audience_of
from annotator.actions.asking import allowed, require, role_at, sight_of, visible_codings
from annotator.actions.codings import scheme_of
from annotator.actions.consents import closed as film_closed
from annotator.actions.scheme_cards import card_in
from annotator.actions.segments import enough, of_first, scorable
from annotator.actions.workplace import Workplace
from annotator.measures import Declared, Measured, declared, summarise
from annotator.model import closed
from annotator.schemes import Scheme
from annotator.stats import Statistic
from annotator.store import Tx, codings, families, gold
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts
from annotator.store.families import SessionRow

LAST = 10
NEWEST = 1_000
"""How many of the newest visits are looked through."""

Numbers = Mapping[str, Measured]
"""The measures of one coding by their ids."""


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment: of which visit, how much of it could be judged, what either says.

    ``supervisor`` is None while no supervisor submitted theirs. One of which less could be judged than the
    scheme asks is ``too_little``: it stands in the row without numbers.
    """

    visit: SessionRow
    coding: str
    other: str | None
    scorable: Statistic
    too_little: bool
    own: Numbers
    supervisor: Numbers | None


@dataclass(frozen=True, slots=True)
class Fidelity:
    """The last segments of one home visitor with one major version of a scheme, the oldest first.

    ``measures`` are those that the scheme means for the reader. ``least`` is how much must be scorable.
    """

    coder: str
    name: str
    scheme: Scheme
    measures: Sequence[Declared]
    lines: Sequence[SegmentLine]
    least: float | None


def last_segments(w: Workplace, who: Account | None) -> list[Fidelity]:
    """One's own last segments, and for who looks them over those of home visitors that are theirs to see."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
        found: dict[tuple[str, str, int], list[tuple[SessionRow, CodingFacts, CodingFacts | None]]] = {}
        rows = families.search_sessions(tx, "", NEWEST, 0, sight_of(tx, person, Right.CODE)).rows
        for row in rows:
            if film_closed(tx, person, row.id, Use.WATCH) is None:
                for first, second in _coded(tx, person, row.id):
                    key = (first.coder, first.scheme_id, gold.major_of(first.scheme_version))
                    found.setdefault(key, []).append((row, first, second))
        made = [_fidelity(w, tx, person, each) for each in found.values()]
    return sorted(made, key=lambda each: (each.coder != person.id, each.name.casefold(), each.scheme.id))


def _coded(tx: Tx, person: Account, session: str) -> Iterable[tuple[CodingFacts, CodingFacts | None]]:
    """The codings of a segment in a visit, home visitor's and supervisor's, that exist for somebody."""
    there = [
        c for c in visible_codings(tx, person, session)
        if c.state == "submitted" and card_in(tx, c.scheme_hash).both_code
    ]  # fmt: skip
    looks_over = allowed(tx, person, Right.RELEASE, "session", session)
    for first in there:
        scheme = scheme_of(tx, first.scheme_hash)
        theirs = looks_over or first.coder == person.id
        if scheme.segment is None or not of_first(first, scheme) or not theirs:
            continue
        same = [c for c in there if (c.scheme_hash, c.window) == (first.scheme_hash, first.window)]
        second = [c for c in same if c.coder != first.coder and not of_first(c, scheme)]
        yield first, second[-1] if second else None


def _fidelity(
    w: Workplace,
    tx: Tx,
    person: Account,
    found: Sequence[tuple[SessionRow, CodingFacts, CodingFacts | None]],
) -> Fidelity:
    ordered = sorted(found, key=lambda each: (each[0].date, each[1].submitted_at or "", each[1].id))[-LAST:]
    newest = ordered[-1][1]
    scheme, audience = scheme_of(tx, newest.scheme_hash), audience_of(role_at(tx, person, newest.session))
    measures = [m for m in declared(scheme) if audience in m.audience]
    wanted = {m.id for m in measures}
    return Fidelity(
        newest.coder, newest.coder_name, scheme, measures,
        [_line(w, tx, wanted, *each) for each in ordered],
        scheme.segment.least_scorable if scheme.segment is not None else None,
    )  # fmt: skip


def _line(
    w: Workplace, tx: Tx, wanted: set[str], row: SessionRow, first: CodingFacts, second: CodingFacts | None
) -> SegmentLine:
    scheme = scheme_of(tx, first.scheme_hash)
    too_little = not enough(tx, first, scheme)
    own, theirs = (None if c is None else _numbers(w, tx, wanted, c) for c in (first, second))
    return SegmentLine(
        row, first.id, second.id if second is not None else None, scorable(tx, first.id, scheme), too_little,
        {} if too_little or own is None else own, None if too_little else theirs,
    )  # fmt: skip


def _numbers(w: Workplace, tx: Tx, wanted: set[str], coding: CodingFacts) -> Numbers:
    made = w.results.get(("segment", coding.id), coding.seq, partial(_measured, tx, coding))
    return {m.measure.id: m for m in made if m.measure.id in wanted}


def _measured(tx: Tx, coding: CodingFacts) -> tuple[Measured, ...]:
    return summarise(closed(codings.load(tx, coding.id)), scheme_of(tx, coding.scheme_hash)).measures
