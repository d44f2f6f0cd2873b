"""What the shape of a file cannot say: references, keys, windows, words (scheme format, 6).

Each check reads a file that may be wrong in any way and yields what it finds; none stops
another, so a person sees every problem at once.
"""

from collections.abc import Callable, Iterator

from annotator.schemes.checks import (
    audiences,
    measures,
    meeting,
    modifiers,
    names,
    passes,
    rules,
    tracks,
    use,
    words,
)
from annotator.schemes.places import Fault, Place

Check = Callable[[names.Names], Iterator[Fault]]

CHECKS: tuple[Check, ...] = (
    names.repeated_ids,
    names.references,
    modifiers.modifiers,
    modifiers.computed_modifiers,
    tracks.track_fields,
    tracks.missing_codes,
    tracks.code_words,
    tracks.visibility,
    tracks.parent_view,
    tracks.colours,
    passes.reserved_keys,
    passes.keys_in_passes,
    passes.profile_tracks,
    rules.constraints,
    rules.contingency,
    rules.episodes,
    measures.measures,
    audiences.audiences,
    meeting.ranges,
    meeting.reliability,
    meeting.meeting,
    use.marks_only,
    words.languages,
    words.completeness,
    words.placeholders,
)


def faults_in(root: Place) -> Iterator[Fault]:
    """Everything the checks find in a file."""
    known = names.names_of(root)
    for check in CHECKS:
        yield from check(known)
