"""JSON from strangers, as other programs write it."""

import json
import re
import unicodedata
from typing import Any

_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(data: bytes) -> Any:
    """The values of a JSON file in UTF-8; NaN and infinities pass, as Python programs write them.

    ValueError when it is none, when it lies too deep, or when a text in it holds half a character: that could
    be neither kept nor shown. Letters and their accents are put together (NFC).
    """
    text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    try:
        found = json.loads(text)
        if _HALF.search(text):
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("too deep") from error
    return found
