"""The words of the notes that one writes while watching."""

from collections.abc import Callable


def notes_strings(_: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of the notes by its id, translated; what they share with the desk is in ``strings``."""
    return {
        "notes.title": _("Notes while watching"),
        "notes.to_desk": _("Code this film"),
        "notes.field": _("Your note"),
        "notes.placeholder": _(
            "Write what you see. The first letter takes the film's time; the film plays on."
        ),
        "notes.hint": _("Space plays while the field is empty"),
        "notes.time_now": _("The moment this note is about. Press to set it to the film's time now."),
        "notes.to_now": _("set to the film's time"),
        "notes.whole": _("whole film"),
        "notes.whole_title": _("About the whole film, not about one moment"),
        "notes.whole_film": _("whole film"),
        "notes.star": _("show this"),
        "notes.star_title": _("★ A moment to show in the meeting"),
        "notes.star_row": _("★ Show this in the meeting ({time})"),
        "notes.keep": _("Keep"),
        "notes.keep_change": _("Keep the change"),
        "notes.leave": _("Leave as it was"),
        "notes.kept": _("Kept"),
        "notes.list": _("Your notes"),
        "notes.none": _("No notes yet."),
        "notes.none_more": _("Let the film play and write; each note keeps its moment."),
        "notes.only_star": _("a moment to show"),
        "notes.edit": _("Change this note ({time})"),
        "notes.remove": _("Remove this note ({time})"),
        "notes.removed": _("Removed; it can be brought back"),
        "notes.bring_back": _("Bring back"),
        "notes.refused": _("These could not be saved. Copy the words you still need, then write them anew."),
        "notes.line": _(
            "The film over time, with a dot for each note. The list of notes says the same in words."
        ),
        "notes.key_letter": _("begins a note at this moment"),
        "notes.key_enter": _("keeps it"),
        "notes.key_line": _("a new line"),
        "notes.key_play": _("play, pause while writing"),
        "keys.writing": _("Writing"),
    }
