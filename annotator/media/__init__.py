"""Films: what is in a file, and the small, exact copy of it that coders work with.

Everything that decodes runs in a limited child process (``child``); this package itself imports
neither av nor cv2, so the web process stays small and a hostile film never reaches it.
"""

from annotator.media.calling import (
    HALF_MADE,
    RESULTS,
    STEPS,
    forget_half_made,
    forget_results,
    make_reel,
    prepare,
    probe,
    write_still,
)
from annotator.media.facts import (
    HARD_TO_SEE,
    Cancelled,
    FilmFacts,
    HardToSee,
    Limits,
    Probe,
    facts_from_json,
    hard_to_see_from_json,
    why_not,
)
from annotator.media.reel_order import ReelMoment, ReelOrder
from annotator.media.sniffing import sniff
from annotator.media.tables import read_frames

__all__ = [
    "HALF_MADE",
    "HARD_TO_SEE",
    "RESULTS",
    "STEPS",
    "Cancelled",
    "FilmFacts",
    "HardToSee",
    "Limits",
    "Probe",
    "ReelMoment",
    "ReelOrder",
    "facts_from_json",
    "forget_half_made",
    "forget_results",
    "hard_to_see_from_json",
    "make_reel",
    "prepare",
    "probe",
    "read_frames",
    "sniff",
    "why_not",
    "write_still",
]
