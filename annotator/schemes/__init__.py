"""Coding schemes: what may be coded, read from a file and checked whole.

``read_scheme`` gives a Scheme or refuses with every problem at once; ``problems_of`` only tells them.

>>> for problem in problems_of(b"[]"):
...     print(problem)
line 1: A scheme is a mapping that begins with `format: interaction-scheme/1`.
"""

from annotator.schemes.canonical import canonical_json, content_hash
from annotator.schemes.keys import CODE_KEYS, RESERVED_KEYS
from annotator.schemes.scheme import (
    Claims,
    Code,
    Feedback,
    Modifier,
    Option,
    Pass,
    Profile,
    Scale,
    Scheme,
    SchemeSubject,
    Text,
    Timebase,
    Track,
    TrackKind,
    Valence,
)
from annotator.schemes.scheme_file import FORMAT, problems_of, read_scheme

__all__ = [
    "CODE_KEYS",
    "FORMAT",
    "RESERVED_KEYS",
    "Claims",
    "Code",
    "Feedback",
    "Modifier",
    "Option",
    "Pass",
    "Profile",
    "Scale",
    "Scheme",
    "SchemeSubject",
    "Text",
    "Timebase",
    "Track",
    "TrackKind",
    "Valence",
    "canonical_json",
    "content_hash",
    "problems_of",
    "read_scheme",
]
