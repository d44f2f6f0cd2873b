"""R27: the network or the server was away. Two seconds after it is back what waited is saved, in place, signed in.

The browser's connections go along a wire that is cut: before a request, in its midst, before the answer, or without
a word, so that what is on it hangs on for ever. Keys are pressed before the cut, at its beginning and in its midst.
"""

import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, expect

from tests.driving import PLENTY_MS, DeskPage, pressed
from tests.faults.conftest import problems_in
from tests.faults.cut_wire import AWAY, DEAF, SILENT, TORN, Wire
from tests.films import barcode_film
from tests.running import Server, Visit, prepare_visit

BACK_S = 2.0
SILENT_BACK_S = 10.0
"""Whoever asks on a network that goes silently hangs on, and a browser has six connections for all of them."""
CODES = {"5": "bid_social", "6": "bid_object", "7": "pause", "8": "distress"}
NOTE = """(root) => {
  window.__settled = 0;
  new MutationObserver(() => { if (root.dataset.pending === "0") window.__settled = Date.now(); })
    .observe(root, { attributes: true, attributeFilter: ["data-pending"] });
}"""


@dataclass
class AtWork:
    """A coder at the desk, whose browser reaches the server along a wire."""

    server: Server
    visit: Visit
    wire: Wire
    desk: DeskPage
    keys: list[str] = field(default_factory=list)

    def press(self) -> None:
        """Four codes on the next picture: a code twice on one would be one mark."""
        before = self.desk.said("frame")
        self.desk.press("ArrowRight")
        expect(self.desk.root).not_to_have_attribute("data-frame", before, timeout=PLENTY_MS)
        self.desk.press(*CODES)
        self.keys += CODES

    def cut_off(self, how: str, seconds: float) -> float:
        """Cut the wire, press before and while it is cut; in how many seconds after its end all was saved."""
        self.desk.saved()
        met = self.wire.cuts
        self.wire.begin(how)
        self.press()
        ends = time.monotonic() + seconds
        while self.wire.cuts == met:
            assert time.monotonic() < ends + 20, "nothing met the cut"
            time.sleep(0.01)
        time.sleep(max(0.0, ends - time.monotonic()) / 2)
        self.press()
        time.sleep(max(0.0, ends - time.monotonic()))
        return self.saved_after(self.wire.end)

    def killed(self, seconds: float) -> float:
        """Kill the server, press, begin it again; in how many seconds after it answers all was saved."""
        self.desk.saved()
        self.press()
        self.server.kill()
        self.press()
        time.sleep(seconds)
        self.press()
        return self.saved_after(self._begun)

    def _begun(self) -> float:
        begins = threading.Thread(target=self.server.start)
        begins.start()
        while not self.server.answers():
            time.sleep(0.01)
        answers = time.time()
        begins.join()
        return answers

    def saved_after(self, end: Callable[[], float]) -> float:
        before = self.here()
        assert int(self.desk.said("pending")) >= 4
        back = end()
        self.desk.saved()
        assert self.here() == before
        settled: float = self.desk.page.evaluate("window.__settled")
        return settled / 1000 - back

    def here(self) -> tuple[str, str]:
        """What may not change: the page, but for the place that it notes, and the picture on the screen."""
        return self.desk.page.url.partition("&t=")[0], self.desk.said("frame")

    def nothing_lost(self) -> None:
        stored = [content["code"] for content in pressed(self.desk.json(self.visit.coding))]
        assert stored == [CODES[key] for key in self.keys]
        assert self.desk.page.evaluate("fetch('/api/v1/me').then((answer) => answer.status)") == 200


@pytest.fixture
def at_work(
    tmp_path: Path, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[AtWork]:
    visit = prepare_visit(
        tmp_path / "data", barcode_film(tmp_path / "film.mp4", rate="25", frames=250, sound=False), times=4
    )
    server = Server(tmp_path / "data").start()
    with Wire(server) as wire:
        along = f"--host-resolver-rules=MAP 127.0.0.1:{server.port} 127.0.0.1:{wire.port}"
        arguments = [*browser_type_launch_args["args"], along]
        browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
        desk = DeskPage(browser.new_page(), server).launch().open(visit.coding)
        desk.root.evaluate(NOTE)
        yield AtWork(server, visit, wire, desk)
        browser.close()
    server.stop()
    assert problems_in(server.folder) == []


def test_two_seconds_after_a_cut_or_a_kill_all_that_waited_is_saved(at_work: AtWork) -> None:
    """Long enough away for the longest pause between two tries."""
    assert at_work.cut_off(AWAY, 4.0) < BACK_S
    assert at_work.cut_off(SILENT, 2.5) < SILENT_BACK_S
    assert at_work.killed(1.0) < BACK_S
    at_work.nothing_lost()


@pytest.mark.slow
@pytest.mark.parametrize("how", [AWAY, TORN, DEAF, SILENT, "killed"])
def test_ten_times_each_for_moments_and_for_long(at_work: AtWork, how: str) -> None:
    chance, took = random.Random(7), []
    for _ in range(10):
        seconds = chance.choice((chance.uniform(0.1, 2), chance.uniform(2, 8), chance.uniform(8, 15)))
        took.append(at_work.killed(seconds) if how == "killed" else at_work.cut_off(how, seconds))
    sys.stdout.write(f"{how}: saved after {', '.join(f'{each:.2f}' for each in sorted(took))} s\n")
    assert statistics.median(took) < BACK_S
    assert max(took) < (SILENT_BACK_S if how == SILENT else BACK_S)
    at_work.nothing_lost()


@pytest.mark.slow
def test_a_network_that_cuts_again_and_again_holds_nothing_up(at_work: AtWork) -> None:
    """A second whole between cuts of every kind: each time all is saved in it or after the next."""
    chance = random.Random(8)
    took = []
    for _ in range(12):
        took.append(at_work.cut_off(chance.choice((AWAY, TORN, DEAF, SILENT)), chance.uniform(0.3, 3)))
        time.sleep(chance.uniform(0, 0.3))
    assert statistics.median(took) < BACK_S
    assert max(took) < SILENT_BACK_S
    at_work.nothing_lost()
