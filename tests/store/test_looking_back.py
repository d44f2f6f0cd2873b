"""A coding as it was: by act, by time, and one annotation's own story."""

import pytest

from annotator.errors import NotFound
from annotator.store import Store, looking_back
from annotator.store.history import history
from tests.store.desk_case import CUES, Clock, Desk


def test_before_the_first_act_there_was_nothing(desk: Desk, store: Store, clock: Clock) -> None:
    begun = clock.now
    clock.move(minutes=5)
    added = desk.add(0, 1000)
    desk.do(added)
    desk.do(desk.window(500, 9000))
    with store.read() as tx:
        past = looking_back.as_it_was(tx, desk.coding, 0)
        first = looking_back.as_it_was(tx, desk.coding, 1)
    assert (past.seq, past.newest, past.kind) == (0, 2, "")
    assert past.at == begun.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert past.changes == {added.annotation: None}
    assert past.window == first.window == {"onset_ms": 0, "offset_ms": 600_000}
    assert first.changes == {}


def test_what_was_changed_or_removed_since_is_told_as_it_was(desk: Desk, store: Store) -> None:
    kept, moved, gone = desk.add(0, 1000), desk.add(1000, 2000), desk.add(3000, 3000, CUES)
    desk.do(kept, moved, gone)
    desk.do(desk.change(moved, 1200, 2000))
    desk.do(desk.change(moved, 1400, 2000, revision=2), desk.remove(gone))
    with store.read() as tx:
        past = looking_back.as_it_was(tx, desk.coding, 1)
        now = looking_back.as_it_was(tx, desk.coding, 99)
    assert {id: content["onset_ms"] for id, content in past.changes.items()} == {
        moved.annotation: 1000,
        gone.annotation: 3000,
    }
    assert (now.seq, now.changes) == (3, {})


def test_an_instant_leads_to_the_last_act_that_was_saved_by_then(
    desk: Desk, store: Store, clock: Clock
) -> None:
    clock.move(seconds=10)
    desk.do(desk.add(0, 1000))  # saved at 10:00:10
    clock.move(seconds=10)
    desk.do(desk.add(1000, 2000))  # saved at 10:00:20
    seconds = {"09.999": 0, "10.000": 1, "19.999": 1, "20.000": 2, "59.000": 2}
    with store.read() as tx:
        assert {s: looking_back.seq_at(tx, desk.coding, f"2026-05-03T10:00:{s}Z") for s in seconds} == seconds


def test_an_annotation_tells_all_that_was_done_to_it_and_nothing_else(desk: Desk, store: Store) -> None:
    added, other = desk.add(0, 1000), desk.add(5000, 6000)
    desk.save(desk.act(added, other, made_at="2026-05-03T09:00:00.000Z"))
    desk.save(desk.act(desk.change(added, 40, 1000), kind="move"))
    desk.save(desk.act(desk.remove(added, revision=2), kind="remove"))
    with store.read() as tx:
        told = looking_back.edits_of_annotation(tx, desk.coding, added.annotation or "")
    assert [(e["seq"], e["act"], e["kind"]) for e in told] == [
        (1, "press", "add"), (2, "move", "change"), (3, "remove", "remove"),
    ]  # fmt: skip
    assert [e["before"] and e["before"]["onset_ms"] for e in told] == [None, 0, 40]
    assert [e["content"] and e["content"]["onset_ms"] for e in told] == [0, 40, None]
    assert [e["at"] for e in told] == ["2026-05-03T09:00:00.000Z", *["2026-05-03T10:00:00.000Z"] * 2]


def test_there_is_no_past_of_what_is_not_there(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotFound):
        looking_back.as_it_was(tx, "nothing", 0)


def test_the_newest_acts_are_told_as_long_as_their_edits_are_few(desk: Desk, store: Store) -> None:
    for many in (3, 1, 2):
        desk.do(*[desk.add(at, at, CUES) for at in range(many * 1000, many * 1000 + many)])
    with store.read() as tx:
        told = {most: [len(a["edits"]) for a in history(tx, desk.coding, 200, most)] for most in (6, 5, 3, 1)}
        two = [a["seq"] for a in history(tx, desk.coding, 2)]
    assert told == {6: [3, 1, 2], 5: [1, 2], 3: [1, 2], 1: [2]}
    assert two == [2, 3]
