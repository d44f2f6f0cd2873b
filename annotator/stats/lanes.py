"""A coding taken apart into its lanes."""

from collections import defaultdict
from dataclasses import dataclass

from annotator.model import Annotation, Coding, closed
from annotator.schemes.scheme import Scheme, Track


@dataclass(frozen=True, slots=True)
class Lane:
    """What a coding holds on one track for one subject, by onset; running states are ended."""

    track: Track
    subject: str
    annotations: tuple[Annotation, ...]

    @property
    def missing_codes(self) -> frozenset[str]:
        """The codes that say "could not be seen"."""
        return frozenset(code.id for code in self.track.codes if code.valence == "missing")


def lanes(coding: Coding, scheme: Scheme) -> list[Lane]:
    """The lanes of a coding: tracks in the scheme's order, their subjects in alphabetical order.

    A track of the coding's profile that holds nothing is an empty lane of the track's own
    subject. A coding whose profile the scheme does not know is taken to fill every track.
    Annotations on tracks that the scheme does not have are left out. States that still run
    are ended at the coded window's end.
    """
    held: dict[str, dict[str, list[Annotation]]] = defaultdict(lambda: defaultdict(list))
    for annotation in closed(coding).annotations:
        held[annotation.content.track][annotation.content.subject].append(annotation)
    filled = {track.id for track in scheme.tracks_of(coding.profile)} or {track.id for track in scheme.tracks}
    found = []
    for track in scheme.tracks:
        subjects = held[track.id] or ({track.subject: []} if track.id in filled else {})
        found += [Lane(track, subject, _by_onset(subjects[subject])) for subject in sorted(subjects)]
    return found


def _by_onset(annotations: list[Annotation]) -> tuple[Annotation, ...]:
    return tuple(sorted(annotations, key=lambda a: (a.content.onset_ms, a.content.code, a.id)))
