"""Of several codings of a visit by one coder the last one that was blind counts between coders."""

import pytest

from annotator.actions import codings, people, study_agreeing, studying
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from tests.actions.test_study_agreeing import ANA, BEN, coded
from tests.meeting_case import mark, press, visit

LATE = (("together", 0, 59_000), ("apart", 59_000, 60_000))


@pytest.fixture
def ana(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Ana", "coder", whole=True)


@pytest.fixture
def ben(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Ben", "coder", whole=True)


def together(place: Workplace, lead: Account) -> tuple[float, int]:
    """The share of time coded alike, and how many codings were set aside."""
    (part,) = study_agreeing.agreement_of_study(place, lead, study_of(place, lead)).parts
    (lane,) = part.found.states
    assert (len(lane.sessions), list(lane.pairs)) == (1, [tuple(sorted(lane.pairs)[0])])
    return lane.percent.value.value or 0.0, part.set_aside


def test_the_last_one_before_the_other_coded_counts(
    place: Workplace, lead: Account, ana: Account, ben: Account
) -> None:
    """Ana twice, then Ben: her second is as blind as her first; 54 of 60 s as Ben."""
    session = visit(place, lead)
    coded(place, ana, session, LATE)
    coded(place, ana, session, ANA)
    coded(place, ben, session, BEN)
    assert together(place, lead) == (pytest.approx(0.9), 1)


def test_one_begun_when_the_other_could_be_seen_does_not(
    place: Workplace, lead: Account, ana: Account, ben: Account
) -> None:
    """Ana, Ben, and Ana once more, who could have read Ben's by then: her first counts."""
    session = visit(place, lead)
    coded(place, ana, session, ANA)
    bens = coded(place, ben, session, BEN)
    coded(place, ana, session, BEN)
    assert together(place, lead) == (pytest.approx(0.9), 1)
    codings.reopen_coding(place, lead, bens, "the end was cut off")
    codings.submit_coding(place, ben, bens, codings.own(place, ben, bens).seq)
    assert together(place, lead) == (pytest.approx(0.9), 1), "when Ben's was there first is not forgotten"


def test_one_that_was_open_before_the_other_was_there_is_blind(
    place: Workplace, lead: Account, ana: Account, ben: Account
) -> None:
    session = visit(place, lead)
    first, second = (
        coded(place, ana, session, LATE),
        codings.begin_coding(place, ana, session, *of(place, ana)),
    )
    assert first != second
    coded(place, ben, session, BEN)
    assert [c.coder for c in codings.codings_here(place, ana, session)] == [ana.id, ana.id]
    press(place, ana, second, *(mark("dyad_state", "dyad", *state) for state in ANA))
    codings.submit_coding(place, ana, second, 1)
    assert together(place, lead) == (pytest.approx(0.9), 1), "the second, with which Ben's 54 of 60 s agree"


def test_a_coding_at_a_depth_that_was_begun_after_another_could_be_seen_counts_in_nothing(
    place: Workplace, lead: Account, ana: Account, ben: Account
) -> None:
    """Ana submits a pass in the field, so that Ben's coding is there for her; what she codes then is not blind."""
    session = visit(place, lead)
    field = codings.begin_coding(place, ana, session)
    codings.submit_coding(place, ana, field, 0)
    coded(place, ben, session, BEN)
    assert len(codings.codings_here(place, ana, session)) == 2
    coded(place, ana, session, BEN)
    assert study_agreeing.agreement_of_study(place, lead, study_of(place, lead)).parts == []


def study_of(place: Workplace, lead: Account) -> str:
    return studying.own_studies(place, lead)[0].study.id


def of(place: Workplace, who: Account) -> tuple[str, str]:
    scheme = next(c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == "core-attunement")
    return scheme, "standard"
