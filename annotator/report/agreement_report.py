"""The report of a study's agreement: one HTML file, a tagged PDF (PDF/UA-1), or a tidy table.

Coders and sessions are numbered, nobody is named. Every number stands with what it rests on and how it was
made, and a paragraph on methods is ready to be taken into a paper.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from annotator.agreement import StudyAgreement, StudyPoints
from annotator.errors import counted, translated
from annotator.report.agreement_rows import BETWEEN, WITHIN, Numbers, numbers_of, rows_csv, rows_of
from annotator.report.agreement_tables import (
    ReportTable,
    derived_table,
    lane_tables,
    own_tables,
    ratings_table,
)
from annotator.report.agreement_words import (
    Asked,
    Say,
    against_what_is_asked,
    answer,
    lane_name,
    limits_words,
    methods_paragraph,
    names_in,
    number,
    own_answer,
    own_methods,
    track_name,
)
from annotator.report.printing import FAMILIES, page, pdf, style_of
from annotator.report.tokens import tokens
from annotator.schemes import Scheme


@dataclass(frozen=True, slots=True)
class ReportPart:
    """What was found with one scheme."""

    title: str
    answers: tuple[str, ...]
    asked: tuple[str, ...]
    methods: str
    tables: tuple[ReportTable, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report in one language; ``rows`` are those of the tidy table."""

    language: str
    title: str
    claims: str
    methods: str
    nothing: str
    parts: tuple[ReportPart, ...]
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Between:
    """What was found of two coders with one scheme, what is asked of it, and how much was left out.

    ``set_aside`` counts codings that do not count because another one by the same coder does, ``shallow``
    those of a depth that is not made for agreement.
    """

    scheme: Scheme
    found: StudyAgreement
    asked: Asked
    left_out: int
    set_aside: int
    shallow: int = 0


@dataclass(frozen=True, slots=True)
class Within:
    """What was found of coders with themselves; ``days`` lie between the two codings of each session."""

    scheme: Scheme
    found: StudyAgreement
    days: Sequence[int]


def report_of(
    study: str, between: Sequence[Between], within: Sequence[Within], names: Mapping[str, str], language: str,
    translate: Say,
) -> Report:  # fmt: skip
    """The report of a study: with each scheme how far coders agree, and apart from it each with oneself.

    ``names`` are those of the coders, by account; only their order shows.
    """
    _ = translate
    numbers = numbers_of([*(each.found for each in between), *(each.found for each in within)], names)
    parts = [_between(each, numbers, language, translate) for each in between]
    parts += [_within(each, numbers, language, translate) for each in within]
    rows = [row for each in between for row in rows_of(each.scheme, each.found, BETWEEN, numbers)]
    rows += [row for each in within for row in rows_of(each.scheme, each.found, WITHIN, numbers)]
    return Report(
        language,
        _("Agreement in {study}").format(study=study),
        _("Not diagnostic, not forensic, not validated."),
        _("Methods"),
        _("No session was coded by two people yet."),
        tuple(parts),
        tuple(rows),
    )


def _between(of: Between, numbers: Numbers, language: str, translate: Say) -> ReportPart:
    scheme, found = of.scheme, of.found
    answers, gates, tables = list[str](), list[str](), list[ReportTable]()
    for lane in found.states:
        name, names = lane_name(scheme, lane, language), names_in(scheme, lane.track, language, translate)
        answers.append(f"{name}: {answer(lane, of.asked, names, translate)}")
        gates += [f"{name}: {told}" for told in against_what_is_asked(lane, of.asked, names, translate)]
        tables += lane_tables(name, lane, names, numbers, translate)
    answers += [_of_points(scheme, points, language, translate) for points in found.points]
    first = translate("First is the coder with the lower number.")
    tables += _of_values(scheme, found, first, language, translate)
    answers += left_out_words(of.left_out, of.set_aside, of.shallow, translate)
    return ReportPart(
        _title(scheme, language), tuple(answers), tuple(gates), methods_paragraph(scheme, found, translate),
        tuple(tables),
    )  # fmt: skip


def _within(of: Within, numbers: Numbers, language: str, translate: Say) -> ReportPart:
    scheme, found = of.scheme, of.found
    answers, tables = list[str](), list[ReportTable]()
    for lane in found.states:
        name = lane_name(scheme, lane, language)
        answers.append(f"{name}: {own_answer(lane, translate)}")
        tables += own_tables(name, lane, numbers, translate)
    answers += [_of_points(scheme, points, language, translate) for points in found.points]
    first = translate("First is the former coding, second the new one.")
    tables += _of_values(scheme, found, first, language, translate)
    title = translate("Coders with themselves: {scheme}").format(scheme=_title(scheme, language))
    return ReportPart(title, tuple(answers), (), own_methods(found, of.days, translate), tuple(tables))


def _title(scheme: Scheme, language: str) -> str:
    return f"{scheme.title.in_language(language)} · {scheme.id} {scheme.version}"


def _of_points(scheme: Scheme, points: StudyPoints, language: str, translate: Say) -> str:
    return translate("{lane}: F1 {f1} ({interval}), {n} marks, partners within {s} s.").format(
        lane=track_name(scheme, points.track, points.subject, language), f1=number(points.f1, translate),
        interval=limits_words(points.limits, translate), n=points.f1.units, s=points.tolerance_ms / 1000,
    )  # fmt: skip


def _of_values(
    scheme: Scheme, found: StudyAgreement, first: str, language: str, translate: Say
) -> Iterator[ReportTable]:
    if found.ratings:
        yield ratings_table(scheme, found, language, translate)
    if found.derived:
        yield derived_table(scheme, found, first, language, translate)


def left_out_words(left_out: int, set_aside: int, shallow: int, translate: Say) -> list[str]:
    """What does not count, and why."""
    told = []
    if left_out:
        words = translate("{n} sessions are left out: not comparable, or closed to you.")
        told.append(words.format(n=left_out))
    if set_aside:
        words = counted(
            set_aside,
            "One coding does not count: another by the coder does, or the coder could see another's before.",
            "{n} codings do not count: others by the coders do, or the coders could see another's before.",
        )
        told.append(translated(words, translate))
    if shallow:
        words = counted(
            shallow,
            "One coding does not count: its depth is not made for agreement, as that of a field pass.",
            "{n} codings do not count: their depth is not made for agreement, as that of a field pass.",
        )
        told.append(translated(words, translate))
    return told


def agreement_csv(report: Report) -> bytes:
    """Every number as a row; see ``rows_of``."""
    return rows_csv(report.rows)


def agreement_html(report: Report) -> bytes:
    """The report as one HTML file: no script, nothing fetched, made to be printed on A4."""
    style = style_of("code_book") + "h3 { margin-top: 1.4em; }\n"
    return page("agreement_report", style, language=report.language, title=report.title, report=report)


def agreement_pdf(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1), A4, with our own fonts alone."""
    look = tokens().light
    shown = {name: value for name, value in asdict(report).items() if name != "rows"}
    look_of = {"fonts": FAMILIES, "ink": look.ink, "muted": look.muted, "soft": look.soft}
    return pdf("agreement_report", shown | {"look": look_of})
