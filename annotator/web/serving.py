"""`annotator start`: one process on this computer, at the first free port, and the way in to it."""

import importlib.util
import os
import socket
import sys
import webbrowser
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from annotator import shipped
from annotator.errors import AnnotatorError, said
from annotator.web import application, launching, settings

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


def _show(link: str, *, open_browser: bool) -> None:
    sys.stdout.write(f"Attune runs already: {link}\n")
    sys.stdout.flush()
    if open_browser:
        webbrowser.open(link)


def _listening(port: int) -> socket.socket:
    """A listening socket at the first free port from ``port`` on; 0 lets the system choose."""
    for candidate in range(port, port + PORTS_TRIED):
        # Named as TCP, for only then does asyncio send small answers at once: else each waits up to 40 ms.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            # It lets us restart at once; on Windows it would let two programs share a port.
            if os.name != "nt":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((HOST, candidate))
            listener.listen(128)
        except (OSError, OverflowError):
            listener.close()
            continue
        return listener
    raise AnnotatorError(
        said(
            "No port from {port} to {last} is free. Choose another with --port.",
            port=port,
            last=port + PORTS_TRIED - 1,
        )
    )


def _run(folder: Path, listener: socket.socket, *, open_browser: bool, sample: bool) -> None:
    port = int(listener.getsockname()[1])
    os.environ[application.DATA] = str(folder)
    os.environ[application.URL] = f"http://{HOST}:{port}"
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
            timeout_graceful_shutdown=STOP_S,
        )
    )
    try:
        server.run(sockets=[listener])
    except SystemExit:  # it did not start, and why is on the console already
        raise SystemExit(REFUSED) from None


def _app() -> ASGIApp:
    """The app that app.py makes, from the repository or from inside the wheel."""
    spec = importlib.util.spec_from_file_location("attune_app", shipped.app_script())
    if spec is None or spec.loader is None:
        raise AnnotatorError(said("The file app.py is missing from this installation. Install Attune again."))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    app: ASGIApp = module.app
    return app
