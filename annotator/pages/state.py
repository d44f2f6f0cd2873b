"""Who is at this page, in which language, and what the address asks for."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from annotator.actions import signing, workplace
from annotator.actions.language import ENGLISH, Words, translator
from annotator.actions.workplace import Workplace
from annotator.store import seeing
from annotator.store.accounts import Account


def place() -> Workplace:
    """The workplace this process serves."""
    return workplace.current()


def person() -> Account | None:
    """The account that the gate found for this page's connection; None when nobody is signed in."""
    id = st.user.get("email")
    who = signing.account(place(), str(id), str(st.user.get("sign_in") or "")) if id else None
    seeing.only(who.id if who else None)
    return who


def words() -> Words:
    """The translator of page text for the person here."""
    who = person()
    language = who.language if who else ENGLISH
    st.session_state["language"] = language
    return translator(language)


def say(text: str) -> str:
    """A sentence in the language of the page that runs now: for modules that several pages share."""
    return translator(st.session_state.get("language", ENGLISH))(text)


def language() -> str:
    """The language of the page that runs now."""
    return str(st.session_state.get("language", ENGLISH))


def first_seen(key: str, now: tuple[float, float]) -> tuple[float, float]:
    """What was given under this key when this page first asked: now, when it never did."""
    found: tuple[float, float] = st.session_state.setdefault(key, now)
    return found


def path() -> str:
    """The path of the page's address; empty where there is none, as in tests without a browser."""
    address = st.context.url
    return urlsplit(address).path if isinstance(address, str) else ""


def address() -> str:
    """The page's own path and what it was asked for, to come back to."""
    asked_for = urlencode(st.query_params.to_dict())
    return f"{path() or '/'}?{asked_for}" if asked_for else path() or "/"


def asked(name: str) -> str:
    """A parameter of the address, empty when it is missing."""
    value = st.query_params.get(name, "")
    return value if isinstance(value, str) else ""


def keep(name: str, value: str) -> None:
    """Have the address say what this page was asked for.

    A link to the page one is on tells Streamlit, but not the address: the next form that is sent from there
    would be asked for nothing.
    """
    st.query_params[name] = value


def asked_ms(name: str) -> int | None:
    """A time in ms from the address; None when it is missing or no whole number from 0 up."""
    text = asked(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def tell(sentence: str) -> None:
    """Say something once, at the top of the page as it is drawn next."""
    st.session_state.setdefault("told", []).append(sentence)


def told() -> list[str]:
    """What is to be said once, now."""
    sentences: list[str] = st.session_state.pop("told", [])
    return sentences
