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
        "align.title": _("Films on one clock"),
        "align.few": _(
            "This visit has one film that is ready. Add another one at the visit, then lay it here."
        ),
        "align.which": _("The film that is held against the first one"),
        "align.sounds": _("Sounds of both films; drag the lower one"),
        "align.hear": _("What is heard"),
        "align.hear_both": _("Hear both"),
        "align.hear_first": _("Hear the first film"),
        "align.hear_other": _("Hear the other film"),
        "align.same": _("These two pictures are the same moment"),
        "align.begins": _("The other film begins"),
        "align.frames": _("Frames after the first film"),
        "align.ms": _("Milliseconds on the clock"),
        "align.unit_frames": _("frames"),
        "align.unit_ms": _("ms"),
        "align.earlier": _("The other film one frame earlier"),
        "align.later": _("The other film one frame later"),
        "align.nearer": _("Nearer"),
        "align.farther": _("Farther"),
        "align.whole": _("Both films whole"),
        "align.second_back": _("One second back"),
        "align.second_on": _("One second on"),
        "align.save": _("Save"),
        "align.saved": _("Saved. The films lie so for everybody now."),
        "align.not_saved": _("Not saved: the program does not answer. Try again."),
        "align.unsaved": _("not saved yet"),
        "align.laid": _("Laid so. Play to hear and see whether it fits."),
        "align.at_once": _("{film} begins together with {first}."),
        "align.after": _("{film} begins {seconds} s ({frames} frames) after {first}."),
        "align.before": _("{film} begins {seconds} s ({frames} frames) before {first}."),
        "align.marks": _("{n} marks keep their times, which rest on {first}."),
        "align.marks.one": _("1 mark keeps its time, which rests on {first}."),
        "align.beyond": _("{n} of them lie where {first} has no picture and will show another one."),
        "align.beyond.one": _("1 of them lies where {first} has no picture and will show another one."),
        "align.cut": _(
            "Its first {seconds} s lie before the clock begins; they are not shown once anything is coded."
        ),
        "said.one_film": _("This visit has one film"),
    }
