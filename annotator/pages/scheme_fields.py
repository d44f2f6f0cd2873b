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
from annotator.schemes.drafts import Told, told, value_at, with_value, with_words, words_at, words_of
from annotator.schemes.drafts.telling import TEXT
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

    @property
    def told(self) -> tuple[Told, ...]:
        """All that is wrong, in the words of the forms."""
        return told(self.view.problems, self.document, self.language)

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
        """Save one change, made to the draft as it stands.

        What adds at an end is such a change too, from a button's ``on_click``: every other place keeps its
        path and so its field, and what is typed there before the page is drawn anew is not lost.
        """
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


def label(*path: str | int) -> str:
    """What the field of a place is called."""
    return translated(words_of(path) or "", _)


def words(on: Editor, *path: str | int, long: bool = False, hint: str = "") -> None:
    """Words in the language that is written now."""
    key = on.key(*path, on.language)

    def changed() -> None:
        written = str(st.session_state[key])
        on.change(lambda document: with_words(document, path, on.language, written))

    there = words_at(on.document, path, on.language)
    other = "" if on.language == on.default else words_at(on.document, path, on.default)
    field = st.text_area if long else st.text_input
    more: dict[str, Any] = {"height": 80} if long else {}
    field(
        label(*path), there, key=key, on_change=changed, placeholder=other or None, help=hint or None, **more
    )


def lines(on: Editor, *path: str | int, hint: str = "") -> None:
    """A list of texts, one in each line, in the language that is written now."""
    items = _list(on.at(*path))
    there = [words_at(on.document, (*path, n), on.language) for n in range(len(items))]
    _written_lines(
        on, path, there, lambda document, written: _with_lines(document, path, on.language, written), hint
    )


def names(on: Editor, *path: str | int) -> None:
    """A list of plain words that are the same in every language, one in each line."""
    there = [str(each) for each in _list(on.at(*path))]
    _written_lines(on, path, there, lambda document, written: with_value(document, path, written), "")


def _written_lines(
    on: Editor, path: Path, there: Sequence[str], change: Callable[[Document, list[str]], Document], hint: str
) -> None:
    key = on.key(*path, on.language)

    def changed() -> None:
        written = [line.strip() for line in str(st.session_state[key]).splitlines() if line.strip()]
        on.change(lambda document: change(document, written))

    st.text_area(
        label(*path), "\n".join(there).strip(), key=key, on_change=changed, height=80, help=hint or None
    )


def _with_lines(document: Document, path: Path, language: str, written: Sequence[str]) -> Document:
    items = _list(value_at(document, path))
    made = with_value(document, path, list(items[: len(written)]) + [{} for _more in written[len(items) :]])
    for n, line in enumerate(written):
        made = with_words(made, (*path, n), language, line)
    return made if written else with_value(made, path, [])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def text(on: Editor, *path: str | int, hint: str = "", empty: str | None = None) -> None:
    """Plain words that are the same in every language; emptied, the field is ``empty``, or goes for None."""
    key = on.key(*path)

    def changed() -> None:
        written = str(st.session_state[key]).strip()
        on.change(lambda document: with_value(document, path, written or empty))

    st.text_input(label(*path), str(on.at(*path) or ""), key=key, on_change=changed, help=hint or None)


def choice(
    on: Editor,
    options: Sequence[Any],
    says: Callable[[Any], str],
    *path: str | int,
    hint: str = "",
    change: Callable[[Document, Any], Document] | None = None,
) -> None:
    """One of some values; what stands there now can stay. ``change`` does more than put the value there."""
    key, there = on.key(*path), on.at(*path)
    every = list(options) if there in options else [there, *options]

    def changed() -> None:
        chosen = st.session_state[key]
        if change is None:
            on.change(lambda document: with_value(document, path, chosen))
        else:
            on.restructure(lambda document: change(document, chosen))

    st.selectbox(
        label(*path), every, every.index(there), key=key, on_change=changed, help=hint or None,
        format_func=lambda each: says(each) if each in options else str(each or _("not chosen yet")),
    )  # fmt: skip


def several(
    on: Editor,
    options: Sequence[str],
    says: Callable[[str], str],
    *path: str | int,
    hint: str = "",
    goes: Path | None = None,
    none: str | None = None,
) -> None:
    """Some of several values, in their own order; with none chosen what stands at ``goes`` goes.

    ``none`` says what no choice means.
    """
    key = on.key(*path)
    there = list(dict.fromkeys(each for each in _list(on.at(*path)) if each in options))

    def changed() -> None:
        chosen = [each for each in options if each in st.session_state[key]]
        if goes is not None and not chosen:
            on.restructure(lambda document: with_value(document, goes, None))
        else:
            on.change(lambda document: with_value(document, path, chosen))

    st.multiselect(
        label(*path), options, there, format_func=says, key=key, on_change=changed, help=hint or None,
        placeholder=none,
    )  # fmt: skip


def tick(
    on: Editor, *path: str | int, change: Callable[[Document, bool], Document] | None = None, hint: str = ""
) -> None:
    """Yes or no."""
    key = on.key(*path)

    def changed() -> None:
        ticked = bool(st.session_state[key])
        if change is None:
            on.change(lambda document: with_value(document, path, ticked))
        else:
            on.restructure(lambda document: change(document, ticked))

    there = on.at(*path) if change is None or not isinstance(on.at(*path), dict) else True
    st.checkbox(label(*path), there is True, key=key, on_change=changed, help=hint or None)


def block(on: Editor, made: Any, *path: str | int, kept_as_nothing: bool = False) -> bool:
    """A part that a scheme has or has not; ticked, it begins as ``made``. Whether it is there."""

    def change(document: Document, ticked: bool) -> Document:
        if not ticked and kept_as_nothing:
            return document | {str(path[0]): None}
        return with_value(document, path, made if ticked else None)

    tick(on, *path, change=change)
    return isinstance(on.at(*path), dict)


def number(
    on: Editor,
    *path: str | int,
    least: float,
    most: float | None = None,
    whole: bool = True,
    hint: str = "",
    called: str = "",
) -> None:
    """A number; emptied, the field goes. ``called`` is its label where the forms' own words have none."""
    key, there = on.key(*path), on.at(*path)
    kind: Callable[[Any], Any] = int if whole else float

    def changed() -> None:
        written = st.session_state[key]
        on.change(lambda document: with_value(document, path, written))

    right = isinstance(there, int | float) and not isinstance(there, bool)
    value = kind(there) if right and there >= least and (most is None or there <= most) else None
    st.number_input(
        called or label(*path), kind(least), None if most is None else kind(most), value,
        key=key, on_change=changed, step=1 if whole else 0.05 if most == 1 else 0.5,
        format=None if whole else "%g", help=hint or None,
    )  # fmt: skip


def seconds(on: Editor, *path: str | int, least_ms: int) -> None:
    """A time that the file says in ms, typed in seconds; emptied, the field goes."""
    key, there = on.key(*path), on.at(*path)

    def changed() -> None:
        written = st.session_state[key]
        kept = None if written is None else round(written * 1000)
        on.change(lambda document: with_value(document, path, kept))

    right = isinstance(there, int) and not isinstance(there, bool) and there >= least_ms
    st.number_input(
        label(*path), least_ms / 1000, None, there / 1000 if right else None,
        key=key, on_change=changed, step=0.5, format="%g",
    )  # fmt: skip


def several_seconds(on: Editor, *path: str | int, ever: bool = False, hint: str = "") -> None:
    """Times in seconds with commas between them; with ``ever`` the word for no limit can stand last."""
    key, word = on.key(*path), _("ever")
    there = ", ".join(word if each is None else _in_seconds(each) for each in _list(on.at(*path)))

    def changed() -> None:
        found = [each.strip() for each in str(st.session_state[key]).split(",") if each.strip()]
        kept = [None if ever and each == word else _in_ms(each) for each in found]
        on.change(lambda document: with_value(document, path, kept or None))

    st.text_input(label(*path), there, key=key, on_change=changed, help=hint or None)


def _in_seconds(ms: Any) -> str:
    return f"{ms / 1000:g}" if isinstance(ms, int | float) else str(ms)


def _in_ms(seconds: str) -> int | str:
    """What was written, where it is no time: the check then says so."""
    return round(float(seconds) * 1000) if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", seconds) else seconds


def problems(on: Editor, *path: str | int) -> None:
    """What is still wrong at a place, or inside it."""
    for each in on.told:
        if each.part != TEXT and each.path[: len(path)] == path:
            place = translated(each.place, _).rpartition(" › ")[2]
            st.markdown(f"- **{parts.plain(place)}** {parts.plain(translated(each.sentence, _))}")


def moves() -> int:
    """How often places have moved: part of the key of a widget that chooses among them."""
    return _moved()
