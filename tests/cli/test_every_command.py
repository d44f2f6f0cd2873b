"""Every command that names something, typed by who may not: it answers as if nothing was there.

Whoever types at the data folder's own computer is its first person; here that person has one role after another.
"""

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator import cli, cli_gold, cli_retention
from annotator.access import TABLE, Right, Role
from annotator.actions import people
from annotator.actions.workplace import open_workplace
from annotator.store.folder import DATABASE
from tests.cli.test_cli import Done, annotator
from tests.schemes.scheme_files import SHIPPED
from tests.walking import ABSENT, everything


@dataclass(frozen=True)
class Names:
    """A command that names a thing: what stands around its id, the right it takes, which thing."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    right: Right
    kind: str


NAMING = {
    "export": Names((), (), Right.CODE, "their coding"),
    "sheet": Names((), ("--form", "html"), Right.PREPARE, "their plan"),
    "compare": Names((), (ABSENT,), Right.CODE, "their coding"),
    "onsets": Names((), (ABSENT,), Right.CODE, "their coding"),
    "differences": Names((), (ABSENT,), Right.CODE, "their coding"),
    "consensus": Names((), (ABSENT,), Right.JUDGE, "their coding"),
    "summary": Names((), (), Right.CODE, "their coding"),
    "consent": Names((), ("--purpose", "supervisor", "--given"), Right.EDIT_FAMILIES, "session"),
    "erase": Names(("film",), ("--reason", "mistake"), Right.ERASE, "film"),
    "record": Names((), (), Right.READ_RECORD, "family"),
    "import": Names(("--session",), ("FILM",), Right.ADD_FILMS, "session"),
}
OF_THE_STUDY = {
    "study rename": Names((), ("Another name",), Right.MANAGE_STUDY, "study"),
    "study delete": Names((), (), Right.MANAGE_STUDY, "study"),
    "study add": Names((), ("Another",), Right.MANAGE_STUDY, "study"),
    "study remove": Names((), ("Another",), Right.MANAGE_STUDY, "study"),
    "study invite": Names((), ("New", "--public", "https://a.example.org"), Right.MANAGE_STUDY, "study"),
    "study give": Names((), ("--to", "Another"), Right.SHARE, "session"),
    "study take-back": Names((), ("--from", "Another"), Right.SHARE, "session"),
    "study caseload": Names((), (), Right.ASSIGN, "family"),
    "study plan": Names((), ("--kappa", "0.7"), Right.ASSIGN, "study"),
    "study assign": Names((), ("--scheme", "two-keys", "--profile", "only"), Right.ASSIGN, "study"),
    "study again": Names((), ("--scheme", "two-keys", "--profile", "only"), Right.ASSIGN, "study"),
    "study assigned": Names((), (), Right.ASSIGN, "study"),
    "study reassign": Names((), ("--from", "Another", "--to", "Another"), Right.ASSIGN, "session"),
    "study withdraw": Names((), ("--from", "Another"), Right.ASSIGN, "session"),
    "study agreement": Names((), (), Right.SEE_ALL_CODINGS, "study"),
    "study asks": Names((), (), Right.SEE_ALL_CODINGS, "study"),
    "study variables": Names((), (), Right.SEE_VARIABLES, "study"),
    "study define": Names((), ("Group",), Right.DEFINE_VARIABLES, "study"),
    "study undefine": Names((), (), Right.DEFINE_VARIABLES, "variable"),
    "study set": Names((), ("--variable", ABSENT, "--value", "a"), Right.EDIT_FAMILIES, "session"),
    "study contexts": Names((), ("at home",), Right.DEFINE_VARIABLES, "study"),
}
OF_GOLD = {
    "study gold list": Names((), (), Right.DECLARE_GOLD, "study"),
    "study gold make": Names(
        (), ("Films", "--scheme", "core-attunement", "--for", "test"), Right.DECLARE_GOLD, "study"
    ),
    "study gold remove": Names((), (), Right.DECLARE_GOLD, "gold set"),
    "study gold declare": Names((), ("--to", ABSENT), Right.DECLARE_GOLD, "their coding"),
    "study gold withdraw": Names((), (), Right.DECLARE_GOLD, "their coding"),
    "study gold give": Names((), ("--to", "Another"), Right.ASSIGN, "gold set"),
    "study gold ask": Names((), ("--scheme", "core-attunement"), Right.MANAGE_STUDY, "study"),
    "study gold progress": Names((), (), Right.DECLARE_GOLD, "study"),
    "study gold certificates": Names((), (), Right.DECLARE_GOLD, "study"),
    "study gold drift": Names((), (), Right.SEE_ALL_CODINGS, "study"),
    "study gold act": Names(
        (), ("0000", "--kind", "talk", "--scheme", "core-attunement"), Right.JUDGE, "study"
    ),
    "study gold end-certificate": Names((), (), Right.DECLARE_GOLD, "certificate"),
}
OF_RETENTION = {
    "study retention keep": Names((), ("--months", "60"), Right.MANAGE_STUDY, "study"),
    "study retention ask": Names((), ("--to", "erase"), Right.ERASE, "family"),
    "study retention confirm": Names((), ("--to", "let_go"), Right.ERASE, "family"),
    "study retention take-back": Names((), (), Right.ERASE, "family"),
}
NAMED = NAMING | OF_THE_STUDY | OF_GOLD | OF_RETENTION
OF_THE_PLACE = {
    "schemes list": Right.CODE,
    "schemes show": Right.CODE,
    "schemes export": Right.CODE,
    "schemes import": Right.WRITE_SCHEMES,
    "schemes drafts": Right.WRITE_SCHEMES,
    "schemes draft": Right.WRITE_SCHEMES,
    "schemes write": Right.WRITE_SCHEMES,
    "schemes publish": Right.WRITE_SCHEMES,
    "schemes map": Right.REMAP,
    "schemes retire": Right.RETIRE_SCHEMES,
    "schemes take-back": Right.RETIRE_SCHEMES,
    "list": Right.SEE_FAMILIES,
    "check": Right.CHECK_STORE,
    "doctor": Right.CHECK_STORE,
    "verify-audit": Right.CHECK_STORE,
    "verify-export": Right.CHECK_STORE,
    "backup": Right.BACK_UP,
    "backup-key": Right.BACK_UP,
    "encrypt": Right.BACK_UP,
    "study visits": Right.SEE_FAMILIES,
    "study make": Right.MAKE_STUDIES,
    "study work": Right.CODE,
}
FOR_EVERYBODY = {"study list", "study show", "study retention due"}
"""Everybody may see which studies they belong to, who else does, how long they keep; of other studies nothing."""
WITH_TWO = {"study move": "names a family and a study: below"}
OF_SCHEMES = {
    "schemes write",
    "schemes publish",
    "schemes show",
    "schemes export",
    "schemes retire",
    "schemes take-back",
}
"""They name a scheme, which whoever may code has."""
WITHOUT_A_RIGHT = {
    "start", "serve", "invite", "restore", "version", "parts", "schemes check", "schemes compare",
}  # fmt: skip
"""Whoever can read or make the data folder owns it; files that somebody has are theirs."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, untouched: Path) -> Path:
    return shutil.copytree(untouched, tmp_path_factory.mktemp("commands") / "data")


@pytest.fixture(scope="module")
def things(folder: Path) -> dict[str, str]:
    """One thing of each kind, and the first person."""
    place = open_workplace(folder)
    world = everything(place)
    found = {
        kind: world.things[kind][0].id("")
        for kind in ("session", "film", "family", "variable", "study", "gold set", "certificate")
    }
    found |= {
        "their coding": world.things["their coding"][2].id(""),
        "their plan": world.things["their plan"][1].id(""),
    }
    found["another"] = world.things["study"][1].id("")
    found["first"] = people.first_person(place).id
    place.store.close()
    return found


def become(folder: Path, account: str, role: Role) -> None:
    """Give the first person another role."""
    with sqlite3.connect(folder / DATABASE) as database:
        database.execute("UPDATE membership SET role = ? WHERE account = ?", (role.value, account))
    database.close()


def typed(command: str, folder: Path, id: str, film: Path) -> Done:
    names = NAMED[command]
    after = [str(film) if each == "FILM" else each for each in names.after]
    return annotator(*command.split(), *names.before, id, *after, "--data", folder, status=2)


@pytest.mark.parametrize("command", NAMED)
def test_what_one_may_not_is_not_there(
    folder: Path, things: dict[str, str], command: str, tmp_path: Path
) -> None:
    names = NAMED[command]
    film = tmp_path / "film.mp4"
    film.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + bytes(64))
    for role in set(Role) - TABLE[names.right]:
        become(folder, things["first"], role)
        assert typed(command, folder, things[names.kind], film) == typed(command, folder, ABSENT, film), role


@pytest.mark.parametrize("command", OF_THE_PLACE)
def test_what_is_done_with_the_place_takes_its_right(
    folder: Path, things: dict[str, str], command: str, tmp_path: Path
) -> None:
    for role in set(Role) - TABLE[OF_THE_PLACE[command]]:
        become(folder, things["first"], role)
        more = {
            "backup": [tmp_path / "attune.zip"],
            "verify-export": [SHIPPED[0]],
            "backup-key": [tmp_path / "attune.key"],
            "encrypt": [tmp_path / "films.key"],
            "study make": ["A third study"],
        }.get(command, [])
        more = ["two-keys"] if command in OF_SCHEMES else more
        more = ["two-keys", "--from", "1.0.0", "--to", "1.0.0"] if command == "schemes map" else more
        more = ["--title", "Play"] if command == "schemes draft" else more
        more = [SHIPPED[0]] if command == "schemes import" else more
        told = annotator(*command.split(), *more, "--data", folder, status=2)
        assert "There is no such page here." in told.stderr, role


def test_a_family_is_moved_only_by_who_assigns_it(folder: Path, things: dict[str, str]) -> None:
    for role in set(Role) - TABLE[Right.ASSIGN]:
        become(folder, things["first"], role)
        told = [
            annotator("study", "move", id, "--to", things["study"], "--data", folder, status=2)
            for id in (things["family"], ABSENT)
        ]
        assert told[0] == told[1], role


def test_another_study_is_not_there(folder: Path, things: dict[str, str]) -> None:
    become(folder, things["first"], Role.LEAD)
    for command in ("show", "variables", "delete", "retention due"):
        told = [
            annotator("study", *command.split(), id, "--data", folder, status=2)
            for id in (things["another"], ABSENT)
        ]
        assert told[0] == told[1], command


def test_no_command_is_left_out() -> None:
    groups = {
        "": cli.app,
        "study ": cli.study_app(),
        "study gold ": cli_gold.app,
        "study retention ": cli_retention.app,
        "schemes ": cli.schemes_app(),
    }
    named = {
        before + str(c.name or c.callback.__name__)
        for before, group in groups.items()
        for c in group.registered_commands
        if c.callback is not None
    }
    known = NAMED.keys() | OF_THE_PLACE.keys() | WITH_TWO.keys()
    assert named == known | FOR_EVERYBODY | WITHOUT_A_RIGHT
