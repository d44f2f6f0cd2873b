"""The words of key profiles, of changing keys and of the reaction time."""

from collections.abc import Callable


def key_strings(translate: Callable[[str], str]) -> dict[str, str]:
    """Every sentence of choosing keys by its id, translated by ``translate``."""
    return {**_keys(translate), **_refusals(translate), **_reaction(translate)}


def _keys(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "action.pause": _("pause"),
        "action.ten_back": _("ten seconds back"),
        "action.ten_on": _("ten seconds on"),
        "action.shuttle_back": _("slower, then stop, then a second back"),
        "action.shuttle_on": _("play, then faster"),
        "keys.profile": _("Keys as in"),
        "keys.profile.attune": _("Attune"),
        "keys.profile.boris": _("BORIS"),
        "keys.profile.elan": _("ELAN"),
        "keys.profile.datavyu": _("Datavyu (number pad)"),
        "keys.profile.editor": _("film editors (J K L)"),
        "keys.change": _("Change keys"),
        "keys.change_one": _("Another key for: {action}"),
        "keys.change_hint": _("Press the pencil beside what is to have another key."),
        "keys.press": _("Now press the new key for “{action}”. Esc leaves it as it is."),
        "keys.reset": _("Take my changes back"),
        "keys.not_kept": _("The program does not answer, so this was not kept. Try again in a moment."),
    }


def _refusals(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "keys.no_letter": _("Letters and digits are the codes’. Press another key, or hold Shift with it."),
        "keys.no_subject": _("Shift and a digit choose a person. Press another key."),
        "keys.no_browser": _("{key} belongs to the browser or the computer. Press another key."),
        "keys.no_taken": _("{key} already means “{action}”. Press another key, or change that one first."),
    }


def _reaction(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "reaction.title": _("Your reaction time"),
        "reaction.button": _("Reaction time: {ms} ms"),
        "reaction.explain": _(
            "A light comes on ten times, each time after another wait. Press any key, or the light, as soon "
            "as you see it. Half a minute is enough."
        ),
        "reaction.now": _("{ms} ms are taken off your presses now."),
        "reaction.begin": _("Begin"),
        "reaction.back": _("To the keys"),
        "reaction.lamp": _("The light"),
        "reaction.wait": _("Wait for the light …"),
        "reaction.early": _("Too soon; wait for the light. {n} of {all}"),
        "reaction.late": _("That was missed. {n} of {all}"),
        "reaction.took": _("{ms} ms. {n} of {all}"),
        "reaction.found": _("Half of your {n} presses came within {ms} ms."),
        "reaction.means": _(
            "Taken off, a press counts for the picture that you reacted to. It holds while the film plays, "
            "at its speed; the time of the press itself is stored beside."
        ),
        "reaction.too_few": _("Too few presses came while the light was on. Try it once more."),
        "reaction.again": _("Once more"),
        "reaction.use": _("Take {ms} ms off"),
        "reaction.none": _("Take nothing off"),
    }
