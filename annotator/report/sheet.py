"""The sheet a parent takes home: stills and sentences, their own words, one thing to try.

As a tagged PDF (PDF/UA-1) and as one self-contained HTML file. Both are made from a ``ParentView``,
our few words and the stills alone, so nothing else can come along: no count, code, note or name of
anybody but the child. The open question of a moment belongs to the talk and is not printed: at home
nobody is there to hear the answer. Texts go into both as data and are never read as markup.
"""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from annotator.errors import AnnotatorError, Said, said
from annotator.feedback import ParentView
from annotator.report.bare_jpeg import bare_jpeg
from annotator.report.sheet_words import SheetWords, base, direction
from annotator.report.tokens import tokens

_HERE = Path(__file__).resolve().parent
_FONT_OF_PAGES = _HERE.parent / "web" / "assets" / "fonts" / "inter.woff2"
FAMILIES = ("Inter", "Vazirmatn", "Noto Sans Hebrew")
"""The fonts in ``fonts/``: Latin, Greek, Cyrillic, Arabic and Hebrew letters."""

_NOT_LETTERS = ("Cc", "Cn", "Co", "Cs")
_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')


@dataclass(frozen=True, slots=True)
class _Words:
    """Something typed, on one line, with the direction of its first letter that has one."""

    text: str
    dir: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """A moment on the sheet; ``still`` is JPEG bytes without metadata, None when there is none.

    ``label`` stands above one of a pair; ``opens`` says that it is its first.
    """

    still: bytes | None
    phrase: _Words
    said: _Words | None
    label: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class _Agreed:
    """A thing agreed, under our label; the ``first`` one is the one to see from across the room."""

    label: str
    said: _Words
    number: str | None
    first: bool


def sheet_pdf(view: ParentView, stills: Mapping[str, bytes], words: SheetWords) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1), A4, with our own fonts alone; the same bytes each time.

    ``stills`` maps a moment's id to its JPEG; a moment without one stands as a sentence.
    AnnotatorError when no font of ours has a letter: it says which, and where it stands.
    """
    try:
        made = typst.compile(
            (_HERE / "sheet.typ").read_bytes(),
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            sys_inputs={"sheet": json.dumps(_for_typst(view, stills, words))},
        )
    except typst.TypstError as error:
        letters = _NO_LETTER.findall(error.diagnostic)
        if not letters:
            raise
        raise _no_letter(view, letters) from None
    return made


def sheet_html(view: ParentView, stills: Mapping[str, bytes], words: SheetWords) -> bytes:
    """The sheet as one HTML file: stills inside, no script, nothing fetched, made to be printed on A4.

    Letters that Inter lacks come from the fonts of the computer that shows it.
    """
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _templates().get_template("sheet.html")
    made = page.render(
        policy=f"default-src 'none'; img-src data:; font-src data:; style-src 'sha256-{digest}'",
        style=Markup(style),  # noqa: S704 - our own file; the hash above must be that of these very letters
        leaves=_leaves(_moments(view, stills, words)) or [[]],
        agreed=list(_agreed(view, words)),
        language=view.language,
        dir=direction(view.language),
        title=words.heading(_clean(view.child)),
        alt=words.alt(_clean(view.child)),
        date=words.date(view.date),
        words=words,
        words_dir=direction(words.language),
        data=lambda jpeg: f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}",
    )
    return made.encode()


def _for_typst(view: ParentView, stills: Mapping[str, bytes], words: SheetWords) -> dict[str, object]:
    look, on = tokens().light, date.fromisoformat(view.date[:10]) if view.date else None

    def line(of: _Words | None) -> dict[str, str] | None:
        return None if of is None else {"text": of.text, "dir": of.dir}

    return {
        "look": {
            "fonts": FAMILIES, "ink": look.ink, "muted": look.muted, "accent": look.accent, "soft": look.soft,
        },
        "document": words.document,
        "language": _language(view.language, words),
        "dir": direction(view.language),
        "words_language": words.language,
        "words_dir": direction(words.language),
        "title": words.heading(_clean(view.child)),
        "picture": words.alt(_clean(view.child)),
        "date": words.date(view.date),
        "day": [on.year, on.month, on.day] if on else None,
        "said": words.said,
        "leaves": [
            [
                {
                    "still": list(m.still) if m.still else None, "phrase": line(m.phrase),
                    "said": line(m.said), "label": m.label,
                }
                for m in leaf
            ]
            for leaf in _leaves(_moments(view, stills, words))
        ],
        "agreed": [
            {"label": a.label, "said": line(a.said), "number": a.number, "first": a.first}
            for a in _agreed(view, words)
        ],
    }  # fmt: skip


def _leaves(moments: Iterable[_Shown]) -> list[list[_Shown]]:
    """Two moments a page; then and now stand on one."""
    leaves: list[list[_Shown]] = []
    for moment in moments:
        if not leaves or len(leaves[-1]) == 2 or moment.opens:
            leaves.append([])
        leaves[-1].append(moment)
    return leaves


def _moments(view: ParentView, stills: Mapping[str, bytes], words: SheetWords) -> Iterator[_Shown]:
    labels = {"then": words.then, "now": words.now}
    for moment in view.moments:
        still = stills.get(moment.id)
        answer = _words(moment.said) if _clean(moment.said) else None
        yield _Shown(
            bare_jpeg(still) if still else None,
            _words(moment.phrase),
            answer,
            labels.get(moment.side, ""),
            opens=moment.side == "then",
        )


def _agreed(view: ParentView, words: SheetWords) -> Iterator[_Agreed]:
    number = None if view.goal_number is None else words.number.format(number=view.goal_number)
    found = ((words.step, view.step, None), (words.wish, view.wish, None), (words.goal, view.goal, number))
    for label, typed, beside in found:
        if _clean(typed):
            yield _Agreed(label, _words(typed), beside, label == words.step)


def _words(typed: str) -> _Words:
    text = _clean(typed)
    strong = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
    return _Words(text, "ltr" if first == "L" else "rtl")


def _clean(typed: str) -> str:
    """What was typed, on one line and without control characters, which no font can show."""
    spaced = "".join(" " if c.isspace() else c for c in typed)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in _NOT_LETTERS).split())


def _language(language: str, words: SheetWords) -> str:
    """The language as typst takes it: two or three letters; that of our words when it is none."""
    found = base(language)
    return found if re.fullmatch(r"[a-z]{2,3}", found) else words.language


def _no_letter(view: ParentView, letters: list[str]) -> AnnotatorError:
    found = list(dict.fromkeys(letters))
    place = next((place for place, typed in _places(view) if found[0] in _clean(typed)), said("a text"))
    return AnnotatorError(
        said(
            "The sheet cannot be printed: no font of Attune has “{letters}”, which stands in {place}. "
            "Write it in other letters, or open the sheet as a web page, which uses this computer's fonts.",
            letters=" ".join(found),
            place=place,
        )
    )


def _places(view: ParentView) -> Iterator[tuple[Said, str]]:
    yield said("the child's name"), view.child
    for moment in view.moments:
        yield said("the sentence of a moment"), moment.phrase
        yield said("what the parent said"), moment.said
    yield said("what the parent would like to try"), view.step
    yield said("the wish for the next film"), view.wish
    yield said("the goal"), view.goal


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
    )


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)


@cache
def _style() -> str:
    look = tokens().light
    font = base64.b64encode(_FONT_OF_PAGES.read_bytes()).decode()
    face = f"font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,{font});"
    colours = f"--ink: {look.ink}; --muted: {look.muted}; --accent: {look.accent}; --soft: {look.soft};"
    rules = (_HERE / "sheet.css").read_text("utf-8")
    return f"@font-face {{ {face} }}\n:root {{ {colours} }}\n{rules}"
