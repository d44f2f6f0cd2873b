"""Summary: what one coding of a visit says, each number with what it rests on."""

import streamlit as st

from annotator.access import Face
from annotator.actions import changing, comparing, noticing, picturing
from annotator.actions.comparing import SummaryView
from annotator.errors import translated
from annotator.measures import CodeSummary, LaneSummary
from annotator.measures.written import rounded_apart
from annotator.pages import across, changes, measures, moments, noticed, parts, session_picture, state
from annotator.pages.figures import clock, span, written
from annotator.pages.words import code_name, track_name
from annotator.player import player
from annotator.stats import Statistic

_ = state.words()


SHORTEST_MS = 50
"""Any less is written as 0.0 s."""


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
            coder=view.summary.coder, scheme=view.scheme.title.in_language(_.language),
            version=view.summary.scheme_version, onset=clock(window.onset), offset=clock(window.offset),
        )
    )  # fmt: skip
    if view.coding.state == "open":
        st.info(_("This coding is still open: the numbers change while it is coded."))
    if not view.coding.annotations:
        st.write(_("Nothing is marked yet. Open the film and press a key when you see something begin."))
    if view.face is Face.WORDS:
        _words(view)
    else:
        _with_every_number(view)
    for number in range(len(view.summary.lanes)):
        _lane(view, [view], number)
    for sentence in view.summary.left_out:
        parts.muted(translated(sentence, _))
    if view.export_closed is None:
        with st.container(horizontal=True):
            parts.way(_("CSV with code book"), f"/exports/codings/{coding}.zip")
            parts.way(_("Excel"), f"/exports/codings/{coding}.xlsx")
            parts.way(_("Measures for SPSS"), f"/exports/codings/{coding}/spss.zip")
            parts.way(_("Measures as Parquet"), f"/exports/codings/{coding}/parquet.zip")
    else:
        parts.muted(translated(view.export_closed, _))
    player.daylight()
    parts.muted(
        _("Not diagnostic, not forensic, not validated. One film tells little: read the numbers with n.")
    )


def _words(view: SummaryView) -> None:
    """As a home visitor reads it."""
    found = noticing.noticed(state.place(), state.person(), view.coding.id)
    noticed.before_all(found, view, _.language)
    _picture(view)
    noticed.what_was_seen(view, _place(view), _.language)
    _changes(view)
    noticed.to_show(found, view, _place(view))


def _with_every_number(view: SummaryView) -> None:
    """As a supervisor and whoever leads a study read it."""
    _picture(view)
    if view.measures:
        _measures(view, [view])
    _changes(view)


def _picture(view: SummaryView) -> None:
    picture = picturing.picture_of(state.place(), state.person(), view.coding.id)
    session_picture.section(picture, _place(view), _.language)


def _changes(view: SummaryView) -> None:
    change = changing.change_of(state.place(), state.person(), view.coding.id)
    changes.section(change, _.language)
    across.section(change.visits, change.audience, _.language)


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
    if 0 < lane.uncoded_ms < SHORTEST_MS:
        parts.muted(_("Less than 0.1 s of it carries no code, so shares may add up to 99.9 %."))
    elif lane.uncoded_ms:
        parts.muted(_("{time} of it carries no code").format(time=span(lane.uncoded_ms)))
    rows = [_row(view, lane, code) for code in lane.codes]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{lane.track}-{lane.subject}",
    )
    if view.face is Face.NUMBERS and rounded_apart([code.share.value for code in lane.codes]):
        parts.muted(_("Shares are rounded one by one, so they add up to a little more or less than 100 %."))
    picked = chosen.selection.rows
    if picked:
        _moments(view, lane, lane.codes[picked[0]])
    else:
        parts.muted(_("Tick a row to see its moments."))


def _row(view: SummaryView, lane: LaneSummary, code: CodeSummary) -> dict[str, object]:
    """A code's counts; its rate, share and median only for whom the summary is told in numbers."""
    row: dict[str, object] = {
        _("code"): code_name(view.scheme, lane.track, code.code, _.language),
        "n": code.count,
    }
    if view.face is not Face.NUMBERS:
        longest = span(code.longest.duration) if code.longest else "–"
        lasting = {_("in all"): span(code.total_ms), _("longest"): longest}
        return row if lane.kind == "point" else row | lasting
    row[_("per scorable minute")] = _number(code.rate, "per_minute")
    if lane.kind != "point":
        row |= {
            _("in all"): span(code.total_ms),
            _("share of scorable time"): _number(code.share, "share"),
            _("median"): _number(code.median, "ms"),
            _("longest"): span(code.longest.duration) if code.longest else "–",
        }
    return row


def _place(view: SummaryView) -> dict[str, str]:
    """Where moments open: one's own coding, else the visit."""
    mine = view.coding.coder == (who.id if (who := state.person()) else "")
    return {"coding": view.coding.id} if mine else {"session": view.session.id}


def _number(s: Statistic, unit: str) -> str:
    return f"– ({translated(s.reason, _)})" if s.value is None else written(unit, s.value)


def _moments(view: SummaryView, lane: LaneSummary, code: CodeSummary) -> None:
    parts.muted(_("The moments; a click goes there on the desk."))
    place = _place(view)
    kept = f"from-{lane.track}-{lane.subject}-{code.code}"
    end = view.summary.window.offset
    stretches = [(a.content.onset_ms, a.content.stretch(end).offset) for a in code.annotations]
    moments.links(kept, stretches, place)


main()
