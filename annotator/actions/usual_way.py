"""With which scheme and how deeply a visit is usually to be coded, when somebody is given it by hand."""

from collections.abc import Sequence

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.assigning import CODE
from annotator.actions.codings import DEFAULT_SCHEME, scheme_of
from annotator.actions.scheme_cards import offered
from annotator.actions.workplace import Workplace
from annotator.store import Tx, assignments, codings, families
from annotator.store.accounts import Account

Way = tuple[str, str]
"""A scheme, by its hash, and a profile of it."""


def usual_way(w: Workplace, who: Account | None, session_id: str) -> Way | None:
    """The scheme and depth that were handed out last in a visit's study.

    Where nothing was, those of the visit's newest coding that is deep enough for agreement; else, of the
    newest coding's scheme or the default one, the first depth that is. NotFound for who does not assign.
    """
    with w.store.read() as tx:
        require(tx, who, Right.ASSIGN, "session", session_id)
        study = families.study_of(tx, families.session(tx, session_id).family)
        there = {row.hash: id for id, row in offered(tx).items()}
        drawn = [d for d in assignments.drawings(tx, study) if d.kind == CODE and d.scheme in there]
        if drawn:
            return drawn[-1].scheme, drawn[-1].profile
        made = [c for c in codings.of_session(tx, session_id) if c.scheme_hash in there]
        for coding in reversed(made):
            if coding.profile in _deep(tx, coding.scheme_hash):
                return coding.scheme_hash, coding.profile
        usual = [hash for hash, id in there.items() if id == DEFAULT_SCHEME]
        tried = [*(c.scheme_hash for c in reversed(made)), *usual]
        return next(((hash, depths[0]) for hash in tried if (depths := _deep(tx, hash))), None)


def _deep(tx: Tx, scheme: str) -> Sequence[str]:
    """The profiles of a scheme that agreement may be told of, in the scheme's order."""
    return [p.id for p in scheme_of(tx, scheme).profiles if p.reliability_eligible]
