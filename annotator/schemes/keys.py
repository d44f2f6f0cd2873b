"""Which keys a code may have, and which belong to the desk."""

from collections.abc import Mapping
from types import MappingProxyType

CODE_KEYS = "abcdefghimnopqrstuvwxyz0123456789"

RESERVED_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "Space": "plays and pauses",
        "ArrowLeft": "goes back one frame, with Shift one second",
        "ArrowRight": "goes on one frame, with Shift one second",
        "ArrowUp": "goes on five seconds",
        "ArrowDown": "goes back five seconds",
        ",": "goes back one frame",
        ".": "goes on one frame",
        "j": "shuttles back",
        "k": "pauses the shuttle",
        "l": "shuttles on",
        "-": "plays slower",
        "=": "plays faster",
        "\\": "plays at normal speed",
        "Enter": "ends the last running state",
        "Escape": "discards the last running state",
        "PageUp": "goes to the previous annotation",
        "PageDown": "goes to the next annotation",
        ";": "replays the annotation with a second of lead-in",
        "[": "moves the onset to the playhead",
        "]": "moves the offset to the playhead",
        "Delete": "removes the annotation",
        "*": "flags the moment for the feedback meeting",
        "/": "writes a comment",
        "?": "shows the map of keys",
        "Shift+1…9": "chooses the subject",
    }
)
"""The desk's own keys and what each does: no code may have one of them.

The desk tells its own keys by ``event.code`` (the place on the keyboard), codes by letter and
digit. Shift with a digit chooses a subject, so digits without Shift are free for codes. The
letters j, k and l belong to editors' shuttle and stay reserved. Keys that the browser or the
screen reader needs (Tab, Backspace, function keys, Ctrl and Alt with anything) are no
characters and can never be written as a code's key.
"""
