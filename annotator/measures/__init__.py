"""What a coding says about the people in it: how often, how long, and what was answered."""

from annotator.measures.bouts import Bout, bouts
from annotator.measures.change import Change, changes
from annotator.measures.comparable import Coded, comparable, nearest
from annotator.measures.contingency import Contingency, Cue, Window, contingencies
from annotator.measures.episodes import Episode, episodes
from annotator.measures.figures import Declared, Figure, Measured, declared
from annotator.measures.rule import Rule
from annotator.measures.seen import Seen, seen
from annotator.measures.selecting import selected
from annotator.measures.summary import CodeSummary, LaneSummary, SessionSummary, summarise

__all__ = [
    "Bout", "Change", "CodeSummary", "Coded", "Contingency", "Cue", "Declared", "Episode", "Figure",
    "LaneSummary", "Measured", "Rule", "Seen", "SessionSummary", "Window", "bouts", "changes", "comparable",
    "contingencies", "declared", "episodes", "nearest", "seen", "selected", "summarise",
]  # fmt: skip
