"""A part of Home: what one was given to code, what is next, how far one is."""

import streamlit as st

from annotator.actions import codings
from annotator.actions.work_list import WorkItem, WorkList
from annotator.pages import parts, state

_ = state.say


def section(work: WorkList) -> None:
    """The visit to go on with, then all of them in their order; nothing where nothing was given."""
    if not work.items:
        return
    st.header(_("Your visits to code"))
    done, all = work.done, len(work.items)
    st.progress(done / all, text=_("{done} of {all} submitted").format(done=done, all=all))
    if work.next is not None:
        _next(work.next)
    elif done == all:
        st.write(_("Everything that you were given is submitted. Thank you."))
    else:
        st.write(_("What is left cannot be watched now; whoever leads the study can say why."))
    with st.expander(_("All of them, in your order")):
        for n, item in enumerate(work.items, 1):
            _line(n, item)


def _next(item: WorkItem) -> None:
    visit = item.visit
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="next-visit"):
        if visit.poster_recording:
            with st.container(width=96, key="poster-next"):
                parts.poster(visit.poster_recording)
        with st.container(gap=None):
            st.markdown(f"**{parts.plain(visit.family_code)} · {parts.plain(visit.label)}**")
            parts.muted(" · ".join(part for part in (visit.date, _scheme(item), words(item.state)) if part))
        if st.button(_("Go on coding") if item.coding else _("Code it"), key="next", type="primary"):
            with parts.refusals():
                parts.go("desk", {"coding": item.coding or _begun(item)})


def _begun(item: WorkItem) -> str:
    hash = item.scheme.hash if item.scheme else None
    return codings.begin_coding(state.place(), state.person(), item.visit.id, hash, item.profile)


def _line(n: int, item: WorkItem) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"work-{n}"):
        name = f"{n}. {parts.plain(item.visit.family_code)} · {parts.plain(item.visit.label)}"
        parts.link("session", name, {"id": item.visit.id})
        parts.muted(" · ".join(part for part in (_scheme(item), words(item.state)) if part))


def _scheme(item: WorkItem) -> str:
    return item.scheme.title.in_language(state.language()) if item.scheme else ""


def words(state_of_work: str) -> str:
    """How far somebody is with a visit."""
    return {"open": _("not begun"), "started": _("being coded"), "submitted": _("submitted")}[state_of_work]
