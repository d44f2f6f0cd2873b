"""What other processes do that share the store, as far as this one has to forget something for it."""

import threading
from types import TracebackType
from typing import Self

from annotator.actions import erasing
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError

LOOK_EVERY_S = 1.0


class Others:
    """Forgets what was computed from codings once another process has erased something.

    Nobody could ask for it any more; but what is erased is not to lie in memory either.
    """

    def __init__(self, place: Workplace, look_every_s: float = LOOK_EVERY_S) -> None:
        self._place, self._look_every_s = place, look_every_s
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="others", daemon=True)

    def __enter__(self) -> Self:
        if not self._place.store.alone:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Look no more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        known: int | None = None
        while not self._ended.wait(self._look_every_s):
            try:
                known = erasing.forget_erased_since(self._place, known)
            except AnnotatorError:  # the database is away; the next look tells
                known = None
