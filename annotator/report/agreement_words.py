"""The sentences on a study's agreement, alike on its page and in its report."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from annotator import __version__
from annotator.agreement import NONE, PooledAgreement, StudyAgreement, StudyLane
from annotator.errors import counted, translated
from annotator.measures import declared
from annotator.measures.written import written
from annotator.schemes import Scheme
from annotator.stats import Limits, Statistic

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """The least accuracy, the least positive agreement of each code, from how many stretches it counts."""

    accuracy: float
    positive: float
    least_events: int


def number(s: Statistic, translate: Say) -> str:
    """A coefficient with two places, or why there is none."""
    return translated(s.reason, translate) if s.value is None else f"{s.value:.2f}"


def limits_words(limits: Limits, translate: Say) -> str:
    """An interval, or why there is none."""
    if limits.low is None or limits.high is None:
        return translated(limits.reason, translate)
    return f"{limits.low:.2f} – {limits.high:.2f}"


def limits_cell(limits: Limits) -> str:
    """An interval in a table, or a dash; why there is none, ``dashes_words`` says under it."""
    return "–" if limits.low is None or limits.high is None else f"{limits.low:.2f} – {limits.high:.2f}"


def number_cell(s: Statistic) -> str:
    """A coefficient in a table, or a dash; why there is none, ``dashes_words`` says under it."""
    return "–" if s.value is None else f"{s.value:.2f}"


def any_derived(found: StudyAgreement) -> bool:
    """Whether any derived measure has a number yet: a coefficient, or how far two coders lie apart."""
    numbers = (s for each in found.derived for s in (each.icc.value, each.differences.bias))
    return any(s.value is not None for s in numbers)


def dashes_words(every: Iterable[Limits | Statistic], translate: Say, words: str = "") -> list[str]:
    """Why some cells of a table are dashes, each reason once; or ``words`` with a place for ``{reason}``."""
    missing = (of for of in every if (of.low if isinstance(of, Limits) else of.value) is None)
    reasons = dict.fromkeys(translated(of.reason, translate) for of in missing)
    told = words or translate("–: {reason}")
    return [told.format(reason=reason) for reason in reasons if reason]


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
        interval=interval(lane.kappa, translate),
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


def interval(pooled: PooledAgreement, translate: Say) -> str:
    """The interval of a pooled number, of few sessions from leaving one out; or why there is none."""
    limits = pooled.limits
    if limits.low is None or limits.high is None:
        return translated(limits.reason, translate)
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


def own_answer(lane: StudyLane, translate: Say) -> str:
    """How far coders agree with themselves on a line: κ with its interval, sessions; of whom stands apart.

    No accuracy is estimated: what one coder does wrong twice is no chance.
    """
    _ = translate
    n = len(lane.sessions)
    sessions = _("one session") if n == 1 else _("{n} sessions").format(n=n)
    if lane.kappa.value.value is None:
        return _("No κ, because {reason}; {sessions}.").format(
            reason=translated(lane.kappa.value.reason, translate), sessions=sessions
        )
    return _("κ = {kappa} ({interval}), {sessions} coded again by the same coder.").format(
        kappa=f"{lane.kappa.value.value:.2f}", interval=interval(lane.kappa, translate), sessions=sessions
    )


def own_methods(found: StudyAgreement, days: Sequence[int], translate: Say) -> str:
    """How agreement of coders with themselves came about, to be taken into a paper.

    ``days`` lie between the two times that each coding was submitted.
    """
    _ = translate
    return _(
        "Sessions coded a second time by the same coder: {n}, {median} days after the first time (median; "
        "{least} to {most}), without the former coding in sight. Agreement of coders with themselves was "
        "computed as that between coders, of which it is no part (seed {seed})."
    ).format(
        n=found.sessions, median=f"{median(days):g}", least=min(days), most=max(days), seed=found.seed,
    )  # fmt: skip


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
    return "–" if value is None else written(unit, value)


def lane_name(scheme: Scheme, lane: StudyLane, language: str) -> str:
    """What a line is called: its track, its code where that has a line of its own, its subject if unclear."""
    named = "" if lane.code is None else f", {names_in(scheme, lane.track, language, str)(lane.code)}"
    return track_name(scheme, lane.track, lane.subject, language, named)


def track_name(scheme: Scheme, track_id: str, subject: str, language: str, named: str = "") -> str:
    """What a track is called, with its subject where that is not its own."""
    track = scheme.track(track_id)
    name = f"{track.label.in_language(language) if track else track_id}{named}"
    return name if track is None or subject == track.subject else f"{name} ({subject})"


def names_in(scheme: Scheme, track: str, language: str, translate: Say) -> Callable[[str], str]:
    """What the codes of a track are called, by their ids."""

    def name(code: str) -> str:
        if code == NONE:
            return translate("(none)")
        found = scheme.track(track)
        known = found.code(code) if found else None
        return known.label.in_language(language) if known else code

    return name
