"""How the marks of one code are drawn along time: bands of states, dots of points, what the legend says."""

from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from annotator.report.colours import letter_on, outline
from annotator.report.marks import HOVER, Marks, code_label, code_of, symbol_of, times
from annotator.report.tokens import Theme
from annotator.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class CodeMarks:
    """Draws codes of a scheme in a person's language, told by key and shape as well as by colour."""

    scheme: Scheme
    look: Theme
    language: str

    def bands(self, track: str, code: str, marks: Marks, width: float) -> go.Bar:
        """Stretches of time, each with the code's key as its letter; missing codes are hatched."""
        colour, key, missing = self._face(track, code)
        edge = outline(colour, self.look.panel)
        hatch = {"shape": "/", "fgcolor": edge, "size": 10, "solidity": 0.12} if missing else {}
        return go.Bar(
            orientation="h", base=times(marks.onset), x=marks.duration, y=marks.y, width=width,
            customdata=marks.about,
            marker={"color": colour, "line": {"color": edge, "width": 1}, "pattern": hatch},
            text=key, textposition="inside", insidetextanchor="start", textangle=0,
            insidetextfont={"color": letter_on(colour)}, **self._words(track, code),
        )  # fmt: skip

    def dots(self, track: str, code: str, marks: Marks, size: int) -> go.Scatter:
        """Moments, each with the code's key as its letter, in a shape of its own for each code of a track."""
        colour, key, _ = self._face(track, code)
        return go.Scatter(
            mode="markers+text", x=times(marks.onset), y=marks.y, text=[key] * len(marks.y),
            customdata=marks.about,
            marker={
                "color": colour, "size": size, "symbol": symbol_of(self.scheme, track, code),
                "line": {"color": outline(colour, self.look.panel), "width": 1},
            },
            textfont={"color": letter_on(colour), "size": 11}, **self._words(track, code),
        )  # fmt: skip

    def _words(self, track: str, code: str) -> dict[str, object]:
        """What the legend and the hover say of a code."""
        of = self.scheme.track(track)
        title = of.label.in_language(self.language) if of else track
        return {
            "name": escape(code_label(self.scheme, track, code, self.language)), "legendgroup": track,
            "legendgrouptitle": {"text": escape(title)}, "hovertemplate": HOVER,
        }  # fmt: skip

    def _face(self, track: str, code: str) -> tuple[str, str, bool]:
        """Colour, key and whether a code is a missing one; a code that only a coding has is plain."""
        found = code_of(self.scheme, track, code)
        if found is None:
            return self.look.line, "", False
        return found.colour, escape(found.key.upper()), found.valence == "missing"
