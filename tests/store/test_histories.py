"""However acts arrive: each once, tabs in order, and the annotations the sum of the edits."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import store as stores
from annotator.model import Act, Edit, EditKind, Interval, fold
from annotator.store import contents, looking_back
from annotator.store.history import edits_of, standing
from tests.store.desk_case import Desk, furnished, new

TABS = ("a", "b")
LANE_CHOICE = [("gaze", "infant"), ("cues", "infant"), ("smile", "parent")]
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
thorough = settings(quick, max_examples=3_000)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One store for all examples, each with a coding of its own."""
    folder: Path = tmp_path_factory.mktemp("histories") / "data"
    opened = stores.open(folder)
    yield furnished(opened)
    opened.close()


# A step of a coder: which tab, which lane, when, how long, and which of the earlier annotations.
steps = st.tuples(
    st.sampled_from(TABS), st.sampled_from(("add", "add", "change", "remove", "window", "two", "wrong")),
    st.sampled_from(LANE_CHOICE), st.integers(0, 30), st.integers(0, 8), st.integers(0, 50),
)  # fmt: skip


def edits_for(desk: Desk, step: tuple[Any, ...], known: dict[str, tuple[Edit, int]]) -> list[Edit]:
    """The edits of a step on what the coder believes to stand; some do not fit, and are to be refused."""
    _tab, kind, lane, onset, length, choice = step
    start = onset * 10
    end = start if lane[0] == "cues" else start + length * 10
    if kind == "window":
        return [desk.window(start, start + 1_000)]
    if kind in ("change", "remove") and known:
        of, revision = known[sorted(known)[choice % len(known)]]
        return [desk.change(of, start, end, revision) if kind == "change" else desk.remove(of, revision)]
    edits = [desk.add(start, end, lane)]
    if kind == "two":
        edits.append(desk.change(edits[0], start, end + (10 if lane[0] != "cues" else 0)))
    if kind == "wrong":
        edits.append(desk.change(edits[0], start, end, revision=9))
    return edits


def acts_of(desk: Desk, history: list[tuple[Any, ...]]) -> list[Act]:
    """The acts of all tabs; a coder believes that all that was pressed will be saved."""
    known: dict[str, tuple[Edit, int]] = {}
    acts = []
    for step in history:
        edits = edits_for(desk, step, known)
        for edit in edits:
            if edit.kind is EditKind.REMOVE:
                known.pop(edit.annotation or "", None)
            elif edit.annotation is not None:
                known[edit.annotation] = (edit, edit.revision + 1)
        acts.append(desk.act(*edits, tab=step[0]))
    return acts


deliveries = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6), st.booleans()), max_size=12)


def deliver(desk: Desk, acts: list[Act], sends: list[tuple[int, int, bool]]) -> dict[str, set[Any]]:
    """Send stretches of the acts in any order, some backwards, some twice; at last all of them."""
    answers: dict[str, set[Any]] = {act.id: set() for act in acts}
    batches = [acts[first : first + many] for first, many, _turned in sends]
    turned = [batch[::-1] if turn else batch for batch, (_f, _m, turn) in zip(batches, sends, strict=True)]
    per_tab = [[act for act in acts if act.tab == tab] for tab in TABS]
    for batch in [*turned, *per_tab, acts]:
        for answer in desk.save(*batch):
            if answer.outcome != "gap":
                answers[answer.act_id].add(answer)
    return answers


def check_delivery(desk: Desk, history: list[tuple[Any, ...]], sends: list[tuple[int, int, bool]]) -> None:
    acts = acts_of(desk, history)
    answers = deliver(desk, acts, sends)
    assert all(len(mine) == 1 for mine in answers.values()), "an act has one answer, always the same"
    saved = {act.id: mine for act in acts for mine in answers[act.id] if mine.outcome == "saved"}
    stored = desk.history()
    assert [act["id"] for act in stored] == sorted(saved, key=lambda id: saved[id].seq)
    assert [act["seq"] for act in stored] == list(range(1, len(stored) + 1))
    for tab in TABS:
        numbers = [act["n"] for act in stored if act["tab"] == tab]
        assert numbers == sorted(set(numbers)), "a tab's acts are stored in the order they were pressed"
    assert desk.problems() == []
    check_past(desk, len(stored))


def check_past(desk: Desk, newest: int) -> None:
    """Whatever act one looks back to, what stood then is the sum of the edits up to it."""
    with desk.store.read() as tx:
        now = {id: a.content for id, a in standing(tx, desk.coding).items()}
        for seq in range(newest + 1):
            past = looking_back.as_it_was(tx, desk.coding, seq)
            record = fold(edits_of(tx, desk.coding, seq))
            then = now | {id: c and contents.from_dict(c) for id, c in past.changes.items()}
            assert {id: c for id, c in then.items() if c is not None} == {
                id: a.content for id, a in record.annotations.items()
            }
            assert past.window == contents.window_dict(record.window or Interval(0, 600_000))
            assert (past.seq, past.newest) == (seq, newest)


@quick
@given(history=st.lists(steps, max_size=14), sends=deliveries)
def test_permuted_delayed_and_doubled_delivery_saves_each_act_once_in_order(
    ground: Desk, history: list[tuple[Any, ...]], sends: list[tuple[int, int, bool]]
) -> None:
    check_delivery(ground.again(new()), history, sends)


@pytest.mark.slow
@thorough
@given(history=st.lists(steps, max_size=30), sends=deliveries)
def test_delivery_in_thousands_of_histories(
    ground: Desk, history: list[tuple[Any, ...]], sends: list[tuple[int, int, bool]]
) -> None:
    check_delivery(ground.again(new()), history, sends)


def undo(act: dict[str, Any]) -> list[Edit]:
    """The edits that take an act back, last first, from what the store says stood before."""
    edits = []
    for told in reversed(act["edits"]):
        if told["kind"] == "window":
            window = Interval(told["window_before"]["onset_ms"], told["window_before"]["offset_ms"])
            edits.append(Edit(new(), EditKind.WINDOW, None, 0, None, window))
            continue
        before = None if told["before"] is None else contents.from_dict(told["before"])
        kind = (
            EditKind.REMOVE
            if before is None
            else EditKind.ADD
            if told["content"] is None
            else EditKind.CHANGE
        )
        edits.append(Edit(new(), kind, told["annotation"], told["revision"] + 1, before))
    return edits


def with_revisions(desk: Desk, edits: list[Edit]) -> list[Edit]:
    """The edits on the revisions that stand now, which undoing has moved on."""
    with desk.store.read() as tx:
        record = fold(stores.codings.edits_of(tx, desk.coding))
    now: dict[str | None, int] = {id: a.revision for id, a in record.annotations.items()}
    now.update(record.removed)
    moved = []
    for edit in edits:
        if edit.annotation is not None:
            edit = replace(edit, revision=now[edit.annotation])
            now[edit.annotation] += 1
        moved.append(edit)
    return moved


@quick
@given(history=st.lists(steps, max_size=14))
def test_undoing_every_act_in_turn_brings_back_the_beginning(
    ground: Desk, history: list[tuple[Any, ...]]
) -> None:
    desk = ground.again(new())
    desk.save(*acts_of(desk, history))
    for act in reversed(desk.history()):
        answer = desk.save(desk.act(*with_revisions(desk, undo(act)), kind="undo", undoes=act["id"]))[0]
        assert answer.outcome == "saved", answer
        assert desk.problems() == []
    assert desk.standing() == []
    with desk.store.read() as tx:
        assert stores.codings.facts(tx, desk.coding).window == Interval(0, 600_000)


@quick
@given(history=st.lists(steps, min_size=1, max_size=14))
def test_every_past_state_can_be_rebuilt(ground: Desk, history: list[tuple[Any, ...]]) -> None:
    """R7: the fold of the edits up to a sequence number is what stood when it was given out."""
    desk = ground.again(new())
    seen = {}
    for act in acts_of(desk, history):
        answer = desk.save(act)[0]
        if answer.seq is not None:
            with desk.store.read() as tx:
                seen[answer.seq] = {a.id: a for a in stores.codings.load(tx, desk.coding).annotations}
    with desk.store.read() as tx:
        for seq, standing in seen.items():
            assert dict(fold(stores.codings.edits_of(tx, desk.coding, seq)).annotations) == standing
