"""Contents of annotations as JSON, as the desk speaks it, and as rows."""

import json
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case

from annotator.model import Annotation, Content, Edit, EditKind, Interval, ModifierValue
from annotator.store.json_functions import Made, Read
from annotator.store.tables import annotation
from annotator.store.transaction import AnyRow, canonical

FIELDS = (
    "track", "subject", "code", "onset_ms", "offset_ms", "onset_frame", "offset_frame", "raw_onset_ms",
    "raw_offset_ms", "modifiers", "comment", "flagged",
)  # fmt: skip
COLUMNS = (annotation.c.id, annotation.c.revision, *(annotation.c[field] for field in FIELDS))
_MODIFIERS = FIELDS.index("modifiers")
_NAMED = tuple(f'"{field}":' for field in sorted(FIELDS))
_values_of = attrgetter(*sorted(FIELDS))
_AS_JSON: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _value: "null",
    dict: lambda modifiers: canonical(_plain(modifiers)) if modifiers else "{}",
}


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
    """A content as canonical JSON text, None for none: ``canonical`` of ``to_dict``, three times as fast."""
    if content is None:
        return None
    values = zip(_NAMED, _values_of(content), strict=True)
    return (
        "{" + ",".join([name + _AS_JSON.get(type(value), canonical)(value) for name, value in values]) + "}"
    )


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


def edit_json(edit: Edit) -> str:
    """An edit as canonical JSON text: what ``canonical`` makes of ``edit_dict``."""
    annotation = "null" if edit.annotation is None else encode_basestring(edit.annotation)
    window = "null" if edit.window is None else canonical(window_dict(edit.window))
    return (
        f'{{"annotation":{annotation},"content":{to_json(edit.content) or "null"},'
        f'"id":{encode_basestring(edit.id)},"kind":{encode_basestring(edit.kind.value)},'
        f'"revision":{edit.revision},"window":{window}}}'
    )


def edit_of(row: AnyRow) -> Edit:
    """An edit from its row in the store."""
    window = None if row.onset_ms is None else Interval(row.onset_ms, row.offset_ms)
    return Edit(row.id, EditKind(row.kind), row.annotation, row.revision, from_json(row.content), window)


def columns_of(content: Content) -> dict[str, Any]:
    """A content as the columns of its row."""
    return {field: getattr(content, field) for field in FIELDS} | {
        "modifiers": canonical(_plain(content.modifiers)) if content.modifiers else "{}"
    }


def annotation_of(row: Sequence[Any]) -> Annotation:
    """An annotation from its row, whose columns begin with ``COLUMNS``."""
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


def packed(rows: Subquery) -> ColumnElement[Any]:
    """What the database makes of rows of annotations: the desk's JSON, as ``to_dict`` would give it."""
    each = rows.c
    values: dict[str, ColumnElement[Any]] = {field: each[field] for field in FIELDS}
    values["modifiers"] = Read(each.modifiers)
    values["flagged"] = Read(case((each.flagged, "true"), else_="false"))
    content = Made(*(part for field in FIELDS for part in (field, values[field])))
    return Made("id", each.id, "revision", each.revision, "content", content)


def _plain(modifiers: Mapping[str, ModifierValue]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in modifiers.items()}


def _typed(modifiers: Mapping[str, Any]) -> dict[str, ModifierValue]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in modifiers.items()}
