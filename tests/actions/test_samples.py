"""The sample family is there once, in order, and its first film is the first to be prepared."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import text

from annotator.actions import agreeing, codings, families, films, home, people, samples
from annotator.actions.scheme_cards import newest_of
from annotator.actions.workplace import Workplace
from annotator.model import Session, check_content, lanes_of, subjects_of
from annotator.store import Tx
from annotator.store import codings as stored_codings
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


def test_the_simulated_coders_keep_to_the_scheme(place: Workplace, lead: Account) -> None:
    """They are entered without its rules."""
    first = samples.load_sample_family(place)
    assert first is not None
    with place.store.read() as tx:
        scheme = codings.scheme_of(tx, newest_of(tx, samples.SCHEME).hash)
        lanes = lanes_of(scheme, samples.PROFILE, subjects_of(stored.session(tx, first), scheme))
        for coding in stored_codings.of_session(tx, first):
            marks = stored_codings.load(tx, coding.id).annotations
            assert len(marks) > 40
            assert [m for m in marks if check_content(m.content, lanes, scheme, None)] == []
            for lane in (n for n in lanes if n.track.exclusive):
                own = sorted(
                    (m.content.onset_ms, m.content.offset_ms or 0)
                    for m in marks
                    if (m.content.track, m.content.subject) == (lane.track.id, lane.subject.id)
                )
                assert all(before[1] <= after[0] for before, after in pairwise(own)), lane


def test_the_first_visits_film_is_prepared_first(place: Workplace, lead: Account) -> None:
    first = samples.load_sample_family(place)
    films_of = {visit.id: visit.recordings[0].id for visit in visits_of(place)}
    order = []
    while (taken := films.next_job(place, "worker")) is not None:
        order.append(taken[0].recording)
    assert len(order) == 3
    assert order[0] == films_of[first or ""]


def test_the_drawn_family_agrees_to_everything_so_that_nothing_stops_a_newcomer(
    place: Workplace, lead: Account
) -> None:
    samples.load_sample_family(place)
    newcomers = [
        lead,
        *(people.add_person(place, lead, r.title(), r, whole=True) for r in ("coder", "supervisor")),
    ]
    for visit in visits_of(place):
        views = [families.session(place, who, visit.id) for who in newcomers]
        assert [(view.closed, view.export_closed) for view in views] == [(None, None)] * 3


@pytest.mark.parametrize("entered", [True, False])
def test_it_agrees_also_in_a_folder_from_before_agreement_was_asked(
    place: Workplace, lead: Account, entered: bool
) -> None:
    """Such a folder holds no word of anybody, and the oldest do not say either who is on a film."""
    samples.load_sample_family(place)
    family = visits_of(place)[0].family

    def as_it_was(tx: Tx) -> None:
        tx.execute(text("DELETE FROM consent"))
        if not entered:
            for visit in stored.sessions(tx, family):
                nobody = [replace(subject, person=None) for subject in visit.subjects]
                stored.set_subjects(tx, visit.id, nobody)
            tx.execute(text("DELETE FROM person"))

    place.store.write(as_it_was)
    assert all(families.session(place, lead, visit.id).closed for visit in visits_of(place))
    assert samples.load_sample_family(place) is None
    assert [families.session(place, lead, visit.id).closed for visit in visits_of(place)] == [None] * 3
    assert len(agreeing.matrix(place, lead, family).people) == 2


def test_what_was_taken_back_for_the_drawn_family_stays_so(place: Workplace, lead: Account) -> None:
    samples.load_sample_family(place)
    visit = visits_of(place)[0]
    mother = next(p for p in agreeing.matrix(place, lead, visit.family).people if p.role == "caregiver")
    agreeing.withdraw(place, lead, mother.id)
    samples.load_sample_family(place)
    assert "Mother" in str(families.session(place, lead, visit.id).closed)


def test_it_is_entered_once_and_never_beside_a_family(place: Workplace, lead: Account) -> None:
    assert samples.load_sample_family(place) is not None
    assert samples.load_sample_family(place) is None
    assert home.waiting(place, lead).families == 1
