"""Measure beside peers that do not install beside us, each in an environment of its own.

``python -m benchmarks.peers`` makes the environments below ``.peers/``, measures, draws the cost against the size, and
writes docs/benchmarks.md. A peer that cannot be installed has a row that says so.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from annotator.agreement import gamma, nominal_alpha, time_ratings
from annotator.model import Interval
from benchmarks.__main__ import KEPT, OUT, line, machine, page
from benchmarks.agreement_bench import FRAME, HOUR, _bouts, _jittered
from benchmarks.peers.figure import Curve, figure

HERE = Path(__file__).parent
FIGURE = OUT.parent / "agreement-cost.svg"
ENVIRONMENTS = HERE.parent.parent / ".peers"
SHUFFLES = 100
CODES = 5


class Peer(NamedTuple):
    """A package in the version that is measured, and the program that runs in its environment."""

    package: str
    version: str
    program: str

    @property
    def name(self) -> str:
        """How a row names it."""
        return f"{self.package} {self.version}"


GAMMA = Peer("pygamma-agreement", "0.5.9", "gamma_peer.py")
ALPHA = Peer("krippendorff", "0.9.0", "alpha_peer.py")
Record = list[tuple[int, int, str]]


def environment(peer: Peer) -> Path | str:
    """The Python of the peer's environment, made when it is not there; or why it could not be made."""
    folder = ENVIRONMENTS / f"{peer.package}-{peer.version}"
    python = folder / "bin" / "python"
    done = folder / ".installed"
    if done.exists():
        return python
    steps = (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", f"{peer.package}=={peer.version}"],
    )
    for step in steps:
        made = subprocess.run(step, capture_output=True, text=True, check=False)
        if made.returncode:
            lines = made.stderr.strip().splitlines()
            return lines[-1] if lines else f"pip ended with {made.returncode}"
    done.touch()
    return python


def asked(python: Path, peer: Peer, question: dict[str, Any]) -> tuple[float, float]:
    """The seconds that a peer took, and the value it found."""
    command = [str(python), str(HERE / peer.program)]
    done = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return told["seconds"], told["value"]


def records(n: int, end: int) -> tuple[Record, Record]:
    """Two coders' states, about ``n`` each, of which the second makes what a second coder would."""
    rng = np.random.default_rng(3)
    first = _bouts(rng, round(n * 1.25), end, CODES)
    second = [state for state in _jittered(rng, first, CODES) if state[0] < state[1]]
    named = [[(on, off, f"c{code}") for on, off, code in states] for states in (first, second)]
    return named[0], named[1]


def spent(work: Callable[[], float | None], rounds: int) -> tuple[float, float]:
    """Our median seconds after a round that warms up, and the value."""
    value, taken = work(), []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    if value is None:
        raise RuntimeError("there is no value, so its speed means nothing")
    return float(np.median(taken)), value


def gammas(sizes: Iterable[int]) -> tuple[list[dict[str, Any]], list[Curve]]:
    """γ of records of some sizes; ours also where the peer would take too long."""
    python, ours, theirs, rows = environment(GAMMA), [], [], []
    for n in sizes:
        end = n * HOUR // 1000
        one, two = records(n, end)

        def made(one: Record = one, two: Record = two, end: int = end) -> float | None:
            return gamma(one, two, Interval(0, end), shuffles=SHUFFLES).disorder

        mine, value = spent(made, 3)
        ours.append((n, mine))
        row = _row(f"γ, {n:,} units a coder, {SHUFFLES} shuffles", mine, 3)
        if isinstance(python, Path) and n <= 1_000:
            question = {"records": [one, two], "shuffles": SHUFFLES}
            seconds, other = asked(python, GAMMA, question)
            # The disorder of the best alignment, for γ itself rests on each program's own shuffled records.
            _alike(value, other, 1e-4)
            theirs.append((n, seconds))
            row |= _beside(mine, seconds, GAMMA.name, 40 if n == 1_000 else None)
        elif isinstance(python, str):
            row |= {"peer": f"{GAMMA.name} could not be installed: {python}", "met": None}
        rows.append(row)
    return rows, [Curve("γ, Attune", ours), Curve(f"γ, {GAMMA.name}", theirs)]


def alphas(sizes: Iterable[int]) -> tuple[list[dict[str, Any]], list[Curve]]:
    """Nominal α of time, from states; beside it from frames at 25 a second."""
    python, ours, theirs, rows = environment(ALPHA), [], [], []
    for n in sizes:
        end = n * HOUR // 1000
        one, two = records(n, end)

        def made(one: Record = one, two: Record = two, end: int = end) -> float | None:
            return nominal_alpha(time_ratings([one, two], Interval(0, end))).value

        mine, value = spent(made, 20)
        ours.append((n, mine))
        row = _row(f"α of time, {n / 1000:g} h, {n:,} states a coder", mine, 20)
        if isinstance(python, Path):
            codes = [[(on, off, int(code[1:])) for on, off, code in states] for states in (one, two)]
            question = {
                "records": codes,
                "frames": end // FRAME,
                "frame_ms": FRAME,
                "gap": CODES,
                "rounds": 5,
            }
            seconds, other = asked(python, ALPHA, question)
            # The same but for how many values there are: frames or ms.
            _alike(value, other, 1e-3)
            theirs.append((n, seconds))
            named = f"{ALPHA.name} on {2 * (end // FRAME):,} frames"
            row |= _beside(mine, seconds, named, 80 if n == 1_000 else None)
        else:
            row |= {"peer": f"{ALPHA.name} could not be installed: {python}", "met": None}
        rows.append(row)
    return rows, [Curve("α, Attune", ours), Curve(f"α, {ALPHA.name}", theirs)]


def _alike(ours: float, theirs: float, within: float) -> None:
    if abs(ours - theirs) > within:
        raise RuntimeError(f"ours is {ours}, the peer's {theirs}: to compare their speed means nothing")


def _row(what: str, seconds: float, n: int) -> dict[str, Any]:
    return {
        "what": what, "goal": "", "got": f"p50 {1_000 * seconds:,.2f} ms", "n": n, "p50_ms": 1_000 * seconds,
        "met": None, "peer": "", "ratio": None, "load": f"load {os.getloadavg()[0]:.1f}",
    }  # fmt: skip


def _beside(mine: float, theirs: float, name: str, goal: float | None) -> dict[str, Any]:
    ratio = theirs / mine
    found = {"peer": f"{name}: {1_000 * theirs:,.1f} ms", "ratio": ratio}
    return found | ({} if goal is None else {"goal": f"≥ {goal:g}×", "met": ratio >= goal})


def main() -> None:
    """Measure, draw, and write the page from all results kept."""
    rows, curves = [], []
    for measure, sizes in (
        (alphas, (100, 300, 1_000, 3_000, 10_000)),
        (gammas, (10, 30, 100, 300, 1_000, 3_000)),
    ):
        measured = measure(sizes)
        rows += measured[0]
        curves += measured[1]
        for row in measured[0]:
            print(line(row), flush=True)
    results: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    results["peers"] = {
        "at": datetime.now(UTC).strftime("%Y-%m-%d"), "machine": f"{machine()}, {platform.python_implementation()}",
        "rows": rows, "figure": [FIGURE.name, "Cost against size"], "curves": [list(c) for c in curves],
    }  # fmt: skip
    KEPT.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    FIGURE.write_text(figure(curves), "utf-8")
    OUT.write_text(page(results), "utf-8")


if __name__ == "__main__":
    main()
