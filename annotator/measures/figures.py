"""What a measure of a scheme comes to: its numbers, each with what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from annotator.errors import said
from annotator.measures.drawn import Drawn
from annotator.schemes.scheme import Scheme, Text
from annotator.stats import Statistic

Unit = Literal["count", "per_minute", "share", "ms", "mean", "coefficient"]
OfWhat = Literal[
    "",
    "ms",
    "cues",
    "answers",
    "episodes",
    "annotations",
    "transitions",
    "units",
    "mismatches",
    "reparations",
    "turns",
]
Moments = tuple[tuple[int, int], ...]
"""Stretches of the film in ms, a point with both ends equal, in the order of time."""


BESIDE = ("chance", "chance_by_shift", "expected", "lag_by_shift")
"""Parts that only say what a measure would be by chance, and are shown when it is."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a measure.

    ``part`` says which: "" for the measure itself, else "within" (closed within ``key`` ms, or "ever"),
    "window" (another upper end of the window, ``key`` ms), "ongoing", "unanswered", "quartile" (25 or 75),
    "chance" (with the window ``key`` ms), "chance_by_shift", "expected", "value" (one value ``key`` of a
    modifier), "pair" (from code to code), "residual", "yules_q", or what the measure's kind names.
    ``n`` is what was counted, in ms where ``of_what`` is "ms" and the number is a share of time; ``of`` the
    denominator, None where there is none.
    ``interval`` is the 95 % interval, None where none is defined; a limit can be None when it lies
    beyond everything that was seen. ``drawn`` is what a middle or a share of time was drawn from.
    """

    unit: Unit
    value: Statistic
    n: int
    of: int | None = None
    of_what: OfWhat = ""
    interval: tuple[float | None, float | None] | None = None
    moments: Moments = ()
    part: str = ""
    key: str = ""
    drawn: Drawn | None = None

    @property
    def rests_on(self) -> int:
        """How many cues, episodes or annotations: what a measure's ``min_n`` is held against."""
        return self.n if self.of is None or self.of_what == "ms" else self.of


@dataclass(frozen=True, slots=True)
class Declared:
    """A measure as its scheme declares it; the fields of the scheme format, 3.7."""

    id: str
    kind: str
    label: Text | None
    direction: str
    audience: tuple[str, ...]
    min_n: int
    warn_above: float | None
    of: Mapping[str, Any]
    over: Any
    rule: str
    episode: str
    statistic: str
    within_ms: tuple[int | None, ...]
    bridge_gap_ms: int
    more: Mapping[str, Any]

    def name(self, language: str) -> str:
        """What it is called in a language; its id when the scheme gives no label."""
        return self.label.in_language(language) if self.label is not None else self.id


def declared(scheme: Scheme) -> list[Declared]:
    """The measures of a scheme, in its order."""
    default = scheme.languages[0] if scheme.languages else "en"
    return [_declared(measure, default) for measure in scheme.document.get("measures") or ()]


def _declared(measure: Mapping[str, Any], default: str) -> Declared:
    label = measure.get("label")
    return Declared(
        measure["id"],
        measure["kind"],
        None if label is None else Text({default: label} if isinstance(label, str) else label, default),
        measure["direction"],
        tuple(measure["audience"]),
        measure.get("min_n") or 0,
        measure.get("warn_above"),
        measure.get("of") or {},
        measure.get("over"),
        measure.get("rule") or "",
        measure.get("episode") or "",
        measure.get("statistic") or "",
        tuple(measure.get("closed_within_ms") or ()),
        measure.get("bridge_gap_ms") or 0,
        measure,
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of one subject: its figures, the one it is named after first.

    ``left_out`` says in sentences what is not counted.
    """

    measure: Declared
    subject: str
    figures: tuple[Figure, ...]
    left_out: tuple[str, ...] = ()

    @property
    def main(self) -> Figure:
        """The figure the measure is named after."""
        return self.figures[0]

    def figure(self, part: str, key: str = "") -> Figure | None:
        """One part of it, None when there is none."""
        return next((f for f in self.figures if (f.part, f.key) == (part, key)), None)

    def shown(self, figure: Figure) -> Statistic:
        """A figure as it may be shown: below the scheme's ``min_n`` only the counts are."""
        least, value = self.measure.min_n, figure.value
        rests_on = self.main.rests_on if figure.part in BESIDE else figure.rests_on
        if value.value is None or figure.unit == "count" or rests_on >= least:
            return value
        return Statistic(None, value.units, said("fewer than {n}: only the counts are shown", n=least))

    @property
    def warns(self) -> bool:
        """Whether the scheme asks to be careful with a number this high."""
        above, value = self.measure.warn_above, self.main.value.value
        return above is not None and value is not None and value > above
