"""Says in sentences where a document does not have the shape of a scheme."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from annotator.errors import Said, said
from annotator.schemes.keys import CODE_KEYS
from annotator.schemes.places import Fault, Path, shown
from annotator.schemes.scheme_file import FORMAT
from annotator.schemes.shape import BARE, SchemePart
from annotator.schemes.suggest import did_you_mean

_BY_PATTERN = {
    r"^[a-z][a-z0-9_-]{1,39}$": (
        "id",
        said("expected 2 to 40 of a-z, 0-9, _ and -, beginning with a letter."),
    ),
    r"\S": ("value", said("write some words here.")),
    r"^[0-9]$": ("key", said('expected one digit in quotes, such as "1".')),
    r"^[a-z0-9]$": ("key", said("expected one of the keys {keys}.", keys=CODE_KEYS)),
    r"^#[0-9A-Fa-f]{6}$": (
        "colour",
        said('expected # and six hexadecimal digits in quotes, such as "#009E73".'),
    ),
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": ("value", said('expected a date such as "2025-03-04".')),
}
_ANOTHER_PATTERN = ("value", said('expected three numbers in quotes, such as "1.0.0".'))
_EXPECTED_BY_TYPE = {
    "string_type": said("text; put it in quotes"),
    "bool_type": said("true or false"),
    "int_type": said("a whole number"),
    "int_from_float": said("a whole number"),
    "float_type": said("a number"),
    "list_type": said("a list"),
    "dict_type": said("a mapping"),
    "model_type": said("a mapping"),
    "model_attributes_type": said("a mapping"),
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
    name = shown(path[-1]) if path else said("the file")
    if kind == "missing":
        return _missing(name)
    if kind == "extra_forbidden":
        own = str(detail["loc"][-1])  # an empty name is no part of the path
        return said(
            "`{name}` is not a field here; {ending} A field of your own begins with x_, as in `x_{name}`.",
            name=shown(own),
            ending=did_you_mean(own, _fields_at(path[:-1])),
        )
    if path == ("format",):
        return said(
            "`{found}` is not a format this program reads; expected `{format}`.",
            found=shown(found),
            format=FORMAT,
        )
    if kind == "literal_error":
        return said(
            "`{found}` is not possible for `{name}`; {ending}",
            found=shown(found),
            name=name,
            ending=did_you_mean(str(found), _choices(context)),
        )
    if kind == "string_pattern_mismatch":
        return said(
            "`{found}` does not fit `{name}`; {ending}",
            found=shown(found),
            name=name,
            ending=_by_pattern(detail)[1],
        )
    if kind in _EXPECTED_BY_TYPE:
        return said(
            "`{name}` must be {expected}; found {found}.",
            name=name,
            expected=_EXPECTED_BY_TYPE[kind],
            found=_found(found),
        )
    return said(
        "`{name}`: {limit}; found {found}.", name=name, limit=_limit(kind, context), found=_found(found)
    )


def _found(value: Any) -> str:
    plain = value is None or isinstance(value, dict | list)
    return shown(value) if plain else f"`{shown(value)}`"


def _limit(kind: str, context: dict[str, Any]) -> Said:
    """What a number or length had to be."""
    match kind:
        case "greater_than":
            return said("must be more than {limit:g}", limit=context["gt"])
        case "greater_than_equal":
            return said("must be {limit:g} or more", limit=context["ge"])
        case "less_than_equal":
            return said("must be {limit:g} or less", limit=context["le"])
        case "too_short":
            return said("needs at least {limit}", limit=context["min_length"])
        case "too_long":
            return said("has at most {limit}", limit=context["max_length"])
    return said("cannot be read")


def _choices(context: dict[str, Any]) -> list[str]:
    # pydantic writes the choices as a sentence: "'a', 'b' or True".
    words = str(context["expected"]).replace(" or ", ", ").split(", ")
    return [word.strip("'").replace("True", "true").replace("False", "false") for word in words]


_EMPTY_MEANS_NONE = {
    "modifiers": "[]", "measures": "[]", "changelog": "[]", "feedback_meeting": "null", "partial": "[]",
    "review": "{}", "informed_by": "[]", "constraints": "[]", "contingency": "[]", "episodes": "[]",
    "must_not_be_reported_as": "[]",
}  # fmt: skip


def _missing(name: str) -> Said:
    if name not in _EMPTY_MEANS_NONE:
        return said("The field `{name}` is missing.", name=name)
    return said(
        "The field `{name}` is missing. Write `{name}: {empty}` if there are none.",
        name=name,
        empty=_EMPTY_MEANS_NONE[name],
    )


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
