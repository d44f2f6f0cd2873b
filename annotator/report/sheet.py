"""The sheet a parent takes home: stills and sentences, their own words, one thing to try.

As a tagged PDF (PDF/UA-1) and as one self-contained HTML file. Both are made from a ``ParentView``,
our few words and the stills alone, so nothing else can come along: no count, code, note or name of
anybody but the child. The open question of a moment belongs to the talk and is not printed: at home
nobody is there to hear the answer. Texts go into both as data and are never read as markup.
"""

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from annotator.errors import AnnotatorError, Said, said
from annotator.feedback import ParentView
from annotator.model.language import base, direction
from annotator.report.bare_jpeg import bare_jpeg
from annotator.report.printing import FAMILIES, NoLetterError, one_line, page, pdf, style_of
from annotator.report.sheet_words import SheetWords
from annotator.report.tokens import tokens


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
        return pdf("sheet", _for_typst(view, stills, words))
    except NoLetterError as error:
        raise _no_letter(view, error.letters) from None


def sheet_html(view: ParentView, stills: Mapping[str, bytes], words: SheetWords) -> bytes:
    """The sheet as one HTML file: stills inside, no script, nothing fetched, made to be printed on A4.

    Letters that Inter lacks come from the fonts of the computer that shows it.
    """
    return page(
        "sheet",
        style_of("sheet"),
        language=view.language,
        dir=direction(view.language),
        title=words.document,
        night=False,  # it is paper, on a screen too
        leaves=_leaves(_moments(view, stills, words)) or [[]],
        agreed=list(_agreed(view, words)),
        heading=words.heading(one_line(view.child)),
        alt=words.alt(one_line(view.child)),
        date=words.date(view.date),
        words=words,
        words_dir=direction(words.language),
        data=lambda jpeg: f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}",
    )


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
        "title": words.heading(one_line(view.child)),
        "picture": words.alt(one_line(view.child)),
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
        answer = _words(moment.said) if one_line(moment.said) else None
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
        if one_line(typed):
            yield _Agreed(label, _words(typed), beside, label == words.step)


def _words(typed: str) -> _Words:
    text = one_line(typed)
    strong = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
    return _Words(text, "ltr" if first == "L" else "rtl")


def _language(language: str, words: SheetWords) -> str:
    """The language as typst takes it: two or three letters; that of our words when it is none."""
    found = base(language)
    return found if re.fullmatch(r"[a-z]{2,3}", found) else words.language


def _no_letter(view: ParentView, letters: tuple[str, ...]) -> AnnotatorError:
    place = next((place for place, typed in _places(view) if letters[0] in one_line(typed)), said("a text"))
    return AnnotatorError(
        said(
            "The sheet cannot be printed: no font of Attune has “{letters}”, which stands in {place}. "
            "Write it in other letters, or open the sheet as a web page, which uses this computer's fonts.",
            letters=" ".join(letters),
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
