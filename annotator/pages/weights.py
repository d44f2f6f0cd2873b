"""How moments are chosen for suggestions in a study: what counts how much, to see and, for leads, to set."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import streamlit as st

from annotator.actions import weighing
from annotator.actions.weighing import StudyWeights
from annotator.feedback import USUAL
from annotator.feedback.weights import MOST, NAMES, RULES
from annotator.pages import parts, state

_ = state.words()
ADDED = ("star_inside", "all_seen", "good_after")


def main() -> None:
    """The study that the address names."""
    study = state.asked("study")
    if not study:
        st.info(_("Choose a study; its page leads here."))
        parts.link("studies", _("Studies"), icon=":material/arrow_back:")
        return
    view = weighing.weights_of_study(state.place(), state.person(), study)
    parts.link("studies", parts.plain(view.name), {"id": study}, icon=":material/arrow_back:")
    st.title(_("How moments are suggested"))
    parts.muted(
        _(
            "Each reason counts so many points; the moments with most points are suggested, the earlier one "
            "first where they are equal. The same coding always gives the same suggestions. You decide what "
            "is shown."
        )
    )
    if view.may_set:
        _form(view)
    else:
        _table(view)
        parts.muted(_("Who leads the study can set these."))


def words(name: str) -> str:
    """A reason as one says it to a colleague."""
    return {
        "star": _("a moment that you starred"),
        "starred_note": _("a note that you starred"),
        "repair": _("the two lost each other and found the way back"),
        "answered": _("a signal with the parent's answer, both in sight"),
        "longest": _("the longest stretch of being together"),
        "together": _("a signal, and then the two are together, where answers were not coded"),
        "note": _("a note, where nothing was coded"),
        "star_inside": _("a star inside the stretch"),
        "all_seen": _("all of it was judged and can be seen"),
        "good_after": _("a good or calmer state within ten seconds after"),
        "unseen_second": _("each second that cannot be seen"),
        "same_rule": _("each suggestion of the same kind before it, so that they differ"),
    }[name]


def _groups() -> Sequence[tuple[str, Sequence[str]]]:
    off = [name for name in NAMES if name not in (*RULES, *ADDED)]
    return ((_("What is suggested"), RULES), (_("Added"), ADDED), (_("Taken off"), off))


def _form(view: StudyWeights) -> None:
    now, set_to = asdict(view.weights), {}
    with st.form("weights", border=False):
        for title, names in _groups():
            st.header(title)
            columns = st.columns(2, gap="large")
            for n, name in enumerate(names):
                with columns[n % 2]:
                    set_to[name] = st.number_input(
                        words(name), 0, MOST, now[name], key=f"weight-{name}", help=_usual(name)
                    )
        parts.muted(_("At 0 a kind of moment is not suggested at all. Every change is kept on record."))
        if st.form_submit_button(_("Keep the change"), type="primary"):
            _keep(view.study, set_to)
    if view.weights != USUAL and st.button(_("As usual again")):
        _keep(view.study, {})


def _usual(name: str) -> str:
    return _("usually {n}").format(n=getattr(USUAL, name))


def _keep(study: str, set_to: Mapping[str, int]) -> None:
    with parts.refusals():
        weighing.set_weights(state.place(), state.person(), study, set_to)
        for name in NAMES:
            st.session_state.pop(f"weight-{name}", None)
        state.tell(_("Kept. Suggestions follow it from now on."))
        st.rerun()


def _table(view: StudyWeights) -> None:
    now = asdict(view.weights)
    for title, names in _groups():
        st.header(title)
        st.markdown("\n".join(f"- {parts.plain(words(name))}: **{now[name]}**" for name in names))


main()
