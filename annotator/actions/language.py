"""The words of pages in a person's language, through gettext."""

import gettext
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from annotator.errors import said

DOMAIN, ENGLISH = "attune", "en"
CATALOGUES = "ATTUNE_LOCALE"
"""Environment variable: a folder with more catalogues, for whoever translates and wants to see it."""

_OURS = Path(__file__).resolve().parent.parent / "locale"
_OWN_NAME = said("English")  # a catalogue's translation of it is what that language calls itself


class Words:
    """The words of one language: called with an English sentence of ours it gives that language's."""

    def __init__(self, language: str, gettext: Callable[[str], str]) -> None:
        self.language, self._gettext = language, gettext

    def __call__(self, words: str) -> str:
        """The translation; the sentence itself where there is none."""
        # Nothing would be answered with the catalogue's own header.
        return self._gettext(words) if words else ""


def languages() -> tuple[str, ...]:
    """The languages that pages can be had in: English, and those with a compiled catalogue."""
    return _languages(_folders())


def translator(language: str) -> Words:
    """The words of a language; of English when there is no catalogue for it."""
    return _words(_folders(), language)


def language_name(language: str) -> str:
    """What a language calls itself; its code when its catalogue does not say."""
    name = translator(language)(_OWN_NAME)
    return language if name == _OWN_NAME and language != ENGLISH else name


def _folders() -> tuple[Path, ...]:
    more = os.environ.get(CATALOGUES)
    return (Path(more), _OURS) if more else (_OURS,)


@cache
def _languages(folders: tuple[Path, ...]) -> tuple[str, ...]:
    files = (file for folder in folders for file in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (ENGLISH, *sorted({file.parent.parent.name for file in files} - {ENGLISH}))


@cache
def _words(folders: tuple[Path, ...], language: str) -> Words:
    for folder in folders:
        if gettext.find(DOMAIN, folder, [language]):
            return Words(language, gettext.translation(DOMAIN, folder, [language]).gettext)
    return Words(ENGLISH, gettext.NullTranslations().gettext)


def context_words(context: str, _: Callable[[str], str]) -> str:
    """What a family was doing, in plain words."""
    return {
        "free_play_toys": _("free play with toys"),
        "free_play_no_toys": _("free play without toys"),
        "caregiving": _("caregiving"),
        "feeding": _("feeding"),
        "comforting": _("comforting"),
        "other": _("other"),
        "feedback_session": _("a feedback session"),
    }.get(context, context)


def role_words(role: str, _: Callable[[str], str]) -> str:
    """What someone does here, in one word."""
    return {
        "practitioner": _("home visitor"),
        "coder": _("coder"),
        "lead": _("lead"),
        "supervisor": _("supervisor"),
        "admin": _("admin"),
    }[role]
