"""Rules and measures from patterns: "answered within … seconds" becomes a rule and its measures."""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.errors import Said, said
from annotator.schemes.checks.audiences import FOR_RESEARCH
from annotator.schemes.drafts.fields import Document
from annotator.schemes.drafts.inside import rungs_of
from annotator.schemes.naming import new_id
from annotator.schemes.places import Path

Codes = tuple[str, Sequence[str]]
"""A track's id, and some of its codes; no code means all of them."""

AUDIENCE = ("practitioner", "supervisor", "researcher")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence with gaps: its words, the kinds of tracks of either gap, whether it has seconds.

    ``second`` is empty where there is no second gap; ``gaps`` say in which field of a rule or measure each
    ends up, and so what it is called. ``measures`` says whether it makes numbers, ``rule`` which rules it
    makes, if any; ``also`` offers one more number of the same rule.
    """

    words: Said
    first: tuple[str, ...]
    second: tuple[str, ...]
    seconds: bool
    measures: bool
    gaps: tuple[Path, ...] = (("measures", 0, "of"), ("measures", 0, "over"))
    rule: str | None = None
    also: Said | None = None


_ANY = ("state", "point", "interval")
_LASTING = ("state", "interval")

PATTERNS: Mapping[str, Pattern] = {
    "rate": Pattern(said("How often per minute: …"), _ANY, (), seconds=False, measures=True),
    "share": Pattern(said("Share of the time: …"), _LASTING, (), seconds=False, measures=True),
    "mean": Pattern(said("How long it lasts on average: …"), _LASTING, (), seconds=False, measures=True),
    "rating": Pattern(said("Mean of the ratings: …"), ("rating",), (), seconds=False, measures=True),
    "answered": Pattern(
        said("After …, answered within … seconds by …"),
        _ANY,
        _ANY,
        seconds=True,
        measures=True,
        gaps=(("rules", "contingency", 0, "cue"), ("rules", "contingency", 0, "response")),
        rule="contingency",
        also=said("Also how long it takes until the answer"),
    ),
    "repaired": Pattern(
        said("From … on, back within … seconds to …"),
        ("state",),
        ("state",),
        seconds=True,
        measures=True,
        gaps=(("rules", "episodes", 0, "open"), ("rules", "episodes", 0, "close")),
        rule="episodes",
        also=said("Also how long it takes until then"),
    ),
    "turns": Pattern(said("How two take turns: … and …"), _LASTING, _LASTING, seconds=False, measures=True),
    "ladder": Pattern(
        said("How two move on one ladder: … and …"), _LASTING, _LASTING, seconds=False, measures=True
    ),
    "apart": Pattern(
        said("Ask the coder where … and … hold at once"),
        _LASTING,
        _LASTING,
        seconds=False,
        measures=False,
        gaps=(("rules", "constraints", 0, "first"), ("rules", "constraints", 0, "second")),
        rule="constraints",
    ),
    "before": Pattern(
        said("Ask the coder where … has no … in the seconds before"),
        _ANY,
        _ANY,
        seconds=True,
        measures=False,
        gaps=(("rules", "constraints", 0, "event"), ("rules", "constraints", 0, "by")),
        rule="constraints",
    ),
}
"""What can be said without writing a rule, by its name."""

OF_TWO = ("turns", "ladder")
"""The patterns about two partners, so of two tracks."""


def add_pattern(
    document: Document,
    name: str,
    label: str,
    first: Codes,
    second: Codes | None = None,
    seconds: float = 0,
    direction: str = "none",
    *,
    also: bool = False,
) -> Document:
    """The document with the rules and measures of a pattern, under a label in the default language.

    ``also`` adds the number that the pattern offers besides.
    """
    made = copy.deepcopy(document)
    part = _Part(made, label, round(seconds * 1000), direction, also)
    _MAKERS[name](part, first, second or first)
    return made


_HOW_LONG = {"en": "{label}: after how long", "de": "{label}: nach welcher Zeit"}


@dataclass(frozen=True, slots=True)
class _Part:
    document: Document
    label: str
    ms: int
    direction: str
    also: bool

    def words(self, label: str) -> dict[str, str]:
        return {str(self.document["i18n"]["default"]): label}

    def measure(self, kind: str, label: str | None = None, **fields: Any) -> None:
        name = label or self.label
        measures = self.document["measures"]
        made = {"id": new_id(name, {m["id"] for m in measures}), "label": self.words(name), "kind": kind}
        audience = ["researcher"] if kind in FOR_RESEARCH else list(AUDIENCE)
        measures.append({**made, **fields, "direction": self.direction, "audience": audience})

    def how_long(self, kind: str, **fields: Any) -> None:
        """How long it takes until what the rule waits for, where that was asked for."""
        if self.also:
            language = str(self.document["i18n"]["default"])
            words = _HOW_LONG.get(language, _HOW_LONG["en"])
            self.measure(kind, words.format(label=self.label), **fields)

    def rule(self, group: str, **fields: Any) -> str:
        rules = self.document["rules"][group]
        id = new_id(self.label, {each["id"] for each in rules})
        rules.append({"id": id, "label": self.words(self.label), **fields})
        return id


def _selected(codes: Codes) -> dict[str, Any]:
    track, chosen = codes
    return {"track": track, "codes": list(chosen)} if chosen else {"track": track}


def _rate(part: _Part, first: Codes, _second: Codes) -> None:
    part.measure("rate", of=_selected(first))


def _share(part: _Part, first: Codes, _second: Codes) -> None:
    part.measure("proportion_time", of=_selected(first), over="scorable_time")


def _mean(part: _Part, first: Codes, _second: Codes) -> None:
    part.measure("mean_duration", of=_selected(first))


def _rating(part: _Part, first: Codes, _second: Codes) -> None:
    part.measure("rating_mean", of=_selected(first))


def _answered(part: _Part, first: Codes, second: Codes) -> None:
    rule = part.rule(
        "contingency",
        cue=_selected(first),
        response=_selected(second),
        anchor="cue_onset",
        window_ms=[0, part.ms],
        already_ongoing="separate",
        one_to_one=True,
    )
    part.measure("contingency", rule=rule, min_n=5, report=["n", "proportion", "ci95", "chance"])
    part.how_long("latency", rule=rule, statistic="median", min_n=5)


def _repaired(part: _Part, first: Codes, second: Codes) -> None:
    missing = _missing_code(part.document, first[0])
    episode = part.rule(
        "episodes",
        open={"track": first[0], "enters": list(first[1])},
        close={"track": second[0], "enters": list(second[1]), "sustained_ms": 0},
        censor_at=["segment_end", *([f"{first[0]}.{missing}"] if missing else [])],
    )
    part.measure("episode_share", episode=episode, closed_within_ms=[part.ms, None], min_n=3)
    part.how_long("episode_latency", episode=episode, statistic="km_median", min_n=3)


def _missing_code(document: Document, track: str) -> str | None:
    return next((t.get("missing_code") for t in document["tracks"] if t.get("id") == track), None)


def _turns(part: _Part, first: Codes, second: Codes) -> None:
    part.measure("turns", of=_selected(first), over=_selected(second), window_ms=[-1000, 2000])


def _ladder(part: _Part, first: Codes, second: Codes) -> None:
    of, over = (
        {"track": track, "rungs": rungs_of(part.document, track)} for track, _codes in (first, second)
    )
    part.measure("ladder", of=of, over=over, step_ms=1000, lags=5)


def _apart(part: _Part, first: Codes, second: Codes) -> None:
    part.rule(
        "constraints",
        severity="warning",
        kind="not_together_with",
        first=_selected(first),
        second=_selected(second),
        min_overlap_ms=0,
    )


def _before(part: _Part, first: Codes, second: Codes) -> None:
    part.rule(
        "constraints",
        severity="warning",
        kind="preceded_by",
        event=_selected(first),
        by=_selected(second),
        within_ms=part.ms,
    )


_MAKERS: Mapping[str, Callable[[_Part, Codes, Codes], None]] = {
    "rate": _rate, "share": _share, "mean": _mean, "rating": _rating, "answered": _answered,
    "repaired": _repaired, "turns": _turns, "ladder": _ladder, "apart": _apart, "before": _before,
}  # fmt: skip
