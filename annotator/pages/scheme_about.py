"""Part of the page of a draft: title, purpose and languages of the scheme, and who can be observed."""

import streamlit as st

from annotator.pages import parts, state
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Editor
from annotator.schemes.drafts import add_subject, with_languages, without

_ = state.say

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "tr", "uk", "ru", "ar", "fa", "he")
ROLES = ("child", "caregiver", "practitioner", "sibling", "other", "dyad", "group")


def section(on: Editor) -> None:
    """Title, summary, use, languages, licence, people."""
    with st.container(border=True):
        fields.words(on, "title")
        fields.words(on, "summary", long=True)
        fields.several(on, list(_purposes()), _purposes().__getitem__, "purpose")
        _languages(on)
    with st.container(border=True):
        st.header(_("What may be said of it"))
        fields.words(on, "provenance", "claims", "note")
        fields.names(on, "provenance", "claims", "must_not_be_reported_as")
        _source(on)
    with st.container(border=True):
        st.header(_("Who can be observed"))
        for n in range(len(on.document["subjects"])):
            _subject(on, n)
        if len(on.document["subjects"]) < 10:
            st.button(
                _("Add somebody"), key=on.key("subjects", "add"), on_click=on.change, args=(add_subject,)
            )
    for name in ("title", "summary", "purpose", "provenance", "use", "subjects", "i18n"):
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
        on.restructure(lambda document: with_languages(document, kept))

    every = list(dict.fromkeys((*there, *LANGUAGES)))
    st.multiselect(fields.label("i18n", "complete"), every, there, key=key, on_change=changed)
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
    fields.choice(on, list(kinds), kinds.__getitem__, "provenance", "kind")
    fields.names(on, "provenance", "informed_by")
    left, right = st.columns([1, 2])
    with left:
        fields.text(
            on, "provenance", "licence", "spdx", hint=_("Such as CC-BY-4.0; NONE where none is given.")
        )
    with right:
        fields.text(on, "provenance", "licence", "note", empty="")
    fields.tick(on, "provenance", "redistributable")
    fields.tick(on, "provenance", "training_required")
    fields.tick(on, "use", "study_required")
    fields.tick(on, "use", "marks_only")


def _subject(on: Editor, n: int) -> None:
    roles = {
        "child": _("child"), "caregiver": _("caregiver"), "practitioner": _("practitioner"),
        "sibling": _("sibling"), "other": _("somebody else"), "dyad": _("a pair"), "group": _("a group"),
    }  # fmt: skip
    left, right, digit, away = st.columns([3, 3, 1, 2], vertical_alignment="bottom")
    with left:
        fields.words(on, "subjects", n, "label")
    with right:
        fields.choice(on, ROLES, lambda role: roles.get(role, str(role)), "subjects", n, "role")
    with digit:
        taken = {each.get("key") for m, each in enumerate(on.document["subjects"]) if m != n}
        fields.choice(on, [d for d in "1234567890" if d not in taken], str, "subjects", n, "key")
    with away:
        if len(on.document["subjects"]) > 1 and st.button(_("Remove"), key=on.key("subjects", n, "remove")):
            on.restructure(lambda document: without(document, ("subjects", n)))
            st.rerun()
    if on.at("subjects", n, "role") in ("dyad", "group"):
        there = {str(each.get("id")): m for m, each in enumerate(on.document["subjects"]) if m != n}
        fields.several(
            on, list(there), lambda id: on.words("subjects", there[id], "label"), "subjects", n, "members"
        )
