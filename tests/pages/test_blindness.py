"""Every page, opened by a coder with every id there is: it reads the same whatever another has of the visit."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from annotator.actions import people, workplace
from annotator.actions.workplace import open_workplace
from annotator.web.policies import PAGES
from tests.blind_case import STAGES, Blind, blind
from tests.pages.test_every_page import MAIN, SHOWN

PLAYERS = {"desk", "notes", "align", "meeting", "prepare", "differences"}
"""They show a component, which asks the routes; those are walked in tests/web/test_blindness.py."""


@pytest.fixture
def case(tmp_path: Path, untouched: Path) -> Iterator[Blind]:
    place = open_workplace(shutil.copytree(untouched, tmp_path / "data"))
    workplace.use(place)
    lead = people.first_person(place)
    yield blind(place, lead, people.add_person(place, lead, "Ben", "coder"))
    place.store.close()


def addresses(case: Blind) -> Iterator[tuple[str, dict[str, str]]]:
    """Every page as it is, and with what its address names: Ben's coding beside Ana's where it takes two."""
    anas = case.anas or "0" * 16
    for page in PAGES:
        name = page.strip("/") or "home"
        if name not in PLAYERS:
            yield name, {}
    things = {"session": case.session, "coding": case.bens, "study": case.study, "a": case.bens}
    for name, part in SHOWN:
        if name not in PLAYERS:
            id = things.get(part) or {
                "families": case.family,
                "session": case.session,
                "studies": case.study,
            }.get(name, "0" * 16)
            yield name, {part: id} | ({"b": anas} if part == "a" else {})
    yield "summary", {"coding": anas}


def said(at: AppTest) -> list[str]:
    return [f"{each.type}: {getattr(each, 'value', '')} {getattr(each, 'label', '')}" for each in at.main]


@pytest.mark.slow
def test_no_page_tells_a_coder_whether_another_has_the_visit_or_has_coded_it(case: Blind) -> None:
    seen: list[list[list[str]]] = []
    with patch("streamlit.user", {"email": case.ben.id}):
        for stage in case.stages():
            found = []
            for name, query in addresses(case):
                at = AppTest.from_file(str(MAIN), default_timeout=60)
                for part, id in query.items():
                    at.query_params[part] = id
                at.switch_page(f"{name}.py")
                at.run()
                assert not at.exception, (name, [each.value for each in at.exception])
                found.append([name, *said(at)])
            assert not seen or found == seen[0], stage
            seen.append(found)
    assert len(seen) == len(STAGES)
    home = next(words for name, *words in seen[0] if name == "home")
    assert any("Your visits to code" in each for each in home)
