"""The library of coding schemes: read one, take one away in a program's form, set two side by side."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from annotator.access import Right
from annotator.actions.asking import allowed, own_codings, require, sight_of
from annotator.actions.codings import scheme_of
from annotator.actions.language import context_words
from annotator.actions.scheme_cards import SchemeCard, card_in, newest_of, shipped_cards
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, Said, Translate, said
from annotator.exchange.schemes import WRITERS
from annotator.schemes import Scheme, canonical_json, read_scheme
from annotator.schemes.difference import Difference, difference, next_version
from annotator.schemes.versions import order_of
from annotator.store import Tx, audit, codings, schemes, sight
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
    _may_leave(found)
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
    detail = {"form": form, **audit.digest(data)}
    w.store.write(lambda tx: audit.write(tx, person.id, "export", "scheme", found.hash, detail))
    return name, data, left_out


def compare_schemes(old: bytes, new: bytes) -> tuple[Difference, str | None]:
    """How two scheme files differ, and what the new one must be called at least; None when they do not."""
    before, after = read_scheme(old), read_scheme(new)
    return difference(before, after), next_version(before, after)


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of a scheme that is kept here, and the codings of it that a person sees, also by study.

    ``retired`` is the day since which no coding begins with it.
    """

    card: SchemeCard
    day: str
    codings: int
    studies: tuple[tuple[str, int], ...]
    retired: str | None
    shipped: bool


def kept(w: Workplace, who: Account | None) -> list[Kept]:
    """Every version of every scheme, first those that did not come with the program, by id, the latest first.

    Codings are counted as far as they exist for a person: one's own, and for leads and supervisors all.
    Of marks that are never counted, none.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
        used = _used(tx, person)
        gone = schemes.retired(tx)
        found = []
        for row in schemes.all(tx):
            card = card_in(tx, row.hash)
            by_study = Counter() if card.marks_only else used[row.hash]
            since = gone[row.hash][:10] if row.hash in gone else None
            studies = tuple(sorted(by_study.items()))
            shipped = row.hash in shipped_cards()
            found.append(Kept(card, row.made_at[:10], by_study.total(), studies, since, shipped))
    found.sort(key=lambda each: order_of(each.card.version), reverse=True)
    shipped_ids = {card.id for card in shipped_cards().values()}
    return sorted(found, key=lambda each: (each.card.id in shipped_ids, each.card.id))


def _used(tx: Tx, person: Account) -> dict[str, Counter[str]]:
    """How many codings that a person sees use each version, by the names of their studies."""
    there = _there(tx, person)
    names = sight.studies_of(tx, {c.session for c in there})
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for each in there:
        found[each.scheme_hash][names[each.session]] += 1
    return found


def _there(tx: Tx, person: Account) -> list[codings.CountedCoding]:
    if not allowed(tx, person, Right.SEE_ALL_CODINGS):
        return own_codings(tx, person)
    every = codings.all(tx)
    there = sight.visits_there(tx, sight_of(tx, person, Right.SEE_ALL_CODINGS), {c.session for c in every})
    return [c for c in every if c.session in there or c.coder == person.id]


def may_retire(w: Workplace, who: Account | None) -> bool:
    """Whether somebody may retire versions of schemes."""
    with w.store.read() as tx:
        return allowed(tx, who, Right.RETIRE_SCHEMES)


def may_write(w: Workplace, who: Account | None) -> bool:
    """Whether somebody may bring schemes in and write their own."""
    with w.store.read() as tx:
        return allowed(tx, who, Right.WRITE_SCHEMES)


def retire(w: Workplace, who: Account | None, hash: str) -> None:
    """Let no coding begin with a version any more; what was coded with it stays as readable as it was."""
    _change(w, who, hash, "retire")


def take_back(w: Workplace, who: Account | None, hash: str) -> None:
    """Let codings begin again with a version that was retired."""
    _change(w, who, hash, "take_back")


def _change(w: Workplace, who: Account | None, hash: str, verb: str) -> None:
    def work(tx: Tx) -> None:
        person = require(tx, who, Right.RETIRE_SCHEMES)
        found = card_in(tx, hash)
        if verb == "retire":
            schemes.retire(tx, hash, person.id)
        else:
            schemes.take_back(tx, hash)
        detail = {"id": found.id, "version": found.version}
        audit.write(tx, person.id, verb, "scheme", hash, detail)

    w.store.write(work)


def version_of(w: Workplace, who: Account | None, id: str, version: str | None = None) -> SchemeCard:
    """The card of a scheme's version, by default its latest; NotFound when there is none."""
    with w.store.read() as tx:
        require(tx, who, Right.CODE)
        if version is None:
            return card_in(tx, newest_of(tx, id).hash)
        rows = [row for row in schemes.all(tx) if (row.scheme_id, row.version) == (id, version)]
        if not rows:
            raise NotFound(said("There is no such coding scheme here."))
        return card_in(tx, rows[0].hash)


BOOKS = ("html", "pdf")


def code_book(
    w: Workplace, who: Account | None, hash: str, form: str, translate: Translate = str
) -> tuple[str, bytes]:
    """A kept scheme as a code book, html or pdf, in the person's language: its file's name and its bytes."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
        found = scheme_of(tx, hash)
    if form not in BOOKS:
        raise NotFound(said("There is no such page here."))
    # Typesetting is loaded when somebody asks for it.
    report = import_module("annotator.report.code_book")
    make: Callable[..., bytes] = getattr(report, f"code_book_{form}")
    book = report.book_of(found, person.language, translate, lambda each: context_words(each, translate))
    return f"{found.id}-{found.version}.{form}", make(book)


def scheme_file(w: Workplace, who: Account | None, hash: str) -> tuple[str, bytes]:
    """A kept scheme's file as it was written: its name and its bytes. AnnotatorError where it must stay."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
        found, data = scheme_of(tx, hash), schemes.get(tx, hash)
    _may_leave(found)
    detail = {"form": "file", **audit.digest(data)}
    w.store.write(lambda tx: audit.write(tx, person.id, "export", "scheme", hash, detail))
    ending = "json" if data.lstrip().startswith(b"{") else "yaml"
    return f"{found.id}-{found.version}.{ending}", data


def versions_apart(w: Workplace, who: Account | None, old: str, new: str) -> tuple[Difference, str | None]:
    """How two kept schemes differ, by their hashes, and what the new one must be called at least."""
    with w.store.read() as tx:
        require(tx, who, Right.CODE)
        before, after = scheme_of(tx, old), scheme_of(tx, new)
    return difference(before, after), next_version(before, after)


def marks_held(w: Workplace, who: Account | None, hash: str) -> dict[str, int]:
    """How many marks codings of a version hold that a person sees, by ``track`` and ``track.code``.

    Of marks that are never counted, none.
    """
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
        if card_in(tx, hash).marks_only:
            return {}
        by_code = codings.marks_by_code(tx, [c.id for c in _there(tx, person) if c.scheme_hash == hash])
    found: Counter[str] = Counter()
    for (track, code), n in by_code.items():
        found.update({track: n, f"{track}.{code}": n})
    return dict(found)


def _may_leave(found: Scheme) -> None:
    if not found.redistributable:
        raise AnnotatorError(
            said("{scheme} may not be passed on: its licence says so, and it stays here.", scheme=found.id)
        )
