"""One coded session as a picture: what is drawn along time, and which stills of the film stand above it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from annotator.access import Use, audience_of, sees_code
from annotator.actions import consents
from annotator.actions.asking import role_at
from annotator.actions.codings import scheme_of
from annotator.actions.comparing import countable, numbers_of, revision_of, to_read
from annotator.actions.workplace import Workplace
from annotator.measures import Episode, episodes
from annotator.measures.arcs import Arc, arcs
from annotator.model import Coding, Interval, Session
from annotator.schemes import Scheme
from annotator.stats import Lane, lanes
from annotator.store import families
from annotator.store.accounts import Account

STILLS = 8
MOST_MARKS = 3_000
"""More than these nobody can tell from one another in a picture, and a browser takes long to draw them."""


@dataclass(frozen=True, slots=True)
class PlacedStill:
    """A still: its time on the session clock and on its film's own clock, in ms, and the film."""

    at_ms: int
    recording: str
    film_ms: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn of a coding; ``too_many`` marks are not drawn at all, and then the rest is empty."""

    window: Interval
    scheme: Scheme
    lanes: Sequence[Lane]
    arcs: Sequence[Arc]
    episodes: Sequence[Episode]
    stills: Sequence[PlacedStill]
    too_many: bool


def picture_of(w: Workplace, who: Account | None, coding_id: str) -> Picture:
    """A coding that a person may read as a picture, without what the scheme keeps from them."""
    with w.store.read() as tx:
        facts = to_read(tx, who, coding_id)
        session, scheme = families.session(tx, facts.session), countable(scheme_of(tx, facts.scheme_hash))
        coding = numbers_of(w, tx, facts)[0]
        audience = audience_of(role_at(tx, who, session.id))
        closed = consents.closed(tx, who, session.id, Use.WATCH)
        own = who is not None and facts.coder == who.id
    found = w.results.get(
        ("picture", facts.id, audience, own),
        revision_of(facts),
        lambda: _drawn(_shown(coding, scheme, audience, own=own), scheme),
    )
    if found is None:
        return Picture(coding.window, scheme, (), (), (), (), too_many=True)
    stills = () if closed is not None else placed(session, coding.window)
    return Picture(coding.window, scheme, *found, stills, too_many=False)


def _drawn(shown: Coding, scheme: Scheme) -> tuple[Sequence[Lane], Sequence[Arc], Sequence[Episode]] | None:
    """What is drawn; None when it is too much."""
    if len(shown.annotations) > MOST_MARKS:
        return None
    return lanes(shown, scheme), arcs(shown, scheme), episodes(shown, scheme)


def _shown(coding: Coding, scheme: Scheme, audience: str, *, own: bool) -> Coding:
    @cache  # of each code once: a coding may have ten thousand marks of a few
    def seen(track: str, code: str) -> bool:
        of = scheme.track(track)
        known = of.code(code) if of is not None else None
        visibility = (known.visibility or of.visibility) if known is not None and of is not None else ()
        return sees_code(visibility, audience, own=own)

    kept = tuple(a for a in coding.annotations if seen(a.content.track, a.content.code))
    return replace(coding, annotations=kept)


def placed(session: Session, window: Interval) -> tuple[PlacedStill, ...]:
    """Eight stills evenly along the coded window, each from the first film that shows its time."""
    films = [r for r in session.recordings if r.state == "ready" and r.duration_ms]
    found = []
    for n in range(STILLS):
        at = window.onset + (2 * n + 1) * window.duration // (2 * STILLS)
        film = next((r for r in films if 0 <= at - r.shift_ms < (r.duration_ms or 0)), None)
        if film is not None:
            found.append(PlacedStill(at, film.id, at - film.shift_ms))
    return tuple(found)
