"""Study variables and contexts: of each kind, filtered by what an address says, taken along in tables."""

import csv
import io
import zipfile

import pytest

from annotator.actions import (
    asking_how_usual,
    codings,
    exporting,
    families,
    family_people,
    people,
    studying,
    variables,
    visits,
)
from annotator.actions.visits import Asked, read_query
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store import variables as kept
from annotator.store.accounts import Account
from tests.meeting_case import CAST, code, mark, next_visit, visit

CUE = mark("infant_cue", "infant", "bid_social", 1_000)


def house(place: Workplace, who: Account) -> str:
    return studying.own_studies(place, who)[0].study.id


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("text", " two  words ", "two words"), ("number", "3,50", "3.5"), ("number", "-0", "0"),
        ("choice", "CONTROL", "Control"), ("date", "2026-02-28", "2026-02-28"), ("date", "", ""),
    ],
)  # fmt: skip
def test_a_value_is_kept_in_one_way(
    place: Workplace, lead: Account, kind: str, written: str, kept: str
) -> None:
    session = visit(place, lead)
    made = variables.define(place, lead, house(place, lead), "visit", "It", kind, ["Control", "Group"])
    variables.set_visits(place, lead, [session], made.id, written)
    assert variables.of_visit(place, lead, session).values.get(made.id, "") == kept


@pytest.mark.parametrize(
    ("kind", "written"), [("number", "many"), ("number", "inf"), ("choice", "Neither"), ("date", "28.2.2026")]
)
def test_what_is_no_value_of_its_kind_is_refused_for_all(
    place: Workplace, lead: Account, kind: str, written: str
) -> None:
    session = visit(place, lead)
    made = variables.define(place, lead, house(place, lead), "visit", "It", kind, ["Control", "Group"])
    with pytest.raises(AnnotatorError, match=f"^It: {written}"):
        variables.set_visits(place, lead, [session], made.id, written)
    assert variables.of_visit(place, lead, session).values == {}


def found(place: Workplace, who: Account, **query: str) -> list[str]:
    """The days of the visits that an address lets through."""
    asked = read_query({name.replace("__", "."): text for name, text in query.items()})
    assert read_query(asked.query) == asked
    return sorted(line.row.date for line in visits.visits(place, who, asked).lines)


def test_a_filter_is_an_address_and_finds_by_values_for_who_may_see_them(
    place: Workplace, lead: Account
) -> None:
    study = house(place, lead)
    first = visit(place, lead, "F1")
    family = families.session(place, lead, first).family.id
    second = families.create_session(place, lead, family, "At home", "2026-06-30", "feeding").id
    group = variables.define(place, lead, study, "visit", "Group", "choice", ["Control", "Treatment"])
    variables.set_visits(place, lead, [second], group.id, "treatment")
    assert found(place, lead) == ["2026-05-31", "2026-06-30"]
    assert (
        found(place, lead, q="treatm")
        == found(place, lead, **{f"v__{group.id}": "TREATMENT"})
        == ["2026-06-30"]
    )
    assert found(place, lead, context="feeding", since="2026-06-01") == ["2026-06-30"]
    assert found(place, lead, context="feeding", until="2026-06-01") == []
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    assert found(place, ben) == ["2026-05-31", "2026-06-30"]
    assert found(place, ben, q="treatm") == found(place, ben, **{f"v__{group.id}": "Treatment"}) == []
    assert visits.visits(place, ben, Asked()).variables == []


def test_many_visits_are_changed_at_once_or_none(place: Workplace, lead: Account) -> None:
    study = house(place, lead)
    first = visit(place, lead)
    second = next_visit(place, lead, families.session(place, lead, first).family.id)
    variables.set_contexts(place, lead, study, ["At the clinic", "feeding"])
    visits.set_context(place, lead, [first, second], "at the clinic")
    assert {families.session(place, lead, id).session.context for id in (first, second)} == {"At the clinic"}
    with pytest.raises(NotFound):
        visits.set_context(place, lead, [first, "0" * 16], "feeding")
    assert families.session(place, lead, first).session.context == "At the clinic"
    variables.set_contexts(place, lead, study, [])
    assert families.session(place, lead, first).contexts == variables.CONTEXTS


@pytest.mark.parametrize("name", ["A  feedback session", "feedback_session", "ein Gespräch über einen Film"])
def test_no_context_of_a_study_is_named_like_a_feedback_session(
    place: Workplace, lead: Account, name: str
) -> None:
    study = house(place, lead)
    with pytest.raises(AnnotatorError, match="is there already"):
        variables.set_contexts(place, lead, study, ["feeding", name])
    assert variables.defined(place, lead, study).contexts == variables.CONTEXTS


def test_a_context_named_so_before_that_was_refused_makes_no_feedback_session(
    place: Workplace, lead: Account
) -> None:
    study, first = house(place, lead), visit(place, lead)
    family = families.session(place, lead, first).family.id
    place.store.write(lambda tx: kept.set_contexts(tx, study, ["a feedback session"]))
    visits.set_context(place, lead, [first], "A feedback session")
    made = families.create_session(place, lead, family, "Visit 9", "2026-07-01", "a feedback session", CAST)
    for session in (families.session(place, lead, first).session, made):
        assert (session.context, session.is_feedback) == ("a feedback session", False)


def tables(place: Workplace, who: Account, coding: str) -> dict[str, list[dict[str, str]]]:
    _name, data = exporting.export_coding(place, who, coding, "zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".csv")}
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}


def test_how_usual_a_visit_was_travels_with_it_and_is_explained_but_not_with_a_coders(
    place: Workplace, lead: Account
) -> None:
    session = visit(place, lead)
    coding = code(place, lead, session, CUE)
    assert [row["how_usual"] for row in tables(place, lead, coding)["visit.csv"]] == [""]  # nobody asked
    asking_how_usual.keep_answer(place, lead, session, 4)
    taken = tables(place, lead, coding)
    assert [row["how_usual"] for row in taken["visit.csv"]] == ["4"]
    explained = [row for row in taken["codebook.csv"] if row["column"] == "how_usual"]
    assert [row["kind"] for row in explained] == ["number"]
    assert "1 very different, 3 partly, 5 just like usual" in explained[0]["definition"]
    asking_how_usual.keep_answer(place, lead, session, None)
    assert [row["how_usual"] for row in tables(place, lead, coding)["visit.csv"]] == [""]
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    bens = tables(place, ben, code(place, ben, session, CUE))
    assert bens.keys() == taken.keys() - {"visit.csv"}
    assert not [row for row in bens["codebook.csv"] if row["column"] == "how_usual"]


def test_variables_travel_in_the_tables_and_the_code_book_but_not_with_a_coders(
    place: Workplace, lead: Account
) -> None:
    study = house(place, lead)
    session = visit(place, lead)
    members = family_people.presence(place, lead, session).on_film
    group = variables.define(place, lead, study, "visit", "Größe", "choice", ["Control", "Treatment"])
    years = variables.define(place, lead, study, "person", "Years of school", "number")
    variables.set_visits(place, lead, [session], group.id, "Control")
    variables.set_person(place, lead, members[1].id, years.id, "10.5")
    taken = tables(place, lead, code(place, lead, session, CUE))
    assert [row["v_groe"] for row in taken["visit.csv"]] == ["Control"]
    assert sorted(row["v_years_of_school"] for row in taken["people.csv"]) == ["", "10.5"]
    explained = {(row["column"], row["value"]) for row in taken["codebook.csv"]}
    assert {("v_groe", ""), ("v_groe", "Treatment"), ("v_years_of_school", "")} <= explained
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    bens = tables(place, ben, code(place, ben, session, CUE))
    assert bens.keys() == taken.keys() - {"visit.csv", "people.csv"}
    assert not [row for row in bens["codebook.csv"] if row["column"].startswith("v_")]
    assert codings.codings_here(place, lead, session)
    with pytest.raises(AnnotatorError, match="one value"):
        variables.remove(place, lead, group.id)
