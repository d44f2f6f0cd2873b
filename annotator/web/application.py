"""What app.py is put together from: the gate, and what happens at the start and the end."""

import asyncio
import ctypes
import gc
import importlib
import logging
import os
import platform
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
from streamlit import config

from annotator.actions import samples, workplace
from annotator.actions.entering import invite_as_keeper, nobody_can_come_in
from annotator.actions.entering import link as link_of
from annotator.actions.language import ENGLISH, translator
from annotator.actions.numbers import CLAIMS
from annotator.actions.workplace import Workplace
from annotator.errors import translated
from annotator.web import launching, routing, settings
from annotator.web.answers import bug_message, report_bug
from annotator.web.gate import Gate
from annotator.web.jobs import Keeper
from annotator.web.launching import Running
from annotator.web.others import Others
from annotator.web.site import Site

MAIN_PAGE = Path(__file__).resolve().parent.parent / "pages" / "main.py"

DATA, URL, BROWSER, SAMPLE = "ATTUNE_DATA", "ATTUNE_URL", "ATTUNE_BROWSER", "ATTUNE_SAMPLE"
"""Environment variables: the data folder, the address, "1" to open a browser, "0" for no sample family."""

LATER = (
    *routing.modules(),
    "annotator.schemes.building", "annotator.schemes.examining", "annotator.actions.reading_acts",
    "pandas", "plotly.graph_objects", "annotator.actions.comparing", "annotator.actions.exporting",
)  # fmt: skip
"""Slow to import and not needed for the first page."""

TURN_S = 0.0005
"""How long a thread may go on while another waits for the interpreter. A save passes it on some twenty times,
once for each statement; beside a page being drawn every pass would take Python's own 5 ms."""

HEAPS = 2
"""How many heaps the C library makes for its threads: each keeps what it once took, and each page that is
drawn has a thread of its own."""

_M_ARENA_MAX = -8
"""Its name in glibc's malloc.h."""

_LATER_AFTER_S = 4
"""By then the first page is drawn; importing takes the interpreter away from whoever waits for it."""


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
    _keep_heaps_few()
    settings.pin(data_folder())


def _keep_heaps_few() -> None:
    """Ask glibc for few heaps; other C libraries have no such thing to ask for."""
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, HEAPS)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Open the data folder, say how to come in, keep the films' worker; end all of it in order."""
    sys.setswitchinterval(TURN_S)
    place = await asyncio.to_thread(_open)
    try:
        gc.freeze()  # what a start has loaded stays: nobody waits while it is looked through
        with _logging_to(place), Keeper(place), _announced(place), _preloaded(), Others(place):
            yield
    finally:
        await asyncio.to_thread(place.store.close)


def _open() -> Workplace:
    site = Site.here(0)
    place = workplace.open_workplace(data_folder(), beside=site.team)
    try:
        if os.environ.get(SAMPLE, "1") != "0":
            samples.load_sample_family(place)
    except BaseException:
        place.store.close()
        raise
    if site.team:
        place = replace(place, public=site.origin(site.public))
    workplace.use(place)
    return place


@contextmanager
def _logging_to(place: Workplace) -> Iterator[None]:
    log, logs = logging.getLogger("attune"), place.folder / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    # A file of its own for each that shares the folder: it is put aside when it is full.
    name = "attune.log" if place.store.alone else f"attune-{launching.port_of(own_url())}.log"
    handler = RotatingFileHandler(logs / name, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
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
    running = Running("", os.getpid(), "")
    if url:
        running = launching.announce(place.folder, url, site.public, beside=not place.store.alone)
    _say(CLAIMS)
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
    for name in LATER:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def script_error(error: Exception) -> bool:
    """What a page shows for a bug: a sentence and the number under which the log has it."""
    words = translator(st.session_state.get("language", ENGLISH))  # the page put it there when it began
    st.error(translated(bug_message(report_bug(error)), words))
    return True
