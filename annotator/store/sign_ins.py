"""Tokens of launches, devices and sign-ins: 256 random bits, of which only the SHA-256 is stored.

Limits are of time that has passed. A clock that is set back makes that negative, which is no
reason to sign anyone out; what was dated ahead is dated anew at the next use.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Table, bindparam, delete, insert, select, update

from annotator.store.prepared import Prepared
from annotator.store.tables import device, launch, ticket
from annotator.store.tables import sign_in as sign_in_table
from annotator.store.transaction import AnyRow, Tx, instant, iso, new_id

LAUNCH = timedelta(minutes=15)
DEVICE = timedelta(days=90)
TOUCH = timedelta(minutes=1)
INVITATION = timedelta(hours=72)
SECOND = timedelta(minutes=10)
_BY_TOKEN = Prepared(select(sign_in_table).where(sign_in_table.c.token_hash == bindparam("token_hash")))
_TICKETS = {"invitation": INVITATION, "second": SECOND}


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a sign-in lasts: without being used, and at the longest; how many one person has at once."""

    idle: timedelta
    longest: timedelta
    at_once: int | None = None


AT_ONES_OWN = Lasting(timedelta(hours=8), timedelta(days=7))
"""On one's own computer, where whoever sits at it can come in again at once."""

AT_A_SERVER = Lasting(timedelta(minutes=30), timedelta(hours=12), at_once=5)
"""At a team's server, which any browser can reach."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in of an account that is valid; ``browser`` says in a few words what it is used with."""

    id: str
    browser: str
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


def new_ticket(tx: Tx, kind: str, account_id: str) -> str:
    """A token for one use by whom an invitation or half a sign-in belongs to; one before it is void."""
    mine = (ticket.c.account == account_id) & (ticket.c.kind == kind)
    tx.execute(delete(ticket).where(mine))
    token = secrets.token_urlsafe(32)
    row = {"token_hash": _hash(token), "kind": kind, "account": account_id, "made_at": tx.at}
    tx.execute(insert(ticket), row)
    return token


def holder_of(tx: Tx, kind: str, token: str) -> str | None:
    """The account that a ticket belongs to; None when it is unknown, used or too old. Only reads."""
    row = tx.row(select(ticket).where(ticket.c.token_hash == _hash(token), ticket.c.kind == kind))
    return str(row.account) if row is not None and _within(tx, row.made_at, _TICKETS[kind]) else None


def anybody_invited(tx: Tx) -> bool:
    """Whether an invitation is out that still counts."""
    made = tx.rows(select(ticket.c.made_at).where(ticket.c.kind == "invitation"))
    return any(_within(tx, row.made_at, INVITATION) for row in made)


def use_ticket(tx: Tx, token: str) -> None:
    """Use a ticket up."""
    tx.execute(delete(ticket).where(ticket.c.token_hash == _hash(token)))


def sign_in(tx: Tx, account_id: str, lasting: Lasting = AT_ONES_OWN, browser: str = "") -> str:
    """Sign an account in and return its token; it ends without use and at the latest as ``lasting`` says.

    Of more sign-ins than that has at once, those end that were longest without use.
    """
    tx.execute(delete(sign_in_table).where(sign_in_table.c.made_at < iso(tx.now - AT_ONES_OWN.longest)))
    token = secrets.token_urlsafe(32)
    row = {
        "id": new_id(),
        "account": account_id,
        "token_hash": _hash(token),
        "browser": browser,
        "idle_s": int(lasting.idle.total_seconds()),
        "longest_s": int(lasting.longest.total_seconds()),
        "made_at": tx.at,
        "seen_at": tx.at,
    }
    if lasting.at_once is not None:
        for former in sign_ins(tx, account_id)[lasting.at_once - 1 :]:
            end_sign_in(tx, account_id, former.id)
    tx.execute(insert(sign_in_table), row)
    return token


def proved_within(tx: Tx, account_id: str, id: str, limit: timedelta) -> bool:
    """Whether an account came in by the sign-in of this id no longer ago than that; False of any other."""
    mine = (sign_in_table.c.id == id) & (sign_in_table.c.account == account_id)
    row = tx.row(select(sign_in_table).where(mine))
    return row is not None and _lasts(tx, row) and _within(tx, row.made_at, limit)


def account_id_of(tx: Tx, token: str) -> str | None:
    """The account that a token signs in; None when it is unknown, ended or too old. Only reads."""
    found = valid(tx, token)
    return None if found is None else str(found.account)


def valid(tx: Tx, token: str) -> AnyRow | None:
    """The sign-in of this token; None when it is unknown, ended or too old. Only reads."""
    row = tx.row(_BY_TOKEN, {"token_hash": _hash(token)})
    return row if row is not None and _lasts(tx, row) else None


def _lasts(tx: Tx, row: AnyRow) -> bool:
    idle, longest = timedelta(seconds=row.idle_s), timedelta(seconds=row.longest_s)
    return _within(tx, row.seen_at, idle) and _within(tx, row.made_at, longest)


def touch(tx: Tx, token: str) -> None:
    """Note that a sign-in is in use; writes at most once a minute."""
    row = tx.row(_BY_TOKEN, {"token_hash": _hash(token)})
    if row is None or timedelta(0) <= tx.now - instant(row.seen_at) < TOUCH:
        return
    seen = {"seen_at": tx.at, "made_at": min(row.made_at, tx.at)}
    tx.execute(update(sign_in_table).where(sign_in_table.c.id == row.id).values(**seen))


def sign_out(tx: Tx, token: str) -> None:
    """End the sign-in of this token, if there is one."""
    tx.execute(delete(sign_in_table).where(sign_in_table.c.token_hash == _hash(token)))


def sign_ins(tx: Tx, account_id: str) -> list[SignIn]:
    """The valid sign-ins of an account, the one used last first."""
    wanted = select(sign_in_table).where(sign_in_table.c.account == account_id)
    rows = tx.rows(wanted.order_by(sign_in_table.c.seen_at.desc()))
    return [SignIn(row.id, row.browser, row.made_at, row.seen_at) for row in rows if _lasts(tx, row)]


def end_sign_in(tx: Tx, account_id: str, id: str) -> None:
    """End one sign-in of an account, by the id in ``sign_ins``."""
    mine = (sign_in_table.c.account == account_id) & (sign_in_table.c.id == id)
    tx.execute(delete(sign_in_table).where(mine))


def end_sign_ins(tx: Tx, account_id: str, but: str = "") -> None:
    """End every sign-in of an account, except the one of a token, and void its tickets."""
    mine = (sign_in_table.c.account == account_id) & (sign_in_table.c.token_hash != _hash(but))
    tx.execute(delete(sign_in_table).where(mine))
    tx.execute(delete(ticket).where(ticket.c.account == account_id))


def forget_all(tx: Tx) -> None:
    """Let in nobody who was in before, on whatever browser."""
    for table in (sign_in_table, device, launch, ticket):
        tx.execute(delete(table))


def _new(tx: Tx, table: Table) -> str:
    token = secrets.token_urlsafe(32)
    tx.execute(insert(table), {"token_hash": _hash(token), "made_at": tx.at})
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _within(tx: Tx, since: str, limit: timedelta) -> bool:
    return tx.now - instant(since) < limit
