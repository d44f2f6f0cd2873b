"""The fields of the scheme format, part by part: the JSON Schema has these and no other."""

import json
from typing import Any

import pytest

from tests import scheme_pages

SCHEMA: dict[str, Any] = json.loads(scheme_pages.SCHEMA.read_text("utf-8"))

# By the format's sections 3.1 to 3.10. What Attune added stands behind the bar; docs/decisions.md says why.
FIELDS = {
    "SchemePart": "format id version status title summary purpose provenance population subjects timebase profiles passes "
    "sampling modifiers tracks rules measures reliability feedback_meeting i18n changelog | use",
    "ProvenancePart": "kind informed_by licence redistributable training_required claims",
    "LicencePart": "spdx note",
    "ClaimsPart": "validated must_not_be_reported_as note",
    "PopulationPart": "age_months contexts recommended_duration_s caution",
    "SubjectPart": "id role key label members",
    "TimebasePart": "unit min_state_ms merge_gap_ms cue_refractory_ms",
    "ProfilePart": "id label tracks reliability_eligible",
    "PassPart": "id profile tracks speed",
    "SamplingPart": "unit length_s count draw blind_to",
    "DrawPart": "method from_s until require",
    "TrackPart": "id subject label kind exclusive exhaustive missing_code interval_s sampling scope visibility codes",
    "CodePart": "id label definition key colour valence onset offset examples counter_examples modifiers scale visibility "
    "feedback",
    "ScalePart": "min max step anchors",
    "FeedbackPart": "show_to_parent phrase question export",
    "ModifierPart": "id type label required help options default min max unit max_chars private links_to derived link",
    "LinkPart": "tracks max",
    "RulesPart": "constraints contingency scorability episodes",
    "ContingencyPart": "id label cue response or_state anchor window_ms sensitivity_windows_ms already_ongoing one_to_one "
    "explicit_link_wins",
    "Selector": "track codes where | where_not",
    "StateChange": "track enters leaves",
    "DropCuePart": "missing_share_in_window segment_ends_in_window",
    "EpisodePart": "id open close via censor_at attributes | label",
    "ClosePart": "track enters sustained_ms",
    "MeasurePart": "id kind of over rule episode statistic closed_within_ms bridge_gap_ms min_n direction audience report "
    "parent_template warn_above | label matched step_ms lags window_ms sensitivity_windows_ms",
    "ReliabilityPart": "state_tracks point_tracks rating_tracks modifiers measures training_gate field_target double_code "
    "min_events_per_code",
    "TrainingGatePart": "gold_sessions consecutive_passes observer_accuracy_min",
    "DoubleCodePart": "share selection blind recheck_every_sessions",
    "MeetingPart": "clips order challenge forbidden_in_parent_view",
    "ClipsPart": "max length_s lead_in_ms lead_out_ms",
    "ChallengePart": "max needs_supervisor_release needs_strength_counterpart prefer_episode",
    "LanguagesPart": "default complete partial review",
}
CHOICES = {
    ("TrackPart", "kind"): "state point interval rating",
    ("SubjectPart", "role"): "child caregiver practitioner sibling other dyad group",
    ("ModifierPart", "type"): "choice multi boolean integer number text link",
    ("ConstraintPart", "kind"): "not_together_with preceded_by followed_by modifier_requires max_gap",
    ("ContingencyPart", "anchor"): "cue_onset cue_offset",
    ("ContingencyPart", "already_ongoing"): "count ignore separate",
    ("MeasurePart", "direction"): "higher lower midrange none",
    ("MeasurePart", "kind"): "count rate proportion_time proportion_count mean_duration median_duration longest_bout "
    "contingency latency episode_share episode_latency distribution modifier_mean co_occurrence transition rating_mean "
    "| ladder turns",
}  # fmt: skip


def part(name: str) -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA if name == "SchemePart" else SCHEMA["$defs"][name]
    return found


@pytest.mark.parametrize("name", FIELDS)
def test_a_part_has_the_formats_fields_and_no_other(name: str) -> None:
    assert set(part(name)["properties"]) == set(FIELDS[name].split()) - {"|"}


@pytest.mark.parametrize(("name", "field"), CHOICES)
def test_a_choice_is_between_the_formats_words(name: str, field: str) -> None:
    assert set(part(name)["properties"][field]["enum"]) == set(CHOICES[name, field].split()) - {"|"}


def test_agreement_is_told_by_the_formats_statistics() -> None:
    statistics = part("StatisticsPart")["properties"]["statistics"]["items"]["enum"]
    assert set(statistics) == {
        "time_weighted_kappa", "time_unit_kappa", "time_unit_kappa_tolerance", "event_alignment_kappa",
        "event_match_f1", "kappa_on_matched_events", "weighted_kappa", "icc_2_1_absolute",
    }  # fmt: skip
