"""The words of bringing in a coding from another computer."""

from collections.abc import Callable


def carry_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence by its id, translated by ``translate``.

    >>> carry_strings(str.upper)["carry.join"]
    'KEEP BOTH'
    """
    _ = translate
    return {
        "carry.choose": _("Bring in a coding …"),
        "carry.sending": _("Looking at the file …"),
        "carry.new": _("The coding is here now."),
        "carry.waits": _("The coding is here now. Add its film, too: it finds its place by itself."),
        "carry.more": _("Brought in: {n} steps that were not here yet."),
        "carry.more.one": _("Brought in: one step that was not here yet."),
        "carry.same": _("Everything in this file was here already. Nothing was changed."),
        "carry.whose": _("Whose coding it is"),
        "carry.theirs": _("Bring it in for this person"),
        "carry.join": _("Keep both"),
        "carry.join.rule": _("puts the steps from there behind those here; look at the marks afterwards"),
        "carry.unreachable": _("The program does not answer. Nothing was brought in; try again."),
        "carry.signed_out": _("You were signed out. Sign in in another tab, then choose the file again."),
    }
