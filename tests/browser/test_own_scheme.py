"""A scheme of one's own with every kind of track, by forms alone: written, published, used, changed, brought over."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.driving import PLENTY_MS, DeskPage, choose, still, unfold
from tests.running import Server, Visit
from tests.schemes.scheme_files import text_of

pytestmark = pytest.mark.slow

WITH_ONSET = {"It begins when": "First frame."}
STATE = WITH_ONSET | {"It ends when": "Last frame."}
SCALE = {"What 1 means": "cool or absent", "What 5 means": "steadily warm"}


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click(timeout=PLENTY_MS)


def part(page: Page, name: str) -> None:
    """One part of a draft's page; a second press on it leaves it open."""
    chosen = page.get_by_role("radio", name=name, exact=True)
    chosen.click(timeout=PLENTY_MS)
    expect(chosen).to_be_checked(timeout=PLENTY_MS)


def choose_labelled(page: Page, label: str, option: str, nth: int = 0) -> None:
    choose(page, page.get_by_role("combobox", name=re.compile(re.escape(label))).nth(nth), option)


def show(page: Page, title: str, inside: Locator, nth: int = 0) -> None:
    """What stands behind a title, and the page at rest."""
    unfold(page, title, nth)
    expect(inside).to_be_visible(timeout=PLENTY_MS)
    still(page)


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text, timeout=PLENTY_MS)
    field.press("Tab")
    still(page)


def shown(page: Page, label: str, value: str) -> None:
    """A field stands once and has a value; while a page is drawn anew the one before may stand beside it."""
    field = f'input[aria-label="{label}"]'
    expect(page.locator(f'{field}[value="{value}"]')).to_be_visible(timeout=PLENTY_MS)
    expect(page.locator(field)).to_have_count(1, timeout=PLENTY_MS)


def add_track(page: Page, name: str, kind: str, whom: str) -> None:
    still(page)
    show(page, "Add a track", page.get_by_label("Name of the track").last)
    page.get_by_label("Name of the track").last.fill(name)
    choose_labelled(page, "Kind", kind)
    choose_labelled(page, "Of whom", whom, nth=-1)
    button(page, "Add the track")
    added = page.locator(f'input[aria-label="Name of the track"][value="{name}"]')
    expect(added).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_label("Name of the track").last).to_have_value("", timeout=PLENTY_MS)


def add_code(page: Page, name: str, words: dict[str, str]) -> None:
    """A code with all that its kind of track asks for."""
    still(page)
    page.get_by_label("A new code").fill(name, timeout=PLENTY_MS)
    page.keyboard.press("Enter")
    describe(page, name, words)


def describe(page: Page, name: str, words: dict[str, str]) -> None:
    """All that is asked for of the code that is open."""
    shown(page, "Name of the code", name)
    still(page)
    described = {
        "Definition": f"{name}: what is seen.",
        "Examples, one in each line": "So it is.",
        "What looks like it but is not, one in each line": "Not so.",
    }
    for label, text in (described | words).items():
        fill(page, label, text)


def sound(page: Page) -> None:
    expect(page.get_by_text("Nothing: this can be published.")).to_be_visible(timeout=PLENTY_MS)


def publish(page: Page, version: str) -> None:
    """What the page offers, published as it is."""
    sound(page)
    part(page, "Publish")
    expect(page.get_by_label("Version", exact=True)).to_have_value(version, timeout=PLENTY_MS)
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="Publish").click()
    expect(page.get_by_text(f"Play at home {version} is published.")).to_be_visible(timeout=PLENTY_MS)


def bring_in(page: Page) -> None:
    """A file with two problems, told with their lines; then the same file without them."""
    unfold(page, "Bring in a scheme's file")
    text = text_of("two-keys").replace("id: two-keys", "id: three-keys", 1)
    bad = text.replace("missing_code: unseen", "missing_code: unsen").replace('key: "1"', 'key: "x"')
    chosen = page.locator("input[type=file]")
    for written, told in ((bad, "Not brought in: 2 problems."), (text, "three-keys 1.0.0 is here now.")):
        chosen.set_input_files({"name": "three.yaml", "mimeType": "text/yaml", "buffer": written.encode()})
        expect(page.get_by_text(told)).to_be_visible(timeout=PLENTY_MS)
        if written is bad:
            expect(page.locator(".problems li").first).to_contain_text("subjects[0].key")
    expect(page.get_by_text("three-keys 1.0.0 ·")).to_be_visible(timeout=PLENTY_MS)


def write_from_nothing(page: Page) -> None:
    """Every kind of track, a modifier and a rule, by forms alone."""
    unfold(page, "Write a scheme")
    page.get_by_label("Title of a new scheme").fill("Play at home")
    button(page, "Begin it")
    part(page, "Tracks and codes")
    add_track(page, "Contact", "states: something holds from … to …", "The two together")
    add_code(page, "Together", STATE)
    add_code(page, "Apart", STATE)
    type_and_reload(page)
    expect(page.locator(".draft-palette kbd").first).to_have_text("T")
    page.get_by_text("Every moment has a code; one code says that nothing can be seen").click()
    expect(page.get_by_text("Cannot be seen").first).to_be_visible(timeout=PLENTY_MS)
    add_track(page, "Cues", "points: something happens", "Child")
    add_code(page, "Smile", WITH_ONSET)
    add_track(page, "Mood", "intervals: one code for every some seconds", "Child")
    fill(page, "Seconds of an interval", "4")
    add_code(page, "Calm", {})
    add_track(page, "Warmth", "ratings: a number for the whole", "Parent")
    describe(page, "Warmth", SCALE)
    sound(page)
    qualify(page)
    part(page, "Measures and rules")
    ask_for_answers(page)


def type_and_reload(page: Page) -> None:
    """What is typed is kept while the field is still open; the same code is open again afterwards."""
    definition = page.get_by_label("Definition", exact=True)
    definition.fill("")
    # Listened to rather than looked at: on a quick computer the page is drawn between two looks.
    page.evaluate(
        """() => {
          const app = document.querySelector(".stApp");
          const seen = () => { if (app.dataset.testScriptState === "running") window.__drawn = true; };
          new MutationObserver(seen).observe(app, { attributeFilter: ["data-test-script-state"] });
        }"""
    )
    definition.press_sequentially("Apart: further than an arm")
    page.wait_for_function("() => window.__drawn === true", timeout=PLENTY_MS)
    still(page)
    definition.press_sequentially(" from one another.")
    assert definition.evaluate("field => document.activeElement === field")
    expect(definition).to_have_value("Apart: further than an arm from one another.")
    page.wait_for_timeout(1500)
    still(page)
    page.reload()
    shown(page, "Name of the code", "Apart")
    expect(definition).to_have_value("Apart: further than an arm from one another.", timeout=PLENTY_MS)


def qualify(page: Page) -> None:
    """A modifier with a default, which smiles have."""
    part(page, "Modifiers")
    still(page)
    name = page.get_by_label("Name of the modifier")
    show(page, "Add a modifier", name)
    name.fill("Clarity")
    name.press("Tab")
    button(page, "Add the modifier")
    options = page.get_by_label("Options, one in each line")
    options.press_sequentially("Cle")
    page.wait_for_timeout(1500)
    fill(page, "Options, one in each line", "Clear\nUnclear")
    part(page, "As text")
    expect(page.get_by_label("Text (YAML)")).to_have_value(re.compile("id: clear\\b"), timeout=PLENTY_MS)
    part(page, "Modifiers")
    choose_labelled(page, "Unless the coder says otherwise", "Clear")
    part(page, "Tracks and codes")
    choose_labelled(page, "Track", "Cues")
    shown(page, "Name of the code", "Smile")
    of_code = page.get_by_role("combobox", name="Modifiers")
    show(page, "Kind of moment, modifiers", of_code)
    choose_labelled(page, "Modifiers", "Clarity")
    page.keyboard.press("Escape")  # a list of several stays open
    sound(page)


def ask_for_answers(page: Page) -> None:
    """Answered within five seconds: from a pattern, then its window changed."""
    name = page.get_by_label("Name", exact=True)
    show(page, "Add from a pattern", page.get_by_role("combobox", name="Pattern"))
    choose_labelled(page, "Pattern", "After …, answered within … seconds by …")
    choose_labelled(page, "After marks of", "Cues")
    choose_labelled(page, "Answered by marks of", "Contact")
    name.last.fill("Smiles answered")
    button(page, "Add the rule and its measure")
    expect(page.get_by_text("answered within 3 s · Cues · Contact")).to_have_count(2, timeout=PLENTY_MS)
    within = page.get_by_label("An answer counts up to, s")
    show(page, "What it is made of", within, nth=1)
    fill(page, "An answer counts up to, s", "5")
    expect(page.get_by_text("answered within 5 s · Cues · Contact")).to_have_count(2, timeout=PLENTY_MS)
    sound(page)


def use_on_the_desk(page: Page, desk: DeskPage, visit: Visit) -> str:
    """A mark of each kind, entered and kept; gives the coding."""
    page.goto(f"{desk.server.url}/session?id={visit.session}")
    unfold(page, "Choose scheme and depth")
    choose_labelled(page, "Scheme", "Play at home")
    button(page, "Code with this")
    desk.ready()
    coding = page.url.partition("coding=")[2].partition("&")[0]
    desk.press("t", "s", "Shift+ArrowRight")
    expect(desk.root).to_have_attribute("data-frame", "25", timeout=PLENTY_MS)
    desk.press("a", "m", "w")
    page.locator("[data-name='point warmth|parent|warmth 4']").click()
    expect(desk.root).to_have_attribute("data-annotations", "5", timeout=PLENTY_MS)
    desk.saved()
    page.reload()
    desk.ready()
    assert kept(desk, coding) == OLD
    page.get_by_role("button", name="Submit…").click()
    page.get_by_role("dialog", name="Submit this coding").get_by_role("button", name="Submit").click()
    expect(desk.root).to_have_attribute("data-read-only", "", timeout=PLENTY_MS)
    return coding


OLD = {
    ("contact", "together", 0, 1000), ("contact", "apart", 1000, None), ("cues", "smile", 0, 0),
    ("mood", "calm", 0, 4000), ("warmth", "warmth", 0, 20_000),
}  # fmt: skip


def kept(desk: DeskPage, coding: str) -> set[tuple[str, str, int, int | None]]:
    """What the server has of a coding: track, code, beginning and end of each mark."""
    marks = [a["content"] for a in desk.json(coding)["annotations"]]
    return {(c["track"], c["code"], c["onset_ms"], c["offset_ms"]) for c in marks}


def change_by_forms(page: Page) -> None:
    """The next version: one code goes, another comes in its place."""
    page.get_by_label("Find").fill("Play at home")
    page.keyboard.press("Enter")
    expect(page.get_by_text("core-attunement 1.0.0")).to_have_count(0, timeout=PLENTY_MS)
    button(page, "Versions and use")
    button(page, "Write the next version")
    part(page, "Tracks and codes")
    choose_labelled(page, "Track", "Contact")
    expect(page.locator('input[aria-label="Name of the track"][value="Contact"]')).to_be_visible(
        timeout=PLENTY_MS
    )
    still(page)
    page.get_by_role("radiogroup", name="Code").get_by_text("Apart", exact=True).click(timeout=PLENTY_MS)
    shown(page, "Name of the code", "Apart")
    still(page)
    page.get_by_role("button", name="Remove", exact=True).last.click()
    expect(page.get_by_role("radio", name="Apart", exact=True)).to_have_count(0, timeout=PLENTY_MS)
    add_code(page, "Away", STATE)


def test_every_kind_of_track_from_nothing_to_codings_under_the_next_major_version(
    page: Page, attune: tuple[Server, Visit]
) -> None:
    server, visit = attune
    desk = DeskPage(page, server).launch()
    page.goto(f"{server.url}/schemes")
    bring_in(page)
    write_from_nothing(page)
    publish(page, "1.0.0")
    old = use_on_the_desk(page, desk, visit)

    page.goto(f"{server.url}/schemes")
    change_by_forms(page)
    publish(page, "2.0.0")
    page.get_by_text("Bring codings of 1.0.0 over to 2.0.0").click(timeout=PLENTY_MS)
    choose_labelled(page, "Apart", "Contact: Away")
    button(page, "Keep the map")
    expect(page.get_by_text("Contact: Apart → Contact: Away")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_text("5 marks, 0 of them left out")).to_be_visible()
    button(page, "Bring one coding over")
    expect(page.get_by_text("One coding is here under 2.0.0 too.")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_text("It was brought over.")).to_be_visible(timeout=PLENTY_MS)

    page.goto(f"{server.url}/session?id={visit.session}")
    expect(page.get_by_text("brought over from another version")).to_be_visible(timeout=PLENTY_MS)
    links = page.get_by_role("link", name="Summary")
    expect(links).to_have_count(3, timeout=PLENTY_MS)  # of the visit as it was, and of the two here
    every = links.evaluate_all("all => all.map(a => a.href)")
    codings = {each.partition("coding=")[2] for each in every}
    came_over = [each for each in codings if desk.json(each)["scheme"]["version"] == "2.0.0"]
    assert old in codings
    assert [kept(desk, each) for each in came_over] == [
        {("contact", "away", *m[2:]) if m[1] == "apart" else m for m in kept(desk, old)}
    ]
