"""Text that somebody typed stays text on a page."""

import pytest

from annotator.pages.parts import plain


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[x](javascript:y)", r"\[x\]\(javascript\:y\)"),
        ("$a$ :red[z] **b**", r"\$a\$ \:red\[z\] \*\*b\*\*"),
        ("<img src=x onerror=y>", r"\<img src\=x onerror\=y\>"),
        ("two\nlines\tof  text", "two lines of text"),
        ("Müller", "Müller"),
    ],
)
def test_nothing_typed_becomes_markdown(typed: str, shown: str) -> None:
    assert plain(typed) == shown
