"""What waits for a supervisor: marks made for them, and plans that need their release."""

from collections.abc import Sequence

import streamlit as st

from annotator.actions import codings, preparing, supervising, talking
from annotator.actions.supervising import Concern, SharedSegment, ToRelease
from annotator.pages import parts, sharing, state
from annotator.store.families import SessionRow
from annotator.timecode import short_clock

_ = state.words()


def main() -> None:
    """Concerns first, then plans; each opens where it is."""
    found = supervising.looking_over(state.place(), state.person())
    st.title(_("Supervision"))
    parts.muted(_("Films that you may not watch do not appear here."))
    _marked(found.concerns)
    _to_release(found.releases)
    _segments(found.segments)
    _shared()


def _marked(concerns: Sequence[Concern]) -> None:
    st.header(_("Marked for you"))
    if not concerns:
        st.write(_("Nothing is marked. Coders mark a moment for you with the scheme's own key for it."))
    for each in concerns:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                _name(each.visit)
                parts.muted(
                    _("at {time}, marked by {coder}").format(
                        time=short_clock(each.onset_ms), coder=each.coder
                    )
                )
            query = {"session": each.visit.id, "t": str(each.onset_ms)}
            parts.link("notes", _("Watch and write"), query)
            if st.button(_("I have seen it"), key=f"seen-{each.coding}-{each.annotation}"):
                supervising.concern_seen(state.place(), state.person(), each.coding, each.annotation)
                st.rerun()


def _to_release(releases: Sequence[ToRelease]) -> None:
    st.header(_("To be released"))
    if not releases:
        st.write(_("No plan waits. One comes here when its scheme or the study asks for a release first."))
    for each in releases:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                _name(each.visit)
                parts.muted(_("prepared by {author}").format(author=each.author))
            parts.action("prepare", _("Open the plan"), {"plan": each.plan.id})
        _give_back(each)


def _give_back(each: ToRelease) -> None:
    unfolded = st.expander(_("Give it back with a word"), icon=":material/reply:")
    with unfolded, st.form(f"back-{each.plan.id}", border=False, clear_on_submit=True):
        word = st.text_input(_("To its author"), max_chars=preparing.LONGEST_WORD)
        if st.form_submit_button(_("Give it back")):
            with parts.refusals():
                preparing.return_plan(state.place(), state.person(), each.plan.id, word)
                st.rerun()


def _segments(segments: Sequence[SharedSegment]) -> None:
    if not segments:
        return
    st.header(_("Segments that both code"))
    parts.link("fidelity", _("The last ten segments"), icon=":material/arrow_forward:")
    parts.muted(_("The home visitor has coded first. You code the same minutes without seeing theirs."))
    for each in segments:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                _name(each.visit)
                parts.muted(_("coded by {coder}").format(coder=each.coder))
            if each.done and each.own is not None:
                parts.action("segment", _("See where you differ"), {"a": each.theirs, "b": each.own})
            elif each.own is not None:
                parts.action("desk", _("Go on coding"), {"coding": each.own})
            elif st.button(_("Code it"), key=f"segment-{each.theirs}"):
                with parts.refusals():
                    made = codings.begin_coding(
                        state.place(), state.person(), each.visit.id, each.scheme_hash, each.profile
                    )
                    parts.go("desk", {"coding": made})


def _shared() -> None:
    st.header(_("Shared moments"))
    lines = talking.my_talks(state.place(), state.person())
    if not lines:
        st.write(_("Nobody has shared a moment with you. Home visitors do so on the page of a visit."))
    for line in lines:
        sharing.line(line)


def _name(visit: SessionRow) -> None:
    st.markdown(f"**{parts.plain(visit.family_code)} · {parts.plain(visit.label)}**")


main()
