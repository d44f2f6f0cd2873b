"""The face of a summary for who prepares meetings: words and counts, what one might show, what was agreed."""

from collections.abc import Mapping, Sequence

import streamlit as st

from annotator.actions.comparing import SummaryView
from annotator.actions.noticing import Noticed
from annotator.errors import translated
from annotator.feedback import Suggestion
from annotator.measures import LaneSummary
from annotator.pages import parts, state
from annotator.pages.measures import name_of
from annotator.pages.words import track_name
from annotator.timecode import short_clock

_ = state.say


def before_all(found: Noticed, view: SummaryView, language: str) -> None:
    """What was agreed last time, and that too much could not be seen."""
    if found.step:
        st.info(
            parts.plain(
                _("Agreed on {day}, to try until this visit: “{step}”").format(
                    day=found.agreed, step=found.step
                )
            )
        )
    for lane in found.unseen:
        _warn(lane, view, language)


def _warn(lane: LaneSummary, view: SummaryView, language: str) -> None:
    name = track_name(view.scheme, lane.track, language)
    st.warning(
        parts.plain(
            _("{track}: more than a fifth of it could not be judged. Read all of it with care.").format(
                track=name
            )
        )
    )


def what_was_seen(view: SummaryView, place: Mapping[str, str], language: str) -> None:
    """Each measure that the scheme means for home visitors, in a line; a stretch of film can be opened."""
    if not view.words:
        return
    st.header(_("In words"))
    for m in view.words:
        several = sum(other.measure is m.measure for other in view.words) > 1
        name = parts.plain(name_of(m, language, several=several))
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"word-{m.measure.id}-{m.subject}"
        ):
            st.markdown(f"**{name}**: {parts.plain(translated(m.in_language(language), _))}")
            if m.measure.kind == "longest_bout" and m.moments:
                parts.link("desk", _("See it"), {**place, "t": str(m.moments[0][0])})


def to_show(found: Noticed, view: SummaryView, place: Mapping[str, str]) -> None:
    """Moments one might show, each with its reason; one decides oneself, on the page for preparing."""
    if not found.prepares:
        return
    st.header(_("Moments you might show"))
    if not found.suggestions:
        st.write(_("Nothing is suggested yet. Star a moment, or choose your own while preparing."))
    _suggested(found.suggestions, place)
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.action("prepare", _("Prepare the meeting"), {"session": view.session.id})
        parts.link("weights", _("How moments are suggested"), {"study": found.study})


def _suggested(found: Sequence[Suggestion], place: Mapping[str, str]) -> None:
    for number, one in enumerate(found):
        with st.container(horizontal=True, vertical_alignment="center", key=f"show-{number}", gap="small"):
            parts.link("desk", short_clock(one.onset_ms), {**place, "t": str(one.onset_ms)})
            st.markdown(parts.plain(translated(one.reason, _)))
