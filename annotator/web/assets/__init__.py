"""Files that the browser may keep for good: each address carries a mark of the content."""

import hashlib
from functools import cache
from pathlib import Path

from annotator import player

FOLDERS = {
    "web": Path(__file__).resolve().parent,
    "player": Path(player.__file__).resolve().parent / "frontend",
}

TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
"""The kinds of file that are served, and what each is called."""


def asset_url(path: str) -> str:
    """The address of a shipped file, such as ``player/player.js`` or ``web/sign_in.css``.

    It changes whenever a file of that part changes, so a browser never shows an old one.
    """
    part = path.partition("/")[0]
    return f"/assets/{mark(part)}/{path}"


@cache
def mark(part: str) -> str:
    """A short hash over the names and contents of a part's files."""
    digest = hashlib.sha256()
    for file in sorted(FOLDERS[part].rglob("*")):
        if file.suffix in TYPES:
            digest.update(file.relative_to(FOLDERS[part]).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def find(part: str, path: str) -> Path | None:
    """The file at a path below a part's folder; None for anything else, wherever it points."""
    folder = FOLDERS[part]
    file = (folder / path).resolve()
    known = file.suffix in TYPES and file.is_relative_to(folder) and file.is_file()
    return file if known else None
