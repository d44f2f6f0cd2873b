"""How usual was it: asked at every visit, the family's own answer, seen by nobody whom it would tell what to expect."""

import pytest

from annotator.actions import asking_how_usual, people
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store import audit
from annotator.store.accounts import Account
from annotator.store.how_usual import Asked
from tests.meeting_case import visit


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    return visit(place, lead)


def test_it_is_open_until_they_were_asked_and_their_last_answer_counts(
    place: Workplace, lead: Account, session: str
) -> None:
    assert asking_how_usual.answered(place, lead, session) is None
    for answer in (4, 2, None):
        asking_how_usual.keep_answer(place, lead, session, answer)
        assert asking_how_usual.answered(place, lead, session) == Asked(answer)
    other = visit(place, lead, "Family 099")
    assert asking_how_usual.answered(place, lead, other) is None


@pytest.mark.parametrize("answer", [0, 6, -1])
def test_off_the_scale_is_refused_and_nothing_is_kept(
    place: Workplace, lead: Account, session: str, answer: int
) -> None:
    with pytest.raises(AnnotatorError, match="from 1 to 5"):
        asking_how_usual.keep_answer(place, lead, session, answer)
    assert asking_how_usual.answered(place, lead, session) is None


def test_the_record_has_that_it_was_kept_and_not_what(place: Workplace, lead: Account, session: str) -> None:
    for _twice in range(2):
        asking_how_usual.keep_answer(place, lead, session, 5)
    with place.store.read() as tx:
        rows = audit.recent(tx, 2)
    assert [row.verb for row in rows].count("how usual") == 1
    assert rows[0].details == {}


@pytest.mark.parametrize("role", ["coder", "supervisor"])
def test_who_codes_or_looks_over_does_not_read_it(
    place: Workplace, lead: Account, session: str, role: str
) -> None:
    """Said beforehand that it was unlike them, one would see what one expects."""
    asking_how_usual.keep_answer(place, lead, session, 1)
    someone = people.add_person(place, lead, "Ben", role, whole=True)
    with pytest.raises(NotFound):
        asking_how_usual.answered(place, someone, session)
    with pytest.raises(NotFound):
        asking_how_usual.keep_answer(place, someone, session, 3)
