"""Languages made of English with other letters: whatever still has a plain one was never translated."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from annotator.actions import language as languages
from tests.catalogue import template

LANGUAGE = "qps"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
STRANGE = "áƀçđéƒĝħíĵķłɱñóþɋřšŧúṽŵẋýžÁɃÇĐÉƑĜĦÍĴĶŁṀÑÓÞɊŘŠŦÚṼŴẊÝŽ"
_LETTERS = str.maketrans(PLAIN, STRANGE)
FROM_RIGHT = "he"
"""The language of the catalogue in letters that are read from right to left; its words mean nothing."""
_HEBREW = str.maketrans(PLAIN, "אבגדהוזחטיכלמנסעפצקרשתםןףץ" * 2)


def strange(words: str) -> str:
    """A template in strange letters; what is filled in keeps its name.

    >>> strange("There is no {thing}.")
    '⟦Ŧħéřé íš ñó {thing}.⟧'
    """
    return f"⟦{_in_letters(words, _LETTERS)}⟧"


def from_right(words: str) -> str:
    """A template in letters that are read from right to left; what is filled in keeps its name.

    >>> from_right("a {thing}.")
    'א {thing}.'
    """
    return _in_letters(words, _HEBREW)


def _in_letters(words: str, letters: dict[int, int]) -> str:
    parts = []
    for text, place, form, _ in Formatter().parse(words):
        parts.append(text.replace("{", "{{").replace("}", "}}").translate(letters))
        parts.append("" if place is None else f"{{{place}:{form}}}" if form else f"{{{place}}}")
    return "".join(parts)


def write_catalogue(folder: Path, language: str = LANGUAGE, written: Callable[[str], str] = strange) -> None:
    """Every sentence of the catalogue in other letters, where gettext looks for a language."""
    catalogue = Catalog(locale="en")
    for message in template():
        if message.id:
            catalogue.add(str(message.id), written(str(message.id)))
    target = folder / language / "LC_MESSAGES" / "attune.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)


@contextmanager
def spoken(folder: Path, language: str = LANGUAGE, written: Callable[[str], str] = strange) -> Iterator[None]:
    """Have servers that are begun now speak the language too."""
    write_catalogue(folder, language, written)
    before = os.environ.get(languages.CATALOGUES)
    os.environ[languages.CATALOGUES] = str(folder)
    try:
        yield
    finally:
        os.environ.pop(languages.CATALOGUES)
        if before is not None:
            os.environ[languages.CATALOGUES] = before
