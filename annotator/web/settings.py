"""Streamlit's settings: pinned by us, and held against what is really in force when the app starts."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from streamlit import config

from annotator.errors import AnnotatorError, Problem, joined, said
from annotator.web.site import Site

PORT = 8501

PINNED: Mapping[str, object] = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["127.0.0.1", "localhost"],
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.maxUploadSize": 5,
    "server.maxMessageSize": 50,
    "server.disconnectedSessionTTL": 120,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.baseUrlPath": "",
    "server.trustedUserHeaders": {"x-app-user": "email", "x-app-user-sign-in": "sign_in"},
    "server.headless": True,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    "runner.fastReruns": False,
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
    "secrets.files": [],  # none is ours; Streamlit would look for them at each asking who somebody is
    "browser.gatherUsageStats": False,
    "global.developmentMode": False,
    "logger.hideWelcomeMessage": True,
}
"""What must be in force, whatever a file, the environment or the command line says."""

_LATIN = (
    "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, "
    "U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD"
)
_LATIN_EXTENDED = (
    "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1D00-1DBF, U+1E00-1E9F, "
    "U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF"
)


def _face(file: str, letters: str) -> dict[str, object]:
    url = f"/assets/fonts/{file}"
    return {"family": "Inter", "url": url, "weight": "100 900", "unicodeRange": letters}


THEME: Mapping[str, object] = {
    "theme.font": "Inter, sans-serif",
    "theme.headingFont": "Inter, sans-serif",
    "theme.fontFaces": [_face("inter.woff2", _LATIN), _face("inter-ext.woff2", _LATIN_EXTENDED)],
    "theme.baseFontSize": 15,
    "theme.baseRadius": "10px",
    "theme.buttonRadius": "8px",
    "theme.showWidgetBorder": True,
    "theme.light.primaryColor": "#2F6F73",
    "theme.light.backgroundColor": "#F7F5F1",
    "theme.light.secondaryBackgroundColor": "#FFFFFF",
    "theme.light.textColor": "#23262B",
    "theme.light.linkColor": "#2F6F73",
    "theme.light.borderColor": "#E3DFD7",
    "theme.light.blueBackgroundColor": "#EAF1F0",
    "theme.light.blueTextColor": "#23262B",
    "theme.dark.primaryColor": "#6FB3B3",
    "theme.dark.backgroundColor": "#1F1C19",
    "theme.dark.secondaryBackgroundColor": "#2E2A26",
    "theme.dark.textColor": "#F6F1E9",
    "theme.dark.linkColor": "#8CC7C5",
    "theme.dark.borderColor": "#4A443D",
    "theme.dark.blueBackgroundColor": "#283634",
    "theme.dark.blueTextColor": "#F6F1E9",
}
"""How pages look: the tokens of the interface; pages may be repainted, so nothing refuses."""

_YES, _NO = {"1", "true", "t", "yes", "y", "on"}, {"0", "false", "f", "no", "n", "off"}
_BY_US = "annotator.web.settings"


def pinned() -> Mapping[str, object]:
    """What must be in force here: a team's server answers to its public name alone."""
    site = Site.here(PORT)
    return (
        {**PINNED, "server.allowedHosts": [site.public.rpartition(":")[0] or site.public]}
        if site.team
        else PINNED
    )


_OWN_ORIGINS = ("server.corsAllowedOrigins", "client.allowedOrigins")


def own_origins(port: int) -> list[str]:
    """The origins that pages of this server have."""
    return list(Site.here(port).origins)


def pin(folder: Path, port: int | None = None) -> None:
    """Set everything that nobody set: pinned settings, theme, our own origins and the cookie secret.

    What a file, the environment or the command line did set stays, and ``check`` then refuses it.
    """
    if port is not None:
        config.set_option("server.port", port, _BY_US)
    for name, value in (*pinned().items(), *THEME.items()):
        if name != "server.address" or not by_streamlit():
            _set(name, value)
    for name in _OWN_ORIGINS:
        _set(name, own_origins(config.get_option("server.port")))
    _set("server.cookieSecret", cookie_secret(folder))


def by_streamlit() -> bool:
    """Whether Streamlit's own command starts us: then it has chosen the address before it loads our code."""
    return str(config._server_mode).startswith("starlette-app")


def _set(name: str, value: object) -> None:
    # What the shipped .streamlit/config.toml says is ours too, and a team's server may say it otherwise.
    shipped = name in PINNED and _same(config.get_option(name), PINNED[name])
    if shipped or not config.is_manually_set(name) or config.get_where_defined(name) == _BY_US:
        config.set_option(name, value, _BY_US)


def cookie_secret(folder: Path) -> str:
    """The secret that signs Streamlit's own cookies: made once for a data folder, readable by its owner."""
    file = folder / "cookie_secret"
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".cookie_secret.{secrets.token_hex(4)}"
        write_private(draft, secrets.token_hex(32))
        try:
            os.link(draft, file)
        except FileExistsError:  # another process on the folder was quicker
            draft.unlink()
        except OSError:  # a disk that knows no links
            draft.replace(file)
        else:
            draft.unlink()
    return file.read_text().strip()


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


def check() -> None:
    """Refuse to start unless every pinned setting is in force; the sentence names each that is not.

    A variable of the environment that asks for another value refuses too, though Streamlit reads it
    only when its own command starts us: whoever set it believes that it holds.
    """
    wrong = [*_not_pinned(), *_foreign_origins(), *_otherwise_in_environment()]
    if wrong:
        raise AnnotatorError(
            said(
                "Attune does not start, because these settings of Streamlit would open a door: {wrong}. "
                "Take them out of the environment, the command line or .streamlit/config.toml.",
                wrong=joined("; ", dict.fromkeys(wrong)),
            )
        )


def problems(folder: Path) -> list[Problem]:
    """What would refuse a start with this environment, without starting; empty when nothing would."""
    pin(folder)
    try:
        check()
    except AnnotatorError as refused:
        return [Problem("settings", "", refused.sentence)]
    return []


def _must(name: str, wanted: object) -> str:
    return said("{name} must be {wanted}", name=name, wanted=repr(wanted))


def _not_pinned() -> list[str]:
    return [
        _must(name, wanted) for name, wanted in pinned().items() if not _same(config.get_option(name), wanted)
    ]


def _same(found: object, wanted: object) -> bool:
    # 1 == True in Python, and what is set to 1 was not set by us.
    plain = list(found) if isinstance(found, tuple) else found
    return type(plain) is type(wanted) and plain == wanted


def _foreign_origins() -> list[str]:
    own = own_origins(config.get_option("server.port"))
    return [_must(name, own) for name in _OWN_ORIGINS if not set(config.get_option(name)) <= set(own)]


def _otherwise_in_environment() -> list[str]:
    origins = dict.fromkeys(_OWN_ORIGINS, own_origins(config.get_option("server.port")))
    return [
        _must(name, wanted)
        for name, wanted in {**pinned(), **origins}.items()
        if (asked := os.environ.get(variable(name))) is not None and not _asks_for(asked, wanted)
    ]


def variable(name: str) -> str:
    """The variable of the environment that sets an option of Streamlit.

    >>> variable("server.enableCORS"), variable("server.maxUploadSize")
    ('STREAMLIT_SERVER_ENABLE_CORS', 'STREAMLIT_SERVER_MAX_UPLOAD_SIZE')
    """
    return config.get_config_options()[name].env_var


def _asks_for(asked: str, wanted: object) -> bool:
    """Whether the text of a variable says what is wanted, as Streamlit's command line reads it."""
    if isinstance(wanted, bool):
        return asked.strip().lower() in (_YES if wanted else _NO)
    if isinstance(wanted, list):
        return set(asked.split()) <= set(wanted)
    if isinstance(wanted, dict):
        return asked == json.dumps(wanted)
    return asked == str(wanted)
