"""The pages around assignments: coders with themselves, a list on Home that ends, what cannot be drawn."""

from collections.abc import Callable
from unittest.mock import patch

import pytest

from annotator.actions import coding_again, codings, people, studying, work_list, workplace
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from tests.actions.test_coding_again import let_days_pass, wanted
from tests.actions.test_study_agreeing import ANA, BEN, coded
from tests.meeting_case import mark, press, visit
from tests.pages.test_pages import opened, words

Shown = Callable[..., str]


@pytest.fixture
def shown(place: Workplace) -> Shown:
    """Everything that a page says to somebody."""
    workplace.use(place)

    def page(who: Account, name: str, **query: str) -> str:
        with patch("streamlit.user", {"email": who.id}):
            at = opened(name, **query)
        assert not at.exception, [each.value for each in at.exception]
        return words(at) + "\n".join(str(each.value) for each in at.dataframe)

    return page


def test_coders_with_themselves_stand_apart_and_home_says_when_all_is_done(
    place: Workplace, lead: Account, shown: Shown
) -> None:
    session, ana = visit(place, lead), people.add_person(place, lead, "Ana", "coder")
    scheme = wanted(place, lead).scheme
    studying.give_visits(place, lead, [session], ana.id, scheme, "standard")
    assert "Code it" not in shown(lead, "home")
    assert "Core attunement, responsiveness and repair · not begun" in shown(ana, "home")
    coded(place, ana, session, ANA)
    assert "Everything that you were given is submitted" in shown(ana, "home")
    study = studying.own_studies(place, lead)[0].study.id
    assert "was coded by two people yet" in shown(lead, "agreement", study=study)
    coding_again.assign_again(place, lead, study, wanted(place, lead))
    assert "Everything that you were given is submitted" in shown(ana, "home")
    assert "again" in shown(lead, "assignments", study=study)
    let_days_pass(place)
    assert "not begun" in shown(ana, "home")
    again = codings.begin_coding(place, ana, session)
    press(place, ana, again, *(mark("dyad_state", "dyad", *state) for state in BEN))
    codings.submit_coding(place, ana, again, 1)
    assert work_list.my_work(place, ana).done == 1
    told = shown(lead, "agreement", study=study)
    # 54 of 60 s as before; together 20 and 26 of 60 s: κ = .791.
    assert "Coders with themselves: Core attunement" in told
    assert ("90 %" in told, "0.79" in told) == (True, True)
    assert "No session was coded by two" not in told


def test_a_study_without_coders_says_what_to_do(place: Workplace, lead: Account, shown: Shown) -> None:
    visit(place, lead)
    told = shown(lead, "assignments", study=studying.own_studies(place, lead)[0].study.id)
    assert "Nothing was handed out yet" in told
    assert "No coder belongs to the study yet." in told


def test_a_supervisor_by_share_is_told_whom_to_ask_and_who_codes_stands_in_one_order(
    place: Workplace, lead: Account, shown: Shown
) -> None:
    """Sam sees nothing until the visit is shared; then Ana stands before Ben, whoever was first to code."""
    session = visit(place, lead)
    sam = people.add_person(place, lead, "Sam", "supervisor")
    for page in ("home", "compare"):
        assert "ask whoever leads the study to share these visits" in shown(sam, page)
        assert "ask whoever leads the study" not in shown(lead, page)
    ben, ana = (people.add_person(place, lead, name, "coder", whole=True) for name in ("Ben", "Ana"))
    for who, states in ((ben, BEN), (ana, ANA)):
        coded(place, who, session, states)
    studying.give_visits(place, lead, [session], sam.id)
    assert "ask whoever leads the study" not in shown(sam, "home")
    for who in (sam, ben, ana):
        assert "Ana and Ben say the same for 90 % of the time" in shown(who, "compare", session=session)
    study = studying.own_studies(place, lead)[0].study.id
    told = shown(lead, "agreement", study=study)
    assert "Ana – Ben" in told
    assert told.count("too few for an interval") == 2, "of the line, and of its pairs"
    assert told.count("one session is too few for a coefficient") == 1
    assert "how far apart from 3 sessions on, a coefficient from 12 on" in told
    asked = (
        "Accuracy of at least 80 %; each code with at least 10 stretches shared for at least 60 % of its time"
    )
    assert asked in shown(lead, "studies", id=study).replace("\\", "")
    planned = shown(lead, "assignments", study=study)
    assert "Handed out to two coders: 0" in planned
    assert "handed out to two or not, gave κ \\= 0\\.79 for How the two are together" in planned
