"""A lab at work on one server: people press keys, films run, pages are looked at; and what the server takes for it."""

import asyncio
import itertools
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from annotator.actions import codings, people, workplace
from annotator.actions.workplace import Workplace
from annotator.store import accounts, families
from tests.running import Server, Visit, enter_visit
from tests.talking import HEADERS, new_id, point

MIB = 2**20
PADDING_MIB = 256
PATIENCE_S = 60
"""How long anything is waited for: how quick a server is, is measured elsewhere."""


@dataclass(frozen=True)
class Load:
    """How much goes on: presses a second of each coder, bits a second of each film, reruns a second of all pages.

    ``marks``: a coder who has so many takes the oldest away with the next press; None: none is taken away.
    """

    coders: int = 30
    presses_s: float = 2.0
    marks: int | None = None
    films: int = 10
    film_bits_s: float = 8e6
    pages: int = 30
    reruns_s: float = 3.0


@dataclass(frozen=True)
class Seat:
    """One person with a coding of their own, signed in."""

    coding: str
    token: str


@dataclass(frozen=True)
class Lab:
    """A data folder with one film, and a seat for everybody who codes it."""

    recording: str
    session: str
    seats: Sequence[Seat]


@dataclass
class Seen:
    """What the people of a lab saw: ms of each save and of each rerun, presses acknowledged, bytes of film.

    ``marks``: the ids of the annotations that each coding must now have, of those that were made here.
    """

    saved_ms: list[float] = field(default_factory=list)
    rerun_ms: list[float] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict)
    marks: dict[str, deque[str]] = field(default_factory=dict)
    film_bytes: int = 0


def furnish(folder: Path, film: Path, coders: int, *, padded: bool = True) -> Lab:
    """A visit with this film, and coders at work on it; ``padded``: it runs for minutes at 8 Mbit/s."""
    place = workplace.open_workplace(folder)
    try:
        visit = enter_visit(place, film, "standard")
        with place.store.read() as tx:
            recording = families.session(tx, visit.session).recordings[0].id
        seats = [_seat(place, visit, number) for number in range(coders)]
        if padded:
            _pad(place.film_folder(recording) / "proxy.mp4")
    finally:
        place.store.close()
    return Lab(recording, visit.session, seats)


def _seat(place: Workplace, visit: Visit, number: int) -> Seat:
    lead = people.first_person(place)
    coder = people.add_person(place, lead, f"Coder {number + 1}", "coder", whole=True)
    coding = codings.begin_coding(place, coder, visit.session, profile="standard")
    return Seat(coding, place.store.write(lambda tx: accounts.sign_in(tx, coder.id)))


def _pad(film: Path) -> None:
    """A box that players skip makes the film as large as minutes of it would be."""
    size = PADDING_MIB * MIB
    with film.open("ab") as file:
        file.write(size.to_bytes(4, "big") + b"free")
        file.truncate(film.stat().st_size + size)


# At work --------------------------------------------------------------------------------------------


def work(server: Server, lab: Lab, load: Load, seconds: float) -> Seen:
    """Let everybody work for some seconds; what they saw. Fails as soon as anybody is refused."""
    return asyncio.run(_work(server, lab, load, seconds))


async def _work(server: Server, lab: Lab, load: Load, seconds: float) -> Seen:
    seen, end = Seen(), time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        for number, seat in enumerate(lab.seats[: load.coders] if load.presses_s else ()):
            group.create_task(_code(server, seat, seen, load, number, end))
        for seat in lab.seats[: load.films]:
            group.create_task(_watch(server, seat, lab, seen, load.film_bits_s, end))
        for number in range(load.pages if load.reruns_s else 0):
            seat = lab.seats[number % len(lab.seats)]
            group.create_task(_look(server, seat, lab, seen, load, number, end))
    return seen


async def _every(seconds: float, first: float, end: float, deed: Callable[[], Awaitable[None]]) -> None:
    """Do something again and again at a steady pace; what comes late is done at once, but nothing after the end."""
    at = time.monotonic() + first
    while max(at, time.monotonic()) < end:
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        await deed()
        at += seconds


def _client(server: Server, seat: Seat) -> httpx2.AsyncClient:
    """Without the certificates of the web, which nobody here shows: reading them would keep everybody else waiting."""
    cookies = {f"attune_{server.port}": seat.token}
    headers = {**HEADERS, "Origin": server.url}
    return httpx2.AsyncClient(
        base_url=server.url, cookies=cookies, headers=headers, timeout=PATIENCE_S, verify=False
    )


async def _code(server: Server, seat: Seat, seen: Seen, load: Load, number: int, end: float) -> None:
    tab, turns = new_id(), itertools.count(1)
    marks = seen.marks.setdefault(seat.coding, deque())
    async with _client(server, seat) as client:

        async def press() -> None:
            n = next(turns)
            oldest = marks[0] if load.marks is not None and len(marks) >= load.marks else None
            edit = _added(n) if oldest is None else _removed(oldest)
            act = {
                "id": new_id(), "tab": tab, "n": n, "kind": "press", "undoes": None, "made_at": "",
                "edits": [edit],
            }  # fmt: skip
            began = time.perf_counter()
            answer = await _sent(client, f"/api/v1/codings/{seat.coding}/acts", {"api": 1, "acts": [act]})
            seen.saved_ms.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200, answer.text
            assert answer.json()["answers"][0]["outcome"] == "saved", answer.text
            seen.kept[seat.coding] = seen.kept.get(seat.coding, 0) + 1
            if oldest is None:
                marks.append(str(edit["annotation"]))
            else:
                marks.popleft()

        await _every(1 / load.presses_s, number / 30 / load.presses_s, end, press)


def _added(number: int) -> dict[str, object]:
    return {
        "id": new_id(), "kind": "add", "annotation": new_id(), "revision": 0,
        "content": point(40 * number % 19_000 | 1), "window": None,
    }  # fmt: skip


def _removed(mark: str) -> dict[str, object]:
    return {
        "id": new_id(), "kind": "remove", "annotation": mark, "revision": 1, "content": None, "window": None,
    }  # fmt: skip


CLOSED_WHILE_IDLE = (httpx2.ReadError, httpx2.RemoteProtocolError)
"""What a client meets that asks on a connection which the server is just closing; browsers ask once more."""


async def _sent(client: httpx2.AsyncClient, address: str, said: object) -> httpx2.Response:
    """Send, once more where the connection was being closed; acts count once."""
    try:
        return await client.post(address, json=said)
    except CLOSED_WHILE_IDLE:
        return await client.post(address, json=said)


async def _watch(server: Server, seat: Seat, lab: Lab, seen: Seen, bits_s: float, end: float) -> None:
    """A film as a browser takes it: one open range, read as fast as it is played."""
    async with _client(server, seat) as client:
        while time.monotonic() < end:
            began, taken = time.monotonic(), 0
            address, wanted = f"/films/{lab.recording}/proxy.mp4", {"Range": "bytes=0-"}
            try:
                async with client.stream("GET", address, headers=wanted) as answer:
                    assert answer.status_code == 206, answer.status_code
                    async for part in answer.aiter_raw():
                        taken += len(part)
                        seen.film_bytes += len(part)
                        if time.monotonic() > end:
                            return
                        await asyncio.sleep(max(0.0, began + 8 * taken / bits_s - time.monotonic()))
            except CLOSED_WHILE_IDLE:
                if taken:
                    raise


PAGES = ("", "families", "session?id={session}", "summary?coding={coding}")


async def _look(
    server: Server, seat: Seat, lab: Lab, seen: Seen, load: Load, number: int, end: float
) -> None:
    """A page that is open, of which something is pressed now and then; connected anew as browsers do it."""
    page = PAGES[number % len(PAGES)].format(session=lab.session, coding=seat.coding)
    every = load.pages / load.reruns_s
    at = time.monotonic() + every * number / load.pages
    while max(at, time.monotonic()) < end:
        with suppress(ConnectionClosed):
            async with _connected(server, seat) as socket:
                while max(at, time.monotonic()) < end:
                    await asyncio.sleep(max(0.0, at - time.monotonic()))
                    began = time.perf_counter()
                    await _rerun(socket, page)
                    seen.rerun_ms.append(1000 * (time.perf_counter() - began))
                    at += every


def _connected(server: Server, seat: Seat) -> connect:
    return connect(
        f"{server.url.replace('http', 'ws')}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=server.url,  # type: ignore[arg-type]
        additional_headers={"Cookie": f"attune_{server.port}={seat.token}"},
        max_size=None,
        open_timeout=PATIENCE_S,
    )


async def _rerun(socket: ClientConnection, page: str) -> None:
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    ask = BackMsg()
    ask.rerun_script.page_name, _, ask.rerun_script.query_string = page.partition("?")
    await socket.send(ask.SerializeToString())
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv(decode=False))
        assert b"stException" not in message.SerializeToString()
        if message.WhichOneof("type") == "script_finished":
            return


@dataclass(frozen=True)
class Stored:
    """What the server has of one coding: the ids of its annotations, and the number of its acts."""

    marks: frozenset[str]
    acts: int


def stored(server: Server, lab: Lab) -> dict[str, Stored]:
    """What the server has of each coder's."""
    found = {}
    for seat in lab.seats:
        cookies = {f"attune_{server.port}": seat.token}
        answer = httpx2.get(f"{server.url}/api/v1/codings/{seat.coding}", cookies=cookies, timeout=PATIENCE_S)
        assert answer.status_code == 200, answer.text
        read = answer.json()
        found[seat.coding] = Stored(
            frozenset(each["id"] for each in read["annotations"]), read["coding"]["seq"]
        )
    return found


# What the server takes ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taken:
    """What one process takes at an instant: memory (MB), open files, the log beside the database (MB).

    The database's own files are not among them; ``connections`` says how often that log is open.
    """

    memory_mb: float
    files: int
    connections: int
    wal_mb: float


def taken(server: Server) -> Taken:
    """What the web process takes now; of Linux, which tells of every process."""
    assert server.process is not None
    process = Path("/proc") / str(server.process.pid)
    status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
    wal = next(server.folder.glob("*-wal"))
    files = list(_open_files(process / "fd"))
    return Taken(
        int(status["VmRSS"].split()[0]) / 1024,
        sum(not file.startswith(str(wal).removesuffix("-wal")) for file in files),
        files.count(str(wal)),
        wal.stat().st_size / MIB,
    )


def _open_files(folder: Path) -> Iterator[str]:
    for number in folder.iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            yield str(number.readlink())


def watched(server: Server, every_s: float, deed: Callable[[], Seen]) -> tuple[list[Taken], Seen]:
    """Do something; what the server took before it and meanwhile, and what was seen."""
    samples, stop = [taken(server)], threading.Event()

    def look() -> None:
        while not stop.wait(every_s):
            samples.append(taken(server))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        return samples, deed()
    finally:
        stop.set()
        watcher.join()
