"""A segment that a home visitor and a supervisor coded: where they differ, by time and not by score."""

import streamlit as st

from annotator.actions import judging
from annotator.actions.judging import Differences, Judged
from annotator.agreement import Disagreement
from annotator.pages import parts, state
from annotator.pages.where_differ import name_of
from annotator.pages.words import code_name, track_name
from annotator.timecode import short_clock

_ = state.words()


def main() -> None:
    """The two codings that the address names."""
    first, second = state.asked("a"), state.asked("b")
    if not first or not second:
        st.info(_("Choose a segment that both have coded, on the page Supervision."))
        parts.link("supervision", _("Supervision"), icon=":material/arrow_back:")
        return
    found = judging.differences(state.place(), state.person(), first, second)
    view = found.view
    parts.link(
        "session", parts.plain(parts.heading(view.family, view.session)), {"id": view.session.id},
        icon=":material/arrow_back:",
    )  # fmt: skip
    st.title(_("A segment, side by side"))
    window = view.comparison.window
    words = _("{first} and {second}, {start} to {end} of the film")
    parts.muted(
        words.format(
            first=view.comparison.first, second=view.comparison.second,
            start=short_clock(window.onset), end=short_clock(window.offset),
        )
    )  # fmt: skip
    if not found.judged:
        st.write(_("Nowhere in the shared time."))
        return
    parts.action("differences", _("Watch them one by one"), {"a": first, "b": second})
    for number, each in enumerate(sorted(found.judged, key=_when)):
        _moment(found, each, {"a": first, "b": second}, number)


def _when(each: Judged) -> tuple[bool, int, int]:
    d = each.disagreement
    return d.rated is not None, d.onset, d.offset


def _moment(found: Differences, each: Judged, pair: dict[str, str], number: int) -> None:
    d = each.disagreement
    where = track_name(found.view.scheme, d.track, _.language)
    time = _("the whole segment") if d.rated is not None else short_clock(d.onset)
    with st.container(key=f"differ-{number}", gap=None):
        parts.link("differences", f"{time} · {parts.plain(where)}", pair | {"at": name_of(d)})
        view = found.view.comparison
        parts.muted(" · ".join(f"{name}: {said}" for name, said in zip(
            (view.first, view.second), _said(found, d), strict=True)))  # fmt: skip


def _said(found: Differences, d: Disagreement) -> tuple[str, str]:
    """What each of the two says there."""
    scheme = found.view.scheme
    if d.rated is not None:
        name = code_name(scheme, d.track, d.first, _.language)
        return f"{name} {d.rated[0]:g}", f"{name} {d.rated[1]:g}"
    one, two = (code_name(scheme, d.track, code, _.language) for code in (d.first, d.second))
    return one, two


main()
