"""The words of passes, of the round of modifiers, and of the kinds of tracks."""

from collections.abc import Callable


def track_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of passes and of kinds of tracks by its id, translated by ``translate``."""
    return {**_passes(translate), **_round(translate)}


def _passes(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "action.next_pass": _("next pass"),
        "action.previous_pass": _("pass before this one"),
        "pass.watched": _("{percent} % watched"),
        "pass.percent": _("{percent} %"),
        "pass.seen": _("watched"),
        "pass.coded": _("coded: {track}"),
        "pass.keys": _("to the pass before and to the next one"),
        "pass.ended": _("“{label}” is watched to its end."),
        "pass.begin": _("Go on with pass {n}: {label}, {speed}×"),
        "pass.not_yet": _("Not yet"),
        "said.last_pass": _("This is the last pass"),
        "said.first_pass": _("This is the first pass"),
    }


def _round(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "pass.round": _("More about each mark"),
        "pass.round_explain": _(
            "Once it is settled when things happen: go from mark to mark and say how; nothing new is marked."
        ),
        "round.all": _("{n} marks"),
        "round.all.one": _("1 mark"),
        "round.at": _("mark {n} of {all}"),
        "round.open": _("{n} still lack an answer"),
        "round.open.one": _("1 still lacks an answer"),
        "round.must": _("must have an answer"),
        "round.begin": _("Begin"),
        "round.begin_hint": _(
            "Enter leads from mark to mark and from question to question; digits choose the answers."
        ),
        "round.none": _(
            "Nothing is marked yet that could be described further. Mark it in the passes before."
        ),
        "round.next": _("Next"),
        "round.previous": _("Back"),
    }
