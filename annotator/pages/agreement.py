"""How far the coders of a study agree, over all its double-coded sessions."""

from collections.abc import Iterable
from functools import partial

import streamlit as st

from annotator.actions import study_agreeing
from annotator.actions.study_agreeing import StudyAgreementView, StudyPart
from annotator.agreement import EXPLAINED, LEAST_SESSIONS, StudyLane
from annotator.agreement.scores import LEAST_PAIRS
from annotator.errors import counted, translated
from annotator.pages import asked, parts, state
from annotator.pages.coefficients import number, told
from annotator.pages.words import code_name, lane_name
from annotator.player import player
from annotator.report import session_dots
from annotator.report.agreement_report import left_out_words
from annotator.report.agreement_words import (
    against_what_is_asked,
    answer,
    any_derived,
    dashes_words,
    in_unit,
    limits_cell,
    limits_words,
    measure_names,
    methods_paragraph,
    number_cell,
    own_answer,
    own_methods,
)
from annotator.report.tokens import ThemeName
from annotator.stats import Limits, Statistic

_ = state.words()


def main() -> None:
    """The study that the address names: the answers first, then sessions, codes, coders, and the report."""
    study = parts.asked_study()
    if study is None:
        return
    view = study_agreeing.agreement_of_study(state.place(), state.person(), study)
    parts.link("studies", parts.plain(view.name), {"id": study}, icon=":material/arrow_back:")
    st.title(_("Agreement in {study}").format(study=parts.plain(view.name)))
    if not view.parts and not view.again:
        st.info(
            _(
                "No session that you may see was coded by two people yet. What two coders submit of "
                "one visit is here; whoever leads the study shares visits, or the whole study, with you."
            )
        )
        for sentence in left_out_words(0, view.set_aside, view.shallow, _):
            parts.muted(sentence)
        return
    for part in view.parts:
        _part(view, part)
    for part in view.again:
        _with_oneself(part)
    _take_along(view)
    player.daylight()


def _part(view: StudyAgreementView, part: StudyPart) -> None:
    st.header(
        f"{parts.plain(part.scheme.title.in_language(_.language))} · {parts.plain(part.scheme.version)}"
    )
    found = part.found
    amounts = (
        counted(found.sessions, "1 session", "{n} sessions"),
        counted(found.families, "1 family", "{n} families"),
        counted(len(found.coders), "1 coder", "{n} coders"),
    )
    parts.muted(" · ".join(translated(amount, _) for amount in amounts))
    for sentence in left_out_words(part.left_out, part.set_aside, part.shallow, _):
        parts.muted(sentence)
    for lane in found.states:
        _lane(view, part, lane)
    _points(part)
    _ratings(part)
    _derived(part, _("First is who comes first by name."))
    with st.expander(_("Methods, to be taken into a paper")):
        st.code(methods_paragraph(part.scheme, found, _), language=None, wrap_lines=True)
    if view.may_ask:
        asked.form(view.id, part.scheme, part.asked)


def _lane(view: StudyAgreementView, part: StudyPart, lane: StudyLane) -> None:
    names = partial(_code, part, lane.track)
    name = lane_name(part.scheme, lane.track, lane.subject, lane.code, _.language)
    st.subheader(parts.plain(name))
    st.markdown(
        parts.plain(answer(lane, part.asked, names, _)),
        help=parts.plain(translated(EXPLAINED["pooled"].means, _)),
    )
    for sentence in against_what_is_asked(lane, part.asked, names, _):
        parts.muted(sentence)
    theme: ThemeName = "dark" if st.context.theme.type == "dark" else "light"
    labels = [part.sessions.get(s, "") for s in lane.sessions]
    st.plotly_chart(
        session_dots(
            lane.kappa, labels, theme=theme, words=_("all sessions together"), language=state.language()
        ),
        key=f"dots-{part.scheme.id}-{name}", theme=None, config={"displayModeBar": False},
        alt=_("κ of every session as a dot; the table below says the same in words."),
    )  # fmt: skip
    left, right = st.columns([2, 3], gap="large")
    with left:
        told("kappa", lane.kappa.value)
        told("percent", lane.percent.value, percent=True)
        told("accuracy", lane.accuracy, percent=True)
        for limits in (lane.kappa.bootstrap, lane.kappa.jackknife):
            if limits.low is not None:
                parts.muted(f"{translated(limits.method, _)}: {limits_words(limits, _)}")
        median = _("median session {median}, lowest {lowest}")
        parts.muted(median.format(median=number(lane.kappa.median), lowest=number(lane.kappa.worst)))
    with right:
        rows = [
            {
                _("coders"): f"{part.names.get(a, a)} – {part.names.get(b, b)}",
                "κ": number(k.value),
                _("95 %"): limits_cell(k.limits),
                _("sessions"): len(k.sessions),
            }
            for (a, b), k in lane.pairs.items()
        ]
        st.dataframe(rows, hide_index=True)
        _dashes([k.limits for k in lane.pairs.values()])
    st.dataframe(
        [
            {
                _("code"): names(c.code), "κ": number_cell(c.pooled.kappa),
                _("both, of either"): share_cell(c.pooled.positive),
                _("share of time"): share_cell(c.pooled.first_share), _("stretches"): c.stretches,
                _("ICC of the share"): number_cell(c.share.value),
            }
            for c in lane.codes
        ],
        hide_index=True,
    )  # fmt: skip
    _dashes(s for c in lane.codes for s in (c.pooled.kappa, c.pooled.positive, c.share.value))
    with st.expander(_("Session by session")):
        for session, kappa in zip(lane.sessions, lane.kappa.sessions, strict=True):
            parts.link(
                "compare",
                f"{parts.plain(part.sessions.get(session, ''))}: κ {number(kappa)}",
                {"session": session},
            )


def _with_oneself(part: StudyPart) -> None:
    """How far coders agree with themselves, coder by coder; nothing of it is in the numbers above."""
    title = parts.plain(part.scheme.title.in_language(_.language))
    st.header(_("Coders with themselves: {scheme}").format(scheme=title))
    parts.muted(
        _(
            "Visits that a coder coded again after a while, without the former coding in sight. They stand "
            "apart: they say how steady a coder is, not whether two agree."
        )
    )
    for lane in part.found.states:
        st.subheader(parts.plain(lane_name(part.scheme, lane.track, lane.subject, lane.code, _.language)))
        st.markdown(parts.plain(own_answer(lane, _)))
        st.dataframe(
            [
                {
                    _("coder"): part.names.get(coder, coder), "κ": number(k.value),
                    _("95 %"): limits_cell(k.limits), _("sessions"): len(k.sessions),
                }
                for (coder, _same), k in lane.pairs.items()
            ],
            hide_index=True,
        )  # fmt: skip
        _dashes([k.limits for k in lane.pairs.values()])
        told("percent", lane.percent.value, percent=True)
    _points(part)
    _ratings(part)
    _derived(part, _("First is the former coding, second the new one."))
    if part.found.sessions:
        with st.expander(_("Methods, to be taken into a paper")):
            st.code(own_methods(part.found, part.days, _), language=None, wrap_lines=True)


def _points(part: StudyPart) -> None:
    for points in part.found.points:
        name = lane_name(part.scheme, points.track, points.subject, None, _.language)
        st.subheader(parts.plain(name))
        told("f1", points.f1, percent=True)
        marks = _("of {n} marks, partners within {s} s").format(
            n=points.f1.units, s=points.tolerance_ms / 1000
        )
        there = points.limits.low is not None
        parts.muted(f"{marks} · {_('95 %')}: {limits_words(points.limits, _)}" if there else marks)
    _dashes([points.limits for points in part.found.points], _("No interval: {reason}"))


def _code(part: StudyPart, track: str, code: str) -> str:
    return code_name(part.scheme, track, code, _.language)


def _ratings(part: StudyPart) -> None:
    if not part.found.ratings:
        return
    st.subheader(_("Ratings"))
    st.dataframe(
        [
            {
                _("question"): _code(part, q.track, q.code), "ICC(A,1)": number_cell(q.icc.value),
                _("95 %"): limits_cell(q.icc.limits), _("weighted κ"): number_cell(q.kappa),
                _("same value"): share_cell(q.exact), _("at most one step apart"): share_cell(q.within_one),
                "n": len(q.pairs),
            }
            for q in part.found.ratings
        ],
        hide_index=True,
    )  # fmt: skip
    _dashes(s for q in part.found.ratings for s in (q.icc.value, q.icc.limits, q.kappa, q.exact))


def share_cell(s: Statistic) -> str:
    """A share in a table in percent, or a dash."""
    return "–" if s.value is None else f"{100 * s.value:.0f} %"


def _dashes(every: Iterable[Limits | Statistic], words: str = "") -> None:
    """Why a table has dashes in place of numbers, said once."""
    for sentence in dashes_words(every, _, words):
        parts.muted(sentence)


def _derived(part: StudyPart, first: str) -> None:
    if not part.found.derived:
        return
    st.subheader(
        _("Derived measures"),
        help=" ".join(translated(EXPLAINED[name].means, _) for name in ("derived_icc", "differences")),
    )
    if not any_derived(part.found):
        few = _("{n} measures: how far apart from {least} sessions on, a coefficient from {most} on.")
        parts.muted(few.format(n=len(part.found.derived), least=LEAST_PAIRS, most=LEAST_SESSIONS))
        return
    names = measure_names(part.scheme, part.found, _.language)
    rows = []
    for each in part.found.derived:
        apart = each.differences
        low, high = (in_unit(each.unit, end.value) for end in (apart.low, apart.high))
        rows.append({
            _("measure"): names[each.measure, each.subject], "ICC(A,1)": number_cell(each.icc.value),
            _("first less second"): in_unit(each.unit, apart.bias.value),
            _("95 % of differences"): "–" if apart.low.value is None else f"{low} … {high}",
            _("slope on the mean, 95 %"): limits_cell(apart.slope_limits), "n": len(each.pairs),
            _("without a number"): each.without,
        })  # fmt: skip
    st.dataframe(rows, hide_index=True)
    parts.muted(first)
    if any(each.icc.value.value is None for each in part.found.derived):
        parts.muted(_("From {n} sessions on a measure has a coefficient.").format(n=LEAST_SESSIONS))


def _take_along(view: StudyAgreementView) -> None:
    st.header(_("The report"))
    with st.container(horizontal=True):
        parts.way(_("To read and print"), f"/exports/studies/{view.id}/agreement.html")
        parts.way("PDF", f"/exports/studies/{view.id}/agreement.pdf")
        parts.way(_("Table (CSV)"), f"/exports/studies/{view.id}/agreement.csv")
    parts.muted(_("Coders and sessions are numbered in it. Not diagnostic, not forensic, not validated."))


main()
