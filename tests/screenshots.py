"""Pictures of every page, wide and narrow, light and dark, empty and full, into screenshots/; run by `make screenshots`."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from annotator import shipped
from annotator.access import Purpose
from annotator.actions import (
    agreeing,
    bringing_in,
    codings,
    exporting,
    families,
    family_people,
    people,
    preparing,
    samples,
    workplace,
)
from annotator.actions.agreeing import HowGiven
from annotator.actions.family_people import Entry
from tests.agreeing import everybody_agrees
from tests.chromium import chromium
from tests.meeting_case import ready_plan
from tests.running import Server
from tests.talking import new_id

OUT = Path(__file__).parent.parent / "screenshots"
SIZES = {"wide": (1366, 768), "narrow": (820, 1180)}
SETTLE_MS = 2500
KEYS = {"meeting-still": "h", "meeting-said": "w", "meeting-end": "nnn"}
"""What is typed before the picture is taken."""
LATER_MS = {"prepare": 6000, "meeting-still": 3500, "meeting-said": 500, "meeting-end": 500}
"""How much longer some pages need: stills come one after another, buttons fade."""
OPENED = {"erase-film": "Erase this film", "erase-family": "Erase this family"}
"""What is unfolded before the picture is taken."""


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
    finally:
        place.store.close()
    return {
        "session": session, "coding": coding, "other": others[0].id, "plan": plan, "empty": empty,
        "never_asked": never_asked, "first": first, "family": family, **closed,
    }  # fmt: skip


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
    moments[0]["why"] = "She asked last time whether he looks for her."
    sent = {
        "revision": shown["plan"]["revision"], "child": "Ava", "language": "en", "strengths_only": False,
        "moments": moments, "goal": "More calm at bedtime",
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


@contextmanager
def signed_in(browser: Browser, server: Server, size: tuple[int, int], scheme: str) -> Iterator[Page]:
    """A page of a fresh browser that came in by a launch link."""
    from tests.driving import come_in

    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    come_in(page, server)
    yield page
    context.close()


def shoot(browser: Browser, server: Server, pages: dict[str, str]) -> None:
    """Every page in every size and theme."""
    for size_name, size in SIZES.items():
        for scheme in ("light", "dark"):
            with signed_in(browser, server, size, scheme) as page:
                for name, path in pages.items():
                    page.goto(server.url + path)
                    page.wait_for_timeout(SETTLE_MS)
                    for button in page.get_by_role("button", name="Work here instead").all():
                        button.click()
                        page.wait_for_timeout(500)
                    if name in OPENED:
                        page.get_by_text(OPENED[name]).first.click()
                        page.wait_for_timeout(1000)
                        page.get_by_role("textbox").last.scroll_into_view_if_needed()
                    page.keyboard.type(KEYS.get(name, ""))
                    page.wait_for_timeout(LATER_MS.get(name, 0))
                    page.screenshot(path=OUT / f"{name}-{size_name}-{scheme}.png")


def main() -> None:
    """Empty first, then full."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    path = chromium()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--mute-audio"]
        )
        empty = Server(Path(folder) / "empty").start()
        shoot(browser, empty, {"empty-home": "/", "empty-families": "/families", "sign-in": "/sign-in"})
        empty.stop()
        names = furnish(Path(folder) / "full")
        full = Server(Path(folder) / "full").start()
        pages = {
            "home": "/", "families": "/families", "people": "/people", "studies": "/studies", "schemes": "/schemes", "visits": "/visits", "supervision": "/supervision",
            "visit": f"/session?id={names['session']}", "desk": f"/desk?coding={names['coding']}",
            "notes": f"/notes?session={names['session']}",
            "compare": f"/compare?session={names['session']}", "summary": f"/summary?coding={names['other']}",
            "empty-prepare": f"/prepare?session={names['empty']}", "prepare": f"/prepare?plan={names['plan']}",
            "visit-first": f"/session?id={names['first']}",
            "visit-never-asked": f"/session?id={names['never_asked']}",
            "visit-closed": f"/session?id={names['closed']}", "agreements": f"/families?id={names['family']}",
            "erase-film": f"/session?id={names['closed']}", "erase-family": f"/families?id={names['family']}",
            "sheet": f"/sheets/{names['plan']}.html",
            "closed-desk": f"/desk?coding={names['closed_coding']}",
            "closed-code": f"/desk?session={names['closed']}", "closed-notes": f"/notes?session={names['closed']}",
            "closed-prepare": f"/prepare?plan={names['closed_plan']}",
            "closed-meeting": f"/meeting?plan={names['closed_plan']}",
            "closed-export": f"/exports/sessions/{names['closed']}.zip",
            **{f"meeting{more}": f"/meeting?plan={names['plan']}" for more in ("", "-still", "-said", "-end")},
        }  # fmt: skip
        shoot(browser, full, pages)
        full.stop()
        browser.close()


if __name__ == "__main__":
    main()
