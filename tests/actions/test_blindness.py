"""Before one's own submit another's coding of the session does not exist: no answer may differ by it."""

from collections.abc import Callable
from typing import Any

import pytest

from annotator.actions import codings, comparing, exporting, families, home, judging, notes, people, preparing
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store.accounts import Account
from tests.running import Visit
from tests.talking import new_id, point


@pytest.fixture
def ben(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Ben", "coder", whole=True)


@pytest.fixture
def ana(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Ana", "coder", whole=True)


@pytest.fixture
def session(ready_visit: Visit) -> str:
    return ready_visit.session


def press(place: Workplace, who: Account, coding: str, n: int, onset: int) -> None:
    edit = {
        "id": new_id(),
        "kind": "add",
        "annotation": new_id(),
        "revision": 0,
        "content": point(onset),
        "window": None,
    }
    act = {
        "id": new_id(),
        "tab": f"tab-of-{who.id}",
        "n": n,
        "kind": "press",
        "undoes": None,
        "made_at": "",
        "edits": [edit],
    }
    answer = codings.save_acts(place, who, coding, {"api": 1, "acts": [act]})
    assert answer["answers"][0]["outcome"] == "saved", answer


def crawl(place: Workplace, who: Account, session: str, theirs: str) -> list[Any]:
    """Everything a person can ask about a session, refusals as their sentences."""

    def asked(question: Callable[[], Any]) -> Any:
        try:
            return question()
        except AnnotatorError as refusal:
            return type(refusal).__name__, str(refusal)

    mine = codings.begin_coding(place, who, session)
    return [
        asked(lambda: families.session(place, who, session)),
        asked(lambda: families.sessions_page(place, who)),
        asked(lambda: families.visits_json(place, who, "")),
        asked(lambda: home.waiting(place, who)),
        asked(lambda: codings.codings_here(place, who, session)),
        asked(lambda: codings.desk(place, who, mine)),
        asked(lambda: codings.desk(place, who, theirs)),
        asked(lambda: comparing.compare_codings(place, who, mine, theirs)),
        asked(lambda: judging.differences_json(place, who, mine, theirs)),
        asked(lambda: comparing.summarise_coding(place, who, theirs)),
        asked(lambda: exporting.export_coding(place, who, theirs, "zip")),
        asked(lambda: exporting.export_session(place, who, session)),
        asked(lambda: notes.my_notes(place, who, session)),
        asked(lambda: notes.all_notes(place, who, session)),
        asked(lambda: preparing.plans_of_session(place, who, session)),
    ]


def test_a_crawl_is_the_same_whether_the_other_has_coded_or_not(
    place: Workplace, ana: Account, ben: Account, session: str
) -> None:
    anas = codings.begin_coding(place, ana, session)
    press(place, ben, codings.begin_coding(place, ben, session), 1, 40)
    before = crawl(place, ben, session, anas)
    for n in range(1, 21):
        press(place, ana, anas, n, 40 * n)
    codings.submit_coding(place, ana, anas, 20)
    notes.add_note(place, ana, session, "note-of-ana", 40, "seen by Ana", starred=True)
    assert crawl(place, ben, session, anas) == before


def test_what_is_hidden_is_refused_in_the_words_for_what_does_not_exist(
    place: Workplace, ana: Account, ben: Account, session: str
) -> None:
    anas = codings.begin_coding(place, ana, session)
    with pytest.raises(NotFound) as hidden:
        codings.desk(place, ben, anas)
    with pytest.raises(NotFound) as absent:
        codings.desk(place, ben, "0123456789abcdef")
    assert str(hidden.value) == str(absent.value)


def test_after_both_have_submitted_each_sees_the_other(
    place: Workplace, ana: Account, ben: Account, session: str
) -> None:
    made = {who.id: codings.begin_coding(place, who, session) for who in (ana, ben)}
    for who in (ana, ben):
        press(place, who, made[who.id], 1, 40)
        codings.submit_coding(place, who, made[who.id], 1)
    view = comparing.compare_codings(place, ben, made[ana.id], made[ben.id])
    assert view.comparison.points[0].f1.value == 1


def test_a_submitted_coding_is_locked_and_reopening_is_recorded(
    place: Workplace, lead: Account, ben: Account, session: str
) -> None:
    mine = codings.begin_coding(place, ben, session)
    press(place, ben, mine, 1, 40)
    codings.submit_coding(place, ben, mine, 1)
    with pytest.raises(AssertionError, match="locked"):
        press(place, ben, mine, 2, 80)
    with pytest.raises(NotFound):
        codings.reopen_coding(place, ben, mine, "I want to")
    codings.reopen_coding(place, lead, mine, "the film was shifted")
    press(place, ben, mine, 3, 120)
    with place.store.read() as tx:
        from annotator.store import audit

        assert [row.verb for row in audit.recent(tx, 10, "coding", mine)].count("reopen") == 1


def test_coders_never_receive_a_real_name(place: Workplace, ben: Account, session: str) -> None:
    view = families.session(place, ben, session)
    assert view.family.name == ""
    assert families.family(place, ben, view.family.id)[0].name == ""
    assert [row.family.name for row in families.families_page(place, ben).rows] == [""]
    assert families.families_page(place, ben, "testing").rows == []
