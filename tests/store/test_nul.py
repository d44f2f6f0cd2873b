"""A text with a NUL: refused by one sentence, whatever the database and whoever sends it; nothing of it is kept."""

from collections.abc import Callable

import pytest

from annotator import store as stores
from annotator.errors import AnnotatorError
from annotator.store import Store, Tx, studies, uploads
from tests.store.desk_case import Desk

SENTENCE = "A text holds a sign that cannot be kept (NUL). Take it out."

Work = Callable[[Tx, Desk], object]
WORKS: dict[str, Work] = {
    "an account": lambda tx, _desk: stores.accounts.add(tx, "A\0na", "coder"),
    "a family": lambda tx, _desk: stores.families.create_family(tx, "F\0", "Müller"),
    "a study": lambda tx, _desk: studies.add(tx, "\0"),
    "a film's name": lambda tx, desk: uploads.add(tx, "u", desk.session, desk.coder, "film\0.mp4", 1),
    "a scheme": lambda tx, _desk: stores.schemes.put(tx, b"", "ga\0ze", "1.0", "other"),
}


@pytest.mark.parametrize("what", WORKS)
def test_it_is_refused_and_what_else_was_in_the_work_is_undone(store: Store, desk: Desk, what: str) -> None:
    def work(tx: Tx) -> None:
        stores.accounts.add(tx, "Ben", "coder")
        WORKS[what](tx, desk)

    with pytest.raises(AnnotatorError) as refusal:
        store.write(work)
    assert refusal.value.sentence == SENTENCE
    with store.read() as tx:
        assert [each.name for each in stores.accounts.all(tx)] == ["Ana"]
    store.write(lambda tx: stores.accounts.add(tx, "Ben", "coder"))


def test_many_rows_at_once_too(store: Store, desk: Desk) -> None:
    text = "one\0"
    with pytest.raises(AnnotatorError, match="NUL"):
        store.write(lambda tx: tx.execute(stores.tables.study.insert(), [
            {"id": "a", "name": "A", "made_at": tx.at}, {"id": "b", "name": text, "made_at": tx.at},
        ]))  # fmt: skip


def test_what_is_looked_for_by_it_is_refused_alike(store: Store, desk: Desk) -> None:
    with store.read() as tx, pytest.raises(AnnotatorError, match="NUL"):
        stores.families.search_sessions(tx, "a\0b", 10, 0)


@pytest.mark.parametrize(
    "more", [{"comment": "a\0b"}, {"modifiers": {"word": "a\0"}}, {"modifiers": {"w\0": True}}]
)
def test_an_act_with_it_is_refused_and_its_tab_goes_on(desk: Desk, more: dict[str, object]) -> None:
    answers = desk.save(desk.act(desk.add(0, 100, **more)), desk.act(desk.add(0, 100)))
    assert [(answer.outcome, answer.code) for answer in answers] == [("refused", "malformed"), ("saved", "")]
    assert answers[0].message == SENTENCE
    assert len(desk.standing()) == 1
    assert desk.problems() == []
