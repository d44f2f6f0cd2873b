"""Fields of a draft on its page: each is bound to a place of the document and saved when it changes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from annotator.actions import drafting
from annotator.actions.drafting import DraftView
from annotator.errors import AnnotatorError, translated
from annotator.pages import parts, state
from annotator.schemes.drafts import value_at, with_value, with_words, words_at
from annotator.schemes.places import Path, path_text

_ = state.say

Document = dict[str, Any]
Change = Callable[[Document], Document]


@dataclass(frozen=True, slots=True)
class Editor:
    """A draft that is open on a page, and the language in which its words are written now."""

    view: DraftView
    document: Document
    language: str

    @property
    def default(self) -> str:
        """The language that every text has."""
        return str(self.document["i18n"]["default"])

    def at(self, *path: str | int) -> Any:
        """What stands at a place."""
        return value_at(self.document, path)

    def words(self, *path: str | int) -> str:
        """The words at a place in the language now written, else in the default one."""
        return words_at(self.document, path, self.language) or words_at(self.document, path, self.default)

    def key(self, *path: str | int) -> str:
        """A key for the widget of a place; it is another one after every step that moves places."""
        return f"draft-{self.view.stored.id}-{_moved()}-{path_text(path)}"

    def change(self, change: Change) -> None:
        """Save one change, made to the draft as it stands."""
        try:
            drafting.edit(state.place(), state.person(), self.view.stored.id, change)
        except AnnotatorError as refusal:
            state.tell(translated(refusal.sentence, _))

    def restructure(self, change: Change) -> None:
        """Save a change after which places have other paths."""
        self.change(change)
        moved()


def moved() -> None:
    """Make every field anew: what stands at a path is another thing, or was changed from elsewhere."""
    st.session_state["draft-moved"] = _moved() + 1


def _moved() -> int:
    return int(st.session_state.get("draft-moved", 0))


def words(on: Editor, label: str, *path: str | int, long: bool = False, hint: str = "") -> None:
    """Words in the language that is written now."""
    key = on.key(*path, on.language)

    def changed() -> None:
        written = str(st.session_state[key])
        on.change(lambda document: with_words(document, path, on.language, written))

    there = words_at(on.document, path, on.language)
    other = "" if on.language == on.default else words_at(on.document, path, on.default)
    field = st.text_area if long else st.text_input
    more: dict[str, Any] = {"height": 80} if long else {}
    field(label, there, key=key, on_change=changed, placeholder=other or None, help=hint or None, **more)


def lines(on: Editor, label: str, *path: str | int, hint: str = "") -> None:
    """A list of texts, one in each line, in the language that is written now."""
    key = on.key(*path, on.language)
    items = on.at(*path) or []
    there = [words_at(on.document, (*path, n), on.language) for n in range(len(items))]

    def changed() -> None:
        written = [line.strip() for line in str(st.session_state[key]).splitlines() if line.strip()]
        on.change(lambda document: _with_lines(document, path, on.language, written))

    st.text_area(label, "\n".join(there).strip(), key=key, on_change=changed, height=80, help=hint or None)


def _with_lines(document: Document, path: Path, language: str, written: Sequence[str]) -> Document:
    items = value_at(document, path) or []
    made = with_value(document, path, list(items[: len(written)]) + [{} for _more in written[len(items) :]])
    for n, line in enumerate(written):
        made = with_words(made, (*path, n), language, line)
    return made if written else with_value(made, path, [])


def choice(
    on: Editor,
    label: str,
    options: Sequence[Any],
    says: Callable[[Any], str],
    *path: str | int,
    hint: str = "",
) -> None:
    """One of some values."""
    key, there = on.key(*path), on.at(*path)
    every = list(options) if there in options else [there, *options]

    def changed() -> None:
        chosen = st.session_state[key]
        on.change(lambda document: with_value(document, path, chosen))

    st.selectbox(
        label, every, every.index(there), format_func=says, key=key, on_change=changed, help=hint or None
    )


def several(
    on: Editor, label: str, options: Sequence[str], says: Callable[[str], str], *path: str | int
) -> None:
    """Some of several values, in their own order."""
    key = on.key(*path)
    there = [each for each in on.at(*path) or [] if each in options]

    def changed() -> None:
        chosen = [each for each in options if each in st.session_state[key]]
        on.change(lambda document: with_value(document, path, chosen))

    st.multiselect(label, options, there, format_func=says, key=key, on_change=changed)


def tick(
    on: Editor, label: str, *path: str | int, change: Callable[[Document, bool], Document] | None = None
) -> None:
    """Yes or no."""
    key = on.key(*path)

    def changed() -> None:
        ticked = bool(st.session_state[key])
        if change is None:
            on.change(lambda document: with_value(document, path, ticked))
        else:
            on.restructure(lambda document: change(document, ticked))

    st.checkbox(label, on.at(*path) is True, key=key, on_change=changed)


def number(
    on: Editor, label: str, *path: str | int, least: float, whole: bool = True, hint: str = ""
) -> None:
    """A number."""
    key, there = on.key(*path), on.at(*path)
    kind: Callable[[Any], Any] = int if whole else float

    def changed() -> None:
        written = st.session_state[key]
        on.change(lambda document: with_value(document, path, written))

    value = kind(there) if isinstance(there, int | float) else None
    st.number_input(
        label, kind(least), None, value, step=kind(1), key=key, on_change=changed, help=hint or None
    )


def problems(on: Editor, *path: str | int) -> None:
    """What is still wrong at a place, or inside it."""
    here = path_text(path)
    for problem in on.view.problems:
        where = problem.path or ""
        if where == here or where.startswith((f"{here}.", f"{here}[")):
            inside = where.removeprefix(here).lstrip(".")
            st.markdown(f"- {parts.plain(inside)} {parts.plain(translated(problem.message, _))}")


def place(on: Editor, path: str) -> str:
    """A path in the names that people gave: ``tracks[0].codes[1].onset`` is “Contact › Smile › onset”."""
    steps: list[str | int] = []
    said: list[str] = []
    for name, number in re.findall(r"([a-z0-9_]+)|\[([0-9]+)\]", path):
        steps.append(int(number) if number else name)
        label = on.words(*steps, "label") if number else ""
        if label:
            said[-1:] = [label]
        else:
            said.append(str(int(number) + 1) if number else name)
    return " › ".join(said)


def moves() -> int:
    """How often places have moved: part of the key of a widget that chooses among them."""
    return _moved()
