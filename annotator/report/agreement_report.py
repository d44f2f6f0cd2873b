"""The report of a study's agreement: one HTML file, a tagged PDF (PDF/UA-1), or a tidy table.

Coders and sessions are numbered, nobody is named. Every number stands with what it rests on and how it was
made, and a paragraph on methods is ready to be taken into a paper.
"""

import base64
import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from annotator import __version__
from annotator.agreement import NONE, DerivedAgreement, StudyAgreement, StudyLane
from annotator.errors import counted, translated
from annotator.measures import declared
from annotator.report.tokens import tokens
from annotator.schemes import Scheme
from annotator.stats import Limits, Statistic
from annotator.timecode import span

_HERE = Path(__file__).resolve().parent
FAMILIES = ("Inter", "Vazirmatn", "Noto Sans Hebrew")
COLUMNS = (
    "scheme", "scheme_version", "of", "track", "subject", "code", "statistic", "value", "low", "high",
    "units", "method", "resamples", "seed", "reason", "attune",
)  # fmt: skip
Say = Callable[[str], str]
ALL = "all sessions"


@dataclass(frozen=True, slots=True)
class Asked:
    """The least accuracy, the least positive agreement of each code, from how many stretches it counts."""

    accuracy: float
    positive: float
    least_events: int


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of words: its title, its heads, its rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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


def report_of(
    study: str, found: Sequence[tuple[Scheme, StudyAgreement, Asked, int]], language: str, translate: Say
) -> Report:
    """The report of a study: of each scheme its agreement, what is asked, and how much was left out."""
    _ = translate
    return Report(
        language,
        _("Agreement in {study}").format(study=study),
        _("Not diagnostic, not forensic, not validated."),
        _("Methods"),
        _("No session was coded by two people yet."),
        tuple(_part(*each, language, translate) for each in found),
        tuple(row for scheme, agreement, _asked, _left in found for row in _rows(scheme, agreement)),
    )


# Sentences, shared with the page ----------------------------------------------------------------------


def number(s: Statistic, translate: Say) -> str:
    """A coefficient with two places, or why there is none."""
    return translated(s.reason, translate) if s.value is None else f"{s.value:.2f}"


def limits_words(limits: Limits, translate: Say) -> str:
    """An interval, or why there is none."""
    if limits.low is None or limits.high is None:
        return translated(limits.reason, translate)
    return f"{limits.low:.2f} – {limits.high:.2f}"


def answer(lane: StudyLane, asked: Asked, names: Callable[[str], str], translate: Say) -> str:
    """A lane in a sentence or two: κ with its interval, sessions, codes, accuracy, the weakest code."""
    _ = translate
    n = len(lane.sessions)
    sessions = _("one session") if n == 1 else _("{n} sessions").format(n=n)
    if lane.kappa.value.value is None:
        return _("No κ, because {reason}; {sessions}.").format(
            reason=translated(lane.kappa.value.reason, translate), sessions=sessions
        )
    used = sum(c.pooled.positive.value is not None for c in lane.codes)
    words = _("κ = {kappa} ({interval}), {sessions}, {codes} codes").format(
        kappa=f"{lane.kappa.value.value:.2f}",
        interval=_interval(lane, translate),
        sessions=sessions,
        codes=used,
    )
    if lane.accuracy.value is not None:
        words += _("; accuracy about {percent} %").format(percent=round(100 * lane.accuracy.value))
    weakest = lane.weakest(asked.least_events)
    if weakest is None or used < 2 or weakest.pooled.positive.value is None:
        return words + "."
    shares = [s.value or 0 for s in (weakest.pooled.first_share, weakest.pooled.second_share)]
    return f"{words}. " + _("Weakest: {code}, {share} % of time, agreed on {percent} % of it.").format(
        code=names(weakest.code), share=f"{50 * sum(shares):.0f}",
        percent=round(100 * weakest.pooled.positive.value),
    )  # fmt: skip


def _interval(lane: StudyLane, translate: Say) -> str:
    limits = lane.kappa.bootstrap
    if limits.low is None:
        limits = lane.kappa.jackknife
    if limits.low is None or limits.high is None:
        return translated(lane.kappa.bootstrap.reason, translate)
    return translate("95 % {low} – {high}").format(low=f"{limits.low:.2f}", high=f"{limits.high:.2f}")


def against_what_is_asked(
    lane: StudyLane, asked: Asked, names: Callable[[str], str], translate: Say
) -> list[str]:
    """Beside what the study asks, in neutral sentences: reached or not, and by which codes not."""
    _ = translate
    told = []
    if lane.accuracy.value is not None:
        of = {"least": round(100 * asked.accuracy), "percent": round(100 * lane.accuracy.value)}
        reached = lane.accuracy.value >= asked.accuracy
        told.append(
            _("Asked: accuracy of at least {least} %. It is {percent} %.").format(**of)
            if reached
            else _("Asked: accuracy of at least {least} %. It is {percent} %, which is less.").format(**of)
        )
    counted = [
        c for c in lane.codes if c.stretches >= asked.least_events and c.pooled.positive.value is not None
    ]
    below = [c for c in counted if (c.pooled.positive.value or 0) < asked.positive]
    least = round(100 * asked.positive)
    if below:
        listed = ", ".join(
            f"{names(c.code)} ({round(100 * (c.pooled.positive.value or 0))} %)" for c in below
        )
        told.append(
            _("Asked: each code shared for at least {least} % of its time. Less: {codes}.").format(
                least=least, codes=listed
            )
        )
    elif counted:
        told.append(
            _("Asked: each code shared for at least {least} % of its time. All are.").format(least=least)
        )
    rare = [c for c in lane.codes if 0 < c.stretches < asked.least_events]
    if rare:
        told.append(
            _("Marked fewer than {n} times, so not looked at by itself: {codes}.").format(
                n=asked.least_events, codes=", ".join(names(c.code) for c in rare)
            )
        )
    return told


def methods_paragraph(scheme: Scheme, found: StudyAgreement, translate: Say) -> str:
    """A paragraph on how agreement was computed, ready to be taken into a paper."""
    _ = translate
    by_dyad = any(lane.families < len(lane.sessions) for lane in found.states)
    return _(
        "Two coders each, independently and blind to one another ({coders} coders in all), coded "
        "{sessions} of {families} with {scheme} {version} ({hash}). Only these original "
        "codings were compared, over the time that both declared as coded, at one millisecond; time "
        "that either coder marked as not codable was left out. Agreement over time is Cohen's κ "
        "(Cohen, 1960) of the summed tables of all sessions, with 95 % percentile intervals from "
        "{resamples} resamples of whole {units} (seed {seed}; no interval with fewer than eight, then"
        " from leaving out one at a time). Observer accuracy was estimated from percent agreement, "
        "supposing equally good coders and evenly spread errors (after Gardner, 1995). Stretches were"
        " linked one to one when they overlapped by at least 60 % of the longer one or both edges lay"
        " within one second. Computed with Attune {attune}."
    ).format(
        sessions=translated(counted(found.sessions, "1 session", "{n} sessions"), _),
        families=translated(counted(found.families, "1 family", "{n} families"), _),
        coders=len(found.coders), scheme=scheme.id,
        version=scheme.version, hash=scheme.hash[:12], resamples=found.resamples, seed=found.seed,
        units=_("families") if by_dyad else _("sessions"), attune=__version__,
    )  # fmt: skip


# The parts --------------------------------------------------------------------------------------------


def _part(
    scheme: Scheme, found: StudyAgreement, asked: Asked, left_out: int, language: str, translate: Say
) -> ReportPart:
    _ = translate
    answers, gates, tables = [], [], list[ReportTable]()
    for lane in found.states:
        name, names = _lane_name(scheme, lane, language), _names(scheme, lane.track, language, translate)
        answers.append(f"{name}: {answer(lane, asked, names, translate)}")
        gates += [f"{name}: {told}" for told in against_what_is_asked(lane, asked, names, translate)]
        tables += _lane_tables(name, lane, found, names, translate)
    for points in found.points:
        track = scheme.track(points.track)
        name = track.label.in_language(language) if track else points.track
        words = _("{lane}: F1 {f1}, {n} marks, partners within {s} s.")
        answers.append(
            words.format(
                lane=name, f1=number(points.f1, translate), n=points.f1.units, s=points.tolerance_ms / 1000
            )
        )
    if found.ratings:
        tables.append(_ratings(scheme, found, language, translate))
    if found.derived:
        tables.append(_derived(scheme, found, language, translate))
    if left_out:
        answers.append(_("{n} sessions are left out: not comparable, or closed to you.").format(n=left_out))
    return ReportPart(
        f"{scheme.title.in_language(language)} · {scheme.id} {scheme.version}", tuple(answers), tuple(gates),
        methods_paragraph(scheme, found, translate), tuple(tables),
    )  # fmt: skip


def _lane_tables(
    name: str, lane: StudyLane, found: StudyAgreement, names: Callable[[str], str], translate: Say
) -> Iterator[ReportTable]:
    _ = translate
    kappa, percent = lane.kappa, lane.percent

    def row(words: str, s: Statistic, limits: Limits | None = None) -> tuple[str, ...]:
        rest = ("", "") if limits is None else (limits_words(limits, _), translated(limits.method, _))
        return words, number(s, _), *rest

    yield ReportTable(
        name,
        (_("number"), _("value"), _("95 %"), _("how")),
        (
            row("κ", kappa.value, kappa.bootstrap),
            row("κ", kappa.value, kappa.jackknife),
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
        f"{name}: {_('time by both codes')}",
        ("", *(names(code) for code in seen)),
        tuple((names(lane.table.codes[i]), *(span(lane.table.cells[i][j]) for j in index)) for i in index),
    )
    coders = {coder: _("coder {n}").format(n=i) for i, coder in enumerate(found.coders, 1)}
    yield ReportTable(
        f"{name}: {_('coder by coder')}",
        (_("coders"), "κ", _("sessions")),
        tuple((f"{coders[a]} – {coders[b]}", number(k, _), str(n)) for (a, b), (k, n) in lane.pairs.items()),
    )


def _used(lane: StudyLane, code: str) -> bool:
    i = lane.table.codes.index(code)
    return bool(lane.table.first[i] or lane.table.second[i])


def _ratings(scheme: Scheme, found: StudyAgreement, language: str, translate: Say) -> ReportTable:
    _ = translate
    rows = []
    for question in found.ratings:
        names = _names(scheme, question.track, language, translate)
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


def measure_names(scheme: Scheme, found: StudyAgreement, language: str) -> dict[tuple[str, str], str]:
    """What the derived measures are called, by id and subject; the subject where there are several."""
    labels = {measure.id: measure.name(language) for measure in declared(scheme)}
    ids = [each.measure for each in found.derived]
    return {
        (each.measure, each.subject): labels.get(each.measure, each.measure)
        + (f" ({each.subject})" if ids.count(each.measure) > 1 else "")
        for each in found.derived
    }


def in_unit(unit: str, value: float | None) -> str:
    """A number of a derived measure, or a difference of two, in its unit; a dash where there is none."""
    if value is None:
        return "–"
    written = {"ms": f"{value / 1000:.2f} s", "share": f"{value:.1%}"}
    return written.get(unit, f"{value:.2f}").replace("-", "−")


def _derived(scheme: Scheme, found: StudyAgreement, language: str, translate: Say) -> ReportTable:
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


def _lane_name(scheme: Scheme, lane: StudyLane, language: str) -> str:
    track = scheme.track(lane.track)
    name = track.label.in_language(language) if track else lane.track
    if lane.code is not None:
        name = f"{name}, {_names(scheme, lane.track, language, str)(lane.code)}"
    return name if track is None or lane.subject == track.subject else f"{name} ({lane.subject})"


def _names(scheme: Scheme, track: str, language: str, translate: Say) -> Callable[[str], str]:
    def name(code: str) -> str:
        if code == NONE:
            return translate("(none)")
        found = scheme.track(track)
        known = found.code(code) if found else None
        return known.label.in_language(language) if known else code

    return name


# The tidy table ---------------------------------------------------------------------------------------


Row = dict[str, Any]


def _rows(scheme: Scheme, found: StudyAgreement) -> Iterator[Row]:
    head: Row = {
        "scheme": scheme.id, "scheme_version": scheme.version, "attune": __version__, "seed": found.seed,
    }  # fmt: skip
    coders = {coder: f"coder {i}" for i, coder in enumerate(found.coders, 1)}
    numbers = {
        s: n for n, s in enumerate(dict.fromkeys(s for lane in found.states for s in lane.sessions), 1)
    }
    for lane in found.states:
        yield from _lane_rows(head, lane, coders, numbers)
    for points in found.points:
        at = {**head, "track": points.track, "subject": points.subject, "of": ALL, "statistic": "f1"}
        yield {**at, **_value(points.f1)}
        yield from ({**at, "code": id, **_value(f1)} for id, f1, _n in points.codes)
    for question in found.ratings:
        at = {**head, "track": question.track, "subject": question.subject, "code": question.code, "of": ALL}
        yield {**at, "statistic": "icc_a1", **_value(question.icc.value), **_limits(question.icc.limits)}
        named = {"weighted_kappa_quadratic": question.kappa, "exact": question.exact, "sem": question.sem}
        yield from ({**at, "statistic": name, **_value(value)} for name, value in named.items())

    for derived in found.derived:
        yield from _derived_rows(head, derived)


def _derived_rows(head: Row, derived: DerivedAgreement) -> Iterator[Row]:
    at = {**head, "subject": derived.subject, "code": derived.measure, "of": ALL}
    apart = derived.differences
    with_limits = {
        "icc_a1": (derived.icc.value, derived.icc.limits), "difference_mean": (apart.bias, apart.bias_limits),
        "difference_low": (apart.low, apart.low_limits), "difference_high": (apart.high, apart.high_limits),
        "difference_slope": (apart.slope, apart.slope_limits),
    }  # fmt: skip
    for name, (value, limits) in with_limits.items():
        yield {**at, "statistic": name, **_value(value), **_limits(limits)}
    yield {**at, "statistic": "sem", **_value(derived.sem)}


def _lane_rows(
    head: Row, lane: StudyLane, coders: Mapping[str, str], numbers: Mapping[str, int]
) -> Iterator[Row]:
    at = {**head, "track": lane.track, "subject": lane.subject, "code": lane.code or ""}
    for name, pooled in (("kappa", lane.kappa), ("percent_agreement", lane.percent)):
        for limits in (pooled.bootstrap, pooled.jackknife):
            yield {**at, "of": ALL, "statistic": name, **_value(pooled.value), **_limits(limits)}
    yield {**at, "of": ALL, "statistic": "observer_accuracy", **_value(lane.accuracy)}
    for session, kappa in zip(lane.sessions, lane.kappa.sessions, strict=True):
        yield {**at, "of": f"session {numbers[session]}", "statistic": "kappa", **_value(kappa)}
    for (a, b), (kappa, n) in lane.pairs.items():
        yield {
            **at,
            "of": f"{coders[a]} and {coders[b]}, {n} sessions",
            "statistic": "kappa",
            **_value(kappa),
        }
    for code in lane.codes:
        named = {
            "kappa": code.pooled.kappa, "positive_agreement": code.pooled.positive,
            "first_share": code.pooled.first_share, "second_share": code.pooled.second_share,
            "icc_a1_of_share": code.share.value,
        }  # fmt: skip
        of_code = {**at, "of": ALL, "code": code.code}
        yield from ({**of_code, "statistic": name, **_value(value)} for name, value in named.items())


def _value(s: Statistic) -> dict[str, Any]:
    return {"value": s.value, "units": s.units, "reason": str(s.reason)}


def _limits(limits: Limits) -> dict[str, Any]:
    made = {
        "low": limits.low,
        "high": limits.high,
        "method": str(limits.method),
        "resamples": limits.resamples,
    }
    return made if limits.low is not None else made | {"reason": str(limits.reason)}


def agreement_csv(report: Report) -> bytes:
    """One row for each number, with its interval, units, method, seed and version, or the reason for none."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in report.rows)
    return out.getvalue().encode("utf-8-sig")


# HTML and PDF -----------------------------------------------------------------------------------------


def agreement_html(report: Report) -> bytes:
    """The report as one HTML file: no script, nothing fetched, made to be printed on A4."""
    look = tokens().light
    colours = f"--ink: {look.ink}; --muted: {look.muted}; --accent: {look.accent}; --soft: {look.soft};"
    style = f":root {{ {colours} }}\n{(_HERE / 'code_book.css').read_text('utf-8')}"
    style += "h3 { margin-top: 1.4em; }\n"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _templates().get_template("agreement_report.html")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    return page.render(report=report, policy=policy, style=Markup(style)).encode()  # noqa: S704 - our own file


def agreement_pdf(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1), A4, with our own fonts alone."""
    look = tokens().light
    shown = {name: value for name, value in asdict(report).items() if name != "rows"}
    look_of = {"fonts": FAMILIES, "ink": look.ink, "muted": look.muted, "soft": look.soft}
    return typst.compile(
        (_HERE / "agreement_report.typ").read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(shown | {"look": look_of})},
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
    )


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
