"""A coding is begun once, told of in one line, submitted, locked, opened again."""

import json

import pytest
from sqlalchemy import text

from annotator import store as stores
from annotator.errors import Conflict, NotFound
from annotator.model import CodingState, Interval
from annotator.store import Store
from tests.store import by_hand
from tests.store.desk_case import CUES, Clock, Desk


def test_a_coding_is_begun_once_for_each_coder_session_scheme_and_profile(desk: Desk) -> None:
    assert desk.again("full").coding == desk.coding
    assert desk.again("short").coding != desk.coding


def test_the_facts_of_a_coding(desk: Desk) -> None:
    desk.do(desk.add(0, 100), desk.add(100, 200))
    removed = desk.add(300, 400)
    desk.do(removed)
    desk.do(desk.remove(removed))
    with desk.store.read() as tx:
        facts = stores.codings.facts(tx, desk.coding)
        (counted,) = stores.codings.of_session(tx, desk.session)
        assert stores.codings.of_coder(tx, desk.coder) == stores.codings.all(tx) == [counted]
        assert stores.codings.removed(tx, desk.coding) == {removed.annotation: 2}
    assert (facts.coder_name, facts.scheme_id, facts.scheme_version) == ("Ana", "gaze", "1.0")
    assert (counted.id, counted.window, counted.seq, counted.annotations) == (desk.coding, facts.window, 3, 2)
    assert (facts.state, facts.window, facts.seq) == (
        CodingState.OPEN,
        Interval(0, 600_000),
        3,
    )
    assert (facts.submitted_at, facts.place) == (None, {})


def test_the_place_of_a_coder_is_remembered(desk: Desk) -> None:
    desk.store.write(lambda tx: stores.codings.set_place(tx, desk.coding, {"t_ms": 1_500, "pass": "gaze"}))
    with desk.store.read() as tx:
        assert stores.codings.facts(tx, desk.coding).place == {"t_ms": 1_500, "pass": "gaze"}


def test_submitting_ends_running_states_by_an_act_and_locks(desk: Desk) -> None:
    """The window ends at 5 s: the state that runs from 2 s ends there, the one from 7 s where it began."""
    desk.do(desk.window(0, 5_000))
    desk.do(desk.add(0, 2_000), desk.add(2_000, None), desk.add(7_000, None, ("smile", "parent")))
    facts = desk.store.write(lambda tx: stores.codings.submit(tx, desk.coding))
    assert (facts.state, facts.submitted_at, facts.seq) == (
        CodingState.SUBMITTED,
        "2026-05-03T10:00:00.000Z",
        3,
    )
    ends = {(c.onset_ms, c.offset_ms) for c in desk.standing()}
    assert ends == {(0, 2_000), (2_000, 5_000), (7_000, 7_000)}
    assert desk.history()[-1]["kind"] == "submit"
    assert desk.problems() == []
    refused = desk.act(desk.add(8_000, 9_000))
    answer = desk.save(refused)[0]
    assert (answer.outcome, answer.code) == ("refused", "locked")
    with pytest.raises(Conflict, match="submitted already"):
        desk.store.write(lambda tx: stores.codings.submit(tx, desk.coding))


def test_a_refused_act_is_kept_whole(desk: Desk) -> None:
    """Nothing that was sent is lost: the act that came after the lock can be read in the file."""
    desk.store.write(lambda tx: stores.codings.submit(tx, desk.coding))
    act = desk.act(desk.add(8_000, 8_000, CUES))
    desk.save(act)
    ((edits, message),) = by_hand.rows(desk.store, f"SELECT edits, message FROM act WHERE id = '{act.id}'")
    assert json.loads(edits)[0]["content"]["onset_ms"] == 8_000
    assert "locked" in message


def test_reopening_unlocks_and_the_record_names_no_reason(store: Store, desk: Desk) -> None:
    store.write(lambda tx: stores.codings.submit(tx, desk.coding))
    store.write(lambda tx: stores.codings.reopen(tx, desk.coding, "the film was cut", desk.coder))
    assert desk.do(desk.add(0, 100)).outcome == "saved"
    with store.read() as tx:
        row = stores.audit.recent(tx)[0]
        assert stores.codings.facts(tx, desk.coding).submitted_at is None
    assert (row.who, row.verb, row.subject, row.detail) == (
        desk.coder, "reopen", desk.coding, "{}",
    )  # fmt: skip
    with store.read() as tx:
        assert [(r.by, r.reason) for r in tx.rows(text("SELECT * FROM reopening"))] == [
            (desk.coder, "the film was cut")
        ]
    with pytest.raises(Conflict, match="open already"):
        store.write(lambda tx: stores.codings.reopen(tx, desk.coding, "again", None))


def test_after_submitting_a_coder_may_code_anew_and_then_not_reopen_the_first(
    store: Store, desk: Desk
) -> None:
    store.write(lambda tx: stores.codings.submit(tx, desk.coding))
    second = desk.again("full")
    assert second.coding != desk.coding
    with pytest.raises(Conflict, match="begun this session anew"):
        store.write(lambda tx: stores.codings.reopen(tx, desk.coding, "why not", None))


def test_history_tells_the_newest_acts_the_newest_last(desk: Desk) -> None:
    added = desk.add(0, 100)
    desk.do(added)
    undone = desk.act(desk.remove(added), kind="undo", undoes=desk.history()[0]["id"])
    desk.save(undone)
    assert [act["kind"] for act in desk.history()] == ["press", "undo"]
    with desk.store.read() as tx:
        last = stores.codings.history(tx, desk.coding, 1)
    assert [(act["id"], act["undoes"], act["n"], act["tab"], act["seq"]) for act in last] == [
        (undone.id, undone.undoes, 2, "tab", 2)
    ]
    told = last[0]["edits"][0]
    assert (told["kind"], told["annotation"], told["revision"], told["content"]) == (
        "remove",
        added.annotation,
        1,
        None,
    )
    assert told["before"]["offset_ms"] == 100


def test_edits_can_be_told_up_to_a_sequence_number(desk: Desk) -> None:
    edits = [desk.add(n * 100, n * 100 + 100) for n in range(3)]
    for edit in edits:
        desk.do(edit)
    with desk.store.read() as tx:
        assert stores.codings.edits_of(tx, desk.coding) == edits
        assert stores.codings.edits_of(tx, desk.coding, 2) == edits[:2]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE annotation SET offset_ms = 99", "rebuild"),
        ("DELETE FROM annotation", "rebuild"),
        ("UPDATE coding SET onset_ms = 1", "window"),
        ("UPDATE coding SET seq = 5", "sequence"),
        ("DELETE FROM edit WHERE seq = 1", "edits"),
    ],
)
def test_the_check_finds_what_is_not_the_sum_of_the_edits(desk: Desk, damage: str, code: str) -> None:
    added = desk.add(0, 100)
    desk.do(added)
    desk.do(desk.change(added, 0, 200))
    assert desk.problems() == []
    desk.store.write(lambda tx: tx.execute(text(damage)).rowcount)
    with desk.store.read() as tx:
        assert code in {problem.code for problem in stores.codings.check(tx, desk.coding)}
    assert stores.check.check_store(desk.store) != []


@pytest.mark.parametrize("table", ["act", "edit"])
def test_an_act_and_its_edits_are_never_changed(desk: Desk, table: str) -> None:
    desk.do(desk.add(0, 100))
    with pytest.raises(Exception, match="never changed"):
        desk.store.write(lambda tx: tx.execute(text(f"UPDATE {table} SET kind = 'add'")))


def test_what_is_not_there_is_not_found(store: Store, clock: Clock) -> None:
    with store.read() as tx:
        for ask in (stores.codings.facts, stores.codings.load, stores.codings.check):
            with pytest.raises(NotFound):
                ask(tx, "nothing")
    with pytest.raises(NotFound):
        store.write(lambda tx: stores.codings.set_place(tx, "nothing", {}))
