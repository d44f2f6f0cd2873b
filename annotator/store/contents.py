"""Contents of annotations as JSON, as the desk speaks it, and as rows."""

import json
from collections.abc import Mapping
from typing import Any

from annotator.model import Annotation, Content, Edit, EditKind, Interval, ModifierValue
from annotator.store.tables import annotation
from annotator.store.transaction import AnyRow, canonical

FIELDS = (
    "track", "subject", "code", "onset_ms", "offset_ms", "onset_frame", "offset_frame", "raw_onset_ms",
    "raw_offset_ms", "modifiers", "comment", "flagged",
)  # fmt: skip
COLUMNS = (annotation.c.id, annotation.c.revision, *(annotation.c[field] for field in FIELDS))
_MODIFIERS = FIELDS.index("modifiers")


def to_dict(content: Content) -> dict[str, Any]:
    """A content as plain values, with exactly the keys of the desk's JSON."""
    return {field: getattr(content, field) for field in FIELDS[:_MODIFIERS]} | {
        "modifiers": _plain(content.modifiers),
        "comment": content.comment,
        "flagged": content.flagged,
    }


def from_dict(values: Mapping[str, Any]) -> Content:
    """The content that ``to_dict`` made plain; the values must be checked already."""
    return Content(**{**values, "modifiers": _typed(values["modifiers"])})


def to_json(content: Content | None) -> str | None:
    """A content as canonical JSON text, None for none."""
    return None if content is None else canonical(to_dict(content))


def from_json(text: str | None) -> Content | None:
    """The content of a JSON text, None for none."""
    return None if text is None else from_dict(json.loads(text))


def window_dict(window: Interval | None) -> dict[str, int] | None:
    """A coded window as plain values, None for none."""
    return None if window is None else {"onset_ms": window.onset, "offset_ms": window.offset}


def edit_dict(edit: Edit) -> dict[str, Any]:
    """An edit as plain values, with exactly the keys of the desk's JSON."""
    return {
        "id": edit.id,
        "kind": str(edit.kind),
        "annotation": edit.annotation,
        "revision": edit.revision,
        "content": None if edit.content is None else to_dict(edit.content),
        "window": window_dict(edit.window),
    }


def edit_of(row: AnyRow) -> Edit:
    """An edit from its row in the store."""
    window = None if row.onset_ms is None else Interval(row.onset_ms, row.offset_ms)
    return Edit(row.id, EditKind(row.kind), row.annotation, row.revision, from_json(row.content), window)


def columns_of(content: Content) -> dict[str, Any]:
    """A content as the columns of its row."""
    return {field: getattr(content, field) for field in FIELDS} | {
        "modifiers": canonical(_plain(content.modifiers)) if content.modifiers else "{}"
    }


def annotation_of(row: AnyRow) -> Annotation:
    """An annotation from its row, whose columns are ``COLUMNS``."""
    (
        id,
        revision,
        track,
        subject,
        code,
        onset,
        offset,
        on,
        off,
        raw_on,
        raw_off,
        modifiers,
        comment,
        flagged,
    ) = row[:14]
    qualifiers = _typed(json.loads(modifiers)) if modifiers != "{}" else {}
    content = Content(
        track, subject, code, onset, offset, on, off, raw_on, raw_off, qualifiers, comment, bool(flagged)
    )
    return Annotation(id, revision, content)


def _plain(modifiers: Mapping[str, ModifierValue]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in modifiers.items()}


def _typed(modifiers: Mapping[str, Any]) -> dict[str, ModifierValue]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in modifiers.items()}
