"""Code colours that can be read: contrast, the outline of a chip, the letter on it."""

from annotator.report.tokens import tokens

LETTER = 4.5
"""The least contrast of a letter with what it is written on (WCAG 2.2, 1.4.3)."""
OUTLINE = 3.0
"""The least contrast of an outline with what surrounds it (WCAG 2.2, 1.4.11)."""


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, from 1 to 21.

    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0

    Source: WCAG 2.2, relative luminance and contrast ratio.
    """
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def letter_on(colour: str) -> str:
    """The colour of a letter on this colour: ink or white where they can be read, else black.

    >>> letter_on("#F0E442"), letter_on("#0072B2"), letter_on("#D55E00")
    ('#23262B', '#FFFFFF', '#000000')
    """
    choices = (tokens().light.ink, "#FFFFFF", "#000000")
    return next(choice for choice in choices if contrast(choice, colour) >= LETTER)


def outline(colour: str, surface: str) -> str:
    """The colour's own tone, darkened or lightened until its edge shows on a surface.

    >>> outline("#0072B2", "#FFFFFF"), outline("#DDDDDD", "#FFFFFF")
    ('#0072B2', '#909090')
    """
    towards = 0 if _luminance(surface) > 0.18 else 255
    red, green, blue = _channels(colour)
    for step in range(21):
        mixed = [round(c + (towards - c) * step / 20) for c in (red, green, blue)]
        edge = "#" + "".join(f"{c:02X}" for c in mixed)
        if contrast(edge, surface) >= OUTLINE:
            return edge
    return "#000000" if towards == 0 else "#FFFFFF"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(c / 255) for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(c: float) -> float:
    return c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4)
