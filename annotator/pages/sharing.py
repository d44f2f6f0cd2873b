"""Parts of several pages: shared moments in a list, and sharing one on the page of a visit."""

import re

import streamlit as st

from annotator.actions import notes, talking
from annotator.actions.families import SessionView
from annotator.actions.talking import TalkLine
from annotator.errors import AnnotatorError, said
from annotator.pages import parts, state
from annotator.timecode import short_clock

_ = state.say

_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")


def line(each: TalkLine) -> None:
    """One shared moment: where, between whom, what was written last."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"talk-{each.talk.id}"):
        with st.container(gap=None):
            time = short_clock(each.talk.at_ms)
            st.markdown(f"**{parts.plain(each.family_code)} · {parts.plain(each.visit)} · {time}**")
            new = {0: "", 1: _("one new message") + " · "}.get(
                each.unread, _("{n} new messages").format(n=each.unread) + " · "
            )
            between = _("{author} and {supervisor}").format(author=each.author, supervisor=each.supervisor)
            parts.muted(f"{new}{between}")
            parts.muted(each.last)
        parts.action("moment", _("Open"), {"id": each.talk.id})


def section(view: SessionView) -> None:
    """The shared moments of a visit, and sharing one more."""
    place, who = state.place(), state.person()
    lines = talking.talks_of_visit(place, who, view.session.id)
    may_share = view.may_share and view.closed is None
    whom = talking.supervisors_of(place, who, view.session.id) if may_share else {}
    if not lines and not whom:
        return
    st.header(_("Shared moments"))
    for each in lines:
        line(each)
    if whom:
        _share(view, whom)


def _share(view: SessionView, whom: dict[str, str]) -> None:
    starred = [
        n for n in notes.my_notes(state.place(), state.person(), view.session.id) if n.at_ms is not None
    ]
    first = short_clock(starred[0].at_ms or 0) if starred else ""
    with (
        st.expander(_("Share a moment with a supervisor"), icon=":material/forum:"),
        st.form("share-moment", border=False),
    ):
        parts.muted(
            _(
                "They can watch this visit's film then. What you write is read by the two of you and by "
                "whoever leads the study."
            )
        )
        time = st.text_input(_("Time in the film"), first, placeholder="1:05")
        supervisor = st.selectbox(_("Supervisor"), list(whom), format_func=whom.__getitem__)
        text = st.text_area(_("Your message"), max_chars=talking.MOST_LETTERS, height=100)
        if st.form_submit_button(_("Share the moment"), type="primary"):
            with parts.refusals():
                made = talking.share_moment(
                    state.place(), state.person(), view.session.id, milliseconds(time), supervisor, text
                )
                parts.go("moment", {"id": made})


def milliseconds(time: str) -> int:
    """A time as the film shows it, in ms: minutes and seconds, before them hours.

    >>> milliseconds("1:05"), milliseconds("1:00:00")
    (65000, 3600000)
    """
    found = _TIME.fullmatch(time.strip())
    if found is None:
        raise AnnotatorError(said("Write the time as minutes and seconds, like 1:05."))
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return 1000 * (3600 * hours + 60 * minutes + seconds)
