"""Child process of test_kill: presses keys as fast as it can and says which were saved, until it is killed.

Usage: burst_case.py FOLDER CODING; a line for each act sent ("?") and each acknowledged ("!").
"""

import sys
import threading
import uuid
from functools import partial
from pathlib import Path

from annotator import store
from annotator.model import Act, Content, Edit, EditKind
from annotator.store.codings import LaneRule

TABS = 3
LANES = {("smile", "parent"): LaneRule("state", False)}
_telling = threading.Lock()


def tell(mark: str, act: Act) -> None:
    """Write a line at once: what is still in a buffer would die with the process."""
    with _telling:
        sys.stdout.write(f"{mark}{act.id}\n")
        sys.stdout.flush()


def press(opened: store.Store, coding: str) -> None:
    """One tab: a press after the other, for ever."""
    tab, n = str(uuid.uuid4()), 0
    while True:
        n += 1
        content = Content("smile", "parent", "warm", n, n + 5)
        edit = Edit(str(uuid.uuid4()), EditKind.ADD, str(uuid.uuid4()), 0, content)
        act = Act(str(uuid.uuid4()), tab, n, "press", (edit,))
        tell("?", act)
        answer = opened.write(partial(store.codings.save_acts, coding_id=coding, acts=[act], lanes=LANES))[0]
        if answer.outcome == "saved":
            tell("!", act)


def main() -> None:
    """Press from several tabs at once."""
    opened = store.open(Path(sys.argv[1]))
    for _ in range(TABS):
        threading.Thread(target=press, args=(opened, sys.argv[2])).start()


if __name__ == "__main__":
    main()
