"""Run in BORIS' own environment: its time-unit κ of two coders' states, seconds and value out.

Its project is in its database before the clock starts; no window is opened. BORIS wants libmpv to be there, which plays films
and has no part in κ, so an empty module stands for it.
"""

import json
import sys
import time
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import boris

# Some of its modules ask for others as if they ran in its folder, as its own starter lets them.
sys.path.append(str(Path(boris.__file__).parent))
sys.modules["boris.mpv2"] = ModuleType("boris.mpv2")

from boris import config, db_functions, irr  # noqa: E402

SUBJECT = "infant"


def project(records: list[list[list[Any]]]) -> dict[str, Any]:
    """A project of BORIS with an observation a record; onset and offset are two events of it."""
    codes = sorted({code for record in records for _, _, code in record})
    return {
        config.ETHOGRAM: {
            str(i): {config.BEHAVIOR_CODE: code, config.TYPE: "State event"} for i, code in enumerate(codes)
        },
        config.SUBJECTS: {"0": {config.SUBJECT_NAME: SUBJECT}},
        config.OBSERVATIONS: {
            str(coder): {config.TYPE: config.LIVE, config.EVENTS: events(record)}
            for coder, record in enumerate(records)
        },
    }


def events(record: list[list[Any]]) -> list[list[Any]]:
    """A record's onsets and offsets in seconds, in order."""
    times = sorted((Decimal(ms) / 1000, code) for onset, offset, code in record for ms in (onset, offset))
    return [[t, SUBJECT, code, "", "", "NA"] for t, code in times]


def main() -> None:
    """Measure as often as asked; the median of the seconds."""
    asked = json.load(sys.stdin)
    made = project(asked["records"])
    codes = [behaviour[config.BEHAVIOR_CODE] for behaviour in made[config.ETHOGRAM].values()]
    done, words, database = db_functions.load_aggregated_events_in_db(made, [SUBJECT], ["0", "1"], codes)
    if not done:
        sys.exit(words)
    spent, value = [], 0.0
    for _ in range(asked["rounds"]):
        cursor, unit = database.cursor(), Decimal(asked["unit_ms"]) / 1000
        began = time.perf_counter()
        value, _words = irr.cohen_kappa(cursor, "0", "1", unit, [SUBJECT], False)
        spent.append(time.perf_counter() - began)
    print(json.dumps({"seconds": sorted(spent)[len(spent) // 2], "value": float(value)}))


if __name__ == "__main__":
    main()
