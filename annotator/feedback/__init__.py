"""Which moments to show a parent, in which order, and what the parent may see of them."""

from annotator.feedback.concerns import concern_marks, concerns, is_concern, marks_concern
from annotator.feedback.note import TimedNote
from annotator.feedback.pairs import EarlierFilm
from annotator.feedback.parent_view import ParentView, ShownMoment, parent_view
from annotator.feedback.plan import Kind, Moment, Plan, PlanState, Then
from annotator.feedback.rules import NARRATIVE, MeetingRules, problems_of, rules_of
from annotator.feedback.suggesting import Limits, Suggestion, suggest
from annotator.feedback.weights import USUAL, Weights, weights_from
from annotator.feedback.words import forbidden_in

__all__ = [
    "NARRATIVE", "USUAL", "EarlierFilm", "Kind", "Limits", "MeetingRules", "Moment", "ParentView", "Plan",
    "PlanState", "ShownMoment", "Suggestion", "Then", "TimedNote", "Weights", "concern_marks", "concerns",
    "forbidden_in", "is_concern", "marks_concern", "parent_view", "problems_of", "rules_of", "suggest",
    "weights_from",
]  # fmt: skip
