"""How fast agreement and summaries are, beside scikit-learn in the same run.

Measured on made-up records whose seeds are fixed, by ``python -m benchmarks agreement``.
"""

import gc
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score

from annotator.agreement import cohen_kappa, compare, time_table
from annotator.measures import summarise
from annotator.model import Annotation, Coding, CodingState, Content, Interval
from annotator.schemes.scheme import Claims, Code, Profile, Scheme, Text, Timebase, Track
from benchmarks.rows import Row
from benchmarks.steps import step

HOUR = 3_600_000
FRAME = 40
State = tuple[int, int, int]
WORDS = Text({"en": "x"})


def _code(name: str, missing: bool = False) -> Code:
    return Code(name, "x", "#009E73", "missing" if missing else "neutral", WORDS, WORDS)


def _state(name: str, n: int) -> Track:
    codes = (*(_code(f"c{i}") for i in range(n)), _code("unseen", True))
    return Track(name, "infant", "state", WORDS, codes, True, True, "unseen")


TRACKS = (
    _state("gaze", 5),
    _state("dyad", 5),
    Track("hands", "infant", "state", WORDS, tuple(_code(f"c{i}") for i in range(3)), False, False),
    Track("cue", "infant", "point", WORDS, tuple(_code(f"c{i}") for i in range(4)), True),
)
SCHEME = Scheme(
    "bench", "1.0.0", "draft", WORDS, WORDS, "0" * 64, (), Timebase(500, 250),
    (Profile("all", WORDS, tuple(t.id for t in TRACKS), True),), (), (), TRACKS,
    Claims(False, (), WORDS), "CC0-1.0", ("en",), {},
)  # fmt: skip


def _bouts(rng: np.random.Generator, n: int, end: int, mark: int) -> list[State]:
    """``n`` states of five codes on frame boundaries, with a gap after every fifth."""
    cuts = np.sort(rng.choice(end // FRAME, n + 1, replace=False)) * FRAME
    codes = rng.integers(mark, size=n)
    return [
        (int(a), int(b), int(c))
        for i, (a, b, c) in enumerate(zip(cuts, cuts[1:], codes, strict=False))
        if i % 5
    ]


def _jittered(rng: np.random.Generator, states: list[State], mark: int) -> list[State]:
    """What a second coder makes of them: boundaries some frames off, one code in ten another."""
    moved, last = [], 0
    for onset, offset, code in states:
        a = max(last, onset + int(rng.integers(-6, 7)) * FRAME)
        last = max(a, offset + int(rng.integers(-6, 7)) * FRAME)
        moved.append((a, last, code if rng.random() > 0.1 else int(rng.integers(mark))))
    return moved


def codings(n: int, end: int, seed: int = 1) -> tuple[Coding, Coding]:
    """Two codings of about ``n`` annotations each: two exclusive tracks, one where several hold, points."""
    rng = np.random.default_rng(seed)
    shares = {"gaze": (0.45, 6), "dyad": (0.35, 6), "hands": (0.2, 3), "cue": (0.2, 4)}
    records: tuple[list[Content], list[Content]] = ([], [])
    for track in TRACKS:
        share, mark = shares[track.id]
        states = _bouts(rng, int(n * share * (0.75 if track.kind == "point" else 1.1)), end, mark)
        for record, found in zip(records, (states, _jittered(rng, states, mark)), strict=True):
            record += [_content(track, *state) for state in found]
    return _coding("ana", records[0], end), _coding("ben", records[1], end)


def _content(track: Track, onset: int, offset: int, code: int) -> Content:
    stop = onset if track.kind == "point" else offset
    return Content(track.id, "infant", track.codes[code].id, onset, stop)


def _coding(coder: str, contents: list[Content], end: int) -> Coding:
    annotations = tuple(Annotation(f"{coder}{i}", 1, c) for i, c in enumerate(contents))
    return Coding(coder, "s", coder, SCHEME.hash, "all", CodingState.SUBMITTED, Interval(0, end), annotations)


def _times(work: Callable[[], object], rounds: int) -> list[float]:
    """Seconds of each round, in order of length, after one that warms up."""
    work()
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return sorted(spent)


def _row(what: str, goal_ms: float | None, spent: list[float]) -> Row:
    p50, p95 = (1_000 * float(np.percentile(spent, q)) for q in (50, 95))
    goal = "" if goal_ms is None else f"p50 ≤ {goal_ms:g} ms"
    return {
        "what": what, "goal": goal, "got": f"p50 {p50:.2f} ms, p95 {p95:.2f} ms", "n": len(spent),
        "p50_ms": p50, "p95_ms": p95, "met": goal_ms is None or p50 <= goal_ms, "peer": "", "ratio": None,
    }  # fmt: skip


def _compared(n: int, hours: int, goal_ms: float, rounds: int) -> Row:
    a, b = codings(n, hours * HOUR)
    what = f"full comparison, {hours} h, {len(a.annotations):,} and {len(b.annotations):,} annotations"
    return _row(what, goal_ms, _times(lambda: compare(a, b, SCHEME), rounds))


def _memory(n: int, hours: int, goal_mib: float) -> Row:
    a, b = codings(n, hours * HOUR)
    tracemalloc.start()
    compare(a, b, SCHEME)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return {
        "what": f"memory of that comparison at its highest, {hours} h", "goal": f"≤ {goal_mib:g} MiB",
        "got": f"{peak:.0f} MiB", "n": 1, "p50_ms": None, "p95_ms": None, "met": peak <= goal_mib, "peer": "",
        "ratio": None,
    }  # fmt: skip


def _beside_scikit_learn(n: int, hours: int, rounds: int) -> Row:
    """κ from states, beside κ from frames at 25 a second that are already there as integers."""
    rng, end = np.random.default_rng(2), hours * HOUR
    first = _bouts(rng, n, end, 5)
    records = (first, _jittered(rng, first, 5))
    mine, theirs = ([(on, off, f"c{code}") for on, off, code in states] for states in records)
    frames = [_frames(states, end) for states in records]

    def ours() -> float | None:
        return cohen_kappa(time_table(mine, theirs, Interval(0, end))).value

    def peer() -> float:
        return float(cohen_kappa_score(*frames))

    if abs((ours() or 0) - peer()) > 1e-9:
        raise RuntimeError("ours and scikit-learn's κ differ: the comparison of their speed means nothing")
    # One after the other in each round, so that whatever else the computer does meets both.
    pairs = [(_times(ours, 1)[0], _times(peer, 1)[0]) for _ in range(rounds)]
    row = _row(f"time-weighted κ, {hours} h, {n:,} states a coder", None, sorted(a for a, _ in pairs))
    peer_ms = 1_000 * float(np.percentile([b for _, b in pairs], 50))
    words = f"scikit-learn cohen_kappa_score on {len(frames[0]):,} frames: p50 {peer_ms:.2f} ms"
    ratio = peer_ms / row["p50_ms"]
    return row | {"goal": "≥ 20×", "peer": words, "ratio": ratio, "met": ratio >= 20}


def _frames(states: list[State], end: int) -> np.ndarray[Any, Any]:
    codes = np.full(end // FRAME, 5)
    for onset, offset, code in states:
        codes[onset // FRAME : offset // FRAME] = code
    return codes


def _started() -> None:
    """What the app does once it has started: what is loaded is out of the garbage collector's way."""
    gc.collect()
    gc.freeze()


def _summarised(n: int, goal_ms: float, rounds: int) -> Row:
    _started()
    coding = codings(n, 2 * HOUR)[0]
    what = f"session summary, {len(coding.annotations):,} annotations"
    return _row(what, goal_ms, _times(lambda: summarise(coding, SCHEME), rounds))


DROP = {"drop_cue_if": {"missing_share_in_window": 0.5, "segment_ends_in_window": True}}
RULE = {
    "id": "r", "cue": {"track": "cue", "codes": ["c0", "c1"]}, "response": {"track": "gaze", "codes": ["c0"]},
    "or_state": {"track": "dyad", "enters": ["c1"]}, "anchor": "cue_onset", "window_ms": [0, 3000],
    "sensitivity_windows_ms": [1000, 2000, 5000], "already_ongoing": "separate", "one_to_one": True,
}  # fmt: skip
EPISODE = {
    "id": "e", "open": {"track": "dyad", "enters": ["c2"]}, "censor_at": ["segment_end", "dyad.unseen"],
    "close": {"track": "dyad", "enters": ["c0", "c1"], "sustained_ms": 2000},
}  # fmt: skip
MEASURES = (
    {"kind": "contingency", "rule": "r"},
    {"kind": "latency", "rule": "r"},
    {"kind": "proportion_time", "of": {"track": "gaze", "codes": ["c0"]}, "over": "scorable_time"},
    {"kind": "longest_bout", "of": {"track": "dyad", "codes": ["c0"]}, "bridge_gap_ms": 1000},
    {"kind": "rate", "of": {"track": "cue"}},
    {"kind": "rate", "of": {"episode": "e"}},
    {"kind": "episode_share", "episode": "e", "closed_within_ms": [10_000, 30_000, None]},
    {"kind": "episode_latency", "episode": "e", "statistic": "km_median"},
)
DECLARING = replace(
    SCHEME,
    document={
        "rules": {"contingency": [RULE], "scorability": DROP, "episodes": [EPISODE]},
        "measures": [
            {"id": f"m{i}", "direction": "none", "audience": ["researcher"]} | measure
            for i, measure in enumerate(MEASURES)
        ],
    },
)


def _measured(n: int, goal_ms: float, rounds: int) -> list[Row]:
    """A summary with the measures above; chance by the formula, and by 500 shifts as well."""
    _started()
    coding = codings(n, 2 * HOUR)[0]
    what = f"session summary with contingency and chance, {len(coding.annotations):,} annotations"
    formula = _row(what, goal_ms, _times(lambda: summarise(coding, DECLARING), rounds))
    shifted = _row(f"{what}, 500 shifts", None, _times(lambda: summarise(coding, DECLARING, 500), rounds))
    return [formula, shifted]


def _study(sessions: int, n: int, goal_s: float) -> Row:
    """Many sessions one after another, none of them kept; memory at its highest over that of a tenth."""
    made = [codings(n, HOUR // 6, seed)[0] for seed in range(50)]
    marks = sum(len(coding.annotations) for coding in made) // len(made)
    tracemalloc.start()
    for i in range(sessions // 100):
        summarise(made[i % len(made)], DECLARING)
    before = tracemalloc.get_traced_memory()[1]
    for i in range(sessions // 10):
        summarise(made[i % len(made)], DECLARING)
    grown = (tracemalloc.get_traced_memory()[1] - before) / 2**20
    tracemalloc.stop()
    began = time.perf_counter()
    for i in range(sessions):
        summarise(made[i % len(made)], DECLARING)
    spent = time.perf_counter() - began
    return {
        "what": f"a study of {sessions:,} sessions of ten minutes, {marks} annotations each",
        "goal": f"≤ {goal_s:g} s, flat memory", "got": f"{spent:.1f} s, {grown:.2f} MiB more after ten times as many",
        "n": 1, "p50_ms": spent * 1000, "p95_ms": spent * 1000, "met": spent <= goal_s and grown < 1, "peer": "",
        "ratio": None,
    }  # fmt: skip


def agreement(_folder: Path) -> Iterator[Row]:
    """Every measurement: what, goal, got, n rounds, p50 and p95 in ms, met, and the peer with its ratio."""
    step("compare")
    yield _compared(1_000, 1, 50, 40)
    yield _compared(100_000, 105, 2_000, 5)
    yield _memory(100_000, 105, 300)
    step("κ beside scikit-learn")
    yield _beside_scikit_learn(1_000, 1, 40)
    yield _beside_scikit_learn(100_000, 105, 5)
    step("summarise")
    yield _summarised(10_000, 100, 20)
    yield from _measured(10_000, 100, 20)
    step("a study of 10,000 sessions")
    yield _study(10_000, 60, 10)


MEASUREMENTS = (agreement,)
