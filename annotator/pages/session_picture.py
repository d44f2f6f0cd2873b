"""A session as a ribbon on the page of its summary; the same in words below it."""

from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from annotator.actions.picturing import Picture
from annotator.pages import parts, state
from annotator.pages.figures import span
from annotator.pages.words import code_name
from annotator.report import Ribbon, session_ribbon
from annotator.report.tokens import ThemeName
from annotator.timecode import clock

_ = state.say
LISTED = 200
"""How many signals and ways back stand in the list at most; the desk has them all."""


def section(picture: Picture, place: Mapping[str, str], language: str) -> None:
    """The ribbon; a click on anything opens that moment of the film."""
    if picture.too_many:
        parts.muted(_("There are too many marks for one picture; the desk shows them at every zoom."))
        return
    if not any(lane.annotations for lane in picture.lanes):
        return
    st.header(_("The session"))
    theme: ThemeName = "dark" if st.context.theme.type == "dark" else "light"
    stills = [(s.at_ms, f"/films/{s.recording}/stills/{s.film_ms}.jpg") for s in picture.stills]
    ribbon = Ribbon(picture.window, picture.scheme, picture.lanes, picture.arcs, picture.episodes, stills)
    chosen = st.plotly_chart(
        session_ribbon(ribbon, theme=theme, language=language, translate=_), on_select="rerun",
        selection_mode="points", key="session-picture", theme=None, config={"displayModeBar": False},
        alt=_("What was coded, along time; the list below it says the signals and the ways back in words."),
    )  # fmt: skip
    parts.muted(_("Click on anything to see that moment on the film."))
    marks = chosen.selection.points if chosen else []
    if marks and marks[0].get("customdata"):
        parts.go("desk", {**place, "t": str(int(marks[0]["customdata"][0]))})
    _in_words(picture, place, language)


def _in_words(picture: Picture, place: Mapping[str, str], language: str) -> None:
    rows = sorted([*_signals(picture, language), *_ways_back(picture, language)])
    if not rows:
        return
    with st.expander(_("Signals and ways back, in words")):
        items = "".join(
            f'<li><a href="/desk?{escape(urlencode({**place, "t": str(at)}))}">{clock(at)}</a> '
            f"{escape(words)}</li>"
            for at, words in rows[:LISTED]
        )
        st.html(f'<ul class="moments">{items}</ul>')
        if len(rows) > LISTED:
            parts.muted(_("and {n} more: the desk shows all").format(n=len(rows) - LISTED))


def _signals(picture: Picture, language: str) -> Iterator[tuple[int, str]]:
    for arc in picture.arcs:
        content = arc.cue.annotation.content
        cue = code_name(picture.scheme, content.track, content.code, language)
        if not arc.answered:
            words = _("{cue}: no answer within the scheme's window").format(cue=cue)
        elif arc.answer is None or arc.at is None:
            words = _("{cue}, while an answer was going on already").format(cue=cue)
        else:
            answer = code_name(picture.scheme, arc.answer.content.track, arc.answer.content.code, language)
            words = _("{cue}, answered after {time}: {answer}").format(
                cue=cue, answer=answer, time=span(arc.at - arc.cue.at)
            )
        yield arc.cue.onset, words


def _ways_back(picture: Picture, language: str) -> Iterator[tuple[int, str]]:
    for episode in picture.episodes:
        content = episode.opened_by.content
        lost = code_name(picture.scheme, content.track, content.code, language)
        if episode.closed_by is None or episode.latency is None:
            yield episode.onset, _("{lost}; the end was not seen").format(lost=lost)
            continue
        content = episode.closed_by.content
        found = code_name(picture.scheme, content.track, content.code, language)
        yield (
            episode.onset,
            _("{lost}, and after {time} the way back: {found}").format(
                lost=lost, found=found, time=span(episode.latency)
            ),
        )
