"""The library of coding schemes: read one, take one away in a program's form, set two side by side."""

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.codings import scheme_of
from annotator.actions.scheme_cards import newest_of
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Said, said
from annotator.exchange.schemes import WRITERS
from annotator.schemes import Scheme, canonical_json, read_scheme
from annotator.schemes.difference import Difference, difference, next_version
from annotator.store import audit
from annotator.store.accounts import Account


def scheme(w: Workplace, who: Account | None, id: str) -> Scheme:
    """The latest version of a scheme, whole; NotFound when there is none of this id."""
    with w.store.read() as tx:
        require(tx, who, Right.CODE)
        return scheme_of(tx, newest_of(tx, id).hash)


def export_scheme(
    w: Workplace, who: Account | None, id: str, form: str
) -> tuple[str, bytes, tuple[Said, ...]]:
    """A scheme in a form (boris, elan, json): its file's name, its bytes, what of it is not in there.

    AnnotatorError for another form, and for a scheme that may not be passed on.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
        found = scheme_of(tx, newest_of(tx, id).hash)
    if not found.redistributable:
        raise AnnotatorError(
            said("{scheme} may not be passed on: its licence says so, and it stays here.", scheme=found.id)
        )
    name = f"{found.id}-{found.version}"
    left_out: tuple[Said, ...] = ()
    if form == "json":
        name, data = f"{name}.json", canonical_json(found.document)
    elif form in WRITERS and not any(t.kind in ("state", "point") for t in found.tracks):
        raise AnnotatorError(
            said("{scheme} has only intervals and ratings; {form} has none.", scheme=found.id, form=form)
        )
    elif form in WRITERS:
        ending, write = WRITERS[form]
        data, left_out = write(found)
        name += ending
    else:
        raise AnnotatorError(said("{form} is no form; expected boris, elan or json.", form=form))
    w.store.write(lambda tx: audit.write(tx, person.id, "export", "scheme", found.hash, {"form": form}))
    return name, data, left_out


def compare_schemes(old: bytes, new: bytes) -> tuple[Difference, str | None]:
    """How two scheme files differ, and what the new one must be called at least; None when they do not."""
    before, after = read_scheme(old), read_scheme(new)
    return difference(before, after), next_version(before, after)
