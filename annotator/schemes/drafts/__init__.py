"""Schemes that are being written: how one begins, and each change that a form makes to its document.

Every function takes a document as plain values and gives a new one; what it was given stays as it was. A
draft may be wrong in any way while it is written: the check says what is still missing.
"""

from annotator.schemes.drafts.beginning import BLANK_VERSION, blank, copied, next_one, published
from annotator.schemes.drafts.blocks import A_FIFTH_BY_TWO, A_MEETING, A_TEST_FIRST, FIVE_MINUTES
from annotator.schemes.drafts.changes import change_in_words
from annotator.schemes.drafts.coding import (
    add_code,
    add_missing_code,
    add_modifier,
    add_subject,
    add_track,
    free_keys,
    move,
    new_depth,
    new_pass,
    remove_code,
    remove_track,
    taken_keys,
    with_link,
    with_modifier,
)
from annotator.schemes.drafts.fields import (
    editable,
    value_at,
    with_languages,
    with_value,
    with_words,
    without,
    words_at,
)
from annotator.schemes.drafts.form import words_of
from annotator.schemes.drafts.inside import meant, rungs_of, with_track
from annotator.schemes.drafts.patterns import OF_TWO, PATTERNS, Pattern, add_pattern
from annotator.schemes.drafts.telling import Told, told

__all__ = [
    "A_FIFTH_BY_TWO",
    "A_MEETING",
    "A_TEST_FIRST",
    "BLANK_VERSION",
    "FIVE_MINUTES",
    "OF_TWO",
    "PATTERNS",
    "Pattern",
    "Told",
    "add_code",
    "add_missing_code",
    "add_modifier",
    "add_pattern",
    "add_subject",
    "add_track",
    "blank",
    "change_in_words",
    "copied",
    "editable",
    "free_keys",
    "meant",
    "move",
    "new_depth",
    "new_pass",
    "next_one",
    "published",
    "remove_code",
    "remove_track",
    "rungs_of",
    "taken_keys",
    "told",
    "value_at",
    "with_languages",
    "with_link",
    "with_modifier",
    "with_track",
    "with_value",
    "with_words",
    "without",
    "words_at",
    "words_of",
]
