"""Who codes what in a study: how far everybody is, how much to double-code, handing out by a seed."""

from collections.abc import Mapping

import streamlit as st

from annotator.actions import assigning
from annotator.actions.assigning import Cell, Drawn, Grid, GridRow
from annotator.errors import counted, translated
from annotator.pages import expecting, handing_out, parts, state
from annotator.pages.work import words

_ = state.words()


def main() -> None:
    """The study that the address names."""
    study = parts.asked_study()
    if study is None:
        return
    grid = assigning.grid(state.place(), state.person(), study)
    parts.link("studies", parts.plain(grid.name), {"id": study}, icon=":material/arrow_back:")
    st.title(_("Who codes what in {study}").format(study=parts.plain(grid.name)))
    if grid.rows:
        _progress(grid)
        _table(grid)
    else:
        st.write(_("Nothing was handed out yet. Decide how many visits two people code, then hand them out."))
    expecting.section(study)
    st.header(_("Handing out"))
    last = (grid.drawings[-1].drawing.scheme, grid.drawings[-1].drawing.profile) if grid.drawings else None
    handing_out.section(study, last=last)
    if grid.rows:
        handing_out.again(study, last)
    _drawings(grid)


def _progress(grid: Grid) -> None:
    cells = [cell for row in grid.rows for cell in row.cells]
    done = sum(cell.state == "submitted" for cell in cells)
    doubled = sum(row.doubled for row in grid.rows)
    st.write(
        _("{done} of {all} codings are submitted; {doubled} of {visits} visits are coded by two.").format(
            done=done, all=len(cells), doubled=doubled, visits=len(grid.rows)
        )
    )
    if grid.left:
        left = counted(
            grid.left, "One visit was handed out to nobody yet.", "{n} visits were handed out to nobody yet."
        )
        parts.muted(translated(left, _))


def _table(grid: Grid) -> None:
    columns: dict[str, list[str]] = {
        _("Visit"): [f"{row.visit.family_code} · {row.visit.label}" for row in grid.rows],
        _("Day"): [row.visit.date for row in grid.rows],
    }
    for account, name in grid.coders.items():
        columns[name] = [_cells(row, account) for row in grid.rows]
    columns[_("By two")] = [_("yes") if row.doubled else "" for row in grid.rows]
    shown = st.dataframe(
        columns, hide_index=True, on_select="rerun", selection_mode="single-row", key="grid", width="stretch"
    )
    ticked = [grid.rows[n] for n in shown["selection"]["rows"] if n < len(grid.rows)]
    if ticked:
        _change(grid, ticked[0])
    else:
        parts.muted(_("Tick a visit to give it to another coder or to take it back."))


def _cells(row: GridRow, account: str) -> str:
    """How far somebody is; of a visit that is coded again only with that."""
    theirs = [cell for cell in row.cells if cell.account == account]
    return ", ".join(_words(cell) for cell in [c for c in theirs if c.again] or theirs)


def _words(cell: Cell) -> str:
    if not cell.again:
        return words(cell.state)
    return _("again") if cell.state == "open" else _("again: {state}").format(state=words(cell.state))


def _words_with_day(cell: Cell) -> str:
    return _("again from {day}").format(day=cell.not_before) if cell.again else _words(cell)


def _change(grid: Grid, row: GridRow) -> None:
    visit = row.visit
    parts.link("session", _("Open the visit"), {"id": visit.id}, icon=":material/arrow_forward:")
    having = {cell.account for cell in row.cells}
    everybody = assigning.coders_here(state.place(), state.person(), grid.study)
    others = {id: name for id, name in everybody.items() if id not in having}
    left = [cell for cell in row.cells if cell.state == "open"]
    if not left:
        parts.muted(_("Everybody who has it has begun; it stays theirs."))
    for cell in left:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"cell-{cell.account}"):
            st.markdown(
                f"**{parts.plain(grid.coders[cell.account])}** · {_words_with_day(cell)}", width="content"
            )
            if st.button(_("Take back"), key=f"back-{cell.account}"):
                with parts.refusals():
                    assigning.withdraw(state.place(), state.person(), visit.id, cell.account)
                    st.rerun()
            if others and not cell.again:
                _hand_over(row, cell, others)


def _hand_over(row: GridRow, cell: Cell, others: dict[str, str]) -> None:
    with st.popover(_("Give it to another coder"), key=f"over-{cell.account}"):
        to = st.selectbox(_("To whom"), list(others), format_func=others.__getitem__)
        if st.button(_("Give it"), key=f"give-{cell.account}", type="primary"):
            with parts.refusals():
                assigning.reassign(state.place(), state.person(), row.visit.id, cell.account, to)
                st.rerun()


def _drawings(grid: Grid) -> None:
    if not grid.drawings:
        return
    with st.expander(_("What was drawn, by which seeds"), icon=":material/history:"):
        strata = handing_out.strata_words(grid.study)
        for each in reversed(grid.drawings):
            with st.container(gap=None):
                st.markdown(parts.plain(_drawn(each)))
                parts.muted(_settings(each, strata))


def _drawn(each: Drawn) -> str:
    what = _("handed out") if each.drawing.kind == assigning.CODE else _("to be coded again")
    n = each.drawing.settings["visits"]
    return f"{each.drawing.at[:10]} · {each.by} · {_('{n} visits').format(n=n)} {what}"


def _settings(each: Drawn, strata: Mapping[str, str]) -> str:
    kept = each.drawing.settings
    share, number = kept.get("share"), kept.get("number")
    facts = [_("seed {seed}").format(seed=each.drawing.seed), f"{each.scheme} · {each.drawing.profile}"]
    if share is not None:
        facts.append(_("{n} % of all").format(n=round(100 * share)))
    if number is not None:
        facts.append(_("{n} of all").format(n=number))
    if kept.get("doubled") is not None:
        facts.append(_("{n} for two coders").format(n=kept["doubled"]))
    if kept.get("after_days"):
        facts.append(_("after {n} days").format(n=kept["after_days"]))
    if kept.get("by"):
        facts.append(
            _("alike in each: {what}").format(what=", ".join(strata.get(b, "–") for b in kept["by"]))
        )
    return " · ".join(facts)


main()
