"""The tables of the report of a study's agreement: words in rows, every number with its interval and n."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.agreement import DerivedAgreement, PooledAgreement, StudyAgreement, StudyLane
from annotator.agreement.derived import LEAST_SESSIONS
from annotator.agreement.scores import LEAST_PAIRS
from annotator.errors import translated
from annotator.report.agreement_rows import Numbers
from annotator.report.agreement_words import (
    Say,
    any_derived,
    dashes_words,
    in_unit,
    limits_cell,
    measure_names,
    names_in,
    number,
    number_cell,
)
from annotator.schemes import Scheme
from annotator.stats import Limits, Statistic
from annotator.timecode import span


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of words: its title, its heads, its rows; under it why some of its cells are dashes."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def lane_tables(
    name: str, lane: StudyLane, names: Callable[[str], str], numbers: Numbers, translate: Say
) -> Iterator[ReportTable]:
    """The tables of a line: its numbers, code by code, both codes beside one another, coder by coder."""
    _ = translate
    kappa, percent = lane.kappa, lane.percent

    def row(words: str, s: Statistic, limits: Limits | None = None) -> tuple[str, ...]:
        rest = ("", "") if limits is None else (limits_cell(limits), translated(limits.method, _))
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
        _notes([*_intervals(kappa), percent.bootstrap], _),
    )  # fmt: skip
    yield ReportTable(
        f"{name}: {_('code by code')}",
        (
            _("code"), "κ", _("both, of either"), _("share, first"), _("share, second"), _("stretches"),
            _("ICC of the share"),
        ),
        tuple(
            (
                names(c.code), number_cell(c.pooled.kappa), number_cell(c.pooled.positive),
                number_cell(c.pooled.first_share), number_cell(c.pooled.second_share), str(c.stretches),
                number_cell(c.share.value),
            )
            for c in lane.codes
        ),
        (
            *_notes((s for c in lane.codes for s in (c.pooled.kappa, c.pooled.positive, c.share.value)), _),
            _("First is the coder with the lower number."),
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
                limits_cell(k.limits), translated(k.limits.method, _), str(len(k.sessions)),
            )
            for (a, b), k in lane.pairs.items()
        ),
        _notes((k.limits for k in lane.pairs.values()), _),
    )  # fmt: skip


def own_tables(name: str, lane: StudyLane, numbers: Numbers, translate: Say) -> Iterator[ReportTable]:
    """The tables of a line on which coders stand beside themselves."""
    _ = translate
    kappa, percent = lane.kappa, lane.percent
    rows = [
        (words, number(of.value, _), limits_cell(of.limits), translated(of.limits.method, _))
        for words, of in (("κ", kappa), (_("same code"), percent))
    ]
    notes = _notes([kappa.limits, percent.limits], _)
    yield ReportTable(name, (_("number"), _("value"), _("95 %"), _("how")), tuple(rows), notes)
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
                names(question.code), number_cell(question.icc.value), limits_cell(question.icc.limits),
                number_cell(question.kappa), number_cell(question.exact), number_cell(question.within_one),
                number_cell(question.sem), str(len(question.pairs)),
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
    every = (s for q in found.ratings for s in (q.icc.value, q.icc.limits, q.kappa, q.exact, q.sem))
    return ReportTable(_("Ratings"), head, tuple(rows), _notes(every, _))


def derived_table(
    scheme: Scheme, found: StudyAgreement, first: str, language: str, translate: Say
) -> ReportTable:
    """Every derived measure: its coefficient, and how far the two records lie apart.

    ``first`` says in a sentence whose number stands first.
    """
    _ = translate
    names, rows = measure_names(scheme, found, language), list[tuple[str, ...]]()
    notes = _derived_notes(found.derived, _)
    if not any_derived(found):
        counted = tuple((names[e.measure, e.subject], str(len(e.pairs))) for e in found.derived)
        return ReportTable(_("Derived measures"), (_("measure"), "n"), counted, notes)
    for each in found.derived:
        apart, n = each.differences, len(each.pairs)
        low, high = in_unit(each.unit, apart.low.value), in_unit(each.unit, apart.high.value)
        rows.append(
            (
                names[each.measure, each.subject], number_cell(each.icc.value),
                limits_cell(each.icc.limits), in_unit(each.unit, apart.bias.value),
                "–" if apart.low.value is None else f"{low} … {high}",
                limits_cell(apart.slope_limits), str(n),
            )
        )  # fmt: skip
    head = (
        _("measure"), "ICC(A,1)", _("95 %"), _("first less second"), _("95 % of differences"),
        _("slope on the mean, 95 %"), "n",
    )  # fmt: skip
    return ReportTable(_("Derived measures"), head, tuple(rows), (first, *notes))


def _derived_notes(derived: Sequence[DerivedAgreement], translate: Say) -> tuple[str, ...]:
    """Why there are dashes: once from how many sessions on there are numbers, then what else there is."""
    few = translate("–: how far apart is told from {least} sessions on, a coefficient from {most} on.")
    reason = few.format(least=LEAST_PAIRS, most=LEAST_SESSIONS)
    enough = [s for e in derived if len(e.pairs) >= LEAST_SESSIONS for s in (e.icc.value, e.icc.limits)]
    slopes = [e.differences.slope_limits for e in derived if len(e.pairs) >= LEAST_PAIRS]
    short = any(len(e.pairs) < LEAST_SESSIONS for e in derived)
    return (*((reason,) if short else ()), *_notes([*enough, *slopes], translate))


def _notes(every: Iterable[Limits | Statistic], translate: Say) -> tuple[str, ...]:
    return tuple(dashes_words(every, translate))
