"""Gold sessions seeded into work: one in so many visits that are handed out to code, drawn by a seed.

They are given in the same act and in the same way as the visits around them, so that nothing sets them apart.
"""

import random
from collections.abc import Sequence

from annotator.actions.certified import EVERY
from annotator.store import Tx, gold, training
from annotator.store.gold import Gold


def due_gold(
    tx: Tx, study: str, account: str, scheme: str | None, profile: str | None, coming: Sequence[str] = ()
) -> list[str]:
    """The gold sessions that are due to a coder, with the visits that they have and those ``coming`` now.

    One for every so many visits as the study asks, counted over all that were ever given; with a scheme
    (its hash) only sessions whose gold was made with that, at that depth. Never one that they coded, or have.
    """
    seeded = _seeded(tx, study)
    pool = [g for g in seeded if scheme is None or (g.scheme_hash, g.profile) == (scheme, profile)]
    if not pool:
        return []
    every = min(training.gate_of(tx, study, g.scheme_id).every or EVERY for g in pool)
    golden = {g.session for g in seeded}
    given = gold.visits_given(tx, study, account) | set(coming)
    due = len(given - golden) // every - len(given & golden)
    known = given | gold.visits_coded(tx, account)
    left = sorted({g.session for g in pool} - known)
    # The same coder and study always draw in one order, another coder in another.
    random.Random(f"{study} {account}").shuffle(left)  # noqa: S311 - an order, no secret
    return left[: max(0, due)]


def with_gold(tx: Tx, study: str, account: str, scheme: str, profile: str, order: Sequence[str]) -> list[str]:
    """A coder's visits in the order that was drawn, the gold sessions that are due anywhere among them."""
    mixed = list(order)
    places = random.Random(f"{study} {account} {'-'.join(order)}")  # noqa: S311 - places, no secret
    for session in due_gold(tx, study, account, scheme, profile, order):
        mixed.insert(places.randint(0, len(mixed)), session)
    return mixed


def _seeded(tx: Tx, study: str) -> list[Gold]:
    return [g for s in gold.sets_of(tx, study) if s.purpose == "drift" for g in gold.of_set(tx, s.id)]
