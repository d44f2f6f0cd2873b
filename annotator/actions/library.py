"""The library of coding schemes: which there are, read one."""

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.codings import scheme_of
from annotator.actions.scheme_cards import newest_of
from annotator.actions.workplace import Workplace
from annotator.schemes import Scheme
from annotator.store.accounts import Account


def scheme(w: Workplace, who: Account | None, id: str) -> Scheme:
    """The latest version of a scheme, whole; NotFound when there is none of this id."""
    with w.store.read() as tx:
        require(tx, who, Right.CODE)
        return scheme_of(tx, newest_of(tx, id).hash)
