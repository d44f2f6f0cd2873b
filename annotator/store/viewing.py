"""How much somebody looked at lately, how much is usual in a study, and words about who looked at more."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from annotator.store.tables import account, audit, family, much_seen, recording, session, viewing_limit
from annotator.store.transaction import Tx, iso, new_id

_NEWEST = 20_000
"""Rows of the record that are looked through: an hour of a busy house has fewer."""


@dataclass(frozen=True, slots=True)
class MuchSeen:
    """A word that somebody (by name) opened films of more families of a study than usual, within an hour."""

    study: str
    name: str
    families: int
    at: str


def limit(tx: Tx, study: str) -> int | None:
    """From how many families on there is a word; None where the study has not said."""
    found = tx.value(select(viewing_limit.c.families).where(viewing_limit.c.study == study))
    return None if found is None else int(found)


def set_limit(tx: Tx, study: str, by: str, families: int) -> None:
    """Say from how many families on."""
    tx.execute(delete(viewing_limit).where(viewing_limit.c.study == study))
    tx.execute(insert(viewing_limit), {"study": study, "families": families, "by": by, "at": tx.at})


def study_of(tx: Tx, recording_id: str) -> str:
    """The study that a film belongs to."""
    where = (
        session.c.id == select(recording.c.session).where(recording.c.id == recording_id).scalar_subquery()
    )
    found: str = tx.value(select(family.c.study).join(session, session.c.family == family.c.id).where(where))
    return found


def families_since(tx: Tx, account_id: str, study: str, since: datetime) -> int:
    """Of how many families of a study somebody opened a film since an instant, by the record."""
    newest = tx.value(select(func.max(audit.c.seq))) or 0
    theirs = (audit.c.who == account_id) & (audit.c.verb == "view") & (audit.c.at > iso(since))
    opened = (
        select(func.count(session.c.family.distinct()))
        .select_from(audit)
        .join(recording, recording.c.id == audit.c.subject)
        .join(session, session.c.id == recording.c.session)
        .join(family, family.c.id == session.c.family)
        .where(audit.c.seq > newest - _NEWEST, theirs, family.c.study == study)
    )
    return int(tx.value(opened))


def noted_since(tx: Tx, account_id: str, study: str, since: datetime) -> bool:
    """Whether there was a word about somebody in a study since an instant."""
    theirs = (much_seen.c.account == account_id) & (much_seen.c.study == study)
    return tx.row(select(much_seen.c.id).where(theirs, much_seen.c.at > iso(since))) is not None


def note(tx: Tx, account_id: str, study: str, families: int) -> None:
    """Leave a word for whoever manages the study."""
    row = {"id": new_id(), "study": study, "account": account_id, "families": families, "at": tx.at}
    tx.execute(insert(much_seen), {**row, "seen_by": None})


def waiting(tx: Tx, study: str) -> list[MuchSeen]:
    """The words of a study that nobody has put aside, the newest first."""
    wanted = (
        select(much_seen.c.study, account.c.name, much_seen.c.families, much_seen.c.at)
        .join(account, account.c.id == much_seen.c.account)
        .where(much_seen.c.study == study, much_seen.c.seen_by.is_(None))
        .order_by(much_seen.c.at.desc(), much_seen.c.id)
    )
    return [MuchSeen(*row) for row in tx.rows(wanted)]


def put_aside(tx: Tx, study: str, by: str) -> int:
    """Somebody has read the words of a study; how many there were."""
    unread = (much_seen.c.study == study) & much_seen.c.seen_by.is_(None)
    return tx.execute(update(much_seen).where(unread).values(seen_by=by)).rowcount
