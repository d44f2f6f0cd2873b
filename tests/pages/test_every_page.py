"""Every page that shows something, opened by everybody who may not see it: it reads as if nothing was there."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from annotator.access import Right, Role
from annotator.actions import workplace
from annotator.actions.workplace import open_workplace
from annotator.web.policies import PAGES
from tests.walking import ABSENT, ACTORS, World, everything, undone

MAIN = Path(__file__).parent.parent.parent / "annotator" / "pages" / "main.py"

# What each page shows: the part of its address, the right it takes, and a thing of which kind in which state.
SHOWN = {
    ("families", "id"): (Right.SEE_FAMILIES, "family", 0),
    ("session", "id"): (Right.SEE_FAMILIES, "session", 0),
    ("scheme", "draft"): (Right.WRITE_SCHEMES, "their draft", 0),
    ("desk", "coding"): (Right.CODE, "their coding", 0),
    ("desk", "session"): (Right.CODE, "session", 0),
    ("notes", "session"): (Right.WRITE_NOTES, "session", 0),
    ("align", "session"): (Right.ADD_FILMS, "session", 0),
    ("compare", "session"): (Right.CODE, "session", 0),
    ("compare", "a"): (Right.CODE, "their coding", 2),
    ("onsets", "session"): (Right.CODE, "session", 0),
    ("onsets", "a"): (Right.CODE, "their coding", 2),
    ("agreement", "study"): (Right.SEE_ALL_CODINGS, "study", 1),
    ("segment", "a"): (Right.CODE, "their coding", 2),
    ("drift", "study"): (Right.SEE_ALL_CODINGS, "study", 1),
    ("assignments", "study"): (Right.ASSIGN, "study", 1),
    ("differences", "a"): (Right.CODE, "their coding", 2),
    ("summary", "coding"): (Right.CODE, "their coding", 2),
    ("weights", "study"): (Right.SEE_STUDY, "study", 1),
    ("prepare", "plan"): (Right.SEE_ALL_PLANS, "their plan", 1),
    ("prepare", "session"): (Right.PREPARE, "session", 0),
    ("studies", "id"): (Right.MANAGE_STUDY, "study", 1),
    ("training", "study"): (Right.DECLARE_GOLD, "study", 1),
    ("training", "coding"): (Right.CODE, "their coding", 2),
    ("moment", "id"): (Right.TALK, "talk", 1),
    ("meeting", "plan"): (Right.PREPARE, "their plan", 1),
}
WITHOUT_A_THING = {"/remapping", "/fidelity", "/", "/people", "/schemes", "/supervision", "/visits"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, untouched: Path) -> Iterator[World]:
    import shutil

    place = open_workplace(shutil.copytree(untouched, tmp_path_factory.mktemp("pages") / "data"))
    made = everything(place)
    workplace.use(undone(place))
    yield made
    place.store.close()


def seen(world: World, actor: str, name: str, part: str, id: str) -> list[str]:
    """Everything that a page says to somebody."""
    who = world.actors[actor]
    at = AppTest.from_file(str(MAIN), default_timeout=30)
    at.query_params[part] = id
    if part == "a":
        at.query_params["b"] = id
    at.switch_page(f"{name}.py")
    with patch("streamlit.user", {"email": who.id} if who else {}):
        at.run()
    assert not at.exception, [each.value for each in at.exception]
    return [f"{each.type}: {getattr(each, 'value', '')} {getattr(each, 'label', '')}" for each in at.main]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "part"), SHOWN)
def test_a_page_shows_nothing_to_who_may_not_see_it(world: World, name: str, part: str) -> None:
    right, kind, state = SHOWN[name, part]
    thing = world.things[kind][state]
    shut_out = [a for a in ACTORS if not (world.may(a, right) and thing.there(a))]
    if name == "meeting":
        shut_out = [a for a in ACTORS if a in (Role.LEAD, Role.SUPERVISOR, Role.ADMIN)]
    # One of each reason why: the role, the account, the study, blindness; pages take their time.
    chosen = [a for a in shut_out if a in (Role.CODER, Role.ADMIN, Role.LEAD, "outsider")]
    for actor in chosen:
        there = seen(world, actor, name, part, thing.id(actor))
        assert there == seen(world, actor, name, part, ABSENT), actor
        assert there, actor


def test_no_page_is_left_out() -> None:
    assert set(PAGES) == {f"/{page}" for page, _part in SHOWN} | WITHOUT_A_THING
