"""A map from one version of a scheme to another: what each old code is in the new one, or that it is none.

Source: scheme format, 5. Codings of two major versions are pooled only through such a map.
"""

from collections.abc import Iterator, Mapping

from annotator.errors import Problem, Said, said
from annotator.schemes.scheme import Scheme, Track
from annotator.schemes.suggest import did_you_mean

NOWHERE, ASK = "none", "ask"
"""A code that the new version does not have, and one that a person tells mark by mark."""

Codes = Mapping[str, str]
"""``track.code`` of the old version to ``track.code`` of the new one, ``none`` or ``ask``."""


def codes_of(scheme: Scheme) -> list[str]:
    """Every code of a scheme as ``track.code``, in its order."""
    return [f"{track.id}.{code.id}" for track in scheme.tracks for code in track.codes]


def suggested(old: Scheme, new: Scheme) -> dict[str, str]:
    """The part of a map that no person needs to say: codes of the same name in the same kind of track."""
    there = set(codes_of(new))
    return {name: name for name in codes_of(old) if name in there and fits(old, name, new, name)}


def fits(old: Scheme, name: str, new: Scheme, to: str) -> bool:
    """Whether marks of an old code can be marks of a new one: a track of the same kind and subject."""
    return _misfit(_track(old, name), _track(new, to)) is None


def problems_of_map(old: Scheme, new: Scheme, codes: Codes) -> tuple[Problem, ...]:
    """Everything that keeps a map from being used, in the order of the old scheme."""
    return tuple(_problems(old, new, codes))


def _problems(old: Scheme, new: Scheme, codes: Codes) -> Iterator[Problem]:
    there, known = codes_of(new), codes_of(old)
    for name in codes:
        if name not in known:
            ending = did_you_mean(name, known)
            yield Problem(
                "reference", name, said("`{name}` is no old code; {ending}", name=name, ending=ending)
            )
    for name in known:
        to = codes.get(name)
        if not to:
            yield Problem("missing", name, said("Nothing says what `{name}` becomes.", name=name))
        elif to not in (NOWHERE, ASK, *there):
            ending = did_you_mean(to, there)
            yield Problem(
                "reference", name, said("`{name}` is no new code; {ending}", name=to, ending=ending)
            )
        elif to in there:
            misfit = _misfit(_track(old, name), _track(new, to))
            if misfit is not None:
                yield Problem("kind", name, misfit)
    yield from _gaps(old, new, codes)


def _gaps(old: Scheme, new: Scheme, codes: Codes) -> Iterator[Problem]:
    """Where every moment has a code, none can go alone: its time would have none."""
    for track in old.tracks:
        names = [f"{track.id}.{code.id}" for code in track.codes]
        kept = [codes.get(name, "") for name in names if codes.get(name) in codes_of(new)]
        exhaustive = [to for to in kept if _track(new, to).exhaustive]
        for name in names:
            if exhaustive and codes.get(name) == NOWHERE:
                missing = _track(new, exhaustive[0]).missing_code
                yield Problem(
                    "gap",
                    name,
                    said(
                        "Every moment has a code there, so `{name}` cannot be none; `{missing}` is what "
                        "cannot be seen.",
                        name=name,
                        missing=f"{_track(new, exhaustive[0]).id}.{missing}",
                    ),
                )


def _misfit(old: Track, new: Track) -> Said | None:
    """Why marks of one track cannot lie in another."""
    if old.kind != new.kind:
        return said("`{name}` is a track of another kind.", name=new.id)
    if old.subject != new.subject:
        return said("`{name}` is about somebody else.", name=new.id)
    if old.interval_ms != new.interval_ms:
        return said("Intervals of `{name}` have another length.", name=new.id)
    return None


def _track(scheme: Scheme, name: str) -> Track:
    return next(track for track in scheme.tracks if track.id == name.partition(".")[0])
