"""Whom a scheme's measures are meant for."""

from collections.abc import Sequence
from enum import Enum

from annotator.access.rights import Role

_AUDIENCE = {
    Role.PRACTITIONER: "practitioner",
    Role.CODER: "practitioner",
    Role.SUPERVISOR: "supervisor",
    Role.LEAD: "researcher",
}


def audience_of(role: Role | None) -> str:
    """The audience of schemes that a role belongs to; empty for one who sees no coding.

    Schemes name no coders: they see what home visitors see.

    >>> audience_of(Role.LEAD), audience_of(Role.CODER), audience_of(Role.ADMIN)
    ('researcher', 'practitioner', '')
    """
    return "" if role is None else _AUDIENCE.get(role, "")


class Face(Enum):
    """How a summary is told: in words and counts, with every number, or not at all."""

    WORDS = "words"
    NUMBERS = "numbers"
    NOTHING = "nothing"


_FACES = {"practitioner": Face.WORDS, "supervisor": Face.NUMBERS, "researcher": Face.NUMBERS}


def face_of(audience: str) -> Face:
    """How an audience is told a summary; nothing for a parent, and for an audience that nobody knows.

    Source: clinical-practice, 8.5.

    >>> face_of("practitioner"), face_of("parent")
    (<Face.WORDS: 'words'>, <Face.NOTHING: 'nothing'>)
    """
    return _FACES.get(audience, Face.NOTHING)


def sees_code(visibility: Sequence[str], audience: str, *, own: bool) -> bool:
    """Whether a code's marks may be seen: by whom the scheme names; whose coding it is is its author.

    A code that names nobody is for all who may read the coding.

    >>> sees_code(("author", "supervisor"), "practitioner", own=False)
    False
    """
    return not visibility or audience in visibility or (own and "author" in visibility)


def hears_of_change(role: Role | None) -> bool:
    """Whether somebody is told what changed since an earlier visit: not a coder, who judges each by itself.

    Source: clinical-practice, 11.3: coders are blind to time point and group.
    """
    return role in (Role.PRACTITIONER, Role.SUPERVISOR, Role.LEAD)
