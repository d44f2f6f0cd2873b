"""Results that are kept in memory while what they rest on stays the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Result = TypeVar("Result")

KEPT = 32


class Results:
    """The results used last, each under a key that names everything it rests on.

    A key holds the revision of every coding behind the result, so that a result that is out of
    date is never found; whether somebody may see it is asked before it is looked for.

    >>> results = Results()
    >>> results.get(("coding", 7), lambda: "made"), results.get(("coding", 7), lambda: "made anew")
    ('made', 'made')
    """

    def __init__(self, most: int = KEPT) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """The result under a key, made when it is not there; two at once may both make it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Result = self._kept[key]
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything, as after an erasure."""
        with self._lock:
            self._kept.clear()
