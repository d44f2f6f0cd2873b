"""What a browser keeps on its disk of a family: nothing, neither a word nor a stretch of the film (S39)."""

from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from annotator.actions import people, workplace
from tests.canaries import Canaries, plant
from tests.chromium import chromium
from tests.driving import PLENTY_MS, DeskPage, come_in
from tests.films import barcode_film
from tests.running import Server

NOT_A_SECRET = {"sha256"}
"""Of the film; a part of no address and of no page."""


def test_a_browsers_disk_holds_nothing_of_a_family(tmp_path: Path, playwright: Playwright) -> None:
    canaries, profile = Canaries(), tmp_path / "profile"
    place = workplace.open_workplace(tmp_path / "data")
    try:
        film = barcode_film(tmp_path / "film.mp4", rate="5", frames=100, size=(320, 180))
        planted = plant(place, people.first_person(place), film, canaries)
        canaries.of_files(place.film_folder(planted.recording))
    finally:
        place.store.close()
    server = Server(tmp_path / "data").start()
    seen: list[str] = []
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--mute-audio"]
    )
    try:
        page = context.pages[0]
        come_in(page, server)
        for address in (
            "/families", f"/families?id={planted.family}", f"/session?id={planted.session}", "/visits",
            f"/notes?session={planted.session}", f"/prepare?plan={planted.plan}", f"/sheets/{planted.plan}.html",
        ):  # fmt: skip
            seen.append(_read(page, server.url + address))
        desk = DeskPage(page, server).open(planted.coding)
        desk.press("5")
        desk.saved()
        desk.play()
        desk.pause()
        page.goto("about:blank")
    finally:
        context.close()
        server.stop()
    assert any(canaries.words["family.code"] in each for each in seen), "the pages did show the family"
    kept = [path for path in profile.rglob("*") if path.is_file()]
    assert any(b"127.0.0.1" in path.read_bytes() for path in kept), "and the browser did keep things"
    found = canaries.found(profile)
    assert {name: files for name, files in found.items() if name not in NOT_A_SECRET} == {}


def _read(page: Page, address: str) -> str:
    """What a page says when it stands."""
    page.goto(address)
    expect(page.locator("h1, .desk[data-state=ready], main").first).to_be_visible(timeout=PLENTY_MS)
    page.wait_for_load_state("networkidle")
    return page.content()
