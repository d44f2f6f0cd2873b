"""Which Chromium the browser tests, the pictures and the benchmarks drive."""

import shutil

SHELL = "chromium-headless-shell"
"""Draws pages as Chromium does, without a window's own pages around them: half the work of a computer."""

WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium(*, whole: bool = False) -> str | None:
    """Its path; None when only Playwright's own is there. ``whole``: the one people use, to measure."""
    names = WHOLE if whole else (SHELL, *WHOLE)
    return next((found for name in names if (found := shutil.which(name))), None)
