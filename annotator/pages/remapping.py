"""Two versions of a scheme: what each old code becomes, and what that makes of real codings."""

from collections.abc import Mapping, Sequence

import streamlit as st

from annotator.actions import remapping
from annotator.actions.remapping import MapView, Preview
from annotator.errors import translated
from annotator.model import Annotation
from annotator.pages import parts, state
from annotator.schemes import Scheme
from annotator.schemes.mapping import ASK, NOWHERE, codes_of, problems_of_map
from annotator.timecode import clock

_ = state.words()


def main() -> None:
    """The map of the two versions that the address names."""
    old, new = state.asked("old"), state.asked("new")
    view = remapping.map_of(state.place(), state.person(), old, new)
    parts.link("schemes", _("Coding schemes"), icon=":material/arrow_back:")
    st.title(
        parts.plain(
            _("{scheme}: from {old} to {new}").format(
                scheme=view.new.title.in_language(_.language), old=view.old.version, new=view.new.version
            )
        )
    )
    parts.muted(_("Codings of two versions are counted together only through this map. The old ones stay."))
    left, right = st.columns([3, 2], gap="large")
    with left:
        codes = _codes(view)
        _keep(view, codes)
    with right:
        if view.kept:
            _preview(view)
        else:
            st.write(_("Once the map is kept, what it makes of real codings stands here."))


def _codes(view: MapView) -> dict[str, str]:
    """A choice for each old code, track by track."""
    st.header(_("What each old code becomes"))
    there = codes_of(view.new)
    found: dict[str, str] = {}
    for track in view.old.tracks:
        with st.container(border=True):
            st.markdown(f"**{parts.plain(track.label.in_language(_.language))}**")
            for code in track.codes:
                name = f"{track.id}.{code.id}"
                options = ["", *there, NOWHERE, ASK]
                now = view.codes.get(name, "")
                found[name] = st.selectbox(
                    code.label.in_language(_.language), options, options.index(now if now in options else ""),
                    format_func=lambda to: _called(view.new, to), key=f"map-{name}",
                )  # fmt: skip
    return {name: to for name, to in found.items() if to}


def _called(scheme: Scheme, to: str) -> str:
    words = {"": _("not said yet"), NOWHERE: _("nothing: it is left out"), ASK: _("ask at each mark")}
    if to in words:
        return words[to]
    track = scheme.track(to.partition(".")[0])
    code = track.code(to.partition(".")[2]) if track is not None else None
    if track is None or code is None:
        return to
    return f"{track.label.in_language(_.language)}: {code.label.in_language(_.language)}"


def _keep(view: MapView, codes: Mapping[str, str]) -> None:
    problems = problems_of_map(view.old, view.new, codes)
    for problem in problems:
        st.markdown(f"- {parts.plain(translated(problem.message, _))}")
    changed = dict(codes) != dict(view.codes) or not view.kept
    if st.button(_("Keep the map"), type="primary", disabled=bool(problems) or not changed):
        with parts.refusals():
            remapping.keep_map(state.place(), state.person(), view.old.hash, view.new.hash, codes)
            st.rerun()


def _preview(view: MapView) -> None:
    """What becomes of each coding, with a question for every mark that the map asks about."""
    st.header(_("What it makes of real codings"))
    decided = _decided()
    found = remapping.preview(state.place(), state.person(), view.old.hash, view.new.hash, decided)
    if not found:
        st.write(
            _("There is no submitted coding of {version} that is yours to bring over.").format(
                version=view.old.version
            )
        )
        return
    for (old, to), n in sorted(remapping.totals(found).items()):
        st.markdown(f"**{n}** {parts.plain(_called(view.old, old))} → {parts.plain(_called(view.new, to))}")
    for each in found:
        _one(view, each)
    ready = [each.coding.id for each in found if each.why_not is None]
    many = _("Bring one coding over") if len(ready) == 1 else _("Bring {n} codings over").format(n=len(ready))
    if ready and st.button(many, type="primary"):
        _apply(view, ready, decided)


def _one(view: MapView, each: Preview) -> None:
    with st.container(border=True):
        st.markdown(f"**{parts.plain(each.name)}**")
        gone = sum(n for (_old, to), n in each.found.becomes.items() if to == NOWHERE)
        parts.muted(
            _("{n} marks, {gone} of them left out").format(n=sum(each.found.becomes.values()), gone=gone)
        )
        for modifier, n in sorted(each.found.lost.items()):
            parts.muted(_("{n} values of {modifier} have no place").format(n=n, modifier=modifier))
        if each.why_not is not None:
            st.write(translated(each.why_not, _))
        for mark in each.found.asked:
            _ask(view, mark)


def _ask(view: MapView, mark: Annotation) -> None:
    old = f"{mark.content.track}.{mark.content.code}"
    options = ["", *remapping.choices_of(view.old, view.new, mark)]
    st.selectbox(
        f"{clock(mark.content.onset_ms)} {_called(view.old, old)}", options,
        format_func=lambda to: _called(view.new, to), key=f"decided-{mark.id}",
    )  # fmt: skip


def _decided() -> dict[str, str]:
    """What was said of single marks, by their ids."""
    start = "decided-"
    every = {str(key): value for key, value in st.session_state.items()}
    return {key.removeprefix(start): str(to) for key, to in every.items() if key.startswith(start) and to}


def _apply(view: MapView, ready: Sequence[str], decided: Mapping[str, str]) -> None:
    with parts.refusals():
        made = remapping.apply_map(
            state.place(), state.person(), view.old.hash, view.new.hash, ready, decided
        )
        one, many = (
            _("One coding is here under {version} too."),
            _("{n} codings are here under {version} too."),
        )
        state.tell((one if len(made) == 1 else many).format(n=len(made), version=view.new.version))
        st.rerun()


main()
