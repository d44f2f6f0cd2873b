"""The words of bringing in a coding scheme's file."""

from collections.abc import Callable


def scheme_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence by its id, translated by ``translate``.

    >>> scheme_strings(str.upper)["scheme.choose"]
    'CHOOSE A FILE …'
    """
    _ = translate
    return {
        "scheme.choose": _("Choose a file …"),
        "scheme.sending": _("Looking at the file …"),
        "scheme.here": _("{scheme} {version} is here now."),
        "scheme.problem": _("Not brought in: one problem."),
        "scheme.problems": _("Not brought in: {n} problems."),
        "scheme.unreachable": _("The program does not answer. Nothing was brought in; try again."),
        "scheme.signed_out": _("You were signed out. Sign in in another tab, then choose the file again."),
    }
