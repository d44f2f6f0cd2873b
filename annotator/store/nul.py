"""A text with a NUL in it is kept nowhere: PostgreSQL cannot, and who typed none has one only by mistake."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, event

from annotator.errors import AnnotatorError, said


class HoldsNul(AnnotatorError):
    """A text that was to be kept, or looked for, holds a NUL."""

    def __init__(self) -> None:
        super().__init__(said("A text holds a sign that cannot be kept (NUL). Take it out."))


def refuse_nul(values: Iterable[Any]) -> None:
    """Raise HoldsNul when one of the values is a text with a NUL in it."""
    for value in values:
        if isinstance(value, str) and "\0" in value:
            raise HoldsNul


def watch(engine: Engine) -> None:
    """Refuse it in every statement that goes through an engine, before the database sees it."""
    event.listen(engine, "before_cursor_execute", _look)


def _look(_connection: Any, _cursor: Any, _text: str, given: Any, _context: Any, _many: bool) -> None:
    for row in given if isinstance(given, list) else (given,):
        refuse_nul(row.values() if isinstance(row, Mapping) else row or ())
