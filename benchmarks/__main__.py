"""Run every measurement and write docs/benchmarks.md."""

import argparse
import importlib
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.steps import measured

PARTS = {
    "desk": "benchmarks.desk_bench",
    "films": "benchmarks.films_bench",
    "agreement": "benchmarks.agreement_bench",
    "store": "benchmarks.store_bench",
    "media": "benchmarks.media_bench",
    "load": "benchmarks.load_bench",
    "faults": "benchmarks.faults_bench",
}
ADDITIONS = 10_000_000
OUT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
KEPT = Path(__file__).parent / "results.json"

HEAD = """# Benchmarks

Written by `make bench`. Every row says what was measured, the goal, what was seen, with n; a row that falls short
says so. A ratio compares with a peer in the same run. Times are of the machine named below, under the load named
in the row; other machines differ, ratios and counts less. A bare loop says how quick one core was at counting;
memory, disk and what else ran on the same hardware differ besides.
"""


def main() -> None:
    """Measure the parts that are named, all when none is, and write the page from all results kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help=", ".join(PARTS))
    chosen = parser.parse_args().parts or list(PARTS)
    results: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    for part in chosen:
        results[part] = {"at": datetime.now(UTC).strftime("%Y-%m-%d"), "machine": machine(), "rows": []}
        for number, measure in enumerate(importlib.import_module(PARTS[part]).MEASUREMENTS):
            for row in measured(PARTS[part], number, f"{part}, {measure.__name__.replace('_', ' ')}"):
                results[part]["rows"].append(row)
                print(line(row), flush=True)
                KEPT.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
                OUT.write_text(page(results), "utf-8")
    sys.exit(any(row.get("failed") for part in chosen for row in results[part]["rows"]))


def machine() -> str:
    """What it ran on: cores, processor family, system, Python; and how quick one core is just now."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}, "
        f"{ADDITIONS // 1_000_000} million additions in a bare loop in {bare_loop_s():.2f} s"
    )


def bare_loop_s() -> float:
    """Seconds that a loop of additions takes, the least of three: by it, rows of two days can be compared."""
    least = float("inf")
    for _ in range(3):
        began, total = time.perf_counter(), 0
        for number in range(ADDITIONS):
            total += number
        least = min(least, time.perf_counter() - began)
    return least


def line(row: dict[str, Any]) -> str:
    """One row as a line of the table."""
    cells = [row.get(key, "") for key in ("what", "goal", "got", "n")]
    beside = [
        row.get("load", ""),
        row.get("peer", ""),
        f"{row['ratio']:,.1f}×" if row.get("ratio") is not None else "",
    ]
    cells.append("; ".join(str(part) for part in beside if part))
    verdict = {True: "yes", False: "**no**", None: ""}[row.get("met")]
    return "| " + " | ".join([*(str(cell) for cell in cells), verdict]) + " |"


def page(results: dict[str, Any]) -> str:
    """The whole page."""
    parts = [HEAD]
    for name, result in results.items():
        parts.append(f"\n## {name.capitalize()}\n\n{result['at']}, {result['machine']}\n")
        parts.append("\n| what | goal | seen | n | load, peer | met |\n|---|---|---|---|---|---|\n")
        parts += [line(row) + "\n" for part in result.get("parts", [result]) for row in part["rows"]]
        if "figure" in result:
            file, words = result["figure"]
            parts.append(f"\n![{words}]({file})\n")
    return "".join(parts)


if __name__ == "__main__":
    main()
