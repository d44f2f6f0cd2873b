"""Bringing codings of an old version of a scheme to a new one, by a map of codes, so that both are pooled.

The old codings stay; each new one is its coder's and keeps where it came from, its marks their ids.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.access import Right
from annotator.actions.asking import allowed, require, sight_of
from annotator.actions.codings import scheme_of
from annotator.actions.double_coded import is_work
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Problem, Said, counted, refilled, said
from annotator.model import Annotation, CodingState, lanes_of, subjects_of
from annotator.model.remapping import Remapped, remap
from annotator.schemes import Scheme
from annotator.schemes.mapping import NOWHERE, codes_of, fits, problems_of_map, suggested
from annotator.store import Tx, audit, codings, families, scheme_maps, sight
from annotator.store.accounts import Account
from annotator.store.codings import CountedCoding
from annotator.store.scheme_maps import StoredMap
from annotator.timecode import clock


@dataclass(frozen=True, slots=True)
class MapView:
    """A map of two versions: as it was kept, else as far as the codes are called the same."""

    old: Scheme
    new: Scheme
    codes: Mapping[str, str]
    problems: tuple[Problem, ...]
    kept: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """One coding of the old version and what becomes of it; ``why_not`` says why it must stay as it is."""

    coding: CountedCoding
    name: str
    found: Remapped
    why_not: Said | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A mark of which the map asks what it becomes: of which coding, its old code, what it can become."""

    coding: str
    name: str
    mark: Annotation
    choices: tuple[str, ...]

    @property
    def code(self) -> str:
        """Its old code as ``track.code``."""
        return f"{self.mark.content.track}.{self.mark.content.code}"


def may_remap(w: Workplace, who: Account | None) -> bool:
    """Whether somebody may bring codings to another version."""
    with w.store.read() as tx:
        return allowed(tx, who, Right.REMAP)


def map_of(w: Workplace, who: Account | None, old: str, new: str) -> MapView:
    """The map from one version to another, by their hashes, with all that is still wrong with it."""
    with w.store.read() as tx:
        require(tx, who, Right.REMAP)
        before, after = _versions(tx, old, new)
        kept = scheme_maps.of_versions(tx, old, new)
    codes = kept.codes if kept is not None else suggested(before, after)
    return MapView(before, after, codes, problems_of_map(before, after, codes), kept is not None)


def keep_map(w: Workplace, who: Account | None, old: str, new: str, codes: Mapping[str, str]) -> MapView:
    """Keep a map; AnnotatorError while something is wrong with it."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.REMAP)
        before, after = _versions(tx, old, new)
        problems = problems_of_map(before, after, codes)
        if problems:
            raise AnnotatorError(
                counted(
                    len(problems),
                    "The map has one problem: {first}",
                    "The map has {n} problems. The first: {first}",
                    first=problems[0].message,
                )
            )
        made = scheme_maps.keep(tx, old, new, codes, person.id)
        audit.write(tx, person.id, "map", "scheme", new, {"from": old, "map": made.seq})

    w.store.write(work)
    return map_of(w, who, old, new)


def preview(
    w: Workplace, who: Account | None, old: str, new: str, decided: Mapping[str, str] | None = None
) -> list[Preview]:
    """What becomes of each submitted coding of the old version that one may bring over, by the map as kept.

    ``decided`` says by a mark's id what it becomes where the map asks. Empty while no map is kept.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.REMAP)
        by_map = scheme_maps.of_versions(tx, old, new)
        if by_map is None:
            return []
        return _first_of_each(_previewed(tx, c, by_map, decided or {}) for c in _there(tx, person, old))


def marks_asked(w: Workplace, who: Account | None, old: str, new: str) -> list[Asked]:
    """Every mark that the map asks about, coding by coding and by onset; empty while no map is kept."""
    found = preview(w, who, old, new)
    with w.store.read() as tx:
        before, after = _versions(tx, old, new)
    return [
        Asked(each.coding.id, each.name, mark, choices_of(before, after, mark))
        for each in found
        for mark in sorted(each.found.asked, key=lambda mark: mark.content.onset_ms)
    ]


def choices_of(old: Scheme, new: Scheme, mark: Annotation) -> tuple[str, ...]:
    """What a mark can be in the new version: the codes of fitting tracks, and nothing."""
    code = f"{mark.content.track}.{mark.content.code}"
    return (*(to for to in codes_of(new) if fits(old, code, new, to)), NOWHERE)


def _first_of_each(found: Iterable[Preview]) -> list[Preview]:
    """Of several codings that one coder made of a visit at one depth only the first comes over."""
    first: dict[tuple[str, str, str], str] = {}
    told = []
    for each in found:
        of = each.coding
        if first.setdefault((of.session, of.coder, of.profile), of.id) == of.id:
            told.append(each)
        else:
            why_not = each.why_not or said("An earlier coding of this coder there comes over.")
            told.append(replace(each, why_not=why_not))
    return told


def totals(found: Sequence[Preview]) -> Counter[tuple[str, str]]:
    """How many marks of all previewed codings become what, by old and new code."""
    every: Counter[tuple[str, str]] = Counter()
    for each in found:
        every.update(each.found.becomes)
    return every


def apply_map(
    w: Workplace,
    who: Account | None,
    old: str,
    new: str,
    coding_ids: Sequence[str],
    decided: Mapping[str, str] | None = None,
) -> list[str]:
    """Bring some codings of the old version to the new one; the new codings' ids. All or none."""

    def work(tx: Tx) -> list[str]:
        person = require(tx, who, Right.REMAP)
        by_map = scheme_maps.of_versions(tx, old, new)
        there = {each.id: each for each in _there(tx, person, old)}
        made = []
        for id in coding_ids:
            require(tx, who, Right.REMAP, "coding", id)
            codings.facts(tx, id)
            if by_map is None or id not in there:
                raise AnnotatorError(
                    said("Keep the map first, and choose submitted codings of the old version.")
                )
            found = _previewed(tx, there[id], by_map, decided or {})
            if found.why_not is not None:
                raise AnnotatorError(found.why_not)
            coding = scheme_maps.put(tx, there[id], by_map, found.found.annotations, person.id)
            audit.write(tx, person.id, "remap", "coding", coding, {"from": id, "map": by_map.seq})
            made.append(coding)
        return made

    return w.store.write(work)


def _versions(tx: Tx, old: str, new: str) -> tuple[Scheme, Scheme]:
    before, after = scheme_of(tx, old), scheme_of(tx, new)
    if before.id != after.id or before.hash == after.hash:
        raise AnnotatorError(said("A map leads from one version of a scheme to another of the same scheme."))
    return before, after


def _there(tx: Tx, person: Account, old: str) -> list[CountedCoding]:
    made = [c for c in codings.all(tx) if c.scheme_hash == old and c.state is CodingState.SUBMITTED]
    seen = sight.visits_there(tx, sight_of(tx, person, Right.REMAP), {c.session for c in made})
    return [c for c in made if c.session in seen and c.agreement is None and is_work(tx, c)]


def _in_names(problem: Problem, scheme: Scheme) -> Said:
    """What is wrong with a mark, by the names that people gave its track and subject."""
    where, what = problem.where, problem.message
    values = where.values if isinstance(where, Said) else {}
    track = scheme.track(str(values.get("track") or values.get("code", "")).partition(".")[0])
    if track is None:
        return said("{where}: {what}", where=where, what=what)
    if isinstance(what, Said):
        subject = next(each for each in scheme.subjects if each.id == track.subject)
        names = {"track": str(track.label), "subject": str(subject.label)}
        what = refilled(what, **{name: names.get(name, value) for name, value in what.values.items()})
    return said(
        "{track} at {time}: {what}", track=str(track.label), time=clock(values["onset_ms"]), what=what
    )


def _previewed(tx: Tx, coding: CountedCoding, by_map: StoredMap, decided: Mapping[str, str]) -> Preview:
    scheme, session = scheme_of(tx, by_map.new), families.session(tx, coding.session)
    lanes = lanes_of(scheme, coding.profile, subjects_of(session, scheme))
    found = remap(codings.load(tx, coding.id).annotations, by_map.codes, scheme, lanes, decided)
    name = f"{families.family(tx, session.family).code} · {session.label} · {coding.coder_name}"
    return Preview(coding, name, found, _why_not(tx, coding, scheme, found))


def _why_not(tx: Tx, coding: CountedCoding, scheme: Scheme, found: Remapped) -> Said | None:
    same = (coding.coder, scheme.hash, coding.profile)
    there = [c for c in codings.of_session(tx, coding.session) if (c.coder, c.scheme_hash, c.profile) == same]
    if any(c.source == coding.id for c in there):
        return said("It was brought over.")
    if there:
        return said("This coder has a coding of the new version there already.")
    if scheme.profile(coding.profile) is None:
        return said("The new version has no depth {depth}.", depth=coding.profile)
    if found.problems:
        return _in_names(found.problems[0], scheme)
    if found.asked:
        return counted(len(found.asked), "One mark is still to be told.", "{n} marks are still to be told.")
    return None
