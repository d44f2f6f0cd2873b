"""A home visitor's last segments: a panel for each measure, by themselves and by the supervisor."""

from collections.abc import Sequence

import streamlit as st

from annotator.actions import fidelity
from annotator.actions.fidelity import Fidelity, Numbers
from annotator.measures import Declared, Measured
from annotator.measures.spread import shown_limits
from annotator.pages import parts, state
from annotator.pages.measures import interval, number
from annotator.player import player
from annotator.report.segment_row import Dot, Panel, segment_row
from annotator.report.tokens import ThemeName

_ = state.words()
SEGMENT_PX, NUMBER_PX = 190, 260
"""Room for a visit with its day, and for a number with its interval and what it rests on."""


def main() -> None:
    """One's own row first, then those of the home visitors whom one looks over."""
    found = fidelity.last_segments(state.place(), state.person())
    parts.link("home", _("Home"), icon=":material/arrow_back:")
    st.title(_("The last ten segments"))
    parts.muted(
        _(
            "What a home visitor said while parent and child were together, by their own coding and by the "
            "supervisor's. It is about the home visitor's work alone: no number of a family stands here, and "
            "none of these stands with a family."
        )
    )
    if not found:
        st.info(
            _(
                "No segment was coded yet. Home visitors choose a scheme of supervision, such as "
                "coach-comments, on the page of a visit; a segment is drawn and they code it first."
            )
        )
    for each in found:
        _row(each)
    player.daylight()


def _row(of: Fidelity) -> None:
    mine = state.person()
    title = parts.plain(of.scheme.title.in_language(_.language))
    name = _("You") if mine is not None and mine.id == of.coder else parts.plain(of.name)
    st.header(f"{name} · {title}")
    labels = [f"{line.visit.label}, {line.visit.date}" for line in of.lines]
    _too_little(of, labels)
    panels = [_panel(of, m) for m in of.measures]
    panels = [panel for panel in panels if panel.own or panel.supervisor]
    theme: ThemeName = "dark" if st.context.theme.type == "dark" else "light"
    if panels:
        words = (_("home visitor"), _("supervisor"))
        st.plotly_chart(
            segment_row(panels, labels, words=words, theme=theme, language=_.language),
            key=f"row-{of.coder}-{of.scheme.id}", theme=None, config={"displayModeBar": False},
            alt=_("A panel for each measure, a point for each segment; the table below says the same."),
        )  # fmt: skip
        parts.muted(
            _(
                "Bars are 95 % intervals. Where two overlap widely, the segments say nothing about a change; "
                "single segments differ for many reasons."
            )
        )
    cells = _cells(of)
    widths = {_("segment"): SEGMENT_PX, **{m.name(_.language): NUMBER_PX for m in of.measures}}
    st.dataframe(
        cells, hide_index=True, height="content",
        column_config={name: st.column_config.Column(width=px) for name, px in widths.items()},
    )  # fmt: skip
    _ways(of, labels)


def _too_little(of: Fidelity, labels: Sequence[str]) -> None:
    for line, label in zip(of.lines, labels, strict=True):
        if line.too_little and of.least is not None:
            words = _(
                "{segment}: {share} of the segment could be judged, {least} are asked. It does not count; "
                "whoever codes the visit with this scheme again gets another segment."
            )
            share = 0.0 if line.scorable.value is None else line.scorable.value
            least = parts.percent(of.least)
            parts.muted(words.format(segment=label, share=parts.percent(share), least=least))


def _panel(of: Fidelity, measure: Declared) -> Panel:
    own = _dots([line.own for line in of.lines], measure)
    supervisor = _dots([line.supervisor for line in of.lines], measure)
    unit = next((m.main.unit for line in of.lines if (m := _of(line.own, measure)) is not None), "")
    named = {"per_minute": _("a minute"), "ms": _("seconds")}.get(unit, "")
    title = measure.name(_.language)
    return Panel(f"{title} ({named})" if named else title, own, supervisor, share=unit == "share")


def _of(numbers: Numbers | None, measure: Declared) -> Measured | None:
    return None if numbers is None else numbers.get(measure.id)


def _dots(found: Sequence[Numbers | None], measure: Declared) -> list[Dot]:
    dots = []
    for at, numbers in enumerate(found):
        m = _of(numbers, measure)
        value = None if m is None else m.shown(m.main).value
        if m is None or value is None:
            continue
        scale = 1000 if m.main.unit == "ms" else 1
        low, high = shown_limits(m, m.main) or (None, None)
        limits = (None, None) if low is None or high is None else (low / scale, high / scale)
        dots.append(Dot(at, value / scale, *limits))
    return dots


def _cells(of: Fidelity) -> list[dict[str, str]]:
    """A row for each coding of each segment, numbered as in the panels."""
    rows = list[dict[str, str]]()
    for n, line in enumerate(of.lines, 1):
        for by, numbers in ((_("home visitor"), line.own), (_("supervisor"), line.supervisor)):
            if numbers is None:
                continue
            cells = {_("segment"): f"{n} · {line.visit.label}, {line.visit.date}", _("by"): by}
            judged = line.scorable.value
            cells[_("could be judged")] = "–" if judged is None else parts.percent(judged)
            rows.append(cells | {m.name(_.language): _told(numbers.get(m.id)) for m in of.measures})
    return rows


def _told(m: Measured | None) -> str:
    """A number with its interval and what it rests on; a dash where there is none."""
    if m is None:
        return "–"
    limits = interval(m, m.main)
    told = f"{number(m, m.main)} [{limits}]" if limits else number(m, m.main)
    return f"{told}, n = {m.main.rests_on}"


def _ways(of: Fidelity, labels: Sequence[str]) -> None:
    with st.expander(_("Where the two differ, segment by segment")):
        both = [(line, label) for line, label in zip(of.lines, labels, strict=True) if line.other is not None]
        for line, label in both:
            parts.link("segment", parts.plain(label), {"a": line.coding, "b": line.other or ""})
        if not both:
            parts.muted(_("No supervisor has coded one of these segments yet."))


main()
