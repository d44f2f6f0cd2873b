"""The way in for whoever sits at this computer: the address in a private file, and fresh launch links."""

import hmac
import json
import os
import secrets
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions import backing_up, people, signing
from annotator.actions.workplace import Workplace
from annotator.web.answers import json_object, not_found, place, text, work
from annotator.web.settings import write_private

FILE = "server.json"
"""Where Attune leaves word of itself; of several that share a folder each has its port in the name."""

_FILES = "server*.json"
_WAIT_S = 5


@dataclass(frozen=True, slots=True)
class Running:
    """The Attune that runs on a data folder: where it answers, and the secret it hands out links for.

    ``host``: as what it must be spoken to there, when it is a team's server behind a proxy.
    """

    url: str
    pid: int
    secret: str
    host: str = ""

    def link(self, token: str) -> str:
        """The launch link for a token."""
        return f"{self.url}/launch?token={token}"


def announce(folder: Path, url: str, host: str = "", *, beside: bool = False) -> Running:
    """Leave word in the data folder, for its owner only, that Attune runs and where.

    ``beside``: others run on the folder too, and leave theirs.
    """
    running = Running(url, os.getpid(), secrets.token_urlsafe(32), host)
    name = f"server-{port_of(url)}.json" if beside else FILE
    write_private(folder / name, json.dumps(asdict(running)))
    return running


def port_of(url: str) -> int:
    """The port in the address of a server, 0 where none is known."""
    return urlsplit(url).port or 0


def withdraw(folder: Path) -> None:
    """Attune has ended: take its word back, not what another has left."""
    for file, running in _found(folder):
        if running.pid == os.getpid():
            file.unlink(missing_ok=True)


def read(folder: Path) -> Running | None:
    """What the Attune that began last on a data folder left; None when there is nothing to be read."""
    return next((running for _file, running in _found(folder)), None)


def _found(folder: Path) -> list[tuple[Path, Running]]:
    """What each Attune on a data folder left, the newest first."""
    there = sorted(folder.glob(_FILES), key=_age)
    return [(file, running) for file in there if (running := _running(file)) is not None]


def _age(file: Path) -> float:
    try:
        return -file.stat().st_mtime
    except OSError:  # it has just ended
        return 0.0


def _running(file: Path) -> Running | None:
    try:
        fields = json.loads(file.read_text())
        return Running(
            str(fields["url"]), int(fields["pid"]), str(fields["secret"]), str(fields.get("host", ""))
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def ask_for_link(folder: Path) -> str | None:
    """A fresh launch link from the Attune that already runs on a data folder; None when none answers."""
    found = _ask(folder, "/launch-link", "url", {})
    return None if found is None else str(found)


def ask_for_invitation(folder: Path, name: str, role: str) -> dict[str, str] | None:
    """An invitation from the team's server that runs on a data folder; None when none answers."""
    found = _ask(folder, "/invitation-link", "invitation", {"name": name, "role": role})
    return found if isinstance(found, dict) else None


def ask_to_begin_backup(folder: Path, file: Path) -> str | None:
    """Have the Attune that runs on a data folder note a backup; gives its id, None when none answers.

    One program writes to a data folder: the line in the record is that program's to write.
    """
    found = _ask(folder, "/backup-begun", "backup", {"file": str(file.resolve())})
    return None if found is None else str(found)


def _ask(folder: Path, path: str, part: str, more: dict[str, str]) -> object:
    """Ask an Attune that runs on a data folder, by its secret, and give one part of its answer."""
    answers = (_ask_one(running, path, part, more) for _file, running in _found(folder))
    return next((answer for answer in answers if answer is not None), None)


def _ask_one(running: Running, path: str, part: str, more: dict[str, str]) -> object:
    if not running.url.startswith("http://127.0.0.1:"):
        return None
    body = json.dumps({"secret": running.secret, **more}).encode()
    headers = {"content-type": "application/json", "x-attune": "1"}
    if running.host:
        headers["host"] = running.host
    request = urllib.request.Request(f"{running.url}{path}", body, headers, method="POST")  # noqa: S310
    # No proxy of the environment may ever see this request.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_WAIT_S) as answer:
            return json.load(answer)[part]
    except (URLError, OSError, ValueError, KeyError, TypeError):
        return None


async def launch_link(request: Request) -> Response:
    """A fresh launch link for a program that could read the data folder."""
    asked = await json_object(request, frozenset({"secret"}))
    running = await trusted(asked["secret"])
    return JSONResponse({"url": await work(new_link, place(), running)})


async def begin_backup(request: Request) -> Response:
    """A program that can read the data folder makes a backup of it: that stands in the record first."""
    asked = await json_object(request, frozenset({"secret", "file"}))
    await trusted(asked["secret"])
    first = await work(people.first_person, place())
    made = await work(backing_up.begin_backup, place(), first, Path(text(asked["file"], 4096)))
    return JSONResponse({"backup": made})


async def trusted(secret: object) -> Running:
    """What we left in the data folder, when a request knows it; otherwise there is nothing here."""
    given, ours = text(secret).encode(), os.getpid()
    for _file, running in await work(_found, place().folder):
        if running.pid == ours and hmac.compare_digest(given, running.secret.encode()):
            return running
    raise not_found()


def new_link(w: Workplace, running: Running) -> str:
    """A launch link for one use."""
    return running.link(signing.launch_link(w))
