"""The tables of an export as plain rows, whatever they are then written as."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.exchange.export import Export
from annotator.model import Annotation, Coding, CodingState, Content, ModifierValue
from annotator.schemes.scheme import Code, Modifier, Scheme, Track

Cell = str | int | float | bool | None
"""A value; None where a variable has none."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header, and rows of as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


BEFORE = {
    "session": "the visit, by its id",
    "recording": "the film that shows the onset, by its id; see above for its sha256",
    "coder": "who coded, by their id",
    "scheme": "the coding scheme",
    "scheme_version": "its version",
    "profile": "the depth of use: which tracks this coder filled",
    "coded_from_ms": "where the stretch begins that this coder declares as coded, in ms",
    "coded_to_ms": "where it ends, in ms, not included",
    "track": "the line of codes",
    "subject": "who was coded; several people of one role are numbered",
    "code": "what was seen",
    "onset_ms": "when it began, in ms",
    "offset_ms": "when it ended, in ms, not included; equal to the onset for a point; none while it runs",
    "duration_ms": "offset less onset, in ms; 0 for a point",
    "onset_frame": "the frame of the film at the onset, counted from 0",
    "offset_frame": "the frame of the film at the offset",
}
RATING = {
    "rating": "the value on a rating's scale; none on other tracks, and where it could not be judged",
}
"""A column of schemes with rating tracks."""
AFTER = {
    "flagged": "TRUE when the coder set a flag",
    "comment": "the coder's comment: free text, which can name someone",
    "origin": "human, consensus when several coders agreed on it, remapped when brought to another version",
    "annotation": "the annotation's own id, the same in every export; links refer to it",
}


def columns(export: Export) -> dict[str, str]:
    """The columns of the events and what each holds, in order."""
    named = {
        f"m_{m.id}": f"{_plain(m.label.in_language(export.choices.language))} ({m.type})"
        for m in export.modifiers
    }
    return BEFORE | (RATING if has_ratings(export.scheme) else {}) | named | AFTER


def has_ratings(scheme: Scheme) -> bool:
    """Whether a scheme asks for ratings."""
    return any(track.kind == "rating" for track in scheme.tracks)


def events(export: Export) -> Table:
    """One row for each annotation that may leave, by coder and onset."""
    rows = []
    for coding in export.codings:
        onsets = {annotation.id: annotation.content.onset_ms for annotation in coding.annotations}
        rows += [
            (_place(annotation, coding), _event(export, coding, annotation, onsets))
            for annotation in coding.annotations
            if not export.kept_back(annotation.content)
        ]
    return Table(tuple(columns(export)), tuple(row for _, row in sorted(rows, key=lambda placed: placed[0])))


def _place(annotation: Annotation, coding: Coding) -> tuple[str, int, str, str, str, str]:
    c = annotation.content
    return coding.coder, c.onset_ms, c.track, c.subject, c.code, annotation.id


def _event(
    export: Export, coding: Coding, annotation: Annotation, onsets: Mapping[str, int]
) -> tuple[Cell, ...]:
    c, scheme = annotation.content, export.scheme
    film = export.film(c.onset_ms)
    who = (coding.session, film.id if film else None, coding.coder, scheme.id, scheme.version, coding.profile)
    coded = (coding.window.onset, coding.window.offset)
    duration = None if c.offset_ms is None else c.offset_ms - c.onset_ms
    what = (c.track, c.subject, c.code, c.onset_ms, c.offset_ms, duration, c.onset_frame, c.offset_frame)
    modifiers = (
        delay(c, m, onsets) if m.derived else _value(c.modifiers.get(m.id)) for m in export.modifiers
    )
    comment = (c.comment or None) if export.choices.comments else None
    human = "human" if coding.source is None else "remapped"
    origin = "consensus" if coding.state is CodingState.CONSENSUS else human
    rating = (c.rating,) if has_ratings(scheme) else ()
    return (*who, *coded, *what, *rating, *modifiers, c.flagged, comment, origin, annotation.id)


def delay(content: Content, modifier: Modifier, onsets: Mapping[str, int]) -> float | None:
    """Time from the latest cue that an answer names to the answer; None where it names none.

    ``onsets`` are those of the coding, by annotation, in ms. The unit is s, or ms where the scheme says so.
    """
    cues = content.modifiers.get(modifier.link or "")
    named = [onsets[cue] for cue in cues if cue in onsets] if isinstance(cues, tuple) else []
    if not named:
        return None
    ms = content.onset_ms - max(named)
    return ms if modifier.unit == "ms" else ms / 1000


def _value(value: ModifierValue | None) -> Cell:
    """Several options or links in one cell, with semicolons between."""
    return ";".join(value) if isinstance(value, tuple) else value


def named(export: Export) -> dict[str, str]:
    """The column of each study variable, by its id: its words in plain letters, each once."""
    found: dict[str, str] = {}
    for variable in export.variables:
        plain = unicodedata.normalize("NFKD", variable.label).encode("ascii", "ignore").decode().lower()
        column = f"v_{re.sub('[^a-z0-9]+', '_', plain).strip('_') or variable.kind}"
        same = sum(other == column or other.startswith(f"{column}_") for other in found.values())
        found[variable.id] = f"{column}_{same + 1}" if same else column
    return found


HOW_USUAL = "how_usual"
HOW_USUAL_KIND = "number"
HOW_USUAL_IS = "How usual the visit was for those who were filmed, in their own answer"
HOW_USUAL_SCALE = "1 very different, 3 partly, 5 just like usual; none when nobody asked or could say"


def visit_table(export: Export) -> Table:
    """One row: the visit, its day and context, how usual it was, and a column for each variable of visits."""
    columns = {v.id: named(export)[v.id] for v in export.variables if v.of == "visit"}
    held = {value.variable.id: value.cell for value in export.visit}
    session = export.session
    row = (session.id, session.date, session.context, export.how_usual, *(held.get(id) for id in columns))
    return Table(("session", "date", "context", HOW_USUAL, *columns.values()), (row,))


def people_table(export: Export) -> Table:
    """One row for each person on the film, by the subject's name in the events, never their own."""
    columns = {v.id: named(export)[v.id] for v in export.variables if v.of == "person"}
    rows = []
    for subject, values in export.people:
        held = {value.variable.id: value.cell for value in values}
        rows.append((export.session.id, subject, *(held.get(id) for id in columns)))
    return Table(("session", "subject", *columns.values()), tuple(rows))


def covariate_words(export: Export) -> dict[str, str]:
    """What each covariate's column of ``visit_table`` and ``people_table`` holds; empty for who gets none."""
    columns = named(export)
    told = {HOW_USUAL: f"{HOW_USUAL_IS} ({HOW_USUAL_KIND}, of a visit): {HOW_USUAL_SCALE}"}
    told |= {columns[v.id]: f"{_plain(v.label)} ({v.kind}, of a {v.of})" for v in export.variables}
    return told if export.covariates else {}


def _variables(export: Export) -> Iterator[tuple[Cell, ...]]:
    columns = named(export)
    if export.covariates:
        about = f"asked of the family at every visit: {HOW_USUAL_SCALE}"
        yield _padded(HOW_USUAL, None, None, HOW_USUAL_KIND, None, None, None, None, HOW_USUAL_IS, about)
    for v in export.variables:
        about = f"study variable of a {v.of}"
        yield _padded(columns[v.id], None, None, v.kind, None, None, None, None, v.label, about)
        for choice in v.choices:
            yield _padded(columns[v.id], choice, None, v.kind, None, None, None, None, choice)


CODEBOOK = (
    "column", "value", "track", "kind", "subject", "valence", "key", "colour", "label", "definition",
    "onset_rule", "offset_rule", "examples", "counter_examples", "modifiers",
)  # fmt: skip
"""``column`` names the column of the events whose ``value`` a row explains."""


def codebook(export: Export) -> Table:
    """What every track, code, modifier and option means, in the scheme's order."""
    language = export.choices.language
    rows: list[tuple[Cell, ...]] = []
    for track in export.scheme.tracks:
        words = track.label.in_language(language)
        head = ("track", track.id, track.id, track.kind, track.subject, None, None, None, words)
        rows.append(_padded(*head, _about(track)))
        for code in track.codes:
            rows += [_code(track, code, language), *_anchors(track, code, language)]
    for modifier in export.modifiers:
        rows += _modifier(modifier, language)
    rows += _variables(export)
    return Table(CODEBOOK, tuple(rows))


def _code(track: Track, code: Code, language: str) -> tuple[Cell, ...]:
    words = [
        text.in_language(language) if text else None
        for text in (code.label, code.definition, code.onset, code.offset)
    ]
    examples = [
        " | ".join(t.in_language(language) for t in texts) for texts in (code.examples, code.counter_examples)
    ]
    head = ("code", code.id, track.id, track.kind, track.subject, code.valence, code.key, code.colour)
    return (*head, *words, *(example or None for example in examples), ";".join(code.modifiers) or None)


def _about(track: Track) -> str | None:
    """What a coder was asked on a track beyond when a code holds."""
    if track.kind == "interval":
        return f"every {track.interval_s:g} s from 0 of the session clock on, {track.sampling} sampling"
    return f"about the {track.scope or 'segment'}" if track.kind == "rating" else None


def _anchors(track: Track, code: Code, language: str) -> Iterator[tuple[Cell, ...]]:
    """The words at values of a code's scale; a value has them for this code alone, which ``label`` names."""
    for value, words in code.scale.anchors.items() if code.scale else ():
        head = ("rating", f"{float(value):g}", track.id, track.kind, track.subject, None, code.key, None)
        yield _padded(*head, code.label.in_language(language), words.in_language(language))


def _modifier(modifier: Modifier, language: str) -> Iterator[tuple[Cell, ...]]:
    column, label = f"m_{modifier.id}", modifier.label.in_language(language)
    explained = modifier.help.in_language(language) if modifier.help else modifier.unit or None
    yield _padded(column, None, None, modifier.type, None, None, None, None, label, explained)
    for option in modifier.options:
        yield _padded(
            column, option.id, None, modifier.type, None, None, None, None, option.label.in_language(language)
        )


def _padded(*cells: Cell) -> tuple[Cell, ...]:
    return cells + (None,) * (len(CODEBOOK) - len(cells))


def _plain(words: str) -> str:
    """Words on one line, for a plain text file."""
    return " ".join(words.split())
