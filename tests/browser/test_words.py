"""Every word that a person sees can be had in their language: the whole program in one nobody speaks.

A catalogue made here turns each letter of each sentence into a strange one. A plain letter on the
screen that is no data (a name, a label of the scheme, a time, a key) was then never translated.
"""

import os
import re
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from annotator.actions import (
    agreeing,
    codings,
    families,
    family_people,
    films,
    library,
    people,
    preparing,
    workplace,
)
from annotator.actions.scheme_cards import shipped_cards
from annotator.actions.workplace import Workplace
from annotator.errors import said
from annotator.model import Subject
from annotator.schemes import Scheme
from annotator.store import jobs
from annotator.store.accounts import Account
from annotator.web.policies import PAGES
from tests.agreeing import everybody_agrees
from tests.driving import PLENTY_MS, MeetingPage, PreparePage, come_in, forget
from tests.films import barcode_film
from tests.meeting_case import draft, ready_plan, sent
from tests.meeting_case import visit as made_up_visit
from tests.pseudo import LANGUAGE, PLAIN, spoken, strange
from tests.running import Server, enter_visit

FILM, LEAD, CODER = "film.mp4", "Mira", "Ben"
FILM_MS = 12_000

pytestmark = pytest.mark.slow

NAMES = (
    "Attune",
    "Chrome, Linux",
    LEAD,
    CODER,
    FILM,
    "Family 012",
    "Family 013",
    "Family 014",
    "Family 015",
    "Family 016",
    "Visit 1",
    "Visit 3",
    "Testing",
    "MPEG-2",
    "May 31, 2026",
    "Mia",
    "more calm",
    "small and usual",
)
"""What the program and what people are called here."""

SHORT = ("ms", "min", "s", "fps", "κ", "F1", "n", "CSV", "MB", "Home", "[A-Z]")
"""Units and signs that are the same everywhere, the letters on keys and the key Home; each where it stands alone."""

STREAMLITS_OWN = (
    "yyyy",
    "mm",
    "dd",
    "Skip to main content", "App pages", "Link to heading", "Help for", "Help", "progress", "Open", "Choose an option",
    "Choose date", "year", "month", "day", "Show/hide columns", "Download as CSV", "Search", "Fullscreen",
    "Main menu",
)  # fmt: skip
"""What Streamlit itself says, almost all of it to screen readers only; it has no languages."""

TEXTS = """
() => {
  const found = [];
  const seen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: false })) return false;
    return element.getClientRects().length > 0;
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.trim();
      if (text && node.parentElement && seen(node.parentElement)) found.push(text);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (["SCRIPT", "STYLE", "NOSCRIPT", "HEAD", "TEMPLATE"].includes(node.tagName)) return;
      if (getComputedStyle(node).fontFamily.includes("Material Symbols")) return;  // the name of a picture
      if (seen(node)) {
        for (const name of ["aria-label", "title", "placeholder", "alt"]) {
          const text = node.getAttribute(name);
          if (text) found.push(text);
        }
      }
      // A table is drawn on a canvas; its cells are inside for those who cannot see it.
      if (node.tagName === "CANVAS") {
        for (const cell of node.querySelectorAll("[role=columnheader], [role=gridcell]")) {
          if (cell.textContent.trim()) found.push(cell.textContent.trim());
        }
        return;
      }
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    for (const child of node.childNodes) walk(child);
  };
  walk(document.documentElement);
  found.push(document.title);
  return [...new Set(found)];
}
"""


@dataclass(frozen=True)
class Furnished:
    """What was entered, by its id."""

    server: Server
    family: str
    empty_family: str
    first: str
    closed: str
    closed_plan: str
    empty: str
    preparing: str
    failed: str
    same_code: str
    unseen: str
    open_coding: str
    plan: str
    submitted: dict[str, str]
    scheme: Scheme


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    root = tmp_path_factory.mktemp("words")
    with spoken(root / "locale"):
        furnished = furnish(root)
        furnished.server.start()
        yield furnished
        furnished.server.stop()


def furnish(root: Path) -> Furnished:
    place = workplace.open_workplace(root / "data")
    try:
        return _furnish(place, root)
    finally:
        place.store.close()


def _furnish(place: Workplace, root: Path) -> Furnished:
    lead = people.first_person(place)
    people.rename_person(place, lead, lead.id, LEAD)
    people.set_language(place, lead, LANGUAGE)
    lead = people.first_person(place)
    ben = people.add_person(place, lead, CODER, "coder", whole=True)
    film = barcode_film(root / FILM, frames=FILM_MS // 40)
    same = enter_visit(place, film, code="Family 012")
    unseen = enter_visit(place, film, code="Family 013")
    family = families.session(place, lead, same.session).family.id
    scheme = library.scheme(place, lead, "core-attunement")
    submitted = {}
    for visit, code in ((same, "together"), (unseen, "unscorable")):
        for who, window in ((lead, (0, FILM_MS)), (ben, (400, FILM_MS - 800))):
            coding = submitted[visit.session] = codings.begin_coding(place, who, visit.session)
            mark(place, who, coding, code, window)
            seq = codings.desk(place, who, coding)["coding"]["seq"]
            codings.submit_coding(place, who, coding, seq)
    open_coding = codings.begin_coding(place, lead, same.session, scheme.hash, "research")
    mark(place, lead, open_coding, "out_of_step", (0, FILM_MS))
    plan = preparing.open_plan(place, lead, same.session)
    moments = [
        sent(onset_ms=onset, offset_ms=onset + 5000, at_ms=onset + 2000, phrase=LEAD, question=CODER)
        for onset in (500, 6000)
    ]
    preparing.save_plan(place, lead, plan, draft(*moments, language=LANGUAGE))
    assert preparing.mark_ready(place, lead, plan).plan.state == "ready"
    empty, on_its_way, failed = (
        families.create_session(place, lead, family, "Visit 3", f"2026-06-0{n}", "feeding").id
        for n in (1, 2, 3)
    )
    everybody_agrees(place, lead, empty)
    new_family = families.create_family(place, lead, "Family 015").id
    first = families.create_session(place, lead, new_family, "Visit 1", "2026-06-04", "feeding").id
    closed = made_up_visit(place, lead, "Family 016", cast=(Subject("child", "child", "child", LEAD),))
    closed_plan = ready_plan(place, lead, closed)
    agreeing.withdraw(place, lead, family_people.presence(place, lead, closed).on_film[0].id)
    hold_up(place, lead, on_its_way, film)
    fail(place, lead, failed, film)
    empty_family = families.create_family(place, lead, "Family 014").id
    server = Server(place.folder)
    return Furnished(
        server, family, empty_family, first, closed, closed_plan, empty, on_its_way, failed, same.session, unseen.session, open_coding, plan,
        submitted, scheme,
    )  # fmt: skip


def mark(place: Workplace, who: Account, coding: str, code: str, window: tuple[int, int]) -> None:
    """One state over the whole window, one before it, and the window itself."""
    states = [("together", 0, 200), (code, 400, window[1])]
    edits: list[dict[str, Any]] = [
        {
            "id": str(uuid.uuid4()), "kind": "add", "annotation": str(uuid.uuid4()), "revision": 0,
            "content": {"track": "dyad_state", "subject": "dyad", "code": name, "onset_ms": onset, "offset_ms": offset},
        }
        for name, onset, offset in states
        if window[0] or name == code
    ]  # fmt: skip
    limits = {"onset_ms": window[0], "offset_ms": window[1]}
    edits.append({"id": str(uuid.uuid4()), "kind": "window", "window": limits})
    act = {"id": str(uuid.uuid4()), "tab": str(uuid.uuid4()), "n": 1, "kind": "import", "edits": edits}
    answer = codings.save_acts(place, who, coding, {"api": 1, "acts": [act]})
    assert answer["answers"][0]["outcome"] == "saved", answer


def hold_up(place: Workplace, who: Account, session: str, film: Path) -> None:
    """A film whose preparation never comes to an end: where its bytes should be is a pipe without any."""
    received = films.import_film(place, who, session, film)
    original = next(place.film_folder(received.recording.id).glob("original.*"))
    original.unlink()
    os.mkfifo(original)


def fail(place: Workplace, who: Account, session: str, film: Path) -> None:
    received = films.import_film(place, who, session, film)
    place.store.write(lambda tx: jobs.take(tx, "test"))
    waiting = place.store.write(lambda tx: jobs.take(tx, "test"))
    assert waiting is not None
    assert waiting.id == received.job.id
    films.job_failed(
        place,
        received.job.id,
        said(
            "This film is {name}, which is not read here. Convert it to MP4 with H.264 and add it again.",
            name="MPEG-2",
        ),
    )


@pytest.fixture(scope="module")
def from_far_away(browser: Browser) -> Iterator[BrowserContext]:
    kept = browser.new_context(
        viewport={"width": 1366, "height": 900}, extra_http_headers={"Accept-Language": LANGUAGE}
    )
    yield kept
    kept.close()


@pytest.fixture
def page(from_far_away: BrowserContext, attune: Furnished) -> Iterator[Page]:
    opened = from_far_away.new_page()
    come_in(opened, attune.server)
    yield opened
    forget(from_far_away)


def scheme_words(value: object) -> Iterator[str]:
    """Everything that a scheme's author wrote."""
    if isinstance(value, dict):
        for part in value.values():
            yield from scheme_words(part)
    elif isinstance(value, list):
        for part in value:
            yield from scheme_words(part)
    elif isinstance(value, str):
        yield value


def allowed(scheme: Scheme) -> list[str]:
    """The data that may stand on a page as it is, longest first so that a part never hides the whole."""
    return sorted({*NAMES, *STREAMLITS_OWN, *scheme_words(scheme.document)}, key=len, reverse=True)


def titles(page: Page) -> list[str]:
    """What the schemes and studies are called, on the pages that list them."""
    if page.url.endswith("/studies"):
        return ["Families"]  # the first study; whoever leads it can call it otherwise
    if not page.url.endswith("/schemes"):
        return []
    return [
        str(words)
        for card in shipped_cards().values()
        for words in (card.id, card.title, *(p.label for p in card.profiles))
    ]


def plain_words(texts: Sequence[str], data: Sequence[str]) -> list[str]:
    """The texts in which a word is left that is neither data nor strange."""
    left = []
    for text in texts:
        rest = text
        for known in data:
            if known in rest:
                rest = re.sub(rf"(?<![{PLAIN}]){re.escape(known)}(?![{PLAIN}])", " ", rest)
        rest = re.sub(rf"(?<![{PLAIN}])(?:{'|'.join(SHORT)})(?![{PLAIN}])", " ", rest)
        if re.search(f"[{PLAIN}]", rest):
            left.append(text)
    return left


def check(page: Page, attune: Furnished, *sentences: str) -> None:
    """Nothing on the page, as it is now, is plain English; these sentences are on it."""
    deadline = time.monotonic() + PLENTY_MS / 1000
    while True:
        texts = page.evaluate(TEXTS)
        missing = [s for s in sentences if not any(strange(s) in text for text in texts)]
        # Streamlit's own "Running... Stop" stands there for as long as a slow machine runs the page.
        data = sorted([*allowed(attune.scheme), *titles(page)], key=len, reverse=True)
        plain = plain_words(texts, data)
        if not (missing or plain) or time.monotonic() > deadline:
            break
        page.wait_for_timeout(200)
    assert missing == []
    assert any("⟦" in text for text in texts), "the page speaks no strange language at all"
    assert plain == []


def opened(page: Page, attune: Furnished, path: str, words: str) -> None:
    """A page of ours, once it says what only it says."""
    page.goto(attune.server.url + path)
    expect(page.get_by_text(strange(words)).first).to_be_visible(timeout=PLENTY_MS)
    page.wait_for_timeout(700)
    for summary in page.locator("[data-testid=stExpander] summary").all():
        summary.click()
    page.wait_for_timeout(300)


def test_home(page: Page, attune: Furnished) -> None:
    opened(page, attune, "/", "Newest visits")
    check(page, attune)


def test_families(page: Page, attune: Furnished) -> None:
    opened(page, attune, "/families", "Enter a family")
    check(page, attune)
    opened(page, attune, "/families?q=visit", "Visits")
    check(page, attune)
    opened(page, attune, "/families?q=nobody", "No family matches these words.")
    check(page, attune)
    opened(page, attune, f"/families?id={attune.family}", "Change the family")
    check(page, attune)
    opened(page, attune, f"/families?id={attune.empty_family}", "Change the family")
    check(page, attune)


def look_into(page: Page, attune: Furnished) -> None:
    """Everything that the page opens in a small window of its own."""
    for button in page.locator("[data-testid=stPopover] button").all():
        button.click()
        expect(page.locator("[data-testid=stPopoverBody]")).to_be_visible(timeout=PLENTY_MS)
        check(page, attune)
        page.keyboard.press("Escape")
        expect(page.locator("[data-testid=stPopoverBody]")).to_have_count(0, timeout=PLENTY_MS)


def test_who_agreed_to_what(page: Page, attune: Furnished) -> None:
    """The question of a first visit, a film that was never asked about, the matrix, and two refusals."""
    opened(
        page, attune, f"/session?id={attune.first}", "Who will be on the film, and what did they agree to?"
    )
    check(page, attune)
    page.get_by_role("button", name=strange("They agreed to film and look together")).click()
    how = strange("Say how they agreed: spoken, on paper or by a signature.")
    expect(page.get_by_text(how)).to_be_visible(timeout=PLENTY_MS)
    check(page, attune)
    page.get_by_role("button", name=strange("Not asked yet")).click()
    expect(page.get_by_text(strange("has agreed to nothing yet")).first).to_be_visible(timeout=PLENTY_MS)
    check(page, attune)
    opened(page, attune, f"/session?id={attune.same_code}", "On the film")
    look_into(page, attune)
    opened(page, attune, f"/families?id={attune.family}", "What they agreed to")
    look_into(page, attune)
    opened(page, attune, f"/desk?session={attune.closed}", "Open the visit")
    closed = strange("Without the agreement of {names} to “{purpose}” this film stays closed.").format(
        names=LEAD, purpose=strange("film and look together")
    )
    expect(page.get_by_text(closed)).to_be_visible()
    check(page, attune)
    page.goto(f"{attune.server.url}/sheets/{attune.closed_plan}.html")
    expect(page.get_by_role("heading")).to_have_text(strange("Not everybody has agreed"))
    check(page, attune)


def test_visits(page: Page, attune: Furnished) -> None:
    opened(page, attune, f"/session?id={attune.empty}", "Choose films")
    check(page, attune)
    opened(page, attune, f"/session?id={attune.preparing}", "Stop")
    check(page, attune)
    opened(page, attune, f"/session?id={attune.failed}", "Try again")
    expect(page.get_by_text("MPEG-2")).to_be_visible()
    check(page, attune)
    opened(page, attune, f"/session?id={attune.same_code}", "Codings")
    check(page, attune)


COMPARED = "κ is agreement beyond chance. One number is never enough: read it with the time it rests on."
"""The end of the page of comparison."""


def test_compare(page: Page, attune: Furnished) -> None:
    opened(page, attune, f"/compare?session={attune.same_code}", COMPARED)
    check(
        page,
        attune,
        "neither coder used this code",
        "neither coder marked anything here",
        "both coders used one same code throughout",
    )
    texts = page.evaluate(TEXTS)
    left_out = strange("{time} that only {coder} coded.").format(time="1.2 s", coder=LEAD)
    assert left_out in texts
    opened(page, attune, f"/compare?session={attune.unseen}", COMPARED)
    check(page, attune, "no line of states was coded by either coder")
    opened(page, attune, f"/compare?session={attune.empty}", "Nothing to compare yet")
    check(page, attune)


def test_summary(page: Page, attune: Furnished) -> None:
    opened(
        page,
        attune,
        f"/summary?coding={attune.submitted[attune.same_code]}",
        "Tick a row to see its moments.",
    )
    check(page, attune, "no bout of this code", "1 annotation outside the coded window.")
    opened(
        page, attune, f"/summary?coding={attune.submitted[attune.unseen]}", "Tick a row to see its moments."
    )
    check(page, attune, "no scorable time: all of it was marked as not codable")


def test_people_and_a_refusal(page: Page, attune: Furnished) -> None:
    opened(page, attune, "/people", "Add someone")
    check(page, attune)
    page.get_by_role("textbox", name=strange("Name"), exact=True).fill(CODER)
    page.get_by_role("button", name=strange("Add"), exact=True).click()
    refusal = strange("Somebody here is called {name} already. Add a surname or an initial.")
    expect(page.get_by_text(refusal.format(name=CODER))).to_be_visible(timeout=PLENTY_MS)
    check(page, attune)
    page.goto(f"{attune.server.url}/session?id=nothing")
    expect(page.get_by_text(strange("There is no such visit here."))).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_role("link", name=strange("People"))).to_be_visible(timeout=PLENTY_MS)
    check(page, attune)


def test_the_desk(page: Page, attune: Furnished) -> None:
    page.goto(f"{attune.server.url}/desk?coding={attune.open_coding}")
    expect(page.locator(".desk")).to_have_attribute("data-ready", "", timeout=PLENTY_MS)
    page.wait_for_timeout(500)
    check(page, attune, "Submit…", "Saved")
    page.keyboard.press("?")
    expect(page.get_by_text(strange("this map"))).to_be_visible(timeout=PLENTY_MS)
    check(page, attune)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=strange("Submit…")).click()
    expect(page.get_by_role("heading", name=strange("Submit this coding"))).to_be_visible(timeout=PLENTY_MS)
    check(page, attune)


def test_notes(page: Page, attune: Furnished) -> None:
    page.goto(f"{attune.server.url}/notes?session={attune.unseen}")
    expect(page.locator(".desk")).to_have_attribute("data-ready", "", timeout=PLENTY_MS)
    check(page, attune, "No notes yet.", "Saved")
    page.locator(".whole").click()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Digit8")
    check(page, attune, "a moment to show", "whole film")
    page.keyboard.press("?")
    expect(page.get_by_text(strange("begins a note at this moment"))).to_be_visible(timeout=PLENTY_MS)
    check(page, attune)
    page.keyboard.press("Escape")
    page.locator("[data-tool=edit]").first.click()
    check(page, attune, "Leave as it was")
    page.keyboard.press("Escape")
    page.locator("[data-tool=remove]").first.click()
    check(page, attune, "Bring back")


def test_preparing_a_meeting(page: Page, attune: Furnished) -> None:
    screen = PreparePage(page, attune.server, attune.plan).open()
    check(page, attune, "Open the meeting", "No suggestions yet", "The meeting begins with this.")
    screen.press("?")
    expect(page.get_by_text(strange("an own moment begins here"))).to_be_visible(timeout=PLENTY_MS)
    check(page, attune)
    opened(page, attune, f"/session?id={attune.same_code}", "Meeting with the family")
    check(page, attune)


def test_a_meeting_in_the_parents_language(page: Page, attune: Furnished) -> None:
    screen = MeetingPage(page, attune.server, attune.plan).open()
    check(page, attune, "Slowly")
    screen.press("n")
    screen.button(strange("To the end")).click()
    expect(page.get_by_label(strange("What would you like to try?"))).to_be_visible(timeout=PLENTY_MS)
    check(page, attune, "What you hope for")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_that_is_asked_for_nothing(page: Page, attune: Furnished, path: str) -> None:
    page.goto(attune.server.url + path)
    expect(page.get_by_text("⟦").first).to_be_visible(timeout=PLENTY_MS)
    page.wait_for_timeout(1500)  # the navigation finds its width
    check(page, attune)


def test_answers_of_the_api(page: Page, attune: Furnished) -> None:
    answer = page.request.get(f"{attune.server.url}/api/v1/codings/nothing")
    assert (answer.status, answer.json()["error"]["message"]) == (
        404,
        strange("There is no such coding here."),
    )


def test_pages_before_and_beside_the_program(page: Page, browser: Browser, attune: Furnished) -> None:
    for path in ("/sign-in", "/sign-out", "/exports/codings/nothing.zip", "/no/such/page"):
        page.goto(attune.server.url + path)
        check(page, attune)
        assert page.locator("html").get_attribute("lang") == LANGUAGE
    stranger = browser.new_context(extra_http_headers={"Accept-Language": LANGUAGE}).new_page()
    for path in ("/", "/launch?token=used"):
        stranger.goto(attune.server.url + path)
        check(stranger, attune)


def test_the_search_finds_what_was_not_translated(page: Page, attune: Furnished) -> None:
    opened(page, attune, "/", "Newest visits")
    page.evaluate("document.querySelector('h1').append(' Nothing waits for you.')")
    assert plain_words(page.evaluate(TEXTS), allowed(attune.scheme)) == ["Nothing waits for you."]
