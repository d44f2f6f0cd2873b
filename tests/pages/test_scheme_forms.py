"""The forms of a draft: every field that a problem can name is there, and what one does in it is kept."""

import copy
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from annotator.actions import drafting, workplace
from annotator.actions.workplace import Workplace
from annotator.schemes import problems_of
from annotator.schemes.drafts import (
    A_FIFTH_BY_TWO,
    A_MEETING,
    A_TEST_FIRST,
    FIVE_MINUTES,
    add_pattern,
    with_value,
)
from annotator.schemes.drafts.form import FIELDS, HEADINGS
from annotator.schemes.writing import as_yaml
from annotator.store.accounts import Account
from tests.all_kinds import all_kinds

MAIN = Path(__file__).parent.parent.parent / "annotator" / "pages" / "main.py"
Document = dict[str, Any]
GATES = {"training_gate": A_TEST_FIRST, "field_target": {"kappa_min": 0.6}, "double_code": A_FIFTH_BY_TWO}


@pytest.fixture
def lead_here(place: Workplace, lead: Account) -> Any:
    workplace.use(place)
    with patch("streamlit.user", {"email": lead.id}):
        yield lead


@pytest.fixture
def at(place: Workplace, lead_here: Account) -> AppTest:
    """A draft with everything that a scheme may have, open."""
    id = drafting.begin_from_text(place, lead_here, as_yaml(with_everything()))
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    page.query_params["draft"] = id
    page.switch_page("scheme.py")
    return page.run()


def draft_of(place: Workplace, who: Account) -> Document:
    (only,) = drafting.drafts(place, who)
    document = drafting.draft(place, who, only.id).document
    assert document is not None
    return document


def with_everything() -> Document:
    """Every kind of track, modifier and rule, and every part that a scheme may have or not."""
    made = all_kinds() | {
        "sampling": copy.deepcopy(FIVE_MINUTES),
        "feedback_meeting": copy.deepcopy(A_MEETING),
    }
    made["tracks"][0]["codes"][0] = made["tracks"][0]["codes"][0] | {"feedback": {"show_to_parent": False}}
    made = add_pattern(made, "repaired", "Back", ("contact", ["apart"]), ("contact", ["in_contact"]), 9)
    made = add_pattern(made, "answered", "Answered", ("cue", []), ("answer", []), 3)
    for name in ("share", "mean", "turns", "ladder"):
        made = add_pattern(made, name, name.title(), ("contact", ["apart"]), ("mood", ["settled"]))
    made["measures"][0] |= {"audience": ["parent"], "parent_template": {"en": "Back together."}}
    spoken = {"state_tracks": "time_unit_kappa", "point_tracks": "event_match_f1", "rating_tracks": "icc_2_1_absolute",
              "modifiers": "kappa_on_matched_events", "measures": "icc_2_1_absolute"}  # fmt: skip
    told = {group: {"statistics": [statistic]} for group, statistic in spoken.items()}
    return made | {"reliability": told | copy.deepcopy(GATES)}


def labels(at: AppTest) -> set[str]:
    """What the fields on the page are called, and its headings."""
    fields = (
        *at.text_input, *at.text_area, *at.selectbox, *at.multiselect, *at.number_input, *at.checkbox, *at.color_picker,
    )  # fmt: skip
    return {each.label for each in fields} | {each.value for each in (*at.header, *at.subheader)}


def go(at: AppTest, name: str) -> AppTest:
    next(each for each in at.segmented_control if each.label == "Part").set_value(name)
    at.run()
    assert not at.exception, name
    return at


def test_every_field_that_a_problem_can_name_is_on_the_page_under_the_same_words(at: AppTest) -> None:
    assert problems_of(as_yaml(with_everything())) == ()
    lists = {"Tracks", "Codes", "Depths", "Passes", "Scale"}
    for name, fields in FIELDS.items():
        seen = labels(go(at, name))
        if name == "codes":
            for n in range(1, 6):
                next(each for each in at.selectbox if each.label == "Track").set_value(n)
                seen |= labels(at.run())
        wanted = {words.format(value=1, n=1) if "{" in words else str(words) for words in fields.values()}
        assert wanted - lists - seen == set(), name
    go(at, "agreement")
    assert {str(words) for words in HEADINGS.values()} <= labels(at)


def field(at: AppTest, kind: str, label: str) -> Any:
    return next(each for each in getattr(at, kind) if each.label == label)


def test_what_one_does_in_the_new_forms_is_kept_and_stays_sound(
    at: AppTest, place: Workplace, lead_here: Account
) -> None:
    go(at, "films")
    field(at, "number_input", "Youngest, in months").set_value(3.0)
    at.run()
    field(at, "multiselect", "What families are doing").set_value(["feeding"])
    at.run()
    field(at, "text_area", "What to be careful about, one in each line").set_value("Twins\nOutdoors")
    at.run()
    field(at, "number_input", "Seconds of a part").set_value(120.0)
    at.run()
    go(at, "agreement")
    field(at, "checkbox", "Before coding counts").uncheck()
    at.run()
    field(at, "number_input", "Share of the visits (0 to 1)").set_value(0.5)
    at.run()
    go(at, "meeting")
    field(at, "selectbox", "Moment 2").set_value("neutral")
    at.run()
    next(each for each in at.button if each.label == "Add a moment").click()
    at.run()
    made = draft_of(place, lead_here)
    assert made["population"]["age_months"]["min"] == 3
    assert made["population"]["contexts"] == ["feeding"]
    assert [each["en"] for each in made["population"]["caution"]] == ["Twins", "Outdoors"]
    assert made["sampling"] == FIVE_MINUTES | {"length_s": 120}
    assert made["reliability"].keys() == {*with_everything()["reliability"]} - {"training_gate"}
    assert made["reliability"]["double_code"]["share"] == 0.5
    assert made["feedback_meeting"]["order"] == ["strength", "neutral", "strength", "strength"]
    field(at, "checkbox", "Moments may be shown to a parent").uncheck()
    at.run()
    go(at, "films")
    field(at, "checkbox", "Only a part of each film is coded").uncheck()
    at.run()
    made = draft_of(place, lead_here)
    assert (made["feedback_meeting"], "sampling" in made) == (None, False)
    assert problems_of(as_yaml(made)) == ()


def test_a_rule_is_changed_after_it_was_made(at: AppTest, place: Workplace, lead_here: Account) -> None:
    """Its marks, its window, its anchor: what went with the marks it had before goes with them."""
    go(at, "rules")
    for kind, label, value in (
        ("selectbox", "After marks of", "contact"),
        ("multiselect", "After the codes", ["apart"]),
        ("selectbox", "Counted from", "cue_offset"),
        ("number_input", "An answer counts after, s", -1.0),
        ("number_input", "An answer counts up to, s", 5.0),
        ("text_input", "Also told up to, s", "7, 9"),
        ("text_input", "Closed within, s", "4, 8.5, ever"),
        ("selectbox", "Out of", "session_time"),
        ("number_input", "Longest time without one, s", 20.0),
    ):
        field(at, kind, label).set_value(value)
        at.run()
        assert not at.exception, label
    made = draft_of(place, lead_here)
    (rule,) = made["rules"]["contingency"]
    assert rule["cue"] == {"track": "contact", "codes": ["apart"]}
    assert (rule["anchor"], rule["window_ms"]) == ("cue_offset", [-1000, 5000])
    assert rule["sensitivity_windows_ms"] == [7000, 9000]
    by_kind = {measure["kind"]: measure for measure in made["measures"]}
    assert by_kind["episode_share"]["closed_within_ms"] == [4000, 8500, None]
    assert by_kind["proportion_time"]["over"] == "session_time"
    assert by_kind["ladder"]["of"] == {"track": "contact", "rungs": {"in_contact": 0, "apart": 1}}
    assert made["rules"]["constraints"][-1]["max_gap_ms"] == 20_000
    assert problems_of(as_yaml(made)) == ()


def test_a_card_says_in_words_what_it_counts(at: AppTest) -> None:
    go(at, "rules")
    said = {each.value.replace("\\", "") for each in at.caption}
    for line in (
        "answered within 3 s · Cues · Answers",
        "share of the time · Contact: Apart",
        "two partners on one ladder · Contact · Child's mood",
        "asks where two hold at once · Contact: Apart · Touch: Holds",
    ):
        assert line in said


def test_defaults_licence_and_who_sees_a_code_have_their_fields(
    at: AppTest, place: Workplace, lead_here: Account
) -> None:
    go(at, "about")
    field(at, "text_input", "Licence, by its short name").set_value("CC-BY-4.0")
    at.run()
    field(at, "text_area", "What results are never called, one in each line").set_value("IQ\ndiagnosis")
    at.run()
    go(at, "modifiers")
    defaults = [each for each in at.selectbox if each.label == "Unless the coder says otherwise"]
    defaults[0].set_value("voice")
    at.run()
    field(at, "selectbox", "Worked out as the time since the mark of").set_value("to")
    at.run()
    go(at, "codes")
    field(at, "multiselect", "Who sees this code").set_value(["supervisor", "researcher"])
    at.run()
    made = draft_of(place, lead_here)
    assert made["provenance"]["licence"]["spdx"] == "CC-BY-4.0"
    assert made["provenance"]["claims"]["must_not_be_reported_as"] == ["IQ", "diagnosis"]
    by_id = {each["id"]: each for each in made["modifiers"]}
    assert by_id["how"]["default"] == "voice"
    assert (by_id["distance"]["derived"], by_id["distance"]["link"]) == ("delay_to_link", "to")
    assert made["tracks"][0]["codes"][0]["visibility"] == ["supervisor", "researcher"]
    go(at, "modifiers")
    field(at, "selectbox", "Worked out as the time since the mark of").select_index(0)
    at.run()
    assert "derived" not in {each["id"]: each for each in draft_of(place, lead_here)["modifiers"]}["distance"]


def test_the_address_opens_the_same_part_track_and_code_again(at: AppTest) -> None:
    go(at, "codes")
    field(at, "selectbox", "Track").set_value(1)
    at.run()
    field(at, "radio", "Code").set_value(1)
    at.run()
    name = field(at, "text_input", "Name of the code").value
    asked = dict(at.query_params)
    assert (asked["part"], asked["track"], asked["code"]) == ("codes", "2", "2")
    again = AppTest.from_file(str(MAIN), default_timeout=60)
    for each, value in asked.items():
        again.query_params[each] = value
    again.run()
    again.switch_page("scheme.py")
    again.run()
    assert field(again, "text_input", "Name of the code").value == name
    again.query_params["track"], again.query_params["part"] = "9" * 5000, "nowhere"
    assert not again.run().exception


def test_a_pattern_asks_for_its_name_and_adds_what_was_asked_for(
    at: AppTest, place: Workplace, lead_here: Account
) -> None:
    """Its button is never grey for want of a name; one more number comes only when it is ticked."""
    go(at, "rules")
    measures = len(draft_of(place, lead_here)["measures"])
    field(at, "selectbox", "Pattern").set_value("answered")
    at.run()
    assert {"After marks of", "After the codes", "Answered by marks of"} <= labels(at)
    add = "Add the rule and its measure"
    field(at, "button", add).click()
    at.run()
    assert [each.value for each in at.warning if each.value.startswith("Give it a name first")]
    assert len(draft_of(place, lead_here)["measures"]) == measures
    field(at, "text_input", "Name").set_value("Once")
    naming = next(each for each in at.text_input if each.placeholder == "Smiles answered within 3 s")
    naming.set_value("Answered soon")
    field(at, "button", add).click()
    at.run()
    assert len(draft_of(place, lead_here)["measures"]) == measures + 1
    field(at, "checkbox", "Also how long it takes until the answer").check()
    at.run()
    next(each for each in at.text_input if each.placeholder == naming.placeholder).set_value("Answered")
    field(at, "button", "Add the rule and its measures").click()
    at.run()
    added = draft_of(place, lead_here)["measures"][measures:]
    assert [each["kind"] for each in added] == ["contingency", "contingency", "latency"]
    assert added[-1]["label"]["en"] == "Answered: after how long"


def test_a_code_says_beforehand_what_it_needs_and_which_keys_it_cannot_have(at: AppTest) -> None:
    go(at, "codes")
    said = " ".join(each.value.replace("\\", "") for each in at.caption)
    assert "Before publishing it needs a definition, when it begins and ends, an example" in said
    assert "J, K and L move the film; codes of the same pass have" in said
    other = field(at, "radio", "Code").options[1]
    assert f"({other})" in said


def test_text_is_kept_also_when_another_part_is_chosen_at_once(
    at: AppTest, place: Workplace, lead_here: Account
) -> None:
    go(at, "text")
    area = field(at, "text_area", "Text (YAML)")
    area.set_value(area.value.replace("en: Every kind", "en: Every kind of mark", 1))
    next(each for each in at.button if each.label == "Keep and check").click()
    go(at, "publish")
    assert draft_of(place, lead_here)["title"] == {"en": "Every kind of mark"}


def test_what_is_typed_while_something_is_added_is_kept(
    at: AppTest, place: Workplace, lead_here: Account
) -> None:
    """The browser sends both at once; the track's own field is the same field before and after."""
    go(at, "codes")
    track = field(at, "text_input", "Name of the track")
    named = track.set_value("Between the two")
    field(at, "text_input", "A new code").set_value("Smile")
    next(each for each in at.button if each.label == "Add the code").click()
    at.run()
    made = draft_of(place, lead_here)
    assert made["tracks"][0]["label"]["en"] == "Between the two"
    assert made["tracks"][0]["codes"][-1]["label"]["en"] == "Smile"
    assert field(at, "text_input", "Name of the track").key == named.key
    assert field(at, "radio", "Code").value == len(made["tracks"][0]["codes"]) - 1


def test_a_modifier_says_on_which_codes_it_is(at: AppTest, place: Workplace, lead_here: Account) -> None:
    """Which a code's own field says too; without any it is asked for nowhere."""
    go(at, "modifiers")
    first = draft_of(place, lead_here)["modifiers"][0]["id"]
    field(at, "multiselect", "On which codes").set_value([(1, 0)])
    at.run()
    tracks = draft_of(place, lead_here)["tracks"]
    having = [(t, c) for t, track in enumerate(tracks) for c, code in enumerate(track["codes"])
              if first in (code.get("modifiers") or [])]  # fmt: skip
    assert having == [(1, 0)]


def test_a_language_that_is_given_up_keeps_its_words(
    at: AppTest, place: Workplace, lead_here: Account
) -> None:
    id = drafting.drafts(place, lead_here)[0].id
    drafting.edit(place, lead_here, id, lambda d: with_value(d, ("title",), {"en": "All", "de": "Alles"}))
    for chosen, declared in ((["en", "de"], []), (["en"], ["de"])):
        at.run()
        field(at, "multiselect", "Complete in these languages").set_value(chosen)
        at.run()
        made = draft_of(place, lead_here)
        assert (made["i18n"]["complete"], made["i18n"]["partial"]) == (chosen, declared)
        assert made["title"]["de"] == "Alles"
    assert problems_of(as_yaml(made)) == ()
