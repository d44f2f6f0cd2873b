"""Compare: how far two coders agree on one visit, and where they do not."""

from itertools import combinations

import streamlit as st

from annotator.actions import codings, comparing
from annotator.actions.comparing import ComparisonView
from annotator.agreement import Disagreement, StateAgreement
from annotator.errors import translated
from annotator.pages import parts, state
from annotator.pages.words import code_name, track_name
from annotator.report import ribbons
from annotator.report.tokens import ThemeName
from annotator.stats import Statistic
from annotator.store.codings import CountedCoding
from annotator.timecode import clock, span

_ = state.words()
LISTED = 40
# Below this a difference is two hands on the same boundary, not two opinions.
WORTH_SHOWING_MS = 250


def main() -> None:
    """The answer as a sentence, both records over time, and the list of disagreements."""
    session = state.asked("session")
    if not session:
        st.info(_("Choose a visit that two people have coded."))
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    submitted = [c for c in codings.codings_here(state.place(), state.person(), session) if c.state != "open"]
    parts.link("session", _("The visit"), {"id": session}, icon=":material/arrow_back:")
    pair = _choose(submitted)
    if pair is None:
        st.title(_("Nothing to compare yet"))
        st.info(
            _("Comparing needs two submitted codings. You see another's once you have submitted your own.")
        )
        return
    view = comparing.compare_codings(state.place(), state.person(), *pair)
    _answer(view)
    _ribbons(view, session)
    left, right = st.columns([5, 4], gap="large")
    with left:
        _numbers(view)
    with right:
        _disagreements(view, session)


def _choose(submitted: list[CountedCoding]) -> tuple[str, str] | None:
    me = who.id if (who := state.person()) else ""
    # One's own coding first, then the newest: what one has just submitted is what one wants to see.
    newest = sorted(reversed(submitted), key=lambda c: c.coder != me)
    pairs = [
        (a, b)
        for a, b in combinations(newest, 2)
        if a.scheme_id == b.scheme_id and (a.agreement is None) == (b.agreement is None)
    ]
    if not pairs:
        return None
    wanted = (state.asked("a"), state.asked("b"))
    known = [(a.id, b.id) for a, b in pairs]
    index = known.index(wanted) if wanted in known else 0
    if len(pairs) > 1:
        index = st.selectbox(
            _("Which two"), range(len(pairs)), index=index,
            format_func=lambda i: " – ".join(f"{c.coder_name} ({c.profile})" for c in pairs[i]),
        )  # fmt: skip
    return known[index]


def _answer(view: ComparisonView) -> None:
    c = view.comparison
    names = {"first": parts.plain(c.first), "second": parts.plain(c.second)}
    if c.percent.value is None:
        st.title(_("{first} and {second} cannot be compared yet").format(**names))
        parts.muted(translated(c.percent.reason, _))
        return
    share = round(100 * c.percent.value)
    st.title(_("{first} and {second} say the same for {share} % of the time").format(**names, share=share))
    where = _("{family} · {visit}, {onset} to {offset} that both declared as coded")
    parts.muted(
        where.format(
            family=view.family.code, visit=view.session.label,
            onset=clock(c.window.onset), offset=clock(c.window.offset),
        )
    )  # fmt: skip


def _number(s: Statistic) -> str:
    return _("none: {reason}").format(reason=translated(s.reason, _)) if s.value is None else f"{s.value:.2f}"


def _numbers(view: ComparisonView) -> None:
    for lane in view.comparison.states:
        st.header(parts.plain(track_name(view.scheme, lane.track, _.language)))
        st.markdown(
            _("κ **{kappa}** over time · same code **{percent}** · {time} compared").format(
                kappa=parts.plain(_number(lane.kappa)), percent=parts.plain(_percent(lane.percent)),
                time=span(lane.table.total),
            )
        )  # fmt: skip
        if lane.missing_ms:
            parts.muted(
                _("{time} left out: one of the two marked it as not codable").format(
                    time=span(lane.missing_ms)
                )
            )
        with st.expander(_("Time table and codes")):
            _time_table(view, lane)
    for points in view.comparison.points:
        st.header(parts.plain(track_name(view.scheme, points.track, _.language)))
        if points.f1.value is None:
            parts.muted(translated(points.f1.reason, _))
            continue
        st.markdown(
            _("**{f1}** of {n} marks have a partner within {s} s").format(
                f1=parts.plain(_percent(points.f1)), s=points.tolerance_ms / 1000, n=points.f1.units
            )
        )
        rows = {code_name(view.scheme, points.track, p.code, _.language): (p.first, p.second, p.matched)
                for p in points.codes}  # fmt: skip
        first, second = view.comparison.first, view.comparison.second
        st.dataframe(
            [{_("code"): k, first: a, second: b, _("same moment"): m} for k, (a, b, m) in rows.items()],
            hide_index=True,
        )
    for sentence in view.comparison.left_out:
        parts.muted(translated(sentence, _))
    parts.muted(
        _("κ is agreement beyond chance. One number is never enough: read it with the time it rests on.")
    )


def _percent(s: Statistic) -> str:
    return _number(s) if s.value is None else f"{100 * s.value:.0f} %"


def _time_table(view: ComparisonView, lane: StateAgreement) -> None:
    names = [code_name(view.scheme, lane.track, code, _.language) for code in lane.table.codes]
    first = view.comparison.first
    rows = [
        {f"{first} ↓": name} | {other: round(ms / 1000, 1) for other, ms in zip(names, row, strict=True)}
        for name, row in zip(names, lane.table.cells, strict=True)
    ]
    parts.muted(
        _("Seconds; rows: {first}, columns: {second}").format(first=first, second=view.comparison.second)
    )
    st.dataframe(rows, hide_index=True)
    st.dataframe(
        [
            {
                _("code"): code_name(view.scheme, lane.track, c.code, _.language),
                "κ": _number(c.kappa),
                _("both, of either"): _percent(c.positive),
                first: _percent(c.first_share),
                view.comparison.second: _percent(c.second_share),
            }
            for c in lane.codes
        ],
        hide_index=True,
    )


def _ribbons(view: ComparisonView, session: str) -> None:
    theme: ThemeName = "dark" if st.context.theme.type == "dark" else "light"
    figure = ribbons(
        view.comparison, view.first, view.second, view.scheme, theme=theme, language=_.language, translate=_
    )
    chosen = st.plotly_chart(
        figure, on_select="rerun", selection_mode="points", key="ribbons", theme=None,
        config={"displayModeBar": False},
        alt=_("Both codings over time; the list beside it holds the same disagreements as words."),
    )  # fmt: skip
    hint = _("{first} above, {second} below; crossed where they differ. Click a stretch to see it.")
    parts.muted(hint.format(first=view.comparison.first, second=view.comparison.second))
    marks = chosen.selection.points if chosen else []
    if marks:
        parts.go("desk", {"session": session, "t": str(int(marks[0]["customdata"][0]))})


def _disagreements(view: ComparisonView, session: str) -> None:
    everything = view.comparison.disagreements
    found = [d for d in everything if d.is_point or d.cost_ms >= WORTH_SHOWING_MS] or everything
    st.header(_("Where they differ") + f" · {len(everything)}")
    if not everything:
        st.write(_("Nowhere in the shared time."))
    for number, each in enumerate(found[:LISTED]):
        with st.container(key=f"differ-{number}", gap=None):
            parts.link(
                "desk", f"{clock(each.onset)} · {_length(each)}", {"session": session, "t": str(each.onset)}
            )
            parts.muted(_pair(view, each))
    rest = len(everything) - min(len(found), LISTED)
    if rest:
        parts.muted(_("and {n} shorter ones").format(n=rest))


def _length(each: Disagreement) -> str:
    if each.is_point or each.cost.value is None:
        return _("a mark")
    return _("{time}, {percent} % of all").format(
        time=span(each.cost_ms), percent=round(100 * each.cost.value)
    )


def _pair(view: ComparisonView, each: Disagreement) -> str:
    first = code_name(view.scheme, each.track, each.first, _.language)
    second = code_name(view.scheme, each.track, each.second, _.language)
    return f"{view.comparison.first}: {first} – {view.comparison.second}: {second}"


main()
