"""Parts of the page of a draft: modifiers, and the depths and passes in which its tracks are coded."""

import streamlit as st

from annotator.pages import parts, state
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Document, Editor
from annotator.schemes.drafts import (
    add_modifier,
    new_depth,
    new_pass,
    value_at,
    with_link,
    with_modifier,
    with_value,
    with_words,
    without,
)
from annotator.schemes.naming import new_id

_ = state.say


def modifiers(on: Editor) -> None:
    """What qualifies a code: each modifier, then a new one."""
    if not on.document["modifiers"]:
        st.write(_("A modifier says more about a mark, such as how clear it was, or who began."))
    for n, modifier in enumerate(on.document["modifiers"]):
        with st.container(border=True):
            _modifier(on, n, str(modifier.get("type")))
    with (
        st.expander(_("Add a modifier"), icon=":material/add:"),
        st.form("add-modifier", border=False, clear_on_submit=True),
    ):
        key = "add-modifier"
        st.text_input(_("Name of the modifier"), placeholder=_("Clarity"), key=f"{key}-label")
        st.selectbox(_("Kind"), list(_types()), format_func=_types().__getitem__, key=f"{key}-type")

        def add() -> None:
            label, type = (st.session_state[f"{key}-{each}"] for each in ("label", "type"))
            if label.strip():
                on.change(lambda document: add_modifier(document, label.strip(), type))

        st.form_submit_button(_("Add the modifier"), type="primary", on_click=add)


def _types() -> dict[str, str]:
    return {
        "choice": _("one of some options"),
        "multi": _("several of some options"),
        "boolean": _("yes or no"),
        "integer": _("a whole number"),
        "number": _("a number"),
        "text": _("text"),
        "link": _("a link to other marks"),
    }


def _modifier(on: Editor, n: int, type: str) -> None:
    fields.words(on, "modifiers", n, "label")
    parts.muted(_types().get(type, type))
    if type in ("choice", "multi"):
        _options(on, n)
    if type == "link":
        tracks = [str(each.get("id")) for each in on.document["tracks"]]
        labels = {id: on.words("tracks", t, "label") for t, id in enumerate(tracks)}
        fields.several(on, tracks, labels.__getitem__, "modifiers", n, "links_to", "tracks")
        fields.number(on, "modifiers", n, "links_to", "max", least=1)
    if type in ("integer", "number"):
        for column, name in zip(st.columns(3), ("min", "max", "unit"), strict=True):
            with column:
                if name == "unit":
                    fields.text(on, "modifiers", n, name)
                else:
                    fields.number(on, "modifiers", n, name, least=-100_000, whole=type == "integer")
    if type == "text":
        fields.number(on, "modifiers", n, "max_chars", least=1)
        fields.tick(on, "modifiers", n, "private")
    if type == "number":
        _derived(on, n)
    _default(on, n, type)
    _on_codes(on, n)
    fields.words(on, "modifiers", n, "help")
    fields.tick(on, "modifiers", n, "required")
    fields.problems(on, "modifiers", n)
    if st.button(_("Remove"), key=on.key("modifiers", n, "remove")):
        on.restructure(lambda document: without(document, ("modifiers", n)))
        st.rerun()


def _on_codes(on: Editor, n: int) -> None:
    """Which codes it says more about; without any it is asked for nowhere."""
    id = str(on.at("modifiers", n, "id"))
    codes = {
        (t, c): f"{on.words('tracks', t, 'label')}: {on.words('tracks', t, 'codes', c, 'label')}"
        for t, track in enumerate(on.document["tracks"])
        for c in range(len(track["codes"]))
    }
    there = [(t, c) for t, c in codes if id in (on.at("tracks", t, "codes", c, "modifiers") or [])]
    key = on.key("modifiers", n, "codes")

    def changed() -> None:
        chosen = set(st.session_state[key])
        on.restructure(lambda document: with_modifier(document, id, chosen))

    st.multiselect(
        _("On which codes"), list(codes), there, format_func=codes.__getitem__, key=key, on_change=changed,
        placeholder=_("none yet: it is asked for nowhere"),
    )  # fmt: skip


def _default(on: Editor, n: int, type: str) -> None:
    """What a mark says as long as the coder says nothing; a number that is worked out has none."""
    at = ("modifiers", n, "default")
    if type == "choice":
        options = {str(each.get("id")): o for o, each in enumerate(on.at("modifiers", n, "options") or [])}
        says = {id: on.words("modifiers", n, "options", o, "label") for id, o in options.items()}
        fields.choice(on, [None, *says], lambda id: says.get(id) or _("nothing"), *at)
    if type == "boolean":
        answers = {True: _("yes"), False: _("no"), None: _("nothing")}
        fields.choice(on, [None, True, False], answers.__getitem__, *at)
    if type in ("integer", "number") and on.at("modifiers", n, "derived") is None:
        fields.number(on, *at, least=-100_000, whole=type == "integer")


def _derived(on: Editor, n: int) -> None:
    """From which link a number is worked out, if from any; then no coder enters it."""
    links = {
        str(each.get("id")): m
        for m, each in enumerate(on.document["modifiers"])
        if each.get("type") == "link"
    }
    if not links and on.at("modifiers", n, "link") is None:
        return
    says = {id: on.words("modifiers", m, "label") for id, m in links.items()}
    fields.choice(
        on, [None, *says], lambda id: says.get(id) or _("not worked out"), "modifiers", n, "link",
        change=lambda document, link: with_link(document, n, link),
    )  # fmt: skip


def _options(on: Editor, n: int) -> None:
    """The options' labels, one in each line; an option keeps its id while its line stays where it is."""
    # An option has its id from its first words, so they are taken when the field is left, never half written.
    key = f"kept-whole-{on.key('modifiers', n, 'options', on.language)}"
    there = on.at("modifiers", n, "options") or []
    labels = [on.words("modifiers", n, "options", o, "label") for o in range(len(there))]

    def changed() -> None:
        written = [line.strip() for line in str(st.session_state[key]).splitlines() if line.strip()]
        on.change(lambda document: _with_options(document, n, on.language, written))

    st.text_area(
        fields.label("modifiers", n, "options"), "\n".join(labels), key=key, on_change=changed, height=100
    )


def _with_options(document: Document, n: int, language: str, written: list[str]) -> Document:
    there = value_at(document, ("modifiers", n, "options")) or []
    made = with_value(document, ("modifiers", n, "options"), there[: len(written)])
    taken = {str(each.get("id")) for each in made["modifiers"][n]["options"]}
    for o, label in enumerate(written):
        if o >= len(there):
            id = new_id(label, taken)
            taken.add(id)
            made["modifiers"][n]["options"].append({"id": id})
        made = with_words(made, ("modifiers", n, "options", o, "label"), language, label)
    return made


def depths(on: Editor) -> None:
    """Which tracks each depth fills, and which are watched together in a pass."""
    tracks = [str(each.get("id")) for each in on.document["tracks"]]
    labels = {id: on.words("tracks", t, "label") for t, id in enumerate(tracks)}
    profiles = [str(each.get("id")) for each in on.document["profiles"]]
    names = {id: on.words("profiles", n, "label") for n, id in enumerate(profiles)}
    st.header(_("Depths"))
    parts.muted(_("A depth says which tracks a coder fills: few in daily work, all for research."))
    for n in range(len(profiles)):
        with st.container(border=True):
            fields.words(on, "profiles", n, "label")
            fields.several(on, tracks, labels.__getitem__, "profiles", n, "tracks")
            fields.tick(on, "profiles", n, "reliability_eligible")
            fields.problems(on, "profiles", n)
            _take_away(on, "profiles", n)
    _add(on, _("Add a depth"), "profiles", new_depth)
    st.header(_("Passes"))
    parts.muted(_("A pass is one viewing of the film. Within it every key means one thing."))
    for n in range(len(on.document["passes"])):
        with st.container(border=True):
            st.markdown(f"**{_('Pass {n}').format(n=n + 1)}**")
            fields.several(on, tracks, labels.__getitem__, "passes", n, "tracks")
            fields.several(on, profiles, names.__getitem__, "passes", n, "profile")
            fields.number(on, "passes", n, "speed", least=0.1, most=4, whole=False)
            fields.problems(on, "passes", n)
            _take_away(on, "passes", n)
    _add(on, _("Add a pass"), "passes", new_pass)


def _take_away(on: Editor, name: str, n: int) -> None:
    if len(on.document[name]) > 1 and st.button(_("Remove"), key=on.key(name, n, "remove")):
        on.restructure(lambda document: without(document, (name, n)))
        st.rerun()


def _add(on: Editor, label: str, name: str, part: fields.Change) -> None:
    def add() -> None:
        on.change(lambda document: with_value(document, (name,), [*document[name], part(document)]))

    st.button(label, key=on.key(name, "add"), on_click=add)
