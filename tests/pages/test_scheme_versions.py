"""From version to version on the pages: what follows a publication, what differs, the map, what came of it."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from annotator.actions import codings, library, remapping, workplace
from annotator.actions.workplace import Workplace
from annotator.store import codings as stored
from annotator.store.accounts import Account
from tests.actions.test_remapping import Case, case
from tests.meeting_case import mark, press
from tests.running import Visit

__all__ = ["case"]
MAIN = Path(__file__).parent.parent.parent / "annotator" / "pages" / "main.py"


@pytest.fixture(autouse=True)
def lead_here(place: Workplace, lead: Account) -> Iterator[None]:
    workplace.use(place)
    with patch("streamlit.user", {"email": lead.id}):
        yield


def opened(page: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(MAIN), default_timeout=60)
    at.query_params.update(query)
    at.switch_page(f"{page}.py")
    return at.run()


def text(at: AppTest) -> str:
    """All that is written, without the marks that keep it from being read as markup."""
    return "\n".join(each.value for each in (*at.markdown, *at.caption, *at.info)).replace("\\", "")


def choose(at: AppTest, **codes: str) -> None:
    for label, to in codes.items():
        next(each for each in at.selectbox if each.label == label).set_value(to)
        at.run()


def test_own_schemes_stand_above_those_that_came_along(place: Workplace, lead: Account, case: Case) -> None:
    ids = list(dict.fromkeys(each.card.id for each in library.kept(place, lead)))
    assert ids[0] == case.new.id
    assert ids[1:] == sorted(ids[1:])


def test_after_a_major_version_is_published_the_way_to_its_map_stands_first(case: Case) -> None:
    told = text(opened("schemes", published=case.new.hash))
    assert "Codings of 1.0.0 are counted together with those of 2.0.0 once a map says" in told
    assert "once a map says" not in text(opened("schemes", published=case.old.hash))
    assert "once a map says" not in text(opened("schemes"))


def test_what_is_gone_is_told_with_the_marks_that_stand_on_it(
    place: Workplace, lead: Account, case: Case
) -> None:
    """Two coders marked Together once each, and Smile once each."""
    assert library.marks_held(place, lead, case.old.hash) == {
        "contact": 4, "contact.together": 2, "contact.apart": 2, "cues": 2, "cues.smile": 2,
    }  # fmt: skip
    told = text(opened("schemes"))
    assert "“Contact › Together” is gone; old codings have it. 2 marks stand on it." in told


def test_the_map_says_what_is_open_and_offers_what_fits(place: Workplace, lead: Account, case: Case) -> None:
    at = opened("remapping", old=case.old.hash, new=case.new.hash)
    told = text(at)
    assert "Still open: Contact: Together, Cues: Smile" in told
    assert told.count("Choose what it becomes.") == 2
    assert "`" not in told
    smile = next(each for each in at.selectbox if each.label == "Smile")
    assert smile.options == [
        "not said yet", "Cues: Open smile", "Cues: Small smile", "nothing: it is left out", "ask at each mark",
    ]  # fmt: skip
    keep = next(each for each in at.button if each.label == "Keep the map")
    assert keep.disabled
    choose(at, Together="contact.close", Smile="cues.smile_open", Apart="none")
    assert "Every moment has a code on this track, so its marks cannot be left out" in text(at)
    choose(at, Apart="contact.apart")
    next(each for each in at.button if each.label == "Keep the map").click()
    at.run()
    assert remapping.map_of(place, lead, case.old.hash, case.new.hash).kept


@pytest.mark.parametrize(
    ("left_ms", "said"),
    [(20, "Less than 0.1 s of it carries no code"), (400, "0.4 s of it carries no code")],
)
def test_a_rest_too_short_to_be_written_is_not_called_nothing(
    place: Workplace, lead: Account, case: Case, ready_visit: Visit, left_ms: int, said: str
) -> None:
    """The two codes' shares then do not add up to 100 %; the summary also names the scheme by its title."""
    coding = codings.begin_coding(place, lead, ready_visit.session, case.old.hash)
    with place.store.read() as tx:
        end = stored.facts(tx, coding).window.offset
    press(place, lead, coding, mark("contact", "dyad", "apart", 0, end - left_ms))
    told = text(opened("summary", coding=coding))
    assert said in told
    assert "with Play 1.0.0" in told


def test_codings_come_over_by_the_map_as_it_was_kept_only(
    place: Workplace, lead: Account, case: Case
) -> None:
    codes = case.codes | {"cues.smile": "cues.smile_open"}
    remapping.keep_map(place, lead, case.old.hash, case.new.hash, codes)
    at = opened("remapping", old=case.old.hash, new=case.new.hash)
    bring = "Bring 2 codings over"
    for chosen, disabled in (("cues.smile_small", True), ("cues.smile_open", False)):
        choose(at, Smile=chosen)
        assert next(each for each in at.button if each.label == bring).disabled is disabled
        assert ("not by what you have chosen since" in text(at)) is disabled
    next(each for each in at.button if each.label == bring).click()
    at.run()
    assert "2 codings are here under 2.0.0 too." in text(at)
    assert text(at).count("It was brought over.") == 2
    assert not at.error
