"""Whether everybody on a film agreed to what is about to be done with it: asked before every use.

What does not ask: taking a film in and preparing it, keeping what was pressed, and the numbers of one's
own coding; docs/decisions.md says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.access import Agreement, Purpose, Right, Role, Use, lacking, purposes_of, relied_on
from annotator.actions.asking import allowed, person_of
from annotator.errors import ConsentError, Said, joined, said
from annotator.store import Tx, consents, families, sight
from annotator.store.accounts import Account

SHORT: Mapping[Purpose, Said] = {
    Purpose.LOOK_TOGETHER: said("film and look together"),
    Purpose.SUPERVISOR: said("the home visitor's supervisor"),
    Purpose.SUPERVISION_GROUP: said("a supervision group"),
    Purpose.QUALITY_CODING: said("quality coding"),
    Purpose.RESEARCH_STUDY: said("research: this study"),
    Purpose.RESEARCH_FUTURE: said("research: later studies"),
    Purpose.TEACHING_CLIPS: said("teaching with clips"),
    Purpose.TEACHING_STILLS: said("teaching with stills"),
    Purpose.FAMILY_COPY: said("a copy for the family"),
    Purpose.FEEDBACK_SESSION: said("a film of the feedback session"),
}
"""Each purpose in a few plain words."""


def require_use(tx: Tx, who: Account | None, session_id: str, use: Use) -> Purpose:
    """The purpose that a use of a visit's films rests on, the first that everybody on them agrees to now.

    Raises ConsentError with one or two sentences: to who may see names they say whose word is
    missing, to what, and where that can be noted; to everybody else they name nobody.
    """
    roles = person_of(tx, who).roles if who is not None else {}
    spot = sight.spot(tx, "session", session_id, who.id) if who is not None else None
    role = roles.get(spot.study, Role.ADMIN) if spot is not None else Role.ADMIN
    purposes = purposes_of(use, role, feedback=families.is_feedback(tx, session_id))
    people, said_last = consents.of_session(tx, session_id)
    today = tx.at[:10]
    found = relied_on(people, said_last, purposes, today)
    if found is None:
        asked = _Asked(people, said_last, today)
        raise ConsentError(_why(tx, who, session_id, use, purposes, asked), session_id)
    return found


def closed(tx: Tx, who: Account | None, session_id: str, use: Use) -> str | None:
    """Why a use of a visit's films is closed to a person now; None when it is open."""
    try:
        require_use(tx, who, session_id, use)
    except ConsentError as refusal:
        return refusal.sentence
    return None


_FEEDBACK = said(
    "The film of a feedback session is for the home visitor and their supervisor; it is shown in no meeting, "
    "not printed and not taken away."
)


@dataclass(frozen=True, slots=True)
class _Asked:
    people: list[str | None]
    said_last: list[Agreement]
    today: str

    def missing(self, purpose: Purpose) -> list[str | None]:
        return lacking(self.people, self.said_last, purpose, self.today)


def _why(
    tx: Tx, who: Account | None, session_id: str, use: Use, purposes: Sequence[Purpose], asked: _Asked
) -> Said:
    if not purposes and families.is_feedback(tx, session_id):
        return _FEEDBACK
    if not purposes:
        return said("Your part here is not to see films.")
    leaves = use in (Use.EXPORT, Use.HAND_OVER)
    # Who may note what was said also sees the names (TABLE); others are not told whose word is missing.
    if not allowed(tx, who, Right.EDIT_FAMILIES, "session", session_id):
        return joined(" ", [_somebody(purposes, leaves=leaves), _ASK])
    entered = [person for person in asked.people if person is not None]
    if not entered:
        return _NOBODY
    fewest = min((asked.missing(each) for each in purposes), key=len)
    names = [p.label for p in families.on_film(tx, session_id) if p.id in fewest]
    if not names:
        return _NOBODY
    first = next(each for each in purposes if asked.missing(each) == fewest)
    return joined(" ", [_without(", ".join(names), SHORT[first], leaves=leaves), _NOTE])


def _without(names: str, purpose: Said, *, leaves: bool) -> Said:
    if leaves:
        return said(
            "Without the agreement of {names} to “{purpose}” nothing of this film leaves this computer.",
            names=names, purpose=purpose,
        )  # fmt: skip
    return said(
        "Without the agreement of {names} to “{purpose}” this film stays closed.",
        names=names, purpose=purpose,
    )  # fmt: skip


def _somebody(purposes: Sequence[Purpose], *, leaves: bool) -> Said:
    if leaves:
        return said(
            "Someone on this film has not agreed to {purposes}, so nothing of it leaves this computer.",
            purposes=_either(purposes),
        )
    return said(
        "Someone on this film has not agreed to {purposes}, so it stays closed.",
        purposes=_either(purposes),
    )


_ASK = said("Ask who visits the family.")
_NOBODY = said(
    "Nobody has noted yet who is on this film. Say on the page of the visit who it is and what "
    "they agreed to."
)
_NOTE = said("Note what they said on the page of the visit, at “On the film”.")


def _either(purposes: Sequence[Purpose]) -> Said:
    first, *others = (SHORT[purpose] for purpose in purposes)
    for other in others:
        first = said("{one} or {other}", one=first, other=other)
    return first
