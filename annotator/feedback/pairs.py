"""Then and now: a moment of an earlier meeting just before one of today's, both of them strengths.

Source: clinical-practice, 3.4 ("then/now view" as an option) and 4.1, whose rules hold for the moment of
then as for every other; strengths of the same family beside each other and nothing to compare in numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.errors import Problem, said
from annotator.feedback.concerns import touches
from annotator.feedback.plan import GOOD, Kind, Moment, Plan, Then
from annotator.model import Interval


@dataclass(frozen=True, slots=True)
class EarlierFilm:
    """What must be known of an earlier visit before a moment of it is shown again.

    ``film`` is the stretch of its film on its own session clock, None when there is none any more;
    ``concerns`` are the stretches marked for the supervisor; ``open`` says whether everybody on the
    film agrees to look at it together now.
    """

    film: Interval | None
    concerns: Sequence[Interval] = ()
    open: bool = True


def thens_of(plan: Plan) -> tuple[Then, ...]:
    """The moments of then that a plan shows, in their order."""
    return tuple(moment.then for moment in plan.moments if moment.then is not None)


def pair_problems(
    plan: Plan, shortest_ms: int, longest_ms: int, earlier: Mapping[str, EarlierFilm]
) -> Iterator[Problem]:
    """What keeps the pairs of a plan from being shown; a visit that ``earlier`` does not know is gone.

    Both are strengths or ways back; where a meeting begins with a pair, the moment of then is what is
    seen first and so a plain strength.
    """
    for i, moment in enumerate(plan.moments):
        if moment.then is None:
            continue
        where = f"moments[{i}].then"
        known = earlier.get(moment.then.session)
        if moment.kind not in GOOD or moment.then.moment.kind not in GOOD:
            yield Problem("then_not_strength", where, _STRENGTHS)
        elif i == 0 and moment.then.moment.kind is not Kind.STRENGTH:
            yield Problem("then_first", where, _FIRST)
        if known is None or known.film is None:
            yield Problem("then_gone", where, _GONE)
        elif not known.open:
            yield Problem("then_closed", where, _CLOSED)
        elif not _fits(moment.then.moment, known, shortest_ms, longest_ms):
            yield Problem("then_unfit", where, _UNFIT)


def _fits(then: Moment, known: EarlierFilm, shortest_ms: int, longest_ms: int) -> bool:
    onset, offset = then.onset_ms, then.offset_ms
    inside = known.film is not None and known.film.onset <= onset <= offset <= known.film.offset
    marked = any(touches(concern, onset, offset) for concern in known.concerns)
    return inside and not marked and shortest_ms <= offset - onset <= longest_ms


_STRENGTHS = said(
    "Then and now are both strengths. Take the earlier moment out, or make this moment one that went well."
)
_FIRST = said(
    "A meeting begins with something that went well: choose another earlier moment, or put this pair later."
)
_GONE = said("The film of the earlier moment is not here any more; choose another earlier moment or none.")
_CLOSED = said(
    "Not everybody on the earlier film agrees to look at it together now. Take the earlier moment out, or "
    "note their agreement at that visit."
)
_UNFIT = said(
    "The earlier moment touches a mark for the supervisor, or has another length than moments have here; "
    "choose another earlier moment or none."
)
