"""Preparing a meeting as a home visitor does: choose, trim, put in order, find words; nothing is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, families, people, preparing, workplace
from annotator.actions.workplace import Workplace
from tests.driving import PLENTY_MS, DeskPage, PreparePage, come_in, drag
from tests.films import barcode_film
from tests.meeting_case import draft, mark, press, sent
from tests.running import Server, Visit, enter_visit

MOST_PRESSES = 40

MARKS = (
    mark("dyad_state", "dyad", "together", 0, 12_000),
    mark("dyad_state", "dyad", "alongside", 12_000, 20_000),
    mark("dyad_state", "dyad", "out_of_step", 20_000, 26_000),
    mark("dyad_state", "dyad", "repairing", 26_000, 29_000),
    mark("dyad_state", "dyad", "together", 29_000, 50_000),
    mark("dyad_state", "dyad", "alongside", 50_000, 60_000),
    mark("moment", "dyad", "star", 7_000),
    mark("moment", "dyad", "star", 54_000),
)  # fmt: skip
"""One pass with few keys over a minute: together, lost and found again, two stars."""


@dataclass
class Prepared:
    """What a data folder holds: a visit that was marked and its plan, and other visits beside it.

    Beside it are one that was marked, one that was not, with its plan, one with a home visitor's
    plan, and one without a film.
    """

    visit: Visit
    plan: str
    marked: Visit
    unmarked: str
    others: str
    without_film: str


def furnish(place: Workplace, root: Path) -> Prepared:
    """Visits with a minute of film each, most of them with few frames, which is soon prepared."""
    who = people.first_person(place)
    smooth = barcode_film(root / "smooth.mp4", rate="25", frames=300, sound=False)
    coarse = barcode_film(root / "coarse.mp4", rate="5", frames=60, sound=False)
    visits = [enter_visit(place, smooth, times=5)]
    visits += [
        enter_visit(place, coarse, code=code, times=5) for code in ("Family 013", "Family 014", "Family 015")
    ]
    for each in visits[:2]:
        press(place, who, each.coding, *MARKS)
    visitor = people.add_person(place, who, "Mira", "practitioner", whole=True)
    codings.begin_coding(place, visitor, visits[3].session)
    others = preparing.open_plan(place, visitor, visits[3].session)
    preparing.save_plan(place, visitor, others, three())
    family = families.create_family(place, who, "Family 016")
    return Prepared(
        visit=visits[0],
        plan=preparing.open_plan(place, who, visits[0].session),
        marked=visits[1],
        unmarked=preparing.open_plan(place, who, visits[2].session),
        others=others,
        without_film=families.create_session(place, who, family.id, "Visit 1", "2026-05-31", "feeding").id,
    )


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Prepared]]:
    """Attune with all of this."""
    root = tmp_path_factory.mktemp("prepare")
    place = workplace.open_workplace(root / "data")
    try:
        made = furnish(place, root)
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield server, made
    server.stop()


@pytest.fixture
def opened(page: Page, attune: tuple[Server, Prepared], request: pytest.FixtureRequest) -> PreparePage:
    """The preparation, open; what the plan holds already comes as the test's parameter."""
    server, made = attune
    prepare = PreparePage(page, server, made.plan).launch()
    held = getattr(request, "param", None) or draft(child="", goal="")
    saved = page.request.put(
        f"{server.url}/api/v1/plans/{made.plan}",
        data={**held, "revision": prepare.json()["plan"]["revision"]},
        headers={"X-Attune": "1", "Origin": server.url},
    )
    assert saved.status == 200, saved.text()
    assert saved.json()["plan"]["state"] == "draft"
    return prepare.open()


def three() -> dict[str, Any]:
    """A plan of three moments, as a browser would have saved it."""
    return draft(
        sent(id="moment-first", onset_ms=4_000, offset_ms=14_000, at_ms=7_000, phrase="You waited."),
        sent(id="moment-second", onset_ms=20_000, offset_ms=32_000, at_ms=26_000, kind="repair", phrase="Back again."),
        sent(id="moment-third", onset_ms=40_000, offset_ms=50_000, at_ms=45_000, phrase="Together."),
        child="Ava",
    )  # fmt: skip


def order(prepare: PreparePage) -> list[str]:
    return [each.get_attribute("data-moment") or "" for each in prepare.slots.all()]


# ---- the whole way ---------------------------------------------------------------------------


COUNT = """
window.__presses = JSON.parse(sessionStorage.presses || "0");
const one = () => { window.__presses += 1; sessionStorage.presses = JSON.stringify(window.__presses); };
addEventListener("keydown", (e) => { if (!e.repeat) one(); }, true);
addEventListener("pointerdown", one, true);
"""
"""A key, a click, a tap and a drag are each one press."""


def test_from_the_opened_film_to_a_finished_plan_of_three_moments(
    page: Page, attune: tuple[Server, Prepared]
) -> None:
    """Every key, click and drag from the desk on is counted by the browser, those that code not."""
    server, made = attune
    desk = DeskPage(page, server).launch().open(made.marked.coding)
    page.add_init_script(COUNT)
    page.evaluate(COUNT)
    page.get_by_role("link", name="Back to the visit").click()
    page.get_by_role("link", name="Prepare a meeting").click()
    prepare = PreparePage(page, desk.server, "").ready()
    page.get_by_label("Child is called").click()
    page.keyboard.type("Ava")
    page.keyboard.press("Escape")
    prepare.saved()
    prepare.press("1", "2", "3")
    expect(prepare.slots).to_have_count(3)
    for slot in prepare.slots.all():
        drag(page, slot.locator(".edge.onset"), (14, 0))
        drag(page, slot.locator(".edge.offset"), (-14, 0))
    page.locator(".phrase").first.dblclick(position={"x": 20, "y": 12})
    page.keyboard.type("Here")
    page.keyboard.press("Escape")
    prepare.saved()
    page.get_by_role("button", name="Ready for the meeting").click()
    expect(prepare.root).to_have_attribute("data-plan", "ready", timeout=PLENTY_MS)
    expect(page.get_by_role("link", name="Open the meeting")).to_be_visible()
    presses = page.evaluate("window.__presses")
    assert 20 < presses <= MOST_PRESSES
    plan = re.findall(
        r"meeting\?plan=(\w+)",
        page.get_by_role("link", name="Open the meeting").get_attribute("href") or "",
    )
    found = replace(prepare, plan=plan[0]).json()["plan"]
    assert (found["state"], found["child"], len(found["moments"])) == ("ready", "Ava", 3)
    assert found["moments"][0]["kind"] == "strength"
    assert found["moments"][0]["phrase"].startswith("Here ")


def test_a_suggestion_is_kept_by_a_key_a_click_or_a_tap_and_let_go_again(opened: PreparePage) -> None:
    suggestions = opened.root.locator(".sug")
    expect(suggestions.first).to_be_visible()
    assert 2 < suggestions.count() <= 6
    for each in suggestions.all():
        assert len(each.locator(".reason").inner_text()) > 10
    opened.press("1")
    expect(opened.slots).to_have_count(1)
    suggestions.nth(1).locator(".keep").click()
    expect(opened.slots).to_have_count(2)
    expect(suggestions.nth(1).locator(".keep")).to_have_attribute("aria-pressed", "true")
    kept = opened.moments()
    wanted = opened.json()["suggestions"]
    assert {(m["onset_ms"], m["offset_ms"]) for m in kept} == {
        (s["onset_ms"], s["offset_ms"]) for s in wanted[:2]
    }
    opened.press("1")
    expect(opened.slots).to_have_count(1)
    opened.press("Control+z")
    expect(opened.slots).to_have_count(2)
    assert opened.moments() == kept


# ---- moments by eye --------------------------------------------------------------------------


def test_an_own_moment_begins_and_ends_at_the_frames_on_the_screen(opened: PreparePage) -> None:
    """B on frame 100 (4,000 ms), E on frame 150, which ends at 6,040 ms; 3 s of run-in and run-out around."""
    opened.press("ArrowUp")
    expect(opened.root).to_have_attribute("data-time-ms", "5000", timeout=PLENTY_MS)
    opened.press("Shift+ArrowLeft")
    expect(opened.root).to_have_attribute("data-frame", "100", timeout=PLENTY_MS)
    opened.press("b", "Shift+ArrowRight", "Shift+ArrowRight")
    expect(opened.root).to_have_attribute("data-frame", "150", timeout=PLENTY_MS)
    opened.press("e")
    expect(opened.slots).to_have_count(1)
    [moment] = opened.moments()
    assert (moment["onset_ms"], moment["at_ms"], moment["offset_ms"]) == (1_000, 4_000, 9_040)
    expect(opened.slots.first).to_contain_text("This moment has no sentence yet")
    opened.press("Enter")
    opened.page.keyboard.type("You saw him.")
    opened.press("Escape")
    expect(opened.slots.first).not_to_contain_text("no sentence yet", timeout=PLENTY_MS)
    assert opened.moments()[0]["phrase"] == "You saw him."


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_edges_move_by_frames_and_seconds_and_to_the_playhead(opened: PreparePage) -> None:
    first = opened.slots.first
    first.get_by_role("slider", name="Begins").focus()
    opened.press("ArrowRight", "ArrowRight", "ArrowLeft")
    expect(opened.root).to_have_attribute("data-time-ms", "4040", timeout=PLENTY_MS)
    opened.press("Shift+ArrowRight")
    expect(opened.root).to_have_attribute("data-time-ms", "5040", timeout=PLENTY_MS)
    first.get_by_role("slider", name="Ends").focus()
    opened.press("ArrowLeft")
    expect(opened.root).to_have_attribute("data-time-ms", "13920", timeout=PLENTY_MS)
    moment = opened.moments()[0]
    assert (moment["onset_ms"], moment["offset_ms"]) == (5_040, 13_960)
    opened.press("Escape", "s")
    assert opened.moments()[0]["at_ms"] == 13_920
    opened.press("Shift+ArrowLeft", "Shift+ArrowLeft")
    expect(opened.root).to_have_attribute("data-time-ms", "11920", timeout=PLENTY_MS)
    opened.press("]")
    assert (opened.moments()[0]["offset_ms"], opened.moments()[0]["at_ms"]) == (11_960, 11_959)


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_a_drag_shows_the_frame_at_the_edge_and_stops_at_five_seconds(opened: PreparePage) -> None:
    edge = opened.slots.first.locator(".edge.onset")
    drag(opened.page, edge, (30, 0))
    [moment, *_rest] = opened.moments()
    assert 4_000 < moment["onset_ms"] < 9_000
    assert moment["onset_ms"] % 40 == 0
    expect(opened.root).to_have_attribute("data-time-ms", str(moment["onset_ms"]), timeout=PLENTY_MS)
    drag(opened.page, edge, (600, 0))
    assert opened.moments()[0]["onset_ms"] == 9_000  # the moment ends at 14,000
    opened.press("Escape", "Control+z")
    assert opened.moments()[0]["onset_ms"] == moment["onset_ms"]
    opened.press("Control+z")
    assert opened.moments()[0]["onset_ms"] == 4_000


@pytest.mark.parametrize(
    "opened", [draft(sent(onset_ms=40_000, offset_ms=45_000, at_ms=42_000))], indirect=True
)
def test_one_moment_plays_and_loops_within_its_edges(opened: PreparePage) -> None:
    moment = opened.slots.first
    moment.get_by_role("button", name="Play this moment").click()
    expect(opened.root).to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    opened.page.wait_for_timeout(1_000)
    assert 40_000 <= int(opened.said("time-ms")) < 45_000
    moment.get_by_role("button", name="Pause").click()
    expect(opened.root).not_to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    opened.press("l", "p")
    expect(opened.root).to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    opened.page.wait_for_timeout(6_500)  # more than once around
    assert opened.root.get_attribute("data-playing") == ""
    assert 40_000 <= int(opened.said("time-ms")) < 45_000


# ---- order and rules -------------------------------------------------------------------------


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_moments_are_put_in_order_by_keys_by_buttons_and_by_dragging(opened: PreparePage) -> None:
    assert order(opened) == ["moment-first", "moment-second", "moment-third"]
    opened.press("PageDown", "Shift+PageDown")
    assert [m["id"] for m in opened.moments()] == ["moment-second", "moment-first", "moment-third"]
    opened.slots.first.get_by_role("button", name="Show later").click()
    assert order(opened) == ["moment-first", "moment-second", "moment-third"]
    target = opened.slots.nth(2).bounding_box()
    grip = opened.slots.first.locator(".grip").bounding_box()
    assert target is not None
    assert grip is not None
    drag(
        opened.page, opened.slots.first.locator(".grip"), (target["x"] + target["width"] / 2 - grip["x"], 20)
    )
    assert [m["id"] for m in opened.moments()] == ["moment-second", "moment-third", "moment-first"]


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_a_moment_is_kept_for_a_later_meeting_and_taken_back(opened: PreparePage) -> None:
    """One press puts it off, another brings it back; undone and saved as every change is."""
    second = opened.root.locator("[data-moment=moment-second]")
    second.get_by_role("button", name="Keep for a later meeting").click()
    expect(opened.slots).to_have_count(2)
    kept = opened.root.get_by_role("button", name="One kept for later")
    expect(kept).to_be_visible()
    opened.saved()
    plan = opened.json()["plan"]
    assert [[m["id"] for m in plan[name]] for name in ("moments", "aside")] == [
        ["moment-first", "moment-third"],
        ["moment-second"],
    ]
    kept.click()
    line = opened.page.get_by_role("dialog").locator("[data-aside=moment-second]")
    expect(line).to_contain_text("Back again.")
    line.get_by_role("button", name="Take into this meeting").click()
    expect(opened.page.get_by_role("dialog")).to_have_count(0)
    expect(kept).to_be_hidden()
    assert [m["id"] for m in opened.moments()] == ["moment-first", "moment-second", "moment-third"]


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_what_does_not_fit_is_said_beside_its_moment_and_ready_waits_for_it(opened: PreparePage) -> None:
    ready = opened.root.get_by_role("button", name="Ready for the meeting")
    expect(ready).to_have_attribute("aria-disabled", "false")
    second = opened.slots.nth(1)
    second.get_by_label("What this moment is").select_option("challenge")
    expect(second).to_contain_text("needs its counterpart", timeout=PLENTY_MS)
    expect(ready).to_have_attribute("aria-disabled", "true")
    ready.click(force=True)  # it can be pressed, and then says why not
    expect(opened.root.locator(".toast")).to_contain_text("needs its counterpart")
    assert opened.json()["plan"]["state"] == "draft"
    second.get_by_label("Done well in").select_option("moment-first")
    expect(second).not_to_contain_text("needs its counterpart", timeout=PLENTY_MS)
    opened.root.get_by_label("Strengths only").check()
    expect(second).to_contain_text("shows strengths only", timeout=PLENTY_MS)
    opened.root.get_by_label("Strengths only").uncheck()
    expect(ready).to_have_attribute("aria-disabled", "false", timeout=PLENTY_MS)
    ready.click()
    expect(opened.root).to_have_attribute("data-plan", "ready", timeout=PLENTY_MS)
    meet = opened.root.get_by_role("link", name="Open the meeting")
    opened.page.mouse.move(5, 5)
    opened.page.emulate_media(reduced_motion="reduce")  # no colour in between
    ground = meet.evaluate("(n) => getComputedStyle(n).backgroundColor")
    meet.hover()
    expect(meet).to_have_css("background-color", ground)  # its words are white: under the mouse too
    meet.click()
    expect(opened.page.locator(".meeting").get_by_text("You waited.")).to_be_visible(timeout=PLENTY_MS)


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_a_card_that_asks_for_something_shows_all_its_fields(opened: PreparePage) -> None:
    """On the smallest screen that a laptop has; what asks takes three lines where another card has one."""
    opened.page.set_viewport_size({"width": 1366, "height": 768})
    asking = opened.slots.nth(1)
    asking.locator(".phrase").fill("")
    expect(asking.locator(".ask")).to_have_count(1)
    opened.press("Escape")
    opened.page.mouse.move(5, 5)
    for slot in opened.slots.all():
        hidden = slot.locator(".words").evaluate("words => words.scrollHeight - words.clientHeight")
        assert hidden <= 3, slot.inner_text()  # the room around a field that is focused


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_words_no_parent_should_read_are_named_and_why_is_never_in_the_meeting(opened: PreparePage) -> None:
    sentence = opened.slots.first.get_by_label("One sentence under the picture")
    sentence.fill("She missed him 3 times")
    expect(opened.slots.first).to_contain_text("missed, 3", timeout=PLENTY_MS)
    sentence.fill("You waited.")
    why = opened.slots.first.get_by_label("Why this moment; only you see it")
    expect(why).to_have_value("small and usual")
    why.fill("her mother asked about feeding")
    assert opened.moments()[0]["why"] == "her mother asked about feeding"
    opened.root.get_by_role("button", name="Ready for the meeting").click()
    expect(opened.root).to_have_attribute("data-plan", "ready", timeout=PLENTY_MS)
    assert "feeding" not in str(opened.json("/meeting"))


def test_sentences_follow_the_childs_name_unless_they_were_changed(opened: PreparePage) -> None:
    suggestions = opened.json()["suggestions"]
    naming = next(
        n for n, s in enumerate(suggestions) if "your child" in (s["phrase"] + s["question"]).lower()
    )
    opened.press(str(naming + 1))
    expect(opened.slots).to_have_count(1)
    opened.root.get_by_label("Child is called").fill("Zoë")
    opened.press("Escape")
    expect(opened.slots.first.locator(".words")).to_be_visible()
    opened.page.wait_for_function(
        "(sel) => [...document.querySelectorAll('*')].flatMap((n) => [...(n.shadowRoot?.querySelectorAll(sel) ?? [])]).some((f) => f.value.includes('Zoë'))",
        arg=".words textarea",
        timeout=PLENTY_MS,
    )
    [moment] = opened.moments()
    assert "Zoë" in moment["phrase"] + moment["question"]
    assert "your child" not in (moment["phrase"] + moment["question"]).lower()


# ---- nothing is lost -------------------------------------------------------------------------


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_what_is_typed_while_the_program_is_away_survives_the_tab_and_is_saved(opened: PreparePage) -> None:
    opened.server.kill()
    opened.slots.first.get_by_label("Open question").fill("What did you feel?")
    opened.press("Escape", "PageDown", "Delete")
    expect(opened.root).to_have_attribute("data-badge", "kept", timeout=PLENTY_MS)
    expect(opened.root.locator(".badge")).to_contain_text("Kept on this computer")
    context = opened.page.context
    opened.page.close()
    opened.server.start()
    again = replace(opened, page=context.new_page()).open()
    assert len(again.moments()) == 2
    expect(again.slots).to_have_count(2)


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_another_windows_change_is_not_overwritten_unasked(opened: PreparePage) -> None:
    second = replace(opened, page=opened.page.context.new_page()).open()
    second.root.get_by_label("Family's goal").fill("sleep through")
    second.press("Escape")
    second.saved()
    opened.slots.first.get_by_label("Open question").fill("Mine?")
    expect(opened.root).to_have_attribute("data-badge", "conflict", timeout=PLENTY_MS)
    expect(opened.root.get_by_role("alert")).to_contain_text("changed in another window")
    assert opened.json()["plan"]["goal"] == "sleep through"
    opened.root.get_by_role("button", name="Show the other").click()
    expect(opened.root.get_by_label("Family's goal")).to_have_value("sleep through")
    opened.saved()
    opened.slots.first.get_by_label("Open question").fill("Mine again?")
    assert opened.moments()[0]["question"] == "Mine again?"


@pytest.mark.parametrize("opened", [three()], indirect=True)
def test_every_control_is_reached_by_tab_and_has_a_name_and_streamlits_own_keys_stay_quiet(
    opened: PreparePage,
) -> None:
    found = opened.root.locator(
        "button:visible, a:visible, input:visible, select:visible, textarea:visible, [role=slider]:visible"
    ).all()
    assert len(found) > 50
    names = [
        each.evaluate(
            "(n) => n.getAttribute('aria-label') || n.innerText || n.closest('label')?.innerText || ''"
        )
        for each in found
    ]
    assert [n for n, name in enumerate(names) if not name.strip()] == []
    assert [each.get_attribute("tabindex") for each in found if each.get_attribute("tabindex") == "-1"] == []
    opened.press("r", "c")
    opened.page.wait_for_timeout(300)
    assert opened.page.get_by_text("Clear caches").count() == 0
    opened.press("?")
    expect(opened.root.get_by_role("dialog")).to_be_visible()
    opened.press("Escape")
    expect(opened.root.get_by_role("dialog")).to_be_hidden()


# ---- nothing there yet -----------------------------------------------------------------------


def test_without_marks_it_says_what_to_do(page: Page, attune: tuple[Server, Prepared]) -> None:
    server, made = attune
    prepare = PreparePage(page, server, made.unmarked).launch().open()
    expect(prepare.root.get_by_role("heading", name="No suggestions yet")).to_be_visible()
    expect(prepare.root.get_by_text("Begin with a strength")).to_be_visible()
    expect(prepare.root.get_by_text("End with a strength")).to_be_visible()
    prepare.root.get_by_role("link", name="Watch and mark this film").click()
    expect(page.locator(".desk:not(.prep)")).to_have_attribute("data-ready", "", timeout=PLENTY_MS)
    place_without_film(page, server, prepare)


def place_without_film(page: Page, server: Server, prepare: PreparePage) -> None:
    """A visit that does not exist, and no visit at all, are one sentence and a way on."""
    page.goto(f"{server.url}/prepare?session=0123456789abcdef")
    expect(page.get_by_text(re.compile("no such"))).to_be_visible(timeout=PLENTY_MS)
    page.goto(f"{server.url}/prepare?plan=0123456789abcdef")
    expect(prepare.root.get_by_text("There is no such plan")).to_be_visible(timeout=PLENTY_MS)
    page.goto(f"{server.url}/prepare")
    expect(page.get_by_text("Choose a visit, then prepare its meeting here.")).to_be_visible(
        timeout=PLENTY_MS
    )


def test_a_visit_whose_film_is_not_ready_says_so(page: Page, attune: tuple[Server, Prepared]) -> None:
    server, made = attune
    come_in(page, server)
    page.goto(f"{server.url}/prepare?session={made.without_film}")
    expect(page.get_by_text("no film that is ready yet")).to_be_visible(timeout=PLENTY_MS)


def test_someone_elses_plan_is_read_and_not_changed(page: Page, attune: tuple[Server, Prepared]) -> None:
    """The first person is the lead here, and the plan a home visitor's."""
    server, made = attune
    prepare = PreparePage(page, server, made.others).launch().open()
    expect(prepare.slots).to_have_count(3)
    prepare.press("PageDown", "Delete")
    expect(prepare.root.locator(".toast")).to_contain_text("somebody else's")
    expect(prepare.slots).to_have_count(3)
    expect(prepare.root.get_by_role("link", name="Preview")).to_be_hidden()
    assert prepare.slots.first.locator(".phrase").evaluate("(n) => n.readOnly")
