"""A JPEG picture without anything that is not the picture."""

import re
from collections.abc import Iterator

from annotator.errors import AnnotatorError, said

_START, _SCAN, _END, _COMMENT = 0xD8, 0xDA, 0xD9, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_JFIF, _ADOBE = b"\xff\xe0\x00\x10JFIF\0", b"\xff\xee\x00\x0eAdobe"
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends scan data: a marker that is neither an escaped byte nor a restart."""


def bare_jpeg(jpeg: bytes) -> bytes:
    """The same picture without place, device, dates, thumbnails, comments or trailing bytes.

    AnnotatorError when it is no whole JPEG.

    Source: ITU-T T.81, annex B (segments and markers).
    """
    if jpeg[:2] != bytes((0xFF, _START)):
        raise _unreadable()
    return b"".join([jpeg[:2], *_parts(jpeg)])


def _parts(jpeg: bytes) -> Iterator[bytes]:
    """The segments that stay and the scan data, up to and with the end marker."""
    at = 2
    while True:
        if jpeg[at : at + 2] == bytes((0xFF, _END)):
            yield jpeg[at : at + 2]
            return
        if len(jpeg) < at + 4 or jpeg[at] != 0xFF:
            raise _unreadable()
        marker, end = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        yield _kept(jpeg[at:end], marker)
        at = end
        if marker == _SCAN:
            found = _MARKER.search(jpeg, at)
            if found is None:
                raise _unreadable()
            yield jpeg[at : found.start()]
            at = found.start()


def _kept(segment: bytes, marker: int) -> bytes:
    """A segment that is needed to draw the picture; nothing of any other.

    Of the application segments that is the plain JFIF and Adobe ones, which say how colours are
    meant; what JFIF carries behind its 16 bytes is a thumbnail, and is left out with its size.
    """
    if marker not in _APPLICATION and marker != _COMMENT:
        return segment
    if segment[4:9] == _JFIF[4:] and len(segment) >= 18:
        return _JFIF + segment[9:16] + b"\0\0"
    return segment if segment.startswith(_ADOBE) else b""


def _unreadable() -> AnnotatorError:
    return AnnotatorError(said("A picture of this film cannot be read. Prepare the film again."))
