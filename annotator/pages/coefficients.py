"""A part of the page of comparison: every number, by time, by events and as a study would count."""

import streamlit as st

from annotator.actions import comparing
from annotator.actions.comparing import ComparisonView, Shuffled
from annotator.agreement import (
    EXPLAINED,
    CodeAgreement,
    EventAgreement,
    IntervalAgreement,
    PointAgreement,
    RatingAgreement,
    StateAgreement,
    brennan_prediger,
    gwet_ac1,
    kappa_max,
    observer_accuracy,
    read_first,
    scott_pi,
)
from annotator.errors import translated
from annotator.pages import parts, state
from annotator.pages.figures import span
from annotator.pages.words import code_name, lane_name
from annotator.stats import Statistic

_ = state.say


def section(view: ComparisonView, pair: tuple[str, str]) -> None:
    """For each line time, events and what follows side by side; all else one click away."""
    c = view.comparison
    more = list[Shuffled]()
    if c.states and st.toggle(
        _("Also what needs shuffled records: intervals, γ, κ with tolerance"), key="shuffled"
    ):
        with st.spinner(_("Shuffling records …")):
            more = list(comparing.shuffled(state.place(), state.person(), *pair))
    for number, lane in enumerate(c.states):
        st.header(parts.plain(lane_name(view.scheme, lane.track, lane.subject, lane.code, state.language())))
        if lane.percent.value is None:
            parts.muted(translated(lane.percent.reason, _))
            continue
        _states(view, lane, more[number] if more else None)
    for points in c.points:
        st.header(parts.plain(lane_name(view.scheme, points.track, points.subject, None, state.language())))
        _points(view, points)
    for scored in c.intervals:
        st.header(
            parts.plain(lane_name(view.scheme, scored.track, scored.subject, scored.code, state.language()))
        )
        _first(scored)
        parts.muted(_("{n} intervals compared").format(n=scored.table.total))
    unrated = list[str]()
    for question in c.ratings:
        name = lane_name(view.scheme, question.track, question.subject, question.code, state.language())
        if not question.pairs:
            unrated.append(name)
            continue
        st.header(parts.plain(name))
        _first(question)
        parts.muted(_("{n} targets rated by both").format(n=len(question.pairs)))
    if unrated:
        parts.muted(_("Not rated by both, so not compared: {names}.").format(names=", ".join(unrated)))
    _left_out(view)
    parts.muted(
        _("κ is agreement beyond chance. One number is never enough: read it with the time it rests on.")
    )


def _left_out(view: ComparisonView) -> None:
    """What was not compared; why no number is to be reported stands beside the answer already."""
    c = view.comparison
    for sentence in c.left_out:
        if sentence != c.caution:
            parts.muted(translated(sentence, _))


def _states(view: ComparisonView, lane: StateAgreement, more: Shuffled | None) -> None:
    events = lane.events()
    time, seen, follows = st.columns([3, 3, 6], gap="medium")
    with time:
        st.markdown(f"**{_('Time')}**")
        told("kappa", lane.kappa)
        told("percent", lane.percent, percent=True)
        told("accuracy", observer_accuracy(lane.table), percent=True)
        parts.muted(_("{time} compared").format(time=span(lane.table.total)))
        if lane.missing_ms:
            words = _("{time} left out: one of the two marked it as not codable")
            parts.muted(words.format(time=span(lane.missing_ms)))
    with seen:
        st.markdown(f"**{_('Events')}**")
        told("linked", events.linked, percent=True)
        told("f1", events.f1, percent=True)
        told("event_kappa", events.kappa)
        told("kappa_of_linked", events.kappa_of_linked)
    with follows:
        st.markdown(f"**{_('What a study would count')}**")
        _derived(view, lane, events)
    with st.expander(_("Code by code, and more coefficients")):
        _codes(view, lane, events)
        _more(lane)
        if more is not None:
            _shuffled(more)


def told(name: str, statistic: Statistic, *, percent: bool = False) -> None:
    """A number under its name, with what it is behind the question mark; without one, why."""
    value = parts.plain(share(statistic) if percent else number(statistic))
    st.markdown(f"{parts.plain(translated(EXPLAINED[name].name, _))} **{value}**", help=what(name))


def what(name: str) -> str:
    """What a number is, when there is none, and where its definition stands."""
    explained = EXPLAINED[name]
    source = f" ({explained.source})" if explained.source else ""
    means = f"{translated(explained.means, _)} " + _("No number when {reason}.").format(
        reason=translated(explained.undefined, _)
    )
    return parts.plain(f"{means}{source}")


def _derived(view: ComparisonView, lane: StateAgreement, events: EventAgreement) -> None:
    first, second = view.comparison.first, view.comparison.second
    by_code = {code.code: code for code in lane.codes}
    heads = (_("code"), *(words.format(name=name) for words in (_("n, {name}"), _("s, {name}"))
                          for name in (first, second)))  # fmt: skip
    rows = [
        (
            code_name(view.scheme, lane.track, e.code, state.language()), str(e.first), str(e.second),
            _held(by_code.get(e.code), 0), _held(by_code.get(e.code), 1),
        )
        for e in events.codes if e.first or e.second
    ]  # fmt: skip
    # Written as text, which breaks long names, where a table of Streamlit's would cut them off.
    lines = (heads, (":--", *["--:"] * 4), *rows)
    bare = (
        "|".join(("", *(cell if set(cell) <= set(":-") else parts.plain(cell) for cell in line), ""))
        for line in lines
    )
    st.markdown("\n".join(bare))


def _held(code: CodeAgreement | None, side: int) -> str:
    return "" if code is None else f"{(code.table.first[0], code.table.second[0])[side] / 1000:.1f}"


def _codes(view: ComparisonView, lane: StateAgreement, events: EventAgreement) -> None:
    seen = {e.code: e for e in events.codes}
    first, second = view.comparison.first, view.comparison.second
    st.dataframe(
        [
            {
                _("code"): code_name(view.scheme, lane.track, c.code, state.language()),
                "κ": number(c.kappa),
                _("both, of either"): share(c.positive),
                first: share(c.first_share),
                second: share(c.second_share),
                "F1": share(seen[c.code].f1) if c.code in seen else "",
                _("onset later, s"): _later(seen[c.code].onset.median) if c.code in seen else "",
                _("offset later, s"): _later(seen[c.code].offset.median) if c.code in seen else "",
            }
            for c in lane.codes
        ],
        hide_index=True,
    )
    words = _("Later: how much later {second} is, the median over linked stretches; below zero is earlier.")
    parts.muted(words.format(second=second))


def _later(lag: Statistic) -> str:
    return "–" if lag.value is None else f"{lag.value / 1000:+.2f}"


def _more(lane: StateAgreement) -> None:
    with st.container(horizontal=True, gap="medium"):
        made = {
            "ac1": gwet_ac1,
            "brennan_prediger": brennan_prediger,
            "scott": scott_pi,
            "kappa_max": kappa_max,
        }
        for name, coefficient in made.items():
            told(name, coefficient(lane.table))
        told("u_alpha", lane.unitizing().whole)


def _shuffled(more: Shuffled) -> None:
    within, tolerance = more.within, more.tolerance
    interval = translated(within.reason, _) if within.low is None else f"{within.low:.2f} – {within.high:.2f}"
    name = translated(EXPLAINED["within"].name, _)
    st.markdown(
        f"{parts.plain(name)} **{parts.plain(interval)}**",
        help=parts.plain(translated(EXPLAINED["within"].means, _)),
    )
    told("tolerance", tolerance.mean)
    chance = tolerance.chance
    if chance.mean is None:
        parts.muted(translated(chance.reason, _))
    else:
        words = _(
            "within {s} s; records that do not belong together reach {mean} ({shifts} shifts, seed {seed})"
        )
        parts.muted(
            words.format(
                s=tolerance.tolerance_ms / 1000,
                mean=f"{chance.mean:.2f}",
                shifts=chance.shifts,
                seed=chance.seed,
            )
        )
    told("gamma", more.gamma.value)


_NAMES = {
    "kappa": "interval_kappa", "gwet_ac1": "ac1", "percent_agreement": "percent",
    "positive_agreement": "positive", "negative_agreement": "negative", "icc_a1": "rating_icc",
    "weighted_kappa_quadratic": "weighted_kappa", "exact": "exact", "within_one_step": "within_one",
}  # fmt: skip
_SHARES = ("percent_agreement", "positive_agreement", "negative_agreement", "exact", "within_one_step")


def _first(lane: IntervalAgreement | RatingAgreement) -> None:
    """The numbers that are read first for this kind of data, side by side."""
    with st.container(horizontal=True, gap="medium"):
        for name, statistic in read_first(lane):
            told(_NAMES[name], statistic, percent=name in _SHARES)


def _points(view: ComparisonView, points: PointAgreement) -> None:
    if points.f1.value is None:
        parts.muted(translated(points.f1.reason, _))
        return
    told("f1", points.f1, percent=True)
    words = _("of {n} marks, partners within {s} s")
    parts.muted(words.format(n=points.f1.units, s=points.tolerance_ms / 1000))
    first, second = view.comparison.first, view.comparison.second
    rows = {code_name(view.scheme, points.track, p.code, state.language()): (p.first, p.second, p.matched)
            for p in points.codes}  # fmt: skip
    st.dataframe(
        [{_("code"): k, first: a, second: b, _("same moment"): m} for k, (a, b, m) in rows.items()],
        hide_index=True,
    )


def number(s: Statistic) -> str:
    """A coefficient with two places, or why there is none."""
    return _("none: {reason}").format(reason=translated(s.reason, _)) if s.value is None else f"{s.value:.2f}"


def share(s: Statistic) -> str:
    """A share in percent, or why there is none."""
    return number(s) if s.value is None else f"{100 * s.value:.0f} %"


def rounded(percent: float) -> str:
    """A percentage without places, below one with "under".

    >>> rounded(3.4), rounded(0.2)
    ('3', '< 1')
    """
    return "< 1" if 0 < percent < 1 else f"{percent:.0f}"
