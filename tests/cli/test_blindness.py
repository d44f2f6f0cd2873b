"""Every command that tells something, typed by a coder with every id there is: nothing tells of the other coder."""

import hashlib
import shutil
from pathlib import Path

from annotator.access import Role
from annotator.actions import people, studying
from annotator.actions.workplace import open_workplace
from tests.blind_case import STAGES, blind
from tests.cli.test_cli import Done
from tests.cli.test_cli import annotator as type_in

TELLING = (
    "list", "list --json", "compare {bens} {anas} --json", "onsets {bens} {anas}", "summary {bens}", "summary {anas}",
    "export {bens} --form zip --out {out}", "export {anas} --form zip --out {out}", "export {bens} --bundle --out {out}",
    "study list", "study show {study} --json", "study visits --json", "study visits {study}", "study work",
    "study work --json", "study assigned {study}", "study plan {study}", "study variables {study}",
    "study contexts {study}", "study gold list {study}", "study gold progress {study}", "schemes list",
)  # fmt: skip

CRAWLED = (STAGES[0], STAGES[1], STAGES[4])
"""The routes are walked at every stage; a round of commands takes its time."""


def typed(command: str, folder: Path) -> tuple[int, Done]:
    """A command's end and words, whether it answers or refuses."""
    try:
        return 0, type_in(*command.split(), "--data", folder)
    except AssertionError:
        return 2, type_in(*command.split(), "--data", folder, status=2)


def test_no_command_tells_a_coder_whether_another_has_the_visit_or_has_coded_it(
    tmp_path: Path, untouched: Path
) -> None:
    folder, out = shutil.copytree(untouched, tmp_path / "data"), tmp_path / "out"
    place = open_workplace(folder)
    # Whoever types is the first person of the folder.
    ben = people.first_person(place)
    lead = people.add_person(place, ben, "Mira", "lead", whole=True)
    studying.set_member(place, lead, studying.own_studies(place, ben)[0].study.id, ben.id, Role.CODER)
    world = blind(place, lead, ben)
    seen: list[dict[str, object]] = []
    for stage in world.stages():
        if stage not in CRAWLED:
            continue
        world.place.store.close()
        names = {"bens": world.bens, "anas": world.anas or "0" * 16, "study": world.study, "out": out}
        found: dict[str, object] = {}
        for command in TELLING:
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            found[command] = typed(command.format(**names), folder)
            for file in out.iterdir():
                found[f"{command}, its file"] = hashlib.sha256(file.read_bytes()).hexdigest()
        seen.append(found)
        world.place = open_workplace(folder)
    world.place.store.close()
    for stage, found in zip(CRAWLED, seen, strict=True):
        assert [command for command in TELLING if found[command] != seen[0][command]] == [], stage
        assert found == seen[0], stage
    ends = {command: found[0] for command, found in seen[-1].items() if isinstance(found, tuple)}
    assert {command for command, end in ends.items() if end == 0} >= {"study work", "list", "summary {bens}"}
    assert ends["study assigned {study}"] == ends["summary {anas}"] == 2
