"""Who may do what, walked completely, and blindness before one's own submit."""

import itertools

import pytest

from annotator.access import REACH, TABLE, CodingOf, Person, Right, Role, Spot, may, may_see_coding, reaches

EXPECTED = {
    Role.PRACTITIONER: "SEE_FAMILIES SEE_NAMES EDIT_FAMILIES SEE_FILMS ADD_FILMS CODE WRITE_NOTES PREPARE "
    "SHARE TALK SEE_VARIABLES SEE_STUDY SEE_PEOPLE WRITE_SCHEMES",
    Role.CODER: "SEE_FAMILIES SEE_FILMS CODE WRITE_NOTES SEE_STUDY SEE_PEOPLE",
    Role.LEAD: " ".join(set(Right.__members__) - {"NAME_WHO_DRIFTS"}),
    Role.SUPERVISOR: "SEE_FAMILIES SEE_FILMS CODE SEE_ALL_CODINGS WRITE_NOTES SEE_ALL_NOTES "
    "SEE_ALL_PLANS RELEASE REOPEN AGREE_FOR_OTHERS JUDGE DECLARE_GOLD NAME_WHO_DRIFTS TALK SEE_STUDY "
    "SEE_PEOPLE WRITE_SCHEMES",
    Role.ADMIN: "SEE_STUDY MANAGE_STUDY MAKE_STUDIES SEE_PEOPLE MANAGE_PEOPLE CHECK_STORE BACK_UP",
}


@pytest.mark.parametrize(("role", "right"), list(itertools.product(Role, Right)))
def test_every_role_has_exactly_its_rights(role: Role, right: Right) -> None:
    person = Person("p", {"study": role})
    assert may(person, right, "study") is (right.name in EXPECTED[role].split())
    assert not may(person, right, "another study")
    assert not may(Person("p", {"study": role}, disabled=True), right, "study")


REACHED = {
    Role.PRACTITIONER: {(True, False), (True, True)},
    Role.CODER: {(False, True), (True, True)},
    Role.LEAD: set(itertools.product((True, False), repeat=2)),
    Role.SUPERVISOR: {(False, True), (True, True)},
    Role.ADMIN: set(),
}


@pytest.mark.parametrize(
    ("role", "spot"), list(itertools.product(Role, itertools.product((True, False), repeat=2)))
)
def test_a_role_reaches_its_caseload_or_what_was_given(role: Role, spot: tuple[bool, bool]) -> None:
    person, whole = Person("p", {"study": role}), Person("p", {"study": role}, frozenset({"study"}))
    assert reaches(person, Spot("study", *spot)) is (spot in REACHED[role])
    assert reaches(whole, Spot("study", *spot)) is (role is not Role.ADMIN)
    assert not reaches(whole, Spot("another study", *spot))
    assert not reaches(
        Person("p", {"study": role}, frozenset({"study"}), disabled=True), Spot("study", *spot)
    )


def test_no_role_is_left_out_of_the_table() -> None:
    assert set(TABLE) == set(Right)
    assert frozenset().union(*TABLE.values()) == set(Role) == set(EXPECTED) == set(REACH)


def test_an_admin_sees_no_film() -> None:
    assert not may(Person("admin", {"study": Role.ADMIN}), Right.SEE_FILMS, "study")


ANA, BEN = CodingOf("ana", submitted=True), CodingOf("ben", submitted=False)
BEN_DONE = CodingOf("ben", submitted=True)


@pytest.mark.parametrize(
    ("role", "all_codings", "sees_anas"),
    [
        pytest.param(Role.CODER, [ANA], False, id="coder without an own coding"),
        pytest.param(Role.CODER, [ANA, BEN], False, id="coder whose own is open"),
        pytest.param(Role.CODER, [ANA, BEN_DONE], True, id="coder whose own is submitted"),
        pytest.param(Role.CODER, [ANA, BEN_DONE, BEN], False, id="coder with a second one open"),
        pytest.param(Role.PRACTITIONER, [ANA, BEN], False, id="practitioner whose own is open"),
        pytest.param(Role.LEAD, [ANA], True, id="lead"),
        pytest.param(Role.SUPERVISOR, [ANA], True, id="supervisor"),
        pytest.param(Role.ADMIN, [ANA], False, id="admin"),
    ],
)
def test_anothers_coding_does_not_exist_before_ones_own_submit(
    role: Role, all_codings: list[CodingOf], sees_anas: bool
) -> None:
    assert may_see_coding(Person("ben", {"study": role}), "study", ANA, all_codings) is sees_anas


def test_an_open_coding_is_nobody_elses_business() -> None:
    ben = Person("ben", {"study": Role.CODER})
    anas = CodingOf("ana", submitted=False)
    assert not may_see_coding(ben, "study", anas, [anas, BEN_DONE])


def test_ones_own_coding_always_exists_for_one() -> None:
    assert may_see_coding(Person("ben", {"study": Role.CODER}), "study", BEN, [ANA, BEN])
