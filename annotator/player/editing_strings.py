"""The words of correcting at the desk: several marks, cutting and joining, frames."""

from collections.abc import Callable


def editing_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of correcting by its id, translated by ``translate``."""
    return {**_keys(translate), **_panels(translate), **_said(translate)}


def _keys(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "keys.several": _("Several marks"),
        "action.choose_all": _("choose all that the list shows"),
        "action.choose_code": _("choose all with this code in this track"),
        "action.choose_previous": _("choose the previous mark too"),
        "action.choose_next": _("choose the next mark too"),
        "action.several": _("one by one: each click chooses one more"),
        "action.copy_to": _("copy the chosen marks to another track"),
        "action.nudge_back": _("the chosen marks one frame earlier"),
        "action.nudge_on": _("the chosen marks one frame later"),
        "action.onset_back": _("they begin one frame earlier"),
        "action.onset_on": _("they begin one frame later"),
        "action.offset_back": _("they end one frame earlier"),
        "action.offset_on": _("they end one frame later"),
        "action.align": _("their edges to the nearest edges of other tracks"),
        "action.snap": _("dragged edges snap to other tracks, or not"),
        "action.split": _("cut the chosen mark where the film stands"),
        "action.merge": _("make one of the chosen marks, or of this and the next"),
    }


def _panels(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "tracks.snap": _("Dragged edges snap to the edges of other tracks (Shift N)"),
        "list.several": _("Choose several, one by one"),
        "tool.split": _("Cut here"),
        "tool.merge": _("Merge"),
        "tool.copy_to": _("Copy to…"),
        "tool.align": _("Align"),
        "several.title": _("The chosen marks"),
        "several.count": _("{n} marks chosen"),
        "several.close": _("Choose none"),
        "several.code": _("Change the code of all"),
        "several.no_code": _("These tracks have no code in common."),
        "several.frames": _("Move by frames"),
        "several.both": _("moves"),
        "copy.title": _("Copy to another track"),
        "copy.explain": _(
            "{n} marks are copied with their times and comments; they stay where they are, too."
        ),
        "copy.explain.one": _("1 mark is copied with its times and comment; it stays where it is, too."),
        "copy.track": _("to track"),
        "copy.code": _("as"),
        "copy.same_codes": _("the same codes"),
        "copy.cancel": _("Cancel"),
        "copy.do": _("Copy"),
        "copy.nowhere": _("No other track takes these marks: states go to states, moments to moments."),
        "copy.no_room": _(
            "Nothing was copied: in that track a copy would overlap another mark. Make room there, or "
            "choose fewer marks."
        ),
    }


def _said(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "live.split": _("Cut in two at {time}"),
        "live.merged": _("{n} marks are one now: {code} from {time}"),
        "live.moved_many": _("{n} marks moved"),
        "live.removed_many": _("{n} marks removed"),
        "live.recoded_many": _("{n} marks have another code"),
        "live.copied_marks": _("{n} marks copied"),
        "said.split": _("Cut in two"),
        "said.merged": _("{n} marks are one now; Ctrl Z parts them"),
        "said.removed_many": _("{n} marks removed; Ctrl Z brings them back"),
        "said.recoded_many": _("{n} marks have another code now"),
        "said.recoded_many.one": _("1 mark has another code now"),
        "said.copied_marks": _("{n} marks copied; the copies are chosen"),
        "said.copied_marks.one": _("1 mark copied; the copy is chosen"),
        "said.no_room": _("No room: {code} at {time} would overlap another mark. Nothing was changed"),
        "said.outside_film": _("{code} at {time} would leave the film. Nothing was changed"),
        "said.still_running": _("{code} is still running: it has no end to move"),
        "said.nothing_near": _("No edge of another track is within ten frames"),
        "said.not_inside": _("Bring the film to a place inside the chosen mark: it is cut there"),
        "said.two_codes": _("Only marks with one code become one; change the code of one of them first"),
        "said.two_tracks": _("Only marks of one track become one"),
        "said.points_stay": _("A moment has no length; only states become one"),
        "said.no_next": _("No mark follows in this track that could be merged"),
        "said.no_such_code": _("That track has no such code"),
        "said.too_many": _("At most {n} marks at once; choose fewer"),
        "said.several_on": _("One by one: each click chooses one more"),
        "said.several_off": _("A click chooses one mark again"),
        "said.snap_on": _("Dragged edges snap to other tracks"),
        "said.snap_off": _("Dragged edges go where you let go"),
    }
