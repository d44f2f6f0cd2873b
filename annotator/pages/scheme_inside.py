"""Part of the page of a draft: what a rule or a measure is made of; its marks, its times, how it counts."""

from collections.abc import Mapping

import streamlit as st

from annotator.pages import parts, state
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Document, Editor
from annotator.schemes.drafts import meant, with_track

_ = state.say

Path = tuple[str | int, ...]
_LASTING = ("state", "interval")
_OVER_TWO = ("ladder", "turns", "co_occurrence", "proportion_count")
_BOUTS = ("mean_duration", "median_duration", "longest_bout")


def in_a_line(on: Editor, path: Path) -> str:
    """What kind of number or question it is, and of which marks, in words."""
    kind, inside = str(on.at(*path, "kind") or path[-2]), [on.at(*path)]
    for name, group in (("rule", "contingency"), ("episode", "episodes")):
        named = on.at(*path, name) or on.at(*path, "of", name)
        inside += [each for each in on.at("rules", group) if named and each.get("id") == named]
    marks = [_marks(on, track, codes) for part in inside for track, codes in meant(part)]
    said = _answered(inside[-1]) if kind == "contingency" else _kinds().get(kind, kind)
    return " · ".join([said, *dict.fromkeys(marks)])


def _answered(rule: Document) -> str:
    """From when until when an answer counts, in seconds."""
    window = rule.get("window_ms")
    if not isinstance(window, list) or [type(end) for end in window] != [int, int]:
        return _kinds()["contingency"]
    begin, end = (f"{each / 1000:g}" for each in window)
    if begin == "0":
        return _("answered within {end} s").format(end=end)
    return _("answered {begin} to {end} s later").format(begin=begin, end=end)


def _marks(on: Editor, track: str, codes: list[str]) -> str:
    n = _tracks(on).get(track)
    if n is None:
        return track
    named = _codes(on, n)
    chosen = ", ".join(on.words("tracks", n, "codes", named[id], "label") for id in codes if id in named)
    name = on.words("tracks", n, "label")
    return f"{name}: {chosen}" if chosen else name


def _kinds() -> Mapping[str, str]:
    return {
        "count": _("how often"), "rate": _("how often per minute"), "proportion_time": _("share of the time"),
        "proportion_count": _("share of marks"), "mean_duration": _("how long on average"),
        "median_duration": _("how long in the middle"), "longest_bout": _("the longest stretch"),
        "contingency": _("answered within some seconds"), "latency": _("how long until the answer"),
        "episode_share": _("how many episodes end in time"),
        "episode_latency": _("how long an episode lasts"),
        "distribution": _("how often each value"), "modifier_mean": _("mean of a modifier"),
        "co_occurrence": _("both at once"), "transition": _("what follows what"),
        "rating_mean": _("mean of ratings"), "ladder": _("two partners on one ladder"),
        "turns": _("turns between two partners"), "episodes": _("from … on, back to …"),
        "not_together_with": _("asks where two hold at once"),
        "preceded_by": _("asks where nothing came before"),
        "followed_by": _("asks where nothing follows"), "modifier_requires": _("asks for a modifier"),
        "max_gap": _("asks where nothing comes for long"),
    }  # fmt: skip


def of_measure(on: Editor, path: Path) -> None:
    """Of which marks, rule or episodes a measure is, and its times."""
    kind = str(on.at(*path, "kind"))
    source = on.at(*path, "of")
    if isinstance(source, dict) and "episode" not in source:
        marks(on, *path, "of")
        _rungs(on, *path, "of")
    if kind in _OVER_TWO:
        marks(on, *path, "over")
        _rungs(on, *path, "over")
    if kind == "proportion_time":
        times = {"scorable_time": _("the time that can be seen"), "session_time": _("the whole time")}
        fields.choice(on, list(times), times.__getitem__, *path, "over")
    for name, group in (("rule", "contingency"), ("episode", "episodes")):
        if on.at(*path, name) is not None:
            _named(on, group, *path, name)
    _times(on, path, kind)


def _times(on: Editor, path: Path, kind: str) -> None:
    if kind == "episode_share":
        hint = _("Several with commas between; “ever” can stand last.")
        fields.several_seconds(on, *path, "closed_within_ms", ever=True, hint=hint)
    if kind in _BOUTS:
        fields.seconds(on, *path, "bridge_gap_ms", least_ms=0)
    if kind == "turns":
        _window(on, path)
    if kind == "ladder":
        left, right = st.columns(2)
        with left:
            fields.seconds(on, *path, "step_ms", least_ms=1)
        with right:
            fields.number(on, *path, "lags", least=0, most=60)


def of_rule(on: Editor, path: Path) -> None:
    """What a rule is made of."""
    {"contingency": _answers, "episodes": _episode, "constraints": _question}[str(path[-2])](on, path)


def _answers(on: Editor, path: Path) -> None:
    marks(on, *path, "cue")
    marks(on, *path, "response")
    anchors = {"cue_onset": _("the beginning of the first"), "cue_offset": _("the end of the first")}
    ongoing = {
        "separate": _("is told by itself"), "count": _("counts as an answer"), "ignore": _("does not count"),
    }  # fmt: skip
    left, right = st.columns(2)
    with left:
        fields.choice(on, list(anchors), anchors.__getitem__, *path, "anchor")
    with right:
        fields.choice(on, list(ongoing), ongoing.__getitem__, *path, "already_ongoing")
    _window(on, path)
    hint = _("Several with commas between, each longer.")
    fields.several_seconds(on, *path, "sensitivity_windows_ms", hint=hint)
    fields.tick(on, *path, "one_to_one")
    fields.tick(on, *path, "explicit_link_wins")


def _window(on: Editor, path: Path) -> None:
    """Both ends of a window; below 0 it begins before what it is counted from."""
    if not isinstance(on.at(*path, "window_ms"), list):
        return
    for end, column in enumerate(st.columns(2)):
        with column:
            fields.seconds(on, *path, "window_ms", end, least_ms=-600_000)


def _episode(on: Editor, path: Path) -> None:
    marks(on, *path, "open", codes="enters", kinds=_LASTING)
    marks(on, *path, "close", codes="enters", kinds=_LASTING)
    fields.seconds(on, *path, "close", "sustained_ms", least_ms=0)
    ends = {"segment_end": _("the film ends")}
    for id, n in _tracks(on).items():
        for code, c in _codes(on, n).items():
            ends[f"{id}.{code}"] = (
                f"{on.words('tracks', n, 'label')}: {on.words('tracks', n, 'codes', c, 'label')}"
            )
    fields.several(on, list(ends), ends.__getitem__, *path, "censor_at")


def _question(on: Editor, path: Path) -> None:
    weights = {"warning": _("a question"), "error": _("a mistake")}
    fields.choice(on, list(weights), weights.__getitem__, *path, "severity")
    for name in ("first", "second", "event", "by"):
        if on.at(*path, name) is not None:
            marks(on, *path, name)
    for name in ("within_ms", "min_overlap_ms", "max_gap_ms"):
        if on.at(*path, name) is not None:
            fields.seconds(on, *path, name, least_ms=0 if name == "min_overlap_ms" else 1)
    if on.at(*path, "kind") == "modifier_requires":
        every = {str(each.get("id")): n for n, each in enumerate(on.document["modifiers"])}
        says = {id: on.words("modifiers", n, "label") for id, n in every.items()}
        fields.several(on, list(says), says.__getitem__, *path, "requires")


def marks(on: Editor, *path: str | int, codes: str = "codes", kinds: tuple[str, ...] = ()) -> None:
    """A track and some of its codes; of ``codes`` that may be left out none chosen means all."""
    tracks = {id: n for id, n in _tracks(on).items() if not kinds or on.at("tracks", n, "kind") in kinds}
    left, right = st.columns(2)
    with left:
        fields.choice(
            on, list(tracks), lambda id: on.words("tracks", tracks[id], "label"), *path, "track",
            change=lambda document, track: with_track(document, path, track),
        )  # fmt: skip
    n = tracks.get(str(on.at(*path, "track")))
    if n is None or "rungs" in (on.at(*path) or {}):
        return
    there = _codes(on, n)
    with right:
        fields.several(
            on, list(there), lambda id: on.words("tracks", n, "codes", there[id], "label"), *path, codes,
            goes=(*path, codes) if codes == "codes" else None, none=_("all") if codes == "codes" else None,
        )  # fmt: skip


def _rungs(on: Editor, *path: str | int) -> None:
    """The rung of each code on the ladder of one partner."""
    rungs = on.at(*path, "rungs")
    n = _tracks(on).get(str(on.at(*path, "track")))
    if not isinstance(rungs, dict) or n is None:
        return
    parts.muted(_("Rungs: the higher the number, the further up. A code without a rung is left out."))
    there = {
        id: c for id, c in _codes(on, n).items() if on.at("tracks", n, "codes", c, "valence") != "missing"
    }
    columns = st.columns(min(4, len(there)) or 1)
    for at, (id, c) in enumerate(there.items()):
        with columns[at % len(columns)]:
            fields.number(
                on, *path, "rungs", id, least=-100, whole=False,
                called=on.words("tracks", n, "codes", c, "label"),
            )  # fmt: skip


def _named(on: Editor, group: str, *path: str | int) -> None:
    every = {str(each.get("id")): n for n, each in enumerate(on.at("rules", group))}
    fields.choice(on, list(every), lambda id: on.words("rules", group, every[id], "label") or id, *path)


def _tracks(on: Editor) -> dict[str, int]:
    return {str(track.get("id")): n for n, track in enumerate(on.document["tracks"])}


def _codes(on: Editor, n: int) -> dict[str, int]:
    return {str(code.get("id")): c for c, code in enumerate(on.document["tracks"][n]["codes"])}
