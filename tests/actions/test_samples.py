"""The sample family is there once, in order, and its first film is the first to be prepared."""

from datetime import date

from annotator.actions import codings, families, films, home, samples
from annotator.actions.workplace import Workplace
from annotator.model import Session
from annotator.store import families as stored
from annotator.store.accounts import Account


def visits_of(place: Workplace) -> list[Session]:
    """All visits, the oldest first."""
    with place.store.read() as tx:
        rows = stored.search_sessions(tx, "", 10, 0).rows
        return sorted((stored.session(tx, row.id) for row in rows), key=lambda visit: visit.date)


def test_three_visits_over_eight_weeks_with_the_same_two_people(place: Workplace, lead: Account) -> None:
    first = samples.load_sample_family(place)
    visits = visits_of(place)
    assert [visit.label for visit in visits] == ["Visit 1", "Visit 2", "Visit 3"]
    days = [date.fromisoformat(visit.date) for visit in visits]
    assert [(day - days[0]).days for day in days] == [0, 28, 56]
    assert visits[0].id == first
    people = [[(s.role, s.person) for s in visit.subjects] for visit in visits]
    assert people[0] == people[1] == people[2]
    assert [role for role, _ in people[0]] == ["child", "caregiver"]
    assert all(person for _, person in people[0])


def test_only_the_first_visit_is_coded(place: Workplace, lead: Account) -> None:
    first = samples.load_sample_family(place)
    assert first is not None
    found = {v["label"]: [c["coder"] for c in v["codings"]] for v in families.visits_json(place, lead, "")}
    assert found == {"Visit 1": ["Ana (simulated)", "Ben (simulated)"], "Visit 2": [], "Visit 3": []}
    assert len(codings.codings_here(place, lead, first)) == 2


def test_the_first_visits_film_is_prepared_first(place: Workplace, lead: Account) -> None:
    first = samples.load_sample_family(place)
    films_of = {visit.id: visit.recordings[0].id for visit in visits_of(place)}
    order = []
    while (taken := films.next_job(place, "worker")) is not None:
        order.append(taken[0].recording)
    assert len(order) == 3
    assert order[0] == films_of[first or ""]


def test_it_is_entered_once_and_never_beside_a_family(place: Workplace, lead: Account) -> None:
    assert samples.load_sample_family(place) is not None
    assert samples.load_sample_family(place) is None
    assert home.waiting(place, lead).families == 1
