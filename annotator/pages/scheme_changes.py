"""What differs between two versions of a scheme, in words, with the marks that stand on what is gone."""

from collections.abc import Mapping

import streamlit as st

from annotator.errors import translated
from annotator.pages import parts, state
from annotator.schemes.difference import Change, Difference
from annotator.schemes.drafts import change_in_words

_ = state.say


def listed(found: Difference, held: Mapping[str, int]) -> None:
    """Every change with its weight; ``held`` counts old marks by ``track`` and ``track.code``."""
    weights = {"patch": _("wording"), "minor": _("addition"), "major": _("another meaning")}
    for change in found.changes:
        sentence = translated(change_in_words(change, found, state.language()), _)
        sentence = " ".join([sentence, *_held(change, held)])
        st.markdown(f"**{weights[change.weight.word]}** {parts.plain(sentence)}")


def _held(change: Change, held: Mapping[str, int]) -> list[str]:
    """How many marks of old codings a code or track has: of its name alone nothing is lost."""
    kind, _dot, name = change.path.partition(".")
    if kind != "tracks" or name not in held or change.before is not None:
        return []
    n = held[name]
    return [_("One mark stands on it.") if n == 1 else _("{n} marks stand on it.").format(n=n)]
