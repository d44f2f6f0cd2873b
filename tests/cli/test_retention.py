"""The commands of retention: what is due, what one person asks, what another did ask, each in its two forms."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.actions import families, people, retaining, studying, workplace
from annotator.actions.retaining import due_on
from annotator.store.accounts import Account
from tests.cli.test_cli import annotator, answer

OLD, TODAY = "2020-03-31", datetime.now(UTC).date()
FAR = f"{TODAY.year + 3}-12-31"


class House:
    """A data folder with two leads, and families last seen in 2020 and today."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        place = workplace.open_workplace(folder)
        self.first = people.first_person(place)
        self.ben = people.add_person(place, self.first, "Ben Second", "lead")
        self.study = studying.own_studies(place, self.first)[0].study.id
        self.old, self.new = (families.create_family(place, self.first, f"Family {n}").id for n in "AB")
        for family, day in ((self.old, OLD), (self.new, TODAY.isoformat())):
            families.create_session(place, self.first, family, "A visit", day, "feeding")
        place.store.close()

    def asks(self, who: Account, kind: str, family: str) -> None:
        """Somebody asks on the study's page."""
        place = workplace.open_workplace(self.folder)
        if kind == "erase":
            retaining.ask_to_erase(place, who, family)
        else:
            retaining.ask_to_hold(place, who, family, "court", FAR)
        place.store.close()

    def confirms(self, who: Account, family: str, kind: str, reason: str = "") -> None:
        place = workplace.open_workplace(self.folder)
        retaining.confirm(place, who, family, kind, reason=reason)
        place.store.close()


@pytest.fixture
def house(tmp_path: Path, untouched: Path) -> House:
    return House(shutil.copytree(untouched, tmp_path / "data"))


def retention(house: House, *words: str) -> tuple[str, ...]:
    return ("study", "retention", *words, "--data", str(house.folder))


def test_what_is_due_is_listed_by_the_rule_that_was_said(house: House) -> None:
    """Five years after 2020-03-31 is 2025-03-31; a family seen today is due five years from now."""
    said = answer(*retention(house, "due", house.study))
    assert (said["months"], said["families"], said["others"]) == (None, [], ["Ben Second"])
    assert answer(*retention(house, "keep", house.study, "--months", "60"))["months"] == 60
    (row,) = answer(*retention(house, "due", house.study))["families"]
    assert row == {
        "family": house.old, "code": "Family A", "since": OLD, "due": "2025-03-31", "is_due": True,
        "asked": None, "hold": None,
    }  # fmt: skip
    everything = answer(*retention(house, "due", house.study, "--all"))["families"]
    assert [each["due"] for each in everything] == ["2025-03-31", due_on(TODAY, 60).isoformat()]
    told = annotator(*retention(house, "due", house.study)).stdout
    assert "Kept: 60 months after the last visit." in told
    assert f"{house.old}  Family A: due since 2025-03-31" in told
    assert answer(*retention(house, "keep", house.study, "--unsaid"))["months"] is None
    for wrong in ([], ["--months", "60", "--unsaid"], ["--months", "0"]):
        annotator(*retention(house, "keep", house.study, *wrong), status=64)


def test_one_asks_and_another_erases(house: House) -> None:
    annotator(*retention(house, "keep", house.study, "--months", "60"))
    too_early = annotator(*retention(house, "ask", house.new, "--to", "erase"), status=2).stderr
    assert f"is kept until {due_on(TODAY, 60).isoformat()}" in too_early
    assert answer(*retention(house, "ask", house.old, "--to", "erase"))["done"] is False
    own = annotator(*retention(house, "confirm", house.old, "--to", "erase", "--code", "Family A"), status=2)
    assert "You asked for this yourself." in own.stderr
    annotator(*retention(house, "take-back", house.old))
    house.asks(house.ben, "erase", house.old)
    (row,) = answer(*retention(house, "due", house.study))["families"]
    assert (row["asked"]["by"], row["asked"]["own"], row["asked"]["kind"]) == ("Ben Second", False, "erase")
    wrong = annotator(*retention(house, "confirm", house.old, "--to", "erase", "--code", "Family"), status=2)
    assert "code name" in wrong.stderr
    done = answer(*retention(house, "confirm", house.old, "--to", "erase", "--code", "family a"))
    assert (done["done"], done["counts"]["visits"], done["left"]) == (True, 1, "")
    left = answer(*retention(house, "due", house.study, "--all"))["families"]
    assert [each["family"] for each in left] == [house.new]


def test_two_hold_a_family_and_let_it_go(house: House) -> None:
    hold = ("--to", "hold", "--reason", "court")
    annotator(*retention(house, "ask", house.new, *hold), status=64)
    annotator(*retention(house, "ask", house.new, "--to", "sell"), status=64)
    annotator(
        *retention(house, "ask", house.new, "--to", "hold", "--reason", "whim", "--until", FAR), status=64
    )
    early = annotator(*retention(house, "ask", house.new, *hold, "--until", "2020-01-01"), status=2)
    assert "today or later" in early.stderr
    answer(*retention(house, "ask", house.new, *hold, "--until", FAR))
    house.confirms(house.ben, house.new, "hold", "court")
    (row,) = answer(*retention(house, "due", house.study))["families"]
    assert row["hold"] == {"reason": "court", "until": FAR}
    assert f"held until {FAR} (court)" in annotator(*retention(house, "due", house.study)).stdout
    assert "held" in annotator("erase", "family", house.new, "--data", house.folder, status=2).stderr
    answer(*retention(house, "ask", house.new, "--to", "let_go"))
    house.confirms(house.ben, house.new, "let_go")
    assert answer(*retention(house, "due", house.study))["families"] == []
    house.asks(house.ben, "hold", house.new)
    stale = annotator(*retention(house, "confirm", house.new, "--to", "hold", "--reason", "other"), status=2)
    assert "not so any more" in stale.stderr
    answer(*retention(house, "confirm", house.new, *hold))
    assert answer(*retention(house, "due", house.study))["families"][0]["hold"]["reason"] == "court"
