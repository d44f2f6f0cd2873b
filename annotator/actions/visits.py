"""Visits as a list to filter and to change many at once; a filter is what an address can say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.access import Right
from annotator.actions.asking import allowed, require, sight_of
from annotator.actions.variables import EVERYWHERE, checked_context, contexts_of, kind_kept
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, said
from annotator.model.variables import Variable
from annotator.store import Tx, accounts, assignments, audit, families, studies, variables
from annotator.store.accounts import Account
from annotator.store.families import SessionRow
from annotator.store.sessions import VisitFilter

PAGE = 100
_VALUE = "v."


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in the list: its values by the variables' ids, and the names of those it was given to."""

    row: SessionRow
    values: Mapping[str, str]
    given_to: Sequence[str]


@dataclass(frozen=True, slots=True)
class VisitList:
    """One page of the visits that a filter lets through, and what can be filtered by and done there.

    ``study`` is the one whose variables, contexts and people are meant: the filter's, else one's first;
    ``could`` are those who can be given visits there, ``visitors`` those who can have families.
    """

    lines: Sequence[VisitLine]
    total: int
    study: str
    studies: Mapping[str, str]
    variables: Sequence[Variable]
    contexts: Sequence[str]
    could: Mapping[str, str]
    visitors: Mapping[str, str]
    may_edit: bool
    may_assign: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: a filter and the number of the page."""

    wanted: VisitFilter = field(default_factory=VisitFilter)
    page: int = 0

    @property
    def query(self) -> dict[str, str]:
        """The address that asks for the same.

        >>> asked = Asked(VisitFilter("visit", context="feeding", values=(("a1", "Yes"),)), 2)
        >>> asked.query
        {'q': 'visit', 'context': 'feeding', 'v.a1': 'Yes', 'page': '2'}
        >>> read_query(asked.query) == asked
        True
        """
        w = self.wanted
        named = {"q": w.words, "study": w.study, "context": w.context, "since": w.since, "until": w.until}
        values = {_VALUE + variable: value for variable, value in w.values}
        page = str(self.page) if self.page else ""
        return {name: text for name, text in {**named, **values, "page": page}.items() if text}


def read_query(query: Mapping[str, str]) -> Asked:
    """What an address asks for; a word that it does not know is passed over.

    >>> read_query({"page": "-1", "nonsense": "x"}) == Asked()
    True
    """
    named = {name: query.get(name, "") for name in ("study", "context", "since", "until")}
    values = tuple(
        sorted((name.removeprefix(_VALUE), text) for name, text in query.items() if name.startswith(_VALUE))
    )
    page = query.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0
    return Asked(VisitFilter(query.get("q", ""), **named, values=values), number)


def visits(w: Workplace, who: Account | None, asked: Asked) -> VisitList:
    """The visits that exist for somebody and that a filter lets through, the newest first."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FAMILIES)
        mine = [m.study for m in studies.memberships(tx, person.id)]
        study = asked.wanted.study if asked.wanted.study in mine else mine[0]
        seen = sight_of(tx, person)
        rows, total = families.search_sessions(
            tx, asked.wanted.words, PAGE, asked.page * PAGE, seen, asked.wanted
        )
        open_to = allowed(tx, person, Right.SEE_VARIABLES, "study", study)
        known = [v for v in variables.of_study(tx, study) if v.of == "visit"] if open_to else []
        held = variables.values(tx, "visit", [row.id for row in rows] if known else [])
        assigns = allowed(tx, person, Right.ASSIGN, "study", study)
        given = _given(tx, rows) if assigns else {}
        return VisitList(
            [VisitLine(row, held.get(row.id, {}), given.get(row.id, ())) for row in rows],
            total,
            study,
            {id: studies.get(tx, id).name for id in mine},
            known,
            contexts_of(tx, study),
            _named(tx, study, ("coder", "supervisor")) if assigns else {},
            _named(tx, study, ("practitioner",)) if assigns else {},
            allowed(tx, person, Right.EDIT_FAMILIES, "study", study),
            assigns,
        )


def _given(tx: Tx, rows: Sequence[SessionRow]) -> Mapping[str, list[str]]:
    names = {account.id: account.name for account in accounts.all(tx)}
    found: dict[str, list[str]] = {}
    for each in assignments.of_sessions(tx, [row.id for row in rows]):
        known = found.setdefault(each.session, [])
        if names.get(each.account, "") not in known:
            known.append(names.get(each.account, ""))
    return found


def _named(tx: Tx, study: str, roles: Sequence[str]) -> dict[str, str]:
    members = studies.members(tx, study)
    return {m.account: m.name for m in members if m.role in roles and not m.disabled}


def set_context(w: Workplace, who: Account | None, session_ids: Sequence[str], context: str) -> None:
    """Set the context of visits, of all or of none."""
    if not session_ids:
        raise AnnotatorError(said("Tick the visits that are meant."))

    def work(tx: Tx) -> None:
        for id in session_ids:
            person = require(tx, who, Right.EDIT_FAMILIES, "session", id)
            visit = families.session(tx, id)
            known = (*contexts_of(tx, families.study_of(tx, visit.family)), *EVERYWHERE)
            new = kind_kept(visit.context, checked_context(context, known))
            families.edit_session(tx, id, visit.label, visit.date, new)
            audit.write(tx, person.id, "edit", "session", id, {})

    w.store.write(work)
