"""A scheme that is being written: forms on the left, the desk's keys and what is still wrong on the right."""

import streamlit as st

from annotator.actions import drafting
from annotator.actions.drafting import DraftView
from annotator.errors import AnnotatorError, translated
from annotator.pages import (
    parts,
    scheme_about,
    scheme_agreement,
    scheme_codes,
    scheme_films,
    scheme_meeting,
    scheme_palette,
    scheme_parts,
    scheme_publishing,
    scheme_rules,
    state,
)
from annotator.pages import scheme_fields as fields
from annotator.pages.scheme_fields import Editor
from annotator.player import player
from annotator.schemes.drafts import Told

_ = state.words()


def main() -> None:
    """The draft that the address names."""
    id = state.asked("draft")
    view = drafting.draft(state.place(), state.person(), id)
    state.keep("draft", id)
    parts.link("schemes", _("Coding schemes"), icon=":material/arrow_back:")
    st.title(parts.plain(view.stored.title or _("A scheme without a title")))
    _head(view)
    chosen = _chosen(id)
    left, right = st.columns([2, 1], gap="large")
    with left:
        _part(view, chosen)
    with right, st.container(key="draft-beside"):
        _problems(view, by_line=chosen == "text")
        if view.document is not None:
            scheme_palette.preview(Editor(view, view.document, _language(view)))


def _chosen(id: str) -> str:
    """The part that is open; the address keeps it, so that it is open again when the page is loaded anew."""
    sections = _sections()
    key = f"draft-part-{id}"
    asked = state.asked("part")
    st.session_state.setdefault(key, asked if asked in sections else "about")
    chosen = st.segmented_control(
        _("Part"), list(sections), format_func=sections.__getitem__, required=True, key=key,
        label_visibility="collapsed",
    )  # fmt: skip
    state.keep("part", chosen or "about")
    return chosen or "about"


def _sections() -> dict[str, str]:
    return {
        "about": _("About"),
        "films": _("Families and films"),
        "codes": _("Tracks and codes"),
        "modifiers": _("Modifiers"),
        "depths": _("Depths and passes"),
        "rules": _("Measures and rules"),
        "agreement": _("Agreement"),
        "meeting": _("Meeting"),
        "text": _("As text"),
        "publish": _("Publish"),
    }


def _head(view: DraftView) -> None:
    """What was done is saved; one step back, one step on; the file; away with it."""
    place, person, id = state.place(), state.person(), view.stored.id
    player.typing()
    parts.muted(_("A draft, yours alone until it is published. Every change is saved, also while you type."))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Undo"), icon=":material/undo:", disabled=view.stored.step <= view.first):
            drafting.take_back(place, person, id)
            fields.moved()
            st.rerun()
        if st.button(_("Redo"), icon=":material/redo:", disabled=view.stored.step >= view.last):
            drafting.do_again(place, person, id)
            fields.moved()
            st.rerun()
        parts.way(_("The file"), f"/drafts/{id}/file")
        with st.popover(_("Discard")):
            st.write(_("The draft and all its steps go for good."))
            if st.button(_("Discard the draft"), key="discard-draft"):
                drafting.discard(place, person, id)
                parts.go("schemes", {})


def _language(view: DraftView) -> str:
    return str(st.session_state.get(f"draft-language-{view.stored.id}") or _default(view))


def _default(view: DraftView) -> str:
    return str(view.document["i18n"]["default"]) if view.document is not None else "en"


def _part(view: DraftView, chosen: str) -> None:
    if chosen == "text":
        _text(view)
    elif chosen == "publish":
        scheme_publishing.section(view)
    elif view.document is None:
        st.write(_("The text is such that forms cannot work on it. Mend it under “As text”, or undo."))
    else:
        languages = list(view.document["i18n"]["complete"])
        if len(languages) > 1:
            st.segmented_control(
                _("Words in"), languages, default=_default(view), required=True,
                key=f"draft-language-{view.stored.id}",
            )  # fmt: skip
        sections = {
            "about": scheme_about.section,
            "films": scheme_films.section,
            "codes": scheme_codes.section,
            "modifiers": scheme_parts.modifiers,
            "depths": scheme_parts.depths,
            "rules": scheme_rules.section,
            "agreement": scheme_agreement.section,
            "meeting": scheme_meeting.section,
        }
        sections[chosen](Editor(view, view.document, _language(view)))


def _text(view: DraftView) -> None:
    parts.muted(_("The same scheme as text. Forms keep everything of it but comments and layout."))
    key = f"draft-text-{view.stored.id}-{view.stored.step}"

    # It is kept before the page is drawn anew, also where another part was chosen at once.
    def keep() -> None:
        written = str(st.session_state[key]).encode()
        try:
            drafting.save_text(state.place(), state.person(), view.stored.id, view.stored.step, written)
            fields.moved()
        except AnnotatorError as refusal:
            state.tell(translated(refusal.sentence, _))

    with st.form("text", border=False):
        st.text_area(_("Text (YAML)"), view.text.decode(errors="replace"), height=560, key=key)
        st.form_submit_button(_("Keep and check"), type="primary", on_click=keep)


def _problems(view: DraftView, *, by_line: bool) -> None:
    """All that is wrong: by its lines beside the text, else by its card and field, each a way there."""
    st.header(_("Still to be done"))
    if not view.problems:
        st.write(_("Nothing: this can be published."))
        return
    with st.container(height=240 if len(view.problems) > 3 else "content", border=True, gap="small"):
        if by_line or view.document is None:
            for problem in view.problems:
                where, message = translated(problem.where, _), translated(problem.message, _)
                st.markdown(f"**{parts.plain(where)}** {parts.plain(message)}")
            return
        for n, each in enumerate(Editor(view, view.document, _language(view)).told):
            with st.container(gap=None):
                st.button(
                    f"**{parts.plain(translated(each.place, _))}**", key=f"todo-{n}", type="tertiary",
                    on_click=_go_to, args=(view.stored.id, each),
                )  # fmt: skip
                parts.muted(translated(each.sentence, _))


def _go_to(id: str, told: Told) -> None:
    """Open the part, track and code in which something is still to be done."""
    st.session_state[f"draft-part-{id}"] = told.part
    at = [step for step in told.path if isinstance(step, int)]
    if told.path[0] == "tracks" and at:
        st.session_state["draft-track"] = at[0]
        st.session_state["draft-code"] = at[1] if len(at) > 1 and "codes" in told.path else 0
        fields.moved()


main()
