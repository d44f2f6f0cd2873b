"""How long somebody waits who keeps giving a wrong password."""

from dataclasses import dataclass

FREE = 5
"""Wrong answers for one account before anybody waits."""

FREE_FROM_ONE_PLACE = 50
"""Wrong answers from one address before it waits: a whole team may share one."""

LONGEST_S = 15 * 60
"""No wait is longer: a stranger who guesses must not keep anybody out for long."""

FORGOTTEN_S = 60 * 60
_SET_BACK_S = 60.0
"""A last answer that lies further ahead than this was given before the clock was set back."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Wrong answers for one account or from one address: how many, and seconds since the last.

    The wait doubles from one second with each wrong answer after the fifth, up to a quarter of an hour,
    so that an account can be tried some twenty times in its first hour and four times in each after.

    >>> Wrong(5, 1.0).wait_s(), Wrong(6, 0.25).wait_s(), Wrong(8, 1.0).wait_s()
    (0.0, 0.75, 3.0)
    """

    count: int = 0
    since_s: float = 0.0

    @property
    def forgotten(self) -> bool:
        """Whether it is too long ago to count, or nobody knows how long."""
        return not -_SET_BACK_S <= self.since_s <= FORGOTTEN_S

    @property
    def and_another(self) -> "Wrong":
        """These, and one that is given now."""
        return Wrong(1 if self.forgotten else self.count + 1)

    def wait_s(self, free: int = FREE) -> float:
        """How long nothing is tried any more; 0.0 when it may be tried now."""
        if self.count <= free or self.forgotten:
            return 0.0
        return max(0.0, min(LONGEST_S, 2.0 ** min(self.count - free - 1, 10)) - max(0.0, self.since_s))
