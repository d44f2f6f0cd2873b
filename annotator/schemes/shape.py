"""The fields of a scheme file, ``interaction-scheme/1``: which there are, which must be, of what type.

What stands in the smallest legal scheme must stand in every scheme, so that nothing about a
number is left to a program's habit; the rest may be left out. Fields whose name begins with
``x_`` are a service's own: they are allowed everywhere, kept in the document and not read.
References, keys, windows and words are looked at in ``checks``; whatever passes both is built
into a Scheme.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

BARE = ""  # the language of a text written without one; building puts the default language here

Audience = Literal["parent", "practitioner", "supervisor", "researcher"]
Viewer = Literal["author", "coder", "practitioner", "supervisor", "researcher"]


def _with_language(value: Any) -> Any:
    return {BARE: value} if isinstance(value, str) else value


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
Words = Annotated[str, StringConstraints(pattern=r"\S")]
Localised = Annotated[
    dict[str, Words],
    Field(min_length=1),
    BeforeValidator(
        _with_language, json_schema_input_type=Words | Annotated[dict[str, Words], Field(min_length=1)]
    ),
]
Share = Annotated[float, Field(ge=0, le=1)]
Milliseconds = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Digit = Annotated[str, StringConstraints(pattern=r"^[0-9]$")]
CodeKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Version = Annotated[
    str,
    StringConstraints(pattern=r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)([-+][0-9A-Za-z.+-]+)?$"),
]
Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Reference = Annotated[str, StringConstraints(pattern=r"\S")]


class Part(BaseModel):
    """Any part of a scheme: no field beyond those named here, none of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_own_fields_out(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: inner for name, inner in value.items() if not name.startswith("x_")}


class LicencePart(Part):
    """Under which terms the scheme's words may be passed on."""

    spdx: Words
    note: str


class ClaimsPart(Part):
    """What may be said of results."""

    validated: bool
    must_not_be_reported_as: list[Words]
    note: Localised


class ProvenancePart(Part):
    """Where the scheme comes from."""

    kind: Literal["original", "inspired-by", "adapted-with-permission", "user-supplied"]
    informed_by: list[Words]
    licence: LicencePart
    redistributable: bool = True
    training_required: bool
    claims: ClaimsPart


class AgePart(Part):
    """Ages in months."""

    min: float = Field(ge=0)
    max: float = Field(ge=0)


class SecondsPart(Part):
    """A length in seconds: at least, usually, at most."""

    min: float = Field(ge=0)
    typical: float = Field(ge=0)
    max: float = Field(ge=0)


class PopulationPart(Part):
    """For whom and which films the scheme was made; warns, never blocks."""

    age_months: AgePart
    contexts: list[Words] = Field(min_length=1)
    recommended_duration_s: SecondsPart
    caution: list[Localised] = []


class UsePart(Part):
    """Where a scheme may be used at all, and that its marks are never counted."""

    study_required: bool = False
    marks_only: bool = False


class SubjectPart(Part):
    """Someone who can be observed."""

    id: Id
    role: Literal["child", "caregiver", "practitioner", "sibling", "other", "dyad", "group"]
    key: Digit
    label: Localised
    members: list[Reference] = []


class TimebasePart(Part):
    """Clean-up at analysis."""

    unit: Literal["ms"]
    min_state_ms: Milliseconds
    merge_gap_ms: Milliseconds
    cue_refractory_ms: Milliseconds


class ProfilePart(Part):
    """A depth of use."""

    id: Id
    label: Localised
    tracks: list[Reference] = Field(min_length=1)
    reliability_eligible: bool


class PassPart(Part):
    """One viewing of the film."""

    id: Id
    profile: list[Reference] = Field(min_length=1)
    tracks: list[Reference] = Field(min_length=1)
    speed: float = Field(default=1.0, ge=0.1, le=4)


class DrawPart(Part):
    """How segments are drawn."""

    method: Reference
    from_s: float | None = Field(default=None, ge=0)
    until: str = ""
    require: str = ""


class SamplingPart(Part):
    """Which segments of a film are coded."""

    unit: Reference
    length_s: float = Field(gt=0)
    count: Positive
    draw: DrawPart
    blind_to: list[Reference] = []


class OptionPart(Part):
    """One value of a choice."""

    id: Id
    label: Localised


class LinkPart(Part):
    """Which annotations a link may point to."""

    tracks: list[Reference] = Field(min_length=1)
    max: Positive | None = None


class ModifierPart(Part):
    """A qualifier of a code."""

    id: Id
    type: Literal["choice", "multi", "boolean", "integer", "number", "text", "link"]
    label: Localised
    required: bool = False
    help: Localised | None = None
    options: list[OptionPart] = []
    default: Any = None
    min: float | None = None
    max: float | None = None
    unit: str = ""
    max_chars: Positive | None = None
    private: bool = False
    links_to: LinkPart | None = None
    derived: Literal["delay_to_link"] | None = None
    link: Reference | None = None


class ScalePart(Part):
    """The values of a rating."""

    min: float
    max: float
    step: float = Field(gt=0)
    anchors: dict[str, Localised]


class FeedbackPart(Part):
    """What a parent may be shown of a code."""

    show_to_parent: Literal[True, False, "after_review"]
    phrase: Localised | None = None
    question: Localised | None = None
    export: str = ""


class CodePart(Part):
    """One code."""

    id: Id
    key: CodeKey
    colour: Colour
    valence: Literal["strength", "neutral", "challenge", "missing"]
    label: Localised
    definition: Localised
    onset: Localised | None = None
    offset: Localised | None = None
    examples: list[Localised] = []
    counter_examples: list[Localised] = []
    modifiers: list[Reference] = []
    scale: ScalePart | None = None
    visibility: list[Viewer] = []
    feedback: FeedbackPart | None = None


class TrackPart(Part):
    """A line of codes for one subject."""

    id: Id
    subject: Reference
    label: Localised
    kind: Literal["state", "point", "interval", "rating"]
    exclusive: bool = False
    exhaustive: bool = False
    missing_code: Reference | None = None
    interval_s: float | None = Field(default=None, gt=0)
    sampling: Literal["predominant", "partial", "whole", "momentary"] | None = None
    scope: Literal["session", "segment", "episode", "clip"] | None = None
    visibility: list[Viewer] = []
    codes: list[CodePart] = Field(min_length=1)


class Selector(Part):
    """Which annotations are meant: a track, some of its codes (all when left out), modifier values."""

    track: Reference
    codes: list[Reference] | None = Field(default=None, min_length=1)
    where: dict[str, list[Any]] = {}
    where_not: dict[str, list[Any]] = {}


class StateChange(Part):
    """A change of state: into some codes, or out of some."""

    track: Reference
    enters: list[Reference] | None = Field(default=None, min_length=1)
    leaves: list[Reference] | None = Field(default=None, min_length=1)


class ConstraintPart(Part):
    """Something a coder is told of while coding; it never changes what was coded."""

    id: Id
    severity: Literal["error", "warning"]
    kind: Literal["not_together_with", "preceded_by", "followed_by", "modifier_requires", "max_gap"]
    label: Localised | None = None
    first: Selector | None = None
    second: Selector | None = None
    event: Selector | None = None
    by: Selector | None = None
    requires: list[Reference] | None = Field(default=None, min_length=1)
    within_ms: Positive | None = None
    min_overlap_ms: Milliseconds | None = None
    max_gap_ms: Positive | None = None


class ContingencyPart(Part):
    """When a cue counts as answered."""

    id: Id
    label: Localised
    cue: Selector
    response: Selector
    or_state: StateChange | None = None
    anchor: Literal["cue_onset", "cue_offset"]
    window_ms: list[int] = Field(min_length=2, max_length=2)
    sensitivity_windows_ms: list[int] = []
    already_ongoing: Literal["count", "ignore", "separate"]
    one_to_one: bool
    explicit_link_wins: bool = False


class DropCuePart(Part):
    """When a cue cannot be judged."""

    missing_share_in_window: Share
    segment_ends_in_window: bool


class ScorabilityPart(Part):
    """When a cue cannot be judged."""

    drop_cue_if: DropCuePart


class OpenPart(Part):
    """What begins an episode."""

    track: Reference
    enters: list[Reference] = Field(min_length=1)


class ClosePart(OpenPart):
    """What ends an episode, and how long it must last to end it."""

    sustained_ms: Milliseconds


class ViaPart(Part):
    """What may happen within an episode."""

    track: Reference
    codes: list[Reference] = Field(min_length=1)


class EpisodePart(Part):
    """A phase that codes open and close."""

    id: Id
    label: Localised | None = None
    open: OpenPart
    close: ClosePart
    via: ViaPart | None = None
    censor_at: list[Reference] = []
    attributes: dict[str, Reference] = {}


class RulesPart(Part):
    """What follows from annotations taken together."""

    constraints: list[ConstraintPart]
    contingency: list[ContingencyPart]
    scorability: ScorabilityPart
    episodes: list[EpisodePart]


MeasureKind = Literal[
    "count", "rate", "proportion_time", "proportion_count", "mean_duration", "median_duration",
    "longest_bout", "contingency", "latency", "episode_share", "episode_latency", "distribution",
    "modifier_mean", "co_occurrence", "transition", "rating_mean", "ladder", "turns",
]  # fmt: skip


class MatchedPart(Part):
    """When two rungs of a ladder count as one: at most so far apart, where both are at least so high."""

    within: float = Field(gt=0)
    at_least: float | None = None


class MeasurePart(Part):
    """A number that is drawn from a coding; which fields its kind needs is checked with its references."""

    id: Id
    kind: MeasureKind
    label: Localised | None = None
    of: dict[str, Any] | None = None
    over: Any = None
    rule: Reference | None = None
    episode: Reference | None = None
    statistic: Literal["mean", "median", "km_median"] | None = None
    closed_within_ms: list[int | None] | None = Field(default=None, min_length=1)
    bridge_gap_ms: Milliseconds | None = None
    matched: MatchedPart | None = None
    step_ms: Positive | None = None
    lags: Annotated[int, Field(ge=0, le=60)] | None = None
    window_ms: list[int] | None = Field(default=None, min_length=2, max_length=2)
    sensitivity_windows_ms: list[int] | None = Field(default=None, min_length=1)
    min_n: Positive | None = None
    direction: Literal["higher", "lower", "midrange", "none"]
    audience: list[Audience] = Field(min_length=1)
    report: list[Reference] = []
    parent_template: Localised | None = None
    warn_above: Share | None = None


Statistic = Literal[
    "time_weighted_kappa", "time_unit_kappa", "time_unit_kappa_tolerance", "event_alignment_kappa",
    "event_match_f1", "kappa_on_matched_events", "weighted_kappa", "icc_2_1_absolute",
]  # fmt: skip


class StatisticsPart(Part):
    """How agreement is told for one kind of thing."""

    statistics: list[Statistic] = Field(min_length=1)
    time_unit_ms: Positive | None = None
    tolerance_ms: Milliseconds | None = None
    modifiers: list[Reference] = []
    min_sessions: Positive | None = None


class TrainingGatePart(Part):
    """What a coder shows before coding counts."""

    gold_sessions: Positive
    consecutive_passes: Positive
    observer_accuracy_min: Share


class FieldTargetPart(Part):
    """What is aimed at in daily work."""

    observer_accuracy_min: Share | None = None
    kappa_min: Share | None = None
    icc_min: Share | None = None


class DoubleCodePart(Part):
    """Which sessions are coded twice."""

    share: Share
    selection: Reference
    blind: bool
    recheck_every_sessions: Positive | None = None


class ReliabilityPart(Part):
    """How agreement between coders is told."""

    state_tracks: StatisticsPart | None = None
    point_tracks: StatisticsPart | None = None
    rating_tracks: StatisticsPart | None = None
    modifiers: StatisticsPart | None = None
    measures: StatisticsPart | None = None
    training_gate: TrainingGatePart | None = None
    field_target: FieldTargetPart | None = None
    double_code: DoubleCodePart | None = None
    min_events_per_code: Positive | None = None


class ClipsPart(Part):
    """How many moments are shown, and how long."""

    max: Positive
    length_s: SecondsPart
    lead_in_ms: Milliseconds
    lead_out_ms: Milliseconds


class PreferredEpisode(Part):
    """The episode a difficult moment is best taken from."""

    id: Reference
    closed: bool = True


class ChallengePart(Part):
    """When a difficult moment may be shown."""

    max: Annotated[int, Field(ge=0)]
    needs_supervisor_release: bool
    needs_strength_counterpart: bool
    prefer_episode: PreferredEpisode | None = None


NeverShown = Literal[
    "scores", "percentages", "norms", "rankings", "coder_names", "code_labels", "valence_colours", "notes",
]  # fmt: skip


class MeetingPart(Part):
    """The feedback meeting."""

    clips: ClipsPart
    order: list[Literal["strength", "neutral", "challenge", "repair", "repair_or_challenge"]] = Field(
        min_length=1
    )
    challenge: ChallengePart
    forbidden_in_parent_view: list[NeverShown]


class LanguagesPart(Part):
    """The languages of the scheme's words."""

    default: Reference
    complete: list[Reference] = Field(min_length=1)
    partial: list[Reference]
    review: dict[str, str]


class ChangePart(Part):
    """What a version changed."""

    version: Version
    date: Date | None
    change: Localised


class SchemePart(Part):
    """The whole file."""

    format: Literal["interaction-scheme/1"]
    id: Id
    version: Version
    status: Literal["draft", "published", "retired"]
    title: Localised
    summary: Localised
    purpose: list[Literal["clinical", "supervision", "research", "training"]] = Field(min_length=1)
    provenance: ProvenancePart
    population: PopulationPart
    use: UsePart | None = None
    subjects: list[SubjectPart] = Field(min_length=1)
    timebase: TimebasePart
    profiles: list[ProfilePart] = Field(min_length=1)
    passes: list[PassPart] = Field(min_length=1)
    sampling: SamplingPart | None = None
    modifiers: list[ModifierPart]
    tracks: list[TrackPart] = Field(min_length=1)
    rules: RulesPart
    measures: list[MeasurePart]
    reliability: ReliabilityPart
    feedback_meeting: MeetingPart | None
    i18n: LanguagesPart
    changelog: list[ChangePart]
