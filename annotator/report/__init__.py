"""Results for people: tables, charts, and the tokens they take their looks from."""

from annotator.report.across_visits import Panel, Point, across_visits
from annotator.report.colours import contrast, letter_on, outline
from annotator.report.drift_chart import drift_chart
from annotator.report.frames import disagreements_frame, to_frame
from annotator.report.ribbons import ribbons
from annotator.report.session_dots import session_dots
from annotator.report.session_ribbon import Ribbon, session_ribbon
from annotator.report.template import template
from annotator.report.tokens import Night, Theme, Tokens, tokens

__all__ = [
    "Night", "Panel", "Point", "Ribbon", "Theme", "Tokens", "across_visits", "contrast",
    "disagreements_frame", "drift_chart", "letter_on", "outline", "ribbons", "session_dots",
    "session_ribbon", "template", "to_frame", "tokens",
]  # fmt: skip
