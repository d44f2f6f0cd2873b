"""The measures of an export as plain rows: one a number, and one a coding."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.exchange.export import Export
from annotator.exchange.tables import Cell, Table
from annotator.measures import Figure, Measured, summarise
from annotator.measures.spread import shown_limits
from annotator.model import Coding

LONG = {
    "session": "the visit, by its id",
    "coder": "who coded, by their id",
    "scheme": "the coding scheme",
    "scheme_version": "its version",
    "profile": "the depth of use",
    "measure": "the measure, as the scheme names it",
    "kind": "what kind of number it is",
    "subject": "whose it is",
    "part": "nothing for the measure itself, else which part: window, within, chance, value, pair and so on",
    "key": "which window (ms), which time or lag (ms), which value, which pair, whose",
    "unit": "count, per_minute, share (0 to 1), ms, mean or coefficient",
    "value": "the number; none where it is undefined or rests on fewer than the scheme's min_n",
    "low": "the lower 95 % limit",
    "high": "the upper 95 % limit",
    "n": "what was counted; ms of time where of_what is ms and the unit is share",
    "of": "the denominator",
    "of_what": "of what: ms, cues, answers, episodes, annotations, transitions, turns and so on",
    "reason": "why there is no number",
    "left_out": "what is not counted",
}
HEAD = ("session", "coder", "scheme", "scheme_version", "profile")
_WIDE_PARTS = ("", "within", "reparation", "mismatch", "gap", "chain", "overlap")
RESEARCH = "researcher"


def measures(export: Export) -> Table:
    """A row for each number of each measure that the scheme means for research, by coder and measure."""
    rows = [
        (*head(export, coding), *_figure(m, figure))
        for coding in export.codings
        for m in _measured(export, coding)
        for figure in m.figures
    ]
    return Table(tuple(LONG), tuple(rows))


def measures_wide(export: Export) -> Table:
    """A row for each coding: each measure's number, and what it rests on as ``_n`` and ``_of``."""
    held = [
        (coding, {column: cell.value for column, cell in cells.items()}) for coding, cells in wide(export)
    ]
    columns = list(dict.fromkeys(column for _, cells in held for column in cells))
    rows = [(*head(export, coding), *(cells.get(column) for column in columns)) for coding, cells in held]
    return Table((*HEAD, *columns), tuple(rows))


@dataclass(frozen=True, slots=True)
class Wide:
    """A number of a coding: ``value`` or the ``reason`` why there is none; ``label`` says what it is."""

    value: float | None
    label: str
    reason: str = ""


def wide(export: Export) -> list[tuple[Coding, dict[str, Wide]]]:
    """The numbers of each coding by their columns."""
    language = export.choices.language
    return [(coding, _cells(list(_measured(export, coding)), language)) for coding in export.codings]


def _measured(export: Export, coding: Coding) -> Iterator[Measured]:
    leaving = tuple(a for a in coding.annotations if not export.kept_back(a.content))
    summary = summarise(replace(coding, annotations=leaving), export.scheme)
    return (m for m in summary.measures if RESEARCH in m.measure.audience)


def head(export: Export, coding: Coding) -> tuple[Cell, ...]:
    """What a row begins with: ``HEAD``."""
    return coding.session, coding.coder, export.scheme.id, export.scheme.version, coding.profile


def _figure(m: Measured, f: Figure) -> tuple[Cell, ...]:
    shown = m.shown(f)
    low, high = shown_limits(m, f) or (None, None)
    left_out = "; ".join(m.left_out) or None
    return (
        m.measure.id, m.measure.kind, m.subject, f.part or None, f.key or None, f.unit, shown.value, low,
        high, f.n, f.of, f.of_what or None, shown.reason or None, left_out,
    )  # fmt: skip


def _cells(found: list[Measured], language: str) -> dict[str, Wide]:
    """Columns named by measure; with the subject behind where a measure has several."""
    cells: dict[str, Wide] = {}
    for m in found:
        several = sum(other.measure.id == m.measure.id for other in found) > 1
        for figure in m.figures:
            if figure.part not in _WIDE_PARTS:
                continue
            name = "_".join(
                p for p in (m.measure.id, m.subject if several else "", figure.part, figure.key) if p
            )
            called = m.measure.label.in_language(language) if m.measure.label else m.measure.id
            parts = (called, m.subject, figure.part, figure.key, figure.unit)
            label, shown = ", ".join(part for part in parts if part), m.shown(figure)
            cells |= {
                name: Wide(shown.value, label, shown.reason or ""),
                f"{name}_n": Wide(figure.n, f"{label}: what was counted"),
                f"{name}_of": Wide(figure.of, f"{label}: of how much"),
            }
    return cells
