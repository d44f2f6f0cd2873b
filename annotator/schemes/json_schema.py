"""The shape of scheme files as a JSON Schema, for editors that complete and check while one writes.

It says what ``shape`` says. What only ``checks`` know, such as references and keys within a pass, no JSON
Schema can say: ``annotator schemes check`` does.
"""

from typing import Any

from annotator.schemes.scheme_file import FORMAT
from annotator.schemes.shape import SchemePart

OWN_FIELDS: dict[str, Any] = {"^x_": {}}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``interaction-scheme/1``.

    >>> json_schema()["properties"]["format"]["const"]
    'interaction-scheme/1'
    """
    made = SchemePart.model_json_schema()
    for part in (made, *made["$defs"].values()):
        part["patternProperties"] = OWN_FIELDS
    _without_titles(made)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Coding scheme, {FORMAT}"}
    return head | made


def _without_titles(part: Any) -> None:
    """Takes out the titles that only repeat the names of fields."""
    if isinstance(part, dict):
        for name, inside in part.items():
            if name in ("properties", "$defs"):
                for each in inside.values():
                    _without_titles(each)
            else:
                _without_titles(inside)
        if isinstance(part.get("title"), str):
            del part["title"]
    elif isinstance(part, list):
        for each in part:
            _without_titles(each)
