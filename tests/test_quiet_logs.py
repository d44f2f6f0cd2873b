"""S38: what looks through every log and record at the end of the tests does find what must not be there."""

import re
from pathlib import Path

import pytest

from annotator.actions.workplace import Workplace
from annotator.store import audit, sign_ins
from annotator.store.accounts import Account
from annotator.store.folder import ADDRESS, DATABASE
from tests.quiet_logs import TYPED, data_folders, told

pytestmark = pytest.mark.usefixtures("ready_visit")


def _log(folder: Path, line: str, name: str = "attune.log") -> Path:
    """A line in a copy of a data folder's log, so that the folder itself stays quiet."""
    (folder / "logs").mkdir(exist_ok=True)
    path = folder / "logs" / name
    path.write_text(f"2026-05-31 12:00:00 INFO {line}\n", "utf-8")
    return path


def _finds(place: Workplace, line: str) -> list[str]:
    path = _log(place.folder, line)
    found = told(place.folder)
    path.unlink()
    return found


def test_a_quiet_folder_is_told_quiet_and_every_folder_is_looked_at(place: Workplace, tmp_path: Path) -> None:
    assert told(place.folder) == []
    assert _finds(place, "bug 12: KeyError at films.py:3") == []
    assert data_folders(tmp_path) == [place.folder]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("opened Family 012 for coding", "'Family 012'"),
        ("Visit 3 was asked for", "'Visit 3'"),
        ("could not read 'film.mp4'", "'film.mp4'"),
        ("study Testing: 3 visits", "'Testing'"),
        ("GET /desk?coding=0123 200", "a query: /desk?coding=0123"),
    ],
)
def test_names_labels_file_names_and_queries_in_a_log_are_found(
    place: Workplace, line: str, what: str
) -> None:
    assert [found for found in _finds(place, line) if what in found], (line, _finds(place, line))


def test_a_way_in_is_found_though_the_store_has_but_its_hash(place: Workplace, lead: Account) -> None:
    token = place.store.write(lambda tx: sign_ins.sign_in(tx, lead.id))
    assert _finds(place, f"cookie {token}") == [f"attune.log holds a way in: {token[:4]}…"]


def test_what_a_server_prints_is_looked_at_and_its_one_launch_link_is_not_meant(place: Workplace) -> None:
    token = place.store.write(sign_ins.new_launch)
    printed = place.folder.parent / "server-8501.log"
    printed.write_text(f"Open http://127.0.0.1:8501/launch?token={token}\n", "utf-8")
    assert told(place.folder) == []
    printed.write_text(f"GET /launch {token}\n", "utf-8")
    assert told(place.folder) == [f"server-8501.log holds a way in: {token[:4]}…"]
    printed.unlink()


def test_a_name_in_the_record_is_found(place: Workplace, lead: Account) -> None:
    place.store.write(lambda tx: audit.write(tx, lead.id, "look", "family", "f", {"code": "Family 012"}))
    assert told(place.folder) == ["the record holds what somebody typed: 'Family 012'"]
    place.store.close()
    for kept in (DATABASE, ADDRESS):
        (place.folder / kept).unlink(missing_ok=True)


def test_every_kind_of_name_is_looked_for() -> None:
    named = {f"{table}.{column}" for table, column in TYPED}
    assert named >= {
        "account.name", "family.code", "family.name", "note.text", "person.label", "recording.name", "session.label",
        "upload.name", "annotation.comment", "talk_message.text", "plan.goal", "study.name",
    }  # fmt: skip
    assert not [column for column in named if re.search(r"hash|codec", column)]
