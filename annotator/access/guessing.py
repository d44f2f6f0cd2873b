"""How long somebody waits who keeps giving a wrong password."""

from collections import OrderedDict
from dataclasses import dataclass, field

FREE = 5
"""Wrong answers for one account before anybody waits."""

FREE_FROM_ONE_PLACE = 50
"""Wrong answers from one address before it waits: a whole team may share one."""

LONGEST_S = 15 * 60
"""No wait is longer: a stranger who guesses must not keep anybody out for long."""

FORGOTTEN_S = 60 * 60
_MOST = 20_000


@dataclass(slots=True)
class Guesses:
    """Wrong answers by whom they were for and from where; times in seconds of one steady clock.

    The wait doubles from one second with each wrong answer after the fifth, up to a quarter of an hour,
    so that an account can be tried some twenty times in its first hour and four times in each after.

    >>> guesses = Guesses()
    >>> for second in range(5):
    ...     guesses.wrong("ana", second)
    >>> guesses.wait_s("ana", 5), guesses.wait_s("ben", 5)
    (0.0, 0.0)
    >>> guesses.wrong("ana", 5)
    >>> guesses.wait_s("ana", 5.25)
    0.75
    """

    _wrong: OrderedDict[str, tuple[int, float]] = field(default_factory=OrderedDict)

    def wait_s(self, whom: str, now_s: float, free: int = FREE) -> float:
        """How long nothing is tried any more for somebody; 0.0 when it may be tried now."""
        count, last = self._wrong.get(whom, (0, now_s))
        if count <= free or now_s - last > FORGOTTEN_S:
            return 0.0
        return max(0.0, last + min(LONGEST_S, 2.0 ** min(count - free - 1, 10)) - now_s)

    def wrong(self, whom: str, now_s: float) -> None:
        """A wrong answer was given."""
        count, last = self._wrong.pop(whom, (0, now_s))
        self._wrong[whom] = (1 if now_s - last > FORGOTTEN_S else count + 1, now_s)
        while len(self._wrong) > _MOST:
            self._wrong.popitem(last=False)

    def right(self, whom: str) -> None:
        """The right answer was given: what was wrong before is forgotten."""
        self._wrong.pop(whom, None)
