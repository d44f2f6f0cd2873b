"""Names of tracks and codes in a person's language."""

from annotator.agreement import NONE, Costly
from annotator.errors import counted, translated
from annotator.pages import state
from annotator.pages.figures import span
from annotator.schemes import Scheme

_ = state.say


def track_name(scheme: Scheme, track: str, language: str) -> str:
    """A track's label; its id when the scheme has none."""
    found = scheme.track(track)
    return found.label.in_language(language) if found else track


def code_name(scheme: Scheme, track: str, code: str, language: str) -> str:
    """A code's label; words for no code."""
    if code == NONE:
        return _("(none)")
    found = scheme.track(track)
    known = found.code(code) if found else None
    return known.label.in_language(language) if known else code


def lane_name(scheme: Scheme, track: str, subject: str, code: str | None, language: str) -> str:
    """A line by its track, with the subject where the scheme has the track for several, and its one code."""
    name = track_name(scheme, track, language)
    if code is not None:
        name = f"{name}: {code_name(scheme, track, code, language)}"
    found = scheme.track(track)
    return name if found is None or subject == found.subject else f"{name} ({subject})"


def cost(each: Costly) -> str:
    """What taking one code for another cost: time, where it takes any, and how often it happened."""
    once = counted(each.times, "once", "{n} times")
    times = translated(once, _)
    return f"{span(each.cost_ms)}, {times}" if each.cost_ms else times
