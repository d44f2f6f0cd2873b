"""How long a film takes to come in, how much memory that needs, and whether every frame is right.

Films of 720p made here are prepared. The memory is the largest the child ever held, of a minute and
of ten: what an hour would need more than a minute follows from the difference, as memory grows with the
times alone.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av

from annotator.media import prepare, probe
from benchmarks.rows import Row
from benchmarks.steps import step
from tests.films import barcode_film, read_barcode

FRAMES_A_MINUTE = 25 * 60
SIZE = (1280, 720)
ALONE = """
import json, resource, sys
from pathlib import Path
from annotator.media import prepare
prepare(Path(sys.argv[1]), Path(sys.argv[2]))
print(json.dumps(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


def media(place: Path) -> Iterator[Row]:
    """All measurements; takes about four minutes on two cores."""
    step("draw the films", 300)
    minute = barcode_film(place / "minute.mp4", frames=FRAMES_A_MINUTE, size=SIZE)
    ten = barcode_film(place / "ten.mp4", frames=10 * FRAMES_A_MINUTE, size=SIZE)
    large = barcode_film(place / "large.mp4", frames=75, size=(3840, 2160))
    step("prepare a minute")
    yield from _times(minute, place)
    step("memory of longer and larger ones", 900)
    yield from _memory(minute, ten, large, place)
    step("every frame of the proxy")
    yield _wrong_frames(place)


def _row(what: str, got: float, unit: str, n: str, goal: float | None = None) -> Row:
    shown = f"{got:.1f} {unit}" if isinstance(got, float) else f"{got} {unit}"
    if goal is None:
        return {"what": what, "got": shown, "n": n, "load": _load()}
    return {
        "what": what,
        "got": shown,
        "n": n,
        "goal": f"≤ {goal:g} {unit}",
        "met": got <= goal,
        "load": _load(),
    }


def _load() -> str:
    """How busy the machine was beside the measurement."""
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def _times(minute: Path, place: Path) -> list[Row]:
    began = time.perf_counter()
    probe(minute)
    probed = time.perf_counter()
    prepare(minute, place / "ready")
    ended = time.perf_counter()
    return [
        _row("a minute of 720p: decode and count", probed - began, "s", "1 film"),
        _row("a minute of 720p: prepare", ended - probed, "s", "1 film"),
    ]


def _memory(minute: Path, ten: Path, large: Path, place: Path) -> list[Row]:
    of_minute, of_ten, of_large = (_peak_mb(film, place / "alone") for film in (minute, ten, large))
    more = (of_ten - of_minute) * 59 / 9
    return [
        _row("peak memory of the child, 720p, 1 minute", of_minute, "MB", "1 film"),
        _row("peak memory of the child, 720p, 10 minutes", of_ten, "MB", "1 film"),
        _row("an hour more than a minute, by these two", more, "MB", "2 films", 50),
        _row("peak memory of the child, 4K", of_large, "MB", "75 frames", 600),
    ]


def _peak_mb(film: Path, out: Path) -> float:
    """Measured in a process of its own, as a large parent's memory would be counted with its child's."""
    command = [sys.executable, "-c", ALONE, str(film), str(out)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return int(json.loads(said)) / 1024


def _wrong_frames(place: Path) -> Row:
    """Frames of proxies, at constant and variable rates, that do not show the film's frame of that number."""
    wrong = 0
    for k, rate in enumerate(("25", "30000/1001", "variable", "variable-gaps")):
        prepare(barcode_film(place / f"{k}.mp4", rate=rate, frames=250), place / str(k))
        wrong += _wrong_in(place / str(k) / "proxy.mp4", 250)
    return _row("frames of the proxy that are not the film's", wrong, "frames", "1,000 in 4 films", 0)


def _wrong_in(proxy: Path, frames: int) -> int:
    with av.open(str(proxy)) as film:
        shown = [read_barcode(picture.to_ndarray(format="rgb24")) for picture in film.decode(video=0)]
    return sum(a != b for a, b in zip(shown, range(frames), strict=False)) + abs(frames - len(shown))


MEASUREMENTS = (media,)
