"""Every use case, asked by somebody in every role, of everything in every state: S5 and S6.

What one may not, and what one's role may but what is not there for one, is refused in the words
for what never was. A use case without a row here fails.
"""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from annotator import actions
from annotator.access import Right, Role
from annotator.actions import carrying, entering, folders, people
from annotator.actions.workplace import Workplace, open_workplace
from annotator.errors import AnnotatorError, ProofNeeded
from annotator.store import Tx, accounts, tables
from annotator.store.accounts import Account
from annotator.store.transaction import iso
from tests.deeds import DEEDS, ELSEWHERE, Deed, deed, expected, quiet
from tests.walking import ABSENT, ACTORS, World, everything, seen_for, undone


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
        absent = outcome(lambda who=who: seen_for(who, lambda: deed.call(place, who, ABSENT)))
        for kind, thing in world.of(deed.kinds):
            id = thing.id(actor)
            found = outcome(lambda who=who, id=id: seen_for(who, lambda: deed.call(place, who, id)))
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


GRAVE = {
    "erasing.erase_family", "erasing.erase_film",
    "people.add_person", "people.set_role", "people.set_disabled",
    "entering.invite", "entering.invite_into", "studying.set_member", "studying.remove_member",
    "retaining.set_retention", "retaining.ask_to_erase", "retaining.ask_to_hold", "retaining.ask_to_let_go",
    "retaining.confirm",
    "exporting.export_coding", "exporting.export_session", "carrying.take_along",
}  # fmt: skip
"""What cannot be taken back, gives rights, or takes data out."""

ASKED_ELSEWHERE = (
    deed(carrying.take_along, Right.CARRY_FOR_OTHERS, "own coding, their coding"),
    deed(entering.invite_into, Right.MANAGE_STUDY, "study", "Somebody new", "coder"),
)
"""Who may is another test's; here it is how lately they signed in."""


def signed_in(place: Workplace, who: Account, minutes: int) -> Account:
    """Somebody who signed in so long ago and has been at work since."""

    def work(tx: Tx) -> Account:
        came = tx.now - timedelta(minutes=minutes)
        found = accounts.person_of(tx, accounts.sign_in(tx, who.id))
        assert found is not None
        tx.execute(
            update(tables.sign_in).where(tables.sign_in.c.id == found.sign_in).values(made_at=iso(came))
        )
        return found

    return place.store.write(work)


@pytest.mark.parametrize(("minutes", "asked"), [(0, set()), (16, GRAVE)])
def test_at_a_teams_server_grave_deeds_alone_ask_once_more_who_it_is(
    world: World, minutes: int, asked: set[str]
) -> None:
    lead = world.actors[Role.LEAD]
    assert lead is not None
    known = signed_in(world.place, lead, minutes)
    place, again = replace(undone(world.place), public="https://attune.example.org"), set()
    for each in (*DEEDS, *ASKED_ELSEWHERE):
        for _kind, thing in world.of(each.kinds):
            found = outcome(lambda each=each, thing=thing: each.call(place, known, thing.id(Role.LEAD)))
            if found is not None and found[0] == "ProofNeeded":
                again.add(each.name)
    assert again == asked


def test_a_sign_in_that_nobody_knows_or_that_is_anothers_proves_nothing(world: World) -> None:
    lead, other = world.actors[Role.LEAD], world.actors[Role.CODER]
    assert lead is not None
    assert other is not None
    theirs = signed_in(world.place, other, 0).sign_in
    place = replace(undone(world.place), public="https://attune.example.org")
    for sign_in in ("", "0123456789abcdef", theirs):
        with pytest.raises(ProofNeeded, match="15 minutes"):
            people.set_role(place, replace(lead, sign_in=sign_in), other.id, "supervisor")
    people.set_role(undone(world.place), replace(lead, sign_in=""), other.id, "supervisor")


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
