"""A filter that is an address lasts over a sign-in; a shared moment plays its film and goes to and fro."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from annotator.actions import families, people, studying, variables, workplace
from annotator.store.folder import DATABASE
from tests.driving import PLENTY_MS, choose, come_in, still, tick, unfold
from tests.films import barcode_film
from tests.running import Server, prepare_visit


@dataclass
class Furnished:
    """The running app, the visit with the film, the variable that tells the other visits apart, a coder."""

    server: Server
    session: str
    group: str
    ben: str


@pytest.fixture(scope="module")
def attune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    root = tmp_path_factory.mktemp("visits")
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=(320, 180))
    visit = prepare_visit(root / "data", film)
    place = workplace.open_workplace(root / "data")
    try:
        lead = people.first_person(place)
        people.add_person(place, lead, "Sam", "supervisor")
        ben = people.add_person(place, lead, "Ben", "coder").id
        study = studying.own_studies(place, lead)[0].study.id
        autumn = studying.make_study(place, lead, "Autumn")
        group, _same = (
            variables.define(place, lead, each, "visit", "Group", "choice", ["Control", "Treatment"])
            for each in (study, autumn)
        )
        for n in range(1, 7):
            family = families.create_family(place, lead, f"Family {100 + n}").id
            made = families.create_session(place, lead, family, "Visit 1", f"2026-06-0{n}", "feeding").id
            variables.set_visits(place, lead, [made], group.id, ("Control", "Treatment")[n % 2])
    finally:
        place.store.close()
    server = Server(root / "data").start()
    yield Furnished(server, visit.session, group.id, ben)
    server.stop()


def test_a_filter_lasts_over_a_sign_in_and_a_shared_moment_comes_back(page: Page, attune: Furnished) -> None:
    url = attune.server.url
    come_in(page, attune.server)
    page.goto(f"{url}/visits")
    expect(page.get_by_text("7 visits")).to_be_visible(timeout=PLENTY_MS)
    choose(page, page.get_by_role("combobox", name="Group"), "Treatment")
    expect(page.get_by_text("3 visits")).to_be_visible(timeout=PLENTY_MS)
    expect(page).to_have_url(re.compile(rf"v\.{attune.group}=Treatment"))
    filtered = page.url
    page.context.clear_cookies(name=re.compile(r"attune_\d+$"))
    page.goto(filtered)
    expect(page).to_have_url(re.compile("/sign-in"), timeout=PLENTY_MS)
    page.get_by_role("button", name=re.compile("lead")).first.click()
    expect(page.get_by_text("3 visits")).to_be_visible(timeout=PLENTY_MS)
    assert page.url == filtered
    share(page, attune)
    answer_as_supervisor(page, attune)


def test_a_still_that_cannot_be_loaded_leaves_a_calm_place(page: Page, attune: Furnished) -> None:
    """On Home: no sign of a broken picture, one colour between the round corners."""
    come_in(page, attune.server)
    page.goto(attune.server.url)
    page.locator(".poster").first.wait_for(timeout=PLENTY_MS)
    for _ in range(PLENTY_MS // 100):
        if shades(page) > 1:
            break
        page.wait_for_timeout(100)
    assert shades(page) > 1
    with page.expect_event("requestfailed", lambda asked: asked.url.endswith("poster.jpg")):
        page.route("**/poster.jpg", lambda route: route.abort())
        page.reload()
    page.locator(".poster").first.wait_for(timeout=PLENTY_MS)
    still(page)
    assert shades(page) == 1


def shades(page: Page) -> int:
    """How many shades of grey the first still on the page has, its corners left out."""
    seen = np.frombuffer(page.locator(".poster").first.screenshot(), np.uint8)
    picture = cv2.imdecode(seen, cv2.IMREAD_GRAYSCALE)
    assert picture is not None and min(picture.shape) > 40
    return len(np.unique(picture[12:-12, 12:-12]))


def share(page: Page, attune: Furnished) -> None:
    page.goto(f"{attune.server.url}/session?id={attune.session}")
    unfold(page, "Share a moment with a supervisor")
    page.get_by_role("textbox", name="Time in the film").fill("0:08")
    page.get_by_role("textbox", name="Your message").fill("Look at her hands.")
    page.get_by_role("button", name="Share the moment").click()
    expect(page.get_by_role("heading", name="The moment at")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_text("Look at her hands.")).to_be_visible(timeout=PLENTY_MS)


def answer_as_supervisor(page: Page, attune: Furnished) -> None:
    page.goto(f"{attune.server.url}/sign-in?next=/")
    page.get_by_role("button", name=re.compile("Sam")).click()
    expect(page.get_by_text(re.compile("one new message"))).to_be_visible(timeout=PLENTY_MS)
    page.get_by_role("link", name="Open", exact=True).first.click()
    expect(page.get_by_text("Look at her hands.")).to_be_visible(timeout=PLENTY_MS)
    film = page.locator("video.moment")
    expect(film).to_be_visible()
    # Asked again and again from here: the page's own policy lets nothing be evaluated while it waits.
    for _ in range(PLENTY_MS // 100):
        if float(film.evaluate("(video) => video.currentTime")) >= 8:
            break
        page.wait_for_timeout(100)
    assert float(film.evaluate("(video) => video.currentTime")) >= 8
    page.get_by_role("textbox", name="Your message").fill("She waits for him.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("She waits for him.").first).to_be_visible(timeout=PLENTY_MS)
    page.goto(f"{attune.server.url}/supervision")
    expect(page.get_by_text("She waits for him.")).to_be_visible(timeout=PLENTY_MS)


def change_ticked(page: Page, attune: Furnished, rows: tuple[int, int], what: str) -> None:
    """Tick two visits of families 101 to 106 and choose what to change about them."""
    page.goto(f"{attune.server.url}/visits?q=Family+10")
    expect(page.get_by_text("6 visits")).to_be_visible(timeout=PLENTY_MS)
    for row in rows:
        tick(page, "visits", row)
    expect(page.get_by_role("button", name="Clear selection")).to_be_attached(timeout=PLENTY_MS)
    # Both ticks have come to the page: a list that is opened before closes when they do.
    expect(page.get_by_role("button", name="Change 2 visits")).to_be_visible(timeout=PLENTY_MS)
    choose(page, page.get_by_role("combobox", name="What to change"), what)


def test_two_ticked_visits_are_given_with_what_to_code_them(page: Page, attune: Furnished) -> None:
    come_in(page, attune.server)
    change_ticked(page, attune, (2, 3), "Give them to")
    usual = "Core attunement, responsiveness and repair, Supervised coding"
    for label, value in (("To whom", "Ben"), ("To be coded with", usual)):
        expect(page.get_by_role("combobox", name=label)).to_have_value(value, timeout=PLENTY_MS)
    page.get_by_role("button", name="Change 2 visits").click()
    expect(page.get_by_text("Done for 2 visits.")).to_be_visible(timeout=PLENTY_MS)
    with closing(sqlite3.connect(f"file:{attune.server.folder / DATABASE}?mode=ro", uri=True)) as kept:
        given = kept.execute(
            "SELECT scheme IS NOT NULL, profile FROM assignment WHERE account = ?", (attune.ben,)
        ).fetchall()
    assert given == [(1, "standard"), (1, "standard")]


def test_two_ticked_visits_go_to_another_study_together(page: Page, attune: Furnished) -> None:
    come_in(page, attune.server)
    change_ticked(page, attune, (0, 1), "Study of their families")
    # A table leaves by our routes, which ask who agreed; Streamlit's own download would not.
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)
    expect(page.get_by_role("combobox", name="To which study")).to_be_visible(timeout=PLENTY_MS)
    page.get_by_role("button", name="Change 2 visits").click()
    expect(page.get_by_text("Done for 2 visits.")).to_be_visible(timeout=PLENTY_MS)
    choose(page, page.get_by_role("combobox", name="Study").first, "Autumn")
    expect(page.get_by_text("2 visits", exact=True)).to_be_visible(timeout=PLENTY_MS)
