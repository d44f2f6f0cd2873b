"""The words of the kinds of tracks besides states and points: intervals and rating forms; links and hints."""

from collections.abc import Callable


def kind_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of intervals, ratings, links and hints by its id, translated by ``translate``."""
    return {**_ratings(translate), **_intervals(translate), **_links(translate), **_hints(translate)}


def _ratings(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "rating.session": _("the whole film"),
        "rating.segment": _("{from} to {to}"),
        "rating.clip": _("{from} to {to}"),
        "rating.episode": _("{from} to {to}"),
        "rating.choose_mark": _("choose the mark that is to be rated"),
        "rating.done": _("{done} of {all} rated"),
        "rating.between": _("between {low} and {high}"),
        "rating.cannot": _("Cannot be judged"),
        "rating.clear": _("No answer"),
        "rating.next": _("Next"),
        "live.rated": _("{code}: {value}"),
        "live.unrated": _("{code}: no answer"),
        "submit.unrated": _("{n} ratings have no answer"),
        "submit.unrated.one": _("1 rating has no answer"),
        "deed.rate": _("Rated"),
    }


def _intervals(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "palette.interval": _("every {length}"),
        "action.intervals": _("lead from interval to interval, or not"),
        "interval.title": _("From interval to interval"),
        "interval.none": _("The coded stretch holds no whole interval of {length}."),
        "interval.at": _("Interval {n} of {all}"),
        "interval.done": _("{track}: {done} of {all} done"),
        "interval.with_code": _("{track}: {done} of {all} with a code"),
        "interval.is_done": _("Interval {n}, {from}: done"),
        "interval.is_open": _("Interval {n}, {from}: no code yet"),
        "interval.predominant": _("What held for most of it?"),
        "interval.partial": _("What was there at any time in it?"),
        "interval.whole": _("What held from its first to its last moment?"),
        "interval.momentary": _("What holds in its last moment?"),
        "interval.press": _("Press its code."),
        "interval.press_enter": _("Press its codes, then Enter."),
        "interval.before": _("Back"),
        "interval.before.long": _("The interval before this one"),
        "interval.play": _("Play"),
        "interval.play.long": _("Play this interval"),
        "interval.next": _("On"),
        "interval.next.long": _("On to the next interval"),
        "interval.chime": _("Chime"),
        "interval.chime.long": _("Chime at the end of each interval instead of stopping"),
        "interval.lead": _("Lead"),
        "interval.lead.long": _("Lead from interval to interval, or code the one on the screen"),
        "interval.length": _("Length of the intervals"),
        "said.no_intervals": _("This pass has no track of intervals"),
        "said.guided": _("From interval to interval"),
        "said.not_guided": _("A code now goes to the interval on the screen"),
        "said.no_interval": _("No whole interval of the coded stretch lies here"),
        "said.intervals_done": _("Every interval has its code"),
        "said.last_interval": _("This is the last interval that lacks a code"),
        "said.agreed_stays": _("Where the marks lie was agreed on; add what qualifies them"),
        "said.grid_stays": _("Intervals and ratings keep their times; change their codes instead"),
        "submit.intervals": _("{n} intervals have no code"),
        "submit.intervals.one": _("1 interval has no code"),
    }


def _links(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "action.link": _("name the cue of the chosen mark: then the cue, by its key or a click"),
        "modifier.less": _("less"),
        "modifier.more": _("more"),
        "modifier.computed": _("from the link"),
        "link.title": _("Which cue is it about?"),
        "link.how": _("Its key ({keys}) takes the nearest one; or click it."),
        "link.earlier": _("An earlier cue"),
        "link.later": _("A later cue"),
        "link.take": _("Link"),
        "link.let_go": _("Let go"),
        "link.free": _("Take its links away"),
        "link.stop": _("No link"),
        "said.no_link": _("The code of this mark names no cue"),
        "said.no_cue_there": _("That is no mark that it can name as its cue"),
        "said.linked": _("Linked to {code}, {time}"),
        "said.unlinked": _("Its link is taken away"),
        "live.linked": _("Linked to {code}, {time}"),
        "live.unlinked": _("Its link is taken away"),
        "deed.link": _("Linked"),
    }


def _hints(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "action.hints": _("what the scheme asks you to look at again"),
        "hint.title": _("The scheme asks"),
        "hint.count": _("{n} to look at"),
        "hint.explain": _("Worth a second look. Nothing has to be changed; what you coded counts."),
        "hint.none": _("There is nothing that the scheme would ask."),
        "hint.at_submit": _("The scheme asks, in {n} places"),
        "hint.at_submit.one": _("The scheme asks, in 1 place"),
        "hint.not_together_with": _("{first} and {second} at the same time?"),
        "hint.preceded_by": _("{first} without {second} before it?"),
        "hint.followed_by": _("{first} without {second} after it?"),
        "hint.modifier_requires": _("{first}: {needs}?"),
        "hint.max_gap": _("No {first} for a long time?"),
    }
