"""The words of the page on which two codings are watched side by side."""

from collections.abc import Callable


def differences_strings(_: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of that page by its id, translated; what it shares with the desk is in ``strings``."""
    return {
        "differ.title": _("Where they differ"),
        "differ.back": _("Back to the comparison"),
        "differ.agreement": _("Same code"),
        "differ.along": _(
            "How much of the minute around each moment both gave the same code, and where they differ. "
            "The list says the same in words."
        ),
        "differ.records": _(
            "Both records near the film's time, one above the other, crossed where they differ. "
            "The list says the same in words."
        ),
        "differ.list": _("Moments, the costliest first"),
        "differ.count": _("{n} of {all} · {decided} decided"),
        "differ.more": _("{n} more; narrow the list to see them"),
        "differ.none": _("The two say the same everywhere."),
        "differ.none_found": _("Nothing matches; show all moments."),
        "differ.all": _("All moments"),
        "differ.any_kind": _("Any kind"),
        "differ.any_pair": _("Any two codes"),
        "differ.any_code": _("Any code"),
        "differ.any_verdict": _("Decided or not"),
        "differ.undecided": _("Not decided"),
        "differ.nothing": _("(none)"),
        "differ.points": _("{n} points apart"),
        "differ.a_mark": _("a mark"),
        "differ.confusion": _("two opinions"),
        "differ.missed": _("{name} has none"),
        "differ.boundary": _("one boundary, at most {s} s apart"),
        "differ.rating_gap": _("ratings apart"),
        "differ.decide": _("Your verdict"),
        "differ.deciding": _("Deciding"),
        "differ.is_right": _("{name} is right"),
        "differ.both": _("Both can be defended"),
        "differ.unclear": _("The scheme is unclear"),
        "differ.note": _("Note"),
        "differ.note_kept": _("The note is kept."),
        "differ.note_placeholder": _("Note: why, or what the code book should say (N)"),
        "differ.choose": _("Choose a moment; the film shows it from three seconds before."),
        "differ.open": _("Nobody has decided yet."),
        "differ.who_decides": _("A lead or supervisor decides."),
        "differ.decided_by": _("{verdict}: {name}, {at}"),
        "differ.take_back": _("takes the verdict back"),
        "differ.taken_back": _("Taken back; the earlier verdict stays on record"),
        "differ.again": _("plays the moment again"),
        "differ.on": _("goes on from what is decided to the next moment; plays an open one again"),
        "differ.go_on": _("N notes it, Enter goes on"),
        "differ.next_open": _("Next moment"),
        "differ.all_decided": _("All listed moments are decided"),
        "differ.not_saved": _("The verdict could not be saved. Try again."),
        "differ.gone": _("{n} verdicts are about moments at which the codings differ no longer"),
        "differ.consensus": _("Make the consensus"),
        "differ.consensus_title": _(
            "A third coding of your own: what both say, and your verdicts. The two stay as they are; "
            "what is not decided is starred in it."
        ),
        "consensus.of": _("Consensus of {first} and {second}"),
        "consensus.of_two": _("Consensus of two codings"),
        "consensus.left": _("{n} to decide"),
        "consensus.none": _("all decided"),
        "consensus.about": _(
            "What both say and the verdicts are in it already. A starred mark is one that nobody has "
            "decided: leave or change it and take its star away with *, then submit. A click goes to "
            "the next one."
        ),
    }
