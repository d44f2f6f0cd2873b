"""A film for the family from end to end: two films of one family that the running app's own worker prepares, a
meeting with a moment of then, and one film of both that is asked for, made, sealed, fetched and opened."""

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import bringing_in, families, people, workplace
from tests.agreeing import everybody_agrees
from tests.driving import PLENTY_MS, come_in, still, unfold
from tests.films import barcode_film
from tests.meeting_case import draft, sent
from tests.reel_reading import LYING, UPRIGHT, two_films_shown
from tests.running import Server
from tests.unsealing import WrongPassword, opened

THEN_RATE, NOW_RATE = 10, 5
THEN = sent(onset_ms=4_000, offset_ms=9_000, at_ms=6_000, phrase="You waited for her.")
NOW = sent(onset_ms=1_000, offset_ms=6_000, at_ms=2_000, phrase="Again you gave her time.")
MORE = sent(onset_ms=6_400, offset_ms=11_400, at_ms=8_000, phrase="Here you two laughed.")
SHOWN = [("upright", n) for n in range(40, 90)] + [("lying", n) for n in (*range(5, 30), *range(32, 57))]
"""By hand: [4, 9) s of then at 10 frames a second; [1, 6) and [6.4, 11.4) s of now at 5."""


@dataclass(frozen=True)
class Furnished:
    """The running app, and the visits of then and of now, whose films nobody has prepared yet."""

    server: Server
    then: str
    now: str


@pytest.fixture
def attune(tmp_path: Path) -> Any:
    films = {
        "2026-05-01": barcode_film(tmp_path / "then.mp4", rate=str(THEN_RATE), frames=120, size=UPRIGHT),
        "2026-05-31": barcode_film(tmp_path / "now.mp4", rate=str(NOW_RATE), frames=60, size=LYING),
    }
    place = workplace.open_workplace(tmp_path / "data")
    try:
        lead = people.first_person(place)
        family = families.create_family(place, lead, "Family 012").id
        visits = []
        for day, film in films.items():
            visits.append(families.create_session(place, lead, family, f"Visit of {day}", day, "feeding").id)
            everybody_agrees(place, lead, visits[-1])
            kept = bringing_in.keep_film(
                place, lead, visits[-1], film, wait=False, progress=lambda _text: None
            )
            assert kept["verdict"] == "accept", kept
    finally:
        place.store.close()
    server = Server(tmp_path / "data").start()
    yield Furnished(server, *visits)
    server.stop()


def test_a_film_of_moments_of_two_films_is_made_sealed_fetched_and_opened(
    page: Page, attune: Furnished, tmp_path: Path
) -> None:
    come_in(page, attune.server)
    for visit in (attune.then, attune.now):
        page.goto(f"{attune.server.url}/session?id={visit}")
        expect(page.get_by_role("link", name="Code this film")).to_be_visible(timeout=3 * PLENTY_MS)
    before = held(page, attune, attune.then, THEN)
    held(page, attune, attune.now, {**NOW, "then": {"plan": before, "moment": THEN["id"]}}, MORE)
    page.goto(f"{attune.server.url}/session?id={attune.now}")
    unfold(page, "A film for the family")
    page.get_by_role("button", name="Make the film").click()
    expect(page.get_by_text("It is made, and kept until")).to_be_visible(timeout=3 * PLENTY_MS)
    still(page)
    page.get_by_role("button", name="Seal it with a password").click()
    code = page.locator("details code").filter(has_text=re.compile(r"^([a-z2-9]{4}-){3}[a-z2-9]{4}$"))
    expect(code).to_be_visible(timeout=PLENTY_MS)
    with page.expect_download() as fetching:
        page.get_by_role("link", name="The sealed film (ZIP)").click()
    sealed = tmp_path / "film.zip"
    fetching.value.save_as(sealed)
    assert fetching.value.suggested_filename == "film.zip"  # it says nothing of whom it is for
    with pytest.raises(WrongPassword):
        opened(sealed, "a-guess")
    info, data = opened(sealed, code.inner_text())
    assert info.filename == "film.mp4"
    film = tmp_path / "opened.mp4"
    film.write_bytes(data)
    shown = [(of, number) for _at, of, number in two_films_shown(film) if number is not None]
    assert [each for each, _ in groupby(shown)] == SHOWN


def held(page: Page, attune: Furnished, visit: str, *moments: dict[str, Any]) -> str:
    """A meeting about these moments, prepared and held through the program's own doors; gives its plan."""
    url = attune.server.url

    def ask(method: str, path: str, value: object = None) -> dict[str, Any]:
        sent_by_a_page = {"x-attune": "1", "origin": url, "sec-fetch-site": "same-origin"}
        answer = page.request.fetch(f"{url}/api/v1/{path}", method=method, data=value, headers=sent_by_a_page)
        assert answer.status == 200, answer.text()
        found: dict[str, Any] = answer.json()
        return found

    plan: str = ask("POST", f"sessions/{visit}/plan", {})["plan"]
    revision = ask("GET", f"plans/{plan}")["plan"][
        "revision"
    ]  # of the next one, which begins with the goal of before
    ask("PUT", f"plans/{plan}", draft(*moments, revision=revision))
    made = ask("POST", f"plans/{plan}/ready", {})
    assert made["plan"]["state"] == "ready", made["problems"]
    closing = {"step": "wait a little", "wish": "", "goal": "more calm", "goal_number": None}
    assert ask("POST", f"plans/{plan}/close", closing) == {"state": "shown"}
    return plan
