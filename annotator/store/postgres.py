"""The store in a PostgreSQL database: its address, connections and tables. Loaded only where there is one."""

import socket
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pg8000.dbapi
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError, IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import NullPool, QueuePool

from annotator.errors import StoreError, said
from annotator.store import backup, connections, copying, failures, json_functions, migrate, nul, seeing
from annotator.store.driver import PLAIN
from annotator.store.folder import DATABASE

T = TypeVar("T")

OLDEST = 180_000
"""The oldest server that is accepted: what was not tried is not promised."""

PATIENCE_S = 5.0
"""How long to wait for a server that starts again, in seconds."""

CONNECT_S = 5.0
"""How long a server may take to be reached, in seconds."""

IDLE_S = 30
"""How long a process may stand still in the midst of a transaction, in seconds, before the server ends it."""

_OURS = 4_151_747_669
_TURN = "LOCK TABLE alembic_version IN EXCLUSIVE MODE"
_HERE = ("localhost", "127.0.0.1", "::1")
_ASSERTED = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "server_encoding": "UTF8"}
_SEES = text("SELECT set_config('attune.seen_for', :whom, true)")
_BEYOND = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_WRITES = (
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ WRITE",
    f"SET idle_in_transaction_session_timeout = '{IDLE_S}s'",
)
_READS = ("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",)


def address(url: str) -> URL:
    """The address of a database, ``postgresql://name:password@host:port/database``; StoreError for any other.

    ``?host=/folder`` names the folder of a socket instead of a host, ``?sslrootcert=FILE`` who signed the
    server's certificate.
    """
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        found = None
    if (
        found is None
        or found.drivername not in ("postgresql", "postgres")
        or not (found.database and found.username)
        or not found.query.keys() <= {"host", "sslrootcert"}
    ):
        raise StoreError(
            said(
                "This is no address of a PostgreSQL database. Write it as "
                "postgresql://name:password@host:5432/database."
            )
        )
    return found


class Postgres:
    """The database of a store, by its address."""

    several = True
    driver = PLAIN

    def __init__(self, url: str) -> None:
        self.url = address(url)
        self.alone = True
        self._writers = _engine(lambda: self._connect(_WRITES), poolclass=NullPool)
        self.readers = _engine(
            lambda: self._connect(_READS),
            poolclass=QueuePool, pool_size=8, max_overflow=24, pool_pre_ping=True,
        )  # fmt: skip

    def writer(self) -> Connection:
        """The writing connection, proved; while it lasts nobody works here who needs to be alone."""
        connection = self._writers.connect()
        try:
            with connection.begin():
                _prove(connection)
            _hold(connection, alone=self.alone)
        except BaseException:
            connection.close()
            raise
        return connection

    def share(self, connection: Connection) -> None:
        """Hold the database together with others from here on."""
        self.alone = False
        with connection.begin():
            connection.exec_driver_sql(f"SELECT pg_advisory_lock_shared({_OURS})")
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_OURS})")

    def turn(self, connection: Connection) -> None:
        """Wait for the others: the lock goes with the transaction, or with the process that dies in it.

        It is taken before the first row is read, so that what is read is what they wrote: a SERIALIZABLE
        transaction sees the state in which its first statement found the database, LOCK excepted.
        """
        connection.exec_driver_sql(_TURN)

    def sees(self, connection: Connection, whom: str) -> None:
        """Bound the transaction to the studies of an account; ``seeing`` names the rest."""
        connection.execute(_SEES, {"whom": whom})

    def set_up(self, connection: Connection, folder: Path, now: datetime) -> None:
        """Make the tables, or bring them up to date in one transaction.

        A new database takes in what the folder's own file holds, whole or not at all.
        """
        found, known = migrate.revision(connection), migrate.newest()
        if found == known:
            return
        if not self.alone:
            raise StoreError(
                said("An Attune of another version uses this database. Close every one, then start this one.")
            )
        with connection.begin():
            connection.exec_driver_sql(f"SET attune.seen_for = '{seeing.EVERYTHING}'")
        if found is None:
            with connection.begin():
                migrate.run(connection, migrate.NEWEST_POSTGRES)
                if (folder / DATABASE).exists():
                    copying.take_in(folder, connection, now)
        elif not migrate.knows(found):
            raise migrate.newer(found)
        if migrate.revision(connection) != known:
            migrate.migrate(connection)
        with connection.begin():
            connection.exec_driver_sql("RESET attune.seen_for")

    def copy(self, reader: Connection, target: Path) -> None:
        """Copy every row into the tables of an SQLite file, whole or not at all."""
        self.sees(reader, seeing.EVERYTHING)
        with tempfile.TemporaryDirectory(dir=target.parent) as room:
            engine = connections.writer_engine(Path(room) / "rows.db")
            with engine.connect() as connection:
                with connection.begin():
                    migrate.run(connection, migrate.NEWEST)
                    copying.copy_rows(reader, connection)
                backup.copy_database(connections.raw(connection), target)

    def rebuild(self, connection: Connection) -> None:
        """Write every table anew, without what was deleted."""
        driver: Any = connection.connection.dbapi_connection
        driver.autocommit = True
        try:
            driver.cursor().execute("VACUUM (FULL)")
        finally:
            driver.autocommit = False

    def leave(self, connection: Connection) -> None:
        """Nothing has to be brought anywhere: the server has it all."""

    def _connect(self, settings: tuple[str, ...]) -> pg8000.dbapi.Connection:
        made = waited_for(self._reach)
        made.autocommit = True
        try:
            for each in settings:
                made.cursor().execute(each)
        except BaseException:
            made.close()
            raise
        made.autocommit = False
        return made

    def _reach(self) -> pg8000.dbapi.Connection:
        url, host = self.url, self.url.host or "localhost"
        folder = self.url.query.get("host")
        trust: ssl.SSLContext | bool = False
        if folder is None and host not in _HERE:
            signed_by = url.query.get("sslrootcert")
            trust = ssl.create_default_context(cafile=signed_by if isinstance(signed_by, str) else None)
        try:
            reached = _socket(host, url.port or 5432, folder if isinstance(folder, str) else None)
        except OSError as error:
            raise _HungUp from error
        try:
            return _Connection(
                url.username, host, url.database,
                password=url.password, sock=reached, ssl_context=trust, application_name="attune",
            )  # fmt: skip
        except BaseException as error:
            reached.close()
            if isinstance(error, ssl.SSLCertVerificationError):
                raise _untrusted(error) from error
            if error.args == ("Server refuses SSL",):
                raise _in_the_clear() from error
            if isinstance(error, OSError):
                raise _HungUp from error
            raise


def _socket(host: str, port: int, folder: str | None) -> socket.socket:
    if folder is None:
        made = socket.create_connection((host, port), CONNECT_S)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        made.settimeout(None)
        return made
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        made.connect(f"{folder}/.s.PGSQL.{port}")
    except BaseException:
        made.close()
        raise
    return made


class _HungUp(pg8000.dbapi.InterfaceError):  # type: ignore[misc]  # its library has no types
    """The server's end of the connection is gone, or was never there."""


class _Connection(pg8000.dbapi.Connection):  # type: ignore[misc]
    """A connection that calls it by one name that the server hung up, and that can be closed then too."""

    def execute_simple(self, statement: str) -> Any:
        with _by_one_name():
            return super().execute_simple(statement)

    def execute_unnamed(self, *statement: Any, **more: Any) -> Any:
        with _by_one_name():
            return super().execute_unnamed(*statement, **more)

    def close(self) -> None:
        with suppress(pg8000.dbapi.InterfaceError):
            super().close()


@contextmanager
def _by_one_name() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _HungUp from error


def _in_the_clear() -> StoreError:
    return StoreError(
        said(
            "The PostgreSQL server is not this computer and does not speak TLS. Turn on ssl there; families' "
            "words do not go over a network in the clear."
        )
    )


def _untrusted(error: ssl.SSLCertVerificationError) -> StoreError:
    return StoreError(
        said(
            "The PostgreSQL server's certificate is not trusted ({why}). Name who signed it with "
            "?sslrootcert=FILE in the address.",
            why=error.verify_message,
        )
    )


def waited_for(reach: Callable[[], T]) -> T:
    """What is reached once the server answers again; its last error when it does not in ``PATIENCE_S``."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return reach()
        except pg8000.dbapi.Error as error:
            if not failures.lost(error) or time.monotonic() > until:
                raise
            time.sleep(0.1)


def _engine(creator: Callable[[], pg8000.dbapi.Connection], **settings: Any) -> Engine:
    engine = create_engine("postgresql+pg8000://", creator=creator, **settings)
    engine.dialect.use_insertmanyvalues_wo_returning = True  # many rows go in one statement
    event.listen(engine, "handle_error", _know)
    nul.watch(engine)
    return engine


def _know(context: ExceptionContext) -> None:
    """What the driver calls by one name: a broken rule, and a server that says that it hangs up."""
    error = context.original_exception
    if failures.lost(error):
        context.is_disconnect = True
    if failures.broken_rule(error) is not None:
        raise IntegrityError(context.statement, context.parameters, error)


def _prove(connection: Connection) -> None:
    """StoreError when a setting that safety rests on is another, or the server is too old."""
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    if version < OLDEST:
        raise StoreError(
            said("The PostgreSQL server is older than 18. Install PostgreSQL 18, then start Attune again.")
        )
    if connection.exec_driver_sql(_BEYOND).scalar_one():
        raise StoreError(
            said(
                "The PostgreSQL account may see beyond every rule (SUPERUSER or BYPASSRLS). Give Attune an "
                "account of its own that may not."
            )
        )
    for name, expected in _ASSERTED.items():
        value = connection.exec_driver_sql(f"SHOW {name}").scalar_one()
        if value != expected:
            raise StoreError(
                said(
                    "The PostgreSQL server has its setting {name} at {value}; it must be {expected}, or what "
                    "was saved could be lost. Set it, then start Attune again.",
                    name=name,
                    value=value,
                    expected=expected,
                )
            )


def _hold(connection: Connection, *, alone: bool) -> None:
    """Hold the database until the connection ends, alone or with others; StoreError when it stays held."""
    take = "pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared"
    until = time.monotonic() + PATIENCE_S
    while True:
        with connection.begin():
            mine = connection.exec_driver_sql(f"SELECT {take}({_OURS})").scalar_one()
        if mine:
            return
        if time.monotonic() > until:
            raise StoreError(
                said("Another Attune already uses this database. Use that one, or close it first.")
            )
        time.sleep(0.1)


# How PostgreSQL writes what SQLAlchemy knows of SQLite alone


@compiles(OnConflictDoNothing, "postgresql")
def _nothing(clause: Any, compiler: Any, **how: Any) -> str:
    clause.constraint_target = None  # PostgreSQL can name a constraint here, which SQLite cannot
    text: str = compiler.visit_on_conflict_do_nothing(clause, **how)
    return text


@compiles(OnConflictDoUpdate, "postgresql")
def _update(clause: Any, compiler: Any, **how: Any) -> str:
    clause.constraint_target = None
    text: str = compiler.visit_on_conflict_do_update(clause, **how)
    return text


@compiles(json_functions.Each, "postgresql")
def _each(element: Any, compiler: Any, **how: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **how)} AS JSON))"


@compiles(json_functions.Made, "postgresql")
def _made(element: Any, compiler: Any, **how: Any) -> str:
    return f"json_build_object({compiler.process(element.clauses, **how)})"


@compiles(json_functions.Read, "postgresql")
def _read(element: Any, compiler: Any, **how: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **how)} AS JSON)"


@compiles(json_functions.Gathered, "postgresql")
def _gathered(element: Any, compiler: Any, **how: Any) -> str:
    return f"CAST(coalesce(json_agg({compiler.process(element.clauses, **how)}), '[]') AS TEXT)"
