"""What was coded, as plain values: annotations, edits, codings, sessions, recordings."""

from annotator.model.coding import (
    Act,
    Annotation,
    Coding,
    CodingState,
    Content,
    Edit,
    EditKind,
    ModifierValue,
    Record,
    closed,
    fold,
    follows,
)
from annotator.model.interval import Interval
from annotator.model.session import Family, Recording, Session, Subject

__all__ = [
    "Act", "Annotation", "Coding", "CodingState", "Content", "Edit", "EditKind", "Family", "Interval",
    "ModifierValue", "Record", "Recording", "Session", "Subject", "closed", "fold", "follows",
]  # fmt: skip
