"""Schemes that are being written: how one begins, and each change that a form makes to its document.

Every function takes a document as plain values and gives a new one; what it was given stays as it was. A
draft may be wrong in any way while it is written: the check says what is still missing.
"""

from annotator.schemes.drafts.beginning import BLANK_VERSION, blank, copied, next_one, published
from annotator.schemes.drafts.coding import (
    add_code,
    add_missing_code,
    add_modifier,
    add_subject,
    add_track,
    free_keys,
    move,
    remove_code,
    remove_track,
)
from annotator.schemes.drafts.fields import editable, value_at, with_value, with_words, without, words_at
from annotator.schemes.drafts.patterns import PATTERNS, Pattern, add_pattern

__all__ = [
    "BLANK_VERSION",
    "PATTERNS",
    "Pattern",
    "add_code",
    "add_missing_code",
    "add_modifier",
    "add_pattern",
    "add_subject",
    "add_track",
    "blank",
    "copied",
    "editable",
    "free_keys",
    "move",
    "next_one",
    "published",
    "remove_code",
    "remove_track",
    "value_at",
    "with_value",
    "with_words",
    "without",
    "words_at",
]
