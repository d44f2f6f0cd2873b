"""Who may do what, as one table: what there is, what can be done with it, and which roles may."""

from collections.abc import Iterable, Mapping
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
    READ_RECORD = "family: read who did what"
    SEE_FILMS = "film: watch"
    ADD_FILMS = "film: add"
    CODE = "coding: make"
    SEE_ALL_CODINGS = "coding: see all"
    REOPEN = "coding: reopen"
    AGREE_FOR_OTHERS = "coding: agree for others"
    JUDGE = "coding: judge where two differ"
    REMAP = "coding: bring to another version"
    CARRY_FOR_OTHERS = "coding: carry for others"
    DECLARE_GOLD = "coding: declare gold"
    NAME_WHO_DRIFTS = "coding: see whose drift it is"
    WRITE_NOTES = "note: write"
    SEE_ALL_NOTES = "note: see all"
    PREPARE = "plan: make"
    SEE_ALL_PLANS = "plan: see all"
    RELEASE = "plan: release"
    SHARE = "visit: share"
    TALK = "shared moment: read and write one's own"
    SEE_ALL_TALKS = "shared moment: see all"
    ASSIGN = "visit: assign"
    SEE_VARIABLES = "variable: see"
    DEFINE_VARIABLES = "variable: define"
    SEE_STUDY = "study: see"
    MANAGE_STUDY = "study: manage"
    MAKE_STUDIES = "study: make"
    SEE_PEOPLE = "account: see"
    MANAGE_PEOPLE = "account: manage"
    WRITE_SCHEMES = "scheme: write"
    RETIRE_SCHEMES = "scheme: retire"
    CHECK_STORE = "store: check"
    BACK_UP = "store: back up"


def _row(marks: str) -> frozenset[Role]:
    return frozenset(role for role, mark in zip(_COLUMNS, marks.split(), strict=True) if mark == "yes")


_COLUMNS = (Role.PRACTITIONER, Role.CODER, Role.LEAD, Role.SUPERVISOR, Role.ADMIN)

# A supervisor works with code names: what is looked over is the work, not who the family is.
# A coder or supervisor sees no variable: the group that a family is in would make them see what they expect.
# Whose drift a chart shows is for the supervisor alone, who talks with them.
# An admin keeps the house running and sees no family, film or coding.
TABLE: Mapping[Right, frozenset[Role]] = {
    #                           practitioner coder lead supervisor admin
    Right.SEE_FAMILIES:    _row("yes         yes   yes  yes        -"),
    Right.SEE_NAMES:       _row("yes         -     yes  -          -"),
    Right.EDIT_FAMILIES:   _row("yes         -     yes  -          -"),
    Right.ERASE:           _row("-           -     yes  -          -"),
    Right.SET_BASIS:       _row("-           -     yes  -          -"),
    Right.READ_RECORD:     _row("-           -     yes  -          -"),
    Right.SEE_FILMS:       _row("yes         yes   yes  yes        -"),
    Right.ADD_FILMS:       _row("yes         -     yes  -          -"),
    Right.CODE:            _row("yes         yes   yes  yes        -"),
    Right.SEE_ALL_CODINGS: _row("-           -     yes  yes        -"),
    Right.REOPEN:          _row("-           -     yes  yes        -"),
    Right.AGREE_FOR_OTHERS: _row("-         -     yes  yes        -"),
    Right.JUDGE:           _row("-           -     yes  yes        -"),
    Right.REMAP:           _row("-           -     yes  -          -"),
    Right.CARRY_FOR_OTHERS: _row("-         -     yes  -          -"),
    Right.DECLARE_GOLD:    _row("-           -     yes  yes        -"),
    Right.NAME_WHO_DRIFTS: _row("-           -     -    yes        -"),
    Right.WRITE_NOTES:     _row("yes         yes   yes  yes        -"),
    Right.SEE_ALL_NOTES:   _row("-           -     yes  yes        -"),
    Right.PREPARE:         _row("yes         -     yes  -          -"),
    Right.SEE_ALL_PLANS:   _row("-           -     yes  yes        -"),
    Right.RELEASE:         _row("-           -     yes  yes        -"),
    Right.SHARE:           _row("yes         -     yes  -          -"),
    Right.TALK:            _row("yes         -     yes  yes        -"),
    Right.SEE_ALL_TALKS:   _row("-           -     yes  -          -"),
    Right.ASSIGN:          _row("-           -     yes  -          -"),
    Right.SEE_VARIABLES:   _row("yes         -     yes  -          -"),
    Right.DEFINE_VARIABLES: _row("-         -     yes  -          -"),
    Right.SEE_STUDY:       _row("yes         yes   yes  yes        yes"),
    Right.MANAGE_STUDY:    _row("-           -     yes  -          yes"),
    Right.MAKE_STUDIES:    _row("-           -     yes  -          yes"),
    Right.SEE_PEOPLE:      _row("yes         yes   yes  yes        yes"),
    Right.MANAGE_PEOPLE:   _row("-           -     yes  -          yes"),
    Right.WRITE_SCHEMES:   _row("yes         -     yes  yes        -"),
    Right.RETIRE_SCHEMES:  _row("-           -     yes  -          -"),
    Right.CHECK_STORE:     _row("-           -     yes  -          yes"),
    Right.BACK_UP:         _row("-           -     yes  -          yes"),
}  # fmt: skip


class Reach(StrEnum):
    """How much of a study a role reaches, where nobody was given the whole of it."""

    ALL = "everything"
    CASELOAD = "the families of one's caseload"
    GIVEN = "the visits one was given, and those one coded"
    NOTHING = "no family, visit or film"


REACH: Mapping[Role, Reach] = {
    Role.PRACTITIONER: Reach.CASELOAD,
    Role.CODER: Reach.GIVEN,
    Role.LEAD: Reach.ALL,
    Role.SUPERVISOR: Reach.GIVEN,
    Role.ADMIN: Reach.NOTHING,
}
"""What the rights of a role are rights to: a coder's assignments, what is shared with a supervisor."""

OF_THE_HOUSE = frozenset(
    {Right.MAKE_STUDIES, Right.MANAGE_PEOPLE, Right.RETIRE_SCHEMES, Right.CHECK_STORE, Right.BACK_UP}
)
"""Rights to what belongs to no single study: a role in the first one, which is the house's, gives them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thing stands for one person: its study, and whether it is theirs there."""

    study: str
    in_caseload: bool = False
    given: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Someone signed in: the account, its role in each study, and the studies that it was given whole."""

    account: str
    roles: Mapping[str, Role]
    whole: frozenset[str] = frozenset()
    disabled: bool = False

    def reach(self, study: str) -> Reach:
        """How much of a study somebody reaches; nothing of one that they do not belong to.

        >>> Person("ben", {"play": Role.CODER}).reach("sleep").value
        'no family, visit or film'
        """
        role = self.roles.get(study)
        reach = REACH[role] if role is not None else Reach.NOTHING
        return Reach.ALL if study in self.whole and reach is not Reach.NOTHING else reach


def may(person: Person, right: Right, study: str) -> bool:
    """Whether a person has a right inside a study; outside of one's studies there is none.

    >>> ben = Person("ben", {"play": Role.CODER})
    >>> may(ben, Right.CODE, "play"), may(ben, Right.SEE_NAMES, "play"), may(ben, Right.CODE, "sleep")
    (True, False, False)
    """
    role = person.roles.get(study)
    return role is not None and not person.disabled and role in TABLE[right]


def reaches(person: Person, spot: Spot) -> bool:
    """Whether a thing exists for a person at all, whatever they may do with it.

    >>> ben = Person("ben", {"play": Role.CODER})
    >>> reaches(ben, Spot("play")), reaches(ben, Spot("play", given=True))
    (False, True)
    """
    reach = person.reach(spot.study)
    theirs = {
        Reach.ALL: True,
        Reach.CASELOAD: spot.in_caseload,
        Reach.GIVEN: spot.given,
        Reach.NOTHING: False,
    }
    return not person.disabled and theirs[reach]


def may_there(person: Person, right: Right, spot: Spot) -> bool:
    """Whether a person has a right to a thing: by the role in its study, and because it is theirs there."""
    return may(person, right, spot.study) and reaches(person, spot)


def needs_second_factor(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles needs more than a password at a team's server: who manages people."""
    return any(role in TABLE[Right.MANAGE_PEOPLE] for role in roles)
