"""The headers of every answer, and the one inline script of Streamlit's page that may run."""

import base64
import hashlib
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from annotator.errors import AnnotatorError, said
from annotator.web.policies import Door
from annotator.web.site import Site

# The inline line of index.html in Streamlit 1.67.0, as SHA-256 in base64; checked at start.
INLINE_SCRIPT = "THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="

POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' 'sha256-{INLINE_SCRIPT}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)

_ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_INLINE = re.compile(r"<script(?![^>]*\bsrc\b)[^>]*>(.*?)</script>", re.DOTALL)


def inline_scripts(page: str) -> list[str]:
    """The hashes of the inline scripts of an HTML page, as a Content-Security-Policy names them."""
    return [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in _INLINE.findall(page)
    ]


@cache
def check_page_of_streamlit() -> None:
    """Refuse to start when the installed Streamlit's page has another inline script than is allowed."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    if inline_scripts(page.read_text()) != [INLINE_SCRIPT]:
        raise AnnotatorError(
            said(
                "Attune does not start: the page of the installed Streamlit {version} differs from "
                "the one it was checked with. Install streamlit 1.67.0 again.",
                version=version("streamlit"),
            )
        )


def guarded(send: Send, site: Site, door: Door | None) -> Send:
    """A ``send`` that puts our headers on every answer and takes out what would weaken them."""

    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            _guard(MutableHeaders(raw=message["headers"]), site, door)
        await send(message)

    return send_guarded


def _guard(headers: MutableHeaders, site: Site, door: Door | None) -> None:
    for name in [name for name in headers if name.startswith("access-control-")]:
        del headers[name]
    for name, value in _ALWAYS.items():
        headers[name] = value
    if site.secure:
        headers["strict-transport-security"] = "max-age=31536000"
    if door is None or not door.kept:
        headers["cache-control"] = "private, no-store"
