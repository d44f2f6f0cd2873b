"""Which page edits a coding when it is open twice: one at a time, taken over openly.

The memory of a process that has the store to itself; where there are several the store tells them
(``actions.editing``).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.actions.editing import LIVE_S


class Editor(NamedTuple):
    """The page that may edit, and when it was last heard of, by a clock that never jumps."""

    tab: str
    seen_s: float


@dataclass(slots=True)
class Editors:
    """The editing page of each coding. Kept in memory: after a restart the first to ask has it."""

    clock: Callable[[], float] = time.monotonic
    _holding: dict[str, Editor] = field(default_factory=dict)

    def claim(self, coding: str, tab: str, *, take_over: bool) -> str:
        """Ask to edit a coding, or say that one is still there; gives the page that may edit."""
        holder = self.holder(coding)
        if take_over or holder in (None, tab):
            self._holding[coding] = Editor(tab, self.clock())
            return tab
        return holder or tab

    def holder(self, coding: str) -> str | None:
        """The page that edits a coding now; None when there is none or it has gone silent."""
        editor = self._holding.get(coding)
        if editor is None or self.clock() - editor.seen_s >= LIVE_S:
            self._holding.pop(coding, None)
            return None
        return editor.tab

    def heard(self, coding: str, tab: str) -> None:
        """The editing page sent something, so it is there."""
        if self.holder(coding) == tab:
            self._holding[coding] = Editor(tab, self.clock())
