"""Who manages a study reads on Home, or on its page, that somebody looked at much, and puts it aside."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from annotator.actions import viewing, workplace
from annotator.store.accounts import Account
from tests.actions.test_viewing import House
from tests.pages.test_pages import opened
from tests.pages.test_retaining import press, words

WORD = "The coder opened films of 5 families within an hour, on 2026-05-03."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    made.opens(made.films)
    workplace.use(made.place)
    yield made
    made.own.store.close()


def page(name: str, **query: str) -> AppTest:
    at = opened(name, **query)
    assert not at.exception, [each.value for each in at.exception]
    return at


def test_a_lead_has_it_on_home_until_it_is_read(house: House) -> None:
    with patch("streamlit.user", {"email": house.lead.id}):
        at = page("home")
        assert WORD in words(at)
        press(at, "I have seen it")
        assert WORD not in words(at)
        assert WORD not in words(page("studies", id=house.study))


def test_an_admin_has_it_on_the_studys_page_and_says_from_how_many_on(house: House) -> None:
    admin: Account = house.roles["admin"]
    with patch("streamlit.user", {"email": admin.id}):
        at = page("studies", id=house.study)
        assert WORD in words(at)
        next(each for each in at.number_input if each.label == "Families within an hour").set_value(50)
        button = next(each for each in at.button if each.form_id == f"viewing-{house.study}")
        button.click().run()
        assert not at.exception, [each.value for each in at.exception]
    assert viewing.viewing_limit(house.place, admin, house.study) == 50


@pytest.mark.parametrize("role", ["coder", "supervisor", "practitioner"])
def test_nobody_else_hears_of_it(house: House, role: str) -> None:
    with patch("streamlit.user", {"email": house.roles[role].id}):
        assert WORD not in words(page("home"))
        assert WORD not in words(page("studies", id=house.study))
