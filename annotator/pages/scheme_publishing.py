"""Part of the page of a draft: what it would be published as and why, and publishing it."""

import streamlit as st

from annotator.actions import library, publishing
from annotator.actions.drafting import DraftView
from annotator.actions.publishing import Publishing
from annotator.errors import translated
from annotator.pages import parts, scheme_changes, state
from annotator.schemes.difference import OLD_DATA, Difference, Weight

_ = state.say


def section(view: DraftView) -> None:
    """Problems first; then the version that the change asks for, with the reasons."""
    plan = publishing.what_next(state.place(), state.person(), view.stored.id)
    if plan.problems:
        st.write(_("What stands in the list of problems is to be mended first."))
        return
    if plan.before is not None and plan.weight is None:
        st.write(_("Nothing differs from version {version}.").format(version=plan.before))
        return
    if plan.found is not None:
        _why(plan, plan.found)
    with st.form("publish", border=True):
        version = st.text_input(_("Version"), plan.version)
        change = st.text_input(_("What changed, in one sentence"), placeholder=_("First version."))
        parts.muted(_("A published version cannot be changed any more; a change makes the next one."))
        if st.form_submit_button(_("Publish"), type="primary"):
            with parts.refusals():
                made = publishing.publish(
                    state.place(), state.person(), view.stored.id, view.stored.step, version, change
                )
                told = _(
                    "{scheme} {version} is published. To code with it, choose it on the page of a visit, "
                    "under “Choose scheme and depth”."
                )
                title = made.title.in_language(state.words().language)
                state.tell(told.format(scheme=title, version=made.version))
                parts.go("schemes", {"published": made.hash})


def _why(plan: Publishing, found: Difference) -> None:
    st.write(
        _("Against version {before} this is {version} at least.").format(
            before=plan.before, version=plan.version
        ),
        translated(OLD_DATA[Weight[str(plan.weight).upper()]], _),
    )
    held = library.marks_held(state.place(), state.person(), plan.old) if plan.old else {}
    scheme_changes.listed(found, held)
