"""A row of the page: what was measured, the goal, what was seen, how often, under which load, met or not."""

import statistics
from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]


def row(what: str, goal: str, values: Sequence[float], limit: float | None, at: float, load: str) -> Row:
    """A row of percentiles of some ms; met when the one that the goal names (``at``) is within the limit."""
    ordered = sorted(values)
    p = {q: ordered[min(len(ordered) - 1, int(q * len(ordered)))] for q in (0.5, 0.95, 0.99)}
    got = f"p50 {p[0.5]:.1f}, p95 {p[0.95]:.1f}, p99 {p[0.99]:.1f}, max {ordered[-1]:.1f} ms"
    named = statistics.median(ordered) if at == 0.5 else p[at]
    return {
        "what": what,
        "goal": goal,
        "got": got,
        "n": len(ordered),
        "load": load,
        "met": None if limit is None else named <= limit,
    }


def failed(what: str, why: str) -> Row:
    """What stands in place of the rows that a measurement did not come to."""
    return {"what": what, "goal": "measured", "got": f"failed: {why}", "n": 0, "met": False, "failed": True}
