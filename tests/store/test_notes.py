"""Notes: each its author's, once, and gone when taken away."""

import pytest

from annotator.errors import Conflict, NotFound
from annotator.store import Store, accounts, families, notes
from tests.store.desk_case import Clock, Desk

ID = "note-of-ana-1"


def add(
    store: Store,
    desk: Desk,
    id: str = ID,
    at_ms: int | None = 5_000,
    text: str = "He looks up.",
    author: str = "",
):
    whose = author or desk.coder
    return store.write(lambda tx: notes.add(tx, id, desk.session, whose, at_ms, text, False))


def texts(store: Store, desk: Desk, author: str | None = None) -> list[str]:
    with store.read() as tx:
        return [note.text for note in notes.of_session(tx, desk.session, author)]


def test_a_note_sent_again_is_one_note_as_it_stands(store: Store, desk: Desk) -> None:
    first = add(store, desk)
    store.write(lambda tx: notes.change(tx, ID, desk.coder, 5_000, "He looks up and waits.", True))
    again = add(store, desk)
    assert (again.text, again.starred, again.made_at) == ("He looks up and waits.", True, first.made_at)
    assert texts(store, desk) == ["He looks up and waits."]


def test_a_note_taken_away_leaves_no_word_and_does_not_come_back(store: Store, desk: Desk) -> None:
    add(store, desk)
    store.write(lambda tx: notes.remove(tx, ID, desk.coder))
    assert texts(store, desk) == []
    with pytest.raises(Conflict):
        add(store, desk)
    with pytest.raises(NotFound):
        store.write(lambda tx: notes.change(tx, ID, desk.coder, 0, "back", False))
    with store.read() as tx:
        from sqlalchemy import text

        assert tx.rows(text("SELECT text FROM note")) == [("",)]


def test_the_whole_film_comes_first_then_the_notes_by_time(store: Store, desk: Desk, clock: Clock) -> None:
    for id, at, words in [
        ("note-00c", 9_000, "third"),
        ("note-00b", 0, "second"),
        ("note-00a", None, "first"),
    ]:
        add(store, desk, id, at, words)
        clock.move(seconds=1)
    assert texts(store, desk) == ["first", "second", "third"]


def test_two_authors_may_use_the_same_id_and_learn_nothing_of_each_other(store: Store, desk: Desk) -> None:
    ben = store.write(lambda tx: accounts.add(tx, "Ben", "practitioner")).id
    add(store, desk)
    assert add(store, desk, text="Ben's own", author=ben).text == "Ben's own"
    assert texts(store, desk, ben) == ["Ben's own"]
    store.write(lambda tx: notes.remove(tx, ID, ben))
    assert texts(store, desk) == ["He looks up."]


def test_an_id_that_was_used_in_another_visit_is_refused(store: Store, desk: Desk) -> None:
    add(store, desk)

    def elsewhere(tx):
        family = families.create_family(tx, "F02")
        other = families.create_session(tx, family.id, "Visit 9", "2026-05-09")
        return notes.add(tx, ID, other.id, desk.coder, 0, "", False)

    with pytest.raises(Conflict):
        store.write(elsewhere)
