"""What several pages share: refusals as sentences, text that stays text, links, small rows."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from annotator.errors import AnnotatorError, CertificateError, ConsentError, ProofNeeded, translated
from annotator.model import Family, Session
from annotator.model.language import direction
from annotator.pages import state

_ = state.say
_STYLE = Path(__file__).with_name("pages.css")
_MIRRORED = Path(__file__).with_name("mirrored.css")
_BACK, _ON = ":material/arrow_back:", ":material/arrow_forward:"
_OTHER_WAY = {_BACK: _ON, _ON: _BACK}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@^=])")


def tokens() -> None:
    """The look that Streamlit's theme cannot say: shipped style sheets, no text of anybody's."""
    st.html(_STYLE)
    if direction(state.language()) == "rtl":
        st.html(_MIRRORED)


def plain(text: str) -> str:
    r"""Text that somebody typed, made harmless for places where Streamlit reads Markdown.

    >>> print(plain("[x](y) $a$"))
    \[x\]\(y\) \$a\$
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


@contextmanager
def refusals(*, page: bool = False) -> Iterator[None]:
    """Show a refusal as its sentence; anything else is a bug and shows as one.

    Of a whole ``page`` nothing else is there: so it also leads on.
    """
    try:
        yield
    except ConsentError as refusal:
        st.info(plain(translated(refusal.sentence, state.say)))
        action("session", state.say("Open the visit"), {"id": refusal.session})
    except CertificateError as refusal:
        st.info(plain(translated(refusal.sentence, state.say)))
        action("training", state.say("Training"), {})
    except ProofNeeded as refusal:
        st.info(plain(translated(refusal.sentence, state.say)))
        way(state.say("Sign in once more"), f"/sign-in?{urlencode({'next': state.address()})}")
    except AnnotatorError as refusal:
        if not page:
            st.error(plain(translated(refusal.sentence, state.say)))
            return
        st.info(plain(translated(refusal.sentence, state.say)))
        link("home", state.say("Home"), icon=":material/arrow_back:")


def link(page: str, label: str, query: Mapping[str, str] | None = None, icon: str | None = None) -> None:
    """A link to another page of ours, ``page`` without its ending."""
    if icon and direction(state.language()) == "rtl":
        icon = _OTHER_WAY.get(icon, icon)
    st.page_link(f"{page}.py", label=label, query_params=dict(query or {}), icon=icon)


def asked_study() -> str | None:
    """The study that the address names; without one it is said where to choose it, and nothing follows."""
    study = state.asked("study")
    if study:
        return study
    st.info(state.say("Choose a study; its page leads here."))
    link("studies", state.say("Studies"), icon=":material/arrow_back:")
    return None


def action(page: str, label: str, query: Mapping[str, str]) -> None:
    """The link that is most likely wanted here, drawn as a button."""
    with st.container(key=f"act-{page}-{'-'.join(query.values())}", width="content"):
        link(page, label, query)


def way(label: str, path: str) -> None:
    """A link to a route of ours that is no page, drawn as a quiet button; it opens in this tab.

    ``st.link_button`` opens another one: after signing in as someone else the old one would go on
    showing what it must no longer show.
    """
    st.html(f'<a class="way" href="{escape(path)}">{escape(label)}</a>', width="content")


def go(page: str, query: Mapping[str, str]) -> None:
    """Open another page of ours."""
    st.switch_page(f"{page}.py", query_params=dict(query))


def poster(recording: str) -> None:
    """A film's still, through our own route, beside words that name the film: nothing to read aloud.

    As the ground of an empty place, so that one which cannot be loaded leaves that place calm.
    """
    st.html(
        f'<div class="poster" style="background-image: url(/films/{escape(recording)}/poster.jpg)"></div>'
    )


def heading(family: Family, session: Session) -> str:
    """Where one is, in one line."""
    return f"{family.code} · {session.label}"


def whom_to_ask() -> str:
    """That what two people have coded need not be among what is shared with a supervisor, and whom to ask."""
    return _(
        "As a supervisor you see the visits that were shared with you. To see what two people have "
        "coded, ask whoever leads the study to share these visits, or to tick “Everything in the study "
        "is theirs” for you on the study's page."
    )


def percent(value: float) -> str:
    """A share as it is read.

    >>> percent(0.874)
    '87 %'
    """
    return f"{round(100 * value)} %"


def muted(text: str) -> None:
    """A quiet line of small text, shown as it is typed."""
    st.caption(plain(text))
