"""Then and now: which moments of earlier meetings may be shown again, when, and before whom they stand."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from annotator.access import Purpose
from annotator.actions import agreeing, erasing, families, films, meeting, people, preparing, reels, traces
from annotator.actions.workplace import Workplace
from annotator.errors import ConsentError, FeedbackError, NotFound
from annotator.exchange import sealed
from annotator.media import HALF_MADE
from annotator.model import Subject
from annotator.store import audit, recordings
from annotator.store.accounts import Account
from tests.agreeing import everybody_agrees
from tests.meeting_case import CAST, code, draft, made_up_film, mark, ready_plan, sent, visit

GOOD, BACK = sent(phrase="You waited for her."), sent(kind="repair", phrase="You two came back.")
TODAY = sent()


def earlier_visit(
    place: Workplace, who: Account, family: str, date: str, cast: tuple[Subject, ...] = CAST
) -> str:
    session = families.create_session(place, who, family, f"Visit of {date}", date, "caregiving", cast).id
    everybody_agrees(place, who, session)
    made_up_film(place, session, f"{date}.mp4")
    return session


def held(place: Workplace, who: Account, session: str, *moments: dict[str, Any]) -> str:
    """A meeting that was held; gives its plan."""
    plan = ready_plan(place, who, session, *moments)
    meeting.close_meeting(place, who, plan, "wait", "", "", None)
    return plan


@pytest.fixture
def today(place: Workplace, lead: Account) -> str:
    """The visit of the last day of May, whose meeting is being prepared."""
    return visit(place, lead)


@pytest.fixture
def family(place: Workplace, lead: Account, today: str) -> str:
    return families.session(place, lead, today).family.id


@pytest.fixture
def before(place: Workplace, lead: Account, family: str) -> str:
    return earlier_visit(place, lead, family, "2026-05-03")


@pytest.fixture
def then(place: Workplace, lead: Account, before: str) -> dict[str, str]:
    return {"plan": held(place, lead, before, GOOD, BACK), "moment": GOOD["id"]}


def save(place: Workplace, who: Account, session: str, *moments: dict[str, Any]) -> preparing.PlanView:
    plan = preparing.open_plan(place, who, session)
    revision = preparing.plan_view(place, who, plan).plan.revision
    return preparing.save_plan(place, who, plan, draft(*moments, revision=revision))


def problems(view: preparing.PlanView) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in view.problems]


def offered(place: Workplace, who: Account, session: str) -> list[str]:
    return [
        each["phrase"]
        for each in preparing.plan_json(place, who, preparing.open_plan(place, who, session))["held"]
    ]


def test_the_moment_of_then_is_seen_first_with_its_own_film_and_sentence_and_no_question(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str]
) -> None:
    plan = ready_plan(place, lead, today, {**TODAY, "then": then})
    shown = meeting.meeting_of(place, lead, plan)
    assert [(m.side, m.phrase, m.question) for m in shown.view.moments] == [
        ("then", "You waited for her.", ""), ("now", "You noticed.", "What do you see?"),
    ]  # fmt: skip
    first, second = (shown.film_of(moment)[0] for moment in shown.view.moments)
    films = {s: families.session(place, lead, s).session.recordings[0].id for s in (before, today)}
    assert (first, second) == (films[before], films[today])
    name = shown.view.moments[0].id
    assert films[before] in str(meeting.meeting_film(place, lead, plan, "film.mp4", name))
    with pytest.raises(NotFound):
        meeting.save_said(place, lead, plan, name, "I see")
    with pytest.raises(NotFound):
        meeting.meeting_film(place, lead, plan, "film.mp4", "then-nothing")


def test_what_may_be_chosen_is_ones_own_strengths_of_earlier_meetings_with_the_family_that_were_held(
    place: Workplace, lead: Account, today: str, family: str, then: dict[str, str]
) -> None:
    hard = sent(kind="challenge", phrase="Here it was hard.", counterpart=GOOD["id"])
    third = earlier_visit(place, lead, family, "2026-05-20")
    held(place, lead, third, {**GOOD, "phrase": "On the twentieth."}, hard, sent(phrase="At its end."))
    only_prepared = earlier_visit(place, lead, family, "2026-05-21")
    ready_plan(place, lead, only_prepared, sent(phrase="Never shown."))
    later = earlier_visit(place, lead, family, "2026-06-10")
    held(place, lead, later, sent(phrase="Later."))
    colleague = people.add_person(place, lead, "Ida", "practitioner", whole=True)
    held(place, colleague, third, sent(phrase="A colleague's."))
    others = visit(place, lead, "Family 099")
    foreign = {
        "plan": held(place, lead, others, sent(id="moment-foreign", phrase="Theirs.")),
        "moment": "moment-foreign",
    }
    assert offered(place, lead, today) == [
        "On the twentieth.",
        "At its end.",
        "You waited for her.",
        "You two came back.",
    ]
    for unknown in (foreign, {**then, "moment": "moment-nowhere"}):
        view = save(place, lead, today, {**TODAY, "then": unknown})
        assert view.plan.moments[0].then is None


def test_without_living_agreement_to_the_earlier_film_neither_side_is_shown(
    place: Workplace, lead: Account, today: str, family: str, hers: dict[str, str]
) -> None:
    """It is the grandmother's word that ends."""
    plan = ready_plan(place, lead, today, {**TODAY, "then": hers})
    name = meeting.meeting_of(place, lead, plan).view.moments[0].id
    withdraw(place, lead, family, "Olga", Purpose.LOOK_TOGETHER)
    assert problems(preparing.plan_view(place, lead, plan)) == [("then_closed", "moments[0].then")]
    for file in (None, name):
        with pytest.raises(ConsentError):
            meeting.meeting_film(place, lead, plan, "film.mp4", file)
    with pytest.raises(ConsentError):
        meeting.meeting_of(place, lead, plan)
    assert "All three." not in offered(place, lead, today)
    save(place, lead, today, TODAY)
    assert preparing.mark_ready(place, lead, plan).plan.state == "ready"
    assert [m.side for m in meeting.meeting_of(place, lead, plan).view.moments] == [""]


def test_a_film_for_the_family_is_ordered_with_each_moment_on_its_own_films_clock(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str]
) -> None:
    """Both moments are [10, 20) s of their visits; then's film began 2.5 s into its visit, today's 1 s."""
    films = {s: families.session(place, lead, s).session.recordings[0].id for s in (before, today)}
    for session, shift_ms in ((before, 2_500), (today, 1_000)):
        place.store.write(partial(recordings.set_shift, id=films[session], shift_ms=shift_ms))
    plan = ready_plan(place, lead, today, {**TODAY, "then": then})
    reels.ask_for_reel(place, lead, plan)
    found = reels.next_reel(place, "worker")
    assert found is not None
    _job, film, _target, order = found
    assert [(m.film, m.onset_ms, m.offset_ms, m.at_ms) for m in order.moments] == [
        (1, 7_500, 17_500, 9_500), (0, 9_000, 19_000, 11_000),
    ]  # fmt: skip
    assert (film, order.earlier) == (
        place.film_folder(films[today]), (place.film_folder(films[before]),)
    )  # fmt: skip


@pytest.fixture
def hers(place: Workplace, lead: Account, family: str) -> dict[str, str]:
    """A moment of a visit with a grandmother, who is on that film alone."""
    cast = (*CAST, Subject("gran", "caregiver", "caregiver", "Olga"))
    with_her = earlier_visit(place, lead, family, "2026-05-10", cast)
    return {
        "plan": held(place, lead, with_her, sent(id="moment-of-hers", phrase="All three.")),
        "moment": "moment-of-hers",
    }


def withdraw(place: Workplace, who: Account, family: str, name: str, purpose: Purpose) -> None:
    person = next(p.id for p in agreeing.matrix(place, who, family).people if p.label == name)
    agreeing.withdraw(place, who, person, purpose)


def made_film(place: Workplace, who: Account, plan: str) -> Path:
    """A film for the family that was asked for and made, its bytes made up."""
    reels.ask_for_reel(place, who, plan)
    return worked(place)


def worked(place: Workplace) -> Path:
    """What the worker's keeper does with the next film for a family."""
    taken = reels.next_reel(place, "worker")
    assert taken is not None and isinstance(taken[2], Path)
    taken[2].parent.mkdir(exist_ok=True)
    taken[2].write_bytes(b"moments of both" * 100)
    reels.reel_made(place, taken[0].id)
    return taken[2]


def test_a_film_for_the_family_needs_the_agreement_to_each_film_in_it_and_goes_without_one(
    place: Workplace, lead: Account, today: str, family: str, hers: dict[str, str]
) -> None:
    plan = ready_plan(place, lead, today, {**TODAY, "then": hers})
    made = made_film(place, lead, plan)
    reels.seal_reel(place, lead, plan)
    withdraw(place, lead, family, "Olga", Purpose.FAMILY_COPY)
    refused = r"moment of then, of 2026-05-10: Without the agreement of Olga to “a copy for the family”"
    for deed in (reels.ask_for_reel, reels.seal_reel, reels.reel_file):
        with pytest.raises(ConsentError, match=refused):
            deed(place, lead, plan)
    assert meeting.meeting_of(place, lead, plan).view.moments[0].side == "then"  # to be looked at, as before
    save(place, lead, today, TODAY)
    assert preparing.mark_ready(place, lead, plan).problems == ()
    for deed in (reels.seal_reel, reels.reel_file):
        with pytest.raises(ConsentError, match=refused):  # she is still in the one that was made
            deed(place, lead, plan)
    reels.forget_old_reels(place)
    assert (list(made.parent.iterdir()), reels.reel_of(place, lead, plan)) == ([], None)
    assert made_film(place, lead, plan).is_file()  # without her


def test_each_film_of_a_film_for_the_family_has_it_on_the_record(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str]
) -> None:
    films = {s: families.session(place, lead, s).session.recordings[0].id for s in (before, today)}
    plan = ready_plan(place, lead, today, {**TODAY, "then": then})
    made_film(place, lead, plan)
    reels.seal_reel(place, lead, plan)
    reels.reel_file(place, lead, plan)
    with place.store.read() as tx:
        of_plan = [row for row in audit.recent(tx, 50, "plan", plan) if row.details.get("films")]
        of_film = audit.recent(tx, 50, "recording", films[before])
    assert [(row.verb, row.details["films"]) for row in of_plan] == [
        (verb, sorted(films.values())) for verb in ("export", "seal reel", "make reel")
    ]
    found = [(row.who, row.verb, row.details) for row in of_film if "reel" in row.verb]
    assert found == [(lead.id, verb, {"plan": plan}) for verb in ("seal reel", "make reel")]


def test_with_the_earlier_film_the_film_for_the_family_goes_at_once(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str]
) -> None:
    """Also when its moment came into the plan after the film for the family had been asked for."""
    plan = ready_plan(place, lead, today)
    reels.ask_for_reel(place, lead, plan)
    save(place, lead, today, {**TODAY, "then": then})
    assert preparing.mark_ready(place, lead, plan).problems == ()
    made = worked(place)
    reels.seal_reel(place, lead, plan)
    assert sorted(path.suffix for path in made.parent.iterdir()) == [".mp4", ".zip"]
    film = families.session(place, lead, before).session.recordings[0]
    assert erasing.erase_film(place, lead, film.id, "withdrawn", "Family 012").left == ""
    assert (made.parent.exists(), reels.reel_of(place, lead, plan)) == (False, None)
    assert (place.film_folder(made.parent.parent.name) / "proxy.mp4").is_file()  # today's film stays


def test_a_film_for_the_family_that_is_being_made_is_given_up_when_an_earlier_film_is_erased(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str]
) -> None:
    plan = ready_plan(place, lead, today, {**TODAY, "then": then})
    reels.ask_for_reel(place, lead, plan)
    taken = reels.next_reel(place, "worker")
    assert taken is not None and isinstance(taken[2], Path)
    film = families.session(place, lead, before).session.recordings[0]
    erasing.erase_film(place, lead, film.id, "withdrawn", "Family 012")
    assert not films.job_progress(place, taken[0].id, "worker", 0.5, "half")
    taken[2].parent.mkdir(exist_ok=True)
    taken[2].write_bytes(b"moments of both")  # by a worker that had not heard of it
    reels.reel_made(place, taken[0].id)
    assert not taken[2].exists()


def test_what_is_half_made_of_an_earlier_film_goes_at_once_and_another_persons_reel_goes_on(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str]
) -> None:
    """Two people have a film for the family made of today's film; one of them, half made, holds the earlier one."""
    sue = people.add_person(place, lead, "Sue", "practitioner", whole=True)
    others = ready_plan(place, sue, today)
    plan = ready_plan(place, lead, today, {**TODAY, "then": then})
    half = {}
    for who, each in ((lead, plan), (sue, others)):
        reels.ask_for_reel(place, who, each)
        taken = reels.next_reel(place, "worker")
        assert taken is not None and isinstance(taken[2], Path)
        half[each] = taken[2].with_name(f"{HALF_MADE}{taken[2].stem}-x1")
        half[each].mkdir(parents=True)
        (half[each] / "reel.mp4").write_bytes(b"moments so far")
        taken[2].with_name(f".{taken[2].stem}.zip.half").write_bytes(b"sealed so far")
    film = families.session(place, lead, before).session.recordings[0]
    assert erasing.erase_film(place, lead, film.id, "withdrawn", "Family 012").left == ""
    names = sorted(path.name for path in half[plan].parent.iterdir())
    left = half[others].name.removeprefix(HALF_MADE).partition("-")[0]
    assert names == [f".{left}.zip.half", half[others].name]
    assert (half[others] / "reel.mp4").read_bytes() == b"moments so far"


def test_a_reel_that_becomes_whole_while_its_film_is_erased_goes_too(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Its worker renames it after it was looked what there is, and before what is half made of it goes."""
    sue = people.add_person(place, lead, "Sue", "practitioner", whole=True)
    reels.ask_for_reel(place, sue, ready_plan(place, sue, today))
    reels.ask_for_reel(place, lead, ready_plan(place, lead, today, {**TODAY, "then": then}))
    taken = [reels.next_reel(place, "worker") for _ in range(2)][1]
    assert taken is not None and isinstance(taken[2], Path)
    half = taken[2].with_name(f"{HALF_MADE}{taken[2].stem}-x1")
    half.mkdir(parents=True)
    (half / "reel.mp4").write_bytes(b"moments of both")
    true = traces._remove

    def removed(path: Path) -> None:
        if path == half:
            (half / "reel.mp4").replace(taken[2])
        true(path)

    monkeypatch.setattr(traces, "_remove", removed)
    film = families.session(place, lead, before).session.recordings[0]
    assert erasing.erase_film(place, lead, film.id, "withdrawn", "Family 012").left == ""
    assert list(half.parent.glob("*")) == []


def test_a_reel_whose_film_is_erased_while_it_is_sealed_leaves_nothing_and_no_password(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    plan = ready_plan(place, lead, today, {**TODAY, "then": then})
    made = made_film(place, lead, plan)
    film = families.session(place, lead, before).session.recordings[0]
    true = sealed.seal

    def erased_meanwhile(source: BinaryIO, target: Path, name: str, password: str) -> None:
        erasing.erase_film(place, lead, film.id, "withdrawn", "Family 012")
        target.parent.mkdir(exist_ok=True)
        true(source, target, name, password)

    monkeypatch.setattr(sealed, "seal", erased_meanwhile)
    with pytest.raises(FeedbackError, match="have it made first"):
        reels.seal_reel(place, lead, plan)
    assert [path for path in place.folder.rglob("*") if made.stem in path.name] == []


def test_with_the_earlier_film_the_pair_goes(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str]
) -> None:
    plan = ready_plan(place, lead, today, {**TODAY, "then": then})
    film = families.session(place, lead, before).session.recordings[0]
    erasing.erase_film(place, lead, film.id, "withdrawn", "Family 012")
    assert [m.side for m in meeting.meeting_of(place, lead, plan).view.moments] == [""]


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        pytest.param(
            [{**TODAY, "kind": "challenge", "counterpart": "moment-mirror"}], "then_not_strength", id="hard"
        ),
        pytest.param([{**TODAY, "then": "back"}], "then_first", id="a way back is not seen first"),
        pytest.param([TODAY, {**sent(), "then": "back"}], None, id="a way back later"),
        pytest.param([TODAY, *(sent() for _ in range(2)), sent()], "too_many", id="then counts as a moment"),
    ],
)
def test_the_rules_of_a_plan_hold_for_pairs(
    place: Workplace, lead: Account, today: str, then: dict[str, str],
    moments: list[dict[str, Any]], expected: str | None,
) -> None:  # fmt: skip
    back = {**then, "moment": BACK["id"]}
    asked = [
        {**m, "then": back if m.get("then") == "back" else then if m is moments[0] and expected else None}
        for m in moments
    ]
    found = [code for code, _ in problems(save(place, lead, today, *asked))]
    assert (expected in found) if expected else found == []


def test_a_mark_for_the_supervisor_on_the_earlier_film_keeps_the_pair_out(
    place: Workplace, lead: Account, today: str, before: str, then: dict[str, str]
) -> None:
    plan = ready_plan(place, lead, today, {**TODAY, "then": then})
    code(place, lead, before, mark("moment", "dyad", "concern", 15_000))
    assert problems(preparing.plan_view(place, lead, plan)) == [("then_unfit", "moments[0].then")]
    with pytest.raises(FeedbackError, match="mark for the supervisor"):
        meeting.meeting_of(place, lead, plan)


def test_a_release_counts_for_the_pair_that_was_seen(
    place: Workplace, lead: Account, today: str, then: dict[str, str]
) -> None:
    plan = ready_plan(place, lead, today, {**TODAY, "then": then})
    supervisor = people.add_person(place, lead, "Sue", "supervisor", whole=True)
    assert preparing.release_plan(place, supervisor, plan).plan.released_by == supervisor.id
    meeting.save_said(place, lead, then["plan"], GOOD["id"], "I waited")  # what was said then changes nothing
    kept = preparing.plan_view(place, lead, plan).plan
    again = save(place, lead, today, {**TODAY, "then": then, "why": "another word of mine"})
    assert again.plan.released_by == supervisor.id
    assert replace(kept.moments[0], then=None) != kept.moments[0]
    assert save(place, lead, today, TODAY).plan.released_by is None
