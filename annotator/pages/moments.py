"""Moments of a film as links that open the desk there."""

from collections.abc import Mapping, Sequence

import streamlit as st

from annotator.pages import parts, state
from annotator.pages.figures import span
from annotator.timecode import clock

_ = state.say

AT_ONCE = 24
"""How many moments stand on the page at once; each is a link, and links take time to draw."""


def links(kept: str, stretches: Sequence[tuple[int, int]], place: Mapping[str, str]) -> None:
    """A link for each stretch, with its length; ``kept`` names the place in a long list."""
    total = len(stretches)
    first = min(int(st.session_state.get(kept, 0)), max(0, total - 1))
    with st.container(horizontal=True):
        for onset, offset in stretches[first : first + AT_ONCE]:
            length = f" · {span(offset - onset)}" if offset > onset else ""
            parts.link("desk", f"{clock(onset)}{length}", {**place, "t": str(onset)})
    if total > AT_ONCE:
        _pages(kept, first, total)


def _pages(kept: str, first: int, total: int) -> None:
    def turn(to: int) -> None:
        st.session_state[kept] = to

    with st.container(horizontal=True, vertical_alignment="center"):
        last = min(total, first + AT_ONCE)
        parts.muted(_("{first} to {last} of {total}").format(first=first + 1, last=last, total=total))
        if first:
            st.button(_("Previous"), key=f"{kept}-back", on_click=turn, args=(max(0, first - AT_ONCE),))
        if last < total:
            st.button(_("Next"), key=f"{kept}-on", on_click=turn, args=(last,))
