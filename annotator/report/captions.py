"""Captions for a reel: a sentence as a PNG of white letters on nothing, in our own fonts."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from annotator.errors import AnnotatorError, said
from annotator.report.sheet_words import base, direction

_HERE = Path(__file__).resolve().parent
FAMILIES = ("Inter", "Vazirmatn", "Noto Sans Hebrew")
_NOT_LETTERS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')


def caption_png(words: str, width: int, language: str) -> bytes:
    """A sentence as a PNG ``width`` pixels wide and as high as it needs; empty bytes for no words.

    AnnotatorError when no font of ours has a letter.
    """
    text = " ".join(_NOT_LETTERS.sub(" ", words).split())
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
        _compiled(data, format="pdf", pdf_standards=["ua-1"])  # only so does it say that a letter is missing
        return _compiled(data, format="png", ppi=72.0)
    except typst.TypstError as error:
        letters = _NO_LETTER.findall(error.diagnostic)
        if not letters:
            raise
        raise AnnotatorError(
            said(
                "The film for the family cannot be made: no font of Attune has “{letters}”, which stands in "
                "a sentence below the picture. Write it in other letters.",
                letters=" ".join(dict.fromkeys(letters)),
            )
        ) from None


def _compiled(data: Mapping[str, object], **form: Any) -> bytes:
    made = typst.compile(
        (_HERE / "caption.typ").read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"caption": json.dumps(data)},
        **form,
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
    )
