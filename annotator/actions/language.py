"""The words of pages in a person's language, through gettext."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

_CATALOGUES = Path(__file__).resolve().parent.parent / "locale"

LANGUAGES = ("en",)


@cache
def translator(language: str) -> Callable[[str], str]:
    """The function that turns an English sentence into a language; unknown ones stay English."""
    return gettext.translation("attune", _CATALOGUES, [language], fallback=True).gettext


def context_words(context: str, _: Callable[[str], str]) -> str:
    """What a family was doing, in plain words."""
    return {
        "free_play_toys": _("free play with toys"),
        "free_play_no_toys": _("free play without toys"),
        "caregiving": _("caregiving"),
        "feeding": _("feeding"),
        "comforting": _("comforting"),
        "other": _("other"),
    }.get(context, context)
