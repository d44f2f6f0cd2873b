"""Which purpose a use rests on, and when everybody on a film agrees to it."""

from itertools import product

import pytest

from annotator.access import Agreement, Purpose, Role, Use, lacking, purposes_of, relied_on

P = Purpose
TODAY = "2026-05-31"
SUFFICES = {
    (Use.WATCH, Role.PRACTITIONER): {P.LOOK_TOGETHER},
    (Use.WATCH, Role.CODER): {P.QUALITY_CODING, P.RESEARCH_STUDY},
    (Use.WATCH, Role.LEAD): {P.LOOK_TOGETHER, P.QUALITY_CODING, P.RESEARCH_STUDY},
    (Use.WATCH, Role.SUPERVISOR): {P.SUPERVISOR},
    (Use.WATCH, Role.ADMIN): set(),
    **{(Use.EXPORT, role): {P.QUALITY_CODING, P.RESEARCH_STUDY} for role in Role},
    **{(use, role): {P.LOOK_TOGETHER} for use in (Use.MEET, Use.PRINT) for role in Role},
    **{(Use.HAND_OVER, role): {P.FAMILY_COPY} for role in Role},
    **{(Use.SUPERVISE, role): {P.SUPERVISOR} for role in Role},
}


@pytest.mark.parametrize(("use", "role"), list(product(Use, Role)))
def test_each_use_of_each_role_rests_on_exactly_its_purposes(use: Use, role: Role) -> None:
    assert set(purposes_of(use, role)) == SUFFICES[use, role]


@pytest.mark.parametrize(
    ("state", "until", "lives"),
    [
        ("given", None, True),
        ("given", TODAY, True),
        ("given", "2026-05-30", False),
        ("refused", None, False),
        ("withdrawn", None, False),
        ("unknown", None, False),
    ],
)
def test_only_what_was_given_and_has_not_ended_lives(state: str, until: str | None, lives: bool) -> None:
    assert Agreement("mia", "supervisor", state, until).living(TODAY) is lives


def said(*words: tuple[str, Purpose, str]) -> list[Agreement]:
    return [Agreement(person, purpose, state) for person, purpose, state in words]


def test_everybody_must_agree_to_one_and_the_same_purpose() -> None:
    """Mia agrees to quality coding alone, Anna to the study alone: together to nothing."""
    words = said(("mia", P.QUALITY_CODING, "given"), ("anna", P.RESEARCH_STUDY, "given"))
    either = [P.QUALITY_CODING, P.RESEARCH_STUDY]
    assert relied_on(["mia", "anna"], words, either, TODAY) is None
    assert relied_on(["mia"], words, either, TODAY) is P.QUALITY_CODING
    assert relied_on(["anna"], words, either, TODAY) is P.RESEARCH_STUDY
    both = [*words, *said(("mia", P.RESEARCH_STUDY, "given"))]
    assert relied_on(["mia", "anna"], both, either, TODAY) is P.RESEARCH_STUDY


def test_where_nobody_or_not_everybody_is_entered_nobody_agreed() -> None:
    words = said(("mia", P.LOOK_TOGETHER, "given"))
    assert relied_on([], words, [P.LOOK_TOGETHER], TODAY) is None
    assert relied_on(["mia", None], words, [P.LOOK_TOGETHER], TODAY) is None
    assert lacking(["mia", None, "jo"], words, P.LOOK_TOGETHER, TODAY) == [None, "jo"]


def test_no_purpose_allows_another() -> None:
    for given, asked in product(Purpose, Purpose):
        found = relied_on(["mia"], said(("mia", given, "given")), [asked], TODAY)
        assert (found is asked) is (given is asked)
