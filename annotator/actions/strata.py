"""By what a study's visits are put into strata before they are drawn: context, age, day, study variables."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from annotator.actions.desk import age_in_months
from annotator.agreement import thirds
from annotator.errors import AnnotatorError, said
from annotator.model.variables import Variable
from annotator.store import Tx, families, variables
from annotator.store.families import SessionRow

CONTEXT, AGE, DAY = "context", "age", "day"
OF_EVERY_VISIT = (CONTEXT, AGE, DAY)
"""What every study can use; beside it a study variable, by its id."""
UNKNOWN = "–"


def strata_of(tx: Tx, study: str, rows: Sequence[SessionRow], by: Sequence[str]) -> Mapping[str, str]:
    """The stratum of each visit: its value of each of ``by``. Numbers, ages and days count by thirds.

    AnnotatorError for what is none of OF_EVERY_VISIT and no variable of the study.
    """
    known = {v.id: v for v in variables.of_study(tx, study)}
    ways: Mapping[str, Callable[[], Mapping[str, str]]] = {
        CONTEXT: lambda: {row.id: row.context for row in rows if row.context},
        AGE: lambda: _by_third(_ages(tx, rows), _whole),
        DAY: lambda: _by_third({r.id: date.fromisoformat(r.date).toordinal() for r in rows if r.date}, _day),
    }
    found = []
    for each in dict.fromkeys(by):
        if each in ways:
            found.append(ways[each]())
        elif each in known:
            found.append(_of_variable(tx, known[each], rows))
        else:
            raise AnnotatorError(said("Visits cannot be sorted by {what}.", what=each))
    return {row.id: " · ".join(values.get(row.id, UNKNOWN) for values in found) for row in rows}


def _ages(tx: Tx, rows: Sequence[SessionRow]) -> dict[str, float]:
    """The child's age on the day of each visit, in whole months, where both are known."""
    found = {}
    for row in rows:
        children = [p for p in families.on_film(tx, row.id) if p.role == "child" and p.birth_date]
        if children and children[0].birth_date and row.date:
            found[row.id] = float(age_in_months(children[0].birth_date, row.date))
    return found


def _of_variable(tx: Tx, of: Variable, rows: Sequence[SessionRow]) -> Mapping[str, str]:
    if of.of == "visit":
        held = variables.values(tx, "visit", [row.id for row in rows])
        values = {id: each[of.id] for id, each in held.items() if of.id in each}
    else:
        values = {}
        for row in rows:
            people = [person.id for person in families.on_film(tx, row.id)]
            there = variables.values(tx, "person", people)
            told = [there[id][of.id] for id in people if of.id in there[id]]
            if told:
                values[row.id] = told[0]
    if of.kind == "number":
        return _by_third({id: float(value) for id, value in values.items()}, _whole)
    if of.kind == "date":
        return _by_third({id: date.fromisoformat(v).toordinal() for id, v in values.items()}, _day)
    return values


def _by_third(values: Mapping[str, float], words: Callable[[float], str]) -> Mapping[str, str]:
    return {
        id: words(low) if low == high else f"{words(low)} – {words(high)}"
        for id, (low, high) in thirds(values).items()
    }


def _whole(value: float) -> str:
    return f"{value:g}"


def _day(value: float) -> str:
    return date.fromordinal(int(value)).isoformat()
