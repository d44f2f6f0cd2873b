"""Codings in files, read without a database: what each says, with the line it stands in.

A reader gives codings in the file's own words; ``as_coding`` lays them on a scheme, and ``scheme_in`` makes a
scheme of the words themselves where a file names none. Another format joins by a line in READERS.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple

from annotator.errors import ExchangeError, Problem, Said, said
from annotator.exchange.codings_boris import read_boris_codings
from annotator.exchange.codings_elan import read_elan_codings
from annotator.exchange.tidy_reading import FoundCoding, Mark, read_tidy
from annotator.model import RATED, Annotation, Coding, CodingState, Content, Interval, Lane, Subject
from annotator.model.checking import check_content
from annotator.schemes.scheme import Claims, Code, Profile, Scheme, Text, Timebase, Track, TrackKind


class Reader(NamedTuple):
    """A format by name, and what reads it."""

    format: str
    read: Callable[[bytes, str], list[FoundCoding]]


MOST_MARKS = 200_000
"""Of one coding: a hundred hours hold half of it."""

READERS: Mapping[str, Reader] = {
    ".csv": Reader("tidy", read_tidy), ".tsv": Reader("tidy", read_tidy), ".zip": Reader("tidy", read_tidy),
    ".eaf": Reader("elan", read_elan_codings), ".boris": Reader("boris", read_boris_codings),
}  # fmt: skip
"""By the file's ending."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which coding of a file is meant, where it holds several, and which stretch counts.

    Empty names leave the choice to the file, which then has to hold one; ``onset_ms`` and ``offset_ms``
    take the place of what it says.
    """

    coder: str = ""
    session: str = ""
    onset_ms: int | None = None
    offset_ms: int | None = None


def read_coding(data: bytes, file: str, wanted: Wanted) -> FoundCoding:
    """The one coding of a file that is meant.

    ExchangeError with the file, and the line where there is one, when the format is unknown, the file is
    damaged, or it holds no coding or several that fit.
    """
    ending = f".{file.rpartition('.')[2].casefold()}"
    if ending not in READERS:
        sentence = said("Codings are read from {endings} files.", endings=", ".join(READERS))
        raise ExchangeError([Problem("format", file, sentence)])
    found = READERS[ending].read(data, file)
    fitting = [
        c for c in found if wanted.coder in ("", c.coder) and wanted.session in ("", c.session)
    ]  # fmt: skip
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        sentence = said("It holds no coding of these; it has {found}.", found=_listed(found))
        raise ExchangeError([Problem("not_there", file, sentence)])
    second = fitting[1]
    sentence = said("It holds several codings ({found}); say which coder and visit.", found=_listed(fitting))
    raise ExchangeError([Problem("several", _place(file, second, second.line), sentence)])


def _listed(found: Sequence[FoundCoding]) -> str:
    return ", ".join(f"{c.coder or '?'} {c.session}".strip() for c in found) or said("none")


def _place(file: str, found: FoundCoding, n: int) -> Said:
    if found.by_event:
        return said("{file}, event {n}", file=file, n=n)
    return said("{file}, line {n}", file=file, n=n)


def as_coding(found: FoundCoding, file: str, scheme: Scheme, wanted: Wanted) -> Coding:
    """The coding laid on a scheme, whose tracks and codes it may name by id or label.

    ExchangeError at the first mark that does not fit, with its line.
    """
    onset = wanted.onset_ms if wanted.onset_ms is not None else found.coded[0]
    offset = wanted.offset_ms if wanted.offset_ms is not None else found.coded[1]
    if onset is None or offset is None:
        sentence = said("It does not say which stretch was coded; give its beginning and its end in ms.")
        raise ExchangeError([Problem("window", file, sentence)])
    if onset >= offset:
        sentence = said("The coded stretch from {onset} to {offset} ms is empty.", onset=onset, offset=offset)
        raise ExchangeError([Problem("window", file, sentence)])
    if len(found.marks) > MOST_MARKS:
        n = len(found.marks)
        sentence = said("This coding has {n} marks; {most} are the most.", n=n, most=MOST_MARKS)
        raise ExchangeError([Problem("too_many", file, sentence)])
    marks = [_in_scheme(mark, scheme, has_points=found.has_points) for mark in found.marks]
    lanes = {
        (m.track, m.subject): Lane(track, Subject(m.subject, track.subject, "other", m.subject, None))
        for m in marks
        if (track := scheme.track(m.track)) is not None
    }
    annotations = []
    for n, mark in enumerate(marks):
        content = _content(mark)
        problem = check_content(content, lanes.values(), scheme, None)
        if problem is not None:
            raise ExchangeError([Problem(problem.code, _place(file, found, mark.line), problem.message)])
        annotations.append(Annotation(str(n), 1, content))
    _never_two(marks, found, file, scheme)
    profile = found.profile if scheme.profile(found.profile) else ""
    return Coding(
        file, found.session, found.coder or file, scheme.hash, profile, CodingState.SUBMITTED,
        Interval(onset, offset), tuple(annotations), found.coder or file,
    )  # fmt: skip


def _in_scheme(mark: Mark, scheme: Scheme, *, has_points: bool) -> Mark:
    """A mark in the scheme's own ids; what the scheme knows by neither id nor label stays as it is."""
    track = scheme.track(mark.track)
    if track is None:
        called = [t for t in scheme.tracks if mark.track in t.label.words.values()]
        about = {s.id for s in scheme.subjects if mark.subject in (s.id, *s.label.words.values())}
        track = next((t for t in called if t.subject in about), called[0] if called else None)
    if track is None:
        return mark
    code = track.code(mark.code) or next(
        (c for c in track.codes if mark.code in c.label.words.values()), None
    )
    is_point = track.kind == "point" and not has_points
    return replace(
        mark, track=track.id, code=mark.code if code is None else code.id,
        offset_ms=mark.onset_ms if is_point else mark.offset_ms,
    )  # fmt: skip


def _never_two(marks: Sequence[Mark], found: FoundCoding, file: str, scheme: Scheme) -> None:
    """Refuse states that share time on a line where only one can hold, at the later one's line."""
    last: dict[tuple[str, str], Mark] = {}
    for mark in sorted(marks, key=lambda m: (m.onset_ms, m.line)):
        track = scheme.track(mark.track)
        if track is None or not track.exclusive or track.kind not in ("state", "interval"):
            continue
        before = last.get((mark.track, mark.subject))
        if before is not None and (before.offset_ms is None or mark.onset_ms < before.offset_ms):
            n = before.line
            other = said("event {n}", n=n) if found.by_event else said("line {n}", n=n)
            sentence = said("It shares time with {other}, where only one code can hold.", other=other)
            raise ExchangeError([Problem("overlap", _place(file, found, mark.line), sentence)])
        last[mark.track, mark.subject] = mark


def _content(mark: Mark) -> Content:
    modifiers = {} if mark.rating is None else {RATED: mark.rating}
    return Content(
        mark.track, mark.subject, mark.code, mark.onset_ms, mark.offset_ms, modifiers=modifiers
    )  # fmt: skip


@dataclass(slots=True)
class _Used:
    """What the files hold on one track."""

    subject: str
    codes: set[str] = field(default_factory=set)
    lasting: bool = False
    overlapping: bool = False


def scheme_in(codings: Iterable[FoundCoding]) -> Scheme:
    """A scheme of the files' own words: each track with the codes that occur on it.

    A track on which nothing lasts is one of points; states are exclusive where none of them overlap in any
    of the codings. No code says "not codable", for a file without a scheme cannot tell which would.
    """
    used: dict[str, _Used] = {}
    for coding in codings:
        last: dict[tuple[str, str], int] = {}
        for mark in sorted(coding.marks, key=lambda m: (m.onset_ms, m.line)):
            track = used.setdefault(mark.track, _Used(mark.subject))
            end = coding.coded[1] if mark.offset_ms is None else mark.offset_ms
            track.codes.add(mark.code)
            track.lasting |= end is None or end > mark.onset_ms
            lane = mark.track, mark.subject
            track.overlapping |= mark.onset_ms < last.get(lane, mark.onset_ms)
            last[lane] = max(last.get(lane, mark.onset_ms), mark.onset_ms if end is None else end)
    tracks = tuple(_track(name, found) for name, found in sorted(used.items()))
    return Scheme(
        id="as-in-the-files", version="1.0.0", status="draft", title=_text("As in the files"),
        summary=_text(""), hash=sha256(repr(tracks).encode()).hexdigest(), subjects=(), timebase=Timebase(),
        profiles=(Profile("all", _text("all"), tuple(t.id for t in tracks), True),), passes=(), modifiers=(),
        tracks=tracks, claims=Claims(False, (), _text("")), licence="", languages=("en",), document={},
    )  # fmt: skip


def _track(name: str, found: _Used) -> Track:
    codes = tuple(
        Code(code, "", "#999999", "neutral", _text(code), _text("")) for code in sorted(found.codes)
    )
    kind: TrackKind = "state" if found.lasting else "point"
    exclusive = found.lasting and not found.overlapping
    return Track(name, found.subject, kind, _text(name), codes, exclusive=exclusive)


def _text(words: str) -> Text:
    return Text({"en": words})
