"""The program in a language that is read from right to left: what a parent sees, the preparation, pages and papers.

Its catalogue has every sentence in Hebrew letters that mean nothing: a plain letter of ours on the screen was
never translated. Chosen sentences of the plan are such letters too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from annotator.actions import codings, families, library, meeting, people, preparing, workplace
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from tests.actions.test_changing import three_visits
from tests.agreeing import everybody_agrees
from tests.browser.test_words import TEXTS, allowed, plain_words
from tests.driving import PLENTY_MS, MeetingPage, PreparePage, come_in
from tests.films import barcode_film
from tests.meeting_case import draft, made_up_film, mark, press, ready_plan, sent
from tests.pseudo import FROM_RIGHT, from_right, spoken
from tests.running import Server, enter_visit

FROM_LEFT, END = "\u2066", "\u2069"
"""Between them a figure keeps its order among words that run the other way."""

SIZES = [
    pytest.param((1366, 768, "light"), id="wide by day"),
    pytest.param((820, 1180, "dark"), id="tablet by night", marks=pytest.mark.slow),
]
DATA = [
    "Mia",
    "film.mp4",
    "smooth.mp4",
    "Family 012",
    "Family 014",
    "Family 015",
    "Ben",
    "Visit 1",
    "Visit 3",
    "Visit 2",
    "Testing",
    "Root",
    "core-attunement",
]

CROSSED = """
() => {
  const found = [];
  const collect = (root) => {
    for (const node of root.querySelectorAll("button, a, input, select, textarea, summary")) {
      const style = getComputedStyle(node);
      const box = node.getBoundingClientRect();
      const seen = node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width > 3 && box.height > 3;
      if (seen && style.pointerEvents !== "none") found.push([node, box]);
    }
    for (const node of root.querySelectorAll("*")) if (node.shadowRoot) collect(node.shadowRoot);
  };
  collect(document);
  const name = (node) => (node.getAttribute("aria-label") || node.textContent || node.className).trim().slice(0, 40);
  const inside = (a, b) => a.contains(b) || b.contains(a) || a.parentElement === b.parentElement && b.matches(".look");
  const crossed = [];
  found.forEach(([a, one], i) => found.slice(i + 1).forEach(([b, two]) => {
    const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
    const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
    if (wide > 3 && high > 3 && !inside(a, b)) crossed.push(`${name(a)} × ${name(b)}`);
  }));
  return crossed;
}
"""
"""Pairs of things to press or type in that lie over one another, none a part of the other; a look lies on its card."""

TIMES_AT = """
(text) => [...text.textContent.matchAll(/[0-9]{2}:[0-9]{2}[.][0-9]{3}/g)]
  .map((found) => text.getExtentOfChar(found.index).x)
"""
"""How far at the right each time of film in a text of a chart begins, in the order in which they are written."""

AT_ITS_SIDES = """
(node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  const words = range.getBoundingClientRect();
  const block = node.getBoundingClientRect();
  return [words.left - block.left, block.right - words.right];
}
"""
"""How much room a heading's words leave at the left and at the right of its block, in CSS pixels."""


@dataclass(frozen=True)
class Furnished:
    """A visit with a plan that is being prepared, one whose plan is ready, a meeting that was held, three coded visits.

    ``compared`` is a visit that two coded in one pass.
    """

    server: Server
    session: str
    plan: str
    ready: str
    held: str
    coding: str
    compared: str
    data: list[str]


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    root = tmp_path_factory.mktemp("from-right")
    with spoken(root / "locale", FROM_RIGHT, from_right):
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
    people.set_language(place, lead, FROM_RIGHT)
    lead = people.first_person(place)
    film = barcode_film(root / "smooth.mp4", rate="25", frames=300, sound=False)
    series = three_visits(place, lead)
    visit, other = (enter_visit(place, film, times=5, code=code) for code in ("Family 014", "Family 013"))
    family = families.session(place, lead, visit.session).family.id
    earlier = families.create_session(place, lead, family, "Visit 2", "2026-05-01", "feeding").id
    everybody_agrees(place, lead, earlier)
    made_up_film(place, earlier)
    said = from_right("you waited for her")
    held = ready_plan(place, lead, earlier, sent(id="moment-then", phrase=said, question="", theme=said))
    meeting.save_said(place, lead, held, "moment-then", said)
    meeting.close_meeting(place, lead, held, said, said, said, 6)
    press(
        place, lead, visit.coding, mark("dyad_state", "dyad", "together", 0, 12_000),
        mark("dyad_state", "dyad", "out_of_step", 20_000, 26_000), mark("moment", "dyad", "star", 40_000),
    )  # fmt: skip
    moments = [
        sent(onset_ms=at, offset_ms=at + 9_000, at_ms=at + 3_000, phrase=said, question=said, why=said)
        for at in (4_000, 30_000)
    ]
    plan = preparing.open_plan(place, lead, visit.session)
    revision = preparing.plan_view(place, lead, plan).plan.revision
    words: dict[str, Any] = {"child": "Mia", "language": FROM_RIGHT, "goal": said, "revision": revision}
    preparing.save_plan(place, lead, plan, draft(*moments, **words))
    ready = preparing.open_plan(place, lead, other.session)
    preparing.save_plan(place, lead, ready, draft(*moments, child="Mia", language=FROM_RIGHT, goal=said))
    assert preparing.mark_ready(place, lead, ready).plan.state == "ready"
    return Furnished(
        Server(place.folder),
        visit.session,
        plan,
        ready,
        held,
        series[-1],
        coded_by_two(place, lead, film),
        allowed(library.scheme(place, lead, "core-attunement")),
    )


def coded_by_two(place: Workplace, lead: Account, film: Path) -> str:
    """A visit that the lead and Ben coded, a second apart."""
    visit = enter_visit(place, film, times=5, code="Family 015")
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    theirs = (
        (lead, visit.coding, 0),
        (ben, codings.begin_coding(place, ben, visit.session, profile="field"), 1_000),
    )
    for who, coding, late in theirs:
        press(
            place, who, coding, mark("dyad_state", "dyad", "together", 0, 12_000 + late),
            mark("dyad_state", "dyad", "out_of_step", 12_000 + late, 26_000), mark("moment", "dyad", "star", 40_000),
        )  # fmt: skip
        codings.submit_coding(place, who, coding, 1)
    return visit.session


@pytest.fixture(params=SIZES)
def page(browser: Browser, attune: Furnished, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height, theme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        extra_http_headers={"Accept-Language": FROM_RIGHT},
    )
    opened = context.new_page()
    come_in(opened, attune.server)
    yield opened
    context.close()


def stands(page: Page, attune: Furnished) -> None:
    """All is ours to read, nothing lies over anything, nothing hangs out at a side."""
    assert plain_words(page.evaluate(TEXTS), sorted([*attune.data, *DATA], key=len, reverse=True)) == []
    lies_well(page)


def lies_well(page: Page) -> None:
    """Nothing lies over anything, nothing hangs out at a side."""
    assert page.evaluate(CROSSED) == []
    wide = page.viewport_size or {"width": 0}
    assert page.evaluate("document.documentElement.scrollWidth") <= wide["width"]


def middle(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None, selector
    return box["x"] + box["width"] / 2


def test_a_meeting(page: Page, attune: Furnished) -> None:
    """The way out and the whole screen change sides; the film's own frames go as time does."""
    screen = MeetingPage(page, attune.server, attune.ready).open()
    expect(screen.root).to_have_attribute("dir", "rtl")
    assert middle(page, "[data-act=next]") < middle(page, "[data-act=previous]")
    assert middle(page, "[data-act=full]") < middle(page, "[data-act=leave]")
    stands(page, attune)
    screen.press("n", "n")
    expect(screen.root.get_by_role("heading", level=1)).to_be_visible(timeout=PLENTY_MS)
    stands(page, attune)


def test_the_preparation(page: Page, attune: Furnished) -> None:
    """Words and cards begin at the right; film, overview and the strips of moments run as time does."""
    screen = PreparePage(page, attune.server, attune.plan).open()
    expect(screen.root).to_have_attribute("dir", "rtl")
    wide = page.viewport_size or {"width": 0}
    assert middle(page, ".prep .backlink") > wide["width"] / 2
    assert middle(page, ".prep .ready") < wide["width"] / 2
    for part in (".left", ".mstrip"):
        assert page.locator(f".prep {part}").first.evaluate("(n) => getComputedStyle(n).direction") == "ltr"
    first, second = (screen.slots.nth(n).bounding_box() for n in (0, 1))
    assert first is not None and second is not None
    assert first["x"] > second["x"] or first["y"] < second["y"]
    for edges in page.locator(".prep .mstrip").all():
        onset, offset = (edges.locator(f".edge.{name}").bounding_box() for name in ("onset", "offset"))
        assert onset is not None and offset is not None
        assert onset["x"] < offset["x"]
    stands(page, attune)
    page.get_by_role("button", name=from_right("One meeting so far")).click()
    expect(page.get_by_role("dialog")).to_contain_text(from_right("you waited for her"))
    expect(page.get_by_role("dialog")).to_contain_text(
        from_right("Their own number for the goal: {words} of 10.").format(words=6)
    )
    assert plain_words(page.evaluate(TEXTS), [*attune.data, *DATA]) == []


def at_its_sides(page: Page, heading: Locator) -> tuple[float, float]:
    """The room at both sides once the page is mirrored: its style sheet comes after its first words."""
    for _again in range(PLENTY_MS // 100):
        left, right = heading.evaluate(AT_ITS_SIDES)
        if right < left:
            break
        page.wait_for_timeout(100)
    return left, right


def test_a_visit(page: Page, attune: Furnished) -> None:
    """Headings and columns begin at the right, and the arrow of the way back points there."""
    page.goto(f"{attune.server.url}/session?id={attune.session}")
    expect(page.get_by_text(from_right("Meeting with the family")).first).to_be_visible(timeout=PLENTY_MS)
    for heading in page.locator("h1, h2").all():
        left, right = at_its_sides(page, heading)
        assert right < 1 < left
    back = page.locator("[data-testid=stPageLink] [data-testid=stIconMaterial]").first
    expect(back).to_have_text("arrow_forward")
    first = page.locator("button[data-variant=segmented_control]").first
    round_at = "(button) => getComputedStyle(button).borderTopRightRadius"
    assert first.evaluate(round_at) != "0px"  # a row of choices begins at the right
    stands(page, attune)


def test_a_summary_with_change_and_the_visits_side_by_side(page: Page, attune: Furnished) -> None:
    """Headings and the table of visits begin at the right; pictures of time run as time does."""
    page.goto(f"{attune.server.url}/summary?coding={attune.coding}")
    across = page.get_by_role("heading", name=from_right("Across the visits"))
    expect(across).to_be_visible(timeout=PLENTY_MS)
    expect(page.locator(".js-plotly-plot .points path").first).to_be_visible(timeout=PLENTY_MS)
    for heading in page.locator("h1, h2").all():
        left, right = at_its_sides(page, heading)
        assert right < 1 < left
    for chart in page.locator(".js-plotly-plot").all():
        assert chart.evaluate("(node) => getComputedStyle(node).direction") == "ltr"
    onset, offset = times_of_a_band(page)
    assert offset < onset
    table = page.locator("table.across").first
    page.locator("[data-testid=stExpander]").filter(has=table).locator("summary").click()
    expect(table).to_be_visible()
    first, last = (table.locator("thead th").nth(n).bounding_box() for n in (1, 3))
    assert first is not None and last is not None and first["x"] > last["x"]
    for cell in table.locator("thead tr:last-child th, tbody tr:first-child > *").all():
        _left, right = cell.evaluate(AT_ITS_SIDES)
        assert right < 1
    figures = table.locator("td").all_inner_texts()
    written = [line for text in figures for line in text.splitlines() if any(map(str.isdigit, line))]
    assert written
    assert all(re.match(f"{FROM_LEFT}.*{END}", line) for line in written), written
    stands(page, attune)


def test_a_comparison(page: Page, attune: Furnished) -> None:
    """Its head and its warning begin at the right; what lies along time runs as time does."""
    page.goto(f"{attune.server.url}/compare?session={attune.compared}")
    expect(page.locator("h1").first).to_contain_text("Ben", timeout=PLENTY_MS)
    warning = page.locator("[data-testid=stAlert]")
    expect(warning).to_have_count(1)
    expect(warning.locator("p")).to_have_css("direction", "rtl", timeout=PLENTY_MS)
    expect(page.locator(".js-plotly-plot .barlayer path").first).to_be_visible(timeout=PLENTY_MS)
    for heading in page.locator("h1, h2").all():
        left, right = at_its_sides(page, heading)
        assert right < 1 < left
    onset, offset = times_of_a_band(page)
    assert offset < onset
    stands(page, attune)


def times_of_a_band(page: Page) -> list[float]:
    """Where both ends of a band stand in what is said when one points at it."""
    box = page.locator(".js-plotly-plot .barlayer path").last.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    said = page.locator(".js-plotly-plot .hovertext text").first
    expect(said).to_be_visible(timeout=PLENTY_MS)
    found: list[float] = said.evaluate(TIMES_AT)
    return found


def test_the_sheet_and_the_visit_note(page: Page, attune: Furnished) -> None:
    """Both are written from the right. Our words on the sheet have no such language: a parent's words are no sentence
    of the program's, and a missing one is told before the meeting."""
    for path in (f"/sheets/{attune.ready}.html", f"/visit-notes/{attune.held}.html?safety=nothing"):
        page.goto(attune.server.url + path)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.get_by_text(from_right("you waited for her")).first).to_be_visible()
        for heading in page.locator("h1, h2").all():
            left, right = heading.evaluate(AT_ITS_SIDES)
            assert right < 1 < left
        for words in page.locator("dd").all():
            _left, right = words.evaluate(AT_ITS_SIDES)
            assert right < 1
        lies_well(page)
    assert plain_words(page.evaluate(TEXTS), sorted([*attune.data, *DATA], key=len, reverse=True)) == []
