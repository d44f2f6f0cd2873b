"""A coding comes from another computer on the visit's page: new, gone on at both, of somebody not known here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import people, workplace
from tests.actions.test_carrying import sealed_anew
from tests.driving import PLENTY_MS, DeskPage, unfold
from tests.films import barcode_film
from tests.running import Server, Visit, prepare_visit
from tests.two_computers import Computer, add


@pytest.fixture
def elsewhere(tmp_path: Path, attune: tuple[Server, Visit]) -> Iterator[Computer]:
    """The same visit at another computer, as a restored backup leaves it."""
    film = barcode_film(tmp_path / "film.mp4", rate="25", frames=500, size=(320, 180))
    visit = prepare_visit(tmp_path / "other", film)
    assert visit == attune[1], "both are copies of one folder"
    place = workplace.open_workplace(tmp_path / "other")
    yield Computer(place, visit.session, people.first_person(place))
    place.store.close()


def test_a_coding_goes_between_two_computers_by_the_visits_page(
    page: Page, attune: tuple[Server, Visit], elsewhere: Computer, tmp_path: Path
) -> None:
    server, visit = attune
    file = tmp_path / "coding.attune"

    def bring() -> None:
        file.write_bytes(elsewhere.take(visit.coding))
        page.locator("input[accept='.attune']").set_input_files(file)

    elsewhere.press(visit.coding, add(2_000))
    desk = DeskPage(page, server).launch().open(visit.coding)
    page.goto(f"{server.url}/session?id={visit.session}")
    unfold(page, "On two computers")
    expect(page.get_by_role("button", name="Bring in a coding")).to_be_visible(timeout=PLENTY_MS)
    bring()
    expect(page.get_by_text("Brought in: one step")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_text("one mark")).to_be_visible(timeout=PLENTY_MS)

    elsewhere.press(visit.coding, add(4_000))
    desk.open(visit.coding)
    desk.press("5")
    desk.saved()
    page.goto(f"{server.url}/session?id={visit.session}")
    unfold(page, "On two computers")
    expect(page.get_by_role("button", name="Bring in a coding")).to_be_visible(timeout=PLENTY_MS)
    bring()
    expect(page.get_by_text("went on at both computers: 1 step here")).to_be_visible(timeout=PLENTY_MS)
    page.get_by_role("button", name="Keep both").press("Enter")
    expect(page.get_by_text("3 marks")).to_be_visible(timeout=PLENTY_MS)

    other = sealed_anew(elsewhere.take(visit.coding), id="0" * 16, coder="1" * 16, profile="standard")
    file.write_bytes(other)
    page.locator("input[accept='.attune']").set_input_files(file)
    expect(page.get_by_text("has no account here")).to_be_visible(timeout=PLENTY_MS)
    page.get_by_role("button", name="Bring it in for this person").press("Enter")
    expect(page.get_by_text("Supervised coding · 2 marks")).to_be_visible(timeout=PLENTY_MS)

    with page.expect_download() as coming:
        page.get_by_role("link", name="Take this coding to another computer").last.click()
    assert coming.value.suggested_filename == f"coding-{visit.coding}.attune"
    assert b'"attune":"coding"' in Path(coming.value.path()).read_bytes()
