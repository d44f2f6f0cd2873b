"""The record of one family, as it can read it: who watched, what was made, what left this computer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.workplace import Workplace
from annotator.errors import Said, said
from annotator.store import Tx, accounts, audit, families
from annotator.store.accounts import Account
from annotator.store.audit import AuditRow

_Words = Callable[[str, str], Said]


def _file(visit: str, form: str) -> Said:
    return said("took away a file about {visit} ({form})", visit=visit, form=form)


# What is told, by what was done to what, in sentences that need no dictionary. What was only looked up,
# moved or set tells a family nothing about their films.
_TOLD: Mapping[tuple[str, str], _Words] = {
    ("import", "recording"): lambda v, _: said("brought in a film of {visit}", visit=v),
    ("view", "recording"): lambda v, _: said("opened the film of {visit} for the first time", visit=v),
    ("submit", "coding"): lambda v, _: said("wrote down what is seen on the film of {visit}", visit=v),
    ("close", "plan"): lambda v, _: said("looked at moments of {visit} with the family", visit=v),
    ("share", "talk"): lambda v, _: said("showed a supervisor a moment of {visit}", visit=v),
    ("seal reel", "plan"): lambda v, _: said("made a film for the family from {visit}", visit=v),
    ("seal reel", "recording"): lambda v, _: said(
        "put a moment of {visit} into a film for the family of a later visit", visit=v
    ),
    ("export", "session"): _file,
    ("export", "coding"): _file,
    ("export", "plan"): _file,
    ("print", "plan"): lambda v, form: said("printed a sheet about {visit} ({form})", visit=v, form=form),
    ("consent", "person"): lambda _, __: said("noted what somebody of the family agreed to or took back"),
    ("hold", "family"): lambda _, __: said("kept the family's films from being erased"),
    ("let go", "family"): lambda _, __: said("no longer keeps the family's films from being erased"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done: when (ISO 8601), by whom, and what in a plain sentence."""

    at: str
    by: str
    what: Said


@dataclass(frozen=True, slots=True)
class FamilyRecord:
    """What the record says of one family, the newest first."""

    code: str
    entries: Sequence[Entry]


def record_of_family(w: Workplace, who: Account | None, family_id: str) -> FamilyRecord:
    """Who opened a family's films, what was made of them and what left, drawn from the audit.

    It names every account, so it is for who leads: what a colleague did would break blindness. What hung on
    something that was erased is not in it, for nothing says any more whose that was. NotFound as for what
    does not exist.
    """

    def work(tx: Tx) -> FamilyRecord:
        person = require(tx, who, Right.READ_RECORD, "family", family_id)
        family = families.family(tx, family_id)
        names = {account.id: account.name for account in accounts.all(tx)}
        rows = audit.of_family(tx, family_id)
        audit.write(tx, person.id, "read record", "family", family_id, {"rows": len(rows)})
        entries = [_entry(row, visit, names) for row, visit in rows if (row.verb, row.subject_kind) in _TOLD]
        return FamilyRecord(family.code, entries)

    return w.store.write(work)


def _entry(row: AuditRow, visit: str, names: Mapping[str, str]) -> Entry:
    words = _TOLD[row.verb, row.subject_kind](visit, str(row.details.get("form", "")))
    return Entry(row.at, names.get(row.who or "", ""), words)
