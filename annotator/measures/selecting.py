"""Which annotations a scheme's rule or measure means: a track, some of its codes, some modifier values."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.model import Annotation, Content
from annotator.schemes.scheme import Scheme
from annotator.stats import Lane

Selector = Mapping[str, Any]
"""``track``; ``codes``, all when left out; ``where`` and ``where_not``: a modifier and its values."""


def selected(selector: Selector, scheme: Scheme, lane: Lane) -> list[Annotation]:
    """The annotations of a lane that a selector means, by onset; none when it is of another track.

    Without ``codes`` every code of the track is meant but those that say "could not be seen". A
    modifier that the coder left alone has the value that the scheme gives it as default.
    """
    if lane.track.id != selector["track"]:
        return []
    codes = set(selector.get("codes") or ({code.id for code in lane.track.codes} - lane.missing_codes))
    chosen = [a for a in lane.annotations if a.content.code in codes]
    if selector.get("where") or selector.get("where_not"):
        return [a for a in chosen if fits(a.content, selector, scheme)]
    return chosen


def fits(content: Content, selector: Selector, scheme: Scheme) -> bool:
    """Whether an annotation has a value of each ``where`` and of no ``where_not``."""
    where, where_not = selector.get("where") or {}, selector.get("where_not") or {}
    return all(_has(content, name, values, scheme) for name, values in where.items()) and not any(
        _has(content, name, values, scheme) for name, values in where_not.items()
    )


def _has(content: Content, name: str, values: Sequence[Any], scheme: Scheme) -> bool:
    given = value_of(content, name, scheme)
    return any(one in values for one in given) if isinstance(given, tuple) else given in values


def value_of(content: Content, name: str, scheme: Scheme) -> Any:
    """A modifier's value: what the coder gave, else the scheme's default, else None."""
    given = content.modifiers.get(name)
    if given is not None:
        return given
    modifier = scheme.modifier(name)
    return None if modifier is None else modifier.default
