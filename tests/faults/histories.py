"""Several people in several tabs at work on one server, and what happens to it meanwhile; all of it is kept."""

import itertools
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from annotator.actions import workplace
from annotator.store import codings
from tests.faults.cut_wire import Wire
from tests.faults.history_checker import Marks, Read, Sent
from tests.lab import Lab, Seat
from tests.running import Server
from tests.talking import Talker, new_id, point

TABS = 2
"""Of each person on their coding."""
MARKS = 60
"""A tab that made so many takes some away."""


@dataclass
class History:
    """What all of them sent and saw, each event at its place in one order."""

    sent: list[Sent] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    clock: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def answered(self) -> int:
        """How many acts were answered so far."""
        return sum(bool(each.answers) for each in self.sent)


@dataclass
class Tab:
    """One tab: makes acts, keeps what is not answered, sends it in order as the player does."""

    talker: Talker
    history: History
    chance: random.Random
    most: int
    unsent: list[Sent] = field(default_factory=list)
    mine: dict[str, int] = field(default_factory=dict)
    """My marks that stand, and their revisions."""
    stuck: bool = False

    def work(self, stop: threading.Event) -> None:
        """Until told to stop; then until all is answered, or the server wants what it called saved before."""
        while not (stop.is_set() or self.stuck):
            for _ in range(self.chance.randint(1, self.most)):
                made = self.talker.act(point(0))
                made["edits"] = [self._edit()]
                self.unsent.append(Sent(self.talker.coding, made, -1))
            self._send()
            if self.chance.random() < 0.1:
                self.read()
        while self.unsent and not self.stuck:
            self._send()

    def _edit(self) -> dict[str, Any]:
        kind = self.chance.choice(("add", "add", "change", "remove") if self.mine else ("add",))
        if len(self.mine) > MARKS:
            kind = "remove"
        mark = new_id() if kind == "add" else self.chance.choice(list(self.mine))
        revision = self.mine.get(mark, 0)
        self.mine[mark] = revision + 1
        if kind == "remove":
            del self.mine[mark]
        # Two marks of the same code at the same instant are one too many.
        content = None if kind == "remove" else point(40 * self.chance.randrange(450) + 1)
        return {
            "id": new_id(), "kind": kind, "annotation": mark, "revision": revision, "content": content,
            "window": None,
        }  # fmt: skip

    def _send(self) -> None:
        going = self.unsent[:200]
        for each in going:
            if each.at < 0:
                each.at = next(self.history.clock)
                self.history.sent.append(each)
        try:
            answer = self.talker.post([dict(each.act) for each in going])
        except httpx2.TransportError:
            return  # nobody knows what became of them
        if answer.status_code != 200:
            assert answer.status_code >= 500, answer.text
            return
        at = next(self.history.clock)
        for each, said in zip(going, answer.json()["answers"], strict=True):
            if said["outcome"] != "gap":
                each.answers.append((at, said["outcome"], said["seq"]))
        self.stuck = not any(each.answers for each in going)
        self.unsent = [each for each in self.unsent if not each.answers]

    def read(self) -> None:
        """Look at the coding, unless the server is away."""
        at = next(self.history.clock)
        try:
            desk = self.talker.desk()
        except httpx2.TransportError:
            return
        marks: Marks = {each["id"]: each["content"] for each in desk["annotations"]}
        self.history.reads.append(Read(self.talker.coding, at, desk["coding"]["seq"], marks))


Nemesis = Callable[[Server, random.Random], None]


def killed(server: Server, _chance: random.Random) -> None:
    """kill -9, and begun again."""
    server.kill()
    server.start()


def mended(server: Server, _chance: random.Random) -> None:
    """kill -9, and begun again without the bug that was planted."""
    server.kill()
    server.planted = ""
    server.start()


def restarted(server: Server, _chance: random.Random) -> None:
    """Ended politely in the midst of it, within ten seconds, and begun again."""
    begun = time.monotonic()
    server.stop()
    assert time.monotonic() - begun < 10
    server.start()


def paused(seconds: float) -> Nemesis:
    """Stands still for some time, longer than those who wait for it do."""

    def pause(server: Server, chance: random.Random) -> None:
        assert server.process is not None
        os.killpg(server.process.pid, signal.SIGSTOP)
        time.sleep(chance.uniform(seconds / 2, seconds))
        os.killpg(server.process.pid, signal.SIGCONT)

    return pause


def lived(
    server: Server,
    lab: Lab,
    nemeses: Sequence[Nemesis],
    *,
    seed: int,
    calm_s: float = 0.4,
    acts: int = 0,
    most: int = 8,
    patience_s: float = 0.5,
    wire: Wire | None = None,
) -> tuple[History, Mapping[str, Sequence[Mapping[str, Any]]]]:
    """Everybody works while one thing after the other happens to the server, after ``calm_s`` each.

    They go on until so many ``acts`` were answered; ``most`` are made before the next request, which is waited
    for ``patience_s``. With a ``wire`` they speak along it. Gives what was seen, and what is stored when the server has ended.
    """
    chance, history, stop = random.Random(seed), History(), threading.Event()
    server.start()
    tabs = [
        Tab(_talker(server, seat, patience_s, wire), history, random.Random(f"{seed}-{number}"), most)
        for number, seat in enumerate(seat for seat in lab.seats for _ in range(TABS))
    ]
    threads = [threading.Thread(target=tab.work, args=(stop,), daemon=True) for tab in tabs]
    for thread in threads:
        thread.start()
    try:
        for nemesis in nemeses:
            answered, until = history.answered, time.monotonic() + 30
            while history.answered == answered and time.monotonic() < until:
                time.sleep(0.002)
            time.sleep(calm_s * chance.random())
            nemesis(server, chance)
        until = time.monotonic() + 120
        while history.answered < acts and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "what was kept is not taken"
    for tab in tabs:
        tab.read()
        tab.talker.client.close()
    server.stop()
    return history, _stored(server, lab)


def _talker(server: Server, seat: Seat, patience_s: float, wire: Wire | None) -> Talker:
    made = httpx2.Client if wire is None else wire.client
    return Talker(
        server, seat.coding, made(timeout=patience_s, cookies={f"attune_{server.port}": seat.token})
    )


def _stored(server: Server, lab: Lab) -> dict[str, list[dict[str, Any]]]:
    place = workplace.open_workplace(server.folder)
    try:
        with place.store.read() as tx:
            return {seat.coding: codings.history(tx, seat.coding, 10**6, 10**7) for seat in lab.seats}
    finally:
        place.store.close()
