"""Fixtures that every part may use: a workplace in a fresh folder, and the browser on this machine."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from annotator.actions.workplace import Workplace, open_workplace
from annotator.store.accounts import Account
from tests import running
from tests.chromium import chromium
from tests.films import barcode_film
from tests.quiet_logs import data_folders, told
from tests.running import Visit, enter_visit

# Run in the background of a script, programs begun from here would not hear of Ctrl+C either.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Beside other work any example may take long once; what must be quick is measured by itself.
settings.register_profile("attune", deadline=None)
settings.load_profile("attune")

LONGEST_FIRST = (
    "test_two_patterns.py", "test_browser_faults.py", "test_kill_api.py", "test_prepare.py", "test_frame_truth.py",
    "test_backup_under_load.py", "test_desk_by_hand.py", "test_meeting.py", "test_notes.py",
    "test_second_layer.py", "browser", "faults", "test_phone_films.py", "test_serving.py", "test_wheel.py", "test_words.py", "web", "media",
    "cli", "pages", "actions",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--postgres``: every store that a test opens is in a database of a PostgreSQL server."""
    parser.addoption("--postgres", action="store_true")


@pytest.fixture(scope="session", autouse=True)
def _on_postgres(request: pytest.FixtureRequest) -> Iterator[None]:
    """With ``--postgres`` each new data folder is given a database of its own, and a copied one a copy."""
    if not request.config.getoption("--postgres"):
        yield
        return
    from annotator.store import database, opening
    from tests.postgres_server import Server

    def given(folder: Path, url: str | None = None, key: Path | None = None) -> database.Database:
        if url is None:
            server.give(folder)
        return database.database_of(folder, url, key)

    with Server() as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "database_of", given)
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no process waits for another at the end.

    What speaks of SQLite's own file is left out where the stores are in PostgreSQL.
    """
    if config.getoption("--postgres"):
        of_file = [item for item in items if item.get_closest_marker("sqlite")]
        config.hook.pytest_deselected(items=of_file)
        items[:] = [item for item in items if item not in of_file]

    def turn(item: pytest.Item) -> int:
        named = [n for n, name in enumerate(LONGEST_FIRST) if name in item.path.parts]
        return min(named, default=len(LONGEST_FIRST))

    items.sort(key=turn)


@pytest.fixture(scope="session", autouse=True)
def _films_prepared_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    """The processes that run tests beside one another share what was made of films."""
    base = tmp_path_factory.getbasetemp()
    running.prepared_films = (base if worker_id == "master" else base.parent) / "prepared-films"
    running.prepared_films.mkdir(exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _nothing_was_told(tmp_path_factory: pytest.TempPathFactory, _on_postgres: None) -> Iterator[None]:
    """S38: after all tests, what each wrote into its folders is looked for in every log and record of theirs.

    While the server with their databases still runs, where they are there.
    """
    yield
    base = tmp_path_factory.getbasetemp()
    found = {str(folder.relative_to(base)): told(folder) for folder in data_folders(base)}
    assert not {folder: words for folder, words in found.items() if words}


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the first start leaves it, to be copied: making one anew takes much longer."""
    folder = tmp_path_factory.mktemp("untouched") / "data"
    open_workplace(folder).store.close()
    return folder


@pytest.fixture(scope="session")
def visited(untouched: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Visit]:
    """That folder with one visit in it, its film of fifty pictures ready, and the first person's coding begun."""
    root = tmp_path_factory.mktemp("visited")
    opened = open_workplace(shutil.copytree(untouched, root / "data"))
    try:
        return root / "data", enter_visit(opened, barcode_film(root / "film.mp4", frames=50))
    finally:
        opened.store.close()


@pytest.fixture
def place(tmp_path: Path, untouched: Path, request: pytest.FixtureRequest) -> Iterator[Workplace]:
    """A workplace with its first person and the shipped schemes, in a folder of its own.

    The visit is in it for a test that asks for ``ready_visit`` too: preparing a film anew takes much longer.
    """
    folder = request.getfixturevalue("visited")[0] if "ready_visit" in request.fixturenames else untouched
    opened = open_workplace(shutil.copytree(folder, tmp_path / "data"))
    yield opened
    opened.store.close()


@pytest.fixture
def ready_visit(place: Workplace, visited: tuple[Path, Visit]) -> Visit:
    """The visit that ``place`` holds."""
    return visited[1]


@pytest.fixture
def lead(place: Workplace) -> Account:
    """The first person of the workplace."""
    from annotator.actions.people import first_person

    return first_person(place)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; Playwright's own only when `make test` had to fetch it."""
    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required", "--mute-audio",
        # Tabs share a process, which has compiled the app's scripts already; a new one would do it anew.
        "--process-per-site", "--renderer-process-limit=1",
    ]  # fmt: skip
    return {**browser_type_launch_args, "executable_path": chromium(), "args": arguments}
