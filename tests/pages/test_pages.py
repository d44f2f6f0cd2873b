"""Each page runs on an empty and on a furnished workplace, and says what to do next."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from annotator.access import Purpose
from annotator.actions import (
    agreeing,
    asking_how_usual,
    codings,
    drafting,
    families,
    family_people,
    library,
    meeting,
    moving,
    people,
    preparing,
    release_rule,
    samples,
    signing,
    studying,
    two_passes,
    workplace,
)
from annotator.actions.agreeing import HowGiven
from annotator.actions.workplace import Workplace
from annotator.agreement import EXPLAINED, Taken
from annotator.pages import coefficients
from annotator.schemes.drafts import with_value
from annotator.store import accounts
from annotator.store.accounts import Account
from annotator.store.how_usual import Asked
from tests.agreeing import everybody_agrees
from tests.films import barcode_film
from tests.meeting_case import draft, made_up_film, mark, press, ready_plan, sent
from tests.meeting_case import visit as made_up_visit
from tests.running import Visit, enter_visit

MAIN = Path(__file__).parent.parent.parent / "annotator" / "pages" / "main.py"
NAMES = (
    "home", "families", "people", "schemes", "studies", "visits", "session", "notes", "compare", "onsets", "differences", "agreement", "assignments", "drift", "segment", "fidelity", "training", "summary", "weights", "prepare", "meeting", "moment",
)  # fmt: skip


@pytest.fixture
def signed_in(place: Workplace, lead: Account) -> Iterator[Account]:
    """The first person at this page, as the gate tells Streamlit."""
    workplace.use(place)
    with patch("streamlit.user", {"email": lead.id}):
        yield lead


@pytest.fixture
def visit(ready_visit: Visit) -> Visit:
    return ready_visit


def opened(name: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(MAIN), default_timeout=30)
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page(f"{name}.py")
    return at.run()


def words(at: AppTest) -> str:
    shown = [*at.title, *at.markdown, *at.caption, *at.info, *at.error, *at.header]
    return "\n".join(str(each.value) for each in shown)


def stills(at: AppTest) -> list[str]:
    """What shows a film's still."""
    return [each.proto.body for each in at.get("html") if "poster.jpg" in each.proto.body]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_without_anything_says_what_to_do(name: str, signed_in: Account) -> None:
    at = opened(name)
    assert not at.exception
    assert len(words(at)) > 20


def test_the_families_page_finds_visits_by_words(place: Workplace, signed_in: Account, visit: Visit) -> None:
    other = families.create_family(place, signed_in, "Family 077")
    families.create_session(place, signed_in, other.id, "Feeding at noon", "2026-02-02", "feeding")
    at = opened("families", q="noon")
    assert not at.exception
    assert "Visits · 1" in words(at)


def test_a_familys_page_names_its_people_to_who_may_know_them(place: Workplace, signed_in: Account) -> None:
    family = families.create_family(place, signed_in, "Family 077").id
    assert "Nobody is entered yet" in words(opened("families", id=family))
    family_people.add_member(place, signed_in, family, "caregiver", "Anna [x](y)")
    family_people.add_member(place, signed_in, family, "child", "Mia")
    at = opened("families", id=family)
    assert not at.exception
    assert [w in words(at).replace("\\", "") for w in ("Anna [x](y)", "Mia", "Move up")] == [
        True,
        True,
        False,
    ]
    at.button(key=f"up-{family_people.members(place, signed_in, family).people[1].id}").click().run()
    assert [p.label for p in family_people.members(place, signed_in, family).people] == ["Mia", "Anna [x](y)"]
    ben = people.add_person(place, signed_in, "Ben", "coder", whole=True)
    with patch("streamlit.user", {"email": ben.id}):
        at = opened("families", id=family)
        assert not at.exception
        assert "Mia" not in words(at)


def test_adding_someone_is_confirmed(place: Workplace, signed_in: Account) -> None:
    at = opened("people")
    next(each for each in at.text_input if each.label == "Name").set_value("Ben")
    next(each for each in at.button if each.label == "Add").click().run()
    assert "Ben can sign in here now" in words(at)
    at = opened("families", id=families.create_family(place, signed_in, "Family 077").id)
    at.text_input(key="label-new").set_value("Mia")
    next(each for each in at.button if each.label == "Enter").click().run()
    assert "Mia is entered" in words(at)


def test_sign_ins_are_listed_and_ended_on_the_page(place: Workplace, signed_in: Account) -> None:
    ben = people.add_person(place, signed_in, "Ben", "coder")

    def comes_in(who: Account, browser: str) -> str:
        return place.store.write(lambda tx: accounts.sign_in(tx, who.id, browser=browser))

    comes_in(signed_in, "Firefox, Linux")
    comes_in(signed_in, "Safari, iPad")
    bens = comes_in(ben, "Edge, Windows")
    listed = {each.browser: each.id for each in people.sign_ins_of(place, signed_in, signed_in.id)}
    at = opened("people")
    assert [browser in words(at) for browser in ("Firefox, Linux", "Safari, iPad")] == [True, True]
    at.button(key=f"end-{listed['Safari, iPad']}").click().run()
    assert "That sign-in has ended" in words(at).replace("\\", "")
    left = people.sign_ins_of(place, signed_in, signed_in.id)
    assert [each.browser for each in left] == ["Firefox, Linux"]
    at.button(key=f"out-{ben.id}").click().run()
    assert signing.who_is(place, bens) is None


def test_who_came_in_long_ago_signs_in_once_more_before_adding_someone(
    place: Workplace, lead: Account
) -> None:
    workplace.use(replace(place, public="https://attune.example.org"))
    with patch("streamlit.user", {"email": lead.id, "sign_in": "0123456789abcdef"}):
        at = opened("people")
        next(each for each in at.text_input if each.label == "Name").set_value("Ben")
        next(each for each in at.button if each.label == "Add").click().run()
    assert "sign in once more" in words(at)
    assert any('href="/sign-in?next=' in each.proto.body for each in at.get("html"))
    assert [each.name for each in people.people(place, lead) if not each.disabled] == [lead.name]


def test_a_visits_page_asks_who_is_on_the_film_before_one_is_chosen(
    place: Workplace, signed_in: Account
) -> None:
    family = families.create_family(place, signed_in, "Family 077").id
    made = families.create_session(place, signed_in, family, "Visit 1", "2026-05-31", "feeding")
    at = opened("session", id=made.id)
    assert "Who will be on the film, and what did they agree to?" in words(at)
    assert "Film" not in [str(each.value) for each in at.header]
    at.text_input(key=f"child-{made.id}").set_value("Mia").run()
    at.button(key=f"agreed-{made.id}").click().run()
    assert "Say how they agreed" in words(at)
    at.button_group(key=f"how-{made.id}").set_value("spoken").run()
    at.button(key=f"agreed-{made.id}").click().run()
    assert not at.exception
    assert "Who will be on the film" not in words(at)
    assert "Film" in [str(each.value) for each in at.header]
    assert "agrees to film and look together" in words(at)
    matrix = agreeing.matrix(place, signed_in, family)
    assert [(p.label, matrix.given(p.id)) for p in matrix.people] == [
        ("Mia", [Purpose.LOOK_TOGETHER]), ("Caregiver", [Purpose.LOOK_TOGETHER]),
    ]  # fmt: skip


def test_a_feedback_sessions_page_asks_for_its_own_agreement_and_offers_no_meeting(
    place: Workplace, signed_in: Account
) -> None:
    family = families.create_family(place, signed_in, "Family 077").id
    made = families.create_session(place, signed_in, family, "Our talk", "2026-05-31", "feedback_session")
    at = opened("session", id=made.id)
    assert at.button(key=f"agreed-{made.id}").label == "They agreed that the feedback session is filmed"
    at.text_input(key=f"child-{made.id}").set_value("Mia").run()
    at.button_group(key=f"how-{made.id}").set_value("spoken").run()
    at.button(key=f"agreed-{made.id}").click().run()
    matrix = agreeing.matrix(place, signed_in, family)
    assert [matrix.given(p.id) for p in matrix.people] == [[Purpose.FEEDBACK_SESSION]] * 2
    made_up_film(place, made.id)
    at = opened("session", id=made.id)
    assert not at.exception
    assert "A feedback session is watched with notes" in words(at)
    offered = [each.proto.label for each in at.get("page_link")]
    assert "Write notes while watching" in offered
    assert "Code this film" not in offered and "Prepare a meeting" not in offered
    scheme = next(box for box in at.selectbox if box.label == "Scheme")
    assert len(scheme.options) == 1


def test_the_next_visit_needs_one_tap_and_another_person_an_agreement(
    place: Workplace, signed_in: Account
) -> None:
    family = families.create_family(place, signed_in, "Family 077").id
    visits = [
        families.create_session(place, signed_in, family, f"Visit {n}", f"2026-05-0{n}", "feeding").id
        for n in (1, 2, 3)
    ]
    everybody_agrees(place, signed_in, visits[0], [Purpose.LOOK_TOGETHER])
    at = opened("session", id=visits[1])
    at.button(key=f"keep-{visits[1]}").click().run()
    assert len(family_people.presence(place, signed_in, visits[1]).on_film) == 2
    jo = family_people.add_member(place, signed_in, family, "other", "Interpreter Jo")
    at = opened("session", id=visits[2])
    before = [p.id for p in family_people.presence(place, signed_in, visits[2]).people if p.id != jo.id]
    at.button_group(key=f"pick-{visits[2]}").set_value([*before, jo.id]).run()
    assert not [each for each in at.button if each.key == f"keep-{visits[2]}"]
    at.button(key=f"later-{visits[2]}").click().run()
    assert "has agreed to nothing yet" in words(at)


def test_a_film_from_before_agreement_was_asked_opens_with_one_answer(
    place: Workplace, signed_in: Account, visit: Visit
) -> None:
    """People who are on its film and were never asked are asked for there; who refused is not asked again."""
    place.store.write(lambda tx: tx.execute(text("DELETE FROM consent")))
    child, carer = family_people.presence(place, signed_in, visit.session).on_film
    at = opened("session", id=visit.session)
    assert f"What did {child.label}, {carer.label} agree to?" in words(at)
    assert not stills(at)
    agreeing.note(place, signed_in, [carer.id], [Purpose.LOOK_TOGETHER], "refused")
    at = opened("session", id=visit.session)
    assert f"What did {child.label} agree to?" in words(at)
    agreeing.note(place, signed_in, [carer.id], [Purpose.LOOK_TOGETHER], "given", HowGiven("paper"))
    at = opened("session", id=visit.session)
    at.button_group(key=f"how-{visit.session}").set_value("spoken").run()
    at.button(key=f"agreed-{visit.session}").click().run()
    assert not at.exception
    assert stills(at)
    assert "agree to?" not in words(at)


@pytest.mark.parametrize(
    ("page", "asked"), [("desk", "session"), ("notes", "session"), ("prepare", "session"), ("session", "id")]
)
def test_a_page_of_a_closed_film_says_why_and_leads_to_the_visit(
    place: Workplace, signed_in: Account, visit: Visit, page: str, asked: str
) -> None:
    carer = family_people.presence(place, signed_in, visit.session).on_film[1]
    agreeing.withdraw(place, signed_in, carer.id)
    at = opened(page, **{asked: visit.session})
    assert not at.exception
    shown = words(at).replace("\\", "")
    assert (
        f"Without the agreement of {carer.label} to “film and look together” this film stays closed." in shown
    )
    if page != "session":
        assert [link.label for link in at.get("page_link") if visit.session in str(link.proto)][-1] == (
            "Open the visit"
        )


def test_two_taps_take_an_agreement_back(place: Workplace, signed_in: Account, visit: Visit) -> None:
    """The first opens, the second is the button pressed here; the still is gone, the page says why."""
    at = opened("session", id=visit.session)
    assert stills(at)
    anna = family_people.presence(place, signed_in, visit.session).on_film[1]
    at.button(key=f"back-{anna.id}-look_together").click().run()
    assert not at.exception
    family = families.session(place, signed_in, visit.session).family.id
    assert Purpose.LOOK_TOGETHER not in agreeing.matrix(place, signed_in, family).given(anna.id)
    assert "Taken back" in words(at)
    at.button(key=f"all-{anna.id}").click().run()
    assert agreeing.matrix(place, signed_in, family).given(anna.id) == []
    shown = words(at).replace("\\", "")
    assert not stills(at)
    assert f"Without the agreement of {anna.label}" in shown
    assert "The film, its meetings and its sheets are closed until everybody on it agrees." in shown


def test_a_closed_visit_asks_for_no_more_films(place: Workplace, signed_in: Account, visit: Visit) -> None:
    def invites(at: AppTest) -> bool:
        return any("upload" in str(each.proto) for each in at.get("bidi_component"))

    assert invites(opened("session", id=visit.session))
    agreeing.withdraw(place, signed_in, family_people.presence(place, signed_in, visit.session).on_film[0].id)
    assert not invites(opened("session", id=visit.session))


def test_a_summary_offers_no_table_that_would_be_refused(
    place: Workplace, signed_in: Account, visit: Visit
) -> None:
    def tables(at: AppTest) -> int:
        return sum("/exports/" in str(each.proto) for each in at.get("html"))

    assert tables(opened("summary", coding=visit.coding)) == 4
    agreeing.withdraw(place, signed_in, family_people.presence(place, signed_in, visit.session).on_film[0].id)
    at = opened("summary", coding=visit.coding)
    assert tables(at) == 0
    assert "nothing of this film leaves this computer" in words(at)


def test_a_familys_page_shows_the_matrix_in_words(place: Workplace, signed_in: Account, visit: Visit) -> None:
    family = families.session(place, signed_in, visit.session).family.id
    child, _carer = agreeing.matrix(place, signed_in, family).people
    agreeing.withdraw(place, signed_in, child.id, Purpose.SUPERVISOR)
    at = opened("families", id=family)
    assert not at.exception
    row = next(line for line in words(at).splitlines() if "supervisor |" in line)
    assert row == "| the home visitor's supervisor | took it back | **agrees** |"
    assert "noted by" in words(at)


def test_a_visit_shows_its_film_and_ones_coding(signed_in: Account, visit: Visit) -> None:
    at = opened("session", id=visit.session)
    assert not at.exception
    assert "Your coding" in words(at)
    assert "50 frames" in words(at).replace("\\", "")


def test_a_visit_asks_how_usual_it_was_until_somebody_answered(
    place: Workplace, signed_in: Account, visit: Visit
) -> None:
    """Their answer is kept by one press; it can be corrected, and that they could not say is an answer too."""
    at = opened("session", id=visit.session)
    assert "Not asked yet" in words(at)
    for answer in (4, 0):
        at.button_group(key=f"how-usual-{visit.session}").set_value(answer).run()
        assert not at.exception
        kept = asking_how_usual.answered(place, signed_in, visit.session)
        assert kept == Asked(answer or None)
    assert "Not asked yet" not in words(at)


def test_a_summary_of_nothing_says_so(signed_in: Account, visit: Visit) -> None:
    at = opened("summary", coding=visit.coding)
    assert not at.exception
    assert "Nothing is marked yet" in words(at)


def test_every_moment_behind_a_count_can_be_reached(
    place: Workplace, signed_in: Account, visit: Visit
) -> None:
    """Fifty bids, 40 ms apart: 24 on a page, so the third page has the last two, at 1,920 and 1,960 ms."""
    bids = [mark("infant_cue", "infant", "bid_social", 40 * n) for n in range(50)]
    press(place, signed_in, visit.coding, *bids)
    at = opened("summary", coding=visit.coding)
    at.session_state["infant_cue-infant"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    assert "1 to 24 of 50" in words(at)
    at.button(key="from-infant_cue-infant-bid_social-on").click().run()
    at.button(key="from-infant_cue-infant-bid_social-on").click().run()
    assert not at.exception
    assert "49 to 50 of 50" in words(at)
    assert [link.proto.label for link in at.get("page_link")[-2:]] == ["00:01.920", "00:01.960"]


def test_the_measures_of_the_scheme_stand_with_n_and_lead_to_their_moments(
    place: Workplace, signed_in: Account, visit: Visit
) -> None:
    """Together for 0.8 s of 2 s; out of step from there to the film's end, so nobody knows how long."""
    states = [
        mark("dyad_state", "dyad", "together", 0, 800), mark("dyad_state", "dyad", "out_of_step", 800, 2_000),
    ]  # fmt: skip
    press(place, signed_in, visit.coding, *states)
    at = opened("summary", coding=visit.coding)
    table = at.dataframe[0].value.set_index("measure")
    together = table.loc["Share of time together"]
    assert (together["n"], together["number"].endswith("%")) == ("0.8 s", True)
    assert "of" in table.columns and together["of"].endswith(" s")
    latency = table.loc["Time until the way back was found"]
    assert (latency["number"], latency["of"]) == ("–", "1 episode")
    assert "Time until the way back was found: not reached" in words(at).replace("\\", "")
    at.session_state["measures"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    assert not at.exception
    assert [link.proto.label for link in at.get("page_link")[-1:]] == ["00:00.000 · 0.8 s"]


def test_a_visit_that_does_not_exist_is_a_sentence(signed_in: Account) -> None:
    at = opened("session", id="0123456789abcdef")
    assert "There is no such visit here" in words(at).replace("\\", "")
    assert not at.error


def test_after_one_pass_home_and_visit_ask_for_the_meeting(
    place: Workplace, signed_in: Account, visit: Visit
) -> None:
    assert "look at together" not in words(opened("home"))
    press(place, signed_in, visit.coding, mark("moment", "dyad", "star", 400))
    assert "choose moments to look at together" in words(opened("home"))
    assert "Meeting with the family" in words(opened("session", id=visit.session))
    plan = preparing.open_plan(place, signed_in, visit.session)
    assert "the meeting is being prepared" in words(opened("home"))
    only = sent(onset_ms=0, offset_ms=1_960, at_ms=400)
    preparing.save_plan(place, signed_in, plan, draft(only))
    assert "one moment chosen" in words(opened("session", id=visit.session))


def test_home_says_what_attune_is_not_also_to_who_just_came(signed_in: Account) -> None:
    assert "Not diagnostic, not forensic, not validated" in words(opened("home"))


def test_a_coding_in_depth_asks_for_no_meeting(place: Workplace, signed_in: Account, tmp_path: Path) -> None:
    deep = enter_visit(place, barcode_film(tmp_path / "film.mp4", frames=50), "standard")
    press(place, signed_in, deep.coding, mark("moment", "dyad", "star", 400))
    assert "look at together" not in words(opened("home"))


def test_a_meeting_that_is_ready_can_be_opened_and_one_that_was_held_asks_for_nothing(
    place: Workplace, signed_in: Account, tmp_path: Path
) -> None:
    long = enter_visit(place, barcode_film(tmp_path / "long.mp4", frames=300))
    plan = ready_plan(place, signed_in, long.session, sent(onset_ms=0, offset_ms=9_000, at_ms=4_000))
    assert "the meeting is ready" in words(opened("home"))
    meeting.close_meeting(place, signed_in, plan, "wait", "", "", None)
    assert "meeting" not in words(opened("home"))
    held = opened("session", id=long.session)
    assert "Held on" in words(held)
    ways = " ".join(str(each.proto) for each in held.get("html"))
    for name in (f"{plan}.html", f"{plan}.pdf", f"{plan}.html?file"):
        assert f"/sheets/{name}" in ways, name
    for form in ("txt", "pdf", "html"):
        assert f"/visit-notes/{plan}.{form}" in ways, form


def test_who_only_codes_prepares_no_meeting(place: Workplace, lead: Account, visit: Visit) -> None:
    coder = people.add_person(place, lead, "Ben", "coder", whole=True)
    workplace.use(place)
    with patch("streamlit.user", {"email": coder.id}):
        assert "Meeting with the family" not in words(opened("session", id=visit.session))
        assert "no such" in words(opened("prepare", session=visit.session)).lower()


def test_a_visits_page_says_what_is_hard_to_see_of_its_film(
    place: Workplace, signed_in: Account, visit: Visit
) -> None:
    at = opened("session", id=visit.session)
    assert "the picture" not in words(at)
    recording = families.session(place, signed_in, visit.session).session.recordings[0].id
    file = place.film_folder(recording) / "film.json"
    dark = {"kind": "dark", "onset_ms": 40_000, "offset_ms": 70_000}
    file.write_text(json.dumps(json.loads(file.read_text()) | {"hard_to_see": [dark]}))
    at = opened("session", id=visit.session)
    assert not at.exception
    assert "From 0:40 to 1:10 the picture is very dark. You can still use the film" in words(at).replace(
        "\\", ""
    )


def test_a_family_goes_to_another_study_and_the_empty_one_goes(place: Workplace, signed_in: Account) -> None:
    sleep = studying.make_study(place, signed_in, "Sleep [x](y)")
    family = families.create_family(place, signed_in, "Family 077", study=sleep).id
    at = opened("studies", id=sleep)
    next(b for b in at.button if b.label == "Delete it").click()
    assert "One family is in this study" in words(at.run())
    at = opened("families", id=family)
    house = next(own.study.id for own in studying.own_studies(place, signed_in) if own.study.id != sleep)
    move = next(box for box in at.selectbox if box.label == "Study")
    assert move.value == house
    next(b for b in at.button if b.label == "Move the family").click().run()
    assert not at.exception
    assert moving.could_move_to(place, signed_in, family) == {sleep: "Sleep [x](y)"}
    at = opened("studies", id=sleep)
    next(b for b in at.button if b.label == "Delete it").click().run()
    assert not at.exception
    assert [own.study.id for own in studying.own_studies(place, signed_in)] == [house]


def test_a_release_of_every_plan_is_asked_for_with_one_switch_and_others_read_it(
    place: Workplace, signed_in: Account
) -> None:
    study = studying.own_studies(place, signed_in)[0].study.id
    at = opened("studies", id=study)
    switch = f"release-{study}"
    asks_for_all = "A supervisor or lead agrees to every plan before its meeting"
    assert (at.toggle(switch).value, at.toggle(switch).label) == (False, asks_for_all)
    for always in (True, False, True):
        at.toggle(switch).set_value(always).run()
        assert not at.exception
        assert release_rule.release_rule(place, signed_in, study).always is always
    assert opened("studies", id=study).toggle(switch).value
    pia = people.add_person(place, signed_in, "Pia", "practitioner", whole=True)
    with patch("streamlit.user", {"email": pia.id}):
        at = opened("studies", id=study)
    assert not at.exception
    assert not at.toggle
    assert f"{asks_for_all}." in words(at).replace("\\", "")


def test_comparing_explains_every_kind_of_number(place: Workplace, signed_in: Account) -> None:
    """States, points, ratings and intervals stand on one page, each number with what it is; nothing is left unnamed."""
    session = samples.load_sample_family(place)
    assert session is not None
    at = opened("compare", session=session)
    assert not at.exception
    helps = [str(each.help) for each in at.markdown if each.help]
    assert len(helps) >= 10
    assert all("No number when" in each for each in helps)
    assert "One number is never enough" in words(at)
    assert "Something went wrong" not in words(at)
    for name in set(coefficients._NAMES.values()):
        assert EXPLAINED[name].means


def part_of_draft(at: AppTest, name: str) -> AppTest:
    """The draft's page at one of its parts."""
    next(each for each in at.segmented_control if each.label == "Part").set_value(name)
    return at.run()


def test_a_scheme_is_written_field_by_field_and_every_change_is_kept(
    place: Workplace, signed_in: Account
) -> None:
    id = drafting.begin(place, signed_in, "Play")
    at = opened("scheme", draft=id)
    assert not at.exception
    next(each for each in at.text_input if each.label == "Title").set_value("Play at home")
    at.run()
    assert drafting.draft(place, signed_in, id).stored.title == "Play at home"
    at = part_of_draft(at, "codes")
    next(each for each in at.text_input if each.label == "Name of the track").set_value("Contact")
    next(each for each in at.button if each.label == "Add the track").click()
    at.run()
    for label in ("Together", "Apart"):
        next(each for each in at.text_input if each.label == "A new code").set_value(label)
        next(each for each in at.button if each.label == "Add the code").click()
        at.run()
    assert not at.exception
    next(each for each in at.checkbox if each.label.startswith("Every moment")).check()
    at.run()
    document = drafting.draft(place, signed_in, id).document
    assert document is not None
    track = document["tracks"][0]
    assert [code["id"] for code in track["codes"]] == ["together", "apart", "cannot_be_seen"]
    assert track["missing_code"] == "cannot_be_seen"
    assert "**Contact › Together › It begins when**" in [each.label for each in at.button]
    assert r"Still empty\: fill it in\." in words(at)
    next(each for each in at.button if each.label == "Undo").click()
    at.run()
    document = drafting.draft(place, signed_in, id).document
    assert document is not None
    assert not document["tracks"][0]["exhaustive"]


def test_a_key_that_is_taken_is_said_at_once_and_every_part_of_a_draft_opens(
    place: Workplace, signed_in: Account
) -> None:
    shipped = library.version_of(place, signed_in, "core-attunement")
    id = drafting.begin_copy(place, signed_in, shipped.hash, "Ours")
    drafting.edit(place, signed_in, id, lambda d: with_value(d, ("tracks", 0, "codes", 1, "key"), "t"))
    at = opened("scheme", draft=id)
    assert "The key t belongs to “How the two are together › Together” already" in words(at)
    for part in ("text", "publish"):
        at = part_of_draft(at, part)
        assert not at.exception, part
    assert "mended first" in words(at)
    next(each for each in at.button if each.label == "**How the two are together › Alongside › Key**").click()
    at.run()
    assert next(each for each in at.selectbox if each.label == "Key").value == "t"
    assert next(each for each in at.text_input if each.label == "Name of the code").value == "Alongside"


def test_what_was_agreed_on_of_onsets_is_decided_anew_on_its_page(
    place: Workplace, signed_in: Account
) -> None:
    """What the lead alone marked was left out; the page has that chosen already and takes another choice."""
    session = made_up_visit(place, signed_in)
    ben = people.add_person(place, signed_in, "Ben", "coder", whole=True)
    pair = []
    for who, marked in ((signed_in, (5_000, 9_000)), (ben, (5_000,))):
        pair.append(codings.begin_coding(place, who, session, profile="standard"))
        cues = (mark("infant_cue", "infant", "bid_social", ms) for ms in marked)
        press(place, who, pair[-1], *cues)
        codings.submit_coding(place, who, pair[-1], 1)
    view = two_passes.onsets(place, signed_in, *pair)
    left_out = two_passes.leaning(view.open_pairs, Taken.NEITHER)
    made = two_passes.agree_onsets(place, signed_in, *pair, left_out)
    at = opened("onsets", a=pair[0], b=pair[1])
    assert not at.exception
    assert "1 of 2 places were taken" in words(at)
    assert at.radio[0].value is Taken.NEITHER
    at.radio[0].set_value(Taken.FIRST)
    next(b for b in at.button if b.label == "Decide anew").click().run()
    assert not at.exception
    assert "2 of 2 places were taken" in words(at)
    theirs = codings.desk(place, ben, made[ben.id])["annotations"]
    assert sorted(a["content"]["onset_ms"] for a in theirs) == [5_000, 9_000]
