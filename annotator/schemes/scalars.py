"""What an unquoted word of a YAML file means, and the words that mean different things elsewhere.

A scheme travels: YAML 1.1 takes ``no`` for false, ``3:00`` for 180 and ``010`` for 8, YAML 1.2
and JSON do not. Words on which they differ are refused unless they are quoted; what is left
means the same everywhere.
"""

import re

from annotator.errors import said

LARGEST_NUMBER = 1e15

Scalar = str | bool | int | float | None

_CONSTANTS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_BOOLEAN_ELSEWHERE = re.compile(r"yes|no|on|off", re.IGNORECASE)
_NUMBER_ELSEWHERE = re.compile(
    r"""[-+]?0[xX][0-9a-fA-F_]+ | [-+]?0[bB][01_]+ | [-+]?0[oO]?[0-7_]+     # bases
      | [-+]?[0-9][0-9_]*(:[0-9][0-9_]*)+(\.[0-9_]*)?                       # base 60, as in 3:00
      | [-+]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?      # 1_000, +1, .5, 5., 007
      | [-+]?\.(inf|Inf|INF) | \.(nan|NaN|NAN)""",
    re.VERBOSE,
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Refused(Exception):
    """A word that is refused; the sentence says why and what to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def meaning(word: str) -> Scalar:
    """What an unquoted word means: null, true or false, a number, or else the text itself.

    Raises Refused where YAML programs would differ, and on numbers beyond a million milliards.

    >>> [meaning(word) for word in ("true", "3000", "0.75", "1.0.0", "2025-03-04")]
    [True, 3000, 0.75, '1.0.0', '2025-03-04']
    """
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if _BOOLEAN_ELSEWHERE.fullmatch(word):
        raise Refused(
            said(
                "`{word}` is true or false to some programs and a word to others; write true, "
                'false or "{word}".',
                word=word,
            )
        )
    if _NUMBER.fullmatch(word):
        return _number(word)
    if len(word) < 64 and _NUMBER_ELSEWHERE.fullmatch(word):
        raise Refused(
            said(
                '`{word}` is a number to some programs and a word to others; put it in quotes: "{word}".',
                word=word,
            )
        )
    return word


def _number(word: str) -> int | float:
    # The length is asked first: turning a million digits into a number takes minutes.
    value = float(word) if len(word) <= 40 else float("inf")
    if not abs(value) <= LARGEST_NUMBER:
        raise Refused(said("The number is too large; no quantity in a scheme is beyond 1000000000000000."))
    return value if any(sign in word for sign in ".eE") else int(word)


def unwritable(text: str) -> str | None:
    """The first character of a text that cannot be shown or saved, as U+XXXX; None when there is none."""
    found = _UNWRITABLE.search(text)
    return f"U+{ord(found.group()):04X}" if found else None
