"""How long families are kept (S37): what is due by a clock five years later, and what two people decide."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.actions import erasing, families, people, retaining, studying, workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store import audit
from annotator.store.accounts import Account
from tests.store.desk_case import Clock

# The clock of the tests stands at 2026-05-03. Family A was last seen on 2026-04-10, family B never.
LAST = "2026-04-10"
FIVE_YEARS = 60


class House:
    """A workplace of the year 2026 whose clock can go on, with three people of one study and two families."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.place = workplace.open_workplace(folder, self.clock)
        self.ana = people.first_person(self.place)
        self.ben = people.add_person(self.place, self.ana, "Ben Second", "lead")
        self.pia = people.add_person(self.place, self.ana, "Pia Visits", "practitioner", whole=True)
        self.study = studying.own_studies(self.place, self.ana)[0].study.id
        self.a = families.create_family(self.place, self.ana, "Family A").id
        self.b = families.create_family(self.place, self.ana, "Family B").id
        for date in ("2026-02-28", LAST):
            families.create_session(self.place, self.ana, self.a, "A visit", date, "feeding")

    def kept(self, family: str, who: Account | None = None) -> retaining.Kept:
        found = retaining.retention_of_study(self.place, who or self.ana, self.study)
        return next(each for each in found.families if each.family == family)

    def record(self, family: str) -> list[tuple[str, str | None, dict[str, Any]]]:
        with self.place.store.read() as tx:
            rows = audit.recent(tx, 20, "family", family)
        return [(row.verb, row.who, row.details) for row in reversed(rows) if row.verb != "create"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    retaining.set_retention(made.place, made.ana, made.study, FIVE_YEARS)
    yield made
    made.place.store.close()


def later(house: House, years: int) -> None:
    """So many years later, each of 365.25 days."""
    house.clock.move(hours=years * 8766)


def test_what_is_due_is_known_by_the_last_visit_and_without_one_by_the_day_of_entry(house: House) -> None:
    assert [house.kept(f).since for f in (house.a, house.b)] == [LAST, "2026-05-03"]
    assert [house.kept(f).due for f in (house.a, house.b)] == ["2031-04-10", "2031-05-03"]
    assert not house.kept(house.a).is_due
    later(house, 4)
    assert not house.kept(house.a).is_due
    later(house, 1)  # 2031-05-03
    assert house.kept(house.a).is_due
    found = retaining.retention_of_study(house.place, house.ana, house.study)
    assert [each.code for each in found.families] == ["Family A", "Family B"]
    assert found.others == ("Ben Second",)


def test_two_people_erase_what_is_due_and_it_is_on_record_by_both(house: House) -> None:
    later(house, 5)
    retaining.ask_to_erase(house.place, house.ana, house.a)
    assert house.kept(house.a).own
    seen = house.kept(house.a, house.ben)
    assert (seen.asked_by, seen.own) == (house.kept(house.a).asked_by, False)
    done = retaining.confirm(house.place, house.ben, house.a, "erase", "family a")
    assert done is not None
    assert (done.counts["visits"], done.left) == (2, "")
    with pytest.raises(NotFound):
        families.family(house.place, house.ana, house.a)
    asked, erased = house.record(house.a)[-2:]
    assert asked == ("ask of two", house.ana.id, {"kind": "erase"})
    assert (erased[0], erased[1], erased[2]["asked_by"], erased[2]["reason"]) == (
        "erase", house.ben.id, house.ana.id, "kept_long_enough",
    )  # fmt: skip
    assert erasing.report(house.place, house.ana, done.id).counts == done.counts


def test_nobody_confirms_what_they_asked_for_and_nobody_but_a_lead_asks_or_confirms(house: House) -> None:
    later(house, 5)
    with pytest.raises(NotFound):
        retaining.ask_to_erase(house.place, house.pia, house.a)
    retaining.ask_to_erase(house.place, house.ana, house.a)
    with pytest.raises(AnnotatorError, match="Somebody else confirms"):
        retaining.confirm(house.place, house.ana, house.a, "erase", "Family A")
    for who in (house.pia, None):
        with pytest.raises(NotFound):
            retaining.confirm(house.place, who, house.a, "erase", "Family A")
    with pytest.raises(AnnotatorError, match="type the family's code name"):
        retaining.confirm(house.place, house.ben, house.a, "erase", "Family B")
    assert families.family(house.place, house.ana, house.a)


def test_a_second_account_of_ones_own_role_is_needed_at_all(house: House) -> None:
    later(house, 5)
    people.set_disabled(house.place, house.ana, house.ben.id, disabled=True)
    with pytest.raises(AnnotatorError, match="takes two people"):
        retaining.ask_to_erase(house.place, house.ana, house.a)
    assert retaining.retention_of_study(house.place, house.ana, house.study).others == ()


def test_nothing_is_asked_before_its_time_or_where_no_time_is_said(house: House) -> None:
    with pytest.raises(AnnotatorError, match="kept until 2031-04-10"):
        retaining.ask_to_erase(house.place, house.ana, house.a)
    later(house, 5)
    retaining.set_retention(house.place, house.ana, house.study, None)
    with pytest.raises(AnnotatorError, match="has not said how long"):
        retaining.ask_to_erase(house.place, house.ana, house.a)
    assert house.kept(house.a).due is None


def test_what_became_younger_meanwhile_is_not_erased(house: House) -> None:
    """A visit that is entered between asking and confirming, or a longer rule, keeps the family."""
    later(house, 5)
    retaining.ask_to_erase(house.place, house.ana, house.a)
    retaining.set_retention(house.place, house.ana, house.study, FIVE_YEARS + 12)
    with pytest.raises(AnnotatorError, match="kept until 2032-04-10"):
        retaining.confirm(house.place, house.ben, house.a, "erase", "Family A")
    retaining.set_retention(house.place, house.ana, house.study, FIVE_YEARS)
    families.create_session(house.place, house.ana, house.a, "Once more", "2031-05-01", "feeding")
    with pytest.raises(AnnotatorError, match="kept until 2036-05-01"):
        retaining.confirm(house.place, house.ben, house.a, "erase", "Family A")
    assert families.family(house.place, house.ana, house.a)


def test_the_second_person_may_say_no_and_it_is_on_record(house: House) -> None:
    later(house, 5)
    retaining.ask_to_erase(house.place, house.ana, house.a)
    retaining.take_back(house.place, house.ben, house.a)
    with pytest.raises(AnnotatorError, match="not so any more"):
        retaining.confirm(house.place, house.ben, house.a, "erase", "Family A")
    assert house.record(house.a)[-1] == (
        "take back", house.ben.id, {"asked_by": house.ana.id, "kind": "erase"},
    )  # fmt: skip


def test_where_a_study_says_how_long_one_alone_does_not_erase_for_its_time(house: House) -> None:
    with pytest.raises(AnnotatorError, match="by two people"):
        erasing.erase_family(house.place, house.ana, house.a, "kept_long_enough", "Family A")
    retaining.set_retention(house.place, house.ana, house.study, None)
    assert erasing.erase_family(house.place, house.ana, house.a, "kept_long_enough", "Family A").left == ""
    retaining.set_retention(house.place, house.ana, house.study, FIVE_YEARS)
    assert erasing.erase_family(house.place, house.ana, house.b, "withdrawn", "Family B").left == ""


def test_a_hold_by_two_keeps_a_family_from_every_erasing_until_its_last_day(house: House) -> None:
    later(house, 5)
    retaining.ask_to_hold(house.place, house.ana, house.a, "court", "2031-06-30")
    with pytest.raises(AnnotatorError, match="Somebody else confirms"):
        retaining.confirm(house.place, house.ana, house.a, "hold", reason="court")
    with pytest.raises(AnnotatorError, match="not so any more"):
        retaining.confirm(house.place, house.ben, house.a, "hold", reason="complaint")
    retaining.confirm(house.place, house.ben, house.a, "hold", reason="court")
    for erase in (
        lambda: erasing.erase_family(house.place, house.ana, house.a, "withdrawn", "Family A"),
        lambda: retaining.ask_to_erase(house.place, house.ana, house.a),
    ):
        with pytest.raises(AnnotatorError, match="held until 2031-06-30"):
            erase()
    detail = {"asked_by": house.ana.id, "reason": "court", "until": "2031-06-30"}
    assert house.record(house.a)[-1] == ("hold", house.ben.id, detail)
    house.clock.move(hours=24 * 58)  # 2031-06-30, its last day
    with pytest.raises(AnnotatorError, match="held until"):
        erasing.erase_family(house.place, house.ana, house.a, "withdrawn", "Family A")
    house.clock.move(hours=24)
    assert erasing.erase_family(house.place, house.ana, house.a, "withdrawn", "Family A").left == ""


def test_a_hold_ends_sooner_by_two_alone(house: House) -> None:
    retaining.ask_to_hold(house.place, house.ana, house.a, "complaint", "2030-01-01")
    retaining.confirm(house.place, house.ben, house.a, "hold", reason="complaint")
    retaining.ask_to_let_go(house.place, house.ben, house.a)
    with pytest.raises(AnnotatorError, match="Somebody else confirms"):
        retaining.confirm(house.place, house.ben, house.a, "let_go")
    assert house.kept(house.a).hold is not None
    retaining.confirm(house.place, house.ana, house.a, "let_go")
    assert house.kept(house.a).hold is None
    assert house.record(house.a)[-1][:2] == ("let go", house.ana.id)
    with pytest.raises(AnnotatorError, match="is not held"):
        retaining.ask_to_let_go(house.place, house.ana, house.a)


def test_what_was_seen_before_a_hold_is_not_confirmed_after_it(house: House) -> None:
    later(house, 5)
    retaining.ask_to_erase(house.place, house.ben, house.a)
    retaining.ask_to_hold(house.place, house.ana, house.a, "safeguarding", "2040-01-01")
    retaining.confirm(house.place, house.ben, house.a, "hold", reason="safeguarding")
    with pytest.raises(AnnotatorError, match="not so any more"):
        retaining.confirm(house.place, house.ana, house.a, "erase", "Family A")
    assert families.family(house.place, house.ana, house.a)


@pytest.mark.parametrize("months", [0, -1, retaining.LONGEST_MONTHS + 1])
def test_a_time_that_is_none_is_refused(house: House, months: int) -> None:
    with pytest.raises(AnnotatorError, match="from 1 to 1200"):
        retaining.set_retention(house.place, house.ana, house.study, months)


@pytest.mark.parametrize(
    ("reason", "until", "words"),
    [
        ("curiosity", "2040-01-01", "Choose why"),
        ("court", "2026-05-02", "today or later"),
        ("court", "soon", "soon is not a day"),
        ("court", "", "is not a day"),
    ],
)
def test_a_hold_has_a_reason_and_a_day_to_come(house: House, reason: str, until: str, words: str) -> None:
    with pytest.raises(AnnotatorError, match=words):
        retaining.ask_to_hold(house.place, house.ana, house.a, reason, until)


def test_who_may_not_erase_sees_the_rule_and_no_family(house: House) -> None:
    found = retaining.retention_of_study(house.place, house.pia, house.study)
    assert (found.months, found.may_set, found.may_erase, found.families) == (FIVE_YEARS, False, False, ())
    with pytest.raises(NotFound):
        retaining.set_retention(house.place, house.pia, house.study, 12)


def test_a_lead_of_another_study_is_no_second_person(house: House) -> None:
    other = studying.make_study(house.place, house.ana, "Sleep")
    cleo = people.add_person(house.place, house.ana, "Cleo Elsewhere", "coder")
    studying.set_member(house.place, house.ana, other, cleo.id, "lead", whole=False)
    later(house, 5)
    retaining.ask_to_erase(house.place, house.ana, house.a)
    with pytest.raises(NotFound):
        retaining.confirm(house.place, cleo, house.a, "erase", "Family A")


def test_the_rule_is_on_record_with_what_was_before(house: House) -> None:
    retaining.set_retention(house.place, house.ana, house.study, 24)
    retaining.set_retention(house.place, house.ana, house.study, 24)
    with house.place.store.read() as tx:
        rows = [row for row in audit.recent(tx, 9, "study", house.study) if row.verb == "retention rule"]
    assert [row.details for row in rows] == [{"before": 60, "months": 24}, {"before": None, "months": 60}]
