"""A meeting on the screen: a film whose pictures carry numbers, two moments of it, and how it stands."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from annotator.actions import people, preparing
from annotator.actions.workplace import Workplace
from tests.driving import PLENTY_MS, MeetingPage
from tests.films import barcode_film
from tests.meeting_case import draft, sent
from tests.running import enter_visit

FIRST, LAST = 100, 224
"""The frames of the first moment, 4,000 to 9,000 ms at 25 frames a second: 4,000 ÷ 40 = 100, 9,000 ÷ 40 = 225."""


def moments() -> list[dict[str, Any]]:
    return [
        sent(onset_ms=4_000, offset_ms=9_000, at_ms=6_000, phrase="Ava looked at you, and you waited."),
        sent(onset_ms=12_000, offset_ms=19_960, at_ms=13_000, phrase="Then she smiled.", question=""),
    ]


def prepare(
    place: Workplace, file: Path, rate: str, frames: int, found: list[dict[str, Any]], language: str = "en"
) -> str:
    """A visit with a film and a plan of these moments that is ready; gives the plan."""
    film = barcode_film(file, rate=rate, frames=frames, size=(320, 180))
    visit, who = enter_visit(place, film, code=f"Family {file.stem}"), people.first_person(place)
    plan = preparing.open_plan(place, who, visit.session)
    preparing.save_plan(place, who, plan, draft(*found, language=language))
    assert preparing.mark_ready(place, who, plan).plan.state == "ready"
    return plan


def stands(meeting: MeetingPage, frame: int) -> None:
    expect(meeting.root.locator(".film")).to_have_attribute("data-frame", str(frame), timeout=PLENTY_MS)


def plays(meeting: MeetingPage, on: bool = True) -> None:
    here = expect(meeting.root)
    (here.to_have_attribute if on else here.not_to_have_attribute)("data-playing", "", timeout=PLENTY_MS)
