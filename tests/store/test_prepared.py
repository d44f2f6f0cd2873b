"""Statements that go straight to the driver give what SQLAlchemy's own way gives, and undo what it would undo."""

import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import bindparam, false, func, insert, select
from sqlalchemy.exc import StatementError

from annotator.model import Act, Content, Edit, EditKind, Interval
from annotator.store import Store, Tx, codings, contents
from annotator.store.acts import digest
from annotator.store.failures import INTEGRITY
from annotator.store.history import standing
from annotator.store.prepared import Prepared
from annotator.store.tables import account, annotation, tab
from annotator.store.transaction import canonical
from tests.store.desk_case import CUES, Desk


def test_rows_have_the_names_and_types_that_sqlalchemy_gives(desk: Desk, store: Store) -> None:
    desk.do(desk.add(0, 1000), desk.add(1000, None, flagged=True), desk.add(500, 500, CUES))
    plain = select(annotation).where(annotation.c.coding == bindparam("coding")).order_by(annotation.c.id)
    one = select(account.c.id, account.c.disabled.label("off")).where(account.c.disabled == false()).limit(1)
    with store.read() as tx:
        for statement, values in ((plain, {"coding": desk.coding}), (plain, {"coding": "none"}), (one, {})):
            theirs = [row._asdict() for row in tx.rows(statement, values)]
            ours = tx.rows(Prepared(statement), values)
            assert [row._asdict() for row in ours] == theirs
            assert [[type(v) for v in row] for row in ours] == [
                [type(v) for v in each.values()] for each in theirs
            ]
            first = tx.row(Prepared(statement), values)
            assert (first._asdict() if first else None) == next(iter(theirs), None)


def test_a_value_that_is_missing_is_an_error_and_not_null(desk: Desk, store: Store) -> None:
    wanted = Prepared(
        select(tab.c.last).where(tab.c.coding == bindparam("coding"), tab.c.id == bindparam("tab"))
    )
    with store.read() as tx, pytest.raises((KeyError, StatementError), match="tab"):
        tx.row(wanted, {"coding": desk.coding})


def test_what_raises_inside_is_undone_and_nothing_else(desk: Desk, store: Store) -> None:
    add = Prepared(insert(tab))

    def work(tx: Tx) -> list[str]:
        assert tx.change(add, [{"coding": desk.coding, "id": id, "last": 1} for id in ("a", "b")]) == 2
        with pytest.raises(INTEGRITY), tx.all_or_nothing():
            tx.change(add, {"coding": desk.coding, "id": "c", "last": 1})
            with tx.all_or_nothing():
                tx.change(add, {"coding": desk.coding, "id": "d", "last": 1})
            tx.change(add, {"coding": desk.coding, "id": "a", "last": 1})
        return [row.id for row in tx.rows(select(tab.c.id).order_by(tab.c.id))]

    assert store.write(work) == ["a", "b"]
    with store.read() as tx:
        assert tx.value(select(func.count()).select_from(tab)) == 2


ODD = "\x01 \x1f \" \\ \u2028 é 😀 {'json': null}"


def test_the_database_packs_annotations_as_we_would(desk: Desk, store: Store) -> None:
    """Every field at its limits, words with what JSON must escape; in the order of onsets."""
    many: dict[str, Any] = {"strength": 3, "who": ("a", "b"), "sure": 0.1, "word": ODD, "yes": True}
    desk.do(
        desk.add(2000, None, comment=ODD, modifiers=many, flagged=True, raw_onset_ms=-60_000),
        desk.add(1000, 2000, onset_frame=25, offset_frame=50, raw_offset_ms=86_400_000),
        desk.add(500, 500, CUES),
    )
    gone = desk.add(0, 100)
    desk.do(gone)
    desk.do(desk.remove(gone))
    with store.read() as tx:
        packed = json.loads(codings.standing_json(tx, desk.coding))
        stands = sorted(standing(tx, desk.coding).values(), key=lambda a: a.content.onset_ms)
        assert codings.standing_json(tx, "nothing") == "[]"
    assert packed == [{"id": a.id, "revision": 1, "content": contents.to_dict(a.content)} for a in stands]
    assert list(packed[0]["content"]) == list(contents.to_dict(Content("t", "s", "c", 0, 0)))
    assert packed[0]["content"]["flagged"] is False
    assert packed[2]["content"] == contents.to_dict(stands[2].content)
    assert packed[2]["content"]["comment"] == ODD


def test_json_by_hand_is_canonical_json() -> None:
    """Contents and edits of every shape, with words that JSON must escape."""
    whole = Content(
        "t",
        "s",
        ODD,
        5,
        None,
        1,
        None,
        -60_000,
        3,
        {"b": ("x", ODD), "a": 0.1, "yes": True, "n": -2},
        ODD,
        True,
    )
    for content in (whole, Content("t", "s", "c", 0, 0)):
        assert contents.to_json(content) == canonical(contents.to_dict(content))
        for edit in (
            Edit("id-1", EditKind.CHANGE, "note", 7, content),
            Edit("id-2", EditKind.REMOVE, "note", 1_000_000),
            Edit("id-3", EditKind.WINDOW, None, 0, None, Interval(0, 86_400_000)),
        ):
            assert contents.edit_json(edit) == canonical(contents.edit_dict(edit))
            act = Act("act-1", "tab", 1, "move", (edit, edit), "undone")
            says = canonical([act.kind, act.undoes, [contents.edit_dict(edit)] * 2])
            assert digest(act) == hashlib.sha256(says.encode()).hexdigest()
