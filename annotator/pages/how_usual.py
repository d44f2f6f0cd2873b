"""A part of the visit's page: how usual it was, in the family's own answer; a question until it has one."""

import streamlit as st

from annotator.actions import asking_how_usual
from annotator.pages import parts, state

_ = state.say
NOBODY = 0


def section(session: str, *, may_edit: bool) -> None:
    """The question while nobody asked it, the answer from then on."""
    found = asking_how_usual.answered(state.place(), state.person(), session)
    if not may_edit:
        if found is not None:
            parts.muted(_said(found.answer))
        return
    chosen = st.segmented_control(
        _("Ask them: how usual was this for the two of you?"), [1, 2, 3, 4, 5, NOBODY],
        default=None if found is None else found.answer or NOBODY, key=f"how-usual-{session}",
        format_func=lambda each: _("could not say") if each == NOBODY else str(each),
        help=_("Their own answer: 1 is very different, 3 partly, 5 just like usual."),
    )  # fmt: skip
    if found is None:
        parts.muted(_("Not asked yet. It is their answer, not yours: 1 very different, 5 just like usual."))
    if chosen is not None and (found is None or chosen != (found.answer or NOBODY)):
        with parts.refusals():
            asking_how_usual.keep_answer(state.place(), state.person(), session, chosen or None)
            st.rerun()


def _said(answer: int | None) -> str:
    if answer is None:
        return _("How usual it was, they could not say.")
    return _("How usual it was, they said: {n} of 5.").format(n=answer)
