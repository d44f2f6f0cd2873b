"""What several pages share: text that somebody typed stays text; a refusal leads on."""

import pytest
from streamlit.testing.v1 import AppTest

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


def asking_who_it_is() -> None:
    from annotator.errors import ProofNeeded, said
    from annotator.pages import parts

    with parts.refusals():
        raise ProofNeeded(said("Sign in once more; then do it again."))


def test_who_must_sign_in_once_more_comes_back_to_this_page() -> None:
    page = AppTest.from_function(asking_who_it_is)
    page.query_params["id"] = "7"
    page.run()
    assert [each.value for each in page.info] == [plain("Sign in once more; then do it again.")]
    assert 'href="/sign-in?next=%2F%3Fid%3D7"' in page.get("html")[0].proto.body
