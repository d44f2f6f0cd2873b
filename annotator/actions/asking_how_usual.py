"""How usual was it: asked of the family at every visit, and answered by them, from 1 to 5."""

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, said
from annotator.store import Tx, audit, families, how_usual
from annotator.store.accounts import Account
from annotator.store.how_usual import Asked

LOW, HIGH = 1, 5


def answered(w: Workplace, who: Account | None, session_id: str) -> Asked | None:
    """What the family said of a visit; None while they were not asked.

    For who may see variables: to a coder or supervisor it would say what to expect.
    """
    with w.store.read() as tx:
        require(tx, who, Right.SEE_VARIABLES, "session", session_id)
        families.session(tx, session_id)
        return how_usual.of_session(tx, session_id)


def keep_answer(w: Workplace, who: Account | None, session_id: str, answer: int | None) -> None:
    """Keep the family's own answer, None when they could not say; AnnotatorError off the scale."""
    if answer is not None and not LOW <= answer <= HIGH:
        raise AnnotatorError(said("How usual it was is a whole number from 1 to 5."))

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.EDIT_FAMILIES, "session", session_id)
        families.session(tx, session_id)
        if how_usual.of_session(tx, session_id) == Asked(answer):
            return
        how_usual.keep(tx, session_id, answer, person.id)
        audit.write(tx, person.id, "how usual", "session", session_id, {})

    w.store.write(work)
