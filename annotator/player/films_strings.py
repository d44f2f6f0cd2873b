"""The words of several films of one visit: side by side on the desk, and laid on one clock."""

from collections.abc import Callable


def films_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of several films by its id, translated by ``translate``."""
    _ = translate
    return {
        "action.films_layout": _("films side by side, then each one large"),
        "action.films_sound": _("sound of the next film"),
        "films.hear": _("Hear {film}"),
        "films.enlarge": _("{film} large, or side by side"),
        "films.side": _("Side by side"),
        "films.large": _("{film} large"),
        "films.heard": _("Sound of {film}"),
        "films.before": _("This film begins at {time}."),
        "films.after": _("This film ended at {time}."),
        "said.one_film": _("This visit has one film"),
    }
