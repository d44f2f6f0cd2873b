"""The tables of the report of a study's agreement: words in rows, every number with its interval and n."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.agreement import PooledAgreement, StudyAgreement, StudyLane
from annotator.errors import translated
from annotator.report.agreement_rows import Numbers
from annotator.report.agreement_words import (
    Say,
    in_unit,
    limits_words,
    measure_names,
    names_in,
    number,
)
from annotator.schemes import Scheme
from annotator.stats import Limits, Statistic
from annotator.timecode import span


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of words: its title, its heads, its rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def lane_tables(
    name: str, lane: StudyLane, names: Callable[[str], str], numbers: Numbers, translate: Say
) -> Iterator[ReportTable]:
    """The tables of a line: its numbers, code by code, both codes beside one another, coder by coder."""
    _ = translate
    kappa, percent = lane.kappa, lane.percent

    def row(words: str, s: Statistic, limits: Limits | None = None) -> tuple[str, ...]:
        rest = ("", "") if limits is None else (limits_words(limits, _), translated(limits.method, _))
        return words, number(s, _), *rest

    yield ReportTable(
        name,
        (_("number"), _("value"), _("95 %"), _("how")),
        (
            *(row("κ", kappa.value, limits) for limits in _intervals(kappa)),
            row(_("same code"), percent.value, percent.bootstrap),
            row(_("estimated accuracy"), lane.accuracy),
            row(_("median session"), kappa.median),
            row(_("lowest session"), kappa.worst),
        ),
    )  # fmt: skip
    yield ReportTable(
        f"{name}: {_('code by code')}",
        (
            _("code"), "κ", _("both, of either"), _("share, first"), _("share, second"), _("stretches"),
            _("ICC of the share"),
        ),
        tuple(
            (
                names(c.code), number(c.pooled.kappa, _), number(c.pooled.positive, _),
                number(c.pooled.first_share, _), number(c.pooled.second_share, _), str(c.stretches),
                number(c.share.value, _),
            )
            for c in lane.codes
        ),
    )  # fmt: skip
    seen = [code for code in lane.table.codes if _used(lane, code)]
    index = [lane.table.codes.index(code) for code in seen]
    yield ReportTable(
        f"{name}: {_('time by both codes') if lane.length_ms is None else _('intervals by both codes')}",
        ("", *(names(code) for code in seen)),
        tuple(
            (names(lane.table.codes[i]), *(_amount(lane, lane.table.cells[i][j]) for j in index))
            for i in index
        ),
    )
    yield coders_table(f"{name}: {_('coder by coder')}", lane, numbers, translate)


def _intervals(of: PooledAgreement) -> list[Limits]:
    """The intervals of a pooled number; without any, the one that needs fewest sessions, for its reason."""
    there = [limits for limits in (of.bootstrap, of.jackknife) if limits.low is not None]
    return there or [of.jackknife]


def coders_table(title: str, lane: StudyLane, numbers: Numbers, translate: Say) -> ReportTable:
    """κ of every two coders, or of each with oneself, with its interval and over how many sessions."""
    _ = translate

    def both(a: str, b: str) -> str:
        known = sorted({numbers.coders[a], numbers.coders[b]})
        return " – ".join(_("coder {n}").format(n=n) for n in known)

    return ReportTable(
        title,
        (_("coders"), "κ", _("95 %"), _("how"), _("sessions")),
        tuple(
            (
                both(a, b), number(k.value, _),
                limits_words(k.limits, _), translated(k.limits.method, _), str(len(k.sessions)),
            )
            for (a, b), k in lane.pairs.items()
        ),
    )  # fmt: skip


def own_tables(name: str, lane: StudyLane, numbers: Numbers, translate: Say) -> Iterator[ReportTable]:
    """The tables of a line on which coders stand beside themselves."""
    _ = translate
    kappa, percent = lane.kappa, lane.percent
    rows = [
        (words, number(of.value, _), limits_words(of.limits, _), translated(of.limits.method, _))
        for words, of in (("κ", kappa), (_("same code"), percent))
    ]
    yield ReportTable(name, (_("number"), _("value"), _("95 %"), _("how")), tuple(rows))
    yield coders_table(f"{name}: {_('coder by coder')}", lane, numbers, translate)


def _amount(lane: StudyLane, cell: int) -> str:
    return span(cell) if lane.length_ms is None else str(cell)


def _used(lane: StudyLane, code: str) -> bool:
    i = lane.table.codes.index(code)
    return bool(lane.table.first[i] or lane.table.second[i])


def ratings_table(scheme: Scheme, found: StudyAgreement, language: str, translate: Say) -> ReportTable:
    """Every question with its coefficients and over how many sessions."""
    _ = translate
    rows = []
    for question in found.ratings:
        names = names_in(scheme, question.track, language, translate)
        rows.append(
            (
                names(question.code), number(question.icc.value, _), limits_words(question.icc.limits, _),
                number(question.kappa, _), number(question.exact, _), number(question.within_one, _),
                number(question.sem, _), str(len(question.pairs)),
            )
        )  # fmt: skip
    head = (
        _("question"),
        "ICC(A,1)",
        _("95 %"),
        _("weighted κ"),
        _("same value"),
        _("at most one step apart"),
        "SEM",
        "n",
    )
    return ReportTable(_("Ratings"), head, tuple(rows))


def derived_table(scheme: Scheme, found: StudyAgreement, language: str, translate: Say) -> ReportTable:
    """Every derived measure: its coefficient, and how far the two records lie apart."""
    _ = translate
    names, rows = measure_names(scheme, found, language), list[tuple[str, ...]]()
    for each in found.derived:
        apart, n = each.differences, len(each.pairs)
        low, high = in_unit(each.unit, apart.low.value), in_unit(each.unit, apart.high.value)
        rows.append(
            (
                names[each.measure, each.subject], number(each.icc.value, _),
                limits_words(each.icc.limits, _), in_unit(each.unit, apart.bias.value),
                "–" if apart.low.value is None else f"{low} … {high}",
                limits_words(apart.slope_limits, _), str(n),
            )
        )  # fmt: skip
    head = (
        _("measure"), "ICC(A,1)", _("95 %"), _("first less second"), _("95 % of differences"),
        _("slope on the mean, 95 %"), "n",
    )  # fmt: skip
    return ReportTable(_("Derived measures"), head, tuple(rows))
