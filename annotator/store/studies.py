"""Studies and who belongs to them. An installation on one computer has one, made at its first start."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select

from annotator.errors import StoreError, said
from annotator.store.tables import membership, study
from annotator.store.transaction import Tx, new_id

_FIRST = select(study.c.id).order_by(study.c.made_at, study.c.id).limit(1)
_OF_ACCOUNT = (
    select(membership.c.study, membership.c.role)
    .where(membership.c.account == bindparam("account"))
    .order_by(membership.c.study)
)


@dataclass(frozen=True, slots=True)
class Membership:
    """The role of an account inside one study."""

    study: str
    role: str


def add(tx: Tx, name: str) -> str:
    """Make a study and return its id."""
    id = new_id()
    tx.execute(insert(study), {"id": id, "name": name, "made_at": tx.at})
    return id


def default(tx: Tx) -> str:
    """The id of the study that was made at the first start."""
    found = tx.value(_FIRST)
    if found is None:
        raise StoreError(said("The store holds no study. Close Attune and start it again."))
    return str(found)


def memberships(tx: Tx, account_id: str) -> list[Membership]:
    """The studies an account belongs to, with its role in each."""
    return [Membership(*row) for row in tx.rows(_OF_ACCOUNT, {"account": account_id})]
