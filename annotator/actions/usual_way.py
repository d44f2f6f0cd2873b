"""With which scheme and how deeply a visit is usually to be coded, when somebody is given it by hand."""

from collections.abc import Mapping, Sequence

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
        if (last := _last(tx, study, there)) is not None:
            return last
        made = [c for c in codings.of_session(tx, session_id) if c.scheme_hash in there]
        for coding in reversed(made):
            if coding.profile in _deep(tx, coding.scheme_hash):
                return coding.scheme_hash, coding.profile
        usual = [hash for hash, id in there.items() if id == DEFAULT_SCHEME]
        return _first_deep(tx, [*(c.scheme_hash for c in reversed(made)), *usual])


def usual_way_in(w: Workplace, who: Account | None, study_id: str) -> Way | None:
    """The scheme and depth handed out last in a study; else the default scheme's first one for agreement.

    NotFound for who does not assign there.
    """
    with w.store.read() as tx:
        require(tx, who, Right.ASSIGN, "study", study_id)
        there = {row.hash: id for id, row in offered(tx).items()}
        return _last(tx, study_id, there) or _first_deep(
            tx, [hash for hash, id in there.items() if id == DEFAULT_SCHEME]
        )


def _last(tx: Tx, study: str, there: Mapping[str, str]) -> Way | None:
    drawn = [d for d in assignments.drawings(tx, study) if d.kind == CODE and d.scheme in there]
    return (drawn[-1].scheme, drawn[-1].profile) if drawn else None


def _first_deep(tx: Tx, schemes: Sequence[str]) -> Way | None:
    return next(((hash, depths[0]) for hash in schemes if (depths := _deep(tx, hash))), None)


def _deep(tx: Tx, scheme: str) -> Sequence[str]:
    """The profiles of a scheme that agreement may be told of, in the scheme's order."""
    return [p.id for p in scheme_of(tx, scheme).profiles if p.reliability_eligible]
