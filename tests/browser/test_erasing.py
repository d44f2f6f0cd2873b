"""Erasing on the pages: read, type the code name, and whoever has it open is told; their browser lets go of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.driving import PLENTY_MS, DeskPage, choose, come_in, unfold
from tests.films import barcode_film
from tests.running import Server, Visit, prepare_visit

KEPT_BY_THE_BROWSER = """() => new Promise((resolve) => {
  const open = indexedDB.open("attune-queue", 1);
  open.onsuccess = () => {
    const all = open.result.transaction("acts").objectStore("acts").getAll();
    all.onsuccess = () => { open.result.close(); resolve(JSON.stringify(all.result)); };
  };
})"""


@pytest.fixture
def attune(tmp_path: Path) -> Iterator[tuple[Server, Visit]]:
    """A running Attune with one visit and its film of 20 s."""
    film = barcode_film(tmp_path / "film.mp4", rate="5", frames=100, size=(320, 180))
    visit = prepare_visit(tmp_path / "data", film)
    server = Server(tmp_path / "data").start()
    yield server, visit
    server.stop()


def fill_in(page: Page, code: str) -> None:
    """The second step: why, the code name, and the button."""
    chosen = "The family took its agreement back"
    why = page.get_by_role("combobox", name="Why it is erased")
    choose(page, why, chosen)
    expect(why).to_have_value(chosen)
    page.get_by_role("textbox", name="Type the code name").fill(code)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Erase for good").click()


def test_a_film_is_erased_by_its_code_name_and_an_open_desk_lets_go(
    page: Page, attune: tuple[Server, Visit]
) -> None:
    server, visit = attune
    desk = DeskPage(page, server).launch().open(visit.coding)
    desk.press("5")
    desk.saved()
    [film] = (server.folder / "films").iterdir()

    other = page.context.new_page()
    other.goto(f"{server.url}/session?id={visit.session}")
    other.get_by_text("Erase this film").click(timeout=PLENTY_MS)
    expect(other.get_by_text("one coding")).to_be_visible(timeout=PLENTY_MS)
    fill_in(other, "Family 013")
    expect(other.get_by_text("Nothing was erased.")).to_be_visible(timeout=PLENTY_MS)
    assert (film / "proxy.mp4").is_file()

    page.bring_to_front()
    page.route("**/acts", lambda route: route.abort())  # what is pressed now waits while the film is erased
    desk.press("ArrowRight", "ArrowRight")
    expect(desk.root).to_have_attribute("data-frame", "2", timeout=PLENTY_MS)
    desk.press("5")
    expect(desk.root).to_have_attribute("data-pending", "1")
    assert "bid_" in page.evaluate(KEPT_BY_THE_BROWSER)
    other.bring_to_front()
    fill_in(other, "family 012 ")
    expect(other.get_by_text("Erased. Nothing of it is left here.")).to_be_visible(timeout=PLENTY_MS)
    assert not film.exists()
    page.bring_to_front()
    page.unroute("**/acts")

    expect(desk.root).to_have_attribute("data-badge", "erased", timeout=PLENTY_MS)
    expect(page.get_by_text("This film was erased")).to_be_visible()
    expect(page.get_by_role("link", name="To the start page")).to_be_focused()
    desk.press("5", "5")
    page.wait_for_timeout(500)
    assert page.evaluate(KEPT_BY_THE_BROWSER) == "[]"
    assert page.evaluate("[...document.querySelectorAll('*')].flatMap((n) => [...(n.shadowRoot?.querySelectorAll('video') ?? [])])"
                         ".every((v) => !v.currentSrc || v.readyState === 0)")  # fmt: skip
    page.reload()
    expect(page.get_by_text("This film was erased")).to_be_visible(timeout=PLENTY_MS)


def test_a_family_is_erased_and_the_list_says_so(page: Page, attune: tuple[Server, Visit]) -> None:
    server, _visit = attune
    come_in(page, server)
    page.goto(f"{server.url}/families")
    page.get_by_role("link", name="Family 012").click(timeout=PLENTY_MS)
    unfold(page, "Erase this family")
    fill_in(page, "Family 012")
    expect(page.get_by_text("Erased. Nothing of it is left here.")).to_be_visible(timeout=PLENTY_MS)
    expect(page.get_by_role("link", name="Family 012")).to_have_count(0)
    assert list((server.folder / "films").iterdir()) == []
    assert "bug" not in (server.folder / "logs" / "attune.log").read_text()
