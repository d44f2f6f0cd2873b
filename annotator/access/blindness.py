"""Blind double coding: another's coding of a session does not exist before one's own is submitted."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.access.rights import Person, Right, Role, may


@dataclass(frozen=True, slots=True)
class CodingOf:
    """Whose coding it is, and whether it is submitted: all that blindness needs to know.

    ``scheme`` is the scheme's major version, ``depth`` its profile, ``gold`` whether it is the session's gold
    coding in that scheme.
    """

    coder: str
    submitted: bool
    scheme: str = ""
    gold: bool = False
    depth: str = ""


def may_see_coding(
    person: Person,
    study: str,
    coding: CodingOf,
    of_session: Iterable[CodingOf],
    gold_for: str = "",
    *,
    again: bool = False,
    both_code: bool = False,
) -> bool:
    """Whether a coding of a session exists for a person.

    Where a scheme lets ``both_code``, home visitor and supervisor, the supervisor codes blind as well: then
    another's exists for who looks codings over only after they submitted their own, or for a lead who codes
    none.

    One's own does. Another's does for a lead or supervisor; for everyone else once every
    coding of their own of this session is submitted, at least one of them in the other's scheme at the
    other's depth, and the other is submitted too: an open coding is nobody else's business, and who coded a
    session with one scheme, or in the field, may still be given it with another, or in depth. Who codes a
    session ``again`` sees none of it that is submitted, not even their own.

    ``gold_for`` is what the session's gold coding is for, in the coding's scheme, where the person coded it
    after that was declared. Then nothing but the gold itself ever exists for them, for practice alone, and
    after they submitted it in that scheme: what a test or a session seeded into work says would be known
    the next time, and a session at which everybody's codings come together could be told from others.

    >>> from annotator.access import Role
    >>> ben = Person("ben", {"play": Role.CODER})
    >>> anas, bens = CodingOf("ana", True), CodingOf("ben", False)
    >>> may_see_coding(ben, "play", anas, [anas, bens])
    False
    >>> may_see_coding(ben, "play", anas, [anas, CodingOf("ben", True)])
    True
    >>> may_see_coding(ben, "play", CodingOf("ana", True, "bids 1"), [CodingOf("ben", True, "gaze 1")])
    False
    >>> deep, quick = CodingOf("ana", True, depth="standard"), CodingOf("ben", True, depth="field")
    >>> may_see_coding(ben, "play", deep, [deep, quick])
    False
    >>> may_see_coding(ben, "play", CodingOf("ben", True), [CodingOf("ben", True)], again=True)
    False
    """
    if person.disabled or not may(person, Right.CODE, study):
        return False
    if may(person, Right.SEE_ALL_CODINGS, study):
        if not both_code or coding.coder == person.account:
            return True
        mine = [c for c in of_session if c.coder == person.account and c.scheme == coding.scheme]
        return all(c.submitted for c in mine) if mine else person.roles[study] is Role.LEAD
    if again and coding.submitted:
        return False
    if coding.coder == person.account:
        return True
    own = [c for c in of_session if c.coder == person.account]
    same = any((c.scheme, c.depth) == (coding.scheme, coding.depth) for c in own)
    after_own = coding.submitted and same and all(c.submitted for c in own)
    if not gold_for:
        return after_own
    practised = gold_for == "practice" and any(c.scheme == coding.scheme for c in own)
    return after_own and practised and coding.gold
