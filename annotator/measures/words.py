"""What a measure says in words and counts, as a home visitor reads it: no rate, no share, no interval."""

from dataclasses import dataclass, replace

from annotator.errors import counted, joined, said
from annotator.measures.figures import Declared, Figure, Measured, Moments
from annotator.measures.summary import LaneSummary, SessionSummary
from annotator.schemes.scheme import Scheme, Text
from annotator.stats import Statistic
from annotator.timecode import short_clock

BANDS = (
    (0.05, said("hardly any of the time")),
    (0.25, said("less than a quarter of the time")),
    (0.5, said("between a quarter and half of the time")),
    (0.75, said("between half and three quarters of the time")),
    (0.95, said("more than three quarters of the time")),
)
NEARLY_ALL = said("nearly all of the time")
IN_COUNTS = said("told in words and counts; rates, shares and medians are for supervisors and leads")
_COUNTS = ("contingency", "proportion_count")
_MIDDLES = ("latency", "mean_duration", "median_duration")


@dataclass(frozen=True, slots=True)
class Worded:
    """A measure as a home visitor is told it: its sentence and its moments, and no number to work with.

    ``sentence`` is empty where values are told with how often each was given. ``part`` and ``key`` name the
    figure that the measure is named after.
    """

    measure: Declared
    subject: str
    part: str
    key: str
    sentence: str
    values: tuple[tuple[Text | str, int], ...]
    moments: Moments

    def in_language(self, language: str) -> str:
        """The sentence, or the values in a language."""
        if self.sentence:
            return self.sentence
        named = ((v.in_language(language) if isinstance(v, Text) else v, n) for v, n in self.values)
        return joined(", ", [f"{value} {n}" for value, n in named])


def worded(m: Measured, scheme: Scheme) -> Worded | None:
    """A measure in words; None for what cannot be said without numbers of research.

    Of signals and ways back how many of how many; of time a band and not a share; of how long it took about
    how many seconds, once there are as many as the scheme's ``min_n``. Where nothing was seen it says why.

    Source: clinical-practice, 8.1.
    """
    sentence = _sentence(m)
    values = _values(m, scheme) if sentence is None and m.measure.kind == "distribution" else ()
    if not sentence and not values:
        return None
    main = m.main
    return Worded(m.measure, m.subject, main.part, main.key, sentence or "", values, main.moments)


def in_counts(summary: SessionSummary) -> SessionSummary:
    """A summary as one reads it who is told words and counts: no rate, no share, no median, no measure."""
    return replace(summary, lanes=tuple(map(_lane_in_counts, summary.lanes)), measures=())


def _lane_in_counts(lane: LaneSummary) -> LaneSummary:
    codes = (
        replace(
            code,
            share=Statistic(None, code.share.units, IN_COUNTS),
            median=Statistic(None, code.median.units, IN_COUNTS),
            kept_back=IN_COUNTS,
        )
        for code in lane.codes
    )
    return replace(lane, codes=tuple(codes))


def _sentence(m: Measured) -> str | None:
    main, kind = m.main, m.measure.kind
    if kind in ("count", "rate"):
        return _times(main)
    if main.value.value is None:
        return main.value.reason
    if kind == "proportion_time":
        return band(main.value.value)
    if kind in _COUNTS:
        return _of(main)
    if kind == "episode_share":
        return _of(m.figure("within", "ever") or main)
    if kind == "longest_bout":
        onset, offset = main.moments[0]
        return said("{time}, from {clock}", time=about(offset - onset), clock=short_clock(onset))
    if kind == "episode_latency" or kind in _MIDDLES:
        shown = m.shown(main)
        return shown.reason if shown.value is None else said("about {time}", time=about(shown.value))
    return None


def band(share: float) -> str:
    """A share of time as a band: more than this one film does not say.

    >>> band(0.3), band(0.02)
    ('between a quarter and half of the time', 'hardly any of the time')
    """
    return next((words for below, words in BANDS if share < below), NEARLY_ALL)


def about(ms: float) -> str:
    """A duration as one says it: in whole seconds, and at least one.

    >>> about(6_400), about(300), about(60_000), about(100_000)
    ('6 s', '1 s', '1 min', '1 min 40 s')
    """
    minutes, seconds = divmod(max(1, round(ms / 1000)), 60)
    return " ".join(([f"{minutes} min"] if minutes else []) + ([f"{seconds} s"] if seconds else []))


def _times(figure: Figure) -> str:
    if figure.of is None:
        return counted(figure.n, "once", "{n} times")
    return counted(figure.n, "once in {time}", "{n} times in {time}", time=about(figure.of))


def _of(figure: Figure) -> str:
    return said("{n} of {of}", n=figure.n, of=figure.of)


def _values(m: Measured, scheme: Scheme) -> tuple[tuple[Text | str, int], ...]:
    options = {option.id: option.label for each in scheme.modifiers for option in each.options}
    return tuple((options.get(f.key, f.key), f.n) for f in m.figures if f.part == "value" and f.n)
