"""Codings as files that other programs read; tables of sessions that they write."""

from annotator.exchange.export import Choices, Export
from annotator.exchange.readme import readme
from annotator.exchange.session_table import SessionLine, SessionTable, read_sessions
from annotator.exchange.sheets import write_xlsx
from annotator.exchange.tidy import codebook_csv, events_csv, write_zip

__all__ = [
    "Choices", "Export", "SessionLine", "SessionTable", "codebook_csv", "events_csv", "read_sessions",
    "readme", "write_xlsx", "write_zip",
]  # fmt: skip
