"""The marks of a coding under another version of its scheme, by a map of codes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from annotator.errors import Problem, said
from annotator.model.checking import Lane, check_content, fitting
from annotator.model.coding import Annotation, Content, ModifierValue
from annotator.schemes.mapping import ASK, NOWHERE, Codes
from annotator.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Remapped:
    """What becomes of a coding's marks.

    Marks keep their ids. ``becomes`` counts marks by old and new code (``none`` for those that go);
    ``asked`` are those of which nobody has said yet what they are; ``lost`` counts values of modifiers that
    the new code does not have; ``problems`` say where marks do not fit.
    """

    annotations: tuple[Annotation, ...]
    becomes: Mapping[tuple[str, str], int]
    asked: tuple[Annotation, ...]
    lost: Mapping[str, int]
    problems: tuple[Problem, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing is left to be said or mended."""
        return not self.asked and not self.problems


def remap(
    annotations: Sequence[Annotation],
    codes: Codes,
    scheme: Scheme,
    lanes: Sequence[Lane],
    decided: Mapping[str, str] | None = None,
) -> Remapped:
    """The marks under ``scheme``, the new version, on ``lanes``, its lanes for the same depth.

    ``decided`` says by a mark's id what it becomes where the map asks.
    """
    said_of, becomes, asked = decided or {}, Counter[tuple[str, str]](), list[Annotation]()
    kept: list[Annotation] = []
    for mark in annotations:
        old = f"{mark.content.track}.{mark.content.code}"
        to = codes.get(old, ASK)
        to = said_of.get(mark.id, ASK) if to == ASK else to
        if to == ASK:
            asked.append(mark)
            continue
        becomes[old, to] += 1
        if to != NOWHERE:
            track, _dot, code = to.partition(".")
            kept.append(Annotation(mark.id, 1, replace(mark.content, track=track, code=code)))
    there = {mark.id for mark in kept}
    lost: Counter[str] = Counter()
    made = tuple(_with_modifiers(mark, scheme, there, lost) for mark in kept)
    return Remapped(made, becomes, tuple(asked), lost, tuple(_misfits(made, scheme, lanes)))


def _with_modifiers(mark: Annotation, scheme: Scheme, there: set[str], lost: Counter[str]) -> Annotation:
    track = scheme.track(mark.content.track)
    code = track.code(mark.content.code) if track is not None else None
    links = {m.id for m in scheme.modifiers if m.type == "link"}
    given = {
        id: tuple(each for each in value if each in there)
        if id in links and isinstance(value, tuple)
        else value
        for id, value in mark.content.modifiers.items()
    }
    fit: Mapping[str, ModifierValue] = fitting(given, code, scheme) if code is not None else {}
    fit = {id: value for id, value in fit.items() if value != ()}
    lost.update(id for id in mark.content.modifiers if id not in fit)
    return replace(mark, content=replace(mark.content, modifiers=fit))


def _misfits(made: Sequence[Annotation], scheme: Scheme, lanes: Sequence[Lane]) -> Iterator[Problem]:
    for mark in made:
        problem = check_content(mark.content, lanes, scheme, None)
        if problem is not None:
            yield problem
    for lane in lanes:
        if lane.track.exclusive:
            place = (lane.track.id, lane.subject.id)
            mine = [m.content for m in made if (m.content.track, m.content.subject) == place]
            yield from _overlaps(
                sorted(mine, key=lambda c: (c.onset_ms, c.offset_ms is None, c.offset_ms or 0))
            )


def _overlaps(mine: Sequence[Content]) -> Iterator[Problem]:
    for one, other in pairwise(mine):
        end = one.offset_ms
        same = one.is_point and one.onset_ms == other.onset_ms
        if same or end is None or end > other.onset_ms:
            where = said("{track} at {onset_ms} ms", track=other.track, onset_ms=other.onset_ms)
            yield Problem(
                "overlap", where, said("Two codes would hold at once on a track with one at a time.")
            )
