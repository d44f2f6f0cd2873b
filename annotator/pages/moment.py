"""A shared moment: the film from there on, and what the two write about it."""

from html import escape

import streamlit as st

from annotator.actions import talking
from annotator.actions.talking import TalkView
from annotator.errors import AnnotatorError, translated
from annotator.pages import parts, state
from annotator.timecode import short_clock

_ = state.words()


def main() -> None:
    """The shared moment that the address names."""
    id = state.asked("id")
    if not id:
        st.info(_("Choose a shared moment on Home."))
        parts.link("home", _("Home"), icon=":material/arrow_back:")
        return
    view = talking.talk(state.place(), state.person(), id)
    line = view.line
    name = f"{parts.plain(line.family_code)} · {parts.plain(line.visit)}"
    parts.link("session", name, {"id": view.session.id}, icon=":material/arrow_back:")
    st.title(_("The moment at {time}").format(time=short_clock(line.talk.at_ms)))
    parts.muted(
        _(
            "shared by {author} with {supervisor}; nobody else reads this, but whoever leads the study can"
        ).format(author=line.author, supervisor=line.supervisor)
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        _film(view)
    with right:
        _messages(id, _shown(view))
        if view.may_write:
            _write(id)


def _film(view: TalkView) -> None:
    if view.film is None:
        said = (
            translated(view.closed, _)
            if view.closed
            else _("No film of this visit shows this moment any more.")
        )
        st.info(parts.plain(said))
        return
    start = max(0, view.line.talk.at_ms - view.film.shift_ms) / 1000
    # Our own route, which asks at every range; never Streamlit's.
    label = escape(_("The film"))
    st.html(
        f'<video class="moment" controls playsinline preload="auto" aria-label="{label}" '
        f'src="/films/{view.film.id}/proxy.mp4#t={start:.3f}"></video>'
    )
    parts.link(
        "notes", _("Watch and write notes"), {"session": view.session.id, "t": str(view.line.talk.at_ms)}
    )


def _shown(view: TalkView) -> str:
    return view.film.id if view.film is not None else ""


@st.fragment(run_every=5.0)
def _messages(id: str, film: str) -> None:
    """What was written so far; it comes by itself while both are here.

    Where the film may no longer be watched, or nothing of it all be seen, the whole page is another.
    """
    try:
        view = talking.talk(state.place(), state.person(), id)
    except AnnotatorError:
        st.rerun()
    if _shown(view) != film:
        st.rerun()
    st.header(_("Messages"))
    for author, message in view.messages:
        with st.container(border=True, gap=None, key=f"message-{message.seq}"):
            parts.muted(f"{author} · {message.at[:16].replace('T', ' ')}")
            st.text(message.text)
    if view.line.unread:
        talking.seen(state.place(), state.person(), id, view.messages[-1][1].seq)


def _write(id: str) -> None:
    with st.form("say", border=False, clear_on_submit=True):
        text = st.text_area(_("Your message"), max_chars=talking.MOST_LETTERS, height=100)
        if st.form_submit_button(_("Send"), type="primary"):
            with parts.refusals():
                talking.say(state.place(), state.person(), id, text)
                st.rerun()


main()
