"""What a coding says about the people in it: how often, how long, what share of the time."""

from annotator.measures.bouts import Bout, bouts
from annotator.measures.episodes import Episode, episodes
from annotator.measures.summary import CodeSummary, LaneSummary, SessionSummary, summarise

__all__ = [
    "Bout",
    "CodeSummary",
    "Episode",
    "LaneSummary",
    "SessionSummary",
    "bouts",
    "episodes",
    "summarise",
]
