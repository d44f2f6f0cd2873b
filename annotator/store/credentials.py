"""What people prove by that it is they: password, second factor, recovery codes. No secret is readable text.

A password is kept as argon2id wrote it, a recovery code as its SHA-256: it has 80 random bits. The secret of
the second factor is kept as it is, for codes are made from it; it is given out once, when it is made.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from annotator.store.tables import credential, recovery_code
from annotator.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Credential:
    """What is kept of one account; None for what it does not have.

    ``second_on``: the second factor was proved once and is asked for. ``second_step``: the thirty
    seconds whose code was used last, before which none counts any more.
    """

    password: str | None = None
    second: bytes | None = None
    second_on: bool = False
    second_step: int = 0


def of(tx: Tx, account_id: str) -> Credential:
    """What an account proves itself by."""
    row = tx.row(select(credential).where(credential.c.account == account_id))
    if row is None:
        return Credential()
    second = bytes.fromhex(row.second) if row.second is not None else None
    return Credential(row.password, second, row.second_on, row.second_step)


def anybody(tx: Tx) -> bool:
    """Whether anybody here has a password."""
    return tx.row(select(credential.c.account).where(credential.c.password.is_not(None))) is not None


def set_password(tx: Tx, account_id: str, written: str) -> None:
    """Keep a password as argon2id wrote it."""
    _set(tx, account_id, password=written)


def set_second(tx: Tx, account_id: str, secret: bytes | None) -> None:
    """Keep the secret of a second factor that is still to be proved, or take the second factor away."""
    _set(tx, account_id, second=None if secret is None else secret.hex(), second_on=False, second_step=0)
    tx.execute(delete(recovery_code).where(recovery_code.c.account == account_id))


def use_second(tx: Tx, account_id: str, step: int) -> None:
    """A code of these thirty seconds was used; from the first on the second factor is asked for."""
    _set(tx, account_id, second_on=True, second_step=step)


def set_recovery_codes(tx: Tx, account_id: str, codes: Iterable[str]) -> None:
    """Keep these recovery codes instead of those before."""
    tx.execute(delete(recovery_code).where(recovery_code.c.account == account_id))
    tx.execute(insert(recovery_code), [{"account": account_id, "code_hash": _hash(code)} for code in codes])


def use_recovery_code(tx: Tx, account_id: str, code: str) -> bool:
    """Use a recovery code up; False when it is none of this account."""
    mine = (recovery_code.c.account == account_id) & (recovery_code.c.code_hash == _hash(code))
    return tx.execute(delete(recovery_code).where(mine)).rowcount == 1


def recovery_codes_left(tx: Tx, account_id: str) -> int:
    """How many recovery codes an account has left."""
    wanted = select(func.count()).select_from(recovery_code).where(recovery_code.c.account == account_id)
    return int(tx.value(wanted))


def _set(tx: Tx, account_id: str, **values: str | bool | int | None) -> None:
    if (
        tx.execute(update(credential).where(credential.c.account == account_id).values(**values)).rowcount
        == 0
    ):
        tx.execute(insert(credential), {"account": account_id, **values})


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
