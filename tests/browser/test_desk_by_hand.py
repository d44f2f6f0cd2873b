"""The desk by hand: real keys held, real drags, wheels, clicks and fingers, and what the record holds afterwards.

The film has 25 frames a second, so frame n lies at 40·n ms.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from annotator.actions import bringing_in, codings, people, workplace
from annotator.shipped import folder
from tests.driving import PLENTY_MS, WITNESS, DeskPage, come_in, opened
from tests.films import barcode_film
from tests.running import Server, Visit, enter_visit

FRAME_MS = 40
LATE = 4
"""Frames that a loaded machine may show before the film turns back."""
DYAD, CUE, MOMENT, TOUCH = 0, 1, 2, 3
"""The lanes of the hand scheme, from above."""


def hand_scheme() -> dict[str, Any]:
    """core-attunement with one more track, whose states may overlap and need not follow one another."""
    scheme: dict[str, Any] = yaml.safe_load(
        (folder("coding_schemes") / "core-attunement.yaml").read_text("utf-8")
    )
    words = {"definition": "Seen.", "onset": "First frame.", "offset": "Last frame.",
             "examples": ["So."], "counter_examples": ["Not so."]}  # fmt: skip
    touch = {
        "id": "touch", "subject": "parent", "kind": "state", "exclusive": False, "exhaustive": False,
        "label": {"en": "Touch"},
        "codes": [
            {"id": "holds", "key": "y", "colour": "#56B4E9", "valence": "neutral", "label": {"en": "Holds"}, **words},
            {"id": "strokes", "key": "m", "colour": "#CC79A7", "valence": "neutral", "label": {"en": "Strokes"}, **words},
        ],
    }  # fmt: skip
    tracks = ["dyad_state", "infant_cue", "moment", "touch"]
    scheme["id"] = "by-hand"
    scheme["tracks"].insert(6, touch)
    scheme["profiles"].append(
        {"id": "hand", "label": {"en": "Hand"}, "tracks": tracks, "reliability_eligible": False}
    )
    scheme["passes"].append({"id": "p_hand", "profile": ["hand"], "tracks": tracks, "speed": 1.0})
    return scheme


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Visit]]:
    yield from served_by_hand(tmp_path_factory.mktemp("hand"), (320, 180))


def served_by_hand(root: Path, size: tuple[int, int]) -> Iterator[tuple[Server, Visit]]:
    """Attune with a film of 20 seconds and a coding of it with the hand scheme."""
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=size)
    file = root / "hand.yaml"  # JSON is YAML
    file.write_text(json.dumps(hand_scheme()), "utf-8")
    place = workplace.open_workplace(root / "data")
    who = people.first_person(place)
    answer = bringing_in.keep_scheme(place, who, file)
    assert answer["verdict"] == "accept", answer["errors"]
    visit = enter_visit(place, film)
    scheme = next(c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == "by-hand")
    hand = Visit(visit.session, codings.begin_coding(place, who, visit.session, scheme, "hand"))
    place.store.close()
    server = Server(root / "data").start()
    yield server, hand
    server.stop()


@pytest.fixture
def coding(attune: tuple[Server, Visit]) -> str:
    return attune[1].coding


# What the desk shows of its own state, apart from the moment on the screen.
STANDING = """(root) => JSON.stringify([
  Object.entries(root.dataset).filter(([name]) => !["frame", "timeMs", "speed", "chosen", "selected"].includes(name)).sort(),
  root.dataset.selected || null,
  root.dataset.speed ?? "1",
  [...root.querySelectorAll("[aria-pressed=true], [aria-checked=true], dialog[open], .details:not([hidden])")]
    .map((n) => n.className),
])"""


@dataclass
class Kept:
    """The desk in a tab that stays from test to test, how it stood at first, and every fault of its scripts."""

    desk: DeskPage
    coding: str
    standing: str = ""
    faults: list[str] = field(default_factory=list)

    def open(self) -> None:
        self.desk.open_here(self.coding).emptied()
        self.standing = self.desk.root.evaluate(STANDING)

    def cleared(self) -> DeskPage:
        """An empty record at the first frame, and the desk as it was when it was opened; else it is opened anew."""
        if not self.standing or self.desk.page.locator(".desk dialog[open]").count():
            self.open()
        if self.desk.root.get_attribute("data-playing") is not None:
            self.desk.pause()
        self.desk.emptied()
        if self.desk.root.evaluate(STANDING) != self.standing:
            self.open()
        self.desk.root.focus()  # not on a button, which the space bar would press
        self.desk.page.mouse.move(5, 5)
        self.desk.page.evaluate("window.__deeds = []")
        return self.desk


@pytest.fixture(scope="module")
def kept(browser: Browser, attune: tuple[Server, Visit]) -> Iterator[Kept]:
    server, visit = attune
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.add_init_script(WITNESS)
    come_in(page, server)
    found = Kept(DeskPage(page, server), visit.coding)
    page.on("pageerror", lambda error: found.faults.append(str(error)))
    yield found
    page.close()


@pytest.fixture
def desk(kept: Kept) -> Iterator[DeskPage]:
    """The coding on a laptop, empty, at the first frame; a fault in the page fails the test."""
    yield kept.cleared()
    assert kept.desk.said("refused") == "0"
    assert kept.faults == []


@pytest.fixture
def tablet(tablet_page: Page, kept: Kept) -> Iterator[DeskPage]:
    """The same on a tablet with a touch screen, which takes the coding over from the laptop."""
    kept.standing = ""
    yield from opened(tablet_page, kept.desk.server, kept.coding)


def states(contents: list[dict[str, Any]], track: str = "dyad_state") -> list[tuple[Any, ...]]:
    """(code, onset frame, onset ms, offset frame, offset ms) of a track."""
    names = ("code", "onset_frame", "onset_ms", "offset_frame", "offset_ms")
    return [tuple(c[name] for name in names) for c in contents if c["track"] == track]


def state(code: str, onset: int, offset: int | None) -> tuple[Any, ...]:
    """What a state from frame to frame looks like in the record."""
    return code, onset, onset * FRAME_MS, offset, None if offset is None else offset * FRAME_MS


def at(desk: DeskPage, frame: int, *keys: str) -> None:
    """Go to a frame, then press."""
    desk.jump_to(frame)
    desk.press(*keys)


# ---- keys held ---------------------------------------------------------------------------------


def test_with_press_and_hold_a_state_lasts_as_long_as_its_key_is_down(desk: DeskPage, coding: str) -> None:
    desk.page.locator("[data-act=hold]").click()
    desk.play()
    desk.play_on(4)
    keyboard = desk.page.keyboard
    keyboard.down("y")
    desk.play_on(8)
    keyboard.down("y")  # the keyboard repeats a key that is held
    desk.play_on(8)
    expect(desk.page.locator(".c[data-code=holds]")).to_have_attribute("aria-pressed", "true")
    keyboard.up("y")
    desk.play_on(4)
    expect(desk.page.locator(".c[data-code=holds]")).to_have_attribute("aria-pressed", "false")
    desk.pause()
    down = next(d["frame"] for d in desk.deeds("keydown") if d["key"] == "y" and not d["repeat"])
    up = next(d["frame"] for d in desk.deeds("keyup") if d["key"] == "y")
    assert up - down >= 15
    assert states(desk.contents(coding), "touch") == [state("holds", down, up)]


def test_without_it_a_held_key_is_one_press_and_the_state_runs_on(desk: DeskPage, coding: str) -> None:
    desk.play()
    keyboard = desk.page.keyboard
    keyboard.down("y")
    desk.play_on(12)
    keyboard.down("y")
    keyboard.up("y")
    desk.pause()
    down = next(d["frame"] for d in desk.deeds("keydown") if d["key"] == "y" and not d["repeat"])
    assert states(desk.contents(coding), "touch") == [state("holds", down, None)]


def test_two_keys_held_at_once_are_two_states_that_overlap(desk: DeskPage, coding: str) -> None:
    desk.page.locator("[data-act=hold]").click()
    desk.play()
    keyboard = desk.page.keyboard
    keyboard.down("y")
    desk.play_on(12)
    keyboard.down("m")
    desk.play_on(12)
    keyboard.up("y")
    desk.play_on(4)
    keyboard.up("m")
    desk.pause()
    down = {d["key"]: d["frame"] for d in desk.deeds("keydown") if d["key"] in "ym"}
    up = {d["key"]: d["frame"] for d in desk.deeds("keyup") if d["key"] in "ym"}
    expected = [state("holds", down["y"], up["y"]), state("strokes", down["m"], up["m"])]
    assert states(desk.contents(coding), "touch") == expected
    assert down["m"] < up["y"] < up["m"]


# ---- loop and replay ---------------------------------------------------------------------------


def test_the_film_stays_in_a_loop_until_it_is_taken_away(desk: DeskPage) -> None:
    at(desk, 20, "'")
    at(desk, 40, "'")
    expect(desk.page.locator("[data-act=loop]")).to_have_attribute("aria-pressed", "true")
    desk.play()
    desk.page.wait_for_timeout(1500)  # a beginning before the loop, or the jump into it
    seen = desk.frames(2500)
    assert min(seen) >= 20 and max(seen) < 40 + LATE, seen
    assert sum(b < a for a, b in pairwise(seen)) >= 2, "it came round"
    desk.press("'")
    desk.play_on(25)
    assert int(desk.said("frame")) >= 40 + LATE


def test_a_chosen_state_is_looped_by_the_button(desk: DeskPage) -> None:
    at(desk, 50, "t")
    at(desk, 70, "o")
    desk.press("PageUp")
    desk.press("PageUp")
    desk.page.locator("[data-act=loop]").click()
    desk.play()
    desk.page.wait_for_timeout(1500)
    seen = desk.frames(2000)
    assert min(seen) >= 50 and max(seen) < 70 + LATE, seen


def test_replay_shows_a_second_before_the_mark_and_ends_with_it(desk: DeskPage) -> None:
    at(desk, 60, "t")
    at(desk, 85, "o")
    desk.jump_to(60)
    desk.press("PageUp")
    expect(desk.root).to_have_attribute("data-selected", state_id(desk, "together"))
    desk.watch()
    desk.press(";")
    expect(desk.root).to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    expect(desk.root).not_to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    seen = desk.watched()
    lead_in = [frame for frame in seen if frame != 60]
    assert lead_in[0] in (35, 36), "a second is 25 frames: 60 - 25 = 35"
    assert 84 <= max(seen) < 85 + LATE, "the last frame before the offset at 85"


def state_id(desk: DeskPage, code: str) -> str:
    """The id of the state of a code, as the server has it."""
    desk.saved()
    coding = desk.page.url.split("coding=")[1].split("&")[0]
    found = [a["id"] for a in desk.json(coding)["annotations"] if a["content"]["code"] == code]
    return str(found[0])


# ---- dragging ----------------------------------------------------------------------------------


def test_a_common_edge_is_dragged_to_a_frame_and_both_states_follow(desk: DeskPage, coding: str) -> None:
    at(desk, 50, "t")
    at(desk, 100, "o")
    desk.jump_to(0)
    tracks = desk.tracks()
    y = tracks.y(DYAD)
    # Taken 3 px beside the edge and let go 3 px beside 4,812 ms: nearest is frame 120 at 4,800 ms.
    desk.drag((tracks.x(4000) + 3, y), (tracks.x(4812) + 3, y), let_go=False)
    expect(desk.page.locator(".desk .tip")).to_contain_text("00:04.800")
    assert states(desk.contents(coding))[0] == state("together", 50, 100), (
        "nothing is done before it is let go"
    )
    desk.page.mouse.up()
    assert states(desk.contents(coding)) == [state("together", 50, 120), state("out_of_step", 120, None)]
    desk.press("Control+z")
    assert states(desk.contents(coding)) == [state("together", 50, 100), state("out_of_step", 100, None)]


def test_an_edge_does_not_go_beyond_its_neighbour(desk: DeskPage, coding: str) -> None:
    at(desk, 50, "t")
    at(desk, 100, "o")
    at(desk, 150, "r")
    desk.jump_to(0)
    tracks = desk.tracks()
    y = tracks.y(DYAD)
    desk.drag((tracks.x(4000), y), (tracks.x(12_000), y))
    expected = [state("together", 50, 149), state("out_of_step", 149, 150), state("repairing", 150, None)]
    assert states(desk.contents(coding)) == expected


def test_a_whole_state_is_dragged_and_keeps_its_length(desk: DeskPage, coding: str) -> None:
    at(desk, 50, "y")
    at(desk, 100, "y")
    desk.jump_to(0)
    tracks = desk.tracks()
    y = tracks.y(TOUCH) - tracks.lane_px / 4  # the upper half is the first code's
    desk.drag((tracks.x(3000), y), (tracks.x(3000 + 2412), y))
    # 2,000 + 2,412 = 4,412 ms; the nearest frame is 110 at 4,400 ms; 50 frames later is 160.
    assert states(desk.contents(coding), "touch") == [state("holds", 110, 160)]


def test_a_point_is_dragged_to_a_frame(desk: DeskPage, coding: str) -> None:
    at(desk, 50, "6")
    desk.jump_to(0)
    tracks = desk.tracks()
    desk.drag((tracks.x(2000), tracks.y(CUE)), (tracks.x(2000 + 1030), tracks.y(CUE)))
    # 3,030 ms lies 10 ms from frame 76 (3,040) and 30 from frame 75.
    assert states(desk.contents(coding), "infant_cue") == [state("bid_object", 76, 76)]


def test_escape_ends_a_drag_without_doing_anything(desk: DeskPage, coding: str) -> None:
    at(desk, 50, "6")
    desk.jump_to(0)
    tracks = desk.tracks()
    desk.drag((tracks.x(2000), tracks.y(CUE)), (tracks.x(4000), tracks.y(CUE)), let_go=False)
    desk.press("Escape")
    desk.page.mouse.up()
    assert states(desk.contents(coding), "infant_cue") == [state("bid_object", 50, 50)]


@pytest.mark.parametrize(("beside_px", "boundary"), [(3, 120), (-3, 100)], ids=["of-another", "of-the-same"])
def test_a_key_pressed_in_the_middle_of_a_drag_counts(
    desk: DeskPage, coding: str, beside_px: int, boundary: int
) -> None:
    """The drag counts too, unless the key changed the very state whose edge the hand holds."""
    at(desk, 50, "t")
    at(desk, 100, "o")
    at(desk, 150, "r")
    desk.jump_to(60)
    tracks = desk.tracks()
    y = tracks.y(DYAD)
    desk.drag((tracks.x(4000) + beside_px, y), (tracks.x(4800) + beside_px, y), let_go=False)
    desk.press("a")
    desk.page.mouse.up()
    expected = [
        state("together", 50, 60),
        state("alongside", 60, boundary),
        state("out_of_step", boundary, 150),
    ]
    assert states(desk.contents(coding)) == [*expected, state("repairing", 150, None)]


def test_the_coded_window_is_dragged_on_the_ruler(desk: DeskPage, coding: str) -> None:
    tracks = desk.tracks()
    y = tracks.box["y"] + 6
    desk.drag((tracks.x(0) + 4, y), (tracks.x(1000), y))
    desk.saved()
    assert desk.json(coding)["coding"]["window"] == {"onset_ms": 1000, "offset_ms": 20_000}


# ---- zoom and pan ------------------------------------------------------------------------------


def test_keys_wheel_and_buttons_zoom_and_the_playhead_stays_in_sight(desk: DeskPage) -> None:
    whole = desk.tracks()
    desk.press("Shift+ArrowUp")
    nearer = desk.tracks()
    assert nearer.ms_per_px == pytest.approx(whole.ms_per_px / 1.6)
    desk.press("Shift+ArrowDown")
    assert desk.tracks().ms_per_px == pytest.approx(whole.ms_per_px)
    x, y = round(whole.x(10_000)), whole.y(DYAD)  # a wheel tells whole pixels
    time = whole.start_ms + (x - whole.x(0)) * whole.ms_per_px
    desk.page.mouse.move(x, y)
    desk.page.keyboard.down("Control")
    for _ in range(2):
        desk.page.mouse.wheel(0, -120)
    desk.page.keyboard.up("Control")
    near = desk.tracks()
    assert near.ms_per_px < whole.ms_per_px / 2
    assert near.x(time) == pytest.approx(x, abs=0.6), "the time under the pointer stays there"
    desk.page.mouse.wheel(200, 0)
    assert desk.tracks().start_ms == pytest.approx(near.start_ms + 200 * near.ms_per_px, abs=1)
    for key, ms in (("End", 19_960), ("Home", 0)):
        desk.press(key)
        expect(desk.root).to_have_attribute("data-time-ms", str(ms), timeout=PLENTY_MS)
        seen = desk.tracks()
        assert seen.box["x"] + seen.left - 1 <= seen.x(ms) <= seen.box["x"] + seen.box["width"], key
    zoom = desk.page.get_by_role("button", name="Nearer")
    zoom.focus()
    desk.press("Enter")
    assert desk.tracks().ms_per_px == pytest.approx(near.ms_per_px / 1.6)
    desk.press("Shift+Home")
    assert desk.tracks().ms_per_px == pytest.approx(whole.ms_per_px)


def test_one_can_look_elsewhere_while_the_film_plays(desk: DeskPage) -> None:
    desk.press("Shift+ArrowUp", "Shift+ArrowUp", "Shift+ArrowUp")
    tracks = desk.tracks()
    desk.play()
    desk.page.mouse.move(tracks.box["x"] + 600, tracks.y(DYAD))
    desk.page.mouse.wheel(900, 0)
    away = desk.tracks().start_ms
    assert away > 2000
    desk.page.wait_for_timeout(800)
    assert desk.tracks().start_ms == away
    desk.pause()


def test_dragging_an_empty_place_pans(desk: DeskPage, coding: str) -> None:
    desk.press("Shift+ArrowUp", "Shift+ArrowUp", "Shift+ArrowUp")
    before = desk.tracks()
    y = before.y(TOUCH)
    desk.drag((before.x(3500), y), (before.x(3500) - 300, y))
    assert desk.tracks().start_ms == pytest.approx(before.start_ms + 300 * before.ms_per_px, abs=1)
    assert desk.contents(coding) == []


def test_two_fingers_zoom(tablet: DeskPage) -> None:
    whole = tablet.tracks()
    x, y = whole.x(10_000), whole.y(DYAD)
    cdp = tablet.page.context.new_cdp_session(tablet.page)

    def fingers(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": px, "y": py, "id": i} for i, (px, py) in enumerate(places)]
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", (x - 40, y))
    fingers("touchStart", (x - 40, y), (x + 40, y))
    for apart in range(50, 130, 10):
        fingers("touchMove", (x - apart, y), (x + apart, y))
    fingers("touchEnd")
    near = tablet.tracks()
    assert near.ms_per_px == pytest.approx(whole.ms_per_px / 3, rel=0.05), "from 80 px apart to 240"


FINGERS = """(canvas, steps) => {
  const box = canvas.getBoundingClientRect();
  for (const [type, pointerId, x] of steps)
    canvas.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: "touch", bubbles: true, clientX: box.x + x, clientY: box.y + 130 }));
}"""


def test_a_finger_that_stays_after_a_pinch_does_no_harm(tablet: DeskPage) -> None:
    canvas = tablet.page.locator(".desk canvas.top")
    apart = [("pointerdown", 1, 300), ("pointerdown", 2, 380), ("pointermove", 2, 460)]
    canvas.evaluate(FINGERS, apart)
    near = tablet.tracks()
    canvas.evaluate(FINGERS, [("pointerup", 2, 460), ("pointermove", 1, 250), ("pointerup", 1, 250)])
    assert tablet.tracks() == near
    canvas.evaluate(FINGERS, [("pointerdown", 3, 400), ("pointermove", 3, 340), ("pointerup", 3, 340)])
    assert tablet.tracks().start_ms == pytest.approx(near.start_ms + 60 * near.ms_per_px, abs=1)


def test_one_finger_pans_and_moves_only_a_mark_that_was_chosen(tablet: DeskPage, coding: str) -> None:
    at(tablet, 100, "6")
    tablet.press("Escape")  # what else could be said of the cue lies over the tracks for a moment
    tablet.jump_to(0)
    tablet.press("Shift+ArrowUp")
    before = tablet.tracks()
    x, y = before.x(4000), before.y(CUE)
    slide(tablet, (x, y), (x - 150, y))
    assert tablet.tracks().start_ms == pytest.approx(before.start_ms + 150 * before.ms_per_px, abs=1)
    assert states(tablet.contents(coding), "infant_cue") == [state("bid_object", 100, 100)]
    now = tablet.tracks()
    tablet.page.touchscreen.tap(now.x(4000), y)
    expect(tablet.root).to_have_attribute("data-frame", "100", timeout=PLENTY_MS)
    now = tablet.tracks()
    slide(tablet, (now.x(4000), y), (now.x(4000 + 1010), y))
    # 5,010 ms lies 10 ms from frame 125.
    assert states(tablet.contents(coding), "infant_cue") == [state("bid_object", 125, 125)]


def slide(desk: DeskPage, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One finger from place to place."""
    cdp = desk.page.context.new_cdp_session(desk.page)
    cdp.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start[0], "y": start[1]}]}
    )
    for step in range(1, 9):
        x, y = (a + (b - a) * step / 8 for a, b in zip(start, end, strict=True))
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


# ---- modifiers, flag, comment ------------------------------------------------------------------


def test_modifiers_wait_while_the_film_stands_and_go_by_themselves_while_it_plays(desk: DeskPage) -> None:
    """Their digits are shown once they are theirs: until then 1 and 2 are codes."""
    desk.press("5")
    strip = desk.page.locator(".desk .strip")
    digit = strip.locator(".opt kbd").first
    expect(strip).to_be_visible()
    expect(digit).to_be_hidden()
    desk.page.wait_for_timeout(6000)
    expect(strip).to_be_visible()
    desk.press("`")
    expect(digit).to_be_visible()
    desk.press("Escape")
    expect(strip).to_be_hidden()
    desk.press("Shift+ArrowRight")
    expect(desk.root).not_to_have_attribute("data-frame", "0", timeout=PLENTY_MS)
    desk.press("5")
    expect(strip).to_be_visible()
    desk.play()
    expect(strip).to_be_hidden(timeout=12_000)


def test_modifiers_are_chosen_by_key_while_the_film_plays_and_no_key_is_lost(
    desk: DeskPage, coding: str
) -> None:
    desk.play()
    desk.press("5")
    strip, film = desk.page.locator(".desk .strip"), desk.page.locator(".desk .film")
    expect(strip).to_be_visible()
    over, under = strip.bounding_box(), film.bounding_box()
    assert over is not None and under is not None
    assert over["x"] >= under["x"] + under["width"], "the picture stays free"
    expect(strip.get_by_role("button", name="Clear (by default)")).to_be_visible()
    desk.press("`", "1", "2", "ArrowDown", "1")
    desk.press("8")  # the row has three options: this is the code
    expect(desk.root).to_have_attribute("data-playing", "")
    desk.press("t")
    expect(strip).to_be_hidden()
    desk.pause()
    cues = [c for c in desk.contents(coding) if c["track"] == "infant_cue"]
    assert [(c["code"], c["modifiers"]) for c in cues] == [
        ("bid_social", {"channel": ["face", "gaze"], "clarity": "subtle"}),
        ("distress", {"clarity": "clear"}),
    ]
    down = {d["key"]: d["frame"] for d in desk.deeds("keydown")}
    assert [c["onset_frame"] for c in cues] == [down["5"], down["8"]]
    row = desk.page.locator(".desk .row", has_text="Come to me")
    expect(row).to_contain_text("Gaze, Face · Subtle")
    expect(desk.page.locator(".desk .row", has_text="Help me")).not_to_contain_text("Clear")


def test_modifiers_are_chosen_with_the_mouse_too(desk: DeskPage, coding: str) -> None:
    at(desk, 30, "5")
    desk.page.locator(".desk .strip").get_by_role("button", name="Voice").click()
    desk.page.locator(".desk .strip").get_by_role("button", name="Intense").click()
    assert desk.contents(coding)[0]["modifiers"] == {"channel": ["voice"], "clarity": "intense"}


def test_a_star_on_the_last_mark_and_off_again(desk: DeskPage, coding: str) -> None:
    at(desk, 30, "t")
    desk.press("Shift+Digit8")
    assert [c["flagged"] for c in desk.contents(coding)] == [True]
    expect(desk.page.locator(".desk .row")).to_contain_text("★")
    desk.press("Shift+Digit8")
    assert [c["flagged"] for c in desk.contents(coding)] == [False]


def test_a_comment_is_typed_and_its_letters_are_no_codes(desk: DeskPage, coding: str) -> None:
    at(desk, 30, "t")
    desk.press("/")
    desk.page.keyboard.type("to a better 5 ?")
    desk.press("Enter")
    expect(desk.page.locator(".desk .details:not(.several)")).to_be_hidden()
    assert [(c["code"], c["comment"]) for c in desk.contents(coding)] == [("together", "to a better 5 ?")]
    expect(desk.page.locator(".desk .row")).to_contain_text("to a better 5 ?")
    desk.press("/")
    desk.page.keyboard.type(" and more")
    desk.press("Escape")
    assert [c["comment"] for c in desk.contents(coding)] == ["to a better 5 ?"]
    desk.press("o")
    assert desk.contents(coding)[-1]["code"] == "out_of_step", "the keys are codes again"


# ---- mouse and finger on the palette -----------------------------------------------------------


def test_what_was_on_the_screen_when_the_button_went_down_is_what_counts(desk: DeskPage, coding: str) -> None:
    box = desk.page.locator(".c[data-code=together]").bounding_box()
    assert box is not None
    desk.play()
    desk.play_on(4)
    desk.page.mouse.move(box["x"] + 30, box["y"] + 12)
    desk.page.mouse.down()
    desk.play_on(8)
    desk.page.mouse.up()
    expect(desk.root).to_have_attribute("data-playing", "")
    desk.pause()
    down, up = (desk.deeds(type_)[-1]["frame"] for type_ in ("pointerdown", "pointerup"))
    assert up - down >= 5
    assert states(desk.contents(coding)) == [state("together", down, None)]


def test_a_tap_codes_and_the_film_plays_on(tablet: DeskPage, coding: str) -> None:
    tablet.page.locator("[data-act=play]").first.tap()
    expect(tablet.root).to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    tablet.play_on(8)
    tablet.page.locator(".c[data-code=together]").tap()
    tablet.play_on(8)
    tablet.page.locator(".c[data-code=bid_social]").tap()
    expect(tablet.page.locator(".c[data-code=together]")).to_have_attribute("aria-pressed", "true")
    expect(tablet.root).to_have_attribute("data-playing", "")
    tablet.page.locator("[data-act=play]").first.tap()
    together, bid, _pause = [d["frame"] for d in tablet.deeds("pointerdown")][-3:]
    assert states(tablet.contents(coding)) == [state("together", together, None)]
    assert states(tablet.contents(coding), "infant_cue") == [state("bid_social", bid, bid)]
    assert 0 < together < bid


# ---- subjects, keys, choosing ------------------------------------------------------------------


def test_shift_and_a_digit_lets_the_keys_mean_one_person_only(desk: DeskPage, coding: str) -> None:
    at(desk, 30, "Shift+Digit1")
    expect(desk.root).to_have_attribute("data-subject", "infant")
    expect(desk.page.locator(".desk .chip:not(.agreed)")).to_contain_text("Infant")
    desk.press("t", "6")
    assert [(c["code"], c["onset_frame"]) for c in desk.contents(coding)] == [("bid_object", 30)]
    desk.press("Shift+Digit1")
    expect(desk.root).to_have_attribute("data-subject", "")
    desk.press("t")
    assert {c["code"] for c in desk.contents(coding)} == {"bid_object", "together"}


def test_the_map_names_every_key_and_no_key_codes_beneath_it(desk: DeskPage, coding: str) -> None:
    desk.press("Shift+Slash")
    dialog = desk.page.locator(".desk dialog")
    expect(dialog).to_be_visible()
    for words in (
        "Together",
        "Come to me",
        "Holds",
        "play, pause",
        "tracks nearer",
        "Shift 1",
        "undo",
        "this map",
    ):
        expect(dialog).to_contain_text(words)
    desk.press("t", "5")
    desk.press("Escape")
    expect(dialog).to_be_hidden()
    assert desk.contents(coding) == []
    desk.press("t")
    assert [c["code"] for c in desk.contents(coding)] == ["together"]


def test_a_click_on_a_bar_chooses_it_and_goes_there_a_second_one_opens_it(desk: DeskPage) -> None:
    at(desk, 50, "y")
    at(desk, 100, "y")
    desk.jump_to(0)
    tracks, details = desk.tracks(), desk.page.locator(".desk .details:not(.several)")
    place = (tracks.x(3000), tracks.y(TOUCH) - tracks.lane_px / 4)
    desk.page.mouse.click(*place)
    expect(desk.root).to_have_attribute("data-frame", "50", timeout=PLENTY_MS)
    expect(desk.root).to_have_attribute("data-selected", state_id(desk, "holds"))
    expect(details).to_be_hidden()
    desk.page.mouse.click(*place)
    expect(details).to_contain_text("Holds")


def test_a_click_on_a_bar_leaves_a_playing_film_alone(desk: DeskPage) -> None:
    at(desk, 300, "6")
    desk.jump_to(0)
    desk.play()
    tracks = desk.tracks()
    desk.page.mouse.click(tracks.x(12_000), tracks.y(CUE))
    expect(desk.root).to_have_attribute("data-selected", state_id(desk, "bid_object"))
    assert max(desk.frames(600)) < 300
    desk.pause()


def test_a_click_on_a_row_goes_there_and_a_second_one_opens_it(desk: DeskPage) -> None:
    at(desk, 50, "t")
    desk.jump_to(0)
    row, details = desk.page.locator(".desk .row"), desk.page.locator(".desk .details:not(.several)")
    row.click()
    expect(desk.root).to_have_attribute("data-frame", "50", timeout=PLENTY_MS)
    expect(details).to_be_hidden()
    row.click()
    expect(details).to_contain_text("Together")
    desk.press("Escape")
    desk.page.locator(".desk .scroller").focus()
    desk.press("ArrowDown", "Enter")
    expect(details).to_contain_text("Together")


def test_the_list_shows_some_rows_on_a_small_laptop(desk: DeskPage) -> None:
    for frame in range(0, 40, 4):
        at(desk, frame, "5")
    scroller = desk.page.locator(".desk .scroller").bounding_box()
    assert scroller is not None
    assert scroller["height"] >= 4 * 30


def test_the_window_is_set_to_the_very_frame_that_the_dialog_names(desk: DeskPage, coding: str) -> None:
    desk.play()
    desk.page.wait_for_timeout(700)
    desk.page.get_by_role("button", name="Submit").click()
    desk.page.wait_for_timeout(400)
    ms = int(desk.said("time-ms"))
    button = desk.page.locator(".desk dialog .trow", has_text="from").get_by_role("button")
    expect(button).to_have_text(f"set to 00:{ms // 1000:02}.{ms % 1000:03}")
    button.click()
    desk.press("Escape")
    desk.saved()
    assert desk.json(coding)["coding"]["window"]["onset_ms"] == ms


def test_who_stopped_early_is_asked_and_ends_the_stretch_where_they_stopped(
    desk: DeskPage, coding: str
) -> None:
    at(desk, 50, "t")
    desk.jump_to(60)
    desk.play()
    desk.page.wait_for_timeout(700)
    desk.page.get_by_role("button", name="Submit").click()
    early = desk.page.locator(".desk dialog .early")
    expect(early).to_contain_text("Did you stop there?")
    desk.page.wait_for_timeout(400)
    early.get_by_role("button").click()
    expect(early).to_have_count(0)
    desk.press("Escape")
    desk.saved()
    end = desk.json(coding)["coding"]["window"]["offset_ms"]
    assert 60 * FRAME_MS <= end <= int(desk.said("time-ms")) < 19_000
