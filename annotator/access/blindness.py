"""Blind double coding: another's coding of a session does not exist before one's own is submitted."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.access.rights import Person, Right, may


@dataclass(frozen=True, slots=True)
class CodingOf:
    """Whose coding it is, and whether it is submitted: all that blindness needs to know."""

    coder: str
    submitted: bool


def may_see_coding(person: Person, study: str, coding: CodingOf, of_session: Iterable[CodingOf]) -> bool:
    """Whether a coding of a session exists for a person.

    One's own does. Another's does for a lead or supervisor; for everyone else once every
    coding of their own of this session is submitted, and there is at least one, and the
    other is submitted too: an open coding is nobody else's business.

    >>> from annotator.access import Role
    >>> ben = Person("ben", {"play": Role.CODER})
    >>> anas, bens = CodingOf("ana", True), CodingOf("ben", False)
    >>> may_see_coding(ben, "play", anas, [anas, bens])
    False
    >>> may_see_coding(ben, "play", anas, [anas, CodingOf("ben", True)])
    True
    """
    if person.disabled or not may(person, Right.CODE, study):
        return False
    if coding.coder == person.account or may(person, Right.SEE_ALL_CODINGS, study):
        return True
    own = [c for c in of_session if c.coder == person.account]
    return coding.submitted and bool(own) and all(c.submitted for c in own)
