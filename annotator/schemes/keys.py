"""Which keys a code may have, and which belong to the desk."""

from collections.abc import Mapping
from types import MappingProxyType

from annotator.errors import said

CODE_KEYS = "abcdefghimnopqrstuvwxyz0123456789"

RESERVED_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "Space": said("plays and pauses"),
        "ArrowLeft": said("goes back one frame, with Shift one second"),
        "ArrowRight": said("goes on one frame, with Shift one second"),
        "ArrowUp": said("goes on five seconds"),
        "ArrowDown": said("goes back five seconds"),
        ",": said("goes back one frame"),
        ".": said("goes on one frame"),
        "j": said("shuttles back"),
        "k": said("pauses the shuttle"),
        "l": said("shuttles on"),
        "-": said("plays slower"),
        "=": said("plays faster"),
        "\\": said("plays at normal speed"),
        "Enter": said("ends the last running state"),
        "Escape": said("discards the last running state"),
        "PageUp": said("goes to the previous annotation"),
        "PageDown": said("goes to the next annotation"),
        ";": said("replays the annotation with a second of lead-in"),
        "[": said("moves the onset to the playhead"),
        "]": said("moves the offset to the playhead"),
        "Delete": said("removes the annotation"),
        "*": said("flags the moment for the feedback meeting"),
        "/": said("writes a comment"),
        "?": said("shows the map of keys"),
        "Shift+1…9": said("chooses the subject"),
    }
)
"""The desk's own keys and what each does: no code may have one of them.

The desk tells its own keys by ``event.code`` (the place on the keyboard), codes by letter and
digit. Shift with a digit chooses a subject, so digits without Shift are free for codes. The
letters j, k and l belong to editors' shuttle and stay reserved. Keys that the browser or the
screen reader needs (Tab, Backspace, function keys, Ctrl and Alt with anything) are no
characters and can never be written as a code's key.
"""
