"""A scheme as a printable code book: one HTML file, or a tagged PDF (PDF/UA-1).

What is in it is the scheme's own words under a few of ours; the table of boundaries is made of the
counter-examples, each of which names the right code after a colon. Texts go into both as data and are never
read as markup.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from annotator.errors import AnnotatorError, Said, Translate, said
from annotator.report.colours import letter_on
from annotator.report.for_whom import for_whom
from annotator.report.printing import FAMILIES, NoLetterError, one_line, page, pdf, style_of
from annotator.report.tokens import tokens
from annotator.schemes import Code, Scheme, Text, Track

_RIGHT_CODE = re.compile(r"(?P<why>.+): (?P<code>[a-z][a-z0-9_-]{1,39})\.?", re.DOTALL)

WORDS: Mapping[str, Said] = {
    "book": said("Code book"),
    "key": said("Key"),
    "begins": said("Begins"),
    "ends": said("Ends"),
    "example": said("Examples"),
    "not": said("Not this"),
    "adds": said("Modifiers"),
    "scale": said("Values"),
    "boundaries": said("What is easily confused"),
    "looks": said("Looks like"),
    "is": said("But is"),
    "because": said("Because"),
    "keys": said("Keys, pass by pass"),
    "measures": said("What is counted"),
    "licence": said("Licence"),
    "claims": said("What may be claimed"),
    "not_as": said("Not to be reported as"),
    "sources": said("Informed by"),
    "for_whom": said("For whom it was made"),
    "caution": said("Caution"),
    "parents": said("What parents may read"),
}
_VALENCE: Mapping[str, Said] = {
    "strength": said("strength"),
    "neutral": said("neutral"),
    "challenge": said("challenge"),
    "missing": said("cannot be judged"),
}


@dataclass(frozen=True, slots=True)
class BookCode:
    """A code as it is printed; what it does not have is empty."""

    id: str
    key: str
    colour: str
    letter: str
    label: str
    valence: str
    definition: str
    begins: str
    ends: str
    examples: tuple[str, ...]
    not_this: tuple[str, ...]
    adds: tuple[str, ...]
    values: tuple[str, ...]
    parents: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """Two codes that are confused, and what tells them apart."""

    looks: str
    is_: str
    because: str


@dataclass(frozen=True, slots=True)
class BookTrack:
    """A track as it is printed."""

    id: str
    label: str
    about: str
    codes: tuple[BookCode, ...]
    boundaries: tuple[Boundary, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A scheme as it is printed, in one language."""

    language: str
    title: str
    name: str
    summary: str
    for_whom: tuple[tuple[str, str], ...]
    caution: tuple[str, ...]
    claims: str
    not_as: str
    licence: str
    sources: tuple[str, ...]
    tracks: tuple[BookTrack, ...]
    keys: tuple[tuple[str, str], ...]
    measures: tuple[str, ...]
    words: Mapping[str, str]


def book_of(
    scheme: Scheme,
    language: str = "en",
    translate: Translate = str,
    context_words: Callable[[str], str] = str,
) -> Book:
    """What a code book of a scheme holds; words that the scheme lacks in a language stand in its own.

    context_words says in plain words what a family does, of a context's id.
    """
    document = scheme.document

    def text(value: Any) -> str:
        words = {scheme.title.default: value} if isinstance(value, str) else dict(value)
        return one_line(Text(words, scheme.title.default).in_language(language))

    return Book(
        language=language,
        title=one_line(scheme.title.in_language(language)),
        name=f"{scheme.id} {scheme.version}",
        summary=one_line(scheme.summary.in_language(language)),
        for_whom=tuple(
            (name, one_line(words))
            for name, words in for_whom(document["population"], translate, context_words)
        ),
        caution=tuple(text(each) for each in document["population"].get("caution", ())),
        claims=one_line(scheme.claims.note.in_language(language)),
        not_as=", ".join(scheme.claims.must_not_be_reported_as),
        licence=one_line(f"{scheme.licence}. {document['provenance']['licence']['note']}".strip(". ") + "."),
        sources=tuple(one_line(each) for each in document["provenance"]["informed_by"]),
        tracks=tuple(_track(track, scheme, language, translate) for track in scheme.tracks),
        keys=tuple(_keys(scheme, language)),
        measures=tuple(
            f"{text(m['label']) if m.get('label') else m['id']} ({m['id']}, {m['kind']})"
            for m in document["measures"]
        ),
        words={name: words.translated(translate) for name, words in WORDS.items()},
    )


def _in(text: Text | None, language: str) -> str:
    return "" if text is None else one_line(text.in_language(language))


def _track(track: Track, scheme: Scheme, language: str, translate: Translate) -> BookTrack:
    subject = next(s for s in scheme.subjects if s.id == track.subject)
    kind = track.kind if track.interval_s is None else f"{track.kind} {track.interval_s:g} s"
    about = ", ".join(
        [one_line(subject.label.in_language(language)), kind, *(["exclusive"] if track.exclusive else []),
         *(["exhaustive"] if track.exhaustive else [])]
    )  # fmt: skip
    return BookTrack(
        track.id,
        one_line(track.label.in_language(language)),
        about,
        tuple(_code(code, scheme, language, translate) for code in track.codes),
        tuple(boundaries(track, scheme, language)),
    )


def _code(code: Code, scheme: Scheme, language: str, translate: Translate) -> BookCode:
    adds = [m.label.in_language(language) for id in code.modifiers if (m := scheme.modifier(id)) is not None]
    anchors = code.scale.anchors.items() if code.scale else ()
    phrase = code.feedback.phrase if code.feedback and code.feedback.show_to_parent is not False else None
    return BookCode(
        id=code.id,
        key=code.key,
        colour=code.colour,
        letter=letter_on(code.colour),
        label=one_line(code.label.in_language(language)),
        valence=_VALENCE[code.valence].translated(translate),
        definition=one_line(code.definition.in_language(language)),
        begins=_in(code.onset, language),
        ends=_in(code.offset, language),
        examples=tuple(one_line(each.in_language(language)) for each in code.examples),
        not_this=tuple(one_line(each.in_language(language)) for each in code.counter_examples),
        adds=tuple(one_line(each) for each in adds),
        values=tuple(f"{value}: {one_line(words.in_language(language))}" for value, words in anchors),
        parents=_in(phrase, language),
    )


def boundaries(track: Track, scheme: Scheme, language: str) -> Iterator[Boundary]:
    """What looks like a code of a track and is another, from counter-examples that name the right code."""
    labels = {code.id: code.label for t in (*scheme.tracks, track) for code in t.codes}
    for code in track.codes:
        for example in code.counter_examples:
            found = _RIGHT_CODE.fullmatch(one_line(example.in_language(language)))
            right = labels.get(found["code"]) if found else None
            if found is not None and right is not None:
                looks = one_line(code.label.in_language(language))
                yield Boundary(looks, one_line(right.in_language(language)), found["why"])


def _keys(scheme: Scheme, language: str) -> Iterator[tuple[str, str]]:
    """Each pass with what its keys mean."""
    for viewing in scheme.passes:
        codes = [code for track in scheme.tracks if track.id in viewing.tracks for code in track.codes]
        yield viewing.id, " · ".join(f"{c.key} {one_line(c.label.in_language(language))}" for c in codes)


def code_book_html(book: Book) -> bytes:
    """The code book as one HTML file: no script, nothing fetched, made to be printed on A4."""
    keys = "".join(
        f".k{colour[1:]} {{ background: {colour}; color: {letter}; }}\n" for colour, letter in _looks(book)
    )
    # Beside our own file only colours that the check of schemes let through.
    return page(
        "code_book", style_of("code_book") + keys,
        language=book.language, title=book.title, book=book, words=book.words,
    )  # fmt: skip


def _looks(book: Book) -> list[tuple[str, str]]:
    return sorted({(code.colour, code.letter) for track in book.tracks for code in track.codes})


def code_book_pdf(book: Book) -> bytes:
    """The code book as a tagged PDF, A4, with our own fonts alone. AnnotatorError for a letter none has."""
    look = tokens().light
    data = {
        "look": {
            "fonts": FAMILIES,
            "ink": look.ink,
            "muted": look.muted,
            "accent": look.accent,
            "soft": look.soft,
        }
    }
    try:
        return pdf("code_book", data | asdict(book))
    except NoLetterError as error:
        raise AnnotatorError(
            said(
                "The code book cannot be printed: no font of Attune has “{letters}”. Open it as a web page, "
                "which uses this computer's fonts.",
                letters=" ".join(error.letters),
            )
        ) from None
