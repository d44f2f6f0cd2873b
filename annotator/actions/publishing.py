"""Publishing a draft: as what, why, and as a version that nobody can change."""

from dataclasses import dataclass

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.codings import scheme_of
from annotator.actions.drafting import line, refuse_shipped
from annotator.actions.scheme_cards import newest
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Said, counted, said
from annotator.schemes import Scheme, problems_of, read_scheme
from annotator.schemes.difference import Change, Difference, difference, next_version
from annotator.schemes.drafts import BLANK_VERSION, change_in_words, published
from annotator.schemes.versions import order_of
from annotator.schemes.writing import as_yaml
from annotator.store import Tx, audit, scheme_drafts, schemes
from annotator.store.accounts import Account


@dataclass(frozen=True, slots=True)
class Publishing:
    """What a draft can be published as: at least ``version``, and why.

    ``before`` is the version that it is compared with, ``old`` its hash; None for the first one.
    ``problems`` counts what is still wrong, and then nothing else is known.
    """

    problems: int
    before: str | None = None
    old: str | None = None
    version: str = BLANK_VERSION
    weight: str | None = None
    found: Difference | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs from the version before, the heaviest first."""
        return () if self.found is None else self.found.changes


def what_next(w: Workplace, who: Account | None, id: str) -> Publishing:
    """What a draft can be published as, by what differs from the version before."""
    with w.store.read() as tx:
        person = require(tx, who, Right.WRITE_SCHEMES)
        return _publishing(tx, scheme_drafts.text_of(tx, scheme_drafts.get(tx, id, person.id)))


def _publishing(tx: Tx, text: bytes) -> Publishing:
    problems = problems_of(text)
    if problems:
        return Publishing(len(problems))
    new = read_scheme(text)
    before = newest(tx).get(new.id)
    if before is None:
        return Publishing(0, version=new.version)
    old = scheme_of(tx, before.hash)
    found = difference(old, new)
    weight = None if found.weight is None else found.weight.word
    return Publishing(0, old.version, old.hash, next_version(old, new) or old.version, weight, found)


def publish(
    w: Workplace, who: Account | None, id: str, seen: int, version: str | None = None, change: str = ""
) -> Scheme:
    """Make a draft a version that one codes with and that nobody can change; the draft goes.

    Without a version it gets the least that it may have. AnnotatorError while something is wrong with it,
    where nothing differs from the version before, and for a version lower than what the change asks for.
    """

    def work(tx: Tx) -> Scheme:
        person = require(tx, who, Right.WRITE_SCHEMES)
        stored = scheme_drafts.get(tx, id, person.id)
        text = scheme_drafts.text_of(tx, stored)
        if seen != stored.step:
            raise AnnotatorError(said("This draft was changed in another window. Reload the page."))
        plan = _publishing(tx, text)
        made = _checked(plan, text, version, line(change) or _said_of(plan), tx.at[:10])
        refuse_shipped(made.id)
        schemes.put(tx, as_yaml(made.document), made.id, made.version, made.hash)
        audit.write(tx, person.id, "publish", "scheme", made.hash, {"id": made.id, "version": made.version})
        scheme_drafts.remove(tx, stored)
        return made

    return w.store.write(work)


def _checked(plan: Publishing, text: bytes, version: str | None, change: str, day: str) -> Scheme:
    """The scheme as it is published. AnnotatorError says why it cannot be."""
    if plan.problems:
        raise AnnotatorError(
            counted(
                plan.problems,
                "One problem is left; mend it first.",
                "{n} problems are left; mend them first.",
            )
        )
    if plan.before is not None and plan.weight is None:
        raise AnnotatorError(
            said("Nothing differs from {version}, so there is nothing to publish.", version=plan.before)
        )
    chosen = (version or plan.version).strip()
    made = read_scheme(as_yaml(published(dict(read_scheme(text).document), chosen, day, change)))
    if plan.before is not None and order_of(made.version) < order_of(plan.version):
        raise AnnotatorError(
            said(
                "The version is {least} at least, not {version}, for this differs from {before} ({weight}): "
                "{reason}",
                least=plan.version, version=made.version, before=plan.before, weight=plan.weight,
                reason=_first_reason(plan),
            )
        )  # fmt: skip
    return made


def _said_of(plan: Publishing) -> str:
    return "First version." if plan.before is None else str(_first_reason(plan))


def _first_reason(plan: Publishing) -> Said | str:
    """The heaviest change, by the names that people gave; empty where nothing differs."""
    if plan.found is None or not plan.changes:
        return ""
    return change_in_words(plan.changes[0], plan.found, str(plan.found.new["i18n"]["default"]))
