"""Accounts: who works here. Signing in is in ``sign_ins`` and offered here as well."""

from dataclasses import dataclass, field, replace

from sqlalchemy import bindparam, delete, false, insert, select, update

from annotator.errors import Conflict, NotFound, said
from annotator.store import studies
from annotator.store.prepared import Prepared
from annotator.store.sign_ins import (
    SignIn,
    account_id_of,
    device_ok,
    end_sign_in,
    new_device,
    new_launch,
    sign_in,
    sign_ins,
    sign_out,
    touch,
    use_launch,
    valid,
)
from annotator.store.tables import account, desk_keys, membership, study
from annotator.store.transaction import AnyRow, AnySelect, Tx, new_id

__all__ = [
    "Account", "SignIn", "account_id_of", "add", "all", "by_id", "can_work", "device_ok", "disable",
    "end_sign_in", "first", "get", "keys", "new_device", "new_launch", "person_of", "rename", "set_keys",
    "set_language", "set_reaction_time", "sign_in", "sign_ins", "sign_out", "touch", "use_launch",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who signs in; ``role`` is the one in the house's own study, else in the first they belong to.

    ``rt_offset_ms`` is the coder's reaction time, in ms at speed 1, taken off each press. ``sign_in``: the id
    of the sign-in by which they are here; empty for one that nobody knows, None where nobody signed in, as
    at the command line.
    """

    id: str
    name: str
    role: str
    language: str
    disabled: bool
    rt_offset_ms: int = 0
    sign_in: str | None = field(default=None, compare=False)


def add(tx: Tx, name: str, role: str, *, whole: bool = False) -> Account:
    """Make an account in the house's own study, all of it or nothing; Conflict when the name is taken."""
    _refuse_taken(tx, name)
    id = new_id()
    tx.execute(insert(account), {"id": id, "name": name, "folded": name.casefold(), "made_at": tx.at})
    studies.set_member(tx, studies.default(tx), id, role, whole=whole)
    return get(tx, id)


def all(tx: Tx) -> list[Account]:
    """Every account by name, the disabled ones too."""
    return [_account(row) for row in tx.rows(_accounts().order_by(account.c.folded))]


def first(tx: Tx) -> Account:
    """The account made first among those that can sign in: who set this installation up."""
    row = tx.row(
        _accounts().where(account.c.disabled == false()).order_by(account.c.made_at, account.c.id).limit(1)
    )
    if row is None:
        raise NotFound(said("Nobody can sign in here."))
    return _account(row)


def get(tx: Tx, id: str) -> Account:
    """The account with this id; NotFound when there is none."""
    found = by_id(tx, id)
    if found is None:
        raise NotFound(said("There is no such person here."))
    return found


def by_id(tx: Tx, id: str) -> Account | None:
    """The account with this id; None when there is none."""
    row = tx.row(_BY_ID, {"id": id})
    return None if row is None else _account(row)


def person_of(tx: Tx, token: str) -> Account | None:
    """Who is signed in with this token; None when nobody is, or no longer."""
    found = valid(tx, token)
    who = by_id(tx, found.account) if found is not None else None
    return None if found is None or who is None or who.disabled else replace(who, sign_in=found.id)


def rename(tx: Tx, id: str, name: str) -> None:
    """Give an account another name; Conflict when it is taken."""
    _refuse_taken(tx, name, but=id)
    _set(tx, id, name=name, folded=name.casefold())


def set_language(tx: Tx, id: str, language: str) -> None:
    """Choose the language of the pages."""
    _set(tx, id, language=language)


def set_reaction_time(tx: Tx, id: str, rt_offset_ms: int) -> None:
    """Set the time, in ms at speed 1, that is taken off each press."""
    _set(tx, id, rt_offset_ms=rt_offset_ms)


def keys(tx: Tx, id: str) -> str:
    """The keys that an account chose for the desk, as JSON; an empty object when it chose none."""
    return tx.value(select(desk_keys.c.chosen).where(desk_keys.c.account == id)) or "{}"


def set_keys(tx: Tx, id: str, chosen: str) -> None:
    """Choose the desk's keys, as JSON."""
    get(tx, id)
    tx.execute(delete(desk_keys).where(desk_keys.c.account == id))
    tx.execute(insert(desk_keys), {"account": id, "chosen": chosen})


def disable(tx: Tx, id: str, disabled: bool = True) -> None:
    """Keep an account from signing in, at once; what it coded stays."""
    _set(tx, id, disabled=disabled)


def can_work(tx: Tx, id: str) -> bool:
    """Whether there is an account with this id that is not disabled, asked anew."""
    return tx.row(_WORKING, {"account": id}) is not None


_WORKING = Prepared(
    select(account.c.id).where(account.c.id == bindparam("account"), account.c.disabled == false())
)


def _set(tx: Tx, id: str, **values: str | int | bool) -> None:
    if tx.execute(update(account).where(account.c.id == id).values(**values)).rowcount == 0:
        raise NotFound(said("There is no such person here."))


def _refuse_taken(tx: Tx, name: str, but: str = "") -> None:
    taken = select(account.c.id).where(account.c.folded == name.casefold(), account.c.id != but)
    if tx.row(taken) is not None:
        raise Conflict(
            said("There is already a person called {name}. Add an initial to tell the two apart.", name=name)
        )


def _accounts() -> AnySelect:
    # Whoever belongs to no study is nobody here.
    mine = membership.alias()
    first = (
        select(mine.c.study)
        .join(study, study.c.id == mine.c.study)
        .where(mine.c.account == account.c.id)
        .order_by(study.c.made_at, study.c.id)
        .limit(1)
        .correlate(account)
        .scalar_subquery()
    )
    here = (membership.c.account == account.c.id) & (membership.c.study == first)
    columns = (account.c.id, account.c.name, membership.c.role, account.c.language, account.c.disabled)
    return select(*columns, account.c.rt_offset_ms).select_from(account.join(membership, here))


def _account(row: AnyRow) -> Account:
    return Account(*row)


_BY_ID = Prepared(_accounts().where(account.c.id == bindparam("id")))
