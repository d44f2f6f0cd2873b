"""Laying the films of one visit on one clock: what there is to see for it, and keeping it."""

from collections.abc import Mapping
from typing import Any

from annotator.access import Right, Use
from annotator.actions.asking import absent, allowed, found, require, visible_codings, with_film_names
from annotator.actions.consents import require_use
from annotator.actions.desk import films_json
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict, NotFound, said
from annotator.model import Recording, Session
from annotator.store import Tx, audit, codings, families, notes, plans, recordings
from annotator.store.accounts import Account

FARTHEST_MS = 24 * 3600 * 1000
"""How far from another one a film of the same visit can begin."""


def films_to_align(w: Workplace, who: Account | None, session_id: str) -> dict[str, Any]:
    """The films of a visit that are ready, and how many marks rest on them.

    ``marks`` is how many there are, of the codings that exist for the person; ``beyond`` how many of them lie
    where the first film has no picture. ConsentError when the films may not be watched.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.ADD_FILMS, "session", session_id)
        session = with_film_names(tx, person, found(tx, person, "session", session_id, families.session))
        require_use(tx, person, session_id, Use.WATCH)
        family = families.family(tx, session.family)
        marks, beyond = _marks(tx, person, session)
    return {
        "session": {"id": session.id, "family_code": family.code, "label": session.label},
        "films": films_json(w, session),
        "marks": marks,
        "beyond": beyond,
    }


def _marks(tx: Tx, person: Account, session: Session) -> tuple[int, int]:
    there = [a for c in visible_codings(tx, person, session.id) for a in codings.load(tx, c.id).annotations]
    ready = _ready(session)
    if not ready:
        return len(there), 0
    first = next(iter(ready.values()))
    end_ms = first.shift_ms + (first.duration_ms or 0)
    return len(there), sum(not first.shift_ms <= a.content.onset_ms < end_ms for a in there)


def align_films(
    w: Workplace, who: Account | None, session_id: str, shifts: Mapping[str, int], was: Mapping[str, int]
) -> dict[str, int]:
    """Lay films on the clock of their visit; gives where each one's first frame lies then, in ms.

    ``was`` is where they lay for the person who moved them: Conflict when somebody else moved them since. The
    first film gives the clock and is never moved against what rests on it. While nothing does, the clock
    is made to begin with the earliest film.
    """

    def work(tx: Tx) -> dict[str, int]:
        person = require(tx, who, Right.ADD_FILMS, "session", session_id)
        ready = _ready(found(tx, person, "session", session_id, families.session))
        require_use(tx, person, session_id, Use.WATCH)
        _refuse(ready, shifts, was)
        laid = {id: shifts.get(id, film.shift_ms) for id, film in ready.items()}
        if (
            laid
            and allowed(tx, who, Right.SEE_ALL_CODINGS, "session", session_id)
            and not _rests(tx, session_id)
        ):
            earliest = min(laid.values())
            laid = {id: ms - earliest for id, ms in laid.items()}
        for id, ms in laid.items():
            before = ready[id].shift_ms
            if ms != before:
                recordings.set_shift(tx, id, ms)
                about = {"session": session_id, "from": before, "to": ms}
                audit.write(tx, person.id, "align", "recording", id, about)
        return laid

    return w.store.write(work)


def _ready(session: Session) -> dict[str, Recording]:
    """The films that can be shown, the first one first."""
    return {r.id: r for r in session.recordings if r.state == "ready"}


def _refuse(ready: Mapping[str, Recording], shifts: Mapping[str, int], was: Mapping[str, int]) -> None:
    if not shifts.keys() <= ready.keys() or shifts.keys() != was.keys():
        raise NotFound(absent("film"))
    if any(ready[id].shift_ms != ms for id, ms in was.items()):
        raise Conflict(
            said("Somebody else has laid these films on the clock meanwhile. Reload the page to see where.")
        )
    if any(abs(ms) > FARTHEST_MS for ms in shifts.values()):
        raise AnnotatorError(said("Films of one visit begin within a day of one another."))
    first = next(iter(ready.values()), None)
    if first is not None and shifts.get(first.id, first.shift_ms) != first.shift_ms:
        raise AnnotatorError(
            said("The first film gives the clock on which everything is coded. Move the other film instead.")
        )


def _rests(tx: Tx, session_id: str) -> bool:
    """Whether anything of a visit has a time on its clock."""
    return bool(
        codings.of_session(tx, session_id)
        or notes.of_session(tx, session_id)
        or plans.of_session(tx, session_id)
    )
