"""The way in for whoever sits at this computer: the address in a private file, and fresh launch links."""

import hmac
import json
import os
import secrets
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.error import URLError

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.actions import backing_up, people, signing
from annotator.actions.workplace import Workplace
from annotator.web.answers import json_object, not_found, place, text, work
from annotator.web.settings import write_private

FILE = "server.json"
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


def announce(folder: Path, url: str, host: str = "") -> Running:
    """Leave word in the data folder, for its owner only, that Attune runs and where."""
    running = Running(url, os.getpid(), secrets.token_urlsafe(32), host)
    write_private(folder / FILE, json.dumps(asdict(running)))
    return running


def withdraw(folder: Path) -> None:
    """Attune has ended: take the word back, unless another has left its own since."""
    found = read(folder)
    if found is not None and found.pid == os.getpid():
        (folder / FILE).unlink(missing_ok=True)


def read(folder: Path) -> Running | None:
    """What the last Attune on a data folder left; None when there is nothing to be read."""
    try:
        fields = json.loads((folder / FILE).read_text())
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
    """Ask the Attune that runs on a data folder, by its secret, and give one part of its answer."""
    running = read(folder)
    if running is None or not running.url.startswith("http://127.0.0.1:"):
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
    running = await work(read, place().folder)
    given = text(secret)
    if running is None or not hmac.compare_digest(given.encode(), running.secret.encode()):
        raise not_found()
    return running


def new_link(w: Workplace, running: Running) -> str:
    """A launch link for one use."""
    return running.link(signing.launch_link(w))
