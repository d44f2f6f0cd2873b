"""What a sheet says and holds, read back from its bytes."""

import base64
import html
import io
import re

from pypdf import PdfReader
from pypdf.generic import StreamObject


def text_of(pdf: bytes) -> str:
    """Everything a reader of the PDF can select, in its order, on one line."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


def words_of(page: bytes) -> str:
    """What an HTML sheet says: its text without tags and style, on one line."""
    bare = re.sub(r"<style>.*?</style>|<title>.*?</title>", " ", page.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def unpacked(pdf: bytes) -> bytes:
    """All a PDF holds, streams unpacked: objects as written, metadata, page contents."""
    reader, seen = PdfReader(io.BytesIO(pdf)), [pdf]
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 2):
        try:
            found = reader.get_object(number)
        except Exception:  # noqa: BLE001 - a number without an object
            continue
        seen.append(repr(found).encode())
        if isinstance(found, StreamObject):
            seen.append(found.get_data())
    return b"\n".join(seen)


def pictures_of(pdf: bytes) -> list[bytes]:
    """The stills of a PDF in their order, as JPEG."""
    return [picture.data for page in PdfReader(io.BytesIO(pdf)).pages for picture in page.images]


def stills_of(page: bytes) -> list[bytes]:
    """The stills of an HTML sheet in their order, as JPEG."""
    return [base64.b64decode(found) for found in re.findall(rb"data:image/jpeg;base64,([^\"]+)", page)]


def laid_open(page: bytes) -> bytes:
    """All an HTML sheet holds: its bytes, and those of its stills and fonts."""
    inside = re.findall(rb";base64,([A-Za-z0-9+/=]+)", page)
    return b"\n".join([page, *map(base64.b64decode, inside)])
