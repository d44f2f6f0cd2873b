"""A scheme of one's own, from nothing: written, published, used on the desk, changed, versioned, brought over."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from annotator.schemes.writing import as_yaml
from tests.driving import PLENTY_MS, DeskPage
from tests.running import Server, Visit
from tests.schemes.scheme_files import text_of
from tests.schemes.test_drafts import all_kinds

pytestmark = pytest.mark.slow


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def part(page: Page, name: str) -> None:
    """One part of a draft's page."""
    page.get_by_role("radio", name=name, exact=True).click()


def choose(page: Page, label: str, option: str) -> None:
    """One option of a list, which closes again when the page is drawn anew meanwhile.

    It is typed, for a long list holds only what is in sight.
    """
    for _again in range(6):
        page.get_by_role("combobox", name=re.compile(re.escape(label))).first.click(timeout=PLENTY_MS)
        page.keyboard.type(option)
        with suppress(TimeoutError):
            page.get_by_role("option", name=option, exact=True).click(timeout=5_000)
            return
        page.keyboard.press("Escape")
    raise AssertionError(f"{label} does not offer {option}")


def write(page: Page, text: bytes) -> None:
    """The whole draft as text, kept; it has no problem then."""
    part(page, "As text")
    page.get_by_label("Text (YAML)").fill(text.decode())
    button(page, "Keep and check")
    expect(page.get_by_text("Nothing: this can be published.")).to_be_visible(timeout=PLENTY_MS)


def publish(page: Page, version: str) -> None:
    """What the page offers, published as it is."""
    part(page, "Publish")
    expect(page.get_by_label("Version", exact=True)).to_have_value(version, timeout=PLENTY_MS)
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="Publish").click()
    expect(page.get_by_text(f"play_at_home {version} is published.")).to_be_visible(timeout=PLENTY_MS)


def bring_in(page: Page) -> None:
    """A file with two problems, told with their lines; then the same file without them."""
    page.get_by_text("Bring in a scheme's file").click(timeout=PLENTY_MS)
    text = text_of("two-keys").replace("id: two-keys", "id: three-keys", 1)
    bad = text.replace("missing_code: unseen", "missing_code: unsen").replace('key: "1"', 'key: "x"')
    chosen = page.locator("input[type=file]")
    for written, told in ((bad, "Not brought in: 2 problems."), (text, "three-keys 1.0.0 is here now.")):
        chosen.set_input_files({"name": "three.yaml", "mimeType": "text/yaml", "buffer": written.encode()})
        expect(page.get_by_text(told)).to_be_visible(timeout=PLENTY_MS)
        if written is bad:
            expect(page.locator(".problems li").first).to_contain_text("subjects[0].key")
    expect(page.get_by_text("three-keys 1.0.0 ·")).to_be_visible(timeout=PLENTY_MS)


def test_from_nothing_to_codings_under_the_next_major_version(
    page: Page, attune: tuple[Server, Visit]
) -> None:
    server, visit = attune
    desk = DeskPage(page, server).launch()
    page.goto(f"{server.url}/schemes")
    bring_in(page)
    page.get_by_text("Write a scheme").click(timeout=PLENTY_MS)
    page.get_by_label("Title of a new scheme").fill("Play at home")
    button(page, "Begin it")
    part(page, "Tracks and codes")
    page.get_by_label("Name of the track").fill("Contact")
    button(page, "Add the track")
    page.get_by_label("A new code").fill("Together")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name of the code")).to_have_value("Together", timeout=PLENTY_MS)
    expect(page.locator(".draft-palette kbd").first).to_have_text("T")
    whole = all_kinds() | {"id": "play_at_home", "title": {"en": "Play at home"}}
    write(page, as_yaml(whole))
    publish(page, "1.0.0")

    page.goto(f"{server.url}/session?id={visit.session}")
    page.get_by_text("Choose scheme and depth").click(timeout=PLENTY_MS)
    choose(page, "Scheme", "Play at home")
    button(page, "Code with this")
    desk.ready()
    desk.press("t", "s", "Shift+ArrowRight")
    expect(desk.root).to_have_attribute("data-frame", "25", timeout=PLENTY_MS)
    desk.press("a")
    expect(desk.root).to_have_attribute("data-annotations", "3", timeout=PLENTY_MS)
    desk.saved()
    page.get_by_role("button", name="Submit…").click()
    page.get_by_role("dialog", name="Submit this coding").get_by_role("button", name="Submit").click()
    expect(desk.root).to_have_attribute("data-read-only", "", timeout=PLENTY_MS)
    page.goto(f"{server.url}/schemes")
    page.get_by_label("Find").fill("Play at home")
    page.keyboard.press("Enter")
    expect(page.get_by_text("core-attunement 1.0.0")).to_have_count(0, timeout=PLENTY_MS)
    button(page, "Versions and use")
    button(page, "Write the next version")
    apart = whole["tracks"][0]["codes"][1] | {"id": "away"}
    tracks = [
        whole["tracks"][0]
        | {"codes": [whole["tracks"][0]["codes"][0], apart, *whole["tracks"][0]["codes"][2:]]}
    ]
    write(page, as_yaml(whole | {"status": "draft", "tracks": [*tracks, *whole["tracks"][1:]]}))
    publish(page, "2.0.0")

    page.get_by_text("Bring old codings over").click(timeout=PLENTY_MS)
    choose(page, "Apart", "Contact: Apart")
    button(page, "Keep the map")
    button(page, "Bring one coding over")
    expect(page.get_by_text("One coding is here under 2.0.0 too.")).to_be_visible(timeout=PLENTY_MS)
