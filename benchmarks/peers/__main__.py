"""Measure beside peers that do not install beside us, each in an environment of its own.

``python -m benchmarks.peers`` makes the environments below ``.peers/``, measures, draws the cost against the size, and
writes docs/benchmarks.md; ``python -m benchmarks.peers kappa`` measures that alone and keeps the other rows. A peer that
cannot be installed has a row that says so.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from annotator.agreement import cohen_kappa, gamma, nominal_alpha, time_ratings, time_table
from annotator.model import Interval
from benchmarks.__main__ import KEPT, OUT, line, machine, page
from benchmarks.agreement_bench import FRAME, HOUR, _bouts, _jittered
from benchmarks.peers.environments import ALPHA, BORIS, GAMMA, asked, environment
from benchmarks.peers.figure import Curve, figure

FIGURE = OUT.parent / "agreement-cost.svg"
SHUFFLES = 100
CODES = 5
UNIT_MS = 1_000
Record = list[tuple[int, int, str]]
Measured = tuple[list[dict[str, Any]], list[Curve]]


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


def kappas(sizes: Iterable[int]) -> Measured:
    """κ of time; beside it BORIS' κ of seconds, which asks its database twice a second and coder."""
    python, ours, theirs, rows = environment(BORIS), [], [], []
    for n in sizes:
        end = n * HOUR // 1000
        one, two = records(n, end)

        def made(one: Record = one, two: Record = two, end: int = end) -> float | None:
            return cohen_kappa(time_table(one, two, Interval(0, end))).value

        mine, value = spent(made, 40)
        ours.append((n, mine))
        row = _row(f"time-weighted κ, {n / 1000:g} h, {n:,} states a coder", mine, 40)
        if isinstance(python, Path) and n <= 3_000:
            question = {"records": [one, two], "unit_ms": UNIT_MS, "rounds": 3 if n <= 1_000 else 1}
            seconds, other = asked(python, BORIS, question)
            # Theirs looks once a second, at both ends of a state, from the first onset on.
            _alike(value, other, 0.05)
            theirs.append((n, seconds))
            row |= _beside(mine, seconds, f"{BORIS.name}, unit 1 s", 1_000 if n == 1_000 else None)
        elif isinstance(python, str):
            row |= {"peer": f"{BORIS.name} could not be installed: {python}", "met": None}
        rows.append(row)
    return rows, [Curve("κ, Attune", ours), Curve("κ, BORIS 9.15.0", theirs)]


def gammas(sizes: Iterable[int]) -> Measured:
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


def alphas(sizes: Iterable[int]) -> Measured:
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
    return found | ({} if goal is None else {"goal": f"≥ {goal:,g}×", "met": ratio >= goal})


MEASURES: dict[str, tuple[Callable[[Iterable[int]], Measured], tuple[int, ...]]] = {
    "kappa": (kappas, (100, 300, 1_000, 3_000, 10_000)),
    "alpha": (alphas, (100, 300, 1_000, 3_000, 10_000)),
    "gamma": (gammas, (10, 30, 100, 300, 1_000, 3_000)),
}


def main() -> None:
    """Measure what is named, all when nothing is; draw, and write the page from all results kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers")
    parser.add_argument("measures", nargs="*", choices=[*MEASURES, []], help=", ".join(MEASURES))
    results: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    kept = {part["measure"]: part for part in results.get("peers", {}).get("parts", [])}
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    for name in parser.parse_args().measures or list(MEASURES):
        measure, sizes = MEASURES[name]
        rows, curves = measure(sizes)
        kept[name] = {"measure": name, "at": today, "rows": rows, "curves": [list(c) for c in curves]}
        for row in rows:
            print(line(row), flush=True)
    parts = [kept[name] for name in MEASURES if name in kept]
    results["peers"] = {
        "at": ", ".join(f"{part['measure']} {part['at']}" for part in parts),
        "machine": f"{machine()}, {platform.python_implementation()}",
        "figure": [FIGURE.name, "Cost against size"],
        "parts": parts,
    }
    KEPT.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    FIGURE.write_text(figure([Curve(*c) for part in parts for c in part["curves"]]), "utf-8")
    OUT.write_text(page(results), "utf-8")


if __name__ == "__main__":
    main()
