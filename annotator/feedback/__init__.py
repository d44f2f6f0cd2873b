"""Which moments to show a parent, in which order, and what the parent may see of them."""

from annotator.feedback.note import TimedNote
from annotator.feedback.parent_view import ParentView, ShownMoment
from annotator.feedback.plan import Kind, Moment, Plan, PlanState

__all__ = ["Kind", "Moment", "ParentView", "Plan", "PlanState", "ShownMoment", "TimedNote"]
