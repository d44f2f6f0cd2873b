"""The words of the kinds of tracks besides states and points: intervals and rating forms."""

from collections.abc import Callable


def kind_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of intervals and ratings by its id, translated by ``translate``."""
    return {**_ratings(translate), **_intervals(translate)}


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
        "said.grid_stays": _("Intervals and ratings keep their times; change their codes instead"),
        "submit.intervals": _("{n} intervals have no code"),
        "submit.intervals.one": _("1 interval has no code"),
    }
