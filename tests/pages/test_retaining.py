"""The part of a study's page where families that are over their time are erased, by two people."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from annotator.actions import families, retaining, workplace
from annotator.errors import NotFound
from tests.actions.test_retaining import FIVE_YEARS, House, later
from tests.pages.test_pages import opened


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    retaining.set_retention(made.place, made.ana, made.study, FIVE_YEARS)
    workplace.use(made.place)
    yield made
    made.place.store.close()


def words(at: AppTest) -> str:
    """What the page says, as it is read."""
    shown = [*at.markdown, *at.caption]
    return "\n".join(str(each.value) for each in shown).replace("\\", "")


def press(at: AppTest, label: str) -> None:
    next(each for each in at.button if each.label == label).click().run()
    assert not at.exception, [each.value for each in at.exception]


def seen_by(house: House) -> AppTest:
    at = opened("studies", id=house.study)
    assert not at.exception, [each.value for each in at.exception]
    return at


def test_one_asks_and_cannot_confirm_and_another_erases_by_the_code_name(house: House) -> None:
    with patch("streamlit.user", {"email": house.ana.id}):
        assert "the next is due on 2031-04-10" in words(seen_by(house))
        later(house, 5)
        at = seen_by(house)
        assert "last visit 2026-04-10, kept until 2031-04-10" in words(at)
        press(at, "Ask to erase")
        assert "You asked for this; somebody else confirms it." in words(at)
        assert "Erase for good" not in [each.label for each in at.button]
    with patch("streamlit.user", {"email": house.ben.id}):
        at = seen_by(house)
        assert "asks that it be erased" in words(at)
        press(at, "Erase for good")
        assert at.error, "nothing was typed"
        next(each for each in at.text_input if each.label == "Type the code name Family A").input("Family A")
        press(at, "Erase for good")
    with pytest.raises(NotFound):
        families.family(house.place, house.ana, house.a)


def test_the_second_person_may_decline(house: House) -> None:
    later(house, 5)
    retaining.ask_to_erase(house.place, house.ana, house.a)
    with patch("streamlit.user", {"email": house.ben.id}):
        press(seen_by(house), "Decline")
    assert house.kept(house.a).asked is None
    assert families.family(house.place, house.ana, house.a)


def test_who_may_not_erase_reads_the_rule_alone(house: House) -> None:
    later(house, 5)
    with patch("streamlit.user", {"email": house.pia.id}):
        at = seen_by(house)
    assert "A family is kept for 60 months after its last visit." in words(at)
    assert "Over their time" not in words(at)
