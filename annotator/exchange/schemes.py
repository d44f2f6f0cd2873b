"""Schemes in other programs' files: which program a file is of, what reads it, and the way back."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from annotator.errors import Said
from annotator.exchange.scheme_boris import read_boris_scheme, write_boris_scheme
from annotator.exchange.scheme_draft import DraftScheme
from annotator.exchange.scheme_elan import read_elan_scheme, write_elan_scheme
from annotator.exchange.scheme_table import read_table_scheme
from annotator.schemes import Scheme


class Reader(NamedTuple):
    """A program's format by name, and what reads it."""

    format: str
    read: Callable[[bytes, str], DraftScheme]


READERS: Mapping[str, Reader] = {
    ".boris": Reader("boris", read_boris_scheme),
    ".gz": Reader("boris", read_boris_scheme),
    ".eaf": Reader("elan", read_elan_scheme),
    ".etf": Reader("elan", read_elan_scheme),
    ".ecv": Reader("elan", read_elan_scheme),
    ".csv": Reader("csv", read_table_scheme),
    ".tsv": Reader("csv", read_table_scheme),
}
"""By the file's ending; everything else is a scheme file of ours."""

WRITERS: Mapping[str, tuple[str, Callable[[Scheme], tuple[bytes, tuple[Said, ...]]]]] = {
    "boris": (".boris", write_boris_scheme),
    "elan": (".etf", write_elan_scheme),
}
"""By the form's name: the ending, and what writes it and tells what is not in it."""
