"""Part of the page of a draft: title, purpose and languages of the scheme, and who can be observed."""

import streamlit as st

from annotator.pages import parts, state
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Editor
from annotator.schemes.drafts import add_subject, with_value, without

_ = state.say

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "tr", "uk", "ru", "ar", "fa", "he")
ROLES = ("child", "caregiver", "practitioner", "sibling", "other", "dyad", "group")


def section(on: Editor) -> None:
    """Title, summary, use, languages, licence, people."""
    with st.container(border=True):
        fields.words(on, _("Title"), "title")
        fields.words(on, _("Summary"), "summary", long=True)
        fields.several(on, _("What it is for"), list(_purposes()), _purposes().__getitem__, "purpose")
        _languages(on)
    with st.container(border=True):
        st.subheader(_("What may be said of it"))
        fields.words(on, _("Note that every export carries"), "provenance", "claims", "note")
        _source(on)
    with st.container(border=True):
        st.subheader(_("Who can be observed"))
        for n in range(len(on.document["subjects"])):
            _subject(on, n)
        if len(on.document["subjects"]) < 10 and st.button(_("Add somebody"), key=on.key("subjects", "add")):
            on.restructure(add_subject)
            st.rerun()
    for name in ("title", "summary", "purpose", "provenance", "population", "subjects", "i18n"):
        fields.problems(on, name)


def _purposes() -> dict[str, str]:
    return {
        "clinical": _("clinical work"),
        "supervision": _("supervision"),
        "research": _("research"),
        "training": _("training"),
    }


def _languages(on: Editor) -> None:
    key = on.key("i18n", "complete")
    there = on.at("i18n", "complete")

    def changed() -> None:
        chosen = [each for each in dict.fromkeys((*there, *LANGUAGES)) if each in st.session_state[key]]
        kept = chosen if on.default in chosen else [on.default, *chosen]
        on.restructure(lambda document: with_value(document, ("i18n", "complete"), kept))

    every = list(dict.fromkeys((*there, *LANGUAGES)))
    st.multiselect(_("Complete in these languages"), every, there, key=key, on_change=changed)
    parts.muted(
        _("Labels, phrases and questions are then asked for in each; the rest may stay in {default}.").format(
            default=on.default
        )
    )


def _source(on: Editor) -> None:
    kinds = {
        "original": _("our own"),
        "inspired-by": _("inspired by other work"),
        "adapted-with-permission": _("adapted with permission"),
        "user-supplied": _("somebody else's"),
    }
    fields.choice(on, _("Where it comes from"), list(kinds), kinds.__getitem__, "provenance", "kind")
    fields.tick(on, _("It may be passed on"), "provenance", "redistributable")
    fields.tick(on, _("Coders need training before they use it"), "provenance", "training_required")


def _subject(on: Editor, n: int) -> None:
    roles = {
        "child": _("child"), "caregiver": _("caregiver"), "practitioner": _("practitioner"),
        "sibling": _("sibling"), "other": _("somebody else"), "dyad": _("a pair"), "group": _("a group"),
    }  # fmt: skip
    left, right, away = st.columns([3, 3, 2], vertical_alignment="bottom")
    with left:
        fields.words(on, _("Name"), "subjects", n, "label")
    with right:
        fields.choice(on, _("Role"), ROLES, lambda role: roles.get(role, str(role)), "subjects", n, "role")
    with away:
        if len(on.document["subjects"]) > 1 and st.button(_("Remove"), key=on.key("subjects", n, "remove")):
            on.restructure(lambda document: without(document, ("subjects", n)))
            st.rerun()
