"""All visits in one table: filtered by what the address says, and many changed at once."""

from collections.abc import Callable, Sequence

import streamlit as st

from annotator.actions import moving, studying, variables, visits
from annotator.actions.language import context_words
from annotator.actions.visits import PAGE, Asked, VisitList
from annotator.model.variables import Variable
from annotator.pages import giving, parts, state, values
from annotator.store.sessions import VisitFilter

_ = state.words()


def main() -> None:
    """The filter, the table, and what to do with the ticked ones."""
    asked = visits.read_query(st.query_params.to_dict())
    found = visits.visits(state.place(), state.person(), asked)
    st.title(_("Visits"))
    asked_now = _filter(asked, found)
    if asked_now != asked:
        st.query_params.from_dict(asked_now.query)
        st.rerun()
    if not found.lines:
        st.info(_("No visit matches this filter.") if asked.query else _("No visit yet."))
        parts.link("families", _("Families"), icon=":material/arrow_forward:")
        return
    ticked = _table(found)
    _pages(asked, found)
    if found.may_edit or found.may_assign:
        _change(found, ticked)


# The filter


def _filter(asked: Asked, found: VisitList) -> Asked:
    """The filter as its fields stand now; a change of it begins on the first page."""
    w = asked.wanted
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter"):
        words = st.text_input(_("Search"), w.words, placeholder=_("Code name, visit, value or date"))
        study = w.study
        if len(found.studies) > 1:
            study = _choice(_("Study"), list(found.studies), w.study, found.studies.__getitem__)
        context = _choice(_("Context"), list(found.contexts), w.context, lambda each: context_words(each, _))
        since = st.text_input(_("From day"), w.since, placeholder="2026-01-01")
        until = st.text_input(_("To day"), w.until, placeholder="2026-12-31")
        held = dict(w.values)
        wanted = [(v.id, _wanted(v, held.get(v.id, ""))) for v in found.variables]
    values = tuple(sorted((variable, text) for variable, text in wanted if text))
    now = VisitFilter(words.strip(), study, context, since, until, values)
    parts.muted(_("The filter is part of the address: keep it as a bookmark, or send it to a colleague."))
    return asked if now == w else Asked(now)


def _wanted(variable: Variable, value: str) -> str:
    if variable.kind == "choice":
        return _choice(parts.plain(variable.label), list(variable.choices), value, str)
    return st.text_input(parts.plain(variable.label), value).strip()


def _choice(label: str, options: list[str], chosen: str, words: Callable[[str], str]) -> str:
    index = options.index(chosen) if chosen in options else None
    picked = st.selectbox(label, options, index=index, format_func=words, placeholder=_("all"))
    return picked or ""


# The table


def _table(found: VisitList) -> list[str]:
    """The visits; gives the ids of the ticked ones."""
    columns: dict[str, list[str | int]] = {
        _("Family"): [line.row.family_code for line in found.lines],
        _("Visit"): [line.row.label for line in found.lines],
        _("Day"): [line.row.date for line in found.lines],
        _("Context"): [context_words(line.row.context, _) for line in found.lines],
        _("Films"): [line.row.films for line in found.lines],
    }
    for variable in found.variables:
        columns[variable.label] = [line.values.get(variable.id, "") for line in found.lines]
    if found.may_assign:
        columns[_("Given to")] = [", ".join(line.given_to) for line in found.lines]
    shown = st.dataframe(
        columns, hide_index=True, on_select="rerun", selection_mode="multi-row", key="visits", width="stretch"
    )
    ticked = [found.lines[n] for n in shown["selection"]["rows"] if n < len(found.lines)]
    if len(ticked) == 1:
        parts.link("session", _("Open the visit"), {"id": ticked[0].row.id}, icon=":material/arrow_forward:")
    else:
        parts.muted(_("Tick a visit to open it, or several to change them together."))
    return [line.row.id for line in ticked]


def _pages(asked: Asked, found: VisitList) -> None:
    if found.total <= PAGE:
        parts.muted(_("{n} visits").format(n=found.total) if found.total != 1 else _("one visit"))
        return
    first = asked.page * PAGE + 1
    with st.container(horizontal=True):
        last = min(found.total, first + PAGE - 1)
        parts.muted(_("{first} to {last} of {total}").format(first=first, last=last, total=found.total))
        if asked.page:
            parts.link("visits", _("Previous"), Asked(asked.wanted, asked.page - 1).query)
        if last < found.total:
            parts.link("visits", _("Next"), Asked(asked.wanted, asked.page + 1).query)


# Many at once


def _change(found: VisitList, ticked: Sequence[str]) -> None:
    with st.expander(_("Change the ticked visits"), icon=":material/edit_note:", expanded=bool(ticked)):
        if not ticked:
            st.write(_("Nothing is ticked."))
            return
        fields = _fields(found)
        field = st.selectbox(_("What to change"), list(fields), format_func=fields.__getitem__)
        many = _("one visit") if len(ticked) == 1 else _("{n} visits").format(n=len(ticked))
        with st.form(f"change-{field}", border=False):
            value = _new_value(found, field)
            way = giving.to_be_coded_with(ticked[0]) if field == "give" and found.may_assign else (None, None)
            if st.form_submit_button(_("Change {visits}").format(visits=many), type="primary"):
                with parts.refusals():
                    _set(found, field, ticked, value, way)
                    state.tell(_("Done for {visits}.").format(visits=many))
                    st.rerun()


def _fields(found: VisitList) -> dict[str, str]:
    fields: dict[str, str] = {}
    if found.may_edit:
        fields["context"] = _("Context")
        fields |= {v.id: parts.plain(v.label) for v in found.variables}
    if found.could:
        fields["give"] = _("Give them to")
    if found.visitors:
        fields["caseload"] = _("Caseload of their families")
    if found.may_assign and len(found.studies) > 1:
        fields["move"] = _("Study of their families")
    return fields


def _new_value(found: VisitList, field: str) -> str | list[str]:
    label = _("New value")
    if field == "caseload":
        return st.multiselect(
            _("Home visitors who see these families"), list(found.visitors),
            format_func=found.visitors.__getitem__, placeholder=_("Nobody but who has the whole study"),
        )  # fmt: skip
    if field == "move":
        others = [id for id in found.studies if id != found.study]
        return st.selectbox(_("To which study"), others, format_func=found.studies.__getitem__) or ""
    if field == "context":
        return st.selectbox(label, list(found.contexts), format_func=lambda c: context_words(c, _)) or ""
    if field == "give":
        return st.selectbox(_("To whom"), list(found.could), format_func=found.could.__getitem__) or ""
    variable = next(v for v in found.variables if v.id == field)
    return values.value_input(variable, "", label)


def _set(
    found: VisitList,
    field: str,
    ticked: Sequence[str],
    value: str | list[str],
    way: tuple[str | None, str | None],
) -> None:
    place, who = state.place(), state.person()
    of = list(dict.fromkeys(line.row.family for line in found.lines if line.row.id in ticked))
    if isinstance(value, list):
        studying.set_caseloads(place, who, of, value)
    elif field == "move":
        moving.move_families(place, who, of, value)
    elif field == "context":
        visits.set_context(place, who, ticked, value)
    elif field == "give":
        codes = value in studying.given_to(place, who, ticked[0]).to_code
        studying.give_visits(place, who, ticked, value, *(way if codes else (None, None)))
    else:
        variables.set_visits(place, who, ticked, field, value)


main()
