"""The segment of a visit's film that a scheme has drawn, and whether enough of it could be judged.

A segment of which too little could be judged does not count: another one is drawn, elsewhere, by the next
seed. Whoever codes second gets the one that counts, so both always code the same minutes.
"""

from dataclasses import dataclass

from annotator.model import Interval, closed
from annotator.model.segments import drawn_segment
from annotator.schemes import Scheme
from annotator.stats import Statistic
from annotator.store import Tx, codings
from annotator.store.codings import CodingFacts


@dataclass(frozen=True, slots=True)
class Drawing:
    """The stretch that is coded, and by which seed it was drawn; None where it was not drawn."""

    window: Interval
    seed: str | None


def drawing_of(tx: Tx, session: str, scheme: Scheme, stretch: Interval) -> Drawing:
    """What is coded of a visit with a scheme: all there is to see, or the segment that is drawn."""
    if scheme.segment is None:
        return Drawing(stretch, None)
    first = [c for c in codings.of_session(tx, session) if of_first(c, scheme) and c.state == "submitted"]
    too_little = [each for each in first if not enough(tx, each, scheme)]
    seed = f"{session} {scheme.id}" + (f" {len(too_little) + 1}" if too_little else "")
    before = {codings.load(tx, each.id).window.onset for each in too_little}
    return Drawing(drawn_segment(scheme, stretch, seed, before), seed)


def of_first(coding: CodingFacts, scheme: Scheme) -> bool:
    """Whether a coding is of a scheme and its first profile, in which a segment is coded first."""
    return (coding.scheme_id, coding.profile) == (scheme.id, scheme.profiles[0].id)


def enough(tx: Tx, coding: CodingFacts, scheme: Scheme) -> bool:
    """Whether as much of a coding's segment could be judged as the scheme asks."""
    least = scheme.segment.least_scorable if scheme.segment is not None else None
    if least is None:
        return True
    share = scorable(tx, coding.id, scheme).value
    return share is not None and share >= least


def scorable(tx: Tx, coding_id: str, scheme: Scheme) -> Statistic:
    """How much of a coding's window could be judged; see ``scorable_share``."""
    from annotator.measures.scorable import scorable_share  # brings in NumPy: not for the first page

    return scorable_share(closed(codings.load(tx, coding_id)), scheme)
