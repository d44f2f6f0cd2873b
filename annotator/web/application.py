"""What app.py is put together from: the routes, the gate, and what happens at the start and the end."""

import asyncio
import gc
import importlib
import logging
import os
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from streamlit import config

from annotator.actions import samples, workplace
from annotator.actions.entering import invite_as_keeper, nobody_can_come_in
from annotator.actions.entering import link as link_of
from annotator.actions.language import ENGLISH, translator
from annotator.actions.workplace import Workplace
from annotator.errors import translated
from annotator.web import (
    agreement,
    aligning,
    carrying,
    codings,
    entering,
    exports,
    films,
    hands,
    judging,
    launching,
    notes,
    plans,
    schemes,
    settings,
    sheets,
    shipped_files,
    sign_in,
    uploads,
)
from annotator.web.answers import Handler, bug_message, report_bug
from annotator.web.gate import Gate
from annotator.web.jobs import Keeper
from annotator.web.launching import Running
from annotator.web.site import Site

MAIN_PAGE = Path(__file__).resolve().parent.parent / "pages" / "main.py"

DATA, URL, BROWSER, SAMPLE = "ATTUNE_DATA", "ATTUNE_URL", "ATTUNE_BROWSER", "ATTUNE_SAMPLE"
"""Environment variables: the data folder, the address, "1" to open a browser, "0" for no sample family."""

_LATER = ("pandas", "plotly.graph_objects", "annotator.actions.comparing", "annotator.actions.exporting")
"""Slow to import and not needed for the first page."""

TURN_S = 0.0005
"""How long a thread may go on while another waits for the interpreter. A save passes it on some twenty times,
once for each statement; beside a page being drawn every pass would take Python's own 5 ms."""

_LATER_AFTER_S = 4
"""By then the first page is drawn; importing takes the interpreter away from whoever waits for it."""


async def healthz(_request: Request) -> Response:
    """Whether the program answers at all."""
    return JSONResponse({"ok": True})


_ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/healthz", healthz),
    ("GET", "/launch", sign_in.launch),
    ("POST", "/launch-link", launching.launch_link),
    ("POST", "/backup-begun", launching.begin_backup),
    ("GET", "/sign-in", sign_in.sign_in_page),
    ("POST", "/sign-in", sign_in.sign_in),
    ("POST", "/sign-in/second", entering.second),
    ("GET", "/invitation", entering.invitation_page),
    ("POST", "/invitation", entering.accept),
    ("POST", "/invitation-link", entering.invitation_link),
    ("GET", "/password", entering.password_page),
    ("POST", "/password", entering.change_password),
    ("GET", "/sign-out", sign_in.sign_out_page),
    ("POST", "/sign-out", sign_in.sign_out),
    ("GET", "/favicon.png", shipped_files.favicon),
    ("GET", "/assets/fonts/{name}", shipped_files.font),
    ("GET", "/assets/{mark}/web/{path:path}", shipped_files.of_web),
    ("GET", "/assets/{mark}/player/{path:path}", shipped_files.of_player),
    ("GET", "/api/v1/me", sign_in.me),
    ("PUT", "/api/v1/me/keys", hands.save_keys),
    ("PUT", "/api/v1/me/reaction", hands.save_reaction),
    ("GET", "/api/v1/codings/{id}", codings.desk),
    ("GET", "/api/v1/codings/{id}/past", codings.as_it_was),
    ("GET", "/api/v1/codings/{id}/annotations/{annotation}/history", codings.history_of),
    ("POST", "/api/v1/codings/{id}/acts", codings.save_acts),
    ("POST", "/api/v1/codings/{id}/claim", codings.claim),
    ("PUT", "/api/v1/codings/{id}/place", codings.save_place),
    ("POST", "/api/v1/codings/{id}/submit", codings.submit),
    ("GET", "/api/v1/codings/{id}/beside/{other}", judging.beside),
    ("POST", "/api/v1/codings/{id}/beside/{other}/verdicts", judging.judge),
    ("POST", "/api/v1/codings/{id}/beside/{other}/consensus", judging.consensus),
    ("GET", "/api/v1/sessions/{id}/notes", notes.of_session),
    ("POST", "/api/v1/sessions/{id}/notes", notes.add),
    ("PUT", "/api/v1/notes/{id}", notes.change),
    ("DELETE", "/api/v1/notes/{id}", notes.remove),
    ("POST", "/api/v1/sessions/{id}/codings", carrying.bring_in),
    ("PUT", "/api/v1/sessions/{id}/clock", aligning.align),
    ("POST", "/api/v1/sessions/{id}/plan", plans.open_plan),
    ("GET", "/api/v1/plans/{id}", plans.plan),
    ("PUT", "/api/v1/plans/{id}", plans.save),
    ("POST", "/api/v1/plans/{id}/ready", plans.ready),
    ("POST", "/api/v1/plans/{id}/release", plans.release),
    ("GET", "/api/v1/plans/{id}/meeting", plans.show),
    ("PUT", "/api/v1/plans/{id}/moments/{moment}/said", plans.said),
    ("POST", "/api/v1/plans/{id}/close", plans.close),
    ("POST", "/api/v1/uploads", uploads.begin),
    ("GET", "/api/v1/uploads/{id}", uploads.state),
    ("PUT", "/api/v1/uploads/{id}", uploads.append),
    ("DELETE", "/api/v1/uploads/{id}", uploads.cancel),
    ("POST", "/api/v1/uploads/{id}/finish", uploads.finish),
    ("GET", "/api/v1/jobs/{id}", films.job),
    ("POST", "/api/v1/jobs/{id}/cancel", films.cancel_job),
    ("POST", "/api/v1/jobs/{id}/retry", films.retry_job),
    ("GET", "/films/{recording}/{name}", films.film),
    ("GET", "/meetings/{plan}/{name}", plans.film),
    ("GET", "/films/{recording}/stills/{ms}.jpg", films.still),
    ("GET", "/exports/codings/{id}.zip", exports.coding_zip),
    ("GET", "/exports/codings/{id}.xlsx", exports.coding_xlsx),
    ("GET", "/exports/codings/{id}.attune", exports.coding_bundle),
    ("GET", "/exports/sessions/{id}.zip", exports.session_zip),
    ("GET", "/exports/studies/{id}/agreement.html", agreement.html),
    ("GET", "/exports/studies/{id}/agreement.pdf", agreement.pdf),
    ("GET", "/exports/studies/{id}/agreement.csv", agreement.table),
    ("POST", "/api/v1/schemes", schemes.bring_in),
    ("GET", "/schemes/{hash}/book.html", schemes.html),
    ("GET", "/schemes/{hash}/book.pdf", schemes.pdf),
    ("GET", "/schemes/{hash}/file", schemes.file),
    ("GET", "/drafts/{id}/file", schemes.draft_file),
    ("GET", "/sheets/{plan}.pdf", sheets.pdf),
    ("GET", "/sheets/{plan}.html", sheets.html),
)


def routes() -> list[BaseRoute]:
    """Our own routes; each has its line in the table of policies, or the app does not start."""
    return [Route(path, handler, methods=[method]) for method, path, handler in _ROUTES]


def middleware() -> list[Middleware]:
    """The gate, before everything of Streamlit."""
    return [Middleware(Gate)]


def data_folder() -> Path:
    """The data folder of this process: from the environment, else the system's place for it."""
    named = os.environ.get(DATA)
    return Path(named).expanduser() if named else workplace.default_folder()


def prepare() -> None:
    """Set Streamlit's settings before it reads them; what is wrong with them is said at the start.

    Every file made from here on is its owner's alone.
    """
    os.umask(0o077)
    settings.pin(data_folder())


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Open the data folder, say how to come in, keep the films' worker; end all of it in order."""
    sys.setswitchinterval(TURN_S)
    place = await asyncio.to_thread(_open)
    try:
        with _logging_to(place.folder), Keeper(place), _announced(place), _preloaded():
            yield
    finally:
        await asyncio.to_thread(place.store.close)


def _open() -> Workplace:
    place = workplace.open_workplace(data_folder())
    try:
        if os.environ.get(SAMPLE, "1") != "0":
            samples.load_sample_family(place)
    except BaseException:
        place.store.close()
        raise
    site = Site.here(0)
    if site.team:
        place = replace(place, public=site.origin(site.public))
    workplace.use(place)
    return place


@contextmanager
def _logging_to(folder: Path) -> Iterator[None]:
    log = logging.getLogger("attune")
    (folder / "logs").mkdir(exist_ok=True)
    handler = RotatingFileHandler(
        folder / "logs" / "attune.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        handler.close()


@contextmanager
def _announced(place: Workplace) -> Iterator[None]:
    """While it runs, a fresh way in can be had through the data folder; the first one is printed."""
    url, site = own_url(), Site.here(0)
    running = launching.announce(place.folder, url, site.public) if url else Running("", os.getpid(), "")
    if site.team:
        _say_where(place, site)
    else:
        _say_link(launching.new_link(place, running), url)
    for warning in place.store.warnings:
        _say(warning)
    try:
        yield
    finally:
        launching.withdraw(place.folder)


def _say_where(place: Workplace, site: Site) -> None:
    _say(f"Attune is ready: {site.origin(site.public)}")
    if nobody_can_come_in(place):
        first, token = invite_as_keeper(place)
        _say(
            f"Nobody has a password yet. Within three days, {first.name} sets one at {link_of(place, token)}"
        )


def _say_link(link: str, url: str) -> None:
    _say(f"Attune is ready: {link}" if url else f"Attune is ready. Open this at the address above: {link}")
    if url and os.environ.get(BROWSER) == "1":
        threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()


def own_url() -> str:
    """Where this server answers; empty when another program started it and only that program knows."""
    if os.environ.get(URL):
        return os.environ[URL]
    return f"http://127.0.0.1:{config.get_option('server.port')}" if settings.by_streamlit() else ""


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def _preloaded() -> Iterator[None]:
    timer = threading.Timer(_LATER_AFTER_S, _preload)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _preload() -> None:
    """Import what later pages need, and put all that is loaded out of the garbage collector's way."""
    for name in _LATER:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def script_error(error: Exception) -> bool:
    """What a page shows for a bug: a sentence and the number under which the log has it."""
    words = translator(st.session_state.get("language", ENGLISH))  # the page put it there when it began
    st.error(translated(bug_message(report_bug(error)), words))
    return True
