"""The store in a PostgreSQL database: what is refused, what is done again, what a killed server cannot take."""

import random
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from annotator import store as stores
from annotator.errors import StoreError
from annotator.model import Act
from annotator.store import Store, Tx, migrate, postgres
from annotator.store.database import kept_address
from annotator.store.folder import ADDRESS, DATABASE
from annotator.store.tables import metadata
from tests.newest_tables import newest_postgres_tables
from tests.postgres_server import Server
from tests.store import by_hand
from tests.store.desk_case import LANES, Clock, Desk, furnished

AGAIN = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{}'; END $$"
RENAME = text("UPDATE study SET name = 'Renamed'")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(scope="session")
def empty_base(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the tables and nothing in them, to be copied."""
    url = server.new()
    stores.open(tmp_path_factory.mktemp("empty") / "data", clock=Clock(), database=url).close()
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture
def store(server: Server, empty_base: str, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = stores.open(tmp_path / "data", clock=clock, database=server.new(empty_base))
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return furnished(store)


def everything(tx: Tx) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {
        table.name: [tuple(row) for row in tx.rows(select(table).order_by(*table.primary_key))]
        for table in metadata.sorted_tables
    }


def refused(folder: Path, url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as refusal:
        stores.open(folder, database=url)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///attune.db", "postgresql://host", "postgresql:///base", "mysql://a@b/c", "no address",
        "postgresql://a@b/c?options=-c", "postgresql://a@b:x/c",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_nothing_is_made(tmp_path: Path, url: str) -> None:
    refused(tmp_path / "data", url, "no address of a PostgreSQL database")
    assert not (tmp_path / "data").exists()


def test_a_server_that_is_not_there_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "PATIENCE_S", 0.2)
    refused(tmp_path / "data", f"postgresql://attune@/base?host={tmp_path}", "does not answer")


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port at 127.0.0.2, which is taken for another computer; what is asked first there is whether TLS is spoken."""

    def run() -> None:
        with suppress(OSError):
            while True:
                peer, _address = listener.accept()
                with peer:
                    assert peer.recv(8) == struct.pack("!ii", 8, 80877103)
                    answer(peer)

    with socket.create_server(("127.0.0.2", 0)) as listener:
        thread = threading.Thread(target=run)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_another_computer_that_speaks_no_tls_hears_no_word(tmp_path: Path) -> None:
    heard: list[bytes] = []

    def no(peer: socket.socket) -> None:
        peer.sendall(b"N")
        heard.append(peer.recv(1000))

    with listening(no) as port:
        refused(tmp_path / "data", f"postgresql://attune:secret@127.0.0.2:{port}/base", "does not speak TLS")
    assert heard == [b""]


def test_another_computer_is_believed_only_with_a_certificate_that_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PATIENCE_S", 0.2)
    key, signed, heard = tmp_path / "key.pem", tmp_path / "cert.pem", []
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", signed, "-days", "2",
         "-subj", "/CN=base", "-addext", "subjectAltName=IP:127.0.0.2"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed, key)

    def yes(peer: socket.socket) -> None:
        peer.sendall(b"S")
        with suppress(ssl.SSLError, ConnectionError), context.wrap_socket(peer, server_side=True) as safe:
            heard.append(safe.recv(1000))

    with listening(yes) as port:
        url = f"postgresql://attune@127.0.0.2:{port}/base"
        refused(tmp_path / "data", url, "certificate is not trusted")
        assert heard == []
        refused(tmp_path / "data", f"{url}?sslrootcert={signed}", "does not answer")
    assert heard and all(b"user\0attune" in each for each in heard)


def test_a_base_or_a_person_that_the_server_does_not_know_is_named(server: Server, tmp_path: Path) -> None:
    url = server.new()
    refused(tmp_path / "one", url.replace("@/", "@/no_"), "no database of this name")
    refused(tmp_path / "two", url.replace("attune@", "nobody@"), "does not let Attune in")


def test_a_setting_that_could_lose_what_was_saved_is_refused(server: Server, tmp_path: Path) -> None:
    """R1: on the disk before it is acknowledged."""
    url = server.new()
    base = url.partition("@/")[2].partition("?")[0]
    server.ask(f"ALTER DATABASE {base} SET synchronous_commit = off")
    refused(tmp_path / "data", url, "synchronous_commit at off; it must be on")
    assert not (tmp_path / "data" / ADDRESS).exists()


def test_the_folder_keeps_the_address_for_this_account_only(store: Store) -> None:
    assert (store.folder / ADDRESS).stat().st_mode & 0o077 == 0
    assert not (store.folder / DATABASE).exists()
    store.close()
    stores.open(store.folder).close()
    refused(store.folder, "postgresql://attune@127.0.0.1/another", "belongs to another database")


def test_a_second_attune_on_the_same_database_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PATIENCE_S", 0.2)
    refused(
        tmp_path / "second", kept_address(store.folder) or "", "Another Attune already uses this database"
    )


def test_the_tables_are_those_of_the_program(store: Store) -> None:
    assert migrate.NEWEST_POSTGRES.read_text("utf-8") == newest_postgres_tables()
    with store.read() as tx:
        known = {*metadata.tables, "alembic_version", "audit_counted"}
        # The length of numbers is chosen: SQLite knows one alone.
        context = MigrationContext.configure(tx.connection, opts={"compare_type": False})
        differences = compare_metadata(context, metadata)
        there = {
            row[0] for row in tx.rows(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        }
        assert migrate.revision(tx.connection) == migrate.newest()
    assert there == known
    assert [found for found in differences if found[0] != "remove_table"] == []


def later(tmp_path: Path, more: str = "") -> Path:
    """The migrations with one more after the newest."""
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts)
    (scripts / "versions" / "v9999_later.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9999', '{migrate.newest()}'\n"
        f"def upgrade():\n    op.execute('CREATE TABLE later (id TEXT)')\n{more}"
    )
    return scripts


def test_later_migrations_are_run_and_an_older_program_refuses_what_they_made(
    store: Store, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do(desk.add(0, 100))
    store.close()
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "SCRIPTS", later(tmp_path))
        opened = stores.open(store.folder)
        with opened.read() as tx:
            assert tx.rows(text("SELECT id FROM later")) == []
            assert len(stores.codings.load(tx, desk.coding).annotations) == 1
        opened.close()
    with pytest.raises(StoreError, match=r"newer Attune \(its tables are 9999"):
        stores.open(store.folder)


_MADE = (
    """SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2""",
    "SELECT tablename, policyname, qual FROM pg_policies ORDER BY 1, 2",
    "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r' ORDER BY 1",
    """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace ORDER BY 1""",
)
_SINCE = (
    "probe",
    "retention_rule",
    "asked_of_two",
    "hold",
    "plan_aside",
    "how_usual",
    "editor",
    "encryption",
    "film_key",
    "upload_key",
    "reel_film",
    "wrong_answer",
    "viewing_limit",
    "much_seen",
)
"""The tables that came after 0023, the first in PostgreSQL."""


def test_migrations_make_the_tables_that_a_new_database_has(store: Store) -> None:
    before = [by_hand.rows(store, each) for each in _MADE]
    store.close()
    gone = [f"DROP TABLE {table}" for table in _SINCE]
    by_hand.do(store, *gone, "UPDATE alembic_version SET version_num = '0023'")
    assert [by_hand.rows(store, each) for each in _MADE] != before
    stores.open(store.folder).close()
    assert [by_hand.rows(store, each) for each in _MADE] == before


def test_a_migration_that_fails_leaves_the_tables_as_they_were(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "SCRIPTS", later(tmp_path, "    raise ValueError('half way')\n"))
        with pytest.raises(ValueError, match="half way"):
            stores.open(store.folder)
    opened = stores.open(store.folder)
    with opened.read() as tx:
        assert tx.value(text("SELECT to_regclass('later')")) is None
    opened.close()


@pytest.mark.sqlite
def test_a_folder_with_a_file_of_its_own_moves_and_its_copy_is_the_same(
    server: Server, tmp_path: Path, clock: Clock
) -> None:
    opened = stores.open(tmp_path / "data", clock=clock)
    desk = furnished(opened)
    desk.do(desk.add(0, 100, comment="Grüße", modifiers={"sure": True}))
    opened.write(lambda tx: stores.audit.write(tx, None, "view", "recording", "r"))
    opened.write(lambda tx: stores.codings.submit(tx, desk.coding))
    opened.write(lambda tx: stores.codings.reopen(tx, desk.coding, "once more", None))
    with opened.read() as tx:
        before = everything(tx)
    opened.close()

    moved = stores.open(tmp_path / "data", clock=clock, database=server.new())
    with moved.read() as tx:
        assert everything(tx) == before
    assert not (tmp_path / "data" / DATABASE).exists()
    assert stores.check.check_store(moved) == []
    moved.write(lambda tx: stores.codings.submit(tx, desk.coding))
    moved.write(lambda tx: stores.codings.reopen(tx, desk.coding, "numbers go on", None))
    with moved.read() as tx:
        after = everything(tx)
    copy = moved.copy()
    moved.close()

    (tmp_path / "back").mkdir()
    shutil.copy(copy, tmp_path / "back" / DATABASE)
    with by_hand.file(tmp_path / "back" / DATABASE) as tx:
        assert everything(tx) == after


def test_what_was_undone_because_of_another_is_done_again(store: Store) -> None:
    """The other changes the row after our transaction began to look: a true failure to serialize."""
    tries: list[int] = []

    def work(tx: Tx) -> None:
        tries.append(tx.value(text("SELECT count(*) FROM study")))
        if len(tries) == 1:
            by_hand.do(store, "UPDATE study SET name = 'Another'")
        tx.execute(RENAME)

    store.write(work)
    assert len(tries) == 2
    assert by_hand.rows(store, "SELECT name FROM study") == [("Renamed",)]


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_both_states_are_done_again_with_all_works_of_the_group(store: Store, state: str) -> None:
    begun, go, tries = threading.Event(), threading.Event(), []

    def first(_tx: Tx) -> None:
        begun.set()
        go.wait(5)

    def undone(tx: Tx) -> None:
        tries.append(state)
        if len(tries) < 3:
            tx.execute(text(AGAIN.format(state)))

    waiting = store.submit(first)
    begun.wait(5)
    others = [store.submit(lambda tx: stores.accounts.add(tx, "Ana", "coder")), store.submit(undone)]
    go.set()
    for future in (waiting, *others):
        future.result(10)
    assert len(tries) == 3
    assert by_hand.rows(store, "SELECT name FROM account") == [("Ana",)]


def test_a_connection_that_is_lost_before_the_commit_is_made_anew_and_the_work_done_once(
    store: Store,
) -> None:
    lost: list[object] = []

    def work(tx: Tx) -> None:
        stores.accounts.add(tx, "Ana", "coder")
        if not lost:
            lost.append(tx.value(text("SELECT pg_backend_pid()")))
            tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    store.write(work)
    assert by_hand.rows(store, "SELECT name FROM account") == [("Ana",)]


def test_a_failed_commit_keeps_nothing_and_is_told(store: Store) -> None:
    """R12: a rule that is looked at when the transaction ends."""
    by_hand.do(
        store,
        "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'not at the end'; END $$",
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON account DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION never()",
    )
    with pytest.raises(IntegrityError, match="not at the end"):
        store.write(lambda tx: stores.accounts.add(tx, "Ana", "coder"))
    store.write(lambda tx: tx.execute(RENAME))
    assert by_hand.rows(store, "SELECT count(*) FROM account") == [(0,)]


def test_what_is_only_sent_again_or_too_early_writes_nothing(desk: Desk) -> None:
    act = desk.act(desk.add(0, 100))
    desk.save(act)
    acts = [act, desk.act(desk.add(100, 200), n=9), desk.act(desk.add(200, 300), tab="other", n=2)]

    def work(tx: Tx) -> object:
        stores.codings.save_acts(tx, desk.coding, acts, LANES)
        return tx.value(text("SELECT pg_current_xact_id_if_assigned()"))

    assert desk.store.write(work) is None


def test_more_than_32_bits_fit(desk: Desk) -> None:
    size = 2**40
    desk.store.write(lambda tx: stores.uploads.add(tx, "u", desk.session, desk.coder, "film.mp4", size))
    assert by_hand.rows(desk.store, "SELECT size FROM upload") == [(size,)]


def test_the_writer_and_readers_are_as_isolated_as_they_must_be(store: Store) -> None:
    shown = text("SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')")
    assert tuple(store.write(lambda tx: tx.rows(shown)[0])) == ("serializable", "off")
    with store.read() as tx:
        assert tuple(tx.rows(shown)[0]) == ("repeatable read", "on")


class Tab(threading.Thread):
    """A browser's tab: sends an act until it is answered, then the next."""

    def __init__(self, desk: Desk, name: str, stop: threading.Event) -> None:
        super().__init__()
        self.desk, self.tab, self.stop = desk, name, stop
        self.sent: set[str] = set()
        self.saved: set[str] = set()
        self.refusals: list[str] = []

    def run(self) -> None:
        n, act = 0, None
        while not self.stop.is_set():
            if act is None:
                n += 1
                lane = ("smile", "parent")
                act = self.desk.act(self.desk.add(n, n + 5, lane), tab=self.tab, n=n)
                self.sent.add(act.id)
            act = self._send(act)

    def _send(self, act: Act) -> Act | None:
        try:
            answer = self.desk.save(act)[0]
        except StoreError as refusal:
            self.refusals.append(str(refusal))
            return act
        assert answer.outcome == "saved"
        self.saved.add(act.id)
        return None


def kills(server: Server, store: Store, many: int, chance: random.Random) -> None:
    desk, stop = furnished(store), threading.Event()
    tabs = [Tab(desk, f"tab {n}", stop) for n in range(4)]
    for tab in tabs:
        tab.start()
    try:
        for _ in range(many):
            before = sum(len(tab.saved) for tab in tabs)
            time.sleep(chance.uniform(0.05, 0.4))
            assert server.kill() > 5
            server.start()
            until = time.monotonic() + 10
            while sum(len(tab.saved) for tab in tabs) <= before + 4:
                assert time.monotonic() < until, "nothing is saved any more"
                time.sleep(0.02)
    finally:
        stop.set()
        for tab in tabs:
            tab.join(20)
    sent, saved = (set().union(*(getattr(tab, name) for tab in tabs)) for name in ("sent", "saved"))
    with store.read() as tx:
        stored = [act["id"] for act in stores.codings.history(tx, desk.coding, 10**6, 10**6)]
    assert len(stored) == len(set(stored))
    assert saved <= set(stored) <= sent
    assert len(saved) > 4 * many
    assert stores.check.check_store(store) == []


def test_a_server_killed_under_load_loses_nothing_that_was_acknowledged(server: Server, store: Store) -> None:
    """R28, three times; reading and saving go on by themselves when it is back."""
    kills(server, store, 3, random.Random(1))


@pytest.mark.slow
def test_a_server_killed_twenty_times_under_load_loses_nothing(server: Server, store: Store) -> None:
    """R28."""
    kills(server, store, 20, random.Random(2))
