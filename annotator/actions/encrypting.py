"""Having a data folder encrypted for good: films before the first one, the database before there is one."""

import secrets
from pathlib import Path

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.backup_keys import outside, write_new
from annotator.actions.workplace import Workplace, open_workplace
from annotator.errors import StoreError, said
from annotator.store import Tx, audit, driver, film_keys, key_file
from annotator.store.accounts import Account
from annotator.store.database import there_is_one


def can_encrypt_database(folder: Path) -> bool:
    """Whether the database of a folder can be encrypted: there is none yet, and the driver is installed."""
    return driver.available() and not there_is_one(folder)


def encrypt_new(folder: Path, file: Path) -> None:
    """Make a key in a new file, and a data folder whose database and films are encrypted with it.

    No byte of the database was ever plain. StoreError when there is a database already, or the file exists,
    cannot be written, or lies in the folder.
    """
    outside(folder, file)
    if there_is_one(folder):
        raise StoreError(
            said("{folder} has a database already. Name a new data folder with --data.", folder=folder)
        )
    master = secrets.token_bytes(key_file.KEY_BYTES)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_new(file, key_file.text_of(master, key_file.DATABASE))
    driver.keep(folder, master, file)
    open_workplace(folder, film_key=file).store.close()


def encrypt_films(w: Workplace, who: Account | None, file: Path) -> None:
    """Make a key in a new file, and have every film of this folder be encrypted with it from now on.

    It takes effect when the folder is opened next. StoreError when there are films already, or the file
    exists, cannot be written, or lies in the data folder.
    """
    outside(w.folder, file)
    master = secrets.token_bytes(key_file.KEY_BYTES)

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.BACK_UP)
        film_keys.encrypt(tx, master, str(file.resolve()))
        audit.write(tx, person.id, "encrypt", film_keys.KIND, film_keys.FILMS, {})
        write_new(file, key_file.text_of(master))

    w.store.write(work)
