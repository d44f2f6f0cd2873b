"""Results that are kept in memory while what they rest on stays the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Result = TypeVar("Result")

KEPT = 32


class Results:
    """The results used last: one of each thing, with the revision of every coding that it rests on.

    A result that is out of date is never found, and gives way to the new one: of a coding that goes on
    none piles up. Whether somebody may see it is asked before it is looked for.

    >>> results = Results()
    >>> results.get("coding", 7, lambda: "made"), results.get("coding", 7, lambda: "made anew")
    ('made', 'made')
    >>> results.get("coding", 8, lambda: "made anew")
    'made anew'
    """

    def __init__(self, most: int = KEPT) -> None:
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, of: Hashable, revision: Hashable, make: Callable[[], Result]) -> Result:
        """The result of something at a revision, made when it is not there; two at once may both make it."""
        with self._lock:
            if of in self._kept and self._kept[of][0] == revision:
                self._kept.move_to_end(of)
                found: Result = self._kept[of][1]
                return found
        made = make()
        with self._lock:
            self._kept[of] = revision, made
            self._kept.move_to_end(of)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything, as after an erasure."""
        with self._lock:
            self._kept.clear()
