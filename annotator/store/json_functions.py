"""SQLite's functions for JSON. What PostgreSQL calls them is told in ``postgres``."""

from typing import Any

from sqlalchemy.sql.functions import GenericFunction


class Each(GenericFunction[Any]):
    """The elements of a JSON list of texts as rows, in the column ``value``."""

    name = "json_each"
    inherit_cache = True


class Made(GenericFunction[Any]):
    """A JSON object of names and values by turns."""

    name = "json_object"
    inherit_cache = True


class Read(GenericFunction[Any]):
    """A text as the JSON that it holds."""

    name = "json"
    inherit_cache = True


class Gathered(GenericFunction[Any]):
    """The rows' values as the text of a JSON list, ``[]`` without rows."""

    name = "json_group_array"
    inherit_cache = True
