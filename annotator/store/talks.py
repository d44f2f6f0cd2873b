"""Moments that a home visitor shares with a supervisor, and what the two write to one another about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, or_, select

from annotator.errors import NotFound, said
from annotator.store.tables import talk, talk_message, talk_seen
from annotator.store.transaction import AnyRow, AnySelect, Tx, new_id


@dataclass(frozen=True, slots=True)
class Talk:
    """A shared moment: of which visit, from whom to which supervisor, at which ms on the session clock."""

    id: str
    session: str
    author: str
    supervisor: str
    at_ms: int
    made_at: str

    @property
    def two(self) -> tuple[str, str]:
        """The two whose it is."""
        return self.author, self.supervisor


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its number, which grows, who wrote it, what and when."""

    seq: int
    account: str
    text: str
    at: str


_COLUMNS = (talk.c.id, talk.c.session, talk.c.author, talk.c.supervisor, talk.c.at_ms, talk.c.made_at)


def begin(tx: Tx, session: str, author: str, supervisor: str, at_ms: int) -> Talk:
    """Share a moment."""
    made = Talk(new_id(), session, author, supervisor, at_ms, tx.at)
    row = {"id": made.id, "session": session, "author": author, "supervisor": supervisor}
    tx.execute(insert(talk), {**row, "at_ms": at_ms, "made_at": tx.at})
    return made


def get(tx: Tx, id: str) -> Talk:
    """The shared moment with this id; NotFound when there is none."""
    row = tx.row(select(*_COLUMNS).where(talk.c.id == id))
    if row is None:
        raise NotFound(said("There is no such shared moment here."))
    return _talk(row)


def _talk(row: AnyRow) -> Talk:
    return Talk(*row)


def of_session(tx: Tx, session: str) -> list[Talk]:
    """The shared moments of a visit by their time."""
    wanted = select(*_COLUMNS).where(talk.c.session == session)
    return [_talk(row) for row in tx.rows(wanted.order_by(talk.c.at_ms, talk.c.made_at))]


def of_account(tx: Tx, account: str) -> list[Talk]:
    """The shared moments of which somebody is one of the two, the newest first."""
    return _list(tx, _mine(account))


def of_studies(tx: Tx, sessions: Iterable[str]) -> list[Talk]:
    """The shared moments of some visits, the newest first."""
    return _list(tx, select(*_COLUMNS).where(talk.c.session.in_(list(sessions))))


def _mine(account: str) -> AnySelect:
    return select(*_COLUMNS).where(or_(talk.c.author == account, talk.c.supervisor == account))


def _list(tx: Tx, wanted: AnySelect) -> list[Talk]:
    return [_talk(row) for row in tx.rows(wanted.order_by(talk.c.made_at.desc(), talk.c.id))]


def say(tx: Tx, id: str, account: str, text: str) -> int:
    """Add a message and give its number; who writes has seen all up to it."""
    row = {"talk": id, "account": account, "text": text, "at": tx.at}
    tx.execute(insert(talk_message), row)
    seq = int(tx.value(select(func.max(talk_message.c.seq)).where(talk_message.c.talk == id)))
    see(tx, id, account, seq)
    return seq


def messages(tx: Tx, id: str) -> Sequence[Message]:
    """What was written about a moment, the first first."""
    at = talk_message.c
    wanted = select(at.seq, at.account, at.text, at.at).where(at.talk == id).order_by(at.seq)
    return [Message(*row) for row in tx.rows(wanted)]


def see(tx: Tx, id: str, account: str, seq: int) -> None:
    """Note that somebody has seen every message up to a number."""
    mine = (talk_seen.c.talk == id) & (talk_seen.c.account == account)
    tx.execute(delete(talk_seen).where(mine))
    tx.execute(insert(talk_seen), {"talk": id, "account": account, "seq": seq})


def unread(tx: Tx, account: str, ids: Iterable[str]) -> dict[str, int]:
    """How many messages of others somebody has not seen yet, of those shared moments that have such."""
    at, seen = talk_message.c, talk_seen
    mine = (seen.c.talk == at.talk) & (seen.c.account == account)
    joined = talk_message.outerjoin(seen, mine)
    new = (at.account != account) & (at.seq > func.coalesce(seen.c.seq, 0)) & at.talk.in_(list(ids))
    rows = tx.rows(select(at.talk, func.count()).select_from(joined).where(new).group_by(at.talk))
    return {row[0]: row[1] for row in rows}
