"""The visit note as plain text, one HTML file or a tagged PDF (PDF/UA-1), in the visitor's language.

Texts go into all three as data and are never read as markup.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from annotator.errors import AnnotatorError, Said, Translate, said
from annotator.feedback.visit_note import SAFETY, VisitNote
from annotator.report.sheet_words import base, direction
from annotator.report.tokens import tokens

_HERE = Path(__file__).resolve().parent
FAMILIES = ("Inter", "Vazirmatn", "Noto Sans Hebrew")
_NOT_LETTERS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')

TITLE = said("Visit note")
_CLAIM = said("Observations from a feedback meeting. Not diagnostic, not forensic, not validated.")


@dataclass(frozen=True, slots=True)
class Paper:
    """The note as it is written: a title and parts, each a label with its lines."""

    language: str
    dir: str
    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    claim: str


def paper_of(note: VisitNote, language: str, translate: Translate) -> Paper:
    """The note in a language, without the parts of which nothing was said."""
    parts = [
        (label.translated(translate), tuple(filter(None, map(_clean, lines))))
        for label, lines in _parts(note, translate)
    ]
    title, claim = TITLE.translated(translate), _CLAIM.translated(translate)
    return Paper(base(language), direction(language), title, tuple(p for p in parts if p[1]), claim)


def _parts(note: VisitNote, translate: Translate) -> Iterator[tuple[Said, tuple[str, ...]]]:
    yield said("Family"), (note.family,)
    yield said("Filmed on"), (note.filmed_on,)
    yield said("Looked at together on"), (note.met_on,)
    yield said("On the film"), (", ".join(note.present),)
    yield said("What they were doing"), (note.situation,)
    yield said("The family's question"), (note.question,)
    yield said("Themes"), (", ".join(note.themes),)
    yield said("What we looked at"), note.looked_at
    yield said("What the parent said"), note.said
    yield said("What the parent would like to try"), (note.step,)
    yield said("Wish for the next film"), (note.wish,)
    yield said("Goal in the parent's words"), (note.goal, _number(note, translate))
    yield said("Safety"), ((SAFETY[note.safety] if note.safety else said("Not said.")).translated(translate),)


def _number(note: VisitNote, translate: Translate) -> str:
    if note.goal_number is None:
        return ""
    words = said("The parent's own number for it, from 1 to 10: {number}", number=note.goal_number)
    return words.translated(translate)


def _clean(text: str) -> str:
    return " ".join(_NOT_LETTERS.sub(" ", text).split())


def note_text(paper: Paper) -> bytes:
    """The note as plain text (UTF-8), to be pasted into another program."""
    lines = [line for label, told in paper.parts for line in _told(label, told)]
    return "\n".join([paper.title, "", *lines, "", paper.claim, ""]).encode()


def _told(label: str, lines: tuple[str, ...]) -> list[str]:
    """A part of the note: on one line when it is short, else as a list."""
    if len(lines) == 1:
        return [f"{label}: {lines[0]}"]
    return [f"{label}:", *(f"- {line}" for line in lines)]


def note_html(paper: Paper) -> bytes:
    """The note as one HTML file: no script, nothing fetched, made to be printed on A4."""
    look = tokens().light
    colours = f"--ink: {look.ink}; --muted: {look.muted}; --soft: {look.soft};"
    style = f":root {{ {colours} }}\n{(_HERE / 'visit_note.css').read_text('utf-8')}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    page = _templates().get_template("visit_note.html")
    return page.render(paper=paper, policy=policy, style=Markup(style)).encode()  # noqa: S704 - our own file


def note_pdf(paper: Paper) -> bytes:
    """The note as a tagged PDF, A4, with our own fonts alone. AnnotatorError for a letter none has."""
    look = tokens().light
    data = {"look": {"fonts": FAMILIES, "ink": look.ink, "muted": look.muted}} | asdict(paper)
    try:
        return typst.compile(
            (_HERE / "visit_note.typ").read_bytes(),
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            sys_inputs={"note": json.dumps(data)},
        )
    except typst.TypstError as error:
        letters = _NO_LETTER.findall(error.diagnostic)
        if not letters:
            raise
        raise AnnotatorError(
            said(
                "The visit note cannot be printed: no font of Attune has “{letters}”. Take it as text or as "
                "a web page instead.",
                letters=" ".join(dict.fromkeys(letters)),
            )
        ) from None


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
    )


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
