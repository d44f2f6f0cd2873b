"""What the command line says of where two codings differ, in lines and as JSON."""

from typing import Any

from annotator.actions.judging import Differences, Judged, difference_json
from annotator.timecode import clock


def differences_json(found: Differences) -> dict[str, Any]:
    """Every disagreement, the costliest first, with its verdict; times in ms."""
    return {
        "coders": [found.view.comparison.first, found.view.comparison.second],
        "differences": [difference_json(each) for each in found.judged],
        "decided_and_gone": found.gone,
        "consensus": list(found.made),
    }


def differences_lines(found: Differences) -> list[str]:
    """How many there are and are decided, then each with its number, place, two codes and verdict."""
    decided = sum(each.verdict is not None for each in found.judged)
    return [
        f"{len(found.judged)} differences, {decided} decided",
        *(f"{number:>3}  {_line(each)}" for number, each in enumerate(found.judged, 1)),
    ]


def _line(each: Judged) -> str:
    d = each.disagreement
    at = f"{clock(d.onset)}  {d.track}, {d.subject}: {d.first} – {d.second} ({d.kind})"
    if each.verdict is not None:
        at += f"  {each.verdict.word}, {each.by}"
    return f"{at}  {each.note}" if each.note else at
