"""Applying edits to annotations as they stand, and the rows that come of it."""

from dataclasses import dataclass, field
from typing import Any

from annotator.errors import Problem, said
from annotator.model import Annotation, Content, Edit, EditKind, Interval, follows
from annotator.store import contents

_NOTHING = dict.fromkeys(
    ("annotation", "before", "onset_ms", "offset_ms", "onset_before_ms", "offset_before_ms")
)


class Refused(Exception):
    """An act that cannot be saved as it is; undoes what it had begun to write."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(slots=True)
class Page:
    """Annotations as they stand while edits are applied to them, and the rows of the edits so far.

    It holds at least those that the edits touch: ``standing``, ``removed`` with the last revision, and
    ``newest`` with the last content of both.
    """

    standing: dict[str, Annotation]
    removed: dict[str, int]
    newest: dict[str, Content]
    window: Interval
    edits: list[dict[str, Any]] = field(default_factory=list)

    def turn(self, edit: Edit) -> None:
        """Apply one edit; raises Refused when it does not follow from what stands."""
        change = self._set_window(edit) if edit.kind is EditKind.WINDOW else self._set(edit)
        made = {"id": edit.id, "kind": str(edit.kind), "revision": edit.revision}
        content = {"content": contents.to_json(edit.content), "position": len(self.edits)}
        self.edits.append(_NOTHING | made | content | change)

    def _set_window(self, edit: Edit) -> dict[str, Any]:
        if edit.window is None or edit.content is not None:
            raise Refused(
                "malformed", said("The edit sets the coded window but names none. Reload the page.")
            )
        before, self.window = self.window, edit.window
        after = {"onset_ms": edit.window.onset, "offset_ms": edit.window.offset}
        return after | {"onset_before_ms": before.onset, "offset_before_ms": before.offset}

    def _set(self, edit: Edit) -> dict[str, Any]:
        problem = follows(edit, self.standing, self.removed)
        if problem is not None or edit.annotation is None:
            raise refused_for(problem)
        before = self.standing.pop(edit.annotation, None)
        if edit.content is None:
            self.removed[edit.annotation] = edit.revision + 1
        else:
            self.removed.pop(edit.annotation, None)
            self.newest[edit.annotation] = edit.content
            self.standing[edit.annotation] = Annotation(edit.annotation, edit.revision + 1, edit.content)
        return {"annotation": edit.annotation, "before": contents.to_json(before.content if before else None)}

    def rows(self, coding_id: str) -> list[dict[str, Any]]:
        """The rows of the touched annotations afterwards."""
        standing = [(a.id, a.revision, False) for a in self.standing.values()]
        gone = [(id, revision, True) for id, revision in self.removed.items()]
        return [
            {"coding": coding_id, "id": id, "revision": revision, "removed": removed}
            | contents.columns_of(self.newest[id])
            for id, revision, removed in standing + gone
        ]


def refused_for(problem: Problem | None) -> Refused:
    """The refusal for an edit that does not follow, or names no annotation."""
    if problem is None:
        return Refused("malformed", said("The edit names no annotation. Reload the page."))
    return Refused(problem.code, problem.message)
