"""How a coder's hands work: the keys they chose, and how long they take to press one."""

import json
import re
from collections.abc import Mapping

from annotator.access import Right
from annotator.actions.asking import require
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, said
from annotator.store import Tx, accounts, audit
from annotator.store.accounts import Account

KEY_PROFILES = ("attune", "boris", "elan", "datavyu", "editor")
LONGEST_REACTION_MS = 1000

_ACTION = re.compile(r"[a-z][a-z_]{1,29}")
_CHORD = re.compile(r"(Ctrl\+)?(Shift\+)?[A-Z][A-Za-z0-9]{1,19}")
_MOST = 80


def set_keys(w: Workplace, who: Account | None, profile: str, changed: Mapping[str, str]) -> None:
    """Choose the keys of one's own desk: a profile, and for some actions another key (``Ctrl+Space``).

    What each profile holds, and which keys are free, the desk's table of keys decides. Refused: a profile
    that there is not, what is no action or key, and one key for two actions.
    """
    if profile not in KEY_PROFILES:
        raise AnnotatorError(
            said(
                "There are no keys called {name}; choose one of {known}.",
                name=profile,
                known=", ".join(KEY_PROFILES),
            )
        )
    if len(changed) > _MOST or not all(
        _ACTION.fullmatch(action) and _CHORD.fullmatch(chord) for action, chord in changed.items()
    ):
        raise AnnotatorError(said("These keys cannot be read; change them on the desk."))
    holders: dict[str, str] = {}
    for action, chord in changed.items():
        if holders.setdefault(chord, action) != action:
            raise AnnotatorError(
                said("The key {key} cannot mean two things; choose another for one of them.", key=chord)
            )
    packed = json.dumps({"profile": profile, "changed": dict(changed)}, sort_keys=True, separators=(",", ":"))

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.SEE_PEOPLE)
        accounts.set_keys(tx, person.id, packed)
        audit.write(
            tx, person.id, "keys", "account", person.id, {"profile": profile, "changed": len(changed)}
        )

    w.store.write(work)


def set_reaction_time(w: Workplace, who: Account | None, rt_offset_ms: int) -> None:
    """Set one's own reaction time, in ms at normal speed: it is taken off each press while the film plays.

    The time of the press itself is stored beside. Refused outside 0 to 1000 ms.
    """
    if not 0 <= rt_offset_ms <= LONGEST_REACTION_MS:
        raise AnnotatorError(said("A reaction time lies between 0 and {most} ms.", most=LONGEST_REACTION_MS))

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.SEE_PEOPLE)
        accounts.set_reaction_time(tx, person.id, rt_offset_ms)
        audit.write(tx, person.id, "reaction_time", "account", person.id, {"ms": rt_offset_ms})

    w.store.write(work)


def hands_of(tx: Tx, who: Account | None) -> dict[str, object]:
    """What the desk knows of somebody's hands: ``keys`` (Attune's own if none were chosen), ``rt_offset_ms``.

    Both as they stand now: who is signed in may have been read before they were chosen.
    """
    chosen: dict[str, object] = json.loads(accounts.keys(tx, who.id)) if who else {}
    reaction = accounts.get(tx, who.id).rt_offset_ms if who else 0
    return {"keys": {"profile": "attune", "changed": {}, **chosen}, "rt_offset_ms": reaction}
