"""What people type, before it is kept: without the characters that nobody can type or see."""

import unicodedata


def lines(text: str) -> str:
    r"""A text of several lines: control characters go, line breaks stay.

    >>> lines(" one\r\ntwo\x00 ")
    'one\ntwo'
    """
    broken = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in broken if c == "\n" or unicodedata.category(c) != "Cc").strip()


def line(text: str) -> str:
    r"""A text of one line: every stretch of white space is one space.

    >>> line(" two\n words ")
    'two words'
    """
    return " ".join(lines(text).split())
