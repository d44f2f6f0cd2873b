"""The words of the desk and of the upload, in one place.

The frontend has no words of its own: it gets these with its data, in the reader's language,
and shows a word's id where one is missing. ``{name}`` stands for a value.
"""

from collections.abc import Callable

from annotator.player.carry_strings import carry_strings
from annotator.player.differences_strings import differences_strings
from annotator.player.editing_strings import editing_strings
from annotator.player.films_strings import films_strings
from annotator.player.key_strings import key_strings
from annotator.player.kind_strings import kind_strings
from annotator.player.notes_strings import notes_strings
from annotator.player.scheme_strings import scheme_strings
from annotator.player.track_strings import track_strings


def strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of the player component by its id, translated by ``translate``.

    >>> strings(str.upper)["badge.saved"]
    'SAVED'
    """
    _ = translate
    return {
        **_screen(_),
        **_film(_),
        **_coding(_),
        **_safety(_),
        **_dialogs(_),
        **_upload(_),
        **editing_strings(_),
        **carry_strings(_),
        **differences_strings(_),
        **films_strings(_),
        **key_strings(_),
        **notes_strings(_),
        **scheme_strings(_),
        **track_strings(_),
        **kind_strings(_),
    }


def _screen(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "desk.loading": _("Opening the film and your coding …"),
        "desk.gone": _(
            "There is no such coding, or it is not yours to see. Go back and choose one from the list."
        ),
        "desk.signed_out": _("You are not signed in. Sign in, and this coding opens."),
        "desk.unreachable": _(
            "The program does not answer. It is tried again every few seconds; nothing is lost."
        ),
        "desk.failed": _("The coding could not be opened. Try again; if it stays so, run “annotator check”."),
        "desk.again": _("Try again"),
        "desk.home": _("To the start page"),
        "desk.sign_in": _("Sign in"),
        "desk.back": _("Back to the visit"),
        "desk.submit": _("Submit…"),
        "desk.keys": _("Keys"),
        "field.hand": _("The large buttons on the other side, for the other hand"),
        "desk.copy_link": _("Copy a link to this moment"),
        "desk.empty": _("Press Space to play, then a key when you see it begin"),
        "desk.empty_touch": _("Start the film, then tap a code when you see it begin"),
        "palette.title": _("Codes"),
        "palette.empty": _("This pass has no codes. Choose another pass at the top."),
        "palette.only_subject": _("Let the keys mean {subject} only; press again to free them"),
        "palette.points": _("moments"),
        "palette.one_at_a_time": _("one at a time"),
        "palette.several": _("several at once"),
        "code.onset": _("Begins:"),
        "code.offset": _("Ends:"),
        "code.example": _("For example:"),
        "code.counter_example": _("Not:"),
        "list.title": _("What is coded"),
        "list.filter": _("Filter: track, code, words"),
        "list.some": _("{n} of {all}"),
        "list.none": _("Nothing is coded yet."),
        "list.none_more": _(
            "Each key you press appears here; a click on a row goes there, a second one opens it."
        ),
        "list.none_found": _("Nothing matches the filter. Clear it to see everything."),
        "list.running": _("running"),
        "list.answered": _("→ answered {after}"),
        "list.close": _("Close the list"),
        "banner.elsewhere": _("This coding is open in another tab."),
        "banner.take_over": _("Work here instead"),
        "banner.submitted": _("Submitted. It can be read and no longer changed."),
        "banner.frozen": _("You are reading this coding; it is not changed here."),
    }


def _film(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "film.label": _("Film"),
        "film.choose": _("Film"),
        "film.frame": _("frame {n}"),
        "film.none": _(
            "No film of this visit is ready. The page of the visit says whether one is being prepared."
        ),
        "film.to_visit": _("Open the visit"),
        "film.no_frames": _(
            "The film's table of frames could not be read. Reload; if it stays so, prepare it again."
        ),
        "film.cannot_play": _(
            "This browser cannot play the film. Reload, or prepare the film again on the page."
        ),
        "film.waiting": _("The film cannot be reached just now. It goes on by itself; coding goes on too."),
        "film.sound_only": _(
            "This browser cannot show the picture of this film. Try another browser; if it stays so, "
            "enter a new visit and add the film there: it is prepared anew."
        ),
        "transport.title": _("Film controls"),
        "transport.play": _("Play"),
        "transport.pause": _("Pause"),
        "transport.step_back": _("One frame back"),
        "transport.step_on": _("One frame on"),
        "transport.of": _("of {total}"),
        "transport.loop": _("loop"),
        "transport.speed": _("Speed; press for normal"),
        "transport.slower": _("Slower"),
        "transport.faster": _("Faster"),
        "transport.hold": _("Press and hold: a state lasts as long as its key is down"),
        "transport.undo": _("Undo"),
        "transport.redo": _("Redo"),
        "transport.flag": _("show this"),
        "tracks.title": _("Tracks"),
        "tracks.label": _("Tracks over time. The list of what is coded says the same in words."),
        "tracks.zoom": _("Zoom"),
        "tracks.zoom_in": _("Nearer (Shift ↑, or Ctrl and wheel)"),
        "tracks.zoom_out": _("Farther (Shift ↓, or Ctrl and wheel)"),
        "tracks.zoom_all": _("The whole film (Shift Home)"),
        "tracks.film": _("film"),
        "tracks.sound": _("sound"),
        "tracks.running": _("running"),
    }


def _coding(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "details.title": _("Details"),
        "details.close": _("Close the details"),
        "details.code": _("Change the code"),
        "details.onset": _("begins"),
        "details.offset": _("ends"),
        "details.at": _("at"),
        "details.duration": _("lasts"),
        "details.go": _("Go there"),
        "details.earlier": _("{edge}: one frame earlier"),
        "details.later": _("{edge}: one frame later"),
        "details.here": _("here"),
        "details.to_playhead": _("Set to the playhead"),
        "details.comment": _("Comment"),
        "details.replay": _("Replay"),
        "details.remove": _("Remove"),
        "modifier.by_default": _("{value} (by default)"),
        "modifier.no_cue": _("no cue before it"),
        "strip.title": _("More about what you just coded"),
        "strip.hint": _("chooses by key; goes by itself while the film plays"),
        "strip.close": _("Not now"),
        "live.started": _("{code} from {time}"),
        "live.ended": _("{code} ends at {time}"),
        "live.marked": _("{code} at {time}"),
        "live.recoded": _("Now {code}, {time}"),
        "live.moved": _("{code} moved, {time}"),
        "live.removed": _("Removed"),
        "live.discarded": _("Discarded"),
        "live.undone": _("Undone"),
        "live.redone": _("Redone"),
        "said.already": _("{code} is marked there already"),
        "said.undone": _("Undone"),
        "said.redone": _("Done again"),
        "said.removed": _("Removed; Ctrl Z brings it back"),
        "said.discarded": _("Discarded; Ctrl Z brings it back"),
        "said.none_running": _("No state is running"),
        "said.before_onset": _("{code} begins only at {time}"),
        "said.beyond": _("The frame on the screen lies beyond the neighbouring mark; move that one first"),
        "said.occupied": _("Another mark lies there already"),
        "said.nothing_to_undo": _("Nothing to undo"),
        "said.nothing_to_redo": _("Nothing to do again"),
        "said.cannot_undo": _("This was changed elsewhere and cannot be undone here"),
        "said.read_only": _("Here you can look, not change"),
        "said.select_first": _("Choose a mark first: click it, or press PgUp or PgDn"),
        "said.nothing_to_flag": _("Code something first; ★ then marks it for the meeting"),
        "said.nothing_to_comment": _("Code something first; the comment belongs to it"),
        "said.hold_on": _("Press and hold is on: a state lasts as long as its key is down"),
        "said.hold_off": _("Press and hold is off"),
        "said.loop_in": _("The loop begins here; press ' again at its end"),
        "said.refused": _("A change was not accepted; see the sign at the top"),
        "said.copied": _("The link is copied"),
        "said.copy_from_address": _("Copy the link from the address line"),
        "said.cannot_take_over": _("The other tab could not be asked; try again in a moment"),
    }


def _safety(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "badge.title": _("What is safe"),
        "badge.saved": _("Saved"),
        "badge.saved.long": _("Everything you did is saved."),
        "badge.saving": _("Saving…"),
        "badge.saving.long": _("{n} changes are on their way to be saved."),
        "badge.saving.long.one": _("1 change is on its way to be saved."),
        "badge.kept": _("{n} kept on this computer"),
        "badge.kept.long": _(
            "The program does not answer just now. {n} changes are kept on this computer and are sent by "
            "themselves as soon as it does, also after closing this window. Go on working."
        ),
        "badge.kept.long.one": _(
            "The program does not answer just now. 1 change is kept on this computer and is sent by "
            "itself as soon as it does, also after closing this window. Go on working."
        ),
        "badge.unkept": _("{n} not yet safe"),
        "badge.unkept.long": _(
            "The program does not answer, and this browser keeps nothing on disk (private window, or the "
            "disk is full). Leave this window open until the sign says Saved."
        ),
        "badge.signed_out": _("Signed out"),
        "badge.signed_out.long": _("You were signed out. Sign in again to go on saving."),
        "badge.signed_out_kept": _("Signed out – {n} kept"),
        "badge.signed_out_kept.long": _(
            "You were signed out. {n} changes are kept here and saved once you sign in."
        ),
        "badge.signed_out_kept.long.one": _(
            "You were signed out. 1 change is kept here and saved once you sign in."
        ),
        "badge.outdated": _("New version – {n} kept"),
        "badge.outdated.long": _(
            "The program was renewed. Reload this page; {n} changes are kept and sent then."
        ),
        "badge.outdated.long.one": _(
            "The program was renewed. Reload this page; 1 change is kept and sent then."
        ),
        "badge.gone": _("Not yours now – {n} kept"),
        "badge.gone.long": _(
            "Someone else is signed in on this browser. {n} of your changes are kept here for you."
        ),
        "badge.gone.long.one": _(
            "Someone else is signed in on this browser. 1 of your changes is kept here for you."
        ),
        "badge.erased": _("Erased"),
        "badge.erased.long": _("This was erased. Nothing of it is kept, not in this browser either."),
        "badge.read_only": _("Read only"),
        "badge.read_only.long": _("This coding is open in another tab; here it can be read."),
        "badge.submitted": _("Submitted"),
        "badge.submitted.long": _("This coding is submitted. It can be read and no longer changed."),
        "badge.refused": _("· {n} not accepted"),
        "refused.title": _("Not accepted"),
        "refused.explain": _(
            "These changes could not be saved; the screen shows what is. Do again what you still want."
        ),
        "refused.change": _("A change"),
        "refused.dismiss": _("Read"),
        "cover.signed_out": _(
            "You were signed out. What you code is kept on this computer; sign in to save it."
        ),
        "cover.gone": _(
            "Someone else signed in on this browser. What you coded is kept here and only for you."
        ),
        "cover.erased": _(
            "This film was erased, with everything that was coded and written here. "
            "Nothing of it is kept, not in this browser either."
        ),
        "cover.home": _("To the start page"),
        "cover.outdated": _("The program was renewed. Reload to go on; what you coded is kept."),
        "cover.sign_in": _("Sign in as {name}"),
        "cover.reload": _("Reload"),
        "cover.unreachable": _("The program does not answer. Try again in a moment; what you coded is kept."),
        "cover.cannot_sign_in": _(
            "Signing in did not work here. Open a new start link; what you coded is kept."
        ),
    }


def _dialogs(_: Callable[[str], str]) -> dict[str, str]:
    return {**_keys(_), **_passes(_), **_submit(_)}


def _keys(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "dialog.close": _("Close"),
        "keys.title": _("Keys"),
        "keys.film": _("Film"),
        "keys.mark": _("While coding"),
        "keys.edit": _("Correcting"),
        "keys.look": _("Help"),
        "keys.subjects": _("People"),
        "keys.subject": _("keys mean {subject} only; again: everyone"),
        "key.Space": _("Space"),
        "key.Shift": _("Shift"),
        "key.Ctrl": _("Ctrl"),
        "key.Enter": _("Enter"),
        "key.Esc": _("Esc"),
        "key.Delete": _("Delete"),
        "key.End": _("End"),
        "key.PgUp": _("PgUp"),
        "key.PgDn": _("PgDn"),
        "action.play": _("play, pause"),
        "action.step_back": _("one frame back"),
        "action.step_on": _("one frame on"),
        "action.second_back": _("one second back"),
        "action.second_on": _("one second on"),
        "action.jump_back": _("five seconds back"),
        "action.jump_on": _("five seconds on"),
        "action.to_start": _("to the beginning"),
        "action.to_end": _("to the end"),
        "action.slower": _("slower"),
        "action.faster": _("faster"),
        "action.normal_speed": _("normal speed"),
        "action.loop_mark": _("loop from here; again: to here; again: no loop"),
        "action.replay": _("replay the chosen mark with a second before it"),
        "action.stop_last": _("end the state that began last"),
        "action.discard_last": _("discard the state that began last; close"),
        "action.choose_modifiers": _("choose more about what was just coded"),
        "action.flag": _("★ show this in the meeting"),
        "action.comment": _("write a comment"),
        "action.previous": _("previous mark"),
        "action.next": _("next mark"),
        "action.set_onset": _("the chosen mark begins here"),
        "action.set_offset": _("the chosen mark ends here"),
        "action.remove": _("remove the chosen mark"),
        "action.undo": _("undo"),
        "action.redo": _("do again"),
        "action.nearer": _("tracks nearer"),
        "action.farther": _("tracks farther"),
        "action.whole_film": _("the whole film in the tracks"),
        "action.keys": _("this map"),
    }


def _passes(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "pass.title": _("Choose a pass"),
        "pass.explain": _(
            "One time through the film for each. The keys are those of the chosen pass; what other passes "
            "coded stays in sight."
        ),
        "pass.chip": _("Pass {n} of {all} · {label} · {speed}×"),
        "pass.chip_one": _("One pass · {label} · {speed}×"),
        "pass.about": _(
            "Which people this time through the film is about, and at what speed. Press to choose."
        ),
        "pass.all": _("everything"),
        "pass.no_lanes": _("nothing to code here"),
        "pass.only": _("only {subject}"),
    }


def _submit(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "submit.title": _("Submit this coding"),
        "submit.explain": _(
            "Submitting closes it: it can then be compared and summarised, and no longer changed."
        ),
        "submit.window": _("What you coded"),
        "submit.onset": _("from"),
        "submit.offset": _("to"),
        "submit.to_playhead": _("set to {time}"),
        "submit.window_drawn": _("It was drawn for both who code it, so it stays where it is."),
        "submit.window_length": _("{length}: every rate and every comparison is over this stretch."),
        "submit.early": _("Nothing is marked after {time}. Did you stop there?"),
        "submit.end_there": _("End at {time}"),
        "submit.running": _("{n} running: will end at {time}."),
        "submit.gap": _("{n} gap, {length}"),
        "submit.gaps": _("{n} gaps, {length}"),
        "submit.go": _("go there"),
        "submit.later": _("Not yet"),
        "submit.send": _("Submit"),
        "submit.sending": _("Submitting…"),
        "submit.not_saved": _(
            "{n} changes are not saved yet. They are kept; submit once the sign says Saved."
        ),
        "submit.not_saved.one": _("1 change is not saved yet. It is kept; submit once the sign says Saved."),
        "submit.behind": _(
            "The coding changed elsewhere. What stands now is shown; look at it and submit again."
        ),
        "submit.unreachable": _("The program does not answer. Nothing is lost; submit again in a moment."),
        "submitted.title": _("Submitted"),
        "submitted.explain": _("Thank you. What would you like to look at?"),
        "submitted.prepare": _("Prepare a meeting"),
        "submitted.compare": _("Compare with other coders"),
        "submitted.summary": _("See the summary"),
        "submitted.training": _("See how it went"),
    }


def _upload(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "upload.choose": _("Choose films"),
        "upload.drop": _("or drop them here"),
        "upload.rule": _(
            "MP4, MOV, MKV, WebM, or a camcorder's MTS, MPG, DV. "
            "The film stays on this computer; the original is kept as it is."
        ),
        "upload.waiting": _("waits"),
        "upload.sending": _("{percent} % · {speed} MB/s"),
        "upload.paused": _("The program does not answer; goes on by itself from {percent} %."),
        "upload.resumed": _("goes on from {percent} %"),
        "upload.checking": _("Looking at the film …"),
        "upload.preparing": _("Preparing: {step}"),
        "upload.left.seconds": _("about {n} seconds left"),
        "upload.left.minute": _("about one minute left"),
        "upload.left.minutes": _("about {n} minutes left"),
        "upload.ready": _("Ready: open the desk"),
        "upload.failed": _("Did not work: {reason}"),
        "upload.cancelled": _("Cancelled"),
        "upload.cancel": _("Cancel"),
        "upload.retry": _("Try again"),
        "upload.remove": _("Take off the list"),
        "upload.signed_out": _(
            "You were signed out. Sign in in another tab, then try again: it goes on where it stopped."
        ),
        "upload.progress": _("{name}, {percent} %"),
    }
