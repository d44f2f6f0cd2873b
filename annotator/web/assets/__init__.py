"""Shipped files that the browser may keep for good: each address carries a mark of the content."""

import hashlib
from functools import cache
from pathlib import Path

from annotator.player import player

FOLDERS = {"web": Path(__file__).resolve().parent, "player": player.FRONTEND.resolve()}

TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
"""The kinds of file that are served, and what each is called."""


def asset_url(path: str) -> str:
    """The address of a file such as ``web/sign_in.css`` or ``player/player.js``.

    Another one as soon as any file of that part changes, so that no browser shows an old one.
    """
    return f"/assets/{mark(path.partition('/')[0])}/{path}"


@cache
def mark(part: str) -> str:
    """A short hash over the names and contents of a part's files; the player's is its own version."""
    if part == "player":
        return player.version()
    digest = hashlib.sha256()
    for file in sorted(FOLDERS[part].rglob("*")):
        if file.suffix in TYPES:
            digest.update(file.relative_to(FOLDERS[part]).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def find(part: str, name: str) -> Path | None:
    """The file of this name in a part; None for anything else, wherever it points."""
    file = (FOLDERS[part] / name).resolve()
    known = file.suffix in TYPES and file.is_relative_to(FOLDERS[part]) and file.is_file()
    return file if known else None
