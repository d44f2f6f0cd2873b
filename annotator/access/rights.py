"""Who may do what, as one table: what there is, what can be done with it, and which roles may."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What someone is in a study or caseload."""

    PRACTITIONER = "practitioner"
    CODER = "coder"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Right(StrEnum):
    """One verb that can be done with one kind of thing; the value names both: ``thing: verb``."""

    SEE_FAMILIES = "family: see"
    SEE_NAMES = "family: see names"
    EDIT_FAMILIES = "family: edit"
    ERASE = "family: erase"
    SET_BASIS = "family: set lawful basis"
    SEE_FILMS = "film: watch"
    ADD_FILMS = "film: add"
    CODE = "coding: make"
    SEE_ALL_CODINGS = "coding: see all"
    REOPEN = "coding: reopen"
    CARRY_FOR_OTHERS = "coding: carry for others"
    WRITE_NOTES = "note: write"
    SEE_ALL_NOTES = "note: see all"
    PREPARE = "plan: make"
    SEE_ALL_PLANS = "plan: see all"
    RELEASE = "plan: release"
    SEE_PEOPLE = "account: see"
    MANAGE_PEOPLE = "account: manage"
    CHECK_STORE = "store: check"
    BACK_UP = "store: back up"


def _row(marks: str) -> frozenset[Role]:
    return frozenset(role for role, mark in zip(_COLUMNS, marks.split(), strict=True) if mark == "yes")


_COLUMNS = (Role.PRACTITIONER, Role.CODER, Role.LEAD, Role.SUPERVISOR, Role.ADMIN)

# A supervisor works with code names: what is looked over is the work, not who the family is.
# An admin keeps the house running and sees no family, film or coding.
TABLE: Mapping[Right, frozenset[Role]] = {
    #                           practitioner coder lead supervisor admin
    Right.SEE_FAMILIES:    _row("yes         yes   yes  yes        -"),
    Right.SEE_NAMES:       _row("yes         -     yes  -          -"),
    Right.EDIT_FAMILIES:   _row("yes         -     yes  -          -"),
    Right.ERASE:           _row("-           -     yes  -          -"),
    Right.SET_BASIS:       _row("-           -     yes  -          -"),
    Right.SEE_FILMS:       _row("yes         yes   yes  yes        -"),
    Right.ADD_FILMS:       _row("yes         -     yes  -          -"),
    Right.CODE:            _row("yes         yes   yes  yes        -"),
    Right.SEE_ALL_CODINGS: _row("-           -     yes  yes        -"),
    Right.REOPEN:          _row("-           -     yes  yes        -"),
    Right.CARRY_FOR_OTHERS: _row("-         -     yes  -          -"),
    Right.WRITE_NOTES:     _row("yes         yes   yes  yes        -"),
    Right.SEE_ALL_NOTES:   _row("-           -     yes  yes        -"),
    Right.PREPARE:         _row("yes         -     yes  -          -"),
    Right.SEE_ALL_PLANS:   _row("-           -     yes  yes        -"),
    Right.RELEASE:         _row("-           -     yes  yes        -"),
    Right.SEE_PEOPLE:      _row("yes         yes   yes  yes        yes"),
    Right.MANAGE_PEOPLE:   _row("-           -     yes  -          yes"),
    Right.CHECK_STORE:     _row("-           -     yes  -          yes"),
    Right.BACK_UP:         _row("-           -     yes  -          yes"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Someone signed in: the account and its role in each study or caseload it belongs to."""

    account: str
    roles: Mapping[str, Role]
    disabled: bool = False


def may(person: Person, right: Right, study: str) -> bool:
    """Whether a person has a right inside a study; outside of one's studies there is none.

    >>> ben = Person("ben", {"play": Role.CODER})
    >>> may(ben, Right.CODE, "play"), may(ben, Right.SEE_NAMES, "play"), may(ben, Right.CODE, "sleep")
    (True, False, False)
    """
    role = person.roles.get(study)
    return role is not None and not person.disabled and role in TABLE[right]


def needs_second_factor(role: Role) -> bool:
    """Whether somebody in a role needs more than a password at a team's server: who may manage people."""
    return role in TABLE[Right.MANAGE_PEOPLE]
