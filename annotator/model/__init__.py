"""What was coded, as plain values: annotations, edits, codings, sessions, recordings."""

from annotator.model.carrying import (
    CarriedAct,
    CarriedCoding,
    CarriedFilm,
    MadeFrom,
    MappedFrom,
    News,
    Reopening,
    news,
    same_film,
)
from annotator.model.checking import Lane, check_content, lanes_of, moves_agreed, subjects_of
from annotator.model.coding import (
    RATED,
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
    "RATED", "Act", "Annotation", "CarriedAct", "CarriedCoding", "CarriedFilm", "Coding", "CodingState",
    "Content", "Edit", "EditKind", "Family", "Interval", "Lane", "MadeFrom", "MappedFrom", "ModifierValue",
    "News", "Record", "Recording", "Reopening", "Session", "Subject", "check_content", "closed", "fold",
    "follows", "lanes_of", "moves_agreed", "news", "same_film", "subjects_of",
]  # fmt: skip
