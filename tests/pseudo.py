"""A language made of English with strange letters: whatever still has a plain one was never translated."""

from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests.catalogue import template

LANGUAGE = "qps"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
STRANGE = "áƀçđéƒĝħíĵķłɱñóþɋřšŧúṽŵẋýžÁɃÇĐÉƑĜĦÍĴĶŁṀÑÓÞɊŘŠŦÚṼŴẊÝŽ"
_LETTERS = str.maketrans(PLAIN, STRANGE)


def strange(words: str) -> str:
    """A template in strange letters; what is filled in keeps its name.

    >>> strange("There is no {thing}.")
    '⟦Ŧħéřé íš ñó {thing}.⟧'
    """
    parts = []
    for text, place, form, _ in Formatter().parse(words):
        parts.append(text.replace("{", "{{").replace("}", "}}").translate(_LETTERS))
        parts.append("" if place is None else f"{{{place}:{form}}}" if form else f"{{{place}}}")
    return f"⟦{''.join(parts)}⟧"


def write_catalogue(folder: Path) -> None:
    """Every sentence of the catalogue in strange letters, where gettext looks for a language."""
    catalogue = Catalog(locale="en")
    for message in template():
        if message.id:
            catalogue.add(str(message.id), strange(str(message.id)))
    target = folder / LANGUAGE / "LC_MESSAGES" / "attune.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
