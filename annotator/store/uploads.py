"""Films that are on their way in. How far one has come is the length of its file, never a number here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from annotator.errors import NotFound, said
from annotator.store.tables import upload
from annotator.store.transaction import Tx, iso


@dataclass(frozen=True, slots=True)
class Upload:
    """A film that an account sends for a session; ``size`` in bytes, ``name`` only a label."""

    id: str
    session: str
    account: str
    name: str
    size: int
    made_at: str


_COLUMNS = (upload.c.id, upload.c.session, upload.c.account, upload.c.name, upload.c.size, upload.c.made_at)


def add(tx: Tx, id: str, session_id: str, account_id: str, name: str, size: int) -> Upload:
    """Note that an upload has begun."""
    begun = Upload(id, session_id, account_id, name, size, tx.at)
    tx.execute(insert(upload), asdict(begun))
    return begun


def get(tx: Tx, id: str) -> Upload:
    """The upload with this id; NotFound when there is none, or no longer."""
    row = tx.row(select(*_COLUMNS).where(upload.c.id == id))
    if row is None:
        raise NotFound(said("There is no such upload here."))
    return Upload(*row)


def of_account(tx: Tx, account_id: str) -> Sequence[Upload]:
    """The unfinished uploads of an account, the oldest first."""
    wanted = select(*_COLUMNS).where(upload.c.account == account_id).order_by(upload.c.made_at)
    return [Upload(*row) for row in tx.rows(wanted)]


def begun_before(tx: Tx, instant: datetime) -> Sequence[Upload]:
    """The uploads begun before an instant: those that were given up."""
    wanted = select(*_COLUMNS).where(upload.c.made_at < iso(instant)).order_by(upload.c.made_at)
    return [Upload(*row) for row in tx.rows(wanted)]


def remove(tx: Tx, id: str) -> None:
    """Forget an upload, finished or given up."""
    tx.execute(delete(upload).where(upload.c.id == id))


def forget_all(tx: Tx) -> None:
    """Forget every upload: what had arrived is not there."""
    tx.execute(delete(upload))
