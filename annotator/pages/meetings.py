"""A part of the visit's page: its feedback meetings, the coming one and those that were held."""

import streamlit as st

from annotator.actions import preparing
from annotator.errors import counted, translated
from annotator.feedback import Plan, PlanState
from annotator.feedback.visit_note import SAFETY, Safety
from annotator.pages import parts, reels, state

_ = state.say


def section(session: str) -> None:
    """Prepare a meeting, open the one that is ready, and look back at those before."""
    mine = [p for p in preparing.plans_of_session(state.place(), state.person(), session) if _is_mine(p)]
    st.header(_("Meeting with the family"))
    coming = next((plan for plan in mine if plan.state is not PlanState.SHOWN), None)
    if coming is None:
        parts.muted(_("Choose about three moments and look at them together."))
        parts.action("prepare", _("Prepare a meeting"), {"session": session})
    elif coming.state is PlanState.READY:
        parts.muted(_("It is ready."))
        with st.container(horizontal=True, vertical_alignment="center"):
            parts.action("meeting", _("Open the meeting"), {"plan": coming.id})
            parts.link("prepare", _("Change the plan"), {"plan": coming.id})
    else:
        chosen = counted(len(coming.moments), "one moment chosen", "{n} moments chosen")
        parts.muted(translated(chosen, _))
        parts.action("prepare", _("Go on preparing"), {"plan": coming.id})
    for plan in mine:
        if plan.state is PlanState.SHOWN:
            _held(plan)


def _is_mine(plan: Plan) -> bool:
    me = state.person()
    return me is not None and plan.author == me.id


def _held(plan: Plan) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"held-{plan.id}"):
        parts.muted(_("Held on {day}").format(day=(plan.shown_at or "")[:10]))
        parts.link("prepare", _("The plan"), {"plan": plan.id})
        parts.way(_("The sheet"), f"/sheets/{plan.id}.html")
        parts.way(_("To print (PDF)"), f"/sheets/{plan.id}.pdf")
        parts.way(_("A file for the family"), f"/sheets/{plan.id}.html?file")
    reels.section(plan.id)
    _visit_note(plan)


def _visit_note(plan: Plan) -> None:
    """The note for the clinical file: what was said of safety is chosen first."""
    with st.expander(_("Visit note for the clinical file"), icon=":material/description:"):
        parts.muted(_("What was looked at, said and agreed, in words. No code, count or rate is in it."))
        safety = st.radio(
            _("Safety"), list(Safety), index=None, key=f"safety-{plan.id}",
            format_func=lambda each: translated(SAFETY[each], _),
        )  # fmt: skip
        asked = f"?safety={safety}" if safety else ""
        with st.container(horizontal=True):
            for form, name in (("txt", _("As text")), ("pdf", _("As PDF")), ("html", _("As a web page"))):
                parts.way(name, f"/visit-notes/{plan.id}.{form}{asked}")
