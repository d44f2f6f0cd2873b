"""Study variables and contexts: defined by who leads a study, filled in by who enters its visits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.language import context_words, languages, translator
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, counted, said
from annotator.model.session import FEEDBACK_SESSION
from annotator.model.variables import KINDS, OF, Variable
from annotator.store import Tx, audit, families, variables
from annotator.store.accounts import Account

CONTEXTS = ("free_play_toys", "free_play_no_toys", "caregiving", "feeding", "comforting", "other")
"""The usual contexts, where a study names none itself."""
EVERYWHERE = (*CONTEXTS, FEEDBACK_SESSION)
"""The contexts that visits of every study may have."""
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Filled:
    """The variables of a visit or person, and their values by the variables' ids."""

    variables: Sequence[Variable]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Defined:
    """What a study defined: each variable with how many values it has, and its contexts."""

    variables: Sequence[tuple[Variable, int]]
    contexts: Sequence[str]


def contexts_of(tx: Tx, study_id: str) -> Sequence[str]:
    """The contexts of a study: its own, else the usual ones."""
    return variables.contexts(tx, study_id) or CONTEXTS


def checked_context(context: str, known: Sequence[str]) -> str:
    """A context as it is kept, also when it is written as pages show it; AnnotatorError for any other."""
    # What a study named itself is meant before what pages call one of ours.
    named = {context_words(e, str).casefold(): e for e in known} | {each.casefold(): each for each in known}
    found = named.get(" ".join(context.split()).casefold())
    if found is None:
        raise AnnotatorError(
            said(
                "The context {context} is not known; choose one of {known}.",
                context=repr(context),
                known=", ".join(known),
            )
        )
    return found


def kind_kept(before: str, context: str) -> str:
    """A new context of a visit; AnnotatorError where a feedback session would begin or cease to be one.

    What was agreed to was agreed to for the one or the other.
    """
    if (before == FEEDBACK_SESSION) is not (context == FEEDBACK_SESSION):
        raise AnnotatorError(
            said("A feedback session is a visit of its own and stays one; enter another visit instead.")
        )
    return context


def defined(w: Workplace, who: Account | None, study_id: str) -> Defined:
    """The variables and contexts of a study, for who may see them."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_VARIABLES, "study", study_id)
        found = variables.of_study(tx, study_id)
        return Defined([(v, variables.how_many(tx, v)) for v in found], contexts_of(tx, study_id))


def define(
    w: Workplace,
    who: Account | None,
    study_id: str,
    of: str,
    label: str,
    kind: str,
    choices: Sequence[str] = (),
) -> Variable:
    """Define a variable of a study's visits or people."""
    clean, options = _line(label), list(dict.fromkeys(_line(c) for c in choices if c.strip()))
    if of not in OF or kind not in KINDS:
        raise AnnotatorError(said("A variable is a text, number, choice or date, of a visit or a person."))
    if kind == "choice" and len(options) < 2:
        raise AnnotatorError(said("A choice needs at least two options, one in each line."))

    def work(tx: Tx) -> Variable:
        person = require(tx, who, Right.DEFINE_VARIABLES, "study", study_id)
        made = variables.add(tx, study_id, of, clean, kind, options if kind == "choice" else ())
        audit.write(tx, person.id, "define", "variable", made.id, {"study": study_id, "of": of, "kind": kind})
        return made

    return w.store.write(work)


def remove(w: Workplace, who: Account | None, variable_id: str) -> None:
    """Take a variable away; refused while it has values, which would go with it."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.DEFINE_VARIABLES, "variable", variable_id)
        found, _study = variables.get(tx, variable_id)
        held = variables.how_many(tx, found)
        if held:
            raise AnnotatorError(
                counted(
                    held,
                    "{label} has one value; empty it first.",
                    "{label} has {n} values; empty them first.",
                    label=found.label,
                )
            )
        variables.remove(tx, variable_id)
        audit.write(tx, person.id, "remove", "variable", variable_id, {})

    w.store.write(work)


def set_contexts(w: Workplace, who: Account | None, study_id: str, labels: Sequence[str]) -> None:
    """Name the contexts of a study's visits; none brings the usual ones back. Visits keep what they have.

    AnnotatorError for a name that pages give to a feedback session, in any of their languages.
    """
    known = {context_words(context, str).casefold(): context for context in CONTEXTS}
    clean = list(dict.fromkeys(known.get(_line(c).casefold(), _line(c)) for c in labels if c.strip()))
    for label in clean:
        if label.casefold() in _feedback_names():
            raise AnnotatorError(said("“{label}” is there already: a visit that is looked over by itself, "
                "whose film has an agreement of its own. Choose another name.", label=label))  # fmt: skip

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.DEFINE_VARIABLES, "study", study_id)
        variables.set_contexts(tx, study_id, [] if tuple(clean) == CONTEXTS else clean)
        audit.write(tx, person.id, "contexts", "study", study_id, {"n": len(clean)})

    w.store.write(work)


def _feedback_names() -> set[str]:
    """What a feedback session is called, in every language of the pages."""
    words = {context_words(FEEDBACK_SESSION, translator(language)) for language in languages()}
    return {each.casefold() for each in (FEEDBACK_SESSION, *words)}


def _line(words: str) -> str:
    clean = " ".join(words.split())
    if not clean or len(clean) > LONGEST_NAME:
        raise AnnotatorError(said("A name is missing or longer than {most} letters.", most=LONGEST_NAME))
    return clean


# Values


def of_visit(w: Workplace, who: Account | None, session_id: str) -> Filled:
    """The variables of a visit with their values."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_VARIABLES, "session", session_id)
        return _filled(tx, "visit", session_id, families.session(tx, session_id).family)


def of_person(w: Workplace, who: Account | None, person_id: str) -> Filled:
    """The variables of someone of a family with their values."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_VARIABLES, "member", person_id)
        return _filled(tx, "person", person_id, families.person(tx, person_id).family)


def _filled(tx: Tx, of: str, id: str, family: str) -> Filled:
    found = [v for v in variables.of_study(tx, families.study_of(tx, family)) if v.of == of]
    return Filled(found, variables.values(tx, of, [id])[id])


def set_visits(
    w: Workplace, who: Account | None, session_ids: Sequence[str], variable_id: str, written: str
) -> None:
    """Set a variable of visits of its study, of all or of none; nothing written takes the value away."""

    def work(tx: Tx) -> None:
        for session_id in session_ids:
            require(tx, who, Right.EDIT_FAMILIES, "session", session_id)
        of = [families.session(tx, id).family for id in session_ids]
        _set(tx, who, "visit", session_ids, of, variable_id, written)

    w.store.write(work)


def set_person(w: Workplace, who: Account | None, person_id: str, variable_id: str, written: str) -> None:
    """Set a variable of someone of a family; nothing written takes the value away."""

    def work(tx: Tx) -> None:
        require(tx, who, Right.EDIT_FAMILIES, "member", person_id)
        _set(tx, who, "person", [person_id], [families.person(tx, person_id).family], variable_id, written)

    w.store.write(work)


def _set(
    tx: Tx,
    who: Account | None,
    of: str,
    ids: Sequence[str],
    families_of: Sequence[str],
    variable_id: str,
    written: str,
) -> None:
    variable, study = variables.get(tx, variable_id)
    if variable.of != of or any(families.study_of(tx, family) != study for family in families_of):
        raise NotFound(said("There is no such variable here."))
    variables.set_value(tx, variable, ids, variable.read(written))
    kind = "session" if of == "visit" else "person"
    for id in ids:
        audit.write(tx, who.id if who else None, "value", kind, id, {"variable": variable_id})
