"""Wrong answers at signing in are counted where every process sees them, and say nothing of what was typed."""

import pytest
from sqlalchemy import func, select, text

from annotator.access import Wrong
from annotator.store import Store, wrong_answers
from annotator.store.tables import wrong_answer
from tests.store.desk_case import Clock


def wrong(store: Store, whom: str, times: int = 1) -> None:
    for _ in range(times):
        store.write(lambda tx: wrong_answers.count(tx, whom))


def of(store: Store, whom: str) -> Wrong:
    with store.read() as tx:
        return wrong_answers.of(tx, whom)


def test_they_are_counted_by_whom_and_forgotten_after_the_right_one(store: Store) -> None:
    wrong(store, "name ana", 3)
    wrong(store, "name ben")
    assert (of(store, "name ana").count, of(store, "name ben").count) == (3, 1)
    assert of(store, "from 192.0.2.1") == Wrong()
    store.write(lambda tx: wrong_answers.forget(tx, "name ana"))
    assert (of(store, "name ana"), of(store, "name ben").count) == (Wrong(), 1)


def test_what_is_older_than_an_hour_goes(store: Store, clock: Clock) -> None:
    wrong(store, "name ana", 9)
    clock.move(minutes=59)
    assert of(store, "name ana") == Wrong(9, 59 * 60)
    clock.move(minutes=2)
    wrong(store, "name ben")
    with store.read() as tx:
        assert tx.value(select(func.count()).select_from(wrong_answer)) == 1
    wrong(store, "name ana")
    assert of(store, "name ana").count == 1


def test_no_more_are_kept_than_the_bound(store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrong_answers, "MOST", 10)
    for n in range(30):
        clock.move(seconds=1)
        wrong(store, f"name {n}")
    with store.read() as tx:
        assert tx.value(select(func.count()).select_from(wrong_answer)) == 10
        assert wrong_answers.of(tx, "name 29").count == 1
        assert wrong_answers.of(tx, "name 3").count == 0


def test_nothing_that_was_typed_is_kept(store: Store) -> None:
    """A password typed in the place of a name has far more than 32 bits: many others have the same four bytes."""
    wrong(store, "name correct horse battery staple")
    with store.read() as tx:
        (row,) = tx.rows(text("SELECT * FROM wrong_answer"))
    assert len(row.whom) == 8
    assert "horse" not in str(row)
