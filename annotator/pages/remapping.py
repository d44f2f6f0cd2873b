"""Two versions of a scheme: what each old code becomes, and what that makes of real codings."""

from collections.abc import Collection, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from annotator.actions import remapping
from annotator.actions.remapping import MapView, Preview
from annotator.errors import Problem, translated
from annotator.model import Annotation
from annotator.pages import parts, state
from annotator.schemes import Scheme
from annotator.schemes.mapping import ASK, NOWHERE, codes_of, fits, problems_of_map
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
            _preview(view, as_kept=dict(codes) == dict(view.codes))
        else:
            st.write(_("Once the map is kept, what it makes of real codings stands here."))


def _codes(view: MapView) -> dict[str, str]:
    """A choice for each old code, track by track, of what its marks can be; what is open says so."""
    st.header(_("What each old code becomes"))
    open_ones = st.empty()
    found: dict[str, str] = {}
    wrong: list[str] = []
    for track in view.old.tracks:
        with st.container(border=True):
            st.markdown(f"**{parts.plain(track.label.in_language(_.language))}**")
            places = {f"{track.id}.{code.id}": st.container(gap="xsmall") for code in track.codes}
            for name, place in places.items():
                found[name] = _choice(view, name, place)
            for problem in _problems_of(view, found, places):
                wrong.append(problem.where)
                with places[problem.where]:
                    st.markdown(f":material/error: **{parts.plain(_said_of(view, problem))}**")
    if wrong:
        names = ", ".join(dict.fromkeys(_called(view.old, name) for name in wrong))
        open_ones.info(parts.plain(_("Still open: {names}").format(names=names)))
    return {name: to for name, to in found.items() if to}


def _choice(view: MapView, name: str, place: DeltaGenerator) -> str:
    options = ["", *(to for to in codes_of(view.new) if fits(view.old, name, view.new, to)), NOWHERE, ASK]
    now = view.codes.get(name, "")
    chosen = place.selectbox(
        _called(view.old, name).partition(": ")[2], options, options.index(now if now in options else ""),
        format_func=lambda to: _called(view.new, to), key=f"map-{name}",
    )  # fmt: skip
    return str(chosen)


def _problems_of(view: MapView, found: Mapping[str, str], names: Collection[str]) -> list[Problem]:
    """What is wrong with the codes of one track."""
    codes = {name: to for name, to in found.items() if to}
    return [each for each in problems_of_map(view.old, view.new, codes) if each.where in names]


def _said_of(view: MapView, problem: Problem) -> str:
    """What is wrong with a code, by the names that people gave."""
    if problem.code == "missing":
        return _("Choose what it becomes.")
    if problem.code == "gap":
        return _("Every moment has a code on this track, so its marks cannot be left out: choose a code.")
    return translated(problem.message, _)


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
    changed = dict(codes) != dict(view.codes) or not view.kept
    if st.button(_("Keep the map"), type="primary", disabled=bool(problems) or not changed):
        with parts.refusals():
            remapping.keep_map(state.place(), state.person(), view.old.hash, view.new.hash, codes)
            st.rerun()


def _preview(view: MapView, *, as_kept: bool) -> None:
    """What becomes of each coding by the map as kept, with a question for every mark that it asks about."""
    st.header(_("What it makes of real codings"))
    if not as_kept:
        st.info(
            parts.plain(
                _("This is by the map as it was kept, not by what you have chosen since. Keep the map first.")
            )
        )
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
    if ready and st.button(many, type="primary", disabled=not as_kept):
        _apply(view, ready, decided)


def _one(view: MapView, each: Preview) -> None:
    with st.container(border=True):
        st.markdown(f"**{parts.plain(each.name)}**")
        gone = sum(n for (_old, to), n in each.found.becomes.items() if to == NOWHERE)
        parts.muted(
            _("{n} marks, {gone} of them left out").format(n=sum(each.found.becomes.values()), gone=gone)
        )
        for id, n in sorted(each.found.lost.items()):
            modifier = view.old.modifier(id)
            name = id if modifier is None else modifier.label.in_language(_.language)
            parts.muted(_("{n} values of {modifier} have no place").format(n=n, modifier=name))
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
