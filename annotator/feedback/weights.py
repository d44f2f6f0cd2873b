"""How much each reason counts when moments are suggested; a service can set them in its own way."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

MOST = 10


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole numbers from 0 to 10. The first seven are what a rule's moments begin with; 0 leaves a rule out.

    =================  ================================================================================
    star               a mark flagged with ``*``, or a code called ``star``
    starred_note       a note with a star
    repair             a closed episode: out of step, and the way back lasted
    answered           a signal of the child with the parent's answer inside the scheme's window, and
                       everything between the two can be seen
    longest            the longest bout of being together, short gaps bridged
    together           a signal after which the two are together inside the window, where answers were
                       not coded: that is not called an answer
    note               a note without a star, where nothing was coded
    star_inside        added for a star inside the stretch
    all_seen           added when all of it was judged and can be seen
    good_after         added for a good or calmer state within ten seconds after
    unseen_second      taken off for each begun second that cannot be seen
    same_rule          taken off for each suggestion of the same rule before it
    =================  ================================================================================
    """

    star: int = 6
    starred_note: int = 6
    repair: int = 5
    answered: int = 4
    longest: int = 4
    together: int = 3
    note: int = 2
    star_inside: int = 3
    all_seen: int = 1
    good_after: int = 1
    unseen_second: int = 1
    same_rule: int = 2

    def __post_init__(self) -> None:
        if any(not 0 <= value <= MOST for value in asdict(self).values()):
            raise ValueError(f"a weight is a whole number from 0 to {MOST}")

    def of(self, rule: str) -> int:
        """What the moments of a rule begin with.

        >>> Weights().of("repair")
        5
        """
        return int(getattr(self, rule))


NAMES = tuple(field.name for field in fields(Weights))
RULES = NAMES[:7]
"""The rules, in the order in which equally weighty moments of one time come."""
USUAL = Weights()


def weights_from(given: Mapping[str, int]) -> Weights:
    """The usual weights with some of them set otherwise; what has no such name is left out.

    >>> weights_from({"star": 2, "luck": 9}) == Weights(star=2)
    True
    """
    return Weights(**{name: value for name, value in given.items() if name in NAMES})
