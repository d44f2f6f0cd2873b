"""Numbers as JSON."""

from typing import Any

from annotator.stats import Statistic

CLAIMS = "Not diagnostic, not forensic, not validated."
"""What stands below every printed result."""


def statistic_json(s: Statistic) -> dict[str, Any]:
    """A number or null, what it rests on, and why there is none."""
    return {"value": s.value, "units": s.units, "reason": s.reason}
