"""How a draft's codes will look on the desk, pass by pass, by day and by night, as others see colours too."""

from html import escape
from typing import Any

import streamlit as st

from annotator.errors import translated
from annotator.pages import parts, state
from annotator.pages.scheme_fields import Editor
from annotator.schemes.checks.tracks import contrast
from annotator.schemes.colour_vision import VISIONS, alike, seen_as

_ = state.say

Document = dict[str, Any]
_PAPERS = {"day": ("#FFFFFF", "#23262B", "#8A8578"), "night": ("#2E2A26", "#F6F1E9", "#9A9388")}


def preview(on: Editor) -> None:
    """Every pass as the desk will show it, and which of its colours look alike."""
    st.header(_("On the desk"))
    seen = st.selectbox(
        _("Colours as they look to"),
        ["", *VISIONS],
        format_func=_seen,
        key="draft-vision",
    )
    if not any(track["codes"] for track in on.document["tracks"]):
        parts.muted(_("Once there are codes, they stand here with their keys and colours."))
    passes = on.document["passes"]
    for n, viewing in enumerate(passes, 1):
        tracks = [t for t in on.document["tracks"] if t.get("id") in viewing["tracks"]]
        if not any(track["codes"] for track in tracks):
            continue
        if len(passes) > 1:
            st.caption(_("Pass {n}").format(n=n))
        for theme in _PAPERS:
            st.html(_panel(on, tracks, theme, seen or None))
        _alike(on, tracks, seen or None)


def _seen(vision: str) -> str:
    return _("most people") if not vision else translated(VISIONS[vision][0], _)


def _panel(on: Editor, tracks: list[Document], theme: str, vision: str | None) -> str:
    paper, ink, edge = _PAPERS[theme]
    groups = "".join(_group(on, track, edge, vision) for track in tracks if track["codes"])
    return f'<div class="draft-palette" style="background:{paper};color:{ink}">{groups}</div>'


def _group(on: Editor, track: Document, edge: str, vision: str | None) -> str:
    n = on.document["tracks"].index(track)
    codes = "".join(_code(on, (n, c), code, edge, vision) for c, code in enumerate(track["codes"]))
    return f"<p>{escape(on.words('tracks', n, 'label'))}</p><ul>{codes}</ul>"


def _code(on: Editor, at: tuple[int, int], code: Document, edge: str, vision: str | None) -> str:
    colour = colour_of(code)
    fill = seen_as(colour, vision) if vision else colour
    letter = "#000000" if contrast(fill, "#000000") >= contrast(fill, "#FFFFFF") else "#FFFFFF"
    style = f"background:{fill};color:{letter};border-color:{edge}"
    label = escape(on.words("tracks", at[0], "codes", at[1], "label"))
    return f'<li><kbd style="{style}">{escape(str(code.get("key", "")).upper()[:1])}</kbd>{label}</li>'


def colour_of(code: Document) -> str:
    """A code's colour, grey while what is written is none."""
    written = str(code.get("colour", ""))
    right = (
        len(written) == 7 and written[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in written[1:])
    )
    return written if right else "#999999"


def _alike(on: Editor, tracks: list[Document], vision: str | None) -> None:
    """Codes of one track whose colours look alike: they lie on one line of the timeline."""
    for track in tracks:
        n, codes = on.document["tracks"].index(track), track["codes"]
        for i, j in alike([colour_of(code) for code in codes], vision):
            one, other = (on.words("tracks", n, "codes", c, "label") for c in (i, j))
            st.caption(
                _("{one} and {other} look alike; their keys tell them apart.").format(one=one, other=other)
            )
