"""Which places of a scheme have a field on the forms of a draft: in which part of the page, under which words.

The forms take the words of their fields from here, and so does whoever tells a person where something is
wrong: the two cannot differ.
"""

from annotator.errors import Said, refilled, said
from annotator.schemes.places import Path

_INSIDE: dict[str, Said] = {
    "measures.*.of.track": said("Of marks of"),
    "measures.*.of.codes": said("Of the codes"),
    "measures.*.over.track": said("Beside marks of"),
    "measures.*.over.codes": said("Beside the codes"),
    "measures.*.over": said("Out of"),
    "measures.*.rule": said("Of the answers"),
    "measures.*.episode": said("Of the episodes"),
    "measures.*.closed_within_ms": said("Closed within, s"),
    "measures.*.bridge_gap_ms": said("Gaps up to this are bridged, s"),
    "measures.*.window_ms.0": said("The turn begins from, s"),
    "measures.*.window_ms.1": said("The turn begins by, s"),
    "measures.*.step_ms": said("Compared every so many seconds"),
    "measures.*.lags": said("Also this many steps later"),
    "rules.contingency": said("Answers"),
    "rules.contingency.*.label": said("Name"),
    "rules.contingency.*.cue.track": said("After marks of"),
    "rules.contingency.*.cue.codes": said("After the codes"),
    "rules.contingency.*.response.track": said("Answered by marks of"),
    "rules.contingency.*.response.codes": said("Answered by the codes"),
    "rules.contingency.*.anchor": said("Counted from"),
    "rules.contingency.*.window_ms.0": said("An answer counts after, s"),
    "rules.contingency.*.window_ms.1": said("An answer counts up to, s"),
    "rules.contingency.*.sensitivity_windows_ms": said("Also told up to, s"),
    "rules.contingency.*.already_ongoing": said("An answer that goes on already"),
    "rules.contingency.*.one_to_one": said("One answer serves one mark only"),
    "rules.contingency.*.explicit_link_wins": said("A link that the coder made counts before the time"),
    "rules.episodes": said("Episodes"),
    "rules.episodes.*.label": said("Name"),
    "rules.episodes.*.open.track": said("Begins on the track"),
    "rules.episodes.*.open.enters": said("Begins with"),
    "rules.episodes.*.close.track": said("Ends on the track"),
    "rules.episodes.*.close.enters": said("Ends with"),
    "rules.episodes.*.close.sustained_ms": said("Which must last, s"),
    "rules.episodes.*.censor_at": said("Left open where"),
    "rules.constraints": said("Questions to the coder"),
    "rules.constraints.*.label": said("Name"),
    "rules.constraints.*.severity": said("How much it matters"),
    "rules.constraints.*.first.track": said("Asked at marks of"),
    "rules.constraints.*.first.codes": said("Asked at the codes"),
    "rules.constraints.*.second.track": said("Together with marks of"),
    "rules.constraints.*.second.codes": said("Together with the codes"),
    "rules.constraints.*.event.track": said("Asked where there are marks of"),
    "rules.constraints.*.event.codes": said("Asked where there are the codes"),
    "rules.constraints.*.by.track": said("Without marks of"),
    "rules.constraints.*.by.codes": said("Without the codes"),
    "rules.constraints.*.within_ms": said("Within, s"),
    "rules.constraints.*.min_overlap_ms": said("From an overlap of, s"),
    "rules.constraints.*.max_gap_ms": said("Longest time without one, s"),
    "rules.constraints.*.requires": said("Modifiers that must be said"),
}  # fmt: skip

FIELDS: dict[str, dict[str, Said]] = {
    "about": {
        "title": said("Title"),
        "summary": said("Summary"),
        "purpose": said("What it is for"),
        "i18n.complete": said("Complete in these languages"),
        "provenance.claims.note": said("Note that every export carries"),
        "provenance.claims.must_not_be_reported_as": said("What results are never called, one in each line"),
        "provenance.licence.spdx": said("Licence, by its short name"),
        "provenance.licence.note": said("Note on the licence"),
        "provenance.kind": said("Where it comes from"),
        "provenance.informed_by": said("What it was informed by, one source in each line"),
        "provenance.redistributable": said("It may be passed on"),
        "provenance.training_required": said("Coders need training before they use it"),
        "use.study_required": said("Only in an approved study"),
        "use.marks_only": said("Marks are only passed on to the supervisor, never counted"),
        "subjects.*.label": said("Name"),
        "subjects.*.role": said("Role"),
        "subjects.*.key": said("Digit"),
        "subjects.*.members": said("Who belongs to it"),
    },
    "films": {
        "population.age_months.min": said("Youngest, in months"),
        "population.age_months.max": said("Oldest, in months"),
        "population.contexts": said("What families are doing"),
        "population.recommended_duration_s.min": said("A film lasts at least, s"),
        "population.recommended_duration_s.typical": said("Usually, s"),
        "population.recommended_duration_s.max": said("At most, s"),
        "population.caution": said("What to be careful about, one in each line"),
        "sampling": said("Only a part of each film is coded"),
        "sampling.length_s": said("Seconds of a part"),
        "sampling.draw.from_s": said("Not before this second of the film"),
        "sampling.draw.require": said("What must hold in a part"),
        "sampling.blind_to": said("What coders do not learn"),
    },
    "codes": {
        "tracks": said("Tracks"),
        "tracks.*.label": said("Name of the track"),
        "tracks.*.subject": said("Of whom"),
        "tracks.*.exclusive": said("One code at a time"),
        "tracks.*.exhaustive": said("Every moment has a code; one code says that nothing can be seen"),
        "tracks.*.missing_code": said("Code that says so"),
        "tracks.*.interval_s": said("Seconds of an interval"),
        "tracks.*.sampling": said("What an interval gets"),
        "tracks.*.scope": said("What is rated"),
        "tracks.*.visibility": said("Who sees it"),
        "tracks.*.codes": said("Codes"),
        "tracks.*.codes.*.label": said("Name of the code"),
        "tracks.*.codes.*.key": said("Key"),
        "tracks.*.codes.*.colour": said("Colour"),
        "tracks.*.codes.*.definition": said("Definition"),
        "tracks.*.codes.*.onset": said("It begins when"),
        "tracks.*.codes.*.offset": said("It ends when"),
        "tracks.*.codes.*.examples": said("Examples, one in each line"),
        "tracks.*.codes.*.counter_examples": said("What looks like it but is not, one in each line"),
        "tracks.*.codes.*.scale": said("Scale"),
        "tracks.*.codes.*.scale.min": said("Lowest"),
        "tracks.*.codes.*.scale.max": said("Highest"),
        "tracks.*.codes.*.scale.step": said("Step"),
        "tracks.*.codes.*.scale.anchors.*": said("What {value} means"),
        "tracks.*.codes.*.valence": said("Kind of moment"),
        "tracks.*.codes.*.modifiers": said("Modifiers"),
        "tracks.*.codes.*.visibility": said("Who sees this code"),
        "tracks.*.codes.*.feedback.show_to_parent": said("May be shown to a parent"),
        "tracks.*.codes.*.feedback.phrase": said("Sentence for a parent"),
        "tracks.*.codes.*.feedback.question": said("Question to a parent"),
    },
    "modifiers": {
        "modifiers.*.label": said("Name of the modifier"),
        "modifiers.*.options": said("Options, one in each line"),
        "modifiers.*.links_to": said("To marks of"),
        "modifiers.*.links_to.tracks": said("To marks of"),
        "modifiers.*.links_to.max": said("To so many marks at most"),
        "modifiers.*.default": said("Unless the coder says otherwise"),
        "modifiers.*.link": said("Worked out as the time since the mark of"),
        "modifiers.*.help": said("Help for the coder"),
        "modifiers.*.private": said("Left out of every export"),
        "modifiers.*.min": said("Lowest"),
        "modifiers.*.max": said("Highest"),
        "modifiers.*.unit": said("Unit"),
        "modifiers.*.max_chars": said("Letters at most"),
        "modifiers.*.required": said("Every mark needs it"),
    },
    "depths": {
        "profiles": said("Depths"),
        "profiles.*.label": said("Name of the depth"),
        "profiles.*.tracks": said("Tracks"),
        "profiles.*.reliability_eligible": said("Codings of this depth are compared"),
        "passes": said("Passes"),
        "passes.*.tracks": said("Tracks"),
        "passes.*.profile": said("At the depths"),
        "passes.*.speed": said("Speed of the film at the beginning"),
    },
    "rules": {
        "measures": said("Measures"),
        "measures.*.label": said("Name"),
        "measures.*.direction": said("What a high number means"),
        "measures.*.audience": said("Who sees it"),
        "measures.*.min_n": said("Fewest cases for a share or mean"),
        "measures.*.parent_template": said("Sentence for a parent"),
        **_INSIDE,
        "timebase.min_state_ms": said("Shorter states are left out, s"),
        "timebase.merge_gap_ms": said("Gaps up to this are closed, s"),
        "timebase.cue_refractory_ms": said("A cue so soon after another is the same, s"),
        "rules.scorability.drop_cue_if.missing_share_in_window": said(
            "A cue is left out when more of its time than this cannot be seen (0 to 1)"
        ),
        "rules.scorability.drop_cue_if.segment_ends_in_window": said(
            "A cue is left out when the film ends before its time is over"
        ),
    },
    "agreement": {
        "reliability.state_tracks.statistics": said("How agreement is told"),
        "reliability.state_tracks.time_unit_ms": said("Unit of time, s"),
        "reliability.state_tracks.tolerance_ms": said("Tolerance, s"),
        "reliability.point_tracks.statistics": said("How agreement is told"),
        "reliability.point_tracks.tolerance_ms": said("Tolerance, s"),
        "reliability.rating_tracks.statistics": said("How agreement is told"),
        "reliability.modifiers.statistics": said("How agreement is told"),
        "reliability.modifiers.modifiers": said("Modifiers"),
        "reliability.measures.statistics": said("How agreement is told"),
        "reliability.measures.min_sessions": said("Fewest sessions"),
        "reliability.training_gate.gold_sessions": said("Gold films of a test"),
        "reliability.training_gate.consecutive_passes": said("Tests to pass in a row"),
        "reliability.training_gate.observer_accuracy_min": said("Least accuracy (0 to 1)"),
        "reliability.field_target.observer_accuracy_min": said("Least accuracy (0 to 1)"),
        "reliability.field_target.kappa_min": said("Least κ (0 to 1)"),
        "reliability.field_target.icc_min": said("Least ICC (0 to 1)"),
        "reliability.double_code.share": said("Share of the visits (0 to 1)"),
        "reliability.double_code.selection": said("Which visits"),
        "reliability.double_code.blind": said("The second codes without knowing the first"),
        "reliability.double_code.recheck_every_sessions": said("Looked at again every so many sessions"),
        "reliability.min_events_per_code": said("Fewest marks of a code for a number of its own"),
    },
    "meeting": {
        "feedback_meeting": said("Moments may be shown to a parent"),
        "feedback_meeting.clips.max": said("How many moments at most"),
        "feedback_meeting.clips.length_s.min": said("A moment lasts at least, s"),
        "feedback_meeting.clips.length_s.typical": said("Usually, s"),
        "feedback_meeting.clips.length_s.max": said("At most, s"),
        "feedback_meeting.clips.lead_in_ms": said("Shown before the mark, s"),
        "feedback_meeting.clips.lead_out_ms": said("Shown after the mark, s"),
        "feedback_meeting.order": said("Order"),
        "feedback_meeting.order.*": said("Moment {n}"),
        "feedback_meeting.challenge.max": said("How many difficult moments at most"),
        "feedback_meeting.challenge.needs_supervisor_release": said("A supervisor releases it first"),
        "feedback_meeting.challenge.needs_strength_counterpart": said("A strength stands beside it"),
        "feedback_meeting.challenge.prefer_episode.id": said("Best taken from"),
        "feedback_meeting.forbidden_in_parent_view": said("Never shown to parents"),
    },
}  # fmt: skip
"""The words of each field by its path, with ``*`` for a number or name, part by part of the page."""

HEADINGS = {
    "reliability.state_tracks": said("States"), "reliability.point_tracks": said("Points"),
    "reliability.rating_tracks": said("Ratings"), "reliability.modifiers": said("Modifiers"),
    "reliability.measures": said("Measures"), "reliability.training_gate": said("Before coding counts"),
    "reliability.field_target": said("Aimed at in daily work"), "reliability.double_code": said("Coded by two"),
}  # fmt: skip
"""What the cards of agreement are called; some of them are there only when they are ticked."""

CARDS = {"measures.*": "rules", "rules.contingency.*": "rules", "rules.episodes.*": "rules", "rules.constraints.*": "rules"}  # fmt: skip
"""Parts of a scheme that have a card on the page, but not a field for all that is in them."""

_PARTS = {pattern: part for part, fields in FIELDS.items() for pattern in fields} | CARDS
_WHOLE_ONLY = frozenset(("tracks", "tracks.*.codes", "profiles", "passes", "measures", "sampling", "feedback_meeting",
                         "rules.contingency", "rules.episodes", "rules.constraints", "tracks.*.codes.*.scale"))  # fmt: skip


def pattern_of(path: Path) -> str | None:
    """The field, or else the card, in which a path lies; None where only the text has it.

    >>> pattern_of(("tracks", 0, "codes", 2, "examples", 1)), pattern_of(("measures", 0, "of", "where", "how"))
    ('tracks.*.codes.*.examples', 'measures.*')
    """
    for many in range(len(path), 0, -1):
        for written in _written(path[:many]):
            if written in _PARTS and (many == len(path) or written not in _WHOLE_ONLY):
                return written
    return None


def card_of(path: Path) -> str | None:
    """The card in which a path lies; None where it lies in none.

    >>> card_of(("measures", 0, "of", "track"))
    'measures.*'
    """
    written = (".".join("*" if isinstance(step, int) else step for step in path[:n]) for n in (2, 3))
    return next((each for each in written if each in CARDS), None)


def _written(path: Path) -> tuple[str, ...]:
    steps = ["*" if isinstance(step, int) else step for step in path]
    return ".".join(steps), ".".join([*steps[:-1], "*"]), ".".join([*steps[:-1], str(path[-1])])


def part_of(pattern: str) -> str:
    """The part of the page in which a field or card stands."""
    return _PARTS[pattern]


def words_of(path: Path) -> Said | None:
    """What the field of a path is called on the page; None where there is no field but perhaps a card.

    >>> print(words_of(("tracks", 0, "codes", 1, "scale", "anchors", "5")))
    What 5 means
    """
    pattern = pattern_of(path)
    words = (
        HEADINGS.get(".".join(map(str, path))) if pattern is None else FIELDS[_PARTS[pattern]].get(pattern)
    )
    if pattern is None or words is None or not pattern.endswith(".*"):
        return words
    last = path[len(pattern.split(".")) - 1]
    return refilled(words, n=last + 1) if isinstance(last, int) else refilled(words, value=last)
