"""Nothing a person typed ever becomes HTML, no page breaks the content security policy, nothing calls out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.actions import codings, families, meeting, people, workplace
from tests.driving import PLENTY_MS, DeskPage, MeetingPage, PreparePage
from tests.films import barcode_film
from tests.meeting_case import ready_plan, sent
from tests.running import Server, enter_visit
from tests.talking import new_id, point

PAYLOAD = "<img src=x onerror=xss()><script>xss()</script>[a](javascript:xss()) $x$ **b**"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """Names, labels, comments and file names that would like to be HTML."""
    root = tmp_path_factory.mktemp("hostile")
    film = barcode_film(root / "<img src=x onerror=xss()>.mp4", frames=150)
    place = workplace.open_workplace(root / "data")
    who = people.first_person(place)
    visit = enter_visit(place, film)
    family = families.create_family(place, who, PAYLOAD, PAYLOAD)
    session = families.session(place, who, visit.session).session
    families.edit_family(place, who, session.family, PAYLOAD[:60], PAYLOAD)
    families.edit_session(place, who, visit.session, PAYLOAD, "2026-05-31", "feeding")
    people.rename_person(place, who, who.id, PAYLOAD[:70])
    content = point(400) | {"comment": PAYLOAD}
    edit = {"id": new_id(), "kind": "add", "annotation": new_id(), "revision": 0, "content": content}
    act = {"id": new_id(), "tab": new_id(), "n": 1, "kind": "press", "edits": [edit]}
    codings.save_acts(place, who, visit.coding, {"api": 1, "acts": [act]})
    for number in (2, 3):
        coder = people.add_person(place, who, PAYLOAD[:50] + str(number), "coder", whole=True)
        bens = codings.begin_coding(place, coder, visit.session)
        codings.submit_coding(place, coder, bens, 0)
    typed = {"phrase": PAYLOAD, "question": PAYLOAD, "why": PAYLOAD}
    moment = sent(onset_ms=0, offset_ms=5_000, at_ms=400, **typed)
    plan = ready_plan(place, who, visit.session, moment)
    meeting.save_said(place, who, plan, moment["id"], PAYLOAD)
    place.store.close()
    server = Server(root / "data").start()
    names = {
        "session": visit.session,
        "coding": visit.coding,
        "other": bens,
        "family": family.id,
        "plan": plan,
    }
    yield server, names
    server.stop()


def test_no_page_runs_what_was_typed_or_breaks_the_policy(
    page: Page, hostile: tuple[Server, dict[str, str]]
) -> None:
    server, names = hostile
    called: list[str] = []
    away: list[str] = []
    broken: list[str] = []
    page.expose_function("xss", lambda: called.append(page.url))
    page.on("request", lambda r: away.append(r.url) if not r.url.startswith(server.url) else None)
    page.on("console", lambda m: broken.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("dialog", lambda d: called.append(d.message))
    DeskPage(page, server).launch()
    for path in (
        "/", "/families", f"/families?id={names['family']}", "/people", f"/session?id={names['session']}",
        f"/summary?coding={names['coding']}", f"/compare?session={names['session']}", "/sign-in",
    ):  # fmt: skip
        page.goto(server.url + path)
        expect(page.locator("h1").first).to_be_visible(timeout=PLENTY_MS)
        drawn(page)
    DeskPage(page, server).open(names["coding"])
    page.keyboard.press("PageDown")
    drawn(page)
    PreparePage(page, server, names["plan"]).open()
    drawn(page)
    screen = MeetingPage(page, server, names["plan"]).open()
    screen.press("w")
    expect(screen.root.get_by_role("textbox")).to_have_value(" ".join(PAYLOAD.split()))
    drawn(page)
    assert called == []
    assert [url for url in away if not url.startswith(("data:", "blob:", "ws://127.0.0.1"))] == []
    assert broken == []


def drawn(page: Page) -> None:
    """Wait until Streamlit has nothing more to draw, and what is drawn had time to run what it holds."""
    expect(page.locator("[data-test-script-state=running]")).to_have_count(0, timeout=PLENTY_MS)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")


def test_another_browser_gets_nothing(
    page: Page, hostile: tuple[Server, dict[str, str]], tmp_path: Path
) -> None:
    server, names = hostile
    for path in (
        f"/api/v1/codings/{names['coding']}",
        f"/exports/codings/{names['coding']}.zip",
        "/api/v1/me",
    ):
        assert page.request.get(server.url + path, max_redirects=0).status in (303, 401, 404)
    page.goto(f"{server.url}/desk?coding={names['coding']}")
    expect(page.get_by_text("annotator start").first).to_be_visible(timeout=PLENTY_MS)
    assert page.get_by_role("button").count() == 0
