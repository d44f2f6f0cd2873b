"""The tokens that every surface takes its looks from; ``tokens.json`` is the one place to change them.

Streamlit's theme, the player's style sheet and the charts are made from this file or checked
against it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one theme, as ``#RRGGBB``.

    ``paper`` is the ground, ``panel`` what lies on it; ``ink`` and ``muted`` are words,
    ``line`` a quiet divider, ``edge`` the border of something one can press (3:1 on paper and
    panel); ``accent`` acts, with ``on_accent`` written on it; ``soft`` is what is chosen, with
    ``ink`` or ``accent`` on it.
    """

    paper: str
    panel: str
    ink: str
    muted: str
    line: str
    edge: str
    accent: str
    on_accent: str
    soft: str


@dataclass(frozen=True, slots=True)
class Night:
    """Colours of the meeting, the same in every theme."""

    paper: str
    panel: str
    ink: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Everything in ``tokens.json``; ``shape`` in px and ms, ``type`` in px."""

    light: Theme
    dark: Theme
    night: Night
    shape: Mapping[str, int]
    type: Mapping[str, Any]

    def theme(self, name: ThemeName) -> Theme:
        """The theme of this name."""
        return self.dark if name == "dark" else self.light


@cache
def tokens() -> Tokens:
    """The tokens as they are in ``tokens.json``."""
    found = json.loads(files("annotator.report").joinpath("tokens.json").read_text("utf-8"))
    themes = (Theme(**found["light"]), Theme(**found["dark"]), Night(**found["night"]))
    return Tokens(*themes, found["shape"], found["type"])
