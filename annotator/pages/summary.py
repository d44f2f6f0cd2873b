"""Summary: what one coding of a visit says, each number with what it rests on."""

import streamlit as st

from annotator.actions import comparing
from annotator.actions.comparing import SummaryView
from annotator.errors import translated
from annotator.measures import CodeSummary, LaneSummary
from annotator.pages import measures, moments, parts, state
from annotator.pages.words import code_name, track_name
from annotator.stats import Statistic
from annotator.timecode import clock, span

_ = state.words()


def main() -> None:
    """The numbers of the coding that the address names."""
    coding = state.asked("coding")
    if not coding:
        st.info(_("Choose a visit, then the summary of a coding."))
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    view = comparing.summarise_coding(state.place(), state.person(), coding)
    parts.link("session", _("The visit"), {"id": view.session.id}, icon=":material/arrow_back:")
    st.title(f"{parts.plain(view.family.code)} · {parts.plain(view.session.label)}")
    window = view.summary.window
    parts.muted(
        _("coded by {coder} with {scheme} {version} · {onset} to {offset}").format(
            coder=view.summary.coder, scheme=view.summary.scheme, version=view.summary.scheme_version,
            onset=clock(window.onset), offset=clock(window.offset),
        )
    )  # fmt: skip
    if view.coding.state == "open":
        st.info(_("This coding is still open: the numbers change while it is coded."))
    if not view.coding.annotations:
        st.write(_("Nothing is marked yet. Open the film and press a key when you see something begin."))
    if view.measures:
        _measures(view, [view])
    for number in range(len(view.summary.lanes)):
        _lane(view, [view], number)
    for sentence in view.summary.left_out:
        parts.muted(translated(sentence, _))
    if view.export_closed is None:
        with st.container(horizontal=True):
            parts.way(_("CSV with code book"), f"/exports/codings/{coding}.zip")
            parts.way(_("Excel"), f"/exports/codings/{coding}.xlsx")
    else:
        parts.muted(translated(view.export_closed, _))
    parts.muted(
        _("Not diagnostic, not forensic, not validated. One film tells little: read the numbers with n.")
    )


# A ticked row draws its own part of the page anew and leaves the rest alone.


@st.fragment
def _measures(shown: SummaryView, asked: list[SummaryView]) -> None:
    with parts.refusals():
        view = _again(shown, asked)
        measures.section(view.measures, _place(view), _.language)


def _again(shown: SummaryView, asked: list[SummaryView]) -> SummaryView:
    """What the page has just asked for; later, at a tick, whether one may still see it.

    Where the coding has gone on meanwhile, all numbers are drawn anew and not only those of one part.
    """
    if asked:
        return asked.pop()
    view = comparing.summarise_coding(state.place(), state.person(), shown.coding.id)
    if view.coding is not shown.coding:
        st.rerun()
    return view


@st.fragment
def _lane(shown: SummaryView, asked: list[SummaryView], number: int) -> None:
    with parts.refusals():
        view = _again(shown, asked)
        _numbers(view, view.summary.lanes[number])


def _numbers(view: SummaryView, lane: LaneSummary) -> None:
    st.header(parts.plain(track_name(view.scheme, lane.track, _.language)))
    scorable = _("{scorable} of {window} can be scored").format(
        scorable=span(lane.scorable_ms), window=span(lane.window_ms)
    )
    unseen = _("{time} not visible").format(time=span(lane.missing_ms)) if lane.missing_ms else ""
    parts.muted(" · ".join(words for words in (scorable, unseen) if words))
    if lane.uncoded_ms:
        parts.muted(_("{time} of it carries no code").format(time=span(lane.uncoded_ms)))
    rows = [_row(view, lane, code) for code in lane.codes]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{lane.track}-{lane.subject}",
    )
    picked = chosen.selection.rows
    if picked:
        _moments(view, lane, lane.codes[picked[0]])
    else:
        parts.muted(_("Tick a row to see its moments."))


def _row(view: SummaryView, lane: LaneSummary, code: CodeSummary) -> dict[str, object]:
    row: dict[str, object] = {
        _("code"): code_name(view.scheme, lane.track, code.code, _.language),
        "n": code.count,
        _("per scorable minute"): _number(code.rate, "{:.2f}"),
    }
    if lane.kind != "point":
        row |= {
            _("in all"): span(code.total_ms),
            _("share of scorable time"): _number(code.share, "{:.1%}"),
            _("median"): _why(code.median) if code.median.value is None else span(round(code.median.value)),
            _("longest"): span(code.longest.duration) if code.longest else "–",
        }
    return row


def _place(view: SummaryView) -> dict[str, str]:
    """Where moments open: one's own coding, else the visit."""
    mine = view.coding.coder == (who.id if (who := state.person()) else "")
    return {"coding": view.coding.id} if mine else {"session": view.session.id}


def _number(s: Statistic, form: str) -> str:
    return _why(s) if s.value is None else form.format(s.value)


def _why(s: Statistic) -> str:
    return f"– ({translated(s.reason, _)})"


def _moments(view: SummaryView, lane: LaneSummary, code: CodeSummary) -> None:
    parts.muted(_("The moments; a click goes there on the desk."))
    place = _place(view)
    kept = f"from-{lane.track}-{lane.subject}-{code.code}"
    end = view.summary.window.offset
    stretches = [(a.content.onset_ms, a.content.stretch(end).offset) for a in code.annotations]
    moments.links(kept, stretches, place)


main()
