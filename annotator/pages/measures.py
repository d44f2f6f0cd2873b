"""The measures that a scheme declares, on the page of a summary: each number with n and what it is of."""

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from annotator.errors import counted, translated
from annotator.measures import Figure, Measured
from annotator.measures.spread import shown_limits
from annotator.measures.words import Worded
from annotator.pages import moments, parts, state
from annotator.pages.figures import span, written

_ = state.say


def section(found: Sequence[Measured], place: Mapping[str, str], language: str) -> None:
    """A table with a row for each measure; a ticked row shows its parts, its moments, what was left out."""
    st.header(_("Measures of the scheme"))
    several = len({m.subject for m in found if m.measure.id == found[0].measure.id}) > 1
    chosen = st.dataframe(
        [_row(m, language, several=several) for m in found],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height="content",
        key="measures",
    )
    for m in found:
        if note := _note(m):
            parts.muted(f"{name_of(m, language, several=several)}: {note}.")
    picked = chosen.selection.rows
    if not picked:
        parts.muted(_("Tick a row to see what stands behind a number."))
        return
    _behind(found[picked[0]], place)


def _row(m: Measured, language: str, *, several: bool) -> dict[str, object]:
    return {_("measure"): name_of(m, language, several=several)} | _cells(m, m.main)


def name_of(m: Measured | Worded, language: str, *, several: bool) -> str:
    """What a measure is called; with its subject where several have it."""
    named_after = part(m.main) if isinstance(m, Measured) else part_words(m.part, m.key)
    named = (m.measure.name(language), named_after, m.subject if several else "")
    return ": ".join(words for words in named if words)


def _cells(m: Measured, figure: Figure) -> dict[str, object]:
    return {
        _("number"): number(m, figure),
        "n": _n(figure),
        _("of"): _of(figure),
        _("95 % interval"): interval(m, figure),
    }


def _note(m: Measured) -> str:
    """Why there is no number, or that the scheme asks for care."""
    shown = m.shown(m.main)
    if shown.value is None:
        return translated(shown.reason, _)
    return _("high: read the other numbers with care") if m.warns else ""


def number(m: Measured, figure: Figure) -> str:
    """A figure in a person's language; a dash where there is none."""
    shown = m.shown(figure)
    if shown.value is None:
        return "–"
    words = written(figure.unit, shown.value)
    return _("{n} a minute").format(n=words) if figure.unit == "per_minute" else words


def _n(figure: Figure) -> str:
    return (
        span(figure.n)
        if figure.of_what == "ms" and figure.unit in ("share", "coefficient")
        else str(figure.n)
    )


def _of(figure: Figure) -> str:
    if figure.of is None:
        return ""
    if figure.of_what == "ms":
        return span(figure.of)
    n = figure.of
    words = {
        "cues": counted(n, "1 scorable", "{n} scorable"),
        "episodes": counted(n, "1 episode", "{n} episodes"),
        "annotations": counted(n, "1 mark", "{n} marks"),
        "transitions": counted(n, "1 change", "{n} changes"),
        "mismatches": counted(n, "1 mismatch", "{n} mismatches"),
        "reparations": counted(n, "1 way back", "{n} ways back"),
        "turns": counted(n, "1 turn", "{n} turns"),
    }.get(figure.of_what)
    return str(n) if words is None else translated(words, _)


def interval(m: Measured, figure: Figure) -> str:
    """Both limits; words for a limit that lies beyond everything seen; empty when none may be shown."""
    limits = shown_limits(m, figure)
    if limits is None:
        return ""
    low, high = (_("not reached") if limit is None else written(figure.unit, limit) for limit in limits)
    if limits[1] is None and limits[0] is not None:
        return _("{low} or more").format(low=low)
    return _("{low} to {high}").format(low=low, high=high)


def _behind(m: Measured, place: Mapping[str, str]) -> None:
    rest = m.figures[1:] if m.main.part == "" else m.figures
    rows = [
        {_("part"): part(figure)} | _cells(m, figure) | {_("note"): translated(m.shown(figure).reason, _)}
        for figure in rest
    ]
    if rows:
        st.dataframe(rows, hide_index=True, height="content", key=f"parts-{m.measure.id}-{m.subject}")
    for sentence in m.left_out:
        parts.muted(_("Left out: {what}").format(what=translated(sentence, _)))
    shown = [("", m.main), *(("unanswered", f) for f in m.figures if f.part == "unanswered")]
    for name, figure in shown:
        if figure.moments:
            what = _("The moments; a click goes there on the desk.")
            parts.muted(_("Without an answer in time") if name else what)
            moments.links(f"of-{m.measure.id}-{m.subject}-{name}", figure.moments, place)


def part(figure: Figure) -> str:
    """What one part of a measure is called."""
    return part_words(figure.part, figure.key)


def part_words(part: str, key: str) -> str:
    """The same by the part's name and key; empty for the measure itself."""
    seconds = f"{int(key) / 1000:g}" if re.fullmatch("-?[0-9]+", key) else ""
    named = {
        "window": _("within {seconds} s"),
        "within": _("within {seconds} s") if seconds else _("ever"),
        "chance": _("by chance within {seconds} s"),
        "chance_by_shift": _("by chance, answers shifted in a circle"),
        "ongoing": _("while an answer was going on already"),
        "unanswered": _("without an answer in time"),
        "expected": _("expected by chance"),
        "yules_q": _("Yule's Q {key}"),
        "residual": _("adjusted residual {key}"),
        "quartile": _("lower quartile") if key == "25" else _("upper quartile"),
        "reparation": _("back from mismatch to match"),
        "mismatch": _("median length of a mismatch"),
        "led": _("by both at once") if key == "both" else _("led by {key}"),
        "lag": _("r, the second {seconds} s later"),
        "lag_by_shift": _("by chance, the second shifted in a circle, {seconds} s later"),
        "gap": _("median gap when {key} takes the turn") if key else _("median gap"),
        "chain": _("turns in the longest chain"),
        "overlap": _("both at once ÷ any of them"),
    }
    return named.get(part, key).format(seconds=seconds, key=key).strip()
