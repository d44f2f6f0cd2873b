"""The record only grows, and whatever is done to it behind the program's back is found and named."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator import store as stores
from annotator.store import Store
from annotator.store.audit import Head
from tests.store import by_hand
from tests.store.desk_case import Clock

REST = "at, who, verb, subject_kind, subject, detail, prev, hash"


@pytest.fixture
def ten(store: Store, clock: Clock) -> Store:
    """A store with ten rows on its record."""
    for number in range(10):
        clock.move(minutes=1)
        detail = {"films": number, "why": "ü"}
        row = partial(stores.audit.write, who="ana", verb="view", subject_kind="recording", detail=detail)
        store.write(partial(row, subject_id=f"r{number}"))
    return store


def damage(store: Store, *statements: str) -> list[tuple[str, str]]:
    """What the check says after someone with the file in hand has changed it."""
    by_hand.do(store, *by_hand.without_triggers(store), *statements)
    with store.read() as tx:
        return [(problem.code, problem.where) for problem in stores.audit.verify(tx)]


def test_a_whole_record_has_no_fault(ten: Store) -> None:
    with ten.read() as tx:
        assert stores.audit.verify(tx) == []
        rows = stores.audit.recent(tx, 2)
    assert [(row.seq, row.who, row.verb, row.subject, row.at) for row in rows] == [
        (10, "ana", "view", "r9", "2026-05-03T10:10:00.000Z"),
        (9, "ana", "view", "r8", "2026-05-03T10:09:00.000Z"),
    ]
    assert rows[0].detail == '{"films":9,"why":"ü"}'


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (["UPDATE audit SET who = 'ben' WHERE seq = 4"], ("changed", "row 4")),
        (["UPDATE audit SET at = '2026-05-03T10:00:00.000Z' WHERE seq = 4"], ("changed", "row 4")),
        (["UPDATE audit SET detail = '{}' WHERE seq = 1"], ("changed", "row 1")),
        (["DELETE FROM audit WHERE seq = 4"], ("missing", "row 5")),
        (["DELETE FROM audit WHERE seq = 1"], ("missing", "row 2")),
        (["DELETE FROM audit WHERE seq > 8"], ("cut", "row 9")),
        (["DELETE FROM audit"], ("cut", "row 1")),
        (
            [
                "UPDATE audit SET seq = 99 WHERE seq = 4",
                "UPDATE audit SET seq = 4 WHERE seq = 5",
                "UPDATE audit SET seq = 5 WHERE seq = 99",
            ],
            ("chain", "row 4"),
        ),
        (
            [f"INSERT INTO audit SELECT 11, {REST} FROM audit WHERE seq = 10"],
            ("chain", "row 11"),
        ),
    ],
    ids=["who", "when", "detail", "dropped", "first dropped", "tail cut", "emptied", "swapped", "inserted"],
)  # fmt: skip
def test_the_first_bad_row_is_named(ten: Store, statements: list[str], first: tuple[str, str]) -> None:
    assert damage(ten, *statements)[0] == first


def sealed_anew(store: Store, noted: list[Head], *statements: str) -> list[tuple[str, str]]:
    """The same by somebody who knows how the record is sealed and counted: every row gets its right seal."""
    damage(store, *statements)
    prev = stores.audit.FIRST
    for row in by_hand.rows(store, "SELECT * FROM audit ORDER BY seq"):
        seal = stores.audit.seal({**row._mapping, "prev": prev})
        values = {"prev": prev, "hash": seal, "seq": row.seq}
        by_hand.do(store, ("UPDATE audit SET prev = :prev, hash = :hash WHERE seq = :seq", values))
        prev = seal
    counter = "sqlite_sequence" if by_hand.on_file(store) else "audit_counted"
    by_hand.do(store, f"UPDATE {counter} SET seq = (SELECT max(seq) FROM audit)")
    with store.read() as tx:
        assert stores.audit.verify(tx) == []
        return [(problem.code, problem.where) for problem in stores.audit.verify(tx, noted)]


SEALED_ANEW = [
    pytest.param(["UPDATE audit SET who = 'ben' WHERE seq = 7"], ("noted", "row 8"), "from 5 to 8", id="altered"),
    pytest.param(["DELETE FROM audit WHERE seq = 10"], ("cut", "row 10"), "10 rows; it ends at 9", id="tail cut"),
    pytest.param(
        ["DELETE FROM audit WHERE seq = 6", *(f"UPDATE audit SET seq = {n} WHERE seq = {n + 1}" for n in range(6, 10))],
        ("noted", "row 8"), "from 5 to 8", id="dropped",
    ),
    pytest.param(
        [*(f"UPDATE audit SET seq = {n + 1} WHERE seq = {n}" for n in range(10, 1, -1)),
         f"INSERT INTO audit SELECT 2, {REST} FROM audit WHERE seq = 1"],
        ("noted", "row 4"), "from 1 to 4", id="inserted",
    ),
    pytest.param(
        ["UPDATE audit SET seq = 99 WHERE seq = 9", "UPDATE audit SET seq = 9 WHERE seq = 10",
         "UPDATE audit SET seq = 10 WHERE seq = 99"], ("noted", "row 10"), "from 9 to 10", id="swapped",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "first", "words"), SEALED_ANEW)
def test_what_was_sealed_anew_is_shown_by_seals_kept_elsewhere(
    ten: Store, statements: list[str], first: tuple[str, str], words: str
) -> None:
    """Heads were noted at rows 4, 8 and 10; the rows between two of them are named."""
    with ten.read() as tx:
        rows = tx.rows(text("SELECT at, seq, hash FROM audit WHERE seq IN (4, 8, 10)"))
    noted = [Head(*row) for row in rows]
    assert sealed_anew(ten, noted, *statements)[0] == first
    with ten.read() as tx:
        assert words in str(stores.audit.verify(tx, noted)[0])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'ben'",
        "DELETE FROM audit",
        f"INSERT OR REPLACE INTO audit SELECT 4, {REST} FROM audit WHERE seq = 5",
        f"INSERT INTO audit SELECT 20, {REST} FROM audit LIMIT 1",
    ],
)
def test_the_program_itself_cannot_change_the_record(ten: Store, statement: str) -> None:
    if not by_hand.on_file(ten):
        statement = statement.replace("INSERT OR REPLACE", "INSERT")
    with pytest.raises(Exception, match=r"the record|taken out"):
        ten.write(lambda tx: tx.execute(text(statement)))
    with ten.read() as tx:
        assert stores.audit.verify(tx) == []


def test_a_row_is_kept_with_its_effect_or_not_at_all(store: Store) -> None:
    def undone(tx: stores.Tx) -> None:
        stores.audit.write(tx, None, "erase", "family", "f")
        raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed"):
        store.write(undone)
    with store.read() as tx:
        assert stores.audit.recent(tx) == []


def test_a_clock_set_back_does_not_disturb_the_order(ten: Store, clock: Clock) -> None:
    clock.move(hours=-5)
    ten.write(lambda tx: stores.audit.write(tx, None, "start", "store", "s"))
    with ten.read() as tx:
        assert stores.audit.verify(tx) == []
        assert stores.audit.recent(tx, 1)[0].verb == "start"


def test_what_was_done_to_one_subject_can_be_asked(ten: Store, tmp_path: Path) -> None:
    with ten.read() as tx:
        assert [row.seq for row in stores.audit.recent(tx, subject_kind="recording", subject_id="r3")] == [4]
