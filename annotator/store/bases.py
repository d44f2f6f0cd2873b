"""The lawful basis of keeping films: set by the service, beside what people agreed to and never from it."""

from dataclasses import dataclass

from sqlalchemy import insert, select

from annotator.store import studies
from annotator.store.tables import lawful_basis
from annotator.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Basis:
    """The basis of a family: its ``own`` where one was set, else the ``study``'s; "" is not set."""

    own: str
    study: str

    @property
    def counts(self) -> str:
        """The one that counts."""
        return self.own or self.study


def set_basis(tx: Tx, basis: str, by: str, family_id: str | None = None) -> None:
    """Set the basis of the installation's study, or of one family; "" takes a family's own away."""
    row = {"study": studies.default(tx), "family": family_id, "basis": basis, "by": by, "at": tx.at}
    tx.execute(insert(lawful_basis), row)


def basis(tx: Tx, family_id: str) -> Basis:
    """The basis of a family."""
    return Basis(_newest(tx, family_id), of_study(tx))


def of_study(tx: Tx) -> str:
    """The basis of the installation's study."""
    return _newest(tx, None)


def _newest(tx: Tx, family_id: str | None) -> str:
    mine = lawful_basis.c.study == studies.default(tx)
    # "family IS NULL" for the study's own.
    wanted = select(lawful_basis.c.basis).where(mine, lawful_basis.c.family.is_not_distinct_from(family_id))
    return tx.value(wanted.order_by(lawful_basis.c.seq.desc()).limit(1)) or ""
