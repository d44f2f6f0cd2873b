"""What one chooses a scheme by: its name, its depths and their kinds of tracks, without reading its file.

The shipped schemes' cards are in ``coding_schemes/list.json``, so that neither the first start nor the
chooser reads sixteen files.
"""

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator import shipped
from annotator.errors import NotFound, said
from annotator.schemes import Scheme, Text, read_scheme
from annotator.schemes.versions import order_of
from annotator.store import Tx, schemes
from annotator.store.schemes import StoredScheme

LIST = "list.json"


@dataclass(frozen=True, slots=True)
class Depth:
    """A profile: its words, and the kinds of tracks it fills."""

    id: str
    label: Text
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class SchemeCard:
    """A scheme's name and depths; ``hash`` leads to the whole scheme."""

    id: str
    version: str
    hash: str
    title: Text
    purpose: tuple[str, ...]
    profiles: tuple[Depth, ...]
    study_required: bool
    marks_only: bool
    both_code: bool
    redistributable: bool


def card_of(scheme: Scheme) -> SchemeCard:
    """The card of a scheme that was read."""
    return SchemeCard(
        scheme.id,
        scheme.version,
        scheme.hash,
        scheme.title,
        tuple(scheme.document["purpose"]),
        tuple(
            Depth(p.id, p.label, frozenset(t.kind for t in scheme.tracks_of(p.id))) for p in scheme.profiles
        ),
        scheme.study_required,
        scheme.marks_only,
        scheme.both_code,
        scheme.redistributable,
    )


def as_row(card: SchemeCard) -> dict[str, Any]:
    """A card as it stands in the list of shipped schemes."""
    depths = [{"id": p.id, "label": dict(p.label.words), "kinds": sorted(p.kinds)} for p in card.profiles]
    return {
        "id": card.id,
        "version": card.version,
        "hash": card.hash,
        "language": card.title.default,
        "title": dict(card.title.words),
        "purpose": list(card.purpose),
        "profiles": depths,
        "study_required": card.study_required,
        "marks_only": card.marks_only,
        "both_code": card.both_code,
        "redistributable": card.redistributable,
    }


def _from_row(row: Mapping[str, Any]) -> SchemeCard:
    language = row["language"]
    depths = (Depth(p["id"], Text(p["label"], language), frozenset(p["kinds"])) for p in row["profiles"])
    return SchemeCard(
        row["id"],
        row["version"],
        row["hash"],
        Text(row["title"], language),
        tuple(row["purpose"]),
        tuple(depths),
        row["study_required"],
        row["marks_only"],
        row["both_code"],
        row["redistributable"],
    )


@functools.cache
def shipped_cards() -> Mapping[str, SchemeCard]:
    """The cards of the shipped schemes by content hash."""
    return {card.hash: card for card, _ in _listed().values()}


def shipped_card(file: Path, data: bytes) -> SchemeCard:
    """The card of a shipped file: from the list where its bytes are those that were listed, else read."""
    listed = _listed().get(file.name)
    if listed is not None and listed[1] == hashlib.sha256(data).hexdigest():
        return listed[0]
    return card_of(read_scheme(data))


@functools.cache
def _listed() -> Mapping[str, tuple[SchemeCard, str]]:
    rows = json.loads((shipped.folder("coding_schemes") / LIST).read_bytes())
    return {name: (_from_row(row), row["sha256"]) for name, row in rows.items()}


_read: dict[str, SchemeCard] = {}


def card_in(tx: Tx, hash: str) -> SchemeCard:
    """What one chooses a stored scheme by; NotFound when there is none with this hash."""
    known = shipped_cards().get(hash) or _read.get(hash)
    if known is None:
        known = _read[hash] = card_of(read_scheme(schemes.get(tx, hash)))
    return known


def newest(tx: Tx) -> dict[str, StoredScheme]:
    """The stored schemes by id, of each the latest version; of two with one version the one kept last."""
    return _latest(schemes.all(tx))


def offered(tx: Tx) -> dict[str, StoredScheme]:
    """Those with which codings begin, by id: of each the latest version that is not retired."""
    gone = schemes.retired(tx)
    return _latest(row for row in schemes.all(tx) if row.hash not in gone)


def _latest(rows: Iterable[StoredScheme]) -> dict[str, StoredScheme]:
    found: dict[str, StoredScheme] = {}
    for row in sorted(rows, key=lambda row: (order_of(row.version), row.made_at)):
        found[row.scheme_id] = row
    return found


def newest_of(tx: Tx, id: str) -> StoredScheme:
    """The latest version of a scheme; NotFound when there is none."""
    row = newest(tx).get(id)
    if row is None:
        raise NotFound(said("There is no such coding scheme here."))
    return row
