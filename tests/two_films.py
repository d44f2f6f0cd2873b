"""Two films of one visit, playing side by side, and how far apart their pictures are at the same instant."""

import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from playwright.sync_api import Locator

from annotator.actions import workplace
from tests.driving import PLENTY_MS, DeskPage
from tests.films import barcode_film, barcode_js
from tests.running import add_film, enter_visit

SHIFT_MS = 1_500
"""Where the second film begins on the clock."""

FRAME_MS, OTHER_FRAME_MS = 40, 1001 / 30
PIECE, OTHER_PIECE = 400, 640
"""25 frames a second beside 30000/1001, and how many of them are drawn; the films stand many times over."""

INSTANTS_S = 60
"""How often it is looked, a second: as often as the screen shows a picture."""

SPAN_S = 0.5
"""How long it is looked for one drift."""

# Every picture that each film put on the screen: from when on (the browser's clock, ms), the picture's own time
# (ms of the session), and its number among all that were put there, for some may pass unseen by a busy page.
# ``pushes`` put the second film out of step: at which second, by how many seconds.
WATCH = """async (root, [shift, seconds, pushes]) => {
  const films = [...root.querySelectorAll("video")];
  const begun = performance.now();
  const seen = films.map((film, i) => {
    const list = [];
    const look = (_now, about) => {
      list.push([about.expectedDisplayTime - begun, about.mediaTime * 1000 + (i ? shift : 0), about.presentedFrames]);
      if (performance.now() - begun < seconds * 1000) film.requestVideoFrameCallback(look);
    };
    film.requestVideoFrameCallback(look);
    return list;
  });
  // The page is drawn anew as often as the screen: else the browser, which has no screen here, would show films
  // thirty times a second where one has thirty pictures, and the page would not hear of every picture.
  const dot = root.appendChild(document.createElement("i"));
  dot.style.cssText = "position: absolute; width: 1px; height: 1px";
  const draw = () => {
    dot.style.background = dot.style.background ? "" : "grey";
    if (performance.now() - begun < seconds * 1000) requestAnimationFrame(draw);
    else dot.remove();
  };
  draw();
  for (const [at, by] of [...pushes, [seconds, 0]]) {
    await new Promise((done) => setTimeout(done, Math.max(0, at * 1000 - (performance.now() - begun))));
    if (by) films[1].currentTime += by;
  }
  return seen;
}"""


@dataclass(frozen=True)
class Apart:
    """How far the second picture is ahead of the first at one instant, ms; negative: behind."""

    at_s: float
    ms: float

    @property
    def frames(self) -> float:
        """Without its sign, in frames of the slower film."""
        return abs(self.ms) / FRAME_MS


@dataclass(frozen=True)
class Drift:
    """How far the second film's clock was ahead of the first's for a while, ms; negative: behind.

    Pictures tell it only together: 25 a second beside 29.97 in perfect step show, at a single instant, pictures that
    are up to a frame apart (the one is up to 40 ms old, the other up to 33), more than 29 ms in a twentieth
    of the instants. So of each film it is looked how far its pictures' own times are from when they were put on
    the screen, in the mean of half a second, in which each picture waits for the screen as long as any.
    """

    at_s: float
    ms: float

    @property
    def frames(self) -> float:
        """Without its sign, in frames of the slower film."""
        return abs(self.ms) / FRAME_MS


@dataclass(frozen=True)
class Watched:
    """What each film put on the screen: when (ms since it was looked), the picture's time, its number."""

    first: list[list[float]]
    second: list[list[float]]

    def drifts(self) -> list[Drift]:
        """The drift in each half second of which four pictures of each film are known."""
        first, second = _lateness(self.first), _lateness(self.second)
        spans = sorted(n for n in first.keys() & second.keys() if min(len(first[n]), len(second[n])) >= 4)
        return [Drift(n * SPAN_S, fmean(second[n]) - fmean(first[n])) for n in spans]

    def apart(self) -> list[Apart]:
        """At every instant at which it is known which picture each film showed: no other one was put there unseen."""
        begin, end = max(self.first[0][0], self.second[0][0]), min(self.first[-1][0], self.second[-1][0])
        found = []
        for n in range(int((end - begin) * INSTANTS_S / 1000)):
            at = begin + n * 1000 / INSTANTS_S
            shown = [_shown(film, at) for film in (self.first, self.second)]
            if shown[0] is not None and shown[1] is not None:
                found.append(Apart(at / 1000, shown[1] - shown[0]))
        return found


def _lateness(film: list[list[float]]) -> dict[int, list[float]]:
    spans: dict[int, list[float]] = {}
    for at, ms, _number in film:
        spans.setdefault(int(at / 1000 / SPAN_S), []).append(ms - at)
    return spans


def two_films(folder: Path, seconds: int, *, sound: bool = True, size: tuple[int, int] = (320, 180)) -> str:
    """A data folder with a visit of two films of at least so many seconds; answers its coding.

    ``sound``: whether the first film has any; the second one has. ``size``: of both films' pictures.
    """
    place = workplace.open_workplace(folder)
    try:
        first = barcode_film(folder.parent / "a.mp4", rate="25", frames=PIECE, sound=sound, size=size)
        second = barcode_film(folder.parent / "b.mp4", rate="30000/1001", frames=OTHER_PIECE, size=size)
        visit = enter_visit(place, first, times=1 + seconds // 16)
        add_film(place, visit.session, second, SHIFT_MS, times=1 + seconds // 21)
    finally:
        place.store.close()
    return visit.coding


def watched(desk: DeskPage, seconds: int, pushes: Sequence[tuple[int, float]] = ()) -> Watched:
    """Look for so many seconds, while both play; ``pushes`` put the second film off: (at which second, by how many)."""
    return Watched(*desk.root.evaluate(WATCH, [SHIFT_MS, seconds, list(pushes)]))


def _shown(film: list[list[float]], at: float) -> float | None:
    i = bisect_right(film, at, key=lambda picture: picture[0]) - 1
    whole = film[i + 1][2] - film[i][2] == 1
    return film[i][1] if whole else None


def numbers(root: Locator) -> list[int]:
    """What the picture of each film shows now."""
    found: list[int] = root.evaluate(
        "(root) => {" + barcode_js() + "return [...root.querySelectorAll('video')].map(readBarcode); }"
    )
    return found


def stand_on(root: Locator, wanted: Callable[[], list[int]]) -> list[int]:
    """Wait until each film stands on the frame that it is to show, and answer what they show."""
    until = time.monotonic() + PLENTY_MS / 1000
    while (shown := numbers(root)) != wanted() and time.monotonic() < until:
        root.page.wait_for_timeout(50)
    return shown
