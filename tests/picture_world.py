"""What the pictures show: the sample family, and visits in every state that a page can be in."""

import csv
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator import shipped
from annotator.access import Purpose
from annotator.actions import (
    agreeing,
    bringing_in,
    codings,
    drafting,
    exporting,
    families,
    family_people,
    gold,
    library,
    meeting,
    notes,
    people,
    preparing,
    publishing,
    reels,
    remapping,
    samples,
    studying,
    talking,
    workplace,
)
from annotator.actions.agreeing import HowGiven
from annotator.actions.family_people import Entry
from annotator.feedback import PlanState
from annotator.media import make_reel
from annotator.schemes import read_scheme
from annotator.schemes.drafts import with_value
from tests.actions.test_fidelity import segment
from tests.actions.test_segments import LONG
from tests.agreeing import everybody_agrees
from tests.meeting_case import code as made_coding
from tests.meeting_case import mark, next_visit, press, ready_plan
from tests.meeting_case import sent as one_moment
from tests.meeting_case import visit as made_up_visit
from tests.running import add_film
from tests.talking import new_id


def furnish(folder: Path) -> dict[str, str]:
    """The sample family, prepared, the first person called Ana and her coding of it half done."""
    place = workplace.open_workplace(folder)
    try:
        who = people.first_person(place)
        people.rename_person(place, who, who.id, "Mira")
        session = samples.load_sample_family(place)
        assert session is not None
        bringing_in.prepare_waiting(place, lambda _text: None)
        for number in range(1, 6):
            made = families.create_family(place, who, f"Family {number:03}", "")
            families.create_session(place, who, made.id, "Visit 1", f"2026-04-{number:02}", "caregiving")
        coding = codings.begin_coding(place, who, session)
        half_code(place, who, coding)
        others = families.session(place, who, session).others
        plan = choose_three(place, who, session)
        never_asked, empty = (
            unmarked_visit(place, who, "Family 020"),
            unmarked_visit(place, who, "Family 021"),
        )
        everybody_agrees(place, who, empty)
        held = held_meeting(place, who)
        first = families.create_session(
            place,
            who,
            families.create_family(place, who, "Family 022").id,
            "Visit 1",
            "2026-04-21",
            "feeding",
        ).id
        closed = closed_visit(place, who)
        family = families.session(place, who, closed["closed"]).family.id
        more = {**in_depth(place, who), **two_films(place, who), **supervised(place, who, session)}
        more |= schemes_written(place, who, session)
        pia = people.add_person(place, who, "Pia", "practitioner", whole=True)
        series, visited = coded_series(place, who, "research"), coded_series(place, pia, "standard")
        pair = then_and_now(place, pia, session)
        film_for_the_family(place, pia, session)
        failed = film_that_cannot_be_made(place, who)
        segments(place, who, pia)
        people.add_person(place, who, "Ben", "coder", whole=True)
        scheme = codings.schemes_here(place, who)[0].scheme.hash
        study = studying.own_studies(place, who)[0].study.id
        into = gold.make_set(place, who, study, "First films", "core-attunement", "practice")
        gold.declare(place, who, coded_twice(place, who), into)
    finally:
        place.store.close()
    return {
        "session": session, "coding": coding, "other": others[0].id, "another": others[1].id, "plan": plan,
        "empty": empty, "never_asked": never_asked, "first": first, "family": family, "scheme": scheme,
        "study": study, "series": series, "visited": visited, "pair": pair, "failed": failed, **held, **closed, **more,
    }  # fmt: skip


def held_meeting(place: workplace.Workplace, who: people.Account) -> dict[str, str]:
    """A visit whose meeting was held, with what was said and agreed."""
    session = made_up_visit(place, who, "Family 031")
    plan = ready_plan(place, who, session, one_moment(phrase="Mia looked up, and you waited for her."))
    moment = preparing.plan_view(place, who, plan).plan.moments[0].id
    meeting.save_said(place, who, plan, moment, "I did not know that she looks for me.")
    meeting.close_meeting(place, who, plan, "wait a little before I help", "bath time", "calmer evenings", 6)
    return {"held": session, "held_plan": plan}


def film_that_cannot_be_made(place: workplace.Workplace, who: people.Account) -> str:
    """A visit whose meeting was held, and whose film for the family fails, for its film was made up."""
    session = made_up_visit(place, who, "Family 032")
    plan = ready_plan(place, who, session)
    meeting.close_meeting(place, who, plan, "wait a little before I help", "bath time", "calmer evenings", 6)
    reels.ask_for_reel(place, who, plan)
    return session


def then_and_now(place: workplace.Workplace, who: people.Account, first: str) -> str:
    """A plan of the second visit whose moment stands beside one of the first visit's meeting; gives the plan."""
    visits = families.sessions_page(place, who, "Sample family").rows
    second = next(visit.id for visit in visits if visit.label == "Visit 2")
    waited = one_moment(
        onset_ms=48_000, offset_ms=58_000, at_ms=52_000, phrase="You waited, and Mia came back."
    )
    held = ready_plan(place, who, first, waited)
    meeting.close_meeting(place, who, held, "wait a little", "bath time", "calmer evenings", None)
    now = one_moment(
        onset_ms=4_000, offset_ms=14_000, at_ms=8_000, phrase="Again you gave her time.", theme="waiting"
    )
    more = one_moment(
        onset_ms=20_000, offset_ms=30_000, at_ms=24_000, phrase="Here you two laughed together."
    )
    return ready_plan(place, who, second, {**now, "then": {"plan": held, "moment": waited["id"]}}, more)


def film_for_the_family(place: workplace.Workplace, visitor: people.Account, session: str) -> None:
    """Have the film for the family made of the meeting that was held of a visit."""
    plan = next(
        each.id
        for each in preparing.plans_of_session(place, visitor, session)
        if (each.author, each.state) == (visitor.id, PlanState.SHOWN)
    )
    reels.ask_for_reel(place, visitor, plan)
    taken = reels.next_reel(place, "pictures")
    assert taken is not None
    job, film, target, order = taken
    make_reel(film, order, target)
    reels.reel_made(place, job.id)
    reels.seal_reel(place, visitor, plan)


def in_depth(place: workplace.Workplace, who: people.Account) -> dict[str, str]:
    """The second visit, begun with every track and key of supervised coding, and some notes of the third."""
    visits = families.sessions_page(place, who, "Sample family").rows
    second, third = (next(v.id for v in visits if v.label == label) for label in ("Visit 2", "Visit 3"))
    coding = codings.begin_coding(place, who, second, profile="standard")
    press(
        place, who, coding,
        mark("dyad_state", "dyad", "alongside", 0, 4_000), mark("dyad_state", "dyad", "together", 4_000, 9_000),
        mark("infant_cue", "infant", "bid_social", 4_000), mark("infant_cue", "infant", "pause", 7_000),
    )  # fmt: skip
    notes.add_note(place, who, third, new_id(), 4_000, "He looks up at her and waits.", True)
    notes.add_note(
        place, who, third, new_id(), 21_000, "She gives him time; he turns back by himself.", False
    )
    return {"depth": coding, "noted": third}


def coded_series(place: workplace.Workplace, who: people.Account, profile: str) -> str:
    """The sample family's three visits coded as they were drawn, and submitted; gives the last coding."""
    visits = families.sessions_page(place, who, "Sample family").rows
    scheme = read_scheme((shipped.folder("coding_schemes") / "core-attunement.yaml").read_bytes())
    coding = ""
    for visit, truth in zip(sorted(visits, key=lambda v: v.date), ("", "_2", "_3"), strict=True):
        coding = codings.begin_coding(place, who, visit.id, scheme.hash, profile)
        tracks = {track.id for track in scheme.tracks_of(profile)}
        file = shipped.folder("sample_media") / f"truth{truth}.csv"
        with file.open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["track"] in tracks]
        marks = [
            mark(row["track"], row["subject"], row["code"], int(row["onset_ms"]), int(row["offset_ms"]))
            for row in rows
        ]
        press(place, who, coding, *marks)
        codings.submit_coding(place, who, coding, 1)
    return coding


def two_films(place: workplace.Workplace, who: people.Account) -> dict[str, str]:
    """A visit with two films, the second beginning a second later."""
    session = unmarked_visit(place, who, "Family 024")
    everybody_agrees(place, who, session)
    add_film(place, session, shipped.folder("sample_media") / "family_2.mp4", 1_000)
    return {"films": session, "films_coding": codings.begin_coding(place, who, session)}


def supervised(place: workplace.Workplace, who: people.Account, session: str) -> dict[str, str]:
    """A supervisor, with a moment shared with her and one that was marked for her."""
    sam = people.add_person(place, who, "Sam", "supervisor", whole=True)
    talk = talking.share_moment(place, who, session, 50_400, sam.id, "Here I was not sure. What do you see?")
    talking.say(place, sam, talk, "He turns away at 0:50. Then she waits; look at her hands.")
    return {"talk": talk}


def segments(place: workplace.Workplace, who: people.Account, visitor: people.Account) -> None:
    """Six segments of one family, which the home visitor coded, and the supervisor four of them."""
    sam = next(each for each in people.people(place, who) if each.name == "Sam")
    session = made_up_visit(place, who, "Family 070", **LONG)
    family = families.session(place, who, session).family.id
    sessions = [session, *(next_visit(place, who, family, **LONG) for _ in range(5))]
    for number, visit in enumerate(sessions):
        segment(place, visitor, visit, "self", 5 + number, 3 - number // 2)
        if number < 4:
            segment(place, sam, visit, "supervisor", 4 + number, 4 - number // 2)


def coded_twice(place: workplace.Workplace, who: people.Account) -> str:
    """Eight visits that Jo and Kim coded, Kim a little otherwise; gives a coding of a ninth, of Jo alone."""
    jo, kim = (people.add_person(place, who, name, "coder", whole=True) for name in ("Jo", "Kim"))
    for number in range(8):
        session = made_up_visit(place, who, f"Family {50 + number:03}")
        for coder, other in ((jo, 0), (kim, number + 1)):
            made = made_coding(place, coder, session, *minute(number, other))
            codings.submit_coding(place, coder, made, 1)
    made = made_coding(place, jo, made_up_visit(place, who, "Family 060"), *minute(8, 0))
    codings.submit_coding(place, jo, made, 1)
    return made


def minute(number: int, other: int) -> list[dict[str, Any]]:
    """Marks of one minute that differ from film to film; with `other`, as somebody else saw them."""
    way, seen = random.Random(number), random.Random(100 * number + other)
    codes = ("together", "alongside", "out_of_step", "repairing", "apart")
    cuts = [0, *sorted(way.sample(range(4_000, 57_000, 40), 7)), 60_000]
    coded = [way.choice(codes[: 2 + number % 4]) for _ in cuts[1:]]
    if other:
        cuts = [0, *(cut + 40 * seen.randint(-12, 12) for cut in cuts[1:-1]), 60_000]
        coded = [seen.choice(codes) if seen.random() < 0.15 else code for code in coded]
    states = [mark("dyad_state", "dyad", code, *at) for code, at in zip(coded, pairwise(cuts), strict=True)]
    cues = [
        mark("infant_cue", "infant", way.choice(("bid_social", "bid_object", "pause")), 40 * at + 40 * bool(other))
        for at in sorted(way.sample(range(100, 1_400), 6))
        if not other or seen.random() < 0.85
    ]  # fmt: skip
    return states + cues


def schemes_written(place: workplace.Workplace, who: people.Account, session: str) -> dict[str, str]:
    """A scheme just begun, a copy that is being changed, and two versions with a coding of the old one."""
    core, two = (library.version_of(place, who, id).hash for id in ("core-attunement", "two-keys"))
    first = publishing.publish(place, who, drafting.begin_copy(place, who, two, "In contact"), 1)
    marks = (
        mark("contact", "dyad", "in_contact", 0, 4_000), mark("contact", "dyad", "not_in_contact", 4_000, 9_000),
    )  # fmt: skip
    codings.submit_coding(place, who, made_coding(place, who, session, *marks, scheme=first.id), 1)
    later = drafting.begin_next(place, who, first.hash)
    step = drafting.edit(
        place, who, later, lambda document: with_value(document, ("tracks", 0, "codes", 1, "id"), "apart")
    )
    second = publishing.publish(place, who, later, step)
    remapping.keep_map(
        place, who, first.hash, second.hash,
        {"contact.in_contact": "contact.in_contact", "contact.not_in_contact": "contact.apart", "contact.unseen": "contact.unseen"},
    )  # fmt: skip
    return {
        "blank": drafting.begin(place, who, "Play at home"),
        "draft": drafting.begin_copy(place, who, core, "Our attunement"),
        "old_version": first.hash,
        "new_version": second.hash,
    }


def closed_visit(place: workplace.Workplace, who: people.Account) -> dict[str, str]:
    """A visit that was coded and planned; then one of the two took her agreement back."""
    session = unmarked_visit(place, who, "Family 023", "family_2.mp4")
    spoken, paper = HowGiven("spoken"), HowGiven("paper", "Türkçe", "2036-01-31")
    agreeing.answer(
        place,
        who,
        session,
        [Entry("child", "Mia"), Entry("caregiver", "Anna")],
        [Purpose.LOOK_TOGETHER],
        spoken,
    )
    mia, anna = families_people(place, who, session)
    agreeing.note(place, who, [anna], [Purpose.SUPERVISOR, Purpose.QUALITY_CODING], "given", paper)
    agreeing.note(place, who, [anna], [Purpose.TEACHING_CLIPS], "refused")
    agreeing.note(place, who, [mia], [Purpose.QUALITY_CODING], "given", paper)
    coding = codings.begin_coding(place, who, session)
    exporting.export_session(place, who, session)
    plan = ready_plan(place, who, session)
    agreeing.withdraw(place, who, anna, Purpose.LOOK_TOGETHER)
    agreeing.withdraw(place, who, anna, Purpose.QUALITY_CODING)
    return {"closed": session, "closed_coding": coding, "closed_plan": plan}


def families_people(place: workplace.Workplace, who: people.Account, session: str) -> list[str]:
    """Who is on a visit's film, by their ids."""
    return [person.id for person in family_people.presence(place, who, session).on_film]


def choose_three(place: workplace.Workplace, who: people.Account, session: str) -> str:
    """A meeting of three suggestions in an order that keeps the rules, ready to be shown."""
    plan = preparing.open_plan(place, who, session)
    shown = preparing.plan_json(place, who, plan)
    suggestions = sorted(shown["suggestions"], key=lambda s: s["kind"] != "strength")
    first, second, *rest = suggestions
    chosen = [first, *rest[-1:], second]
    names = ("onset_ms", "offset_ms", "at_ms", "kind", "phrase", "question")
    moments = [
        {**{name: each[name] for name in names}, "id": new_id(), "why": "", "counterpart": None}
        for each in chosen
    ]
    moments[0]["at_ms"] += 5_000  # what two overlapping moments show is not one picture twice
    moments[0]["why"] = "She asked last time whether he looks for her."
    aside = [
        {**{name: each[name] for name in names}, "id": new_id(), "why": "", "counterpart": None}
        for each in rest[:1]
    ]
    sent = {
        "revision": shown["plan"]["revision"], "child": "Ava", "language": "en", "strengths_only": False,
        "moments": moments, "goal": "More calm at bedtime", "aside": aside,
    }  # fmt: skip
    saved = preparing.save_plan(place, who, plan, sent)
    assert preparing.mark_ready(place, who, plan).plan.state == "ready", saved.problems
    return plan


def unmarked_visit(place: workplace.Workplace, who: people.Account, code: str, film: str = "clip.mp4") -> str:
    """A visit with a film that nobody has looked at yet, nor said who is on it."""
    family = families.create_family(place, who, code, "")
    session = families.create_session(place, who, family.id, "Visit 1", "2026-04-20", "free_play_toys").id
    clip = shipped.folder("sample_media") / film
    answer = bringing_in.keep_film(place, who, session, clip, wait=True, progress=lambda _text: None)
    assert answer["verdict"] == "accept", answer
    return session


MARKS = [
    ("dyad_state", "dyad", "alongside", 0, 4000),
    ("dyad_state", "dyad", "together", 4000, 22_400),
    ("dyad_state", "dyad", "alongside", 22_400, 30_000),
    ("dyad_state", "dyad", "together", 30_000, 49_600),
    ("dyad_state", "dyad", "out_of_step", 49_600, 55_000),
    ("dyad_state", "dyad", "repairing", 55_000, 66_000),
    ("dyad_state", "dyad", "together", 66_000, None),
    ("infant_cue", "infant", "bid_social", 3200, 3200),
    ("infant_cue", "infant", "bid_object", 12_800, 12_800),
    ("infant_cue", "infant", "pause", 24_000, 24_000),
    ("infant_cue", "infant", "bid_social", 31_200, 31_200),
    ("infant_cue", "infant", "pause", 50_400, 50_400),
    ("infant_cue", "infant", "bid_social", 66_400, 66_400),
    ("moment", "dyad", "star", 60_000, 60_000),
]


def half_code(place: workplace.Workplace, who: people.Account, coding: str) -> None:
    """Marks up to the middle of the sample film, the last state still running."""
    edits = []
    for track, subject, code, onset, offset in MARKS:
        content = {
            "track": track, "subject": subject, "code": code, "onset_ms": onset, "offset_ms": offset,
            "onset_frame": onset // 40, "offset_frame": None if offset is None else offset // 40,
        }  # fmt: skip
        edits.append(
            {"id": new_id(), "kind": "add", "annotation": new_id(), "revision": 0, "content": content}
        )
    act = {"id": new_id(), "tab": new_id(), "n": 1, "kind": "import", "edits": edits}
    answer = codings.save_acts(place, who, coding, {"api": 1, "acts": [act]})
    assert answer["answers"][0]["outcome"] == "saved", answer
    codings.save_place(place, who, coding, {"t_ms": 67_240})
