"""Grave deeds at a team's server: who signed in some time ago proves once more that it is they."""

from datetime import timedelta

from annotator.actions.workplace import Workplace
from annotator.errors import ProofNeeded, said
from annotator.store import Tx, sign_ins
from annotator.store.accounts import Account

LATELY = timedelta(minutes=15)
"""So long after signing in nothing is asked again."""


def require_proved(tx: Tx, w: Workplace, who: Account | None) -> None:
    """ProofNeeded unless somebody signed in lately; for what cannot be taken back, or takes data out.

    Only at a team's server: on one's own computer nobody need have a password. The command line of the
    server is for who keeps the house, and asks nothing.
    """
    if not w.public or who is None or who.sign_in is None:
        return
    if not sign_ins.proved_within(tx, who.id, who.sign_in, LATELY):
        raise ProofNeeded(
            said(
                "You signed in more than {n} minutes ago. For this, sign in once more; then do it again.",
                n=int(LATELY.total_seconds() // 60),
            )
        )
