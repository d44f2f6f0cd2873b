"""The words of the preparation and of the meeting; the meeting gets its own and no others."""

from collections.abc import Callable

from annotator.player.strings import strings


def prepare_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of the preparation by its id; it shares film, transport and keys with the desk.

    >>> prepare_strings(str.upper)["prepare.plan"]
    'THE PLAN'
    """
    _ = translate
    return {**strings(_), **_choosing(_), **_slots(_), **_prepare_said(_), **_prepare_keys(_), **_safe(_)}


def meeting_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of the meeting by its id, in the words for a parent.

    >>> meeting_strings(str.upper)["meeting.play"]
    'PLAY'
    """
    _ = translate
    return {**_film(_), **_end(_), **_trouble(_)}


def _choosing(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "prepare.title": _("Prepare a meeting"),
        "prepare.loading": _("Opening the film and the plan …"),
        "prepare.gone": _("There is no such plan, or it is not yours to see. Go back and choose a visit."),
        "prepare.signed_out": _("You are not signed in. Sign in, and this plan opens."),
        "prepare.failed": _(
            "The plan could not be opened. Try again; if it stays so, run “annotator check”."
        ),
        "prepare.child": _("Child is called"),
        "prepare.child.hint": _("first name"),
        "prepare.language": _("Parent's language"),
        "prepare.unreviewed": _("draft wording"),
        "prepare.unreviewed.why": _(
            "No clinician who speaks this language has reviewed the suggested sentences yet. Read each one."
        ),
        "prepare.first_film": _("shows the first of {n} films"),
        "prepare.foreign": _("This sentence has no {language} yet; write it in {language}."),
        "prepare.foreign.why": _("There is no such sentence in the parent's language yet."),
        "prepare.foreign.tag": _("not translated"),
        "prepare.question_of_family": _("Family's question"),
        "prepare.question_of_family.hint": _("what they would like to know"),
        "prepare.later_label": _("For next time"),
        "prepare.later.hint": _("what can wait"),
        "prepare.before.step": _("Last time they wanted to try: “{words}”."),
        "prepare.before.wish": _("Their wish for this film: “{words}”."),
        "prepare.before.later": _("Left for now: “{words}”."),
        "prepare.before.number": _("For the goal they said {words} of 10."),
        "prepare.meetings": _("{n} meetings so far"),
        "prepare.meetings.one": _("One meeting so far"),
        "prepare.meetings.why": _("What each was about, what was said and what was agreed."),
        "prepare.meetings.said": _("They said: “{words}”."),
        "prepare.meetings.step": _("To try: “{words}”."),
        "prepare.meetings.wish": _("Wish for the next film: “{words}”."),
        "prepare.meetings.later": _("Left for later: “{words}”."),
        "prepare.meetings.aside": _("Kept for a later meeting:"),
        "prepare.meetings.question": _("Family's question: “{words}”."),
        "prepare.meetings.goal": _("Family's goal: “{words}”."),
        "prepare.meetings.number": _("Their own number for the goal: {words} of 10."),
        "prepare.returned": _("Given back by the supervisor: “{words}”."),
        "prepare.theme": _("Theme"),
        "prepare.theme.hint": _("theme, in a few words"),
        **{f"prepare.theme.{n}": words for n, words in enumerate(_themes(_))},
        "prepare.goal": _("Family's goal"),
        "prepare.goal.hint": _("in their own words"),
        "prepare.strengths_only": _("Strengths only"),
        "prepare.strengths_only.why": _("This meeting shows nothing that was hard."),
        "prepare.suggestions": _("Suggestions"),
        "prepare.look": _("Look at suggestion {n}"),
        "prepare.kept": _("✓ moment {n}"),
        "prepare.none": _("No suggestions yet"),
        "prepare.none.why": _(
            "Suggestions come from what you mark: watch the film once and press a few keys, or write notes "
            "while it plays."
        ),
        "prepare.none.code": _("Watch and mark this film"),
        "prepare.none.notes": _("Write notes while watching"),
        "prepare.none.own": _(
            "Or choose by eye: stop where a moment begins and press B, then E where it ends."
        ),
        "prepare.overview": _("The whole film; suggestions and chosen moments are marked"),
        "prepare.begin": _("Begins here"),
        "prepare.end": _("Ends here"),
        "prepare.begun": _("from {time} …"),
        "prepare.loop": _("Loop"),
        "prepare.preview": _("Preview"),
        "prepare.meeting": _("Open the meeting"),
        "prepare.sheet": _("Sheet"),
        "prepare.ready": _("Ready for the meeting"),
        "prepare.release": _("Agree to these moments"),
    }


def _slots(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "prepare.plan": _("The plan"),
        "prepare.slots": _("The plan: moments in the order of the meeting"),
        "prepare.slot": _("Moment {n}, {kind}"),
        "prepare.free.first": _("Begin with a strength"),
        "prepare.free.first.why": _(
            "The first thing a parent sees is something that went well. "
            "Take a suggestion by its number, or set B and E."
        ),
        "prepare.free.last": _("End with a strength"),
        "prepare.free.last.why": _("The last thing they see stays with them."),
        "prepare.free.turn": _("Room for a finding back"),
        "prepare.free.turn.why": _(
            "Where the two lost each other and came back. One hard moment may stand here too, with its "
            "counterpart."
        ),
        "prepare.free.more": _("Room for one more"),
        "prepare.free.more.why": _("Three or so are enough."),
        "prepare.place.first": _("The meeting begins with this."),
        "prepare.place.last": _("The meeting ends with this."),
        "prepare.kind": _("What this moment is"),
        "prepare.kind.strength": _("Strength"),
        "prepare.kind.repair": _("Finding back"),
        "prepare.kind.challenge": _("Something hard"),
        "prepare.drag": _("Drag to another place (Shift PgUp, Shift PgDn)"),
        "prepare.earlier": _("Show earlier"),
        "prepare.later": _("Show later"),
        "prepare.remove": _("Take out of the plan"),
        "prepare.play": _("Play this moment"),
        "prepare.aside": _("{n} kept for later"),
        "prepare.aside.one": _("One kept for later"),
        "prepare.aside.title": _("Kept for a later meeting"),
        "prepare.aside.why": _(
            "The family sees none of these now; your next meeting about this film begins with them."
        ),
        "prepare.aside.put": _("Keep for a later meeting"),
        "prepare.aside.take": _("Take into this meeting"),
        "prepare.aside.drop": _("Keep no longer"),
        "prepare.said.aside": _("It is kept for the next meeting about this film."),
        "prepare.strip": _("The film around this moment"),
        "prepare.edge.onset": _("Begins"),
        "prepare.edge.offset": _("Ends"),
        "prepare.edge.at": _("The picture that stands for it"),
        "prepare.lead_in": _("Run-in: a little before anything happens"),
        "prepare.lead_out": _("Run-out: a little after it, so that the answer is seen"),
        "prepare.phrase": _("One sentence under the picture"),
        "prepare.phrase.hint": _("One sentence for the parent"),
        "prepare.question": _("Open question"),
        "prepare.question.hint": _("An open question"),
        "prepare.why": _("Why this moment; only you see it"),
        "prepare.why.hint": _("Why this moment"),
        "prepare.why.explain": _("Your own note. It is never shown in the meeting or on the sheet."),
        "prepare.only_you": _("only you"),
        "prepare.counterpart": _("Done well in"),
        "prepare.counterpart.none": _("choose a moment"),
        "prepare.counterpart.of": _("moment {n}"),
        "prepare.then": _("Then and now"),
        "prepare.then.none": _("this moment alone"),
        "prepare.then.closed": _("an earlier moment that cannot be shown now"),
        "prepare.then.rule": _(
            "You can show a strength of an earlier meeting first. Everybody on that film must agree to look "
            "at it now."
        ),
        "prepare.then.chosen": _(
            "The earlier moment is shown first, with its own sentence, then this one. It takes the room of a "
            "moment."
        ),
    }


def _prepare_said(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "prepare.said.full": _("{n} moments are enough for one meeting; take one out first"),
        "prepare.said.added": _("In the plan as moment {n}"),
        "prepare.said.moved": _("Now moment {n}"),
        "prepare.said.length": _("A moment lasts {shortest} to {longest} seconds and lies within the film"),
        "prepare.said.locked": _("This meeting has taken place; its plan can be read and no longer changed"),
        "prepare.said.others": _("This plan is somebody else's; it can be read here"),
        "prepare.said.begin_first": _("Stop where the moment begins and press B first"),
        "prepare.said.choose_first": _("Choose a moment of the plan first: click it, or press PgDn"),
        "prepare.said.not_saved": _("Not saved yet; try again once the sign says Saved"),
        "prepare.said.ready": _("Ready for the meeting"),
        "prepare.conflict.mine": _("Keep what is here"),
        "prepare.conflict.theirs": _("Show the other"),
    }


def _prepare_keys(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "prepare.keys.choose": _("Choosing"),
        "prepare.keys.moment": _("The chosen moment"),
        "prepare.keys.film": _("Film"),
        "prepare.key.keep": _("keep that suggestion, or let it go"),
        "prepare.key.look": _("look at that suggestion"),
        "prepare.key.play": _("play, pause"),
        "prepare.key.step_back": _("one frame back"),
        "prepare.key.step_on": _("one frame on"),
        "prepare.key.second_back": _("one second back"),
        "prepare.key.second_on": _("one second on"),
        "prepare.key.jump_back": _("five seconds back"),
        "prepare.key.jump_on": _("five seconds on"),
        "prepare.key.begin_here": _("an own moment begins here"),
        "prepare.key.end_here": _("it ends here, and is in the plan"),
        "prepare.key.play_moment": _("play it"),
        "prepare.key.loop": _("loop, on and off"),
        "prepare.key.previous": _("choose the one before"),
        "prepare.key.next": _("choose the next one"),
        "prepare.key.earlier": _("show it earlier"),
        "prepare.key.later": _("show it later"),
        "prepare.key.set_onset": _("it begins here"),
        "prepare.key.set_offset": _("it ends here"),
        "prepare.key.set_at": _("this picture stands for it"),
        "prepare.key.write": _("write its sentence"),
        "prepare.key.remove": _("take it out"),
        "prepare.key.undo": _("undo"),
        "prepare.key.redo": _("do again"),
        "prepare.key.keys": _("this map"),
    }


def _safe(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "safe.saved": _("Saved"),
        "safe.saved.long": _("Everything is saved."),
        "safe.saving": _("Saving…"),
        "safe.saving.long": _("The last change is on its way to be saved."),
        "safe.kept": _("Kept on this computer"),
        "safe.kept.long": _(
            "The program does not answer just now. Your changes are kept on this computer and are saved by "
            "themselves as soon as it does, also after closing this window."
        ),
        "safe.unkept": _("Not yet safe"),
        "safe.unkept.long": _(
            "The program does not answer, and this browser keeps nothing on disk (private window, or the "
            "disk is full). Leave this window open until the sign says Saved."
        ),
        "safe.signed_out": _("Signed out – kept"),
        "safe.signed_out.long": _("You were signed out. Your changes are kept here; sign in to save them."),
        "safe.outdated": _("New version – kept"),
        "safe.outdated.long": _(
            "The program was renewed. Reload this page; your changes are kept and saved then."
        ),
        "safe.gone": _("Not yours now – kept"),
        "safe.gone.long": _("This plan is not yours to change just now. Your changes are kept here for you."),
        "safe.erased": _("Erased"),
        "safe.erased.long": _(
            "This film was erased, and this plan with it. Nothing of it is kept, not in this browser either."
        ),
        "safe.conflict": _("Changed elsewhere"),
        "safe.conflict.long": _(
            "This plan was changed in another window meanwhile. Which of the two is to stay?"
        ),
        "safe.refused": _("Not saved"),
        "safe.refused.long": _("This change was not accepted. It is kept here; change it, or try again."),
    }


def _themes(_: Callable[[str], str]) -> tuple[str, ...]:
    """Themes to choose from, as descriptions; whoever prepares writes others as well."""
    return (
        _("sharing attention"),
        _("noticing small signals"),
        _("waiting"),
        _("answering"),
        _("following the lead"),
        _("naming"),
        _("taking turns"),
        _("sharing joy"),
        _("comfort"),
        _("coming back together"),
        _("limits and help"),
        _("beginnings and endings"),
    )


def _film(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "meeting.film": _("Film"),
        "meeting.controls": _("Film controls"),
        "meeting.play": _("Play"),
        "meeting.pause": _("Pause"),
        "meeting.slow": _("Slowly"),
        "meeting.loop": _("Again and again"),
        "meeting.back": _("A little back"),
        "meeting.on": _("A little on"),
        "meeting.still": _("Hold this picture"),
        "meeting.caption": _("Words on or off"),
        "meeting.aloud": _("Read aloud"),
        "meeting.previous": _("The moment before"),
        "meeting.next": _("The next moment"),
        "meeting.then": _("Then"),
        "meeting.now": _("Now"),
        "meeting.to_the_end": _("To the end"),
        "meeting.full": _("Full screen"),
        "meeting.said": _("What you say about it"),
        "meeting.said.ask": _("What do you see?"),
        "meeting.to_visit": _("Open the visit"),
        "meeting.leave": _("Close"),
        "meeting.stay": _("Stay"),
        "meeting.leave_really": _("Close this view?"),
    }


def _end(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "meeting.you_and": _("You and {child}"),
        "meeting.step": _("What would you like to try?"),
        "meeting.wish": _("What shall we film next time?"),
        "meeting.goal": _("What you hope for"),
        "meeting.number": _("Where are you with it today? Only if you like."),
        "meeting.number.first": _("still far from it"),
        "meeting.number.last": _("just as I hope"),
        "meeting.done": _("Done"),
        "meeting.thanks": _("Thank you"),
        "meeting.thanks.more": _("Until next time."),
        "meeting.sheet": _("The sheet to take home"),
        "meeting.safe.saved": _("Kept"),
        "meeting.safe.saving": "",
        "meeting.safe.kept": _("Kept on this computer"),
        "meeting.safe.unkept": _("Not yet kept; leave this open"),
        "meeting.safe.signed_out": _("Kept on this computer; sign in again afterwards"),
        "meeting.safe.outdated": _("Kept on this computer"),
        "meeting.safe.gone": _("Kept on this computer"),
        "meeting.safe.erased": _("No longer here"),
        "meeting.safe.conflict": _("Kept on this computer"),
        "meeting.safe.refused": _("Not yet saved: write numbers as words, or put it another way"),
    }


def _trouble(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "meeting.loading": _("One moment …"),
        "meeting.empty": _("Nothing is chosen yet."),
        "meeting.gone": _("There is no such meeting here."),
        "meeting.closed": _("This film is closed for now."),
        "meeting.signed_out": _("Please sign in; then this opens."),
        "meeting.unreachable": _("The program does not answer. It is tried again every few seconds."),
        "meeting.trouble": _("This could not be opened. Try again."),
        "meeting.waiting": _("The film cannot be reached just now. It goes on by itself."),
        "meeting.cannot_play": _("This browser cannot play the film."),
        "meeting.again": _("Try again"),
        "meeting.sign_in": _("Sign in"),
    }
