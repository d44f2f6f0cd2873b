"""What changed since the last comparable visit, on the page of a summary: in words, or with the numbers."""

from collections.abc import Mapping, Sequence

import streamlit as st

from annotator.actions.changing import ChangeView, Told
from annotator.errors import translated
from annotator.measures import Change, Declared, Figure
from annotator.measures.change import Verdict
from annotator.pages import parts, state
from annotator.pages.figures import span, written_apart, written_times
from annotator.pages.measures import part_words

_ = state.say


def section(view: ChangeView, language: str) -> None:
    """One sentence for each way something went; whoever reads numbers also has the table behind them."""
    if view.last is None and not view.reason:
        return
    st.header(_("Since the last visit like this one"))
    if view.last is None:
        st.write(translated(view.reason, _))
        parts.muted(_("Change is only told between visits that were filmed and coded alike."))
        return
    parts.muted(
        _("Held against {visit} of {date}: the same situation, scheme and depth.").format(
            visit=view.last.label, date=view.last.date
        )
    )
    _sentences(view.told, language)
    if view.changes:
        _table(view.changes, language)


def _sentences(told: Sequence[Told], language: str) -> None:
    several = _several(told)
    clear: dict[str, list[str]] = {}
    still, silent = [], []
    for each in told:
        name = _name(each.measure, each.subject, each.part, each.key, language, several)
        if each.verdict in ("more", "less"):
            clear.setdefault(verdict(each.verdict, each.unit), []).append(name)
        elif each.verdict:
            still.append(name)
        else:
            silent.append(name)
    for words, names in clear.items():
        st.markdown(f"**{words}**: {parts.plain(', '.join(names))}")
    if still:
        st.markdown(f"{_('No clear change')}: {parts.plain(', '.join(still))}")
    if silent:
        parts.muted(_("Nothing can be said of {names}: too little was seen.").format(names=", ".join(silent)))


def verdict(word: Verdict, unit: str) -> str:
    """The verdict as one says it: of a time, longer or shorter."""
    lasting = unit == "ms"
    return {
        "more": _("Clearly longer") if lasting else _("Clearly more"),
        "less": _("Clearly shorter") if lasting else _("Clearly less"),
        "no clear change": _("No clear change"), "": "–",
    }[word]  # fmt: skip


def _table(found: Sequence[Change], language: str) -> None:
    several = _several(found)
    with st.expander(_("The numbers behind it")):
        st.dataframe([_row(each, language, several) for each in found], hide_index=True, height="content")
        parts.muted(
            _(
                "Each interval is right 95 times in 100 by itself: of twenty measures about one moves by "
                "chance alone."
            )
        )


def _row(each: Change, language: str, several: Mapping[str, bool]) -> dict[str, str]:
    return {
        _("measure"): _name(each.measure, each.subject, each.part, each.key, language, several),
        "": verdict(each.verdict, each.after.unit),
        _("difference"): _difference(each),
        _("95 % interval"): _limits(each),
        _("before"): _rests(each.before),
        _("now"): _rests(each.after),
        _("how, or why not"): translated(each.reason or each.method, _),
    }


def _several(found: Sequence[Told] | Sequence[Change]) -> Mapping[str, bool]:
    """Of each measure whether several people have it, so that their names are needed."""
    subjects: dict[str, set[str]] = {}
    for each in found:
        subjects.setdefault(each.measure.id, set()).add(each.subject)
    return {id: len(those) > 1 for id, those in subjects.items()}


def _name(
    measure: Declared, subject: str, part: str, key: str, language: str, several: Mapping[str, bool]
) -> str:
    named = (measure.name(language), part_words(part, key), subject if several[measure.id] else "")
    return ": ".join(words for words in named if words)


def _difference(each: Change) -> str:
    if each.reason:
        return "–"
    if each.ratio:
        return _("none before") if each.value is None else written_times(each.value)
    return "–" if each.value is None else _apart(each.value, each.after.unit)


def _limits(each: Change) -> str:
    if each.reason:
        return ""
    if each.ratio:
        low = written_times(each.low or 0)
        return (
            _("{low} or more").format(low=low)
            if each.high is None
            else _("{low} to {high}").format(low=low, high=written_times(each.high))
        )
    low, high = (_apart(limit or 0, each.after.unit) for limit in (each.low, each.high))
    return _("{low} to {high}").format(low=low, high=high)


def _apart(value: float, unit: str) -> str:
    apart = written_apart(unit, value)
    return _("{n} points of 100").format(n=apart) if unit == "share" else apart


def _rests(figure: Figure) -> str:
    lasting = figure.of_what == "ms" and figure.unit == "share"
    n = span(figure.n) if lasting else str(figure.n)
    if figure.of is None:
        return n
    of = span(figure.of) if figure.of_what == "ms" else str(figure.of)
    return (
        _("{n} of {of}").format(n=n, of=of)
        if lasting or figure.of_what != "ms"
        else _("{n} in {of}").format(n=n, of=of)
    )
