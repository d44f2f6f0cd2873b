"""Whether an exclusive lane of a coding holds two annotations at one time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, false, func, select

from annotator.model import Content
from annotator.store.prepared import Prepared
from annotator.store.tables import annotation
from annotator.store.transaction import Tx

Lane = tuple[str, str]
"""A track and a subject."""

_ENDLESS = 2**53


@dataclass(frozen=True, slots=True)
class LaneRule:
    """What kind of track a lane belongs to (state or point), and whether one code holds at a time."""

    kind: str
    exclusive: bool


_a = annotation.c
_in_lane = (
    (_a.coding == bindparam("coding"))
    & (_a.track == bindparam("track"))
    & (_a.subject == bindparam("subject"))
    & (_a.removed == false())
)
_end = func.coalesce(_a.offset_ms, _ENDLESS)
_before = select(func.max(_a.onset_ms)).where(_in_lane, _a.onset_ms < bindparam("low")).scalar_subquery()
_after = select(func.min(_a.onset_ms)).where(_in_lane, _a.onset_ms > bindparam("high")).scalar_subquery()
_neighbours = (
    select(_a.onset_ms, func.lag(_end).over(order_by=(_a.onset_ms, _end, _a.id)).label("end_before"))
    .where(
        _in_lane,
        _a.onset_ms >= func.coalesce(_before, bindparam("low")),
        _a.onset_ms <= func.coalesce(_after, bindparam("high")),
    )
    .subquery()
)
# In a lane without overlaps only neighbours can come to overlap, so the touched stretch and one
# annotation on either side of it are enough.
_STATES = Prepared(
    select(func.min(_neighbours.c.onset_ms)).where(_neighbours.c.end_before > _neighbours.c.onset_ms)
)
_POINTS = Prepared(
    select(_a.onset_ms)
    .where(_in_lane, _a.onset_ms.between(bindparam("low"), bindparam("high")))
    .group_by(_a.onset_ms)
    .having(func.count() > 1)
    .limit(1)
)


def first_overlap(
    tx: Tx, coding_id: str, touched: Iterable[Content], rules: Mapping[Lane, LaneRule]
) -> tuple[Lane, int] | None:
    """The lane and the ms of the first overlap that touched annotations may have made; None if none.

    States that share a boundary do not overlap; a running state has no end; two points overlap
    at the same ms.
    """
    for lane, onsets in _stretches(touched, rules).items():
        where = {
            "coding": coding_id,
            "track": lane[0],
            "subject": lane[1],
            "low": min(onsets),
            "high": max(onsets),
        }
        at = tx.value(_POINTS if rules[lane].kind == "point" else _STATES, where)
        if at is not None:
            return lane, int(at)
    return None


def _stretches(touched: Iterable[Content], rules: Mapping[Lane, LaneRule]) -> dict[Lane, list[int]]:
    found: dict[Lane, list[int]] = {}
    for content in touched:
        lane = (content.track, content.subject)
        if lane in rules and rules[lane].exclusive:
            found.setdefault(lane, []).append(content.onset_ms)
    return found
