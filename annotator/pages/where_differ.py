"""A part of the page of comparison: where two codings differ, by cost, with a filter in the address."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from annotator.actions.comparing import ComparisonView
from annotator.actions.judging import Differences, Judged
from annotator.agreement import BOUNDARY_MS, NONE, Disagreement
from annotator.errors import counted, translated
from annotator.pages import parts, state
from annotator.pages.figures import span
from annotator.pages.words import code_name
from annotator.timecode import clock

_ = state.say
LISTED = 12
FILTERS = ("kind", "pair", "code", "open")
APART = ">"
"""Between two codes of a cell in the table: the first coder's, then the second's."""


def section(found: Differences, pair: tuple[str, str]) -> None:
    """The costliest moments; each opens the film three seconds before, with both records on the screen."""
    everything = found.judged
    st.header(_("Where they differ") + f" · {len(everything)}")
    if not everything:
        st.write(_("Nowhere in the shared time."))
        return
    _boundaries_or_codes(found)
    parts.action("differences", _("Watch them one by one"), _query(pair))
    chosen = _filters(found)
    shown = [j for j in everything if _fits(j, chosen)]
    for number, each in enumerate(shown[:LISTED]):
        with st.container(key=f"differ-{number}", gap=None):
            at = _query(pair) | {"at": name_of(each.disagreement)}
            parts.link("differences", _headline(found.view, each), at)
            parts.muted(_pair(found.view, each.disagreement))
    if not shown:
        parts.muted(_("No moment is like that. Choose something else above."))
    if len(shown) > LISTED:
        parts.muted(_("and {n} more: “Watch them one by one” shows all").format(n=len(shown) - LISTED))
    if found.gone:
        gone = counted(
            found.gone,
            "One verdict is about a moment at which the codings differ no longer: one was changed since.",
            "{n} verdicts are about moments at which the codings differ no longer: one was changed since.",
        )
        parts.muted(translated(gone, _))


def _boundaries_or_codes(found: Differences) -> None:
    """Whether eyes or fingers need practice: how much of the time is one boundary in two places."""
    timed = [j.disagreement for j in found.judged if j.disagreement.cost_ms]
    whole = sum(d.cost_ms for d in timed)
    if not whole:
        return
    slight = sum(d.cost_ms for d in timed if d.is_boundary)
    words = _(
        "{share} % of the time in disagreement are boundaries at most {s} s apart: hands, not opinions."
    )
    parts.muted(words.format(share=round(100 * slight / whole), s=BOUNDARY_MS // 1000))


def name_of(d: Disagreement) -> str:
    """By what the page of differences knows a moment in its address."""
    return "~".join((d.track, d.subject, str(d.onset), str(d.offset), d.first, d.second))


def _query(pair: tuple[str, str]) -> dict[str, str]:
    kept = {name: state.asked(name) for name in FILTERS if state.asked(name)}
    return {"a": pair[0], "b": pair[1]} | kept


# The filter -------------------------------------------------------------------------------------------


def _filters(found: Differences) -> Mapping[str, str]:
    view, all_of = found.view, [j.disagreement for j in found.judged]
    kinds = dict.fromkeys(d.kind for d in all_of)
    pairs = {_pair_name(d): _both(view, d) for d in all_of if d.rated is None}
    codes = {
        code: code_name(view.scheme, d.track, code, state.language())
        for d in all_of for code in (d.first, d.second) if code != NONE
    }  # fmt: skip
    asked = state.asked("pair")
    if APART in asked and asked not in pairs:
        pairs[asked] = _cell(view, asked)
    options: Mapping[str, tuple[str, Mapping[str, str]]] = {
        "kind": (_("Any kind"), {kind: kind_words(view, kind) for kind in kinds}),
        "pair": (_("Any two codes"), pairs),
        "code": (_("Any code"), codes),
        "open": (_("Decided or not"), {"1": _("Not decided")}),
    }
    columns = [column for _row in range(2) for column in st.columns(2, gap="small")]
    chosen = {}
    for column, (name, (anything, words)) in zip(columns, options.items(), strict=True):
        with column:
            chosen[name] = _select(name, anything, words)
    return chosen


def _select(name: str, anything: str, words: Mapping[str, str]) -> str:
    values = ["", *words]
    asked = state.asked(name)
    value: str = st.selectbox(
        anything, values, index=values.index(asked) if asked in values else 0, label_visibility="collapsed",
        format_func=_words_of(anything, words), key=f"filter-{name}-{asked}",
    )  # fmt: skip
    if value != asked:
        state.keep(name, value)
        st.rerun()
    return value


def _words_of(anything: str, words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: words.get(value, anything)


def _fits(each: Judged, chosen: Mapping[str, str]) -> bool:
    d, pair = each.disagreement, chosen["pair"]
    same = APART.join((d.first, d.second)) == pair if APART in pair else _pair_name(d) == pair
    return (
        chosen["kind"] in ("", d.kind)
        and (not pair or same)
        and (not chosen["code"] or chosen["code"] in (d.first, d.second))
        and not (chosen["open"] and each.verdict)
    )


def _pair_name(d: Disagreement) -> str:
    return "~".join(sorted((d.first, d.second)))


def _both(view: ComparisonView, d: Disagreement) -> str:
    return " – ".join(
        code_name(view.scheme, d.track, c, state.language()) for c in sorted((d.first, d.second))
    )


def _cell(view: ComparisonView, asked: str) -> str:
    first, _sign, second = asked.partition(APART)
    tracks: Sequence[str] = [t.id for t in view.scheme.tracks if t.code(first) or t.code(second)]
    names = [
        code_name(view.scheme, tracks[0] if tracks else "", c, state.language()) for c in (first, second)
    ]
    return f"{view.comparison.first}: {names[0]}, {view.comparison.second}: {names[1]}"


# Words ------------------------------------------------------------------------------------------------


def kind_words(view: ComparisonView, kind: str) -> str:
    """What kind of difference it is, with the names of the two."""
    return {
        "confusion": _("two opinions"),
        "missed by first": _("{name} has none").format(name=view.comparison.first),
        "missed by second": _("{name} has none").format(name=view.comparison.second),
        "boundary": _("one boundary, at most {s} s apart").format(s=BOUNDARY_MS // 1000),
        "rating gap": _("ratings apart"),
    }[kind]


def _headline(view: ComparisonView, each: Judged) -> str:
    d = each.disagreement
    words = [clock(d.onset), _length(d), kind_words(view, d.kind)]
    if each.verdict is not None:
        words.append(_verdict(view, each.verdict.word))
    return " · ".join(words)


def _verdict(view: ComparisonView, word: str) -> str:
    return {
        "first": _("{name} is right").format(name=view.comparison.first),
        "second": _("{name} is right").format(name=view.comparison.second),
        "both": _("Both can be defended"),
        "unclear": _("The scheme is unclear"),
    }[word]


def _length(d: Disagreement) -> str:
    if d.rated is not None:
        return _("{n} points apart").format(n=f"{d.gap:g}")
    if d.is_point or d.cost.value is None:
        return _("a mark")
    return _("{time}, {percent} % of all disagreement").format(
        time=span(d.cost_ms), percent=round(100 * d.cost.value)
    )


def _pair(view: ComparisonView, d: Disagreement) -> str:
    first = code_name(view.scheme, d.track, d.first, state.language())
    second = code_name(view.scheme, d.track, d.second, state.language())
    if d.rated is not None:
        first, second = (f"{first} {value:g}" for value in d.rated)
    return f"{view.comparison.first}: {first} – {view.comparison.second}: {second}"
