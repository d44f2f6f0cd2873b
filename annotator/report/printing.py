"""How every document of ours is made: a PDF or a picture by typst, or one HTML file that fetches nothing.

Texts go into both as data and are never read as markup; only our own fonts are used for what is printed.
"""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from annotator.report.tokens import Theme, tokens

_HERE = Path(__file__).resolve().parent
_FONT_OF_PAGES = _HERE.parent / "web" / "assets" / "fonts" / "inter.woff2"
FAMILIES = ("Inter", "Vazirmatn", "Noto Sans Hebrew")
"""The fonts in ``fonts/``: Latin, Greek, Cyrillic, Arabic and Hebrew letters."""

_NOT_LETTERS = ("Cc", "Cn", "Co", "Cs")
_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')


class NoLetterError(Exception):
    """No font of ours has some letters of a text; ``letters`` are these, each once, as they came."""

    def __init__(self, letters: tuple[str, ...]) -> None:
        super().__init__(" ".join(letters))
        self.letters = letters


def one_line(typed: str) -> str:
    """What was typed, on one line and without control characters, which no font can show."""
    spaced = "".join(" " if c.isspace() else c for c in typed)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in _NOT_LETTERS).split())


def pdf(name: str, data: Mapping[str, object]) -> bytes:
    """A tagged PDF (PDF/UA-1) by the template ``{name}.typ``, which finds ``data`` under ``name``.

    The same bytes each time. NoLetterError when no font of ours has a letter of it.
    """
    return _compiled(name, data, format="pdf", pdf_standards=["ua-1"])


def png(name: str, data: Mapping[str, object]) -> bytes:
    """The same as a picture, a pixel for each point. NoLetterError as above."""
    pdf(name, data)  # only for a PDF of this kind does typst say that a letter is missing
    return _compiled(name, data, format="png", ppi=72.0)


def _compiled(name: str, data: Mapping[str, object], **form: Any) -> bytes:
    try:
        made = typst.compile(
            (_HERE / f"{name}.typ").read_bytes(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={name: json.dumps(data)},
            **form,
        )
    except typst.TypstError as error:
        letters = tuple(dict.fromkeys(_NO_LETTER.findall(error.diagnostic)))
        if not letters:
            raise
        raise NoLetterError(letters) from None
    return bytes(made)


def page(
    name: str,
    style: str,
    *,
    language: str,
    title: str,
    dir: str = "ltr",
    night: bool = True,
    **values: object,
) -> bytes:
    """One HTML file by the template ``{name}.html``: no script, nothing fetched, made to be printed on A4.

    ``language``, ``dir`` and ``title`` are the page's own, in the head that every document has.
    ``style`` comes from us, never from what anybody typed: its hash is in the page's policy. Letters that
    Inter lacks come from the fonts of the computer that shows the page. With ``night`` a screen that is
    dark shows it on dark ground; paper is always white.
    """
    full = _fixed(night) + style
    digest = base64.b64encode(hashlib.sha256(full.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; font-src data:; style-src 'sha256-{digest}'"
    template = _templates().get_template(f"{name}.html")
    head = {"language": language, "dir": dir, "title": title, "policy": policy, "style": Markup(full)}  # noqa: S704 - see above
    return template.render(values | head).encode()


def style_of(name: str) -> str:
    """The rules of the file ``{name}.css``."""
    return (_HERE / f"{name}.css").read_text("utf-8")


@cache
def _fixed(night: bool) -> str:
    """The font and the colours that every page has."""
    font = base64.b64encode(_FONT_OF_PAGES.read_bytes()).decode()
    face = f"font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,{font});"
    look = tokens()
    dark = f"@media screen and (prefers-color-scheme: dark) {{ {_colours(look.dark)} }}\n" if night else ""
    return f"@font-face {{ {face} }}\n{_colours(look.light)}\n{dark}"


def _colours(look: Theme) -> str:
    return (
        f":root {{ --panel: {look.panel}; --ink: {look.ink}; --muted: {look.muted}; "
        f"--accent: {look.accent}; --soft: {look.soft}; }}"
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
    )


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
