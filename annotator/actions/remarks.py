"""What a person should know of a film before coding it: oddities of the file, stretches hard to see."""

import json
from collections.abc import Sequence

from annotator.actions import films
from annotator.actions.workplace import Workplace
from annotator.errors import MediaError, Said, joined, said
from annotator.media import HARD_TO_SEE, HardToSee, facts_from_json, hard_to_see_from_json
from annotator.store.accounts import Account
from annotator.timecode import short_clock


def film_remarks(w: Workplace, who: Account | None, recording: str) -> tuple[str, ...]:
    """Sentences about a ready film, none for most; NotFound for who may not see it."""
    held = json.loads(films.film_file(w, who, recording, "film.json").read_bytes())
    try:
        notes, found = facts_from_json(held).notes, hard_to_see_from_json(held)
    except MediaError as damage:
        return (damage.sentence,)
    kinds = [[stretch for stretch in found if stretch.kind == kind] for kind in HARD_TO_SEE]
    return (*notes, *(_sentence(stretches) for stretches in kinds if stretches))


def _sentence(stretches: Sequence[HardToSee]) -> Said:
    """What is hard to see in one or several stretches of a kind, that the film is of use, and what helps."""
    first = stretches[0]
    where = {"start": short_clock(first.onset_ms), "end": short_clock(first.offset_ms), "n": len(stretches)}
    several = len(stretches) > 1
    match first.kind, several:
        case "covered", False:
            seen = said(
                "From {start} to {end} nothing can be seen; did something lie over the lens?", **where
            )
        case "covered", True:
            seen = said(
                "In {n} places nothing can be seen, first from {start} to {end}; "
                "did something lie over the lens?",
                **where,
            )
        case "dark", False:
            seen = said("From {start} to {end} the picture is very dark.", **where)
        case "dark", True:
            seen = said("In {n} places the picture is very dark, first from {start} to {end}.", **where)
        case "frozen", False:
            seen = said("From {start} to {end} the picture stands still.", **where)
        case "frozen", True:
            seen = said("In {n} places the picture stands still, first from {start} to {end}.", **where)
        case _, False:
            seen = said("From {start} to {end} the picture is blurred.", **where)
        case _:
            seen = said("In {n} places the picture is blurred, first from {start} to {end}.", **where)
    return joined(" ", [seen, _ADVICE[first.kind]])


_ADVICE = {
    "covered": said(
        "You can use the rest of the film; next time, glance at the screen again once it records."
    ),
    "dark": said("You can still use the film; next time, a lamp or an open curtain helps."),
    "frozen": said("You can still use the film; the sound may go on. Compare it with the camera's copy."),
    "blurred": said(
        "You can still use the film; next time, wipe the lens and touch the faces on the telephone's screen."
    ),
}
