"""Coming in and going out: launch links, the browser's device mark, sign-in and sign-out.

Coming in to a team's server, with a password, is in ``entering``.
"""

from dataclasses import replace

from annotator.actions.workplace import Workplace
from annotator.errors import NotFound, said
from annotator.store import Tx, accounts, audit
from annotator.store.accounts import Account


def launch_link(w: Workplace) -> str:
    """A token for one use that lets a browser on this computer in."""
    return w.store.write(accounts.new_launch)


def launch(w: Workplace, token: str, browser: str = "") -> tuple[str, str]:
    """Trade a launch token for a device mark and a sign-in of the first person.

    Raises NotFound when the token is unknown, used or older than a quarter of an hour.
    """

    def work(tx: Tx) -> tuple[str, str]:
        if not accounts.use_launch(tx, token):
            raise NotFound(
                said("This launch link was used already or is too old. Start Attune again for a new one.")
            )
        first = accounts.first(tx)
        audit.write(tx, first.id, "launch", "account", first.id, {})
        return accounts.new_device(tx), accounts.sign_in(tx, first.id, browser=browser)

    return w.store.write(work)


def people_here(w: Workplace, device: str) -> list[Account]:
    """Who can sign in at a browser that came in by a launch link; nobody at any other, nor at a server."""
    if w.public:
        return []
    with w.store.read() as tx:
        return [a for a in accounts.all(tx) if not a.disabled] if accounts.device_ok(tx, device) else []


def sign_in(w: Workplace, device: str, account: str, browser: str = "") -> str:
    """Sign a person in at a known browser; gives the session token. NotFound otherwise."""

    def work(tx: Tx) -> str:
        known = [a.id for a in accounts.all(tx) if not a.disabled]
        if w.public or not accounts.device_ok(tx, device) or account not in known:
            raise NotFound(said("Nobody of that name can sign in here."))
        audit.write(tx, account, "sign_in", "account", account, {})
        return accounts.sign_in(tx, account, browser=browser)

    return w.store.write(work)


def who_is(w: Workplace, token: str) -> Account | None:
    """The account a session token belongs to; None when it is unknown, ended or out of date."""
    with w.store.read() as tx:
        return accounts.person_of(tx, token)


def keep_signed_in(w: Workplace, token: str) -> None:
    """Note that a sign-in is in use, so that it does not time out."""
    w.store.write(lambda tx: accounts.touch(tx, token))


def account(w: Workplace, id: str, sign_in: str) -> Account | None:
    """An account by its id and that of the sign-in; None when there is none that can sign in."""
    with w.store.read() as tx:
        found = accounts.by_id(tx, id)
    return None if found is None or found.disabled else replace(found, sign_in=sign_in)


def sign_out(w: Workplace, token: str) -> None:
    """End a sign-in."""

    def work(tx: Tx) -> None:
        who = accounts.person_of(tx, token)
        accounts.sign_out(tx, token)
        if who is not None:
            audit.write(tx, who.id, "sign_out", "account", who.id, {})

    w.store.write(work)
