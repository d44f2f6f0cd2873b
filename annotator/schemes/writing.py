"""A scheme's document as the text of a file: everything is in it but comments and layout."""

from collections.abc import Mapping
from typing import Any

import yaml

from annotator.schemes.scalars import Refused, meaning

# libyaml's writer where PyYAML was built with it, else the same in Python.
_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_BASE):  # type: ignore[misc]
    """Puts every text in quotes that a reader would take for something else, and uses no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Written out where it stands, also what stands in two places: our reader refuses anchors."""
        return True


def as_yaml(document: Mapping[str, Any]) -> bytes:
    """A document as YAML that reads back as the same document, fields in their order.

    >>> print(as_yaml({"id": "two-keys", "version": "1.0", "key": "y"}).decode(), end="")
    id: two-keys
    version: '1.0'
    key: 'y'
    """
    text: bytes = yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, encoding="utf-8"
    )
    return text


def _text(dumper: Any, value: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if _stays(value) else "'")


def _stays(value: str) -> bool:
    """Whether a text needs no quotes; a single letter gets some, for y and n are yes and no elsewhere."""
    try:
        return len(value) > 1 and meaning(value) == value
    except Refused:
        return False


_Dumper.add_representer(str, _text)
