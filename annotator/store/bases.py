"""The lawful basis of keeping films: set by the service, beside what people agreed to and never from it."""

from dataclasses import dataclass

from sqlalchemy import insert, select

from annotator.store import studies
from annotator.store.tables import family, lawful_basis
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
    """Set the basis of the house's own study, or of one family; "" takes a family's own away."""
    row = {"study": _study(tx, family_id), "family": family_id, "basis": basis, "by": by, "at": tx.at}
    tx.execute(insert(lawful_basis), row)


def basis(tx: Tx, family_id: str) -> Basis:
    """The basis of a family."""
    study = _study(tx, family_id)
    return Basis(_newest(tx, study, family_id), _newest(tx, study, None))


def of_study(tx: Tx) -> str:
    """The basis of the house's own study."""
    return _newest(tx, studies.default(tx), None)


def _study(tx: Tx, family_id: str | None) -> str:
    found = tx.value(select(family.c.study).where(family.c.id == family_id)) if family_id else None
    return found or studies.default(tx)


def _newest(tx: Tx, study: str, family_id: str | None) -> str:
    mine = lawful_basis.c.study == study
    # "family IS NULL" for the study's own.
    wanted = select(lawful_basis.c.basis).where(mine, lawful_basis.c.family.is_not_distinct_from(family_id))
    return tx.value(wanted.order_by(lawful_basis.c.seq.desc()).limit(1)) or ""
