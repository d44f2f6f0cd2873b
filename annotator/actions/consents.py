"""Whether everybody on a film agreed to what is about to be done with it: asked before every use.

What does not ask: taking a film in and preparing it, keeping what was pressed, and numbers without a
picture (summary, comparison); docs/decisions.md says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.access import Agreement, Purpose, Right, Role, Use, lacking, purposes_of, relied_on
from annotator.actions.asking import allowed, person_of
from annotator.errors import ConsentError, Said, said
from annotator.store import Tx, consents, families, studies
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
}
"""Each purpose in a few plain words."""


def require_use(tx: Tx, who: Account | None, session_id: str, use: Use) -> Purpose:
    """The purpose that a use of a visit's films rests on; ConsentError when not everybody agreed to one."""
    roles = person_of(tx, who).roles if who is not None else {}
    role = roles.get(studies.default(tx), Role.ADMIN)
    return require_consent(tx, who, session_id, *purposes_of(use, role))


def require_consent(tx: Tx, who: Account | None, session_id: str, *purposes: Purpose) -> Purpose:
    """The first of the purposes that everybody on a visit's films agrees to now.

    Raises ConsentError with one sentence: to who may see names it says whose word is missing,
    to what, and what to do; to everybody else it names nobody.
    """
    people, said_last = consents.of_session(tx, session_id)
    today = tx.at[:10]
    found = relied_on(people, said_last, purposes, today)
    if found is None:
        raise ConsentError(_why(tx, who, session_id, purposes, _Asked(people, said_last, today)), session_id)
    return found


def closed(tx: Tx, who: Account | None, session_id: str, use: Use) -> str | None:
    """Why a use of a visit's films is closed to a person now; None when it is open."""
    try:
        require_use(tx, who, session_id, use)
    except ConsentError as refusal:
        return refusal.sentence
    return None


@dataclass(frozen=True, slots=True)
class _Asked:
    people: list[str | None]
    said_last: list[Agreement]
    today: str

    def missing(self, purpose: Purpose) -> list[str | None]:
        return lacking(self.people, self.said_last, purpose, self.today)


def _why(tx: Tx, who: Account | None, session_id: str, purposes: Sequence[Purpose], asked: _Asked) -> Said:
    if not purposes:
        return said("Your part here is not to see films.")
    if not allowed(tx, who, Right.SEE_NAMES):
        return said(
            "Someone on this film has not agreed to {purposes}, so it stays closed. "
            "Ask who visits the family.",
            purposes=_either(purposes),
        )
    may_note = allowed(tx, who, Right.EDIT_FAMILIES)
    entered = [person for person in asked.people if person is not None]
    if not entered:
        return _nobody(may_note)
    purpose = min(purposes, key=lambda each: len(asked.missing(each)))
    missing = asked.missing(purpose)
    names = [p.label for p in families.on_film(tx, session_id) if p.id in missing]
    if not names:
        return _nobody(may_note)
    facts = {"names": ", ".join(names), "purpose": SHORT[purpose]}
    if may_note:
        return said(
            "Without the agreement of {names} to “{purpose}” this film stays closed. "
            "Note what they said on the page of the visit, at “On the film”.",
            **facts,
        )
    return said(
        "Without the agreement of {names} to “{purpose}” this film stays closed. Ask who visits the family.",
        **facts,
    )


def _nobody(may_note: bool) -> Said:
    if may_note:
        return said(
            "Nobody has noted yet who is on this film. Say on the page of the visit who it is and what "
            "they agreed to."
        )
    return said(
        "Nobody has noted yet who is on this film and what they agreed to. Ask who visits the family."
    )


def _either(purposes: Sequence[Purpose]) -> Said:
    first, *others = (SHORT[purpose] for purpose in purposes)
    for other in others:
        first = said("{one} or {other}", one=first, other=other)
    return first
