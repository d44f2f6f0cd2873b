"""The desk, the upload and the meeting's two screens as Streamlit components: plain ES modules, no bundler.

They have no words of their own.

Streamlit serves a component's files without a version in their address, so that browsers keep old
ones after an upgrade. It therefore loads one file only, ``mount.js``, which never changes what it
expects; that brings in the modules from ``assets()``, an address that carries a hash of all files
and is served by our own route.
"""

import hashlib
import itertools
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from annotator.model.language import direction
from annotator.player.meeting_strings import meeting_strings, prepare_strings
from annotator.player.scheme_strings import scheme_strings
from annotator.player.strings import strings

FRONTEND = Path(__file__).with_name("frontend")
_PACKAGE = Path(__file__).parents[1]


@cache
def version() -> str:
    """A hash over the names and contents of the frontend's files: the mark in their address.

    The same mark as ``annotator.web.assets`` gives this folder, so that browsers may keep the files.
    """
    digest = hashlib.sha256()
    for path in sorted(FRONTEND.rglob("*")):
        if path.suffix in (".js", ".css"):
            digest.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def assets() -> str:
    """Where the modules are served: ``/assets/<version>/player``; browsers may keep what lies there."""
    return f"/assets/{version()}/player"


def desk(
    coding_id: str,
    t_ms: int | None = None,
    read_only: bool = False,
    *,
    translate: Callable[[str], str],
    account: str = "",
    language: str = "en",
) -> None:
    """The desk of one coding; it fills the window and fetches everything but its words itself.

    ``t_ms`` (session clock) wins over the place the coder left. ``account``, if given, must be
    the person signed in, else the desk opens nothing.
    """
    _component("annotator.player")(
        key=f"desk-{coding_id}",
        data={
            "coding": coding_id,
            "account": account,
            "t_ms": t_ms,
            "read_only": read_only,
            "strings": strings(translate),
            "language": language,
            "assets": assets(),
            "module": "player",
        },
        on_submitted_change=_nothing,
    )


def upload(session_id: str, *, translate: Callable[[str], str], language: str = "en") -> str | None:
    """Choose or drop films for a session; the recording whose preparation ended just now, or None."""
    result = _component("annotator.upload")(
        key=f"upload-{session_id}",
        data={
            "session": session_id,
            "strings": strings(translate),
            "language": language,
            "assets": assets(),
            "module": "upload",
            "dir": direction(language),
        },
        on_ready_change=_nothing,
    )
    ready: str | None = result.get("ready")
    return ready


def carry(
    session_id: str,
    people: Mapping[str, str],
    *,
    me: str,
    translate: Callable[[str], str],
) -> str | None:
    """Bring in a coding from another computer; the coding that came just now, or None.

    ``people`` are those whose it may be where its coder is not known here: names by account.
    """
    result = _component("annotator.carry")(
        key=f"carry-{session_id}",
        data={
            "session": session_id,
            "people": [{"id": id, "name": name} for id, name in people.items()],
            "me": me,
            "strings": strings(translate),
            "assets": assets(),
            "module": "carry",
        },
        on_brought_change=_nothing,
    )
    brought: str | None = result.get("brought")
    return brought


def scheme_file(*, translate: Callable[[str], str]) -> str | None:
    """Bring in a coding scheme's file; the hash of the scheme that came just now, or None."""
    result = _component("annotator.scheme_file")(
        key="scheme-file",
        data={"strings": scheme_strings(translate), "assets": assets(), "module": "scheme_file"},
        on_brought_change=_nothing,
    )
    brought: str | None = result.get("brought")
    return brought


def notes(
    about: Mapping[str, Any],
    *,
    translate: Callable[[str], str],
    account: str,
    language: str = "en",
    t_ms: int | None = None,
) -> None:
    """Notes while watching; it fills the window. ``about`` is what ``annotator.actions.notes.watching`` says.

    ``account`` must be the person signed in, else it opens nothing.
    """
    _component("annotator.notes")(
        key=f"notes-{about['session']['id']}",
        data={
            **about,
            "account": account,
            "t_ms": t_ms,
            "strings": strings(translate),
            "language": language,
            "assets": assets(),
            "module": "notes",
        },
    )


def align(
    about: Mapping[str, Any], *, translate: Callable[[str], str], account: str, language: str = "en"
) -> None:
    """The films of a visit on one clock; ``about`` is what ``actions.aligning.films_to_align`` says.

    It fills the window. ``account`` must be the person signed in, else it opens nothing.
    """
    _component("annotator.align")(
        key=f"align-{about['session']['id']}",
        data={
            **about,
            "account": account,
            "strings": strings(translate),
            "language": language,
            "assets": assets(),
            "module": "align",
        },
    )


def differences(
    pair: tuple[str, str],
    *,
    translate: Callable[[str], str],
    account: str,
    filter: Mapping[str, str],
    at: str = "",
    t_ms: int | None = None,
    language: str = "en",
) -> None:
    """Two codings side by side with the moments at which they differ; it fills the window.

    ``filter``, ``at`` (a moment's name) and ``t_ms`` (session clock) are as they stand in the address.
    ``account`` must be the person signed in, else it opens nothing.
    """
    _component("annotator.differences")(
        key=f"differences-{'-'.join(pair)}",
        data={
            "first": pair[0],
            "second": pair[1],
            "account": account,
            "filter": dict(filter),
            "at": at,
            "t_ms": t_ms,
            "strings": strings(translate),
            "language": language,
            "assets": assets(),
            "module": "differences",
        },
    )


def prepare(
    plan_id: str, *, translate: Callable[[str], str], account: str = "", language: str = "en"
) -> None:
    """The preparation of one meeting; it fills the window and fetches everything but its words itself.

    ``account``, if given, must be the person signed in, else it opens nothing.
    """
    _component("annotator.prepare")(
        key=f"prepare-{plan_id}",
        data={
            "plan": plan_id,
            "account": account,
            "strings": prepare_strings(translate),
            "language": language,
            "assets": assets(),
            "module": "prepare",
            "dir": direction(language),
        },
    )


def meeting(
    plan_id: str, *, translate: Callable[[str], str], account: str = "", language: str = "en"
) -> None:
    """The meeting beside a parent; it knows the plan's id and what its own route tells, and nothing else.

    ``account`` owns what the browser keeps until it is saved; ``language`` is that of the words.
    """
    _component("annotator.meeting")(
        key=f"meeting-{plan_id}",
        data={
            "plan": plan_id,
            "account": account,
            "strings": meeting_strings(translate),
            "language": language,
            "assets": assets(),
            "module": "meeting",
        },
    )


def daylight() -> None:
    """Draw the page anew when day turns to night: a chart comes in the colours of one of them."""
    night = st.context.theme.type == "dark"
    _component("annotator.daylight")(
        key="daylight",
        # Numbered, for the browser hears of a drawing only when something in it is new: so also of one that
        # came too early, in the colours of before.
        data={"assets": assets(), "module": "daylight", "night": night, "drawing": next(_DRAWINGS)},
        on_turned_change=_nothing,
    )


def typing() -> None:
    """What is typed into fields is kept while one rests; until then the browser asks before it leaves."""
    _component("annotator.typing")(key="typing", data={"assets": assets(), "module": "typing"})


_DRAWINGS = itertools.count()


def _nothing() -> None:
    """A trigger without an own callback: the value is read from the result."""


def _component(name: str) -> Callable[..., Any]:
    """The command that mounts a component, known to the Streamlit that runs now.

    Asked each time, because every AppTest brings a Streamlit of its own.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(name) is None:
        manager.register_from_manifest(_manifest(), _PACKAGE)
    return _command(name)


@cache
def _command(name: str) -> Callable[..., Any]:
    return st.components.v2.component(name, html=(FRONTEND / "root.html").read_text("utf-8"), js="mount.js")


@cache
def _manifest() -> ComponentManifest:
    """The components as the package's own manifest declares them.

    Streamlit finds a manifest by itself only in some kinds of installation (not in an editable one
    whose distribution and package differ in name, nor in a checkout), so it is always told.
    """
    document = tomllib.loads((_PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))
    declared = document["tool"]["streamlit"]["component"]["components"]
    components = [ComponentConfig.from_dict(entry) for entry in declared]
    return ComponentManifest(document["project"]["name"], document["project"]["version"], components)
