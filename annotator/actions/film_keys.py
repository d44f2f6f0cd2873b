"""The key of a folder's films: it opens the key of each, and lies in a file that is never in the folder."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import StoreError, said
from annotator.store import Tx, film_keys, key_file


@dataclass(frozen=True, slots=True)
class FilmKeys:
    """Whether the films here are encrypted, and with which key; ``missing`` says why it is not at hand."""

    encrypted: bool = False
    master: bytes | None = field(default=None, repr=False)
    missing: str = ""

    def new(self, of: str) -> tuple[bytes, str] | None:
        """A fresh key for one film or upload, as it is and as it is kept; None where films stay plain."""
        if not self.encrypted:
            return None
        key = secrets.token_bytes(key_file.KEY_BYTES)
        return key, self.kept(key, of)

    def require_still_so(self, tx: Tx) -> None:
        """Refuse a new film when it was decided since the folder was opened here that films are encrypted."""
        if not self.encrypted and film_keys.encrypted(tx) is not None:
            raise StoreError(
                said("Films are encrypted here from now on. Start Attune again, so that it has their key.")
            )

    def kept(self, key: bytes, of: str) -> str:
        """A key as it is kept."""
        return film_keys.seal(self._key(), key, of)

    def of_recording(self, tx: Tx, id: str) -> bytes | None:
        """The key of a film; None where films stay plain. StoreError when it is not to be had."""
        return self._opened(film_keys.of_recording(tx, id), id) if self.encrypted else None

    def of_upload(self, tx: Tx, id: str) -> bytes | None:
        """The key of a film that is on its way; as ``of_recording``."""
        return self._opened(film_keys.of_upload(tx, id), id) if self.encrypted else None

    def _opened(self, kept: str | None, of: str) -> bytes:
        key = None if kept is None else film_keys.unseal(self._key(), kept, of)
        if key is None:
            raise StoreError(said("The key of this film is not here any more, or it is another one's."))
        return key

    def _key(self) -> bytes:
        if self.master is None:
            raise StoreError(self.missing or said("The key of the films is not at hand."))
        return self.master


PLAIN = FilmKeys()
"""Of a folder whose films are as they came."""


def found(tx: Tx, folder: Path, named: Path | None, *, needed: bool) -> tuple[FilmKeys, Path | None]:
    """The key of a folder's films, and its file: the one that was named, else where it was last.

    StoreError when films are encrypted here and there is no such file, it holds another key, lies in the
    folder, or others may read it; unless the key is not ``needed``: then the films alone stay shut.
    """
    how = film_keys.encrypted(tx)
    if how is None:
        return PLAIN, None
    file = key_file.named(named) or Path(how.key_file)
    try:
        master = key_file.read(file, folder, key_file.FILMS)
        if film_keys.unseal(master, how.proof, "proof") is None:
            raise StoreError(
                said(
                    "{file} is not the key of the films of this data folder. Name the right one: "
                    "ATTUNE_FILM_KEY=FILE.",
                    file=file,
                )
            )
    except StoreError as error:
        if needed:
            raise
        return FilmKeys(encrypted=True, missing=error.sentence), None
    return FilmKeys(encrypted=True, master=master), file
