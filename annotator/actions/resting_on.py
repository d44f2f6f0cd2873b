"""What a plan rests on: its author's coding, the rules, the film, and moments of earlier meetings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.access import Use
from annotator.actions.codings import scheme_of
from annotator.actions.consents import closed
from annotator.feedback import NARRATIVE, EarlierFilm, MeetingRules, Plan, concerns, rules_of
from annotator.feedback.plan import GOOD
from annotator.model import Coding, Interval, Recording, Session
from annotator.schemes import Scheme
from annotator.store import Tx, codings, families, plans, release_rules


@dataclass(frozen=True, slots=True)
class Basis:
    """What a plan rests on: its author's coding and scheme, the rules, the marks for the supervisor.

    ``coding`` is the author's newest with a scheme made for meetings; None for work with notes
    alone. ``rules`` is None when the author coded, but with no such scheme. Nobody else's
    coding is looked at.
    """

    coding: Coding | None
    scheme: Scheme | None
    rules: MeetingRules | None
    concerns: Sequence[Interval]


def film_of(session: Session) -> Recording | None:
    """The film that a plan shows: the session's first that is ready; None when there is none."""
    return next((r for r in session.recordings if r.state == "ready"), None)


def film_stretch(film: Recording) -> Interval:
    """Where a film lies on the session clock."""
    return Interval(film.shift_ms, film.shift_ms + (film.duration_ms or 0))


def basis_of(tx: Tx, author: str, session_id: str) -> Basis:
    """What an author's plan for a session rests on, from their own codings that hold anything."""
    mine = [c for c in codings.of_session(tx, session_id) if c.coder == author and c.annotations]
    marked: list[Interval] = []
    best: tuple[Coding, Scheme, MeetingRules] | None = None
    for facts in mine:
        coding, scheme = codings.load(tx, facts.id), scheme_of(tx, facts.scheme_hash)
        marked += concerns(coding, scheme)
        rules = rules_of(scheme)
        if rules is not None:
            best = (coding, scheme, rules)
    study = families.study_of(tx, families.session(tx, session_id).family)
    all_released = release_rules.always(tx, study)
    if best is not None:
        coding, scheme, rules = best
        return Basis(coding, scheme, replace(rules, releases_all=all_released), sorted(marked))
    narrative = None if mine else replace(NARRATIVE, releases_all=all_released)
    return Basis(None, None, narrative, sorted(marked))


def earlier_film(tx: Tx, author: str, session_id: str) -> EarlierFilm:
    """What an earlier visit's film allows now, by its author's own marks and everybody's agreement."""
    film = film_of(families.session(tx, session_id))
    marked = basis_of(tx, author, session_id).concerns
    agreed = closed(tx, None, session_id, Use.MEET) is None
    return EarlierFilm(None if film is None else film_stretch(film), marked, agreed)


def held_moments(tx: Tx, plan: Plan) -> list[dict[str, Any]]:
    """The strengths of earlier meetings that may be shown again, the newest visit first, and whose film."""
    held = [then for then in plans.held_before(tx, plan) if then.moment.kind in GOOD]
    films = {session: _open_film(tx, session) for session in {then.session for then in held}}
    return [
        {
            "plan": each.plan, "moment": each.moment.id, "date": each.date, "phrase": each.moment.phrase,
            "recording": film.id, "still_ms": each.moment.at_ms - film.shift_ms,
        }
        for each in sorted(held, key=lambda then: then.date, reverse=True)
        if (film := films[each.session]) is not None
    ]  # fmt: skip


def _open_film(tx: Tx, session_id: str) -> Recording | None:
    """An earlier visit's film when everybody on it agrees to look at it together now."""
    agreed = closed(tx, None, session_id, Use.MEET) is None
    return film_of(families.session(tx, session_id)) if agreed else None
