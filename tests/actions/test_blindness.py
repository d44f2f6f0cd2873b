"""Before one's own submit another's coding of the session does not exist: no answer may differ by it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from annotator.actions import (
    certified,
    codings,
    comparing,
    exporting,
    families,
    gold,
    home,
    judging,
    notes,
    people,
    preparing,
    studying,
    training,
)
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
        asked(lambda: training.my_training(place, who)),
        asked(lambda: training.begin_exercise(place, who, session, "core-attunement")),
        asked(lambda: training.feedback(place, who, mine)),
        asked(lambda: training.feedback(place, who, theirs)),
        asked(lambda: certified.in_training(place, who)),
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


@pytest.mark.parametrize("submitted", [False, True])
def test_a_crawl_is_the_same_whether_a_visit_is_gold_and_seeded_into_work_or_not(
    place: Workplace, lead: Account, ana: Account, ben: Account, session: str, submitted: bool
) -> None:
    """Before one's own submit and after it: not even that there is a gold coding can be told."""
    theirs = codings.begin_coding(place, lead, session)
    mine = codings.begin_coding(place, ben, session)
    press(place, ben, mine, 1, 40)
    if submitted:
        codings.submit_coding(place, ben, mine, 1)
    before = crawl(place, ben, session, theirs)
    study = studying.own_studies(place, lead)[0].study.id
    into = gold.make_set(place, lead, study, "Seeded", "core-attunement", "drift")
    for n in range(1, 21):
        press(place, lead, theirs, n, 40 * n)
    codings.submit_coding(place, lead, theirs, 20)
    gold.declare(place, lead, theirs, into)
    if submitted:  # coded after the gold was declared, as those are to whom it is given
        codings.reopen_coding(place, lead, mine, "to be coded after the gold")
        codings.submit_coding(place, ben, mine, 1)
    assert _but_when(crawl(place, ben, session, theirs)) == _but_when(before)


def _but_when(answers: list[Any]) -> str:
    return re.sub(r"submitted_at='[^']*'", "", repr(answers))


@pytest.mark.parametrize("purpose", ["practice", "test"])
def test_a_gold_coding_is_not_there_before_ones_own_is_submitted(
    place: Workplace, lead: Account, ben: Account, session: str, purpose: str
) -> None:
    """That the visit is for practice or a test is told; of the gold coding nothing is."""
    theirs = codings.begin_coding(place, lead, session)
    press(place, ben, codings.begin_coding(place, ben, session), 1, 40)
    study = studying.own_studies(place, lead)[0].study.id
    into = gold.make_set(place, lead, study, "First films", "core-attunement", purpose)
    before = crawl(place, ben, session, theirs)[:-5]
    for n in range(1, 21):
        press(place, lead, theirs, n, 40 * n)
    codings.submit_coding(place, lead, theirs, 20)
    gold.declare(place, lead, theirs, into)
    after = crawl(place, ben, session, theirs)
    assert _but_when(after[:-5]).replace("'exercise': True", "'exercise': False") == _but_when(before)
    with pytest.raises(NotFound):
        codings.desk(place, ben, theirs)
    assert theirs not in repr(after[:-5])


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


def test_what_another_coded_with_a_scheme_is_there_only_after_ones_own_with_that(
    place: Workplace, ben: Account, ana: Account, session: str
) -> None:
    """Ben has coded the visit with another scheme; with Ana's he is still to be given it, or was."""
    here = {c.scheme.id: c.scheme.hash for c in codings.schemes_here(place, ben)}
    core, turns = here["core-attunement"], here["vocal-turns"]

    def done(who: Account, scheme: str) -> str:
        profile = next(c for c in codings.schemes_here(place, who) if c.scheme.hash == scheme).profiles[0][0]
        made = codings.begin_coding(place, who, session, scheme, profile)
        codings.submit_coding(place, who, made, 0)
        return made

    anas, bens = done(ana, core), done(ben, turns)
    assert [c.id for c in codings.codings_here(place, ben, session)] == [bens]
    with pytest.raises(NotFound):
        comparing.summarise_coding(place, ben, anas)
    own = done(ben, core)
    assert {c.id for c in codings.codings_here(place, ben, session)} == {anas, bens, own}
    assert [c.id for c in codings.codings_here(place, ana, session)] == [anas, own]


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
