"""The one form of a scheme that is hashed, whatever its layout, comments or order of fields."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical_json(document: Mapping[str, Any]) -> bytes:
    """A document as canonical JSON in UTF-8: fields by name, no spaces, whole numbers without a point.

    Fields are ordered by UTF-16 code units and 1.0 is written 1, as in RFC 8785, so the same
    scheme has the same bytes as YAML, as JSON, and after a trip through JavaScript.

    >>> canonical_json({"speed": 1.0, "id": "ö"}).decode()
    '{"id":"ö","speed":1}'
    """
    return json.dumps(_ordered(document), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def content_hash(document: Mapping[str, Any]) -> str:
    """The SHA-256 of a document's canonical JSON, in hexadecimal: it pins a scheme to a coding."""
    return hashlib.sha256(canonical_json(document)).hexdigest()


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _ordered(value[name]) for name in sorted(value, key=lambda n: n.encode("utf-16-be"))}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
