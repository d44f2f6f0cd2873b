"""The keys of films: each sealed with the one key of the folder, which is never here.

AES-256-GCM, bound to the recording or upload that the key is for. With its row a film's key is gone, and with
it whatever copy of the film's bytes lies anywhere.
"""

import base64
import os
from dataclasses import dataclass

from sqlalchemy import exists, insert, select, update

from annotator.errors import StoreError, said
from annotator.store.tables import audit, encryption, film_key, recording, upload, upload_key
from annotator.store.transaction import Tx

KIND, FILMS = "store", "films"
"""What the record calls the films of this folder; it says so only of their encryption."""

_NONCE = 12


@dataclass(frozen=True, slots=True)
class Encryption:
    """That the films of a folder are encrypted: what proves the key, and where its file was last."""

    proof: str
    key_file: str


def encrypted(tx: Tx) -> Encryption | None:
    """How the films here are encrypted; None when they are not.

    StoreError when that cannot be: somebody took the setting out from under films that are encrypted.
    """
    row = tx.row(select(encryption.c.proof, encryption.c.key_file))
    if row is not None:
        return Encryption(row.proof, row.key_file)
    said_once = select(audit).where(audit.c.subject_kind == KIND, audit.c.subject == FILMS)
    if tx.value(select(exists(select(film_key)) | exists(select(upload_key)) | exists(said_once))):
        raise StoreError(
            said(
                "Films here are encrypted, but that they are to be is no longer said: somebody changed the "
                "database. Restore a backup."
            )
        )
    return None


def encrypt(tx: Tx, master: bytes, key_file: str) -> None:
    """Have every film be encrypted from now on, and for good. Only before there are any: StoreError."""
    if encrypted(tx) is not None:
        raise StoreError(said("The films of this data folder are encrypted already."))
    if tx.value(select(exists(select(recording)) | exists(select(upload)))):
        raise StoreError(
            said(
                "There are films here already that are not encrypted. Films are encrypted from the first one "
                "on or not at all: name a new data folder with --data, and add them there."
            )
        )
    row = {"one": 1, "proof": seal(master, b"", "proof"), "key_file": key_file, "at": tx.at}
    tx.execute(insert(encryption), row)


def moved(tx: Tx, key_file: str) -> None:
    """Note where the key's file is now."""
    tx.execute(update(encryption).values(key_file=key_file))


def of_recording(tx: Tx, id: str) -> str | None:
    """The sealed key of a film; None when there is none, or no longer."""
    found: str | None = tx.value(select(film_key.c.sealed).where(film_key.c.recording == id))
    return found


def of_upload(tx: Tx, id: str) -> str | None:
    """The sealed key of a film that is on its way."""
    found: str | None = tx.value(select(upload_key.c.sealed).where(upload_key.c.upload == id))
    return found


def add_of_recording(tx: Tx, id: str, sealed: str) -> None:
    """Keep the key of a new film."""
    tx.execute(insert(film_key), {"recording": id, "sealed": sealed})


def add_of_upload(tx: Tx, id: str, sealed: str) -> None:
    """Keep the key of a film that begins to come in."""
    tx.execute(insert(upload_key), {"upload": id, "sealed": sealed})


def without_key(tx: Tx) -> list[str]:
    """The recordings that have no key, which none may be where films are encrypted."""
    wanted = select(recording.c.id).outerjoin(film_key).where(film_key.c.recording.is_(None))
    return [row.id for row in tx.rows(wanted.order_by(recording.c.id))]


def seal(master: bytes, key: bytes, of: str) -> str:
    """A key sealed with the folder's key, for the one thing that it is of."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # folders of plain films never need it

    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + AESGCM(master).encrypt(nonce, key, of.encode())).decode("ascii")


def unseal(master: bytes, sealed: str, of: str) -> bytes | None:
    """The key inside; None when it is not sealed with this one, or of another thing."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        held = base64.b64decode(sealed, validate=True)
        return AESGCM(master).decrypt(held[:_NONCE], held[_NONCE:], of.encode())
    except (InvalidTag, ValueError):
        return None
