"""Study variables and their values; the contexts that a study names itself."""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, func, insert, select

from annotator.errors import AnnotatorError, Conflict, NotFound, said
from annotator.model.variables import Value, Variable
from annotator.store.tables import person, person_value, session, study_context, variable, visit_value
from annotator.store.transaction import AnyRow, Tx, canonical, new_id

_COLUMNS = (variable.c.id, variable.c.of, variable.c.label, variable.c.kind, variable.c.choices)
_VALUES = {"visit": (visit_value, visit_value.c.session), "person": (person_value, person_value.c.person)}


def of_study(tx: Tx, study: str) -> list[Variable]:
    """The variables of a study in their order."""
    wanted = select(*_COLUMNS).where(variable.c.study == study)
    return [_variable(row) for row in tx.rows(wanted.order_by(variable.c.position, variable.c.id))]


def get(tx: Tx, id: str) -> tuple[Variable, str]:
    """A variable and its study; NotFound when there is none with this id."""
    row = tx.row(select(*_COLUMNS, variable.c.study).where(variable.c.id == id))
    if row is None:
        raise NotFound(said("There is no such variable here."))
    return _variable(row), row.study


def _variable(row: AnyRow) -> Variable:
    return Variable(row.id, row.of, row.label, row.kind, tuple(json.loads(row.choices)))


def add(tx: Tx, study: str, of: str, label: str, kind: str, choices: Sequence[str]) -> Variable:
    """Define a variable; Conflict when the study has one of that name."""
    known = of_study(tx, study)
    if any((v.of, v.label.casefold()) == (of, label.casefold()) for v in known):
        raise Conflict(said("This study has a variable {label} already.", label=label))
    made = Variable(new_id(), of, label, kind, tuple(choices))
    row = {"id": made.id, "study": study, "of": of, "label": label, "kind": kind}
    tx.execute(insert(variable), {**row, "choices": canonical(list(choices)), "position": len(known)})
    return made


def remove(tx: Tx, id: str) -> None:
    """Take a variable away, with all its values."""
    tx.execute(delete(variable).where(variable.c.id == id))


def how_many(tx: Tx, of: Variable) -> int:
    """How many values a variable has."""
    table, _key = _VALUES[of.of]
    return int(tx.value(select(func.count()).select_from(table).where(table.c.variable == of.id)))


def set_value(tx: Tx, of: Variable, ids: Iterable[str], value: str) -> None:
    """Set a variable of visits or people to a value that was read; "" takes it away."""
    table, key = _VALUES[of.of]
    for id in ids:
        tx.execute(delete(table).where(key == id, table.c.variable == of.id))
        if value:
            row = {key.name: id, "variable": of.id, "value": value, "folded": value.casefold()}
            tx.execute(insert(table), row)


def values(tx: Tx, of: str, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """The values of some visits or people: by their ids, then by the variables' ids."""
    table, key = _VALUES[of]
    found: dict[str, dict[str, str]] = {id: {} for id in ids}
    for row in tx.rows(select(key.label("id"), table.c.variable, table.c.value).where(key.in_(list(ids)))):
        found[row.id][row.variable] = row.value
    return found


def values_of(tx: Tx, study: str, of: str, id: str) -> list[Value]:
    """The values of one visit or person, in the study's order; those without one are left out."""
    held = values(tx, of, [id])[id]
    return [Value(v, held[v.id]) for v in of_study(tx, study) if v.of == of and v.id in held]


def move_values(tx: Tx, family: str, study: str) -> list[str]:
    """Let all values of a family's visits and people be values of another study's variables of the same name.

    Gives the names of variables that the other study does not have, or whose value it cannot hold; the caller
    then undoes the rest.
    """
    there = {(v.of, v.label.casefold()): v for v in of_study(tx, study)}
    of_family = {
        "visit": select(session.c.id).where(session.c.family == family),
        "person": select(person.c.id).where(person.c.family == family),
    }
    without: list[str] = []
    for of, ids in of_family.items():
        table, key = _VALUES[of]
        held = select(key.label("id"), table.c.variable, table.c.value).where(key.in_(ids))
        for row in tx.rows(held):
            old, _study = get(tx, row.variable)
            new = there.get((of, old.label.casefold()))
            if new is None or not _holds(new, row.value):
                without.append(old.label)
                continue
            set_value(tx, old, [row.id], "")
            set_value(tx, new, [row.id], new.read(row.value))
    return list(dict.fromkeys(without))


def _holds(of: Variable, value: str) -> bool:
    try:
        return bool(of.read(value))
    except AnnotatorError:
        return False


def contexts(tx: Tx, study: str) -> list[str]:
    """The contexts that a study named itself, in its order; empty while it uses the usual ones."""
    wanted = select(study_context.c.label).where(study_context.c.study == study)
    return [row.label for row in tx.rows(wanted.order_by(study_context.c.position))]


def set_contexts(tx: Tx, study: str, labels: Sequence[str]) -> None:
    """Name the contexts of a study anew; visits keep the ones they have."""
    tx.execute(delete(study_context).where(study_context.c.study == study))
    rows = [{"study": study, "label": label, "position": n} for n, label in enumerate(labels)]
    if rows:
        tx.execute(insert(study_context), rows)
