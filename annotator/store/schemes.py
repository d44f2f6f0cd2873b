"""The coding schemes in use, each kept whole under its hash: a coding is pinned to the very text it used."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from annotator.errors import NotFound, said
from annotator.store.tables import retired_scheme, scheme
from annotator.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class StoredScheme:
    """The name of a scheme in the store; its text is loaded by its hash."""

    hash: str
    scheme_id: str
    version: str
    made_at: str


def put(tx: Tx, document: bytes, scheme_id: str, version: str, hash: str) -> None:
    """Keep a scheme's text under its hash; nothing happens when it is there already."""
    if tx.row(select(scheme.c.hash).where(scheme.c.hash == hash)) is None:
        row = {
            "hash": hash,
            "scheme_id": scheme_id,
            "version": version,
            "document": document,
            "made_at": tx.at,
        }
        tx.execute(insert(scheme), row)


def get(tx: Tx, hash: str) -> bytes:
    """The text of a scheme as it was put; NotFound when there is none with this hash."""
    document = tx.value(select(scheme.c.document).where(scheme.c.hash == hash))
    if document is None:
        raise NotFound(said("There is no such coding scheme here."))
    return bytes(document)


def all(tx: Tx) -> list[StoredScheme]:
    """Every scheme in the store, by id, the newest version of each first."""
    columns = (scheme.c.hash, scheme.c.scheme_id, scheme.c.version, scheme.c.made_at)
    order = (scheme.c.scheme_id, scheme.c.made_at.desc(), scheme.c.version.desc())
    return [StoredScheme(*row) for row in tx.rows(select(*columns).order_by(*order))]


def retire(tx: Tx, hash: str, by: str | None) -> None:
    """Let no coding begin with a version any more; nothing happens when it is retired already."""
    if hash not in retired(tx):
        tx.execute(insert(retired_scheme), {"hash": hash, "by": by, "at": tx.at})


def take_back(tx: Tx, hash: str) -> None:
    """Let codings begin again with a version that was retired."""
    tx.execute(delete(retired_scheme).where(retired_scheme.c.hash == hash))


def retired(tx: Tx) -> dict[str, str]:
    """When each retired version was retired, by its hash."""
    return {row.hash: row.at for row in tx.rows(select(retired_scheme.c.hash, retired_scheme.c.at))}
