"""`annotator start` and `serve`: a process, for who sits here or for a team behind a proxy."""

import importlib.util
import os
import socket
import sys
import webbrowser
from ipaddress import ip_address
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from annotator import shipped
from annotator.actions import workplace
from annotator.errors import AnnotatorError, said
from annotator.web import application, launching, settings, site

HOST = "127.0.0.1"
PORTS_TRIED = 100
STOP_S = 5
"""Seconds for running answers to end after Ctrl+C; the store's queue is finished after that."""

MESSAGE_MIB = 50
REFUSED = 2
"""The exit status for "did not start, and said why"."""


def serve(folder: Path, port: int, open_browser: bool = True, sample: bool = True) -> None:
    """Run Attune on a data folder until it is stopped; opens and prints the launch link.

    When it runs there already, gives a fresh launch link to that one instead. ``port`` is where the
    search for a free one begins. Raises AnnotatorError with a sentence when it cannot start.
    """
    link = launching.ask_for_link(folder)
    if link is not None:
        _show(link, open_browser=open_browser)
        return
    with _listening(port) as listener:
        _run(folder, listener, open_browser=open_browser, sample=sample)


def serve_team(
    folder: Path,
    public: str,
    host: str = HOST,
    port: int = settings.PORT,
    proxy: str = HOST,
    database: str | None = None,
) -> None:
    """Serve a team until it is stopped: at exactly this host and port, under one public address.

    ``public`` is what browsers call it, ``proxy`` the address whose word about the visitor's own counts,
    ``database`` the address of the PostgreSQL database that the folder's store shall be in from now on.
    Raises AnnotatorError with a sentence when it cannot start.
    """
    site.public_address(public)
    if not ip_address(host).is_loopback and not public.startswith("https://"):
        raise AnnotatorError(
            said("Attune listens beyond this computer only behind TLS. Name an https address with --public.")
        )
    if database is not None and not workplace.belongs_to(folder, database):
        workplace.open_workplace(folder, database=database).store.close()
    os.environ[site.PUBLIC] = public
    with _at(host, port) as listener:
        _run(folder, listener, open_browser=False, sample=False, proxy=proxy)


def _show(link: str, *, open_browser: bool) -> None:
    sys.stdout.write(f"Attune runs already: {link}\n")
    sys.stdout.flush()
    if open_browser:
        webbrowser.open(link)


def _at(host: str, port: int) -> socket.socket:
    """A listening socket at this host and port, and no other."""
    listener = _bound(host, port)
    if listener is None:
        raise AnnotatorError(
            said(
                "Attune cannot listen at {host}, port {port}: another program does, or it is not ours. "
                "Choose another with --host and --port.",
                host=host,
                port=port,
            )
        )
    return listener


def _bound(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, for only then does asyncio send small answers at once: else each waits up to 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # It lets us restart at once; on Windows it would let two programs share a port.
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError):
        listener.close()
        return None
    return listener


def _listening(port: int) -> socket.socket:
    """A listening socket at the first free port from ``port`` on; 0 lets the system choose."""
    for candidate in range(port, port + PORTS_TRIED):
        listener = _bound(HOST, candidate)
        if listener is not None:
            return listener
    raise AnnotatorError(
        said(
            "No port from {port} to {last} is free. Choose another with --port.",
            port=port,
            last=port + PORTS_TRIED - 1,
        )
    )


def _run(
    folder: Path, listener: socket.socket, *, open_browser: bool, sample: bool, proxy: str | None = None
) -> None:
    host, port = listener.getsockname()[:2]
    os.environ[application.DATA] = str(folder)
    os.environ[application.URL] = f"http://{_reached(host)}:{port}"
    os.environ[application.BROWSER] = "1" if open_browser else "0"
    os.environ[application.SAMPLE] = "1" if sample else "0"
    settings.pin(folder, port)
    server = uvicorn.Server(
        uvicorn.Config(
            _app(),
            ws="websockets-sansio",
            ws_max_size=MESSAGE_MIB * 2**20,
            ws_per_message_deflate=False,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=proxy is not None,
            forwarded_allow_ips=proxy or "",
            timeout_graceful_shutdown=STOP_S,
        )
    )
    try:
        server.run(sockets=[listener])
    except SystemExit:  # it did not start, and why is on the console already
        raise SystemExit(REFUSED) from None


def _reached(host: str) -> str:
    """Where a program of this computer reaches a server that listens at a host."""
    return HOST if ip_address(host).is_unspecified else host


def _app() -> ASGIApp:
    """The app that app.py makes, from the repository or from inside the wheel."""
    spec = importlib.util.spec_from_file_location("attune_app", shipped.app_script())
    if spec is None or spec.loader is None:
        raise AnnotatorError(said("The file app.py is missing from this installation. Install Attune again."))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    app: ASGIApp = module.app
    return app
