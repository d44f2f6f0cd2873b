"""Having the films of a data folder encrypted: decided before the first one, and for good."""

import secrets
from pathlib import Path

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.backup_keys import outside, write_new
from annotator.actions.film_keys import text_of
from annotator.actions.workplace import Workplace
from annotator.store import Tx, audit, film_keys
from annotator.store.accounts import Account


def encrypt_films(w: Workplace, who: Account | None, file: Path) -> None:
    """Make a key in a new file, and have every film of this folder be encrypted with it from now on.

    It takes effect when the folder is opened next. StoreError when there are films already, or the file
    exists, cannot be written, or lies in the data folder.
    """
    outside(w.folder, file)
    master = secrets.token_bytes(film_keys.KEY_BYTES)

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.BACK_UP)
        film_keys.encrypt(tx, master, str(file.resolve()))
        audit.write(tx, person.id, "encrypt", film_keys.KIND, film_keys.FILMS, {})
        write_new(file, text_of(master))

    w.store.write(work)
