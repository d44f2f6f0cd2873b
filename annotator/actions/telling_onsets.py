"""What the command line says of two coders' onsets, in lines and as JSON."""

from typing import Any

from annotator.actions.two_passes import OnsetsView
from annotator.agreement import OnsetPair
from annotator.model import Annotation
from annotator.timecode import clock


def onsets_json(view: OnsetsView) -> dict[str, Any]:
    """Both codings place by place, what was decided, and how far the second passes agree; times in ms."""
    done = view.second_pass
    return {
        "first": {"coding": view.first.id, "coder": view.first.coder_name},
        "second": {"coding": view.second.id, "coder": view.second.coder_name},
        "places": [_place(pair) for pair in view.pairs],
        "agreed": None if done is None else {
            "at": done.agreement.at,
            "by": done.by,
            "taken": [place.taken for place in done.decided],
            "waits_for": list(done.waits_for),
        },
        "modifiers": None if done is None or done.modifiers is None else [
            {
                "modifier": each.modifier, "marks": each.equal.units, "equal": each.equal.value,
                "kappa": each.kappa.value, "why_no_kappa": str(each.kappa.reason),
                "unanswered": each.unanswered,
            }
            for each in done.modifiers
        ],
    }  # fmt: skip


def onsets_lines(view: OnsetsView) -> list[str]:
    """How many places are alike, and each where the two differ."""
    alike = len(view.pairs) - len(view.open_pairs)
    lines = [
        f"{view.first.coder_name} and {view.second.coder_name}: {alike} of {len(view.pairs)} places alike"
    ]
    lines += [
        f"{clock(pair.onset_ms)}  {pair.track}, {pair.subject}: {_words(pair.first)} – {_words(pair.second)}"
        for pair in view.open_pairs
    ]
    if view.second_pass is not None:
        lines.append(f"Agreed on {view.second_pass.agreement.at[:10]} by {view.second_pass.by}.")
        lines += [
            f"{each.modifier}: equal {each.equal}, kappa {each.kappa} (n {each.equal.units})"
            for each in view.second_pass.modifiers or ()
        ]
    return lines


def _place(pair: OnsetPair) -> dict[str, Any]:
    return {
        "key": pair.key, "track": pair.track, "subject": pair.subject, "alike": pair.alike,
        "first": _event(pair.first), "second": _event(pair.second),
    }  # fmt: skip


def _event(mark: Annotation | None) -> list[Any] | None:
    return None if mark is None else [mark.content.onset_ms, mark.content.offset_ms, mark.content.code]


def _words(mark: Annotation | None) -> str:
    return "nothing" if mark is None else f"{mark.content.code} {clock(mark.content.onset_ms)}"
