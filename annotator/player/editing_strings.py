"""The words of correcting at the desk: several marks, cutting and joining, frames."""

from collections.abc import Callable


def editing_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of correcting by its id, translated by ``translate``."""
    return {
        **_keys(translate),
        **_panels(translate),
        **_finding(translate),
        **_past(translate),
        **_said(translate),
    }


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
        "action.replace": _("find and change many marks"),
        "action.find": _("filter the list"),
        "action.story": _("the history of the chosen mark"),
        "action.past": _("the coding as it was; again: as it is"),
        "action.split": _("cut the chosen mark where the film stands"),
        "action.merge": _("make one of the chosen marks, or of this and the next"),
    }


def _panels(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "tracks.snap": _("Dragged edges snap to the edges of other tracks (Shift N)"),
        "list.more": _("Filter by track, person, code, ★ or comment"),
        "list.replace": _("Find and change"),
        "list.past": _("The coding as it was"),
        "list.several": _("Choose several, one by one"),
        "tool.split": _("Cut here"),
        "tool.merge": _("Merge"),
        "tool.copy_to": _("Copy to…"),
        "tool.align": _("Align"),
        "tool.story": _("History"),
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


def _finding(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "filter.by_track": _("Track"),
        "filter.by_subject": _("Person"),
        "filter.by_code": _("Code"),
        "filter.track": _("every track"),
        "filter.subject": _("everybody"),
        "filter.code": _("every code"),
        "filter.flagged": _("Only with ★"),
        "filter.comment": _("Only with a comment"),
        "filter.comment_short": _("comment"),
        "replace.title": _("Find and change"),
        "replace.among": _("among"),
        "replace.chosen": _("the {n} chosen marks"),
        "replace.listed": _("the {n} marks that the list shows"),
        "replace.all": _("all {n} marks"),
        "replace.what": _("change"),
        "replace.code": _("the code"),
        "replace.shift": _("the times"),
        "replace.comment": _("words in comments"),
        "replace.flag": _("put ★"),
        "replace.unflag": _("take ★ away"),
        "replace.remove": _("remove them"),
        "replace.from": _("with code"),
        "replace.any_code": _("every code"),
        "replace.to": _("into"),
        "replace.ms": _("later by ms"),
        "replace.find": _("find"),
        "replace.put": _("put instead"),
        "replace.preview": _("What would change"),
        "replace.count": _("{n} marks would change, all at once; one undo brings them back."),
        "replace.count.one": _("1 mark would change; one undo brings it back."),
        "replace.along": _("{n} neighbours that touch them go along."),
        "replace.along.one": _("1 neighbour that touches them goes along."),
        "replace.more": _("… and {n} more"),
        "replace.do": _("Change"),
    }


def _past(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "past.title": _("The coding as it was"),
        "past.words": _("As it was after change {n} of {all} · {when}"),
        "past.begin": _("As it was before the first of {all} changes · {when}"),
        "past.slider": _("Which change"),
        "past.earlier": _("One change earlier (Ctrl Z)"),
        "past.later": _("One change later (Ctrl Shift Z)"),
        "past.day": _("As it was on a day, at a time"),
        "past.back": _("Back to now"),
        "story.title": _("history"),
        "story.explain": _(
            "Everything that was done to this mark, the first first. Nothing is ever overwritten."
        ),
        "story.look": _("Look"),
        "story.look_long": _("See the whole coding as it was then"),
        "story.added": _("{code}, {times}"),
        "story.removed": _("taken away"),
        "story.track": _("track: {from} → {to}"),
        "story.code": _("code: {from} → {to}"),
        "story.onset": _("begins: {from} → {to}"),
        "story.offset": _("ends: {from} → {to}"),
        "story.modifier": _("{name}: {from} → {to}"),
        "story.comment": _("comment: “{comment}”"),
        "story.no_comment": _("comment taken away"),
        "story.starred": _("★ for the meeting"),
        "story.unstarred": _("★ taken away"),
        "story.same": _("the same again"),
        "story.open": _("still running"),
        "story.nothing": _("none"),
        "story.yes": _("yes"),
        "story.links": _("{n} links"),
        "story.links.one": _("1 link"),
        "deed.press": _("Coded"),
        "deed.import": _("Brought in"),
        "deed.drag": _("Moved"),
        "deed.move": _("Moved by frames"),
        "deed.split": _("Cut in two"),
        "deed.merge": _("Merged"),
        "deed.recode": _("Code changed for several"),
        "deed.copy": _("Copied from another track"),
        "deed.change": _("Changed"),
        "deed.replace": _("Found and changed"),
        "deed.remove": _("Removed"),
        "deed.undo": _("Undone"),
        "deed.redo": _("Done again"),
        "deed.submit": _("Submitted"),
    }


def _said(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "live.split": _("Cut in two at {time}"),
        "live.merged": _("{n} marks are one now: {code} from {time}"),
        "live.moved_many": _("{n} marks moved"),
        "live.removed_many": _("{n} marks removed"),
        "live.recoded_many": _("{n} marks have another code"),
        "live.replaced": _("{n} marks changed"),
        "said.replaced": _("{n} marks changed; Ctrl Z brings them back"),
        "said.replaced.one": _("1 mark changed; Ctrl Z brings it back"),
        "said.which_code": _("Choose the code that is to become another"),
        "said.none_found": _("Nothing is found that would change"),
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
        "said.wait_saved": _("Wait until the sign at the top says Saved; then look back"),
        "said.no_past": _("The program does not answer; try again in a moment"),
        "said.in_the_past": _("This is the coding as it was. Go back to now to change it"),
        "said.snap_on": _("Dragged edges snap to other tracks"),
        "said.snap_off": _("Dragged edges go where you let go"),
    }
