"""Codings as files that other programs read."""

from annotator.exchange.export import Choices, Export
from annotator.exchange.readme import readme
from annotator.exchange.sheets import write_xlsx
from annotator.exchange.tidy import codebook_csv, events_csv, write_zip

__all__ = ["Choices", "Export", "codebook_csv", "events_csv", "readme", "write_xlsx", "write_zip"]
