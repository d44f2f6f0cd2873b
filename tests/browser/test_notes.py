"""Notes while watching: each takes the film's time at its first letter, and nothing typed is ever lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.driving import PLENTY_MS, WITNESS, DeskPage, come_in
from tests.films import barcode_film
from tests.running import Server, Visit, prepare_visit


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Visit]]:
    root = tmp_path_factory.mktemp("notes")
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=(320, 180))
    visit = prepare_visit(root / "data", film)
    server = Server(root / "data").start()
    yield server, visit
    server.stop()


@dataclass
class NotesPage(DeskPage):
    """The notes of a visit in one browser tab."""

    session: str = ""

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.press("Enter")

    @property
    def field(self) -> Any:
        return self.page.locator(".notefield")

    @property
    def rows(self) -> Any:
        return self.page.locator(".desk .note")

    def reopen(self) -> None:
        self.page.goto(f"{self.server.url}/notes?session={self.session}")
        self.ready()

    def kept(self) -> list[dict[str, Any]]:
        """The notes on the server."""
        self.saved()
        answer = self.page.request.get(f"{self.server.url}/api/v1/sessions/{self.session}/notes")
        found: list[dict[str, Any]] = answer.json()["notes"]
        return found

    def said_of(self, *names: str) -> list[tuple[Any, ...]]:
        return [tuple(note[name] for name in names) for note in self.kept()]


def entered(page: Page, attune: tuple[Server, Visit]) -> NotesPage:
    """Signed in, at the notes, with none there."""
    server, visit = attune
    page.add_init_script(WITNESS)
    come_in(page, server)
    notes = NotesPage(page, server, visit.session)
    headers = {"X-Attune": "1", "Origin": server.url}
    listed = page.request.get(f"{server.url}/api/v1/sessions/{visit.session}/notes").json()["notes"]
    for note in listed:
        page.request.delete(f"{server.url}/api/v1/notes/{note['id']}", headers=headers)
    notes.reopen()
    return notes


@pytest.fixture
def notes(page: Page, attune: tuple[Server, Visit]) -> Iterator[NotesPage]:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_viewport_size({"width": 1366, "height": 768})
    yield entered(page, attune)
    assert faults == []


def test_a_note_has_the_time_of_its_first_letter_and_the_film_plays_on(notes: NotesPage) -> None:
    notes.play()
    notes.play_on(10)
    notes.page.keyboard.type("S")
    notes.play_on(10)
    notes.page.keyboard.type("he waits. ö ? * 5")
    expect(notes.root).to_have_attribute("data-playing", "")
    notes.press("Enter")
    expect(notes.field).to_have_value("")
    expect(notes.root).to_have_attribute("data-playing", "")
    notes.press("Space")
    expect(notes.root).not_to_have_attribute("data-playing", "")
    first = next(d["frame"] for d in notes.deeds("keydown") if d["key"] == "S")
    assert first >= 10
    assert notes.said_of("at_ms", "text", "starred") == [(first * 40, "She waits. ö ? * 5", False)]
    expect(notes.rows).to_contain_text("She waits.")


def test_notes_stand_by_time_and_a_click_goes_there(notes: NotesPage) -> None:
    notes.jump_to(200)
    notes.write("later")
    notes.jump_to(50)
    notes.write("earlier")
    expect(notes.rows).to_have_count(2)
    assert notes.said_of("at_ms", "text") == [(2000, "earlier"), (8000, "later")]
    assert [row.split("\n")[1] for row in notes.rows.all_inner_texts()] == ["earlier", "later"]
    notes.rows.nth(1).get_by_text("later").click()
    expect(notes.root).to_have_attribute("data-frame", "200", timeout=PLENTY_MS)
    notes.press("PageUp")
    expect(notes.root).to_have_attribute("data-frame", "50", timeout=PLENTY_MS)


def test_a_note_is_changed_in_place_starred_removed_and_brought_back(notes: NotesPage) -> None:
    notes.jump_to(25)
    notes.write("She waits")
    row = notes.rows.first
    row.get_by_role("button", name="Change this note").click()
    area = row.get_by_role("textbox")
    area.press("End")
    area.press_sequentially(" for him")
    area.press("Enter")
    assert notes.said_of("at_ms", "text") == [(1000, "She waits for him")]
    row.get_by_role("button", name="Show this").click()
    assert notes.said_of("text", "starred") == [("She waits for him", True)]
    row.get_by_role("button", name="Remove this note").click()
    expect(notes.rows).to_have_count(0)
    assert notes.kept() == []
    notes.page.get_by_role("button", name="Bring back").click()
    assert notes.said_of("at_ms", "text", "starred") == [(1000, "She waits for him", True)]


def test_a_change_can_be_left_as_it_was_and_its_time_set_anew(notes: NotesPage) -> None:
    notes.jump_to(25)
    notes.write("one")
    notes.jump_to(75)
    row = notes.rows.first
    row.get_by_role("button", name="Change this note").click()
    row.get_by_role("textbox").press_sequentially(" two")
    row.get_by_role("textbox").press("Escape")
    assert notes.said_of("at_ms", "text") == [(1000, "one")]
    row.get_by_role("button", name="Change this note").click()
    row.get_by_role("button", name="set to the film's time").click()
    row.get_by_role("button", name="Keep the change").click()
    assert notes.said_of("at_ms", "text") == [(3000, "one")]


def test_the_asterisk_is_a_moment_to_show_and_stars_what_is_half_written(notes: NotesPage) -> None:
    notes.jump_to(100)
    notes.press("Shift+Digit8")
    notes.jump_to(150)
    notes.page.keyboard.type("he smiles")
    notes.page.locator(".starb").click()
    notes.press("Enter")
    found = notes.said_of("at_ms", "text", "starred")
    assert found == [(4000, "", True), (6000, "he smiles", True)]


def test_a_note_about_the_whole_film_has_no_time(notes: NotesPage) -> None:
    notes.jump_to(100)
    notes.page.locator(".whole").click()
    notes.write("A calm visit")
    assert notes.said_of("at_ms", "text") == [(None, "A calm visit")]


def test_half_a_note_is_there_again_after_the_page_is_gone(notes: NotesPage) -> None:
    notes.jump_to(60)
    notes.page.keyboard.type("She is about to")
    expect(notes.root).to_have_attribute("data-draft", "kept")
    notes.reopen()
    expect(notes.field).to_have_value("She is about to")
    expect(notes.page.locator(".timechip")).to_have_text("00:02.400")
    notes.field.press("End")
    notes.page.keyboard.type(" sing")
    notes.press("Enter")
    assert notes.said_of("at_ms", "text") == [(2400, "She is about to sing")]
    notes.reopen()
    expect(notes.field).to_have_value("")
    expect(notes.rows).to_have_count(1)


def test_half_a_change_is_there_again_too(notes: NotesPage) -> None:
    notes.jump_to(60)
    notes.write("one")
    notes.saved()
    notes.rows.first.get_by_role("button", name="Change this note").click()
    notes.rows.first.get_by_role("textbox").press_sequentially(" two")
    expect(notes.root).to_have_attribute("data-draft", "kept")
    notes.reopen()
    expect(notes.rows.first.get_by_role("textbox")).to_have_value("one two")
    assert notes.said_of("text") == [("one",)]


def test_with_the_server_away_notes_are_kept_here_and_the_badge_says_so(
    notes: NotesPage, attune: tuple[Server, Visit]
) -> None:
    server, _visit = attune
    notes.jump_to(60)
    server.kill()
    try:
        notes.write("while away")
        expect(notes.root).to_have_attribute("data-badge", "kept", timeout=PLENTY_MS)
        expect(notes.page.locator(".badge")).to_contain_text("1 kept on this computer")
        expect(notes.rows).to_contain_text("while away")
    finally:
        server.start()
    assert notes.said_of("at_ms", "text") == [(2400, "while away")]


def test_signed_out_one_writes_on_and_signs_in_in_place(notes: NotesPage) -> None:
    notes.page.context.clear_cookies(name=f"attune_{notes.server.port}")
    notes.jump_to(60)
    notes.write("signed out")
    expect(notes.root).to_have_attribute("data-badge", "signed_out", timeout=PLENTY_MS)
    notes.page.get_by_role("button", name="Sign in as").click()
    assert notes.said_of("at_ms", "text") == [(2400, "signed out")]


def test_what_is_typed_stays_text(notes: NotesPage) -> None:
    called: list[str] = []
    notes.page.expose_function("xss", lambda: called.append("called"))
    notes.write("See <img src=x onerror=xss()><b>bold</b>")
    expect(notes.rows).to_contain_text("See <img src=x onerror=xss()><b>bold</b>")
    notes.reopen()
    expect(notes.rows).to_contain_text("See <img src=x onerror=xss()><b>bold</b>")
    assert called == []


def test_both_ways_to_watch_stand_side_by_side_on_the_visit(notes: NotesPage) -> None:
    visit = f"{notes.server.url}/session?id={notes.session}"
    notes.page.goto(visit)
    coding = notes.page.get_by_role("link", name="Go on coding")
    writing = notes.page.get_by_role("link", name="Write notes while watching")
    expect(coding).to_be_visible(timeout=PLENTY_MS)
    looks = [
        link.evaluate("(n) => [getComputedStyle(n).backgroundColor, n.offsetHeight]")
        for link in (coding, writing)
    ]
    assert looks[0] == looks[1], "neither is the better one"
    writing.click()
    notes.ready()
    notes.write("from the visit")
    notes.saved()
    notes.page.goto(visit)
    expect(notes.page.get_by_role("link", name="Go on writing")).to_be_visible(timeout=PLENTY_MS)


def test_by_touch_on_a_tablet(tablet_page: Page, attune: tuple[Server, Visit]) -> None:
    notes = entered(tablet_page, attune)
    notes.page.locator("[data-act=play]").tap()
    expect(notes.root).to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    notes.play_on(8)
    notes.field.tap()
    notes.page.keyboard.insert_text("Er lächelt")
    expect(notes.root).to_have_attribute("data-playing", "")
    notes.page.locator(".keepb").tap()
    notes.page.locator("[data-act=play]").tap()
    (found,) = notes.said_of("at_ms", "text")
    assert found[1] == "Er lächelt"
    assert 8 * 40 <= found[0] < 500 * 40
    notes.rows.first.get_by_text("Er lächelt").tap()
    expect(notes.root).to_have_attribute("data-time-ms", str(found[0]), timeout=PLENTY_MS)
    sizes = notes.page.locator(".note .mini").evaluate_all(
        "(all) => all.map((n) => Math.min(n.offsetWidth, n.offsetHeight))"
    )
    assert min(sizes) >= 40
