"""How the parts begin that a scheme may have or not: the segment, double coding, training, the meeting."""

from annotator.schemes.drafts.fields import Document

FIVE_MINUTES: Document = {
    "unit": "segment", "length_s": 300, "count": 1,
    "draw": {"method": "random_seeded", "from_s": 0, "until": "end_minus_length"},
    "blind_to": ["other_coder"],
}  # fmt: skip
"""One segment of five minutes, drawn by a seed."""

A_FIFTH_BY_TWO: Document = {"share": 0.2, "selection": "random_seeded", "blind": True}
"""A fifth of the visits, drawn, coded by a second coder who does not know the first coding."""

A_TEST_FIRST: Document = {"gold_sessions": 8, "consecutive_passes": 3, "observer_accuracy_min": 0.85}
"""Three gold films passed in a row out of eight."""

A_MEETING: Document = {
    "clips": {"max": 3, "length_s": {"min": 5, "typical": 12, "max": 30},
              "lead_in_ms": 3000, "lead_out_ms": 3000},
    "order": ["strength", "repair_or_challenge", "strength"],
    "challenge": {"max": 1, "needs_supervisor_release": False, "needs_strength_counterpart": True},
    "forbidden_in_parent_view": [
        "scores", "percentages", "norms", "rankings", "coder_names", "code_labels", "valence_colours",
        "notes",
    ],
}  # fmt: skip
"""Three moments, a strength first and last; nothing that judges comes before a parent."""
