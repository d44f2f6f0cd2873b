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


def test_after_a_pass_in_the_field_another_coding_in_depth_is_not_there_so_ones_own_counts(
    place: Workplace, lead: Account, ana: Account, ben: Account
) -> None:
    """Ana submits a pass in the field; Ben's coding at the depth that she is still to code stays hidden."""
    session = visit(place, lead)
    field = codings.begin_coding(place, ana, session)
    codings.submit_coding(place, ana, field, 0)
    coded(place, ben, session, BEN)
    assert [c.id for c in codings.codings_here(place, ana, session)] == [field]
    coded(place, ana, session, ANA)
    assert len(codings.codings_here(place, ana, session)) == 3
    assert together(place, lead) == (pytest.approx(0.9), 0)


def test_who_could_read_the_others_pass_in_the_field_is_not_blind_in_depth(
    place: Workplace, lead: Account, ana: Account, ben: Account
) -> None:
    """Both have submitted a pass in the field, and see each other's, before Ana codes in depth."""
    session = visit(place, lead)
    for who in (ana, ben):
        codings.submit_coding(place, who, codings.begin_coding(place, who, session), 0)
    assert len(codings.codings_here(place, ana, session)) == 2
    coded(place, ana, session, ANA)
    coded(place, ben, session, BEN)
    view = study_agreeing.agreement_of_study(place, lead, study_of(place, lead))
    assert (view.parts, view.set_aside, view.shallow) == ([], 2, 2)


def test_what_was_changed_after_a_lead_opened_it_again_is_blind_only_before_the_other_was_there(
    place: Workplace, lead: Account, ana: Account, ben: Account
) -> None:
    """Ben's is opened before Ana submits, and counts as it then is; opened and changed after that, in nothing."""
    session = visit(place, lead)
    bens = coded(place, ben, session, LATE)

    def again(*cues: int) -> None:
        codings.reopen_coding(place, lead, bens, "the film was shifted")
        if cues:
            press(place, ben, bens, *(mark("infant_cue", "infant", "bid_social", at) for at in cues))
        codings.submit_coding(place, ben, bens, codings.own(place, ben, bens).seq)

    again(10_000)
    coded(place, ana, session, ANA)
    # Both together until 20 s, both apart from 59 s on: 21 of 60.
    assert together(place, lead) == (pytest.approx(0.35), 0)
    again()
    assert together(place, lead) == (pytest.approx(0.35), 0), "opened, and nothing was changed"
    again(30_000)
    assert study_agreeing.agreement_of_study(place, lead, study_of(place, lead)).parts == []


def study_of(place: Workplace, lead: Account) -> str:
    return studying.own_studies(place, lead)[0].study.id


def of(place: Workplace, who: Account) -> tuple[str, str]:
    scheme = next(c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == "core-attunement")
    return scheme, "standard"
