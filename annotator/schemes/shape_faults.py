"""Says in sentences where a document does not have the shape of a scheme."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from annotator.schemes.keys import CODE_KEYS
from annotator.schemes.places import Fault, Path, shown
from annotator.schemes.shape import BARE, FORMAT, SchemePart
from annotator.schemes.suggest import did_you_mean

_BY_PATTERN = {
    r"^[a-z][a-z0-9_-]{1,39}$": ("id", "expected 2 to 40 of a-z, 0-9, _ and -, beginning with a letter."),
    r"\S": ("value", "write some words here."),
    r"^[0-9]$": ("key", 'expected one digit in quotes, such as "1".'),
    r"^[a-z0-9]$": ("key", f"expected one of the keys {CODE_KEYS}."),
    r"^#[0-9A-Fa-f]{6}$": ("colour", 'expected # and six hexadecimal digits in quotes, such as "#009E73".'),
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": ("value", 'expected a date such as "2025-03-04".'),
}
_ANOTHER_PATTERN = ("value", 'expected three numbers in quotes, such as "1.0.0".')
_EXPECTED_BY_TYPE = {
    "string_type": "text; put it in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def shape_of(values: dict[str, Any], most: int) -> tuple[SchemePart | None, list[Fault]]:
    """The scheme's parts, or the places (at most so many) where the document has another shape."""
    try:
        return SchemePart.model_validate(values), []
    except ValidationError as error:
        return None, list(islice(_faults(error), most))


def _faults(error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        path: Path = tuple(step for step in detail["loc"] if step != BARE)
        yield Fault(_code(detail, path), path, _sentence(detail, path))


def _code(detail: ErrorDetails, path: Path) -> str:
    if path == ("format",):
        return "format"
    if path[:2] == ("provenance", "claims"):
        return "claims"
    if detail["type"] == "string_pattern_mismatch":
        return _by_pattern(detail)[0]
    return {"missing": "missing_field", "extra_forbidden": "unknown_field"}.get(detail["type"], "value")


def _by_pattern(detail: ErrorDetails) -> tuple[str, str]:
    return _BY_PATTERN.get(str(detail["ctx"]["pattern"]), _ANOTHER_PATTERN)


def _sentence(detail: ErrorDetails, path: Path) -> str:
    kind, found, context = detail["type"], detail["input"], detail.get("ctx", {})
    name = shown(path[-1]) if path else "the file"
    if kind == "missing":
        return f"The field `{name}` is missing.{_remedy(path)}"
    if kind == "extra_forbidden":
        known = _fields_at(path[:-1])
        return f"`{name}` is not a field here; {did_you_mean(str(path[-1]), known)}{_own_field_hint(name)}"
    if path == ("format",):
        return f"`{shown(found)}` is not a format this program reads; expected `{FORMAT}`."
    if kind == "literal_error":
        return f"`{shown(found)}` is not possible for `{name}`; {did_you_mean(str(found), _choices(context))}"
    if kind == "string_pattern_mismatch":
        return f"`{shown(found)}` does not fit `{name}`; {_by_pattern(detail)[1]}"
    if kind in _EXPECTED_BY_TYPE:
        return f"`{name}` must be {_EXPECTED_BY_TYPE[kind]}; found {_found(found)}."
    return f"`{name}`: {_bound(kind, context, found)}."


def _found(value: Any) -> str:
    plain = value is None or isinstance(value, dict | list)
    return shown(value) if plain else f"`{shown(value)}`"


def _bound(kind: str, context: dict[str, Any], found: Any) -> str:
    """What a number or length had to be."""
    limits = {
        "greater_than": "must be more than {gt:g}",
        "greater_than_equal": "must be {ge:g} or more",
        "less_than_equal": "must be {le:g} or less",
        "too_short": "needs at least {min_length}",
        "too_long": "has at most {max_length}",
    }
    limit = limits.get(kind, "cannot be read").format(**context)
    return f"{limit}; found {_found(found)}"


def _choices(context: dict[str, Any]) -> list[str]:
    # pydantic writes the choices as a sentence: "'a', 'b' or True".
    words = str(context["expected"]).replace(" or ", ", ").split(", ")
    return [word.strip("'").replace("True", "true").replace("False", "false") for word in words]


_EMPTY_MEANS_NONE = {
    "modifiers": "[]", "measures": "[]", "changelog": "[]", "feedback_meeting": "null", "partial": "[]",
    "review": "{}", "informed_by": "[]", "constraints": "[]", "contingency": "[]", "episodes": "[]",
    "must_not_be_reported_as": "[]",
}  # fmt: skip


def _remedy(path: Path) -> str:
    name = str(path[-1])
    return (
        f" Write `{name}: {_EMPTY_MEANS_NONE[name]}` if there are none." if name in _EMPTY_MEANS_NONE else ""
    )


def _own_field_hint(name: str) -> str:
    return f" A field of your own begins with x_, as in `x_{name}`."


def _fields_at(path: Path) -> list[str]:
    """The names of the fields that the part at a path may have."""
    found: Any = SchemePart
    for step in path:
        found = _part_in(found.model_fields[step].annotation) if isinstance(step, str) else found
        if found is None:
            return []
    return list(found.model_fields)


def _part_in(annotation: Any) -> type[BaseModel] | None:
    """The kind of part that a field holds, alone, in a list or or-nothing; None when it holds none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    return next((part for part in map(_part_in, inner) if part is not None), None)
