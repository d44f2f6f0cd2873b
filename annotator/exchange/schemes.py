"""Schemes in other programs' files: which program a file is of, what reads it, and the way back."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from annotator.errors import Said
from annotator.exchange.datavyu import PASSES
from annotator.exchange.scheme_boris import read_boris_scheme, write_boris_scheme
from annotator.exchange.scheme_datavyu import read_datavyu_passes, read_datavyu_scheme
from annotator.exchange.scheme_draft import DraftScheme
from annotator.exchange.scheme_elan import read_elan_scheme, write_elan_scheme
from annotator.exchange.scheme_observer import read_observer_archive, read_observer_scheme
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
    ".otx": Reader("observer", read_observer_scheme),
    ".odx": Reader("observer", read_observer_scheme),
    ".otb": Reader("observer", read_observer_archive),
    ".opf": Reader("datavyu", read_datavyu_scheme),
    ".csv": Reader("csv", read_table_scheme),
    ".tsv": Reader("csv", read_table_scheme),
}
"""By the file's ending; everything else is a scheme file of ours."""


def reader_of(file: str, data: bytes) -> Reader | None:
    """What reads a file, by its ending, and JSON by how it begins; None for a scheme file of ours."""
    ending = f".{file.rpartition('.')[2].lower()}"
    if ending == ".json" and PASSES.match(data):
        return Reader("datavyu", read_datavyu_passes)
    return READERS.get(ending)


WRITERS: Mapping[str, tuple[str, Callable[[Scheme], tuple[bytes, tuple[Said, ...]]]]] = {
    "boris": (".boris", write_boris_scheme),
    "elan": (".etf", write_elan_scheme),
}
"""By the form's name: the ending, and what writes it and tells what is not in it."""
