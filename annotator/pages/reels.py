"""A part of the visit's page: the film that a family takes home, made, sealed and handed over."""

import streamlit as st

from annotator.actions import reels
from annotator.actions.reels import ReelView
from annotator.errors import translated
from annotator.pages import parts, progress, state

_ = state.say


def section(plan: str) -> None:
    """The film of one meeting: what it is, how far it is, and its password once."""
    with st.expander(_("A film for the family"), icon=":material/movie:"), parts.refusals():
        _stand(plan, reels.reel_of(state.place(), state.person(), plan))


def _stand(plan: str, found: ReelView | None) -> None:
    if found is None or found.job.state == "cancelled":
        _ask(plan)
    elif found.job.state in ("waiting", "running"):
        _under_way(plan)
    elif found.job.state == "failed":
        st.warning(parts.plain(translated(found.job.reason, _)))
        _ask(plan)
    else:
        _ready(plan, found)


def _ask(plan: str) -> None:
    parts.muted(
        _(
            "The moments one after another, those of then too, each held still with its sentence, as one "
            "film without names, days or places. It needs the agreement of everybody on it to a copy for the "
            "family. Others on it can be seen by whoever is shown it, and it can be passed on."
        )
    )
    if st.button(_("Make the film"), key=f"reel-{plan}"):
        with parts.refusals():
            reels.ask_for_reel(state.place(), state.person(), plan)
            st.rerun()


@st.fragment(run_every=1.0)
def _under_way(plan: str) -> None:
    with parts.refusals():
        found = reels.reel_of(state.place(), state.person(), plan)
        if found is None or found.job.state not in ("waiting", "running"):
            st.rerun()
            return
        progress.bar(found.job, translated(found.job.step, _) or _("waiting to be made"))
        if st.button(_("Stop"), key=f"stop-reel-{plan}"):
            reels.drop_reel(state.place(), state.person(), plan)
            st.rerun()


def _ready(plan: str, found: ReelView) -> None:
    parts.muted(_("It is made, and kept until {day}.").format(day=found.until))
    password = None
    with st.container(horizontal=True, vertical_alignment="center"):
        label = _("Seal it with another password") if found.sealed else _("Seal it with a password")
        if st.button(label, key=f"seal-{plan}"):
            with parts.refusals():
                password = reels.seal_reel(state.place(), state.person(), plan)
        if st.button(_("Take it away again"), key=f"drop-{plan}"):
            reels.drop_reel(state.place(), state.person(), plan)
            st.rerun()
    if password is not None:
        st.code(password, language=None)
        parts.muted(
            _(
                "Write the password down now and give it to the family by another way than the file. It is "
                "shown once and kept nowhere; with another password the file is made anew."
            )
        )
    if found.sealed or password is not None:
        parts.way(_("The sealed film (ZIP)"), f"/reels/{plan}.zip")
        parts.muted(_("Opened with 7-Zip, Keka, The Unarchiver or what a telephone has for sealed ZIPs."))
