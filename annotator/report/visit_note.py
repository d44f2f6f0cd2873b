"""The visit note as plain text, one HTML file or a tagged PDF (PDF/UA-1), in the visitor's language.

Texts go into all three as data and are never read as markup.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from annotator.errors import AnnotatorError, Said, Translate, said
from annotator.feedback.visit_note import SAFETY, VisitNote
from annotator.model.language import base, direction
from annotator.report.printing import FAMILIES, NoLetterError, one_line, page, pdf, style_of
from annotator.report.tokens import tokens

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
        (label.translated(translate), tuple(filter(None, map(one_line, lines))))
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
    return page(
        "visit_note", style_of("visit_note"),
        language=paper.language, dir=paper.dir, title=paper.title, paper=paper,
    )  # fmt: skip


def note_pdf(paper: Paper) -> bytes:
    """The note as a tagged PDF, A4, with our own fonts alone. AnnotatorError for a letter none has."""
    look = tokens().light
    data = {"look": {"fonts": FAMILIES, "ink": look.ink, "muted": look.muted}} | asdict(paper)
    try:
        return pdf("visit_note", data)
    except NoLetterError as error:
        raise AnnotatorError(
            said(
                "The visit note cannot be printed: no font of Attune has “{letters}”. Take it as text or as "
                "a web page instead.",
                letters=" ".join(error.letters),
            )
        ) from None
