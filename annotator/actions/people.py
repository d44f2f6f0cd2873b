"""The people who work here: named accounts with a role and a language."""

from annotator.access import TABLE, Right, Role
from annotator.actions.asking import allowed, require
from annotator.actions.language import languages
from annotator.actions.proving import require_proved
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, said
from annotator.store import Tx, accounts, audit, sign_ins, studies
from annotator.store.accounts import Account
from annotator.store.sign_ins import SignIn


def people(w: Workplace, who: Account | None) -> list[Account]:
    """Everyone with an account here, the sample's simulated coders included."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_PEOPLE)
        return accounts.all(tx)


def first_person(w: Workplace) -> Account:
    """The first account that can sign in: who set Attune up on this computer."""
    with w.store.read() as tx:
        return accounts.first(tx)


def may_manage_people(w: Workplace, who: Account | None) -> bool:
    """Whether someone may add and rename people."""
    with w.store.read() as tx:
        return allowed(tx, who, Right.MANAGE_PEOPLE)


def add_person(w: Workplace, who: Account | None, name: str, role: str, *, whole: bool = False) -> Account:
    """Add someone who can sign in here, to the house's own study.

    ``whole`` gives them all of it that their role may have, also what is still to come; otherwise they see
    what they are given.
    """
    clean = named(name)

    def work(tx: Tx) -> Account:
        person = require(tx, who, Right.MANAGE_PEOPLE)
        require_proved(tx, w, person)
        if any(a.name.casefold() == clean.casefold() for a in accounts.all(tx)):
            raise AnnotatorError(
                said("Somebody here is called {name} already. Add a surname or an initial.", name=clean)
            )
        added = accounts.add(tx, clean, Role(role).value, whole=whole)
        audit.write(tx, person.id, "add", "account", added.id, {"role": added.role, "whole": whole})
        return added

    return w.store.write(work)


def rename_person(w: Workplace, who: Account | None, account: str, name: str) -> None:
    """Change what someone is called: oneself, or anyone for those who manage people."""
    clean = named(name)

    def work(tx: Tx) -> None:
        person = _self_or_manager(tx, who, account)
        accounts.rename(tx, account, clean)
        audit.write(tx, person.id, "rename", "account", account, {})

    w.store.write(work)


def set_role(w: Workplace, who: Account | None, account: str, role: str) -> None:
    """Change what someone is in the house's own study; it counts at once, and they sign in anew.

    AnnotatorError when nobody would be left who manages people.
    """

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_PEOPLE, "person")
        require_proved(tx, w, person)
        accounts.get(tx, account)
        house = studies.default(tx)
        before = next((m for m in studies.memberships(tx, account) if m.study == house), None)
        if before is not None and before.role == Role(role):
            return
        whole = before is not None and before.whole
        studies.set_member(tx, house, account, Role(role).value, whole=whole)
        refuse_nobody_left(tx)
        sign_ins.end_sign_ins(tx, account)
        detail = {"from": before.role if before is not None else None, "to": role}
        audit.write(tx, person.id, "role", "account", account, detail)

    w.store.write(work)


def set_disabled(w: Workplace, who: Account | None, account: str, *, disabled: bool) -> None:
    """Keep someone from signing in, or let them again; every sign-in of theirs ends, their codings stay.

    AnnotatorError when nobody would be left who manages people.
    """

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_PEOPLE, "person")
        require_proved(tx, w, person)
        accounts.disable(tx, account, disabled)
        refuse_nobody_left(tx)
        sign_ins.end_sign_ins(tx, account)
        audit.write(tx, person.id, "disable" if disabled else "enable", "account", account, {})

    w.store.write(work)


def refuse_nobody_left(tx: Tx) -> None:
    """AnnotatorError when nobody in the house's own study manages people any more."""
    here = studies.members(tx, studies.default(tx))
    if not any(not m.disabled and Role(m.role) in TABLE[Right.MANAGE_PEOPLE] for m in here):
        raise AnnotatorError(
            said("Somebody must be left who manages people. Make another person lead or admin first.")
        )


def sign_ins_of(w: Workplace, who: Account | None, account: str) -> list[SignIn]:
    """Where somebody is signed in now, the one used last first: oneself, or anyone for who manages people."""
    with w.store.read() as tx:
        _self_or_manager(tx, who, account)
        accounts.get(tx, account)
        return sign_ins.sign_ins(tx, account)


def end_sign_in(w: Workplace, who: Account | None, account: str, id: str | None = None) -> None:
    """End one sign-in of somebody, or all of them: the pages that are open under it close at once."""

    def work(tx: Tx) -> None:
        person = _self_or_manager(tx, who, account)
        accounts.get(tx, account)
        if id is None:
            sign_ins.end_sign_ins(tx, account)
        else:
            sign_ins.end_sign_in(tx, account, id)
        audit.write(tx, person.id, "end_sign_in", "account", account, {"all": id is None})

    w.store.write(work)


def _self_or_manager(tx: Tx, who: Account | None, account: str) -> Account:
    oneself = who is not None and who.id == account
    return require(tx, who, Right.SEE_PEOPLE if oneself else Right.MANAGE_PEOPLE, "person")


def set_language(w: Workplace, who: Account | None, language: str) -> None:
    """Choose the language of one's own pages."""
    if language not in languages():
        raise AnnotatorError(
            said(
                "Attune does not speak {language} yet; it speaks {known}.",
                language=language,
                known=", ".join(languages()),
            )
        )

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.SEE_PEOPLE)
        accounts.set_language(tx, person.id, language)
        audit.write(tx, person.id, "language", "account", person.id, {"language": language})

    w.store.write(work)


def named(name: str) -> str:
    """A person's name as it is kept; AnnotatorError when it is none."""
    clean = " ".join(name.split())
    if not clean or len(clean) > 80:
        raise AnnotatorError(said("A name has 1 to 80 letters; enter one."))
    return clean
