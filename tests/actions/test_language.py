"""Languages are what there are catalogues for; people choose theirs."""

from pathlib import Path

import pytest

from annotator.actions import language, people
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, said, translated
from annotator.store import audit
from annotator.store.accounts import Account
from tests.pseudo import LANGUAGE, strange, write_catalogue


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """One more language, in a folder of its own."""
    write_catalogue(tmp_path / "locale")
    monkeypatch.setenv(language.CATALOGUES, str(tmp_path / "locale"))
    return LANGUAGE


def test_without_a_catalogue_everything_is_english() -> None:
    assert language.languages()[0] == "en"
    assert LANGUAGE not in language.languages()
    words = language.translator("tlh")
    assert (words.language, words("Home"), words("")) == ("en", "Home", "")
    assert language.language_name("en") == "English"


def test_a_catalogue_makes_a_language(pseudo: str) -> None:
    assert pseudo in language.languages()
    words = language.translator(pseudo)
    assert (words.language, words("Home")) == (pseudo, strange("Home"))
    assert words("what nobody translated") == "what nobody translated"
    assert words("") == ""
    assert language.language_name(pseudo) == strange("English")
    assert translated(said("There is no such film here."), words) == strange("There is no such film here.")


def test_people_choose_their_own_language(place: Workplace, lead: Account, pseudo: str) -> None:
    people.set_language(place, lead, pseudo)
    assert people.first_person(place).language == pseudo
    with pytest.raises(AnnotatorError, match="does not speak tlh yet"):
        people.set_language(place, lead, "tlh")
    with pytest.raises(NotFound):
        people.set_language(place, None, "en")
    with place.store.read() as tx:
        assert audit.verify(tx) == []
