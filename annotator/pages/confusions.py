"""A part of the page of comparison: which codes are taken for which, in time and in events."""

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from annotator.actions.comparing import ComparisonView
from annotator.agreement import NONE, UNLINKED, StateAgreement, Table
from annotator.pages import parts, state
from annotator.pages.where_differ import APART
from annotator.pages.words import code_name, lane_name

_ = state.say
SHADES = 4
"""How many steps of shading a cell may have."""


def section(view: ComparisonView, pair: tuple[str, str]) -> None:
    """A table of each lane; every cell off the diagonal is a link to its moments."""
    lanes = [lane for lane in view.comparison.states if lane.percent.value is not None]
    if not lanes:
        return
    st.header(_("What is taken for what"))
    names = [lane_name(view.scheme, n.track, n.subject, n.code, state.language()) for n in lanes]
    index = 0
    if len(lanes) > 1:
        index = st.selectbox(_("Line"), range(len(lanes)), format_func=names.__getitem__, key="confusions")
    lane = lanes[index]
    first, second = view.comparison.first, view.comparison.second
    parts.muted(_("Rows: {first}, columns: {second}").format(first=first, second=second))
    time, events = st.tabs([_("Time, s"), _("Events")])
    with time:
        _worst(view, lane)
        _grid(view, pair, lane, lane.table, _seconds)
    with events:
        _grid(view, pair, lane, lane.events().table, str)
        parts.muted(
            _(
                "A pair counts 2, one without a partner 1: linked when they overlap by 60 % of the longer "
                "one, or both edges lie within a second."
            )
        )


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f}"


def _worst(view: ComparisonView, lane: StateAgreement) -> None:
    """The two codes that cost most, either way."""
    table = lane.table
    k = range(len(table.codes))
    both = [(table.cells[i][j] + table.cells[j][i], i, j) for i in k for j in k if i < j]
    cost, i, j = max(both, default=(0, 0, 0))
    off = table.total - table.agreed
    if not cost or not off:
        return
    names = [code_name(view.scheme, lane.track, table.codes[n], state.language()) for n in (i, j)]
    words = _("{share} % of the disagreement is {first} – {second}.")
    st.write(
        words.format(share=round(100 * cost / off), first=parts.plain(names[0]), second=parts.plain(names[1]))
    )


def _grid(
    view: ComparisonView,
    pair: tuple[str, str],
    lane: StateAgreement,
    table: Table,
    words: Callable[[int], str],
) -> None:
    used = [i for i, (a, b) in enumerate(zip(table.first, table.second, strict=True)) if a or b]
    names = {i: _name(view, lane, table.codes[i]) for i in used}
    most = max((table.cells[i][j] for i in used for j in used if i != j), default=0)

    def cell(i: int, j: int) -> str:
        amount = table.cells[i][j]
        if i == j or not amount:
            return (
                f'<td class="{"same" if i == j and amount else ""}">{words(amount) if amount else "·"}</td>'
            )
        shade = -(-SHADES * amount // most)
        told = _("{first} – {second}: see the moments").format(first=names[i], second=names[j])
        address = _address(view, pair, table.codes[i], table.codes[j])
        return (
            f'<td class="off off-{shade}"><a href="{escape(address)}" aria-label="{escape(told)}">'
            f"{words(amount)}</a></td>"
        )

    keys = {i: _key(view, lane, table.codes[i]) for i in used}
    head = "".join(
        f'<th scope="col"><abbr title="{escape(names[j])}">{escape(keys[j])}</abbr></th>' for j in used
    )
    rows = [
        f'<tr><th scope="row"><b>{escape(keys[i])}</b> {escape(names[i])}</th>'
        f"{''.join(cell(i, j) for j in used)}"
        f'<td class="sum">{words(table.first[i])}</td></tr>'
        for i in used
    ]
    sums = "".join(f'<td class="sum">{words(table.second[j])}</td>' for j in used)
    total = escape(_("all"))
    st.html(
        f'<div class="grid"><table class="confusion"><thead><tr><td></td>{head}'
        f'<th scope="col">{total}</th></tr></thead><tbody>{"".join(rows)}'
        f'<tr><th scope="row">{total}</th>{sums}'
        f'<td class="sum">{words(table.total)}</td></tr></tbody></table></div>'
    )


def _name(view: ComparisonView, lane: StateAgreement, code: str) -> str:
    return (
        _("without a partner")
        if code == UNLINKED
        else code_name(view.scheme, lane.track, code, state.language())
    )


def _key(view: ComparisonView, lane: StateAgreement, code: str) -> str:
    """A code's key, which heads its column; no code and no partner have none."""
    track = view.scheme.track(lane.track)
    known = track.code(code) if track else None
    return known.key.upper() if known else {NONE: "–", UNLINKED: "–"}.get(code, code)


def _address(view: ComparisonView, pair: Sequence[str], first: str, second: str) -> str:
    """The page again, its list narrowed to a cell; an event without a partner is time without a code."""
    codes = [NONE if code == UNLINKED else code for code in (first, second)]
    asked = {"session": view.session.id, "a": pair[0], "b": pair[1], "pair": APART.join(codes)}
    return f"compare?{urlencode(asked)}"
