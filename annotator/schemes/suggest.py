"""The name that was probably meant."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from annotator.errors import Said, said
from annotator.schemes.places import shown

COMPARED_AT_MOST = 200
LISTED_AT_MOST = 8


def nearest(word: str, names: Collection[str]) -> str | None:
    """The name most like a word, None when none is like it.

    Only the first 200 names are compared, so that a hostile file cannot buy long work.

    >>> nearest("infant_cues", ["dyad_state", "infant_cue"])
    'infant_cue'
    """
    if len(word) > COMPARED_AT_MOST:
        return None
    compared = [name for name in list(names)[:COMPARED_AT_MOST] if len(name) <= 2 * len(word) + 2]
    return next(iter(get_close_matches(word, compared, n=1, cutoff=0.6)), None)


def did_you_mean(word: str, names: Collection[str]) -> Said:
    """The end of a sentence about an unknown word: the nearest name, or the few there are.

    >>> did_you_mean("colour", ["color", "key"])
    'did you mean `color`?'
    >>> did_you_mean("zzz", ["key", "label"])
    'expected one of `key`, `label`.'
    """
    near = nearest(word, names)
    if near is not None and near != word:
        return said("did you mean `{name}`?", name=shown(near))
    if not names:
        return said("there is none here to refer to.")
    if len(names) > LISTED_AT_MOST:
        return said("expected one of the {n} that are defined.", n=len(names))
    return said("expected one of {names}.", names=", ".join(f"`{shown(name)}`" for name in names))


def either(names: Sequence[str]) -> str:
    """Names, or words, of which one is meant.

    >>> either(["state", "interval"])
    'state or interval'
    """
    whole, *others = names
    for other in others:
        whole = said("{first} or {other}", first=whole, other=other)
    return whole
