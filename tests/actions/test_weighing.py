"""A study's weights: seen by its people, set by who leads it, on record, and followed by suggestions."""

import pytest

from annotator.actions import noticing, people, preparing, studying, weighing
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.feedback import USUAL, Weights
from annotator.store import audit
from annotator.store.accounts import Account
from tests.meeting_case import code, mark, visit


def own_study(place: Workplace, who: Account) -> str:
    return studying.own_studies(place, who)[0].study.id


def test_a_lead_sets_them_a_home_visitor_sees_them_and_it_is_on_record(
    place: Workplace, lead: Account
) -> None:
    study = own_study(place, lead)
    assert weighing.weights_of_study(place, lead, study).weights == USUAL
    weighing.set_weights(place, lead, study, {"repair": 9, "star": USUAL.star})
    pia = people.add_person(place, lead, "Pia", "practitioner", whole=True)
    seen = weighing.weights_of_study(place, pia, study)
    assert (seen.weights, seen.may_set) == (Weights(repair=9), False)
    with pytest.raises(NotFound):
        weighing.set_weights(place, pia, study, {"repair": 1})
    with place.store.read() as tx:
        line = next(each for each in audit.recent(tx, 10, "study", study) if each.verb == "weigh")
        assert (line.who, line.verb, line.details) == (lead.id, "weigh", {"repair": 9})
    weighing.set_weights(place, lead, study, {})
    assert weighing.weights_of_study(place, pia, study).weights == USUAL


@pytest.mark.parametrize("wrong", [{"luck": 3}, {"star": 11}, {"star": -1}, {"star": True}, {"star": 1.5}])
def test_what_is_no_weight_is_refused_in_a_sentence(
    place: Workplace, lead: Account, wrong: dict[str, int]
) -> None:
    with pytest.raises(AnnotatorError, match=r"from 0 to 10|no such reason"):
        weighing.set_weights(place, lead, own_study(place, lead), wrong)


def test_suggestions_follow_them_on_the_summary_and_while_preparing(place: Workplace, lead: Account) -> None:
    session = visit(place, lead)
    coding = code(
        place, lead, session,
        mark("dyad_state", "dyad", "together", 0, 20_000), mark("dyad_state", "dyad", "out_of_step", 20_000, 26_000),
        mark("dyad_state", "dyad", "together", 26_000, 60_000), mark("moment", "dyad", "star", 5_000),
    )  # fmt: skip
    plan = preparing.open_plan(place, lead, session)

    def first() -> tuple[str, str]:
        shown = preparing.plan_json(place, lead, plan)["suggestions"][0]["rule"]
        return noticing.noticed(place, lead, coding).suggestions[0].rule, shown

    assert first() == ("star", "star")
    weighing.set_weights(place, lead, own_study(place, lead), {"repair": 10, "star": 1, "star_inside": 0})
    assert first() == ("repair", "repair")
