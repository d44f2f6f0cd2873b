"""Every use case, asked by somebody in every role, of everything in every state: S5 and S6.

What one may not, and what one's role may but what is not there for one, is refused in the words
for what never was. A use case without a row here fails.
"""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator import actions
from annotator.access import Right
from annotator.actions import folders
from annotator.actions.workplace import open_workplace
from annotator.errors import AnnotatorError
from tests.deeds import DEEDS, ELSEWHERE, Deed, expected, quiet
from tests.walking import ABSENT, ACTORS, World, everything, undone


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, untouched: Path) -> Iterator[World]:
    place = open_workplace(shutil.copytree(untouched, tmp_path_factory.mktemp("walk") / "data"))
    yield everything(place)
    place.store.close()


def outcome(call: Callable[[], Any]) -> tuple[str, str] | None:
    """How a call was refused: the kind and the sentence; None when it was not."""
    try:
        call()
    except AnnotatorError as refusal:
        return type(refusal).__name__, refusal.sentence
    return None


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_who_may_does_and_for_everybody_else_it_is_not_there(world: World, deed: Deed) -> None:
    place = undone(world.place)
    for actor in ACTORS:
        who = world.actors[actor]
        absent = outcome(lambda who=who: deed.call(place, who, ABSENT))
        for kind, thing in world.of(deed.kinds):
            id = thing.id(actor)
            found = outcome(lambda who=who, id=id: deed.call(place, who, id))
            cell = (actor, kind, thing.state, found, absent)
            if expected(world, deed, actor, kind, thing):
                assert found is None or found != absent or kind == "place", cell
                assert found is None or found[1] != "There is no such page here.", cell
            elif kind == "place":
                assert found == ("NotFound", "There is no such page here."), cell
            elif not (
                thing.state == "erased" and world.may(actor, deed.right) and found and found[0] == "Erased"
            ):
                assert found == absent, cell
                assert found is not None, cell
                assert found[0] == "NotFound", cell


def test_no_use_case_is_left_out() -> None:
    asked = set()
    for module in pkgutil.iter_modules(actions.__path__):
        found = importlib.import_module(f"annotator.actions.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            here = function.__module__ == found.__name__ and not name.startswith("_")
            if here and list(inspect.signature(function).parameters)[:2] == ["w", "who"]:
                asked.add(f"{module.name}.{name}")
    assert asked == {deed.name for deed in DEEDS} | ELSEWHERE.keys()


def test_a_folder_comes_in_for_who_may_only(world: World, tmp_path: Path) -> None:
    table = tmp_path / "films.csv"
    table.write_text("film,family,visit,date\n")
    for actor in ACTORS:

        def call(actor: str = actor) -> Any:
            return folders.import_folder(
                world.place, world.actors[actor], tmp_path, table, wait=False, progress=quiet
            )

        may = world.may(actor, Right.ADD_FILMS) and world.may(actor, Right.EDIT_FAMILIES)
        assert outcome(call) == (None if may else ("NotFound", "There is no such page here.")), actor
