"""Compare: how far two coders agree on one visit, and where they do not."""

from itertools import combinations

import streamlit as st

from annotator.actions import codings, home, judging
from annotator.actions.comparing import ComparisonView
from annotator.actions.double_coded import in_order
from annotator.agreement import Comparison, StateAgreement, observer_accuracy
from annotator.errors import translated
from annotator.pages import coefficients, confusions, parts, state, where_differ
from annotator.pages.figures import clock, span
from annotator.pages.words import code_name, lane_name
from annotator.player import player
from annotator.report import ribbons
from annotator.report.tokens import ThemeName
from annotator.store.codings import CountedCoding

_ = state.words()


def main() -> None:
    """The answer as a sentence, both records over time, the disagreements, then every number."""
    session = state.asked("session")
    if not session:
        st.info(_("Choose a visit that two people have coded."))
        if home.by_share(state.place(), state.person()):
            parts.muted(parts.whom_to_ask())
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    there = codings.codings_here(state.place(), state.person(), session)
    parts.link("session", _("The visit"), {"id": session}, icon=":material/arrow_back:")
    pair = _choose([c for c in there if c.state == "submitted"])
    if pair is None:
        st.title(_("Nothing to compare yet"))
        st.info(
            _(
                "Comparing needs two submitted codings. You see another's once you have submitted your own "
                "with the same scheme at the same depth."
            )
        )
        return
    found = judging.differences(state.place(), state.person(), *pair)
    view = found.view
    _answer(view)
    _ribbons(view, pair)
    left, right = st.columns(2, gap="large")
    with left:
        where_differ.section(found, pair)
    with right:
        confusions.section(view, pair)
    coefficients.section(view, pair)
    player.daylight()


def _choose(submitted: list[CountedCoding]) -> tuple[str, str] | None:
    me = who.id if (who := state.person()) else ""
    # One's own coding first, then the newest: what one has just submitted is what one wants to see.
    newest = sorted(reversed(submitted), key=lambda c: c.coder != me)
    pairs = [
        tuple(sorted((a, b), key=in_order))
        for a, b in combinations(newest, 2)
        if a.scheme_id == b.scheme_id and (a.agreement is None) == (b.agreement is None)
    ]
    if not pairs:
        return None
    wanted = {state.asked("a"), state.asked("b")}
    known = [(a.id, b.id) for a, b in pairs]
    index = next((i for i, ids in enumerate(known) if set(ids) == wanted), 0)
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
        _caution(c)
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
    _caution(c)
    for lane in c.states:
        if lane.percent.value is not None:
            _lane_answer(view, lane)


def _caution(c: Comparison) -> None:
    """Why no number is to be reported, where a number is read first."""
    if c.caution is not None:
        st.warning(parts.plain(translated(c.caution, _)), icon=":material/warning:")


def _lane_answer(view: ComparisonView, lane: StateAgreement) -> None:
    """A lane in a sentence or two; a number that there is not says why."""
    name = parts.plain(lane_name(view.scheme, lane.track, lane.subject, lane.code, _.language))
    used = sum(c.positive.value is not None for c in lane.codes)
    if lane.kappa.value is None:
        sentence = _("**{lane}**: no κ, because {reason}.").format(
            lane=name, reason=parts.plain(translated(lane.kappa.reason, _))
        )
    else:
        one, many = _("one code"), _("{n} codes")
        sentence = _("**{lane}**: κ = {kappa}, {time}, {codes}").format(
            lane=name, kappa=coefficients.number(lane.kappa), time=span(lane.table.total),
            codes=one if used == 1 else many.format(n=used),
        )  # fmt: skip
        accuracy = observer_accuracy(lane.table)
        if accuracy.value is not None:
            words = _("; each alone would be right about {percent} % of the time, if both are equally good")
            sentence += words.format(percent=round(100 * accuracy.value))
        sentence += "."
    weakest = lane.weakest
    if weakest is not None and used > 1 and weakest.positive.value is not None:
        shares = [s.value for s in (weakest.first_share, weakest.second_share) if s.value is not None]
        sentence += " " + _("Weakest: *{code}*, {share} % of time, agreed on {percent} % of it.").format(
            code=parts.plain(code_name(view.scheme, lane.track, weakest.code, _.language)),
            share=coefficients.rounded(50 * sum(shares)), percent=round(100 * weakest.positive.value),
        )  # fmt: skip
    st.markdown(sentence, help=coefficients.what("kappa"))


def _ribbons(view: ComparisonView, pair: tuple[str, str]) -> None:
    theme: ThemeName = "dark" if st.context.theme.type == "dark" else "light"
    figure = ribbons(
        view.comparison, view.first, view.second, view.scheme, theme=theme, language=_.language, translate=_
    )
    chosen = st.plotly_chart(
        figure, on_select="rerun", selection_mode="points", key="ribbons", theme=None,
        config={"displayModeBar": False},
        alt=_("Both codings over time; the list below it holds the same disagreements as words."),
    )  # fmt: skip
    hint = _("{first} above, {second} below; crossed where they differ. Click a stretch to see it.")
    parts.muted(hint.format(first=view.comparison.first, second=view.comparison.second))
    marks = chosen.selection.points if chosen else []
    if marks:
        at = {"a": pair[0], "b": pair[1], "t": str(int(marks[0]["customdata"][0]))}
        parts.go("differences", at)


main()
