"""Captions for a reel: a sentence as a PNG of white letters on nothing, in our own fonts."""

import re

from annotator.errors import AnnotatorError, said
from annotator.model.language import base, direction
from annotator.report.printing import FAMILIES, NoLetterError, one_line, png


def caption_png(words: str, width: int, language: str) -> bytes:
    """A sentence as a PNG ``width`` pixels wide and as high as it needs; empty bytes for no words.

    AnnotatorError when no font of ours has a letter.
    """
    text = one_line(words)
    if not text:
        return b""
    found = base(language)
    data = {
        "fonts": FAMILIES,
        "width": width,
        "size": max(18, width // 34),
        "text": text,
        "language": found if re.fullmatch(r"[a-z]{2,3}", found) else "en",
        "dir": direction(language),
    }
    try:
        return png("caption", data)
    except NoLetterError as error:
        raise AnnotatorError(
            said(
                "The film for the family cannot be made: no font of Attune has “{letters}”, which stands in "
                "a sentence below the picture. Write it in other letters.",
                letters=" ".join(error.letters),
            )
        ) from None
