"""The people who work here: named accounts with a role and a language."""

from annotator.access import Right, Role
from annotator.actions.asking import allowed, require
from annotator.actions.language import languages
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, said
from annotator.store import Tx, accounts, audit
from annotator.store.accounts import Account


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


def add_person(w: Workplace, who: Account | None, name: str, role: str) -> Account:
    """Add someone who can sign in at this computer."""
    clean = _name(name)

    def work(tx: Tx) -> Account:
        person = require(tx, who, Right.MANAGE_PEOPLE)
        if any(a.name.casefold() == clean.casefold() for a in accounts.all(tx)):
            raise AnnotatorError(
                said("Somebody here is called {name} already. Add a surname or an initial.", name=clean)
            )
        added = accounts.add(tx, clean, Role(role).value)
        audit.write(tx, person.id, "add", "account", added.id, {"role": added.role})
        return added

    return w.store.write(work)


def rename_person(w: Workplace, who: Account | None, account: str, name: str) -> None:
    """Change what someone is called: oneself, or anyone for those who manage people."""
    clean = _name(name)

    def work(tx: Tx) -> None:
        right = Right.SEE_PEOPLE if who is not None and who.id == account else Right.MANAGE_PEOPLE
        person = require(tx, who, right, "person")
        accounts.rename(tx, account, clean)
        audit.write(tx, person.id, "rename", "account", account, {})

    w.store.write(work)


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


def _name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > 80:
        raise AnnotatorError(said("A name has 1 to 80 letters; enter one."))
    return clean
