"""Agreement of everybody on a film, as tests need it before anything plays."""

from collections.abc import Sequence

from annotator.access import Purpose
from annotator.actions import agreeing
from annotator.actions.agreeing import HowGiven
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account

EVERYTHING = tuple(Purpose)


def everybody_agrees(
    place: Workplace, who: Account, session: str, purposes: Sequence[Purpose] = EVERYTHING
) -> None:
    """The child and the caregiver of a visit are entered, and agree to these purposes."""
    agreeing.note_for_visits(place, who, session, purposes, "given", HowGiven("spoken"))
