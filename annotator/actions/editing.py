"""Which page edits a coding, where processes share the store: two pages of a person may be in two of them."""

from collections.abc import Iterable
from datetime import timedelta

from annotator.actions.asking import own_coding
from annotator.actions.workplace import Workplace
from annotator.store import Tx, editors
from annotator.store.accounts import Account

LIVE_S = 12.0
"""A page says every five seconds that it is there; after two silences it counts as gone."""

NOTED_S = 4.0
"""How often it is written down that the editing page sent something."""

_LIVE, _NOTED = timedelta(seconds=LIVE_S), timedelta(seconds=NOTED_S)


def claim(w: Workplace, who: Account | None, coding: str, tab: str, take_over: bool) -> str:
    """Ask to edit one's own coding, or say that one is still there; gives the page that may edit."""

    def work(tx: Tx) -> str:
        own_coding(tx, who, coding)
        holder = editors.holder(tx, coding, _LIVE)
        if holder is not None and holder != tab and not take_over:
            return holder
        editors.hold(tx, coding, tab)
        return tab

    return w.store.write(work)


def heard(w: Workplace, who: Account | None, coding: str, tabs: Iterable[str]) -> str | None:
    """Pages of one's own coding sent something, so they are there; gives the one that may edit, if any."""
    with w.store.read() as tx:
        own_coding(tx, who, coding)
        holder = editors.holder(tx, coding, _LIVE)
        lately = editors.holder(tx, coding, _NOTED)
    if holder is None or holder == lately or holder not in tabs:
        return holder

    def work(tx: Tx) -> None:
        own_coding(tx, who, coding)
        if editors.holder(tx, coding, _LIVE) == holder:
            editors.hold(tx, coding, holder)

    w.store.write(work)
    return holder
