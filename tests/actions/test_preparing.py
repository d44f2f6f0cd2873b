"""Preparing a meeting as use cases: whose plan it is, what is saved, when it is ready."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from annotator.access import Purpose
from annotator.actions import (
    agreeing,
    codings,
    families,
    family_people,
    meeting,
    notes,
    people,
    preparing,
    supervising,
)
from annotator.actions.agreeing import HowGiven
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict, ConsentError, FeedbackError
from annotator.model import Subject
from annotator.store import audit
from annotator.store.accounts import Account
from tests.meeting_case import code, draft, mark, next_visit, ready_plan, sent, visit
from tests.running import Visit

NOWHERE = "0000000000000000"


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    return visit(place, lead)


@pytest.fixture
def others(place: Workplace, lead: Account) -> dict[str, Account]:
    roles = ("practitioner", "coder", "supervisor", "admin")
    return {role: people.add_person(place, lead, role.title(), role, whole=True) for role in roles}


def refusal(question: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(AnnotatorError) as refused:
        question()
    return type(refused.value).__name__, str(refused.value)


def save(place: Workplace, who: Account, plan: str, *moments: dict[str, Any], revision: int = 0, **more: Any):
    return preparing.save_plan(place, who, plan, draft(*moments, revision=revision, **more))


def test_a_visit_has_one_plan_that_is_coming(place: Workplace, lead: Account, session: str) -> None:
    plan = preparing.open_plan(place, lead, session)
    assert preparing.open_plan(place, lead, session) == plan
    made = preparing.plan_view(place, lead, plan).plan
    assert (made.child, made.language, made.author, made.state) == ("Mia", "en", lead.id, "draft")
    with place.store.read() as tx:
        assert [row.verb for row in audit.recent(tx, 10, "plan", plan)] == ["begin"]


@pytest.mark.parametrize(
    ("cast", "child"),
    [
        ((Subject("child", "child", "child", ""),), ""),
        ((Subject("child", "child", "child", "child"),), ""),
        ((Subject("child", "child", "child", "Child"),), ""),
        ((Subject("child", "child", "child", "Kind"),), ""),
        ((Subject("child", "child", "child", "Case 12"),), ""),
        ((Subject("a", "child", "child", "Mia"), Subject("b", "child", "child", "Tom")), ""),
        ((Subject("child", "child", "child", "Tom"),), "Tom"),
    ],
)
def test_the_child_is_called_as_it_was_entered_when_that_can_be_shown(
    place: Workplace, lead: Account, cast: tuple[Subject, ...], child: str
) -> None:
    plan = preparing.open_plan(place, lead, visit(place, lead, cast=cast))
    assert preparing.plan_view(place, lead, plan).plan.child == child


def test_the_child_is_the_one_on_the_film_or_the_familys_only_one(
    place: Workplace, lead: Account, session: str
) -> None:
    family = families.create_family(place, lead, "Family 013").id
    family_people.add_member(place, lead, family, "child", "Tom")

    def child_of(session: str) -> str:
        return preparing.plan_view(place, lead, preparing.open_plan(place, lead, session)).plan.child

    assert child_of(next_visit(place, lead, family, ())) == "Tom"
    other = families.create_family(place, lead, "Family 014").id
    twins = [family_people.add_member(place, lead, other, "child", name).id for name in ("Ada", "Bea")]
    unclear, both, one = (next_visit(place, lead, other, ()) for _ in range(3))
    family_people.set_on_film(place, lead, both, twins)
    family_people.set_on_film(place, lead, one, twins[1:])
    agreeing.note(place, lead, twins, [Purpose.LOOK_TOGETHER], "given", HowGiven("spoken"))
    assert [child_of(visit) for visit in (both, one)] == ["", "Bea"]
    with pytest.raises(ConsentError, match="Nobody has noted yet who is on this film"):
        child_of(unclear)


def test_the_next_visit_begins_where_the_last_plan_of_the_family_ended(
    place: Workplace, lead: Account, session: str
) -> None:
    plan = preparing.open_plan(place, lead, session)
    save(place, lead, plan, sent(), language="de", child="Mimi", strengths_only=True, goal="ruhiger")
    family = families.session(place, lead, session).family.id
    later = preparing.plan_view(
        place, lead, preparing.open_plan(place, lead, next_visit(place, lead, family))
    ).plan
    assert (later.language, later.child, later.strengths_only, later.goal) == ("de", "Mimi", True, "ruhiger")
    assert (later.moments, later.state) == ((), "draft")
    elsewhere = preparing.open_plan(place, lead, visit(place, lead, "Family 013"))
    assert preparing.plan_view(place, lead, elsewhere).plan.goal == ""


def test_a_plan_is_saved_whole_and_says_what_is_missing(
    place: Workplace, lead: Account, session: str
) -> None:
    plan = preparing.open_plan(place, lead, session)
    view = save(place, lead, plan, sent(kind="repair"), sent(phrase=" You  waited \n 3 times "))
    assert view.plan.revision == 1
    assert [m.phrase for m in view.plan.moments] == ["You noticed.", "You waited 3 times"]
    assert [(p.code, p.where) for p in view.problems] == [
        ("first_not_strength", "moments[0]"),
        ("forbidden_words", "moments[1].phrase"),
    ]
    assert preparing.mark_ready(place, lead, plan).plan.state == "draft"


def test_the_same_save_sent_again_is_kept_once(place: Workplace, lead: Account, session: str) -> None:
    plan, moment = preparing.open_plan(place, lead, session), sent()
    first = save(place, lead, plan, moment)
    assert save(place, lead, plan, moment).plan == first.plan
    with place.store.read() as tx:
        assert [row.verb for row in audit.recent(tx, 10, "plan", plan)] == ["save", "begin"]


def test_of_two_tabs_the_second_is_told_and_loses_nothing_of_the_first(
    place: Workplace, lead: Account, session: str
) -> None:
    plan = preparing.open_plan(place, lead, session)
    kept = save(place, lead, plan, sent(why="first tab")).plan
    with pytest.raises(Conflict, match="Reload"):
        save(place, lead, plan, sent(why="second tab"))
    assert preparing.plan_view(place, lead, plan).plan == kept


def test_a_change_to_a_ready_plan_makes_it_a_draft_again(
    place: Workplace, lead: Account, session: str
) -> None:
    moment = sent()
    plan = ready_plan(place, lead, session, moment)
    revision = preparing.plan_view(place, lead, plan).plan.revision
    assert save(place, lead, plan, moment, revision=revision).plan.state == "ready"
    assert save(place, lead, plan, moment, revision=revision, goal="other").plan.state == "draft"


def test_what_the_parent_said_stays_whatever_a_page_sends(
    place: Workplace, lead: Account, session: str
) -> None:
    moment = sent()
    plan = ready_plan(place, lead, session, moment)
    meeting.save_said(place, lead, plan, moment["id"], "I did not know that.")
    revision = preparing.plan_view(place, lead, plan).plan.revision
    kept = save(place, lead, plan, moment | {"said": "forged", "why": "new"}, revision=revision).plan
    assert kept.moments[0].said == "I did not know that."


def test_after_the_meeting_a_plan_is_what_was_shown(place: Workplace, lead: Account, session: str) -> None:
    plan = ready_plan(place, lead, session)
    meeting.close_meeting(place, lead, plan, "wait a little", "", "", None)
    with pytest.raises(Conflict, match="was held"):
        save(place, lead, plan, sent(), revision=9)
    later = preparing.open_plan(place, lead, session)
    assert later != plan
    assert [p.id for p in preparing.plans_of_session(place, lead, session)] == [plan, later]


@pytest.mark.parametrize(
    "odd",
    [
        {"revision": -1}, {"revision": "0"}, {"child": None}, {"child": "x" * 81}, {"language": "English"},
        {"strengths_only": 1}, {"moments": {}}, {"moments": [{}]}, {"goal": "x" * 501}, {"author": "eve"},
        {"moments": [sent(kind="code")]}, {"moments": [sent(onset_ms=13_000)]}, {"moments": [sent(at_ms=20_001)]},
        {"moments": [sent(offset_ms=9_000)]}, {"moments": [sent(onset_ms=1.5)]}, {"moments": [sent(id="1")]},
        {"moments": [sent(id="moment-01"), sent(id="moment-01")]}, {"moments": [sent(score=5)]},
        {"moments": [sent() for _ in range(25)]}, {"goal": "\ud800"},
    ],
)  # fmt: skip
def test_a_plan_with_odd_parts_is_refused(
    place: Workplace, lead: Account, session: str, odd: dict[str, Any]
) -> None:
    plan = preparing.open_plan(place, lead, session)
    kind, sentence = refusal(lambda: preparing.save_plan(place, lead, plan, draft() | odd))
    assert (kind, sentence) == (
        "AnnotatorError",
        "This plan cannot be read. Reload the page and try again; what was saved is there.",
    )
    assert preparing.plan_view(place, lead, plan).plan.revision == 0


def test_a_plan_is_its_authors_and_lead_and_supervisor_may_look(
    place: Workplace, lead: Account, session: str, others: dict[str, Account]
) -> None:
    plan = ready_plan(place, others["practitioner"], session)
    for who in (lead, others["supervisor"]):
        assert preparing.plan_view(place, who, plan).plan.id == plan
        assert [p.id for p in preparing.plans_of_session(place, who, session)] == [plan]
        absent = refusal(lambda who=who: preparing.save_plan(place, who, NOWHERE, draft()))
        assert refusal(lambda who=who: preparing.save_plan(place, who, plan, draft())) == absent
        assert refusal(lambda who=who: preparing.mark_ready(place, who, plan)) == absent


@pytest.mark.parametrize("role", ["coder", "admin", "other practitioner", "nobody"])
def test_for_everybody_else_a_plan_does_not_exist(
    place: Workplace, lead: Account, session: str, others: dict[str, Account], role: str
) -> None:
    moment = sent()
    plan = ready_plan(place, others["practitioner"], session, moment)
    if role == "other practitioner":
        who: Account | None = people.add_person(place, lead, "Ida", "practitioner", whole=True)
    else:
        who = others.get(role)
    asked: list[Callable[[str], Any]] = [
        lambda id: preparing.plan_view(place, who, id),
        lambda id: preparing.plan_json(place, who, id),
        lambda id: preparing.save_plan(place, who, id, draft()),
        lambda id: preparing.mark_ready(place, who, id),
        lambda id: preparing.release_plan(place, who, id),
        lambda id: meeting.meeting_of(place, who, id),
        lambda id: meeting.parent_view_of(place, who, id),
        lambda id: meeting.save_said(place, who, id, moment["id"], "words"),
        lambda id: meeting.close_meeting(place, who, id, "", "", "", None),
    ]
    for question in asked:
        there, nowhere = (refusal(lambda id=id, q=question: q(id)) for id in (plan, NOWHERE))
        assert there == nowhere == ("NotFound", "There is no such plan here.")
    film_there, film_nowhere = (
        refusal(lambda id=id: meeting.meeting_film(place, who, id, "film.mp4")) for id in (plan, NOWHERE)
    )
    assert film_there == film_nowhere
    if role == "coder":
        assert preparing.plans_of_session(place, who, session) == []
        assert refusal(lambda: preparing.open_plan(place, who, session)) == refusal(
            lambda: preparing.open_plan(place, who, NOWHERE)
        )


def test_a_release_counts_for_the_moments_that_were_seen(
    place: Workplace, lead: Account, session: str, others: dict[str, Account]
) -> None:
    who, moment = others["practitioner"], sent()
    plan = preparing.open_plan(place, who, session)
    save(place, who, plan, moment)
    released = preparing.release_plan(place, others["supervisor"], plan).plan
    assert released.released_by == others["supervisor"].id
    kept = save(place, who, plan, moment | {"why": "for me"}, revision=released.revision).plan
    assert kept.released_by == others["supervisor"].id
    assert (
        save(place, who, plan, moment | {"phrase": "Other."}, revision=kept.revision).plan.released_by is None
    )


def test_a_visit_coded_only_with_a_scheme_without_meetings_has_no_plan(
    place: Workplace, lead: Account, session: str
) -> None:
    code(place, lead, session, mark("contact", "dyad", "in_contact", 0, 5_000), scheme="two-keys")
    with pytest.raises(FeedbackError, match="not made for looking together"):
        preparing.open_plan(place, lead, session)
    code(place, lead, session, mark("moment", "dyad", "star", 4_000))
    assert preparing.open_plan(place, lead, session)


def test_a_plan_whose_author_codes_with_such_a_scheme_later_is_not_ready(
    place: Workplace, lead: Account, session: str
) -> None:
    plan = ready_plan(place, lead, session)
    code(place, lead, session, mark("contact", "dyad", "in_contact", 0, 5_000), scheme="two-keys")
    assert [p.code for p in preparing.plan_view(place, lead, plan).problems] == ["no_meeting"]
    with pytest.raises(FeedbackError, match="not made for looking together"):
        meeting.meeting_of(place, lead, plan)


def test_a_visit_without_a_film_has_nothing_to_plan(place: Workplace, lead: Account) -> None:
    family = families.create_family(place, lead, "Family 014")
    session = families.create_session(place, lead, family.id, "Visit 1", "2026-05-31", "other")
    with pytest.raises(FeedbackError, match="no film that is ready"):
        preparing.open_plan(place, lead, session.id)


def test_ones_own_mark_for_the_supervisor_keeps_a_moment_out_and_anothers_is_not_told(
    place: Workplace, lead: Account, session: str, others: dict[str, Account]
) -> None:
    who = others["practitioner"]
    plan = ready_plan(place, who, session)
    code(place, others["supervisor"], session, mark("moment", "dyad", "concern", 15_000))
    assert preparing.plan_view(place, who, plan).problems == ()
    code(place, who, session, mark("moment", "dyad", "concern", 20_000))
    assert [p.code for p in preparing.plan_view(place, who, plan).problems] == ["concern"]
    with pytest.raises(FeedbackError, match="mark for the supervisor"):
        meeting.meeting_of(place, who, plan)


def test_the_page_gets_plan_rules_film_and_who_it_is_about(
    place: Workplace, lead: Account, session: str
) -> None:
    plan = preparing.open_plan(place, lead, session)
    shown = preparing.plan_json(place, lead, plan)
    assert set(shown) == {
        "plan", "suggestions", "rules", "problems", "film", "films", "family", "session", "languages", "unreviewed", "foreign", "before",
        "held",
    }  # fmt: skip
    assert shown["films"] == 1
    assert shown["rules"] == {
        "most": 4, "shortest_ms": 5_000, "longest_ms": 30_000, "lead_in_ms": 3_000, "lead_out_ms": 3_000,
        "order": ["strength", "strength", "repair_or_challenge", "strength"], "strengths_only_forced": False,
    }  # fmt: skip
    recording = shown["film"]["recording"]
    assert shown["film"]["proxy"] == f"/films/{recording}/proxy.mp4"
    assert shown["film"]["filmstrip"]["tile_every_ms"] == 1000
    assert (shown["family"]["code"], shown["session"]["label"]) == ("Family 012", "Visit 3")
    assert shown["languages"] == shown["unreviewed"] == ["en", "de"]
    assert [p["code"] for p in shown["problems"]] == ["too_few"]


def test_a_plan_keeps_the_familys_question_its_themes_and_what_is_left_for_next_time(
    place: Workplace, lead: Account, session: str
) -> None:
    """What one meeting leaves stands beside the next: the step, the wish, what was put off."""
    plan = preparing.open_plan(place, lead, session)
    words = {"question": "why does he turn away", "later": "bath time"}
    saved = save(place, lead, plan, sent(theme="waiting"), goal="more calm", **words).plan
    assert (saved.question, saved.later, saved.moments[0].theme) == (*words.values(), "waiting")
    assert preparing.plan_json(place, lead, plan)["before"] is None
    preparing.mark_ready(place, lead, plan)
    meeting.save_said(place, lead, plan, saved.moments[0].id, "I waited")
    meeting.close_meeting(place, lead, plan, "wait a little", "a meal", "more calm", 4)
    family = families.session(place, lead, session).family.id
    coming = preparing.open_plan(place, lead, next_visit(place, lead, family))
    shown = preparing.plan_json(place, lead, coming)
    agreed = {"step": "wait a little", "wish": "a meal", "later": "bath time", "number": 4}
    held = shown["before"].pop("meetings")
    assert shown["before"] == agreed
    assert [{k: v for k, v in each.items() if k != "day"} for each in held] == [
        {
            **agreed, "question": "why does he turn away", "goal": "more calm",
            "moments": [{"theme": "waiting", "phrase": "You noticed.", "said": "I waited"}], "aside": [],
        }
    ]  # fmt: skip
    sue = people.add_person(place, lead, "Sue", "supervisor", whole=True)
    assert preparing.plan_json(place, sue, coming)["before"] == {**agreed, "meetings": []}
    begun = preparing.plan_view(place, lead, coming).plan
    assert (begun.question, begun.goal, begun.later) == ("why does he turn away", "more calm", "")
    view = save(
        place, lead, coming, sent(theme="intrusive mother"), revision=begun.revision, question="80 %?"
    )
    assert {p.where for p in view.problems if p.code == "forbidden_words"} == {"question", "moments[0].theme"}


def test_a_plan_is_given_back_with_a_word_and_waits_again_once_its_moments_are_others(
    place: Workplace, lead: Account, session: str, others: dict[str, Account]
) -> None:
    author, supervisor = others["practitioner"], others["supervisor"]
    # feeding-cues is a scheme that asks for a release.
    code(place, author, session, mark("infant_cue", "infant", "wants_more", 1_000), scheme="feeding-cues")
    plan = preparing.open_plan(place, author, session)
    good, hard = sent(), sent(kind="challenge", onset_ms=30_000, offset_ms=40_000, at_ms=35_000)
    last = sent(onset_ms=45_000, offset_ms=55_000, at_ms=50_000)
    hard["counterpart"] = good["id"]
    asked = save(place, author, plan, good, hard, last)
    assert [p.code for p in asked.problems] == ["needs_release"]

    def waiting() -> list[str]:
        return [each.plan.id for each in supervising.looking_over(place, supervisor).releases]

    assert waiting() == [plan]
    with pytest.raises(AnnotatorError, match="why you give it back"):
        preparing.return_plan(place, supervisor, plan, "  ")
    back = preparing.return_plan(place, supervisor, plan, "Begin a little earlier.").plan
    assert (back.returned, back.released_by, waiting()) == ("Begin a little earlier.", None, [])
    told = save(place, author, plan, {**good, "why": "small"}, hard, last, revision=back.revision).plan
    assert told.returned == "Begin a little earlier."  # a note of one's own changes nothing that was seen
    again = save(place, author, plan, good, {**hard, "onset_ms": 28_000}, last, revision=told.revision).plan
    assert (again.returned, waiting()) == ("", [plan])
    assert preparing.release_plan(place, supervisor, plan).problems == ()
    taken_back = preparing.return_plan(place, supervisor, plan, "I looked again: not yet.")
    assert [p.code for p in taken_back.problems] == ["needs_release"]
    with place.store.read() as tx:
        verbs = [line.verb for line in audit.recent(tx, 20, "plan", plan)]
    assert verbs[:3] == ["give back", "release", "save"]


def test_a_sentence_that_nobody_has_in_the_parents_language_is_told_before_the_meeting(
    place: Workplace, lead: Account, session: str
) -> None:
    """core-attunement and our own words are there in English and German, in no other language."""
    code(place, lead, session, mark("infant_cue", "infant", "bid_social", 1_000))
    plan = preparing.open_plan(place, lead, session)
    ours = {"phrase": "Look how you two came back to each other.", "question": "What do you notice here?"}
    theirs = sent(phrase="Vous l'avez attendue.", question="Que voyez-vous ?")

    def told(revision: int, language: str) -> Any:
        saved = save(place, lead, plan, theirs, sent(**ours), revision=revision, language=language)
        return preparing.saved_json(saved, lead)["foreign"]

    assert told(0, "fr") == [
        {"where": "moments[1].phrase", "language": "en"},
        {"where": "moments[1].question", "language": "en"},
    ]
    assert told(1, "de-AT") == []  # there is German: it is only not used here, as the page would have done


def test_the_record_holds_no_word_of_a_plan(place: Workplace, lead: Account, session: str) -> None:
    moment = sent(phrase="Secret words.", why="secret reason")
    plan = ready_plan(place, lead, session, moment)
    meeting.save_said(place, lead, plan, moment["id"], "secret thought")
    meeting.close_meeting(place, lead, plan, "secret step", "secret wish", "secret goal", 7)
    with place.store.read() as tx:
        rows = audit.recent(tx, 50, "plan", plan)
    assert [row.verb for row in reversed(rows)] == ["begin", "save", "ready", "said", "close"]
    assert "ecret" not in json.dumps([row.detail for row in rows])


def test_a_coding_that_holds_nothing_decides_nothing(place: Workplace, lead: Account, session: str) -> None:
    hashes = {c.scheme.id: c.scheme.hash for c in codings.schemes_here(place, lead)}
    codings.begin_coding(place, lead, session, hashes["two-keys"], "only")
    assert preparing.open_plan(place, lead, session)


SIGNAL = (
    mark("dyad_state", "dyad", "alongside", 0, 20_000),
    mark("dyad_state", "dyad", "out_of_step", 20_000, 26_000, flagged=True),
    mark("dyad_state", "dyad", "apart", 26_000, 40_000),
    mark("moment", "dyad", "star", 6_000),
    mark("moment", "dyad", "concern", 55_000),
)


def suggested(place: Workplace, who: Account, plan: str) -> list[tuple[str, str]]:
    return [(s["id"], s["kind"]) for s in preparing.plan_json(place, who, plan)["suggestions"]]


def test_suggestions_come_from_ones_own_coding_and_notes_open_or_submitted(
    place: Workplace, lead: Account, session: str, others: dict[str, Account]
) -> None:
    who = others["practitioner"]
    plan = preparing.open_plan(place, who, session)
    code(place, lead, session, mark("moment", "dyad", "star", 30_000))
    notes.add_note(place, lead, session, "note-of-lead", 45_000, "mine", True)
    assert suggested(place, who, plan) == []
    coding = code(place, who, session, *SIGNAL)
    notes.add_note(place, who, session, "note-of-visitor", 45_000, "", True)
    notes.add_note(place, who, session, "note-near-mark", 54_000, "", True)
    mine = [("star-6000", "strength"), ("starred_note-45000", "strength"), ("star-20000", "challenge")]
    assert suggested(place, who, plan) == mine
    codings.submit_coding(place, who, coding, 1)
    assert suggested(place, who, plan) == mine
    save(place, who, plan, strengths_only=True)
    assert suggested(place, who, plan) == mine[:2]


def test_who_looks_at_anothers_plan_gets_no_suggestions_of_it(
    place: Workplace, lead: Account, session: str, others: dict[str, Account]
) -> None:
    who = others["practitioner"]
    code(place, who, session, *SIGNAL)
    plan = preparing.open_plan(place, who, session)
    assert suggested(place, who, plan)
    for other in (lead, others["supervisor"]):
        assert suggested(place, other, plan) == []


def test_suggestions_can_be_taken_into_the_plan_as_they_are(
    place: Workplace, lead: Account, session: str
) -> None:
    code(place, lead, session, mark("moment", "dyad", "star", 6_000), mark("moment", "dyad", "star", 30_000))
    plan = preparing.open_plan(place, lead, session)
    offered = preparing.plan_json(place, lead, plan)["suggestions"]
    assert set(offered[0]) == {
        "id", "rule", "kind", "onset_ms", "offset_ms", "at_ms", "reason", "phrase", "question", "shows",
        "untranslated",
    }  # fmt: skip
    names = ("onset_ms", "offset_ms", "at_ms", "kind", "phrase", "question")
    chosen = [sent(**{name: one[name] for name in names}) for one in offered]
    assert save(place, lead, plan, *chosen).problems == ()


def test_notes_alone_are_a_way_of_their_own(place: Workplace, lead: Account, session: str) -> None:
    notes.add_note(place, lead, session, "note-0001", 5_000, "He looks up.", False)
    notes.add_note(place, lead, session, "note-0002", 30_000, "She waits.", True)
    notes.add_note(place, lead, session, "note-0003", None, "A good day.", False)
    plan = preparing.open_plan(place, lead, session)
    assert suggested(place, lead, plan) == [("starred_note-30000", "strength"), ("note-5000", "strength")]


@pytest.mark.parametrize(
    ("role", "offered"), [("practitioner", True), ("coder", False), ("supervisor", False)]
)
def test_the_desk_offers_a_meeting_to_whoever_may_prepare_one(
    place: Workplace, others: dict[str, Account], ready_visit: Visit, role: str, offered: bool
) -> None:
    coding = codings.begin_coding(place, others[role], ready_visit.session)
    assert codings.desk(place, others[role], coding)["coding"]["may_prepare"] is offered
