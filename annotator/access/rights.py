"""Roles and what each may do, as one table."""

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
    """One thing that can be done with a family, a session, a film, a coding or the people here."""

    SEE_FAMILIES = "see_families"
    SEE_NAMES = "see_names"
    EDIT_FAMILIES = "edit_families"
    SEE_FILMS = "see_films"
    ADD_FILMS = "add_films"
    CODE = "code"
    SEE_ALL_CODINGS = "see_all_codings"
    WRITE_NOTES = "write_notes"
    SEE_ALL_NOTES = "see_all_notes"
    PREPARE = "prepare"
    SEE_ALL_PLANS = "see_all_plans"
    RELEASE = "release"
    REOPEN = "reopen"
    CARRY_FOR_OTHERS = "carry_for_others"
    SET_BASIS = "set_basis"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    ERASE = "erase"
    CHECK_STORE = "check_store"
    BACK_UP = "back_up"


_WATCH = {Right.SEE_FAMILIES, Right.SEE_FILMS, Right.CODE, Right.WRITE_NOTES, Right.SEE_PEOPLE}
_LOOK = {Right.SEE_ALL_CODINGS, Right.SEE_ALL_NOTES, Right.SEE_ALL_PLANS, Right.RELEASE, Right.REOPEN}

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.PRACTITIONER: frozenset(
        {*_WATCH, Right.SEE_NAMES, Right.EDIT_FAMILIES, Right.ADD_FILMS, Right.PREPARE}
    ),
    Role.CODER: frozenset(_WATCH),
    Role.LEAD: frozenset(Right),
    # Code names are enough to look over codings; who a family is stays with those who visit it.
    Role.SUPERVISOR: frozenset({*_WATCH, *_LOOK}),
    # An admin keeps the house running and sees no family, film or coding.
    Role.ADMIN: frozenset({Right.SEE_PEOPLE, Right.MANAGE_PEOPLE, Right.CHECK_STORE, Right.BACK_UP}),
}


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
    return role is not None and not person.disabled and right in RIGHTS[role]
