"""What is made from the schemes is what they say now, and the JSON Schema refuses what the program refuses."""

import json
from typing import Any

import jsonschema
import pytest

from annotator.schemes.shape_faults import shape_of
from tests import scheme_pages
from tests.schemes.scheme_files import SHIPPED, changed, values_of
from tests.schemes.test_checklist import CORE, FAULTS

VALIDATOR = jsonschema.Draft202012Validator(json.loads(scheme_pages.SCHEMA.read_text("utf-8")))


def test_the_json_schema_is_current_and_one() -> None:
    assert scheme_pages.SCHEMA.read_text("utf-8") == scheme_pages.schema(), "make schemes writes it anew"
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)


def test_the_list_and_the_readme_are_current() -> None:
    assert scheme_pages.LIST.read_text("utf-8") == scheme_pages.listed(), "make schemes writes it anew"
    assert scheme_pages.README.read_text("utf-8") == scheme_pages.readme(), "make schemes writes it anew"


def test_the_readme_draws_every_track_and_names_every_code_with_its_key() -> None:
    text = scheme_pages.README.read_text("utf-8")
    for scheme in scheme_pages.shipped().values():
        part = text.split(f"### `{scheme.id}` ")[1].split("\n### ")[0]
        for track in scheme.tracks:
            assert f": {track.label}" in part
            for code in track.codes:
                assert f"\n    {code.key} " in part
                assert f" {code.label}" in part


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_json_schema_accepts_the_shipped_schemes(file: Any) -> None:
    assert [e.message for e in VALIDATOR.iter_errors(values_of(file.stem))] == []


def test_the_json_schema_and_the_program_agree_on_the_shape() -> None:
    """Another implementation, jsonschema, reads the generated schema as pydantic reads the classes."""
    refused = 0
    for name, path, value in (fault.values[:3] for fault in FAULTS[::2]):
        values = changed(name, path, value)
        parts, _faults = shape_of(values, 10)
        refused += parts is None
        assert VALIDATOR.is_valid(values) == (parts is not None), (name, path, value)
    assert refused > 12


def test_fields_of_ones_own_are_allowed_everywhere() -> None:
    assert VALIDATOR.is_valid(changed(CORE, "tracks 0 codes 0 x_own", {"any": [1, None]}))
    assert not VALIDATOR.is_valid(changed(CORE, "tracks 0 codes 0 own", 1))
