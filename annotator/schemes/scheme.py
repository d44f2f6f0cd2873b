"""What may be coded: a scheme with its subjects, passes, tracks, codes and modifiers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

TrackKind = Literal["state", "point", "interval", "rating"]
Valence = Literal["strength", "neutral", "challenge", "missing"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one or more languages.

    >>> Text({"en": "Together", "de": "Miteinander"}, "en").in_language("fr")
    'Together'
    """

    words: Mapping[str, str]
    default: str = "en"

    def in_language(self, language: str) -> str:
        """The words in a language, or in the scheme's default language when there are none."""
        return self.words.get(language) or self.words.get(self.default) or next(iter(self.words.values()), "")

    def __str__(self) -> str:
        return self.in_language(self.default)


@dataclass(frozen=True, slots=True)
class SchemeSubject:
    """Someone who can be observed: a role, the digit that chooses them, members of a pair or group."""

    id: str
    role: str
    key: str
    label: Text
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A depth of use: which tracks a coder fills."""

    id: str
    label: Text
    tracks: tuple[str, ...]
    reliability_eligible: bool


@dataclass(frozen=True, slots=True)
class Pass:
    """One viewing of the film: its tracks, its speed, the profiles it belongs to."""

    id: str
    profiles: tuple[str, ...]
    tracks: tuple[str, ...]
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a modifier that is chosen from a list."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Modifier:
    """A qualifier of a code: choice, multi, boolean, integer, number, text or link.

    One that is ``derived`` is computed from the modifier ``link`` and never entered.
    """

    id: str
    type: Literal["choice", "multi", "boolean", "integer", "number", "text", "link"]
    label: Text
    required: bool = False
    options: tuple[Option, ...] = ()
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    max_chars: int | None = None
    private: bool = False
    links_to: tuple[str, ...] = ()
    help: Text | None = None
    links_at_most: int | None = None
    derived: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """The values of a rating and the words at some of them."""

    minimum: float
    maximum: float
    step: float
    anchors: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a parent may be shown of a code; ``show_to_parent`` is true, false or after_review."""

    show_to_parent: bool | Literal["after_review"]
    phrase: Text | None = None
    question: Text | None = None
    export: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its key, colour and valence, and the words that say when it holds."""

    id: str
    key: str
    colour: str
    valence: Valence
    label: Text
    definition: Text
    onset: Text | None = None
    offset: Text | None = None
    examples: tuple[Text, ...] = ()
    counter_examples: tuple[Text, ...] = ()
    modifiers: tuple[str, ...] = ()
    scale: Scale | None = None
    visibility: tuple[str, ...] = ()
    feedback: Feedback | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """A line of codes for one subject.

    In an exclusive track one code holds at a time; an exhaustive one has a code at every
    moment, its ``missing_code`` where nothing can be seen.
    """

    id: str
    subject: str
    kind: TrackKind
    label: Text
    codes: tuple[Code, ...]
    exclusive: bool = False
    exhaustive: bool = False
    missing_code: str | None = None
    interval_s: float | None = None
    sampling: str = ""
    scope: str = ""
    visibility: tuple[str, ...] = ()

    @property
    def interval_ms(self) -> int | None:
        """How long each interval lasts, in whole ms; None on other kinds of tracks."""
        return None if self.interval_s is None else max(1, round(self.interval_s * 1000))

    def code(self, id: str) -> Code | None:
        """The code with this id, None when the track has none."""
        return next((code for code in self.codes if code.id == id), None)


@dataclass(frozen=True, slots=True)
class Timebase:
    """Clean-up rules, in ms, that are applied at analysis; raw annotations are kept."""

    min_state_ms: int = 0
    merge_gap_ms: int = 0
    cue_refractory_ms: int = 0


@dataclass(frozen=True, slots=True)
class Claims:
    """What may be said of results; printed on every export."""

    validated: bool
    must_not_be_reported_as: tuple[str, ...]
    note: Text


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch to be drawn of a film: its length, and from how long after the film's beginning on.

    ``least_scorable`` is the share of it that must be judged, from "… for 80 percent" in the scheme; None
    where it asks for no share.
    """

    length_ms: int
    from_ms: int
    least_scorable: float | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A coding scheme. ``hash`` is the SHA-256 of its canonical JSON and pins it to each coding.

    ``languages`` are those declared, the default first. One that is not ``redistributable`` may be used
    here and never leaves in an export. With ``study_required`` it is coded inside a study only. The
    marks of one that is ``marks_only`` are passed on one by one: they are never counted, compared,
    summarised or exported. ``document`` is the whole file as plain values, for the parts that have no
    type here; it was checked like the rest, and is not to be changed.
    """

    id: str
    version: str
    status: str
    title: Text
    summary: Text
    hash: str
    subjects: tuple[SchemeSubject, ...]
    timebase: Timebase
    profiles: tuple[Profile, ...]
    passes: tuple[Pass, ...]
    modifiers: tuple[Modifier, ...]
    tracks: tuple[Track, ...]
    claims: Claims
    licence: str
    languages: tuple[str, ...]
    document: Mapping[str, Any] = field(repr=False, hash=False, compare=False)
    redistributable: bool = True
    training_required: bool = False
    study_required: bool = False
    marks_only: bool = False

    @property
    def segment(self) -> Segment | None:
        """The one segment of a film that is coded, drawn by a seed; None where a scheme asks for no such."""
        said = self.document.get("sampling") or {}
        draw = said.get("draw") or {}
        if said.get("unit") != "segment" or said.get("count") != 1 or draw.get("method") != "random_seeded":
            return None
        asked = re.search(r"(\d{1,3}) ?(?:percent|%)", str(draw.get("require") or ""))
        least = None if asked is None else int(asked[1]) / 100
        return Segment(round(1000 * said["length_s"]), round(1000 * (draw.get("from_s") or 0)), least)

    @property
    def both_code(self) -> bool:
        """Whether two people code every session, the second blind: the first profile before the others."""
        said = (self.document.get("reliability") or {}).get("double_code") or {}
        return said.get("selection") == "all" and bool(said.get("blind"))

    def track(self, id: str) -> Track | None:
        """The track with this id, None when there is none."""
        return next((track for track in self.tracks if track.id == id), None)

    def profile(self, id: str) -> Profile | None:
        """The profile with this id, None when there is none."""
        return next((profile for profile in self.profiles if profile.id == id), None)

    def for_agreement(self, profile: str) -> bool:
        """Whether agreement is told of codings at this depth; of one that the scheme does not name it is."""
        found = self.profile(profile)
        return found is None or found.reliability_eligible

    def modifier(self, id: str) -> Modifier | None:
        """The modifier with this id, None when there is none."""
        return next((modifier for modifier in self.modifiers if modifier.id == id), None)

    def tracks_of(self, profile: str) -> Sequence[Track]:
        """The tracks that a profile fills, in the scheme's order."""
        chosen = self.profile(profile)
        return [track for track in self.tracks if chosen is not None and track.id in chosen.tracks]

    def passes_of(self, profile: str) -> Sequence[Pass]:
        """The passes of a profile, in order."""
        return [p for p in self.passes if profile in p.profiles]
