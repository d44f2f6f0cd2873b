"""Whom a scheme's measures are meant for."""

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
