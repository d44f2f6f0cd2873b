"""Coming in to a team's server: invitations, passwords, the second factor. No link lets in."""

import secrets
from dataclasses import dataclass
from math import ceil

from annotator.access import FREE, FREE_FROM_ONE_PLACE, Right, Role, needs_second_factor, one_time
from annotator.actions import passwords
from annotator.actions.asking import require
from annotator.actions.people import named
from annotator.actions.proving import require_proved
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, Said, TooMany, said
from annotator.store import Tx, accounts, audit, credentials, sign_ins, studies, wrong_answers
from annotator.store.accounts import Account

SECRET_BYTES = 20

_WRONG = said("The name or the password is not right.")
_USED_UP = said("This link was used already or is older than three days. Ask for a new invitation.")
_TOO_LATE = said("This took longer than ten minutes. Sign in again.")
_CODE = said("This is not the code of now. Wait for the next one and enter it.")


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody gave the right password: ``token`` is their sign-in, or the ticket for the second step.

    ``second`` says which: None when they are in, "prove" when a code is asked for, "begin" when they
    must set the second factor up first.
    """

    token: str
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """A second factor that is to be set up: the secret as one types it, and as a telephone reads it."""

    written: str
    address: str


# Invitations


def invite(w: Workplace, who: Account | None, account: str) -> str:
    """A token by which somebody sets their own password: one use, 72 hours; the one before is void."""

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.MANAGE_PEOPLE, "person")
        require_proved(tx, w, person)
        whom = accounts.get(tx, account)
        audit.write(tx, person.id, "invite", "account", whom.id, {})
        return sign_ins.new_ticket(tx, "invitation", whom.id)

    return w.store.write(work)


def invite_as_keeper(
    w: Workplace, name: str | None = None, role: str = Role.ADMIN.value
) -> tuple[Account, str]:
    """An invitation from the command line of the server, for somebody who is there already or is added.

    Without a name it is for the first person. Whoever may use that command line keeps the house.
    """
    clean = None if name is None else named(name)

    def work(tx: Tx) -> tuple[Account, str]:
        known = [a for a in accounts.all(tx) if clean is None or a.name.casefold() == clean.casefold()]
        if clean is None:
            whom = accounts.first(tx)
        else:
            whom = known[0] if known else accounts.add(tx, clean, Role(role).value)
        if not known:
            audit.write(tx, None, "add", "account", whom.id, {"role": whom.role})
        audit.write(tx, None, "invite", "account", whom.id, {})
        return whom, sign_ins.new_ticket(tx, "invitation", whom.id)

    return w.store.write(work)


def invite_into(
    w: Workplace, who: Account | None, study_id: str, name: str, role: str, *, whole: bool = False
) -> tuple[Account, str]:
    """Take somebody into a study and invite them; whoever has no account gets one, in this study alone.

    For who manages the study and the people of the house. AnnotatorError when they belong to it already.
    """
    clean = named(name)

    def work(tx: Tx) -> tuple[Account, str]:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        require(tx, who, Right.MANAGE_PEOPLE)
        require_proved(tx, w, person)
        studies.get(tx, study_id)
        known = next((a for a in accounts.all(tx) if a.name.casefold() == clean.casefold()), None)
        if known is not None and any(m.study == study_id for m in studies.memberships(tx, known.id)):
            raise AnnotatorError(said("{name} belongs to this study already.", name=known.name))
        whom = known or accounts.add(tx, clean, Role(role).value)
        if known is None:
            studies.remove_member(tx, studies.default(tx), whom.id)
            audit.write(tx, person.id, "add", "account", whom.id, {"role": role, "whole": whole})
        studies.set_member(tx, study_id, whom.id, Role(role).value, whole=whole)
        audit.write(
            tx, person.id, "member", "study", study_id, {"account": whom.id, "role": role, "whole": whole}
        )
        audit.write(tx, person.id, "invite", "account", whom.id, {})
        return whom, sign_ins.new_ticket(tx, "invitation", whom.id)

    return w.store.write(work)


def link(w: Workplace, token: str) -> str:
    """The address at which an invitation is used."""
    return f"{w.public}/invitation?token={token}"


def nobody_can_come_in(w: Workplace) -> bool:
    """Whether nobody here has a password or an invitation yet, as at a server's first start."""
    with w.store.read() as tx:
        return not credentials.anybody(tx) and not sign_ins.anybody_invited(tx)


def invited(w: Workplace, token: str) -> Account:
    """Whom an invitation is for; NotFound when it is unknown, used or too old."""
    with w.store.read() as tx:
        return _holder(tx, "invitation", token, _USED_UP)


def accept(w: Workplace, token: str, password: str) -> None:
    """Set the password of whom an invitation is for. A second factor goes: it may be lost too."""
    passwords.check_new(password, invited(w, token).name)
    written = passwords.written(password)

    def work(tx: Tx) -> None:
        whom = _holder(tx, "invitation", token, _USED_UP)
        sign_ins.use_ticket(tx, token)
        sign_ins.end_sign_ins(tx, whom.id)
        credentials.set_password(tx, whom.id, written)
        credentials.set_second(tx, whom.id, None)
        audit.write(tx, whom.id, "accept", "account", whom.id, {})

    w.store.write(work)


# Signing in


def enter(w: Workplace, name: str, password: str, address: str, browser: str) -> Entered:
    """Sign somebody in by name and password, or lead on to the second factor.

    AnnotatorError with the same sentence, after the same time, for a name that nobody has; TooMany
    while too many wrong answers were given for the name or from the address.
    """
    folded = " ".join(name.split()).casefold()
    _count(w, f"name {folded}", f"from {address}")
    with w.store.read() as tx:
        found = next((a for a in accounts.all(tx) if a.name.casefold() == folded and not a.disabled), None)
        kept = credentials.of(tx, found.id).password if found is not None else None
    if not passwords.proved(kept, password) or found is None or kept is None:
        _note_wrong(w, found, f"from {address}")
        raise AnnotatorError(_WRONG)
    renewed = passwords.written(password) if passwords.out_of_date(kept) else None

    def work(tx: Tx) -> Entered:
        wrong_answers.forget(tx, f"name {folded}")
        if renewed is not None:
            credentials.set_password(tx, found.id, renewed)
        second = credentials.of(tx, found.id)
        if second.second_on:
            return Entered(sign_ins.new_ticket(tx, "second", found.id), "prove")
        if needs_second_factor(Role(m.role) for m in studies.memberships(tx, found.id)):
            return Entered(sign_ins.new_ticket(tx, "second", found.id), "begin")
        return Entered(_let_in(tx, found.id, browser))

    return w.store.write(work)


def begin_second(w: Workplace, ticket: str, site: str) -> Beginning:
    """Make the secret of a second factor for who gave the password and has none; shown this once.

    Asked again before it was proved, there is a new secret.
    """
    secret = secrets.token_bytes(SECRET_BYTES)

    def work(tx: Tx) -> Account:
        whom = _holder(tx, "second", ticket, _TOO_LATE)
        if credentials.of(tx, whom.id).second_on:
            raise NotFound(_TOO_LATE)
        credentials.set_second(tx, whom.id, secret)
        return whom

    whom = w.store.write(work)
    return Beginning(one_time.written(secret), one_time.address(secret, whom.name, site))


def prove_second(w: Workplace, ticket: str, typed: str, browser: str) -> tuple[str, list[str]]:
    """Sign in by the code of now, or by a recovery code; gives the sign-in and new recovery codes, if any.

    The first right code turns the second factor on; then the recovery codes are given, this once.
    """
    with w.store.read() as tx:
        key = f"second {_holder(tx, 'second', ticket, _TOO_LATE).id}"
    _count(w, key)

    def work(tx: Tx) -> tuple[str, list[str]] | None:
        whom = _holder(tx, "second", ticket, _TOO_LATE)
        was_on = credentials.of(tx, whom.id).second_on
        if not _right_code(tx, whom.id, typed):
            return None
        sign_ins.use_ticket(tx, ticket)
        wrong_answers.forget(tx, key)
        codes = [] if was_on else _new_recovery_codes(tx, whom.id)
        return _let_in(tx, whom.id, browser), codes

    done = w.store.write(work)
    if done is None:
        raise AnnotatorError(_CODE)
    return done


def _right_code(tx: Tx, account: str, typed: str) -> bool:
    kept = credentials.of(tx, account)
    if kept.second is None:
        return False
    if kept.second_on and one_time.is_recovery_code(typed):
        return credentials.use_recovery_code(tx, account, one_time.plain_recovery_code(typed))
    step = one_time.step_of(kept.second, typed, tx.now.timestamp(), kept.second_step)
    if step is not None:
        credentials.use_second(tx, account, step)
    return step is not None


def _new_recovery_codes(tx: Tx, account: str) -> list[str]:
    codes = one_time.recovery_codes(secrets.token_bytes)
    credentials.set_recovery_codes(tx, account, map(one_time.plain_recovery_code, codes))
    audit.write(tx, account, "second_factor", "account", account, {})
    return codes


def _let_in(tx: Tx, account: str, browser: str) -> str:
    audit.write(tx, account, "sign_in", "account", account, {})
    return sign_ins.sign_in(tx, account, sign_ins.AT_A_SERVER, browser)


# One's own password


def change_password(w: Workplace, who: Account | None, token: str, old: str, new: str) -> None:
    """Change one's own password; every other sign-in of one's own ends."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_PEOPLE)
        kept = credentials.of(tx, person.id).password
    key = f"name {person.name.casefold()}"
    _count(w, key)
    if not passwords.proved(kept, old):
        _note_wrong(w, person)
        raise AnnotatorError(said("The password that you have now is another. Enter it again."))
    w.store.write(lambda tx: wrong_answers.forget(tx, key))
    passwords.check_new(new, person.name)
    written = passwords.written(new)

    def work(tx: Tx) -> None:
        require(tx, who, Right.SEE_PEOPLE)
        credentials.set_password(tx, person.id, written)
        sign_ins.end_sign_ins(tx, person.id, but=token)
        audit.write(tx, person.id, "password", "account", person.id, {})

    w.store.write(work)


# What the rest rests on


def _holder(tx: Tx, kind: str, token: str, otherwise: Said) -> Account:
    id = sign_ins.holder_of(tx, kind, token)
    if id is None or not accounts.can_work(tx, id):
        raise NotFound(otherwise)
    return accounts.get(tx, id)


def _count(w: Workplace, key: str, address: str = "") -> None:
    """Count an answer as wrong before it is looked at: many that come at once must not all be free.

    TooMany, and nothing is counted, while too many were given before, also from the ``address``.
    """

    def work(tx: Tx) -> None:
        if address:
            _refuse_too_many(tx, address, FREE_FROM_ONE_PLACE)
        _refuse_too_many(tx, key, FREE)
        wrong_answers.count(tx, key)

    w.store.write(work)


def _refuse_too_many(tx: Tx, key: str, free: int) -> None:
    wait = wrong_answers.of(tx, key).wait_s(free)
    if wait > 0:
        minutes = ceil(wait / 60)
        once = said("Too many wrong answers. Wait a minute and try again.")
        more = said("Too many wrong answers. Wait {n} minutes and try again.", n=minutes)
        raise TooMany(once if minutes == 1 else more, ceil(wait))


def _note_wrong(w: Workplace, whom: Account | None, address: str = "") -> None:
    """Count a wrong answer by its address too; in the record it is where it was for somebody who is here."""

    def work(tx: Tx) -> None:
        if address:
            wrong_answers.count(tx, address)
        if whom is not None:
            audit.write(tx, None, "refused", "account", whom.id, {})

    w.store.write(work)
