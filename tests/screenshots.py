"""Pictures of every page, wide and narrow, light and dark, empty and full, into screenshots/; run by `make screenshots`.

With names, of these pages alone: `python tests/screenshots.py desk prepare`.
"""

import base64
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from annotator.access import one_time
from tests.chromium import chromium
from tests.picture_world import furnish
from tests.running import Server

OUT = Path(__file__).parent.parent / "screenshots"
SIZES = {"wide": (1366, 768), "narrow": (820, 1180)}
SETTLE_MS, PATIENCE_S = 700, 90
STILL_COMING = "[data-testid=stSkeleton], [data-testid=stStatusWidget], .stSpinner, .stApp[data-test-script-state=running]"
OPENING = re.compile("Opening the film")
FIRST, CODER, SUPERVISOR, VISITOR = "Mira", "Ben", "Sam", "Pia"

EMPTY = {"empty-home": "/", "empty-families": "/families", "sign-in": "/sign-in", "empty-visits": "/visits"}
FULL = {
    "empty-scheme": "/scheme?draft={blank}", "scheme": "/scheme?draft={draft}",
    "remapping": "/remapping?old={old_version}&new={new_version}",
    "home": "/", "families": "/families", "people": "/people", "studies": "/studies", "training": "/training?study={study}", "schemes": "/schemes",
    "visits": "/visits", "supervision": "/supervision", "visit": "/session?id={session}",
    "desk": "/desk?coding={coding}", "desk-depth": "/desk?coding={depth}", "desk-films": "/desk?coding={films_coding}",
    "align": "/align?session={films}", "empty-notes": "/notes?session={session}", "notes": "/notes?session={noted}",
    "compare": "/compare?session={session}", "differences": "/differences?a={other}&b={another}",
    "empty-onsets": "/onsets?session={films}", "onsets": "/onsets?session={session}",
    "empty-drift": "/drift?study={study}", "drift": "/drift?study={study}&beside=partners",
    "segment": "/segment?a={other}&b={another}", "empty-training": "/training",
    "agreement": "/agreement?study={study}", "assignments": "/assignments?study={study}", "summary": "/summary?coding={other}", "weights": "/weights?study={study}", "summary-third": "/summary?coding={series}", "moment": "/moment?id={talk}",
    "code-book": "/schemes/{scheme}/book.html", "agreement-report": "/exports/studies/{study}/agreement.html",
    "empty-prepare": "/prepare?session={empty}", "prepare": "/prepare?plan={plan}",
    "prepare-aside": "/prepare?plan={plan}",
    "visit-first": "/session?id={first}", "visit-never-asked": "/session?id={never_asked}",
    "visit-closed": "/session?id={closed}", "agreements": "/families?id={family}",
    "erase-film": "/session?id={closed}", "erase-family": "/families?id={family}",
    "sheet": "/sheets/{plan}.html", "visit-held": "/session?id={held}",
    "film-none": "/session?id={held}", "film-failed": "/session?id={failed}",
    "visit-note": "/visit-notes/{held_plan}.html?safety=nothing", "closed-desk": "/desk?coding={closed_coding}",
    "closed-code": "/desk?session={closed}", "closed-notes": "/notes?session={closed}",
    "closed-prepare": "/prepare?plan={closed_plan}", "closed-meeting": "/meeting?plan={closed_plan}",
    "closed-export": "/exports/sessions/{closed}.zip", "absent-visit": "/session?id=0123456789abcdef",
    "absent-desk": "/desk?coding=0123456789abcdef", "absent-sheet": "/sheets/0123456789abcdef.html",
    "used-link": "/launch?token=used", "sign-in-many": "/sign-in", "sign-out": "/sign-out",
    **{f"meeting{more}": "/meeting?plan={plan}" for more in ("", "-still", "-said", "-end")},
}  # fmt: skip
"""Each page by the name of its picture, as the first person sees it."""
OTHERS = {
    CODER: {
        "empty-fidelity": "/fidelity",
        "coder-home": "/",
        "coder-visit": "/session?id={session}",
        "coder-supervision": "/supervision",
    },
    VISITOR: {
        "film-made": "/session?id={session}",
        "visitor-summary": "/summary?coding={visited}",
        "fidelity": "/fidelity",
        "pair-prepare": "/prepare?plan={pair}",
        "pair-meeting": "/meeting?plan={pair}",
        "pair-sheet": "/sheets/{pair}.html",
    },
    SUPERVISOR: {
        "supervisor-home": "/",
        "supervisor-moment": "/moment?id={talk}",
        "supervisor-fidelity": "/fidelity",
    },
}

KEYS = {"meeting-still": "h", "meeting-said": "w", "meeting-end": "nnn", "desk-depth": "5"}
"""What is typed before the picture is taken."""
LATER_MS = {
    "prepare": 6000,
    "pair-prepare": 6000,
    "meeting-still": 3500,
    "meeting-said": 500,
    "meeting-end": 500,
    "desk-depth": 500,
}
"""How much longer some pages need: stills come one after another, buttons fade."""
OPENED = {
    "erase-film": "Erase this film", "erase-family": "Erase this family",
    "prepare-aside": "kept for later", "visit-held": "Visit note for the clinical file",
    **{f"film-{how}": "A film for the family" for how in ("none", "failed", "made")},
}  # fmt: skip
"""What is unfolded before the picture is taken."""


@contextmanager
def signed_in(
    browser: Browser, server: Server, size: tuple[int, int], scheme: str, name: str = FIRST
) -> Iterator[Page]:
    """A page of a fresh browser that came in by a launch link, and then perhaps as someone else."""
    from tests.driving import come_in

    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    come_in(page, server)
    if name != FIRST:
        page.goto(f"{server.url}/sign-in")
        page.get_by_role("button", name=name).first.click()
        stand(page)
    yield page
    context.close()


def shoot(
    browser: Browser, server: Server, pages: Mapping[str, str], things: Mapping[str, str], name: str = FIRST
) -> None:
    """Every page in every size and theme."""
    if not pages:
        return
    for size_name, size in SIZES.items():
        for scheme in ("light", "dark"):
            with signed_in(browser, server, size, scheme, name) as page:
                for picture, path in pages.items():
                    page.goto(server.url + path.format(**things))
                    unfold(page, picture)
                    page.screenshot(path=OUT / f"{picture}-{size_name}-{scheme}.png")


def stand(page: Page) -> None:
    """Wait until nothing is still to come and two pictures of the page are alike."""
    until, last = time.monotonic() + PATIENCE_S, b""
    while True:
        page.wait_for_timeout(SETTLE_MS)
        now = page.screenshot()
        coming = page.locator(STILL_COMING).count() or page.get_by_text(OPENING).count()
        if now == last and not coming and not blank(page):
            return
        assert time.monotonic() < until, f"{page.url} does not come to rest"
        last = now


def blank(page: Page) -> bool:
    """Whether the part of the page that is the program's own says nothing yet."""
    own = page.locator("[data-testid=stMain]")
    return own.count() > 0 and own.locator("p, h1, h2, button, video").count() == 0


def unfold(page: Page, picture: str) -> None:
    """Wait until the page stands, then do what its picture shows."""
    stand(page)
    for button in page.get_by_role("button", name="Work here instead").all():
        button.click()
        page.wait_for_timeout(500)
    if picture in OPENED:
        page.get_by_text(OPENED[picture]).first.click()
        page.wait_for_timeout(1000)
        within = page.locator("details[open]")
        if within.count():
            within.get_by_role("textbox").or_(within.get_by_role("radio")).or_(
                within.get_by_role("button")
            ).last.scroll_into_view_if_needed()
    page.keyboard.type(KEYS.get(picture, ""))
    page.wait_for_timeout(LATER_MS.get(picture, 0))


TEAM = (
    "invitation", "password-sign-in", "password-refused", "second-factor-new", "recovery-codes",
    "own-password", "team-people", "second-factor",
)  # fmt: skip
"""The pages of a team's server that a server on one's own computer has not."""


def every_way(page: Page, picture: str) -> None:
    """One page that can be come to only once, in every size and theme."""
    for size_name, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(300)
            page.screenshot(path=OUT / f"{picture}-{size_name}-{scheme}.png")


def shoot_team(browser: Browser, folder: Path) -> None:
    """The way of the first person into a team's server, from the invitation to the second factor asked again."""
    from tests.web.test_team_server import PASSWORD, accept, running

    with running(folder) as team:
        page = browser.new_context().new_page()
        invitation = next(word for word in team.printed.split() if "/invitation?token=" in word)
        page.goto(invitation)
        every_way(page, "invitation")
        name = page.locator("[name=username]").get_attribute("value") or ""
        accept(team, invitation)

        def sign_in(password: str) -> None:
            page.goto(f"{team.url}/sign-in")
            page.locator("[name=name]").fill(name)
            page.locator("[name=password]").fill(password)

        sign_in("wrong")
        every_way(page, "password-sign-in")
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        every_way(page, "password-refused")
        sign_in(PASSWORD)
        page.keyboard.press("Enter")
        typed = page.locator(".key").inner_text().replace(" ", "")
        every_way(page, "second-factor-new")
        secret = base64.b32decode(typed + "=" * (-len(typed) % 8))
        page.locator("[name=code]").fill(one_time.code(secret, int(time.time()) // 30))
        page.keyboard.press("Enter")
        page.locator("li").first.wait_for()
        every_way(page, "recovery-codes")
        page.goto(f"{team.url}/password")
        every_way(page, "own-password")
        for size_name, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=scheme)
                page.goto(f"{team.url}/people")
                stand(page)
                page.get_by_text("Where you are signed in").first.click()
                stand(page)
                page.screenshot(path=OUT / f"team-people-{size_name}-{scheme}.png")
        page.context.clear_cookies()
        sign_in(PASSWORD)
        page.keyboard.press("Enter")
        page.locator("[name=code]").wait_for()
        every_way(page, "second-factor")
        page.context.close()


def only(pages: Mapping[str, str], names: set[str]) -> dict[str, str]:
    """The pages that were asked for; all of them when none was named."""
    return {name: path for name, path in pages.items() if not names or name in names}


def main(names: set[str]) -> None:
    """Empty first, then full, then as others see it."""
    if not names:
        shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--mute-audio"]
        )
        if not names or names & EMPTY.keys():
            empty = Server(Path(folder) / "empty").start()
            shoot(browser, empty, only(EMPTY, names), {})
            empty.stop()
        if not names or names & {picture for pages in (FULL, *OTHERS.values()) for picture in pages}:
            things = furnish(Path(folder) / "full")
            full = Server(Path(folder) / "full").start()
            shoot(browser, full, only(FULL, names), things)
            for name, pages in OTHERS.items():
                shoot(browser, full, only(pages, names), things, name)
            full.stop()
        if not names or names & set(TEAM):
            shoot_team(browser, Path(folder) / "team")
        browser.close()


if __name__ == "__main__":
    main(set(sys.argv[1:]))
