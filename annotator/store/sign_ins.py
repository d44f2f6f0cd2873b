"""Tokens of launches, devices and sign-ins: 256 random bits, of which only the SHA-256 is stored.

Limits are of time that has passed. A clock that is set back makes that negative, which is no
reason to sign anyone out; what was dated ahead is dated anew at the next use.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Table, delete, insert, select, update

from annotator.store.tables import device, launch
from annotator.store.tables import sign_in as sign_in_table
from annotator.store.transaction import Tx, instant, iso, new_id

LAUNCH = timedelta(minutes=15)
DEVICE = timedelta(days=90)
IDLE = timedelta(hours=8)
ABSOLUTE = timedelta(days=7)
TOUCH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in of an account that may still be valid."""

    id: str
    made_at: str
    seen_at: str


def new_launch(tx: Tx) -> str:
    """A token that lets a browser of this computer in: once, within 15 minutes."""
    tx.execute(delete(launch).where(launch.c.made_at < iso(tx.now - LAUNCH)))
    return _new(tx, launch)


def use_launch(tx: Tx, token: str) -> bool:
    """Use a launch token up; False when it is unknown, used or too old."""
    made_at = tx.value(select(launch.c.made_at).where(launch.c.token_hash == _hash(token)))
    tx.execute(delete(launch).where(launch.c.token_hash == _hash(token)))
    return made_at is not None and _within(tx, made_at, LAUNCH)


def new_device(tx: Tx) -> str:
    """A token for a browser that came in by a launch; good for 90 days."""
    tx.execute(delete(device).where(device.c.made_at < iso(tx.now - DEVICE)))
    return _new(tx, device)


def device_ok(tx: Tx, token: str) -> bool:
    """Whether a browser came in by a launch, within the last 90 days."""
    made_at = tx.value(select(device.c.made_at).where(device.c.token_hash == _hash(token)))
    return made_at is not None and _within(tx, made_at, DEVICE)


def sign_in(tx: Tx, account_id: str) -> str:
    """Sign an account in and return its token; ended after 8 hours without use and after 7 days."""
    tx.execute(delete(sign_in_table).where(sign_in_table.c.made_at < iso(tx.now - ABSOLUTE)))
    token = secrets.token_urlsafe(32)
    row = {
        "id": new_id(),
        "account": account_id,
        "token_hash": _hash(token),
        "made_at": tx.at,
        "seen_at": tx.at,
    }
    tx.execute(insert(sign_in_table), row)
    return token


def account_id_of(tx: Tx, token: str) -> str | None:
    """The account that a token signs in; None when it is unknown, ended or too old. Only reads."""
    row = tx.row(select(sign_in_table).where(sign_in_table.c.token_hash == _hash(token)))
    if row is None or not (_within(tx, row.seen_at, IDLE) and _within(tx, row.made_at, ABSOLUTE)):
        return None
    return str(row.account)


def touch(tx: Tx, token: str) -> None:
    """Note that a sign-in is in use; writes at most once a minute."""
    row = tx.row(select(sign_in_table).where(sign_in_table.c.token_hash == _hash(token)))
    if row is None or timedelta(0) <= tx.now - instant(row.seen_at) < TOUCH:
        return
    seen = {"seen_at": tx.at, "made_at": min(row.made_at, tx.at)}
    tx.execute(update(sign_in_table).where(sign_in_table.c.id == row.id).values(**seen))


def sign_out(tx: Tx, token: str) -> None:
    """End the sign-in of this token, if there is one."""
    tx.execute(delete(sign_in_table).where(sign_in_table.c.token_hash == _hash(token)))


def sign_ins(tx: Tx, account_id: str) -> list[SignIn]:
    """The sign-ins of an account, the one used last first."""
    columns = (sign_in_table.c.id, sign_in_table.c.made_at, sign_in_table.c.seen_at)
    wanted = (
        select(*columns).where(sign_in_table.c.account == account_id).order_by(sign_in_table.c.seen_at.desc())
    )
    return [SignIn(*row) for row in tx.rows(wanted)]


def end_sign_in(tx: Tx, account_id: str, id: str) -> None:
    """End one sign-in of an account, by the id in ``sign_ins``."""
    mine = (sign_in_table.c.account == account_id) & (sign_in_table.c.id == id)
    tx.execute(delete(sign_in_table).where(mine))


def forget_all(tx: Tx) -> None:
    """Let in nobody who was in before, on whatever browser."""
    for table in (sign_in_table, device, launch):
        tx.execute(delete(table))


def _new(tx: Tx, table: Table) -> str:
    token = secrets.token_urlsafe(32)
    tx.execute(insert(table), {"token_hash": _hash(token), "made_at": tx.at})
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _within(tx: Tx, since: str, limit: timedelta) -> bool:
    return tx.now - instant(since) < limit
