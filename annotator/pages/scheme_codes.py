"""Part of the page of a draft: its tracks and codes, one of each at a time."""

import re
from functools import partial
from typing import Any

import streamlit as st

from annotator.pages import parts, state
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Editor
from annotator.pages.scheme_palette import colour_of
from annotator.schemes.checks.tracks import contrast
from annotator.schemes.drafts import (
    add_code,
    add_missing_code,
    add_track,
    free_keys,
    move,
    remove_code,
    remove_track,
    taken_keys,
    with_value,
)

_ = state.say

Document = dict[str, Any]


def section(on: Editor) -> None:
    """Choose a track, change it, then its codes."""
    tracks = on.document["tracks"]
    if tracks:
        names = [on.words("tracks", n, "label") or str(track.get("id")) for n, track in enumerate(tracks)]
        at = st.selectbox(
            _("Track"), range(len(tracks)), _last("track", len(tracks)), format_func=names.__getitem__
        )
        _open("track", at)
        _track(on, at)
        _codes(on, at)
    else:
        st.write(_("A track is one line on the timeline: what one person does, or what goes on between two."))
    _add_track(on)
    fields.problems(on, "tracks")


def _last(name: str, many: int) -> int:
    """Which track or code was open last; when the page is loaded anew, by its address."""
    asked = state.asked(name)
    before = st.session_state.setdefault(
        f"draft-{name}", int(asked) - 1 if re.fullmatch("[0-9]{1,4}", asked) else 0
    )
    return max(0, min(int(before), many - 1))


def _open(name: str, at: int) -> None:
    st.session_state[f"draft-{name}"] = at
    state.keep(name, str(at + 1))


def kinds() -> dict[str, str]:
    """What each kind of track is called."""
    return {
        "state": _("states: something holds from … to …"),
        "point": _("points: something happens"),
        "interval": _("intervals: one code for every some seconds"),
        "rating": _("ratings: a number for the whole"),
    }


def _add_track(on: Editor) -> None:
    with (
        st.expander(_("Add a track"), icon=":material/add:", expanded=not on.document["tracks"]),
        st.form("add-track", border=False, clear_on_submit=True),
    ):
        key = "add-track"
        st.text_input(_("Name of the track"), placeholder=_("Contact"), key=f"{key}-label")
        st.selectbox(_("Kind"), list(kinds()), format_func=kinds().__getitem__, key=f"{key}-kind")
        subjects = [str(each.get("id")) for each in on.document["subjects"]]
        st.selectbox(_("Of whom"), subjects, format_func=lambda id: _subject(on, id), key=f"{key}-subject")

        def add() -> None:
            label, kind, subject = (
                st.session_state[f"{key}-{each}"] for each in ("label", "kind", "subject")
            )
            if label.strip():
                on.change(lambda document: add_track(document, label.strip(), kind, subject))
                st.session_state["draft-track"] = len(on.document["tracks"])

        st.form_submit_button(_("Add the track"), type="primary", on_click=add)


def _subject(on: Editor, id: str) -> str:
    found = next((n for n, each in enumerate(on.document["subjects"]) if each.get("id") == id), None)
    return id if found is None else on.words("subjects", found, "label")


def _track(on: Editor, n: int) -> None:
    track = on.document["tracks"][n]
    kind = track.get("kind")
    with st.container(border=True):
        left, right = st.columns(2)
        with left:
            fields.words(on, "tracks", n, "label")
        with right:
            subjects = [str(each.get("id")) for each in on.document["subjects"]]
            fields.choice(on, subjects, lambda id: _subject(on, id), "tracks", n, "subject")
        parts.muted(kinds().get(str(kind), str(kind)))
        if kind != "rating":
            fields.tick(on, "tracks", n, "exclusive")
        if kind in ("state", "interval"):
            fields.tick(
                on, "tracks", n, "exhaustive",
                change=lambda document, yes: _exhaustive(document, n, yes=yes),
            )  # fmt: skip
        if on.at("tracks", n, "exhaustive") is True:
            _missing(on, n)
        if kind == "interval":
            fields.number(on, "tracks", n, "interval_s", least=1)
            fields.choice(on, list(_sampling()), _sampling().__getitem__, "tracks", n, "sampling")
        if kind == "rating":
            fields.choice(on, list(_scopes()), _scopes().__getitem__, "tracks", n, "scope")
        fields.several(
            on, list(_viewers()), _viewers().__getitem__, "tracks", n, "visibility",
            goes=("tracks", n, "visibility"),
            hint=_("Nobody named: everybody who works here. Parents never see a track."),
        )  # fmt: skip
        _moves(on, ("tracks", n), len(on.document["tracks"]), lambda document: remove_track(document, n))


def _sampling() -> dict[str, str]:
    return {
        "predominant": _("what held longest in it"),
        "partial": _("whatever happened in it"),
        "whole": _("what held all through it"),
        "momentary": _("what holds at its end"),
    }


def _missing(on: Editor, n: int) -> None:
    """Which code says that nothing can be seen; another can be added."""
    codes = {str(code.get("id")): c for c, code in enumerate(on.document["tracks"][n]["codes"])}
    missing = [id for id, c in codes.items() if on.at("tracks", n, "codes", c, "valence") == "missing"]
    if missing:
        fields.choice(
            on, missing, lambda id: on.words("tracks", n, "codes", codes[id], "label"),
            "tracks", n, "missing_code",
        )  # fmt: skip
    elif st.button(_("Add a code that says so"), key=on.key("tracks", n, "missing_code", "add")):
        on.restructure(lambda document: add_missing_code(document, n))
        st.rerun()


def _scopes() -> dict[str, str]:
    return {
        "session": _("the whole visit"), "segment": _("a segment"), "episode": _("an episode"),
        "clip": _("a clip"),
    }  # fmt: skip


def _viewers() -> dict[str, str]:
    return {
        "author": _("who made the mark"), "coder": _("coders"), "practitioner": _("home visitors"),
        "supervisor": _("supervisors"), "researcher": _("researchers"),
    }  # fmt: skip


def _exhaustive(document: Document, n: int, *, yes: bool) -> Document:
    track = document["tracks"][n]
    has = any(code.get("id") == track.get("missing_code") for code in track["codes"])
    if yes and not has:
        return add_missing_code(document, n)
    return with_value(document, ("tracks", n, "exhaustive"), yes)


def _moves(on: Editor, path: tuple[str | int, ...], many: int, remove: fields.Change) -> None:
    at = int(path[-1])
    with st.container(horizontal=True):
        for by, label, there in ((-1, _("Further up"), at > 0), (1, _("Further down"), at < many - 1)):
            if there and st.button(label, key=on.key(*path, "move", by)):
                on.restructure(partial(move, path=path, by=by))
                st.session_state[f"draft-{'code' if 'codes' in path else 'track'}"] = at + by
                st.rerun()
        if st.button(_("Remove"), key=on.key(*path, "remove")):
            on.restructure(remove)
            st.rerun()


def _codes(on: Editor, n: int) -> None:
    codes = on.document["tracks"][n]["codes"]
    rated = on.at("tracks", n, "kind") == "rating"
    st.header(_("Ratings") if rated else _("Codes"))
    if rated:
        parts.muted(_("Each has a scale of its own."))
    if codes:
        names = [on.words("tracks", n, "codes", c, "label") for c in range(len(codes))]
        chosen = on.key("tracks", n, "codes", "chosen")
        st.session_state.setdefault(chosen, _last("code", len(codes)))
        at = st.radio(
            _("Code"), range(len(codes)), format_func=names.__getitem__, key=chosen, horizontal=True,
            label_visibility="collapsed",
        )  # fmt: skip
        if at is not None:
            _open("code", at)
            _code(on, n, at)
    with (
        st.form(f"add-code-{n}", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        key = f"add-code-{n}-label"
        st.text_input(
            _("One more to rate") if rated else _("A new code"),
            placeholder=_("Warmth") if rated else _("Smile"),
            key=key,
        )

        def add() -> None:
            label = str(st.session_state[key]).strip()
            if label:
                on.change(lambda document: add_code(document, n, label))
                st.session_state["draft-code"] = len(codes)
                st.session_state[on.key("tracks", n, "codes", "chosen")] = len(codes)

        st.form_submit_button(_("Add the rating") if rated else _("Add the code"), on_click=add)


def _code(on: Editor, n: int, c: int) -> None:
    at = ("tracks", n, "codes", c)
    code, kind = on.at(*at), on.at("tracks", n, "kind")
    with st.container(border=True):
        left, middle, right = st.columns([3, 1, 1])
        with left:
            fields.words(on, *at, "label")
        with middle:
            _key(on, n, c)
        with right:
            _colour(on, at, code)
        _other_keys(on, n, c)
        if kind == "rating":
            _scale(on, at)
        parts.muted(_needed(str(kind), missing=code.get("valence") == "missing"))
        fields.words(on, *at, "definition", long=True,
            hint=_("One or two sentences about what can be seen or heard."),
        )  # fmt: skip
        if kind in ("state", "point"):
            fields.words(on, *at, "onset")
        if kind == "state":
            fields.words(on, *at, "offset")
        if code.get("valence") != "missing":
            fields.lines(on, *at, "examples")
            fields.lines(on, *at, "counter_examples",
                hint=_("End with a colon and the id of the right code: “Parent hums alone: alongside”."),
            )  # fmt: skip
        _more(on, at, code)
        fields.problems(on, *at)
        _moves(on, at, len(on.document["tracks"][n]["codes"]), lambda document: remove_code(document, n, c))


def _key(on: Editor, n: int, c: int) -> None:
    there = str(on.at("tracks", n, "codes", c, "key") or "")
    free = free_keys(on.document, n)
    options = sorted({there, *free}, key=lambda key: (not key.isalpha(), key))
    fields.choice(on, options, str, "tracks", n, "codes", c, "key", hint=_("Free in this pass."))


def _other_keys(on: Editor, n: int, c: int) -> None:
    """Which keys the code cannot have, and why."""
    others = ", ".join(
        f"{key.upper()} ({on.words('tracks', t, 'codes', code, 'label')})"
        for key, (t, code) in sorted(taken_keys(on.document, n).items())
        if (t, code) != (n, c)
    )
    sentence = _("Keys that it cannot have: J, K and L move the film.")
    if others:
        sentence = _(
            "Keys that it cannot have: J, K and L move the film; codes of the same pass have {keys}."
        ).format(keys=others)
    parts.muted(sentence)


def _needed(kind: str, *, missing: bool) -> str:
    """What must be written of a code before the scheme can be published."""
    if missing and kind == "state":
        return _("Before publishing it needs a definition, and when it begins and ends.")
    if missing:
        return _("Before publishing it needs a definition.")
    sentences = {
        "state": _(
            "Before publishing it needs a definition, when it begins and ends, an example, and something "
            "that looks like it but is not."
        ),
        "point": _(
            "Before publishing it needs a definition, when it begins, an example, and something that looks "
            "like it but is not."
        ),
        "rating": _(
            "Before publishing it needs words for both ends of its scale, a definition, an example, and "
            "something that looks like it but is not."
        ),
    }
    other = _(
        "Before publishing it needs a definition, an example, and something that looks like it but is not."
    )
    return sentences.get(kind, other)


def _colour(on: Editor, at: tuple[str | int, ...], code: Document) -> None:
    key = on.key(*at, "colour")

    def changed() -> None:
        chosen = str(st.session_state[key]).upper()
        on.change(lambda document: with_value(document, (*at, "colour"), chosen))

    colour = colour_of(code)
    st.color_picker(
        _("Colour"), colour, key=key, on_change=changed,
        help=_("Contrast {day} : 1 by day, {night} : 1 by night.").format(
            day=f"{contrast(colour, '#FFFFFF'):.1f}", night=f"{contrast(colour, '#2E2A26'):.1f}"
        ),
    )  # fmt: skip


def _scale(on: Editor, at: tuple[str | int, ...]) -> None:
    for column, name, least in zip(st.columns(3), ("min", "max", "step"), (-1000, -1000, 0.5), strict=True):
        with column:
            fields.number(on, *at, "scale", name, least=least, whole=False)
    ends = [on.at(*at, "scale", name) for name in ("min", "max")]
    if all(isinstance(end, int | float) for end in ends) and 0 < ends[1] - ends[0] <= 12:
        for value in range(int(ends[0]), int(ends[1]) + 1):
            fields.words(on, *at, "scale", "anchors", str(value))


def _more(on: Editor, at: tuple[str | int, ...], code: Document) -> None:
    with st.expander(_("Kind of moment, modifiers, who sees it, words for parents")):
        valences = {
            "strength": _("a strength"), "neutral": _("neither a strength nor a difficulty"),
            "challenge": _("a difficulty"), "missing": _("cannot be seen"),
        }  # fmt: skip
        fields.choice(on, list(valences), lambda v: valences.get(v, str(v)), *at, "valence")
        modifiers = [str(each.get("id")) for each in on.document["modifiers"]]
        labels = {id: on.words("modifiers", m, "label") for m, id in enumerate(modifiers)}
        fields.several(on, modifiers, labels.__getitem__, *at, "modifiers")
        fields.several(
            on, list(_viewers()), _viewers().__getitem__, *at, "visibility", goes=(*at, "visibility"),
            none=_("whoever sees the track"),
        )  # fmt: skip
        shown = {True: _("yes"), "after_review": _("after somebody looked at it"), False: _("no")}
        if isinstance(code.get("feedback"), dict):
            fields.choice(
                on,
                [True, "after_review", False],
                lambda v: shown.get(v, str(v)),
                *at,
                "feedback",
                "show_to_parent",
            )
            hint = _("May hold {names}.").format(names="{child}, {parent}, {start}, {end}, {date}")
            fields.words(on, *at, "feedback", "phrase", hint=hint)
            fields.words(on, *at, "feedback", "question", hint=hint)
        elif st.button(_("Words for parents"), key=on.key(*at, "feedback")):
            on.restructure(
                lambda document: with_value(document, (*at, "feedback"), {"show_to_parent": False})
            )
            st.rerun()
