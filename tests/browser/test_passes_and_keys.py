"""Passes, the round of modifiers, and keys of one's own, with real keys in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.driving import PLENTY_MS, DeskPage
from tests.films import barcode_film
from tests.running import Server, Visit, prepare_visit


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Visit]]:
    """A coding in the profile ``standard``, which has several passes; the film has 25 frames a second."""
    root = tmp_path_factory.mktemp("passes")
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=(320, 180))
    visit = prepare_visit(root / "data", film, "standard")
    server = Server(root / "data").start()
    yield server, visit
    server.stop()


@pytest.fixture
def desk(page: Page, attune: tuple[Server, Visit]) -> DeskPage:
    server, visit = attune
    return DeskPage(page, server).launch().open_here(visit.coding)


def dialog_says(page: Page) -> str:
    return page.locator("[data-name=key-hint]").inner_text()


def test_each_pass_has_its_own_keys_and_speed_and_the_round_gives_modifiers(
    desk: DeskPage, attune: tuple[Server, Visit]
) -> None:
    page, coding = desk.page, attune[1].coding
    expect(desk.root).to_have_attribute("data-pass", "p_infant")
    desk.jump_to(25)
    desk.press("5")  # "Come to me", a cue of this pass
    desk.press("Shift+o")
    expect(desk.root).to_have_attribute("data-pass", "p_parent")
    expect(page.locator(".desk .speed")).to_have_text("0.75×")
    expect(page.locator(".palette [data-track=infant_cue]")).to_have_count(0)
    desk.press("5")
    assert [c["code"] for c in desk.contents(coding)] == ["bid_social"]
    desk.press("Shift+o", "Shift+o")
    expect(page.locator(".form")).to_contain_text("0 of")  # the last of the scheme's passes asks for ratings
    desk.press("Shift+o")
    expect(page.locator(".round")).to_contain_text("1 mark")
    desk.press("Enter")
    expect(page.locator(".round")).to_contain_text("mark 1 of 1")
    desk.press("2", "4", "Enter", "1")  # face, hands or body; then subtle
    modifiers = desk.contents(coding)[0]["modifiers"]
    assert modifiers == {"channel": ["face", "hands_body"], "clarity": "subtle"}
    desk.press("Shift+i", "Shift+i", "Shift+i", "Shift+i")
    expect(desk.root).to_have_attribute("data-pass", "p_infant")


def test_what_is_watched_is_told_and_kept(desk: DeskPage, attune: tuple[Server, Visit]) -> None:
    chip = desk.page.locator(".desk .chip:not(.agreed)")
    desk.press("Home", "=", "=", "=", "=")
    desk.play()
    desk.play_on(100)
    desk.pause()
    expect(chip).to_contain_text("% watched")
    desk.page.wait_for_timeout(2300)  # the place is saved once the hands are calm
    watched = desk.json(attune[1].coding)["coding"]["place"]["watched"]["p_infant"]
    assert watched[0][0] <= 1000
    assert watched[-1][1] >= 4000


def test_keys_as_in_boris_one_of_them_changed_and_a_conflict_refused(desk: DeskPage) -> None:
    page = desk.page
    desk.press("?")
    with page.expect_response(lambda answer: answer.url.endswith("/me/keys")):
        page.locator("[data-name=profile]").select_option(label="BORIS")
    page.locator("[data-name=change]").click()
    page.locator("[data-change=play]").click()
    desk.press("[")
    expect(page.locator("[data-name=key-hint]")).to_contain_text(
        "already means “the chosen mark begins here”"
    )
    desk.press("q")
    assert "Letters and digits" in dialog_says(page)
    with page.expect_response(lambda answer: answer.url.endswith("/me/keys")):
        desk.press("Control+Space")
    desk.press("Escape", "Backspace", "Home", "Control+Home")
    expect(desk.root).to_have_attribute("data-frame", "0", timeout=PLENTY_MS)
    expect(desk.root).to_have_attribute("data-speed", "1.25")  # Backspace is normal speed, Home faster
    desk.press("ArrowUp")  # ten seconds on
    expect(desk.root).to_have_attribute("data-frame", "250", timeout=PLENTY_MS)
    page.reload()
    desk.ready()
    desk.press("Control+Space")
    expect(desk.root).to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    desk.press("Control+Space", "?")
    with page.expect_response(lambda answer: answer.url.endswith("/me/keys")):
        page.locator("[data-name=profile]").select_option(label="Attune")


SHIFT, CTRL = 8, 2
"""Bits of Chromium's own, beside a key."""


def strike(page: Page, key: str, code: str, held: int = 0) -> None:
    """A key as another keyboard sends it: what is printed on it, and the place where it lies."""
    chromium = page.context.new_cdp_session(page)
    what = {"key": key, "code": code, "modifiers": held}
    chromium.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **what})
    chromium.send("Input.dispatchKeyEvent", {"type": "keyUp", **what})
    chromium.detach()


def test_german_and_french_keyboards_lead_the_film_by_place_and_code_by_what_is_printed(
    desk: DeskPage, attune: tuple[Server, Visit]
) -> None:
    page, coding = desk.page, attune[1].coding
    desk.emptied().jump_to(25)
    strike(page, "Dead", "Equal")  # German ´, which waits for a letter elsewhere
    expect(desk.root).to_have_attribute("data-speed", "1.25")
    strike(page, "ß", "Minus")
    strike(page, "ß", "Minus")
    expect(desk.root).to_have_attribute("data-speed", "0.75")
    strike(page, "#", "Backslash")
    expect(desk.root).to_have_attribute("data-speed", "1")
    strike(page, "5", "Digit5")
    desk.press("PageUp")  # chooses it
    expect(desk.root).to_have_attribute("data-frame", "25", timeout=PLENTY_MS)
    strike(page, ".", "Period")
    expect(desk.root).to_have_attribute("data-frame", "26", timeout=PLENTY_MS)
    strike(page, "ü", "BracketLeft")  # the chosen mark begins here, a frame later
    assert [c["onset_ms"] for c in desk.contents(coding)] == [26 * 40]
    strike(page, "z", "KeyY", CTRL)
    strike(page, "z", "KeyY", CTRL)
    expect(desk.root).to_have_attribute("data-annotations", "0")
    strike(page, "y", "KeyZ", CTRL)
    expect(desk.root).to_have_attribute("data-annotations", "1")
    desk.jump_to(26)
    for _ in range(3):
        strike(page, ":", "Period")  # French from here on
    strike(page, ";", "Comma")
    expect(desk.root).to_have_attribute("data-frame", str(26 + 2), timeout=PLENTY_MS)
    strike(page, "-", "Digit6")
    assert [(c["code"], c["onset_ms"]) for c in desk.contents(coding)] == [
        ("bid_social", 25 * 40),
        ("bid_object", 28 * 40),
    ]
    strike(page, "?", "KeyM", SHIFT)
    expect(page.locator("[data-name=profile]")).to_be_visible()
    desk.press("Escape")
    strike(page, "z", "KeyW", CTRL)
    assert [c["code"] for c in desk.contents(coding)] == ["bid_social"]


PAD = """() => {
  const pad = { index: 0, buttons: Array.from({ length: 17 }, () => ({ pressed: false })) };
  Object.defineProperty(navigator, "getGamepads", { value: () => [pad, null] });
  const pictures = async (n) => { while (n-- > 0) await new Promise(requestAnimationFrame); };
  window.__press = async (button, ms) => {
    pad.buttons[button].pressed = true;
    await (ms ? new Promise((done) => setTimeout(done, ms)) : pictures(3));
    pad.buttons[button].pressed = false;
    await pictures(3);
  };
  dispatchEvent(new Event("gamepadconnected"));
}"""
"""A pad as the browser tells of one: no computer of the tests has any."""


def test_buttons_of_a_gamepad_are_keys(desk: DeskPage, attune: tuple[Server, Visit]) -> None:
    page, coding = desk.page, attune[1].coding
    desk.emptied().jump_to(25)
    page.evaluate(PAD)

    def pad(button: int, ms: int = 0) -> None:
        page.evaluate("([button, ms]) => __press(button, ms)", [button, ms])

    pad(15)
    expect(desk.root).to_have_attribute("data-frame", "26", timeout=PLENTY_MS)
    pad(14, 900)  # held: steps again and again
    expect(desk.root).to_have_attribute("data-frame", re.compile("^(1?[0-9]|2[0-3])$"), timeout=PLENTY_MS)
    pad(0)
    expect(desk.root).to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    desk.press("5")
    pad(3)
    pad(0)
    expect(desk.root).not_to_have_attribute("data-playing", "", timeout=PLENTY_MS)
    assert [c["flagged"] for c in desk.contents(coding)] == [True]
    pad(1)
    assert [c["flagged"] for c in desk.contents(coding)] == [False]
    desk.press("?")
    with page.expect_response(
        lambda answer: answer.url.endswith("/me/keys")
    ):  # a pedal's button is given away
        page.locator("[data-name=change]").click()
        page.locator("[data-change=second_on]").click()
        pad(9)
    desk.press("Escape")
    before = int(desk.said("frame"))
    pad(9)
    expect(desk.root).to_have_attribute("data-frame", str(before + 25), timeout=PLENTY_MS)


@pytest.mark.slow
def test_the_light_offers_a_reaction_time_that_presses_then_lose(
    desk: DeskPage, attune: tuple[Server, Visit]
) -> None:
    page, coding = desk.page, attune[1].coding
    desk.press("?")
    page.locator("[data-name=reaction]").click()
    page.locator("[data-name=begin]").click()
    for _ in range(10):
        page.wait_for_selector(".lamp[data-lit]", timeout=PLENTY_MS)
        page.wait_for_timeout(150)
        desk.press("f")
    with page.expect_response(lambda answer: answer.url.endswith("/me/reaction")):
        page.locator("[data-name=use]").click()
    desk.press("Escape")
    taken = desk.json(coding)["coding"]["rt_offset_ms"]
    assert 100 <= taken <= 1000
    desk.press("Home")
    expect(desk.root).to_have_attribute("data-frame", "0", timeout=PLENTY_MS)
    desk.play()
    desk.play_on(100)
    desk.press("6")
    desk.pause()
    mark = next(c for c in desk.contents(coding) if c["code"] == "bid_object")
    rate = float(desk.said("speed"))
    assert (
        0 <= mark["raw_onset_ms"] - taken * rate - mark["onset_ms"] < 41
    )  # snapped back to its frame of 40 ms
    with page.expect_response(lambda answer: answer.url.endswith("/me/reaction")):
        desk.press("?")
        page.locator("[data-name=reaction]").click()
        page.locator("[data-name=none]").click()
