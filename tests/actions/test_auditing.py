"""The record is proved beside a running app, against seals that lie elsewhere."""

import re
from pathlib import Path

import pytest

from annotator.actions import auditing, families
from annotator.actions.workplace import Workplace
from annotator.errors import StoreError
from annotator.store.accounts import Account
from annotator.store.folder import DATABASE
from tests.cli.test_cli import annotator, answer
from tests.store import by_hand


def test_a_whole_record_leaves_its_seal_outside_each_time(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    """The app holds the data folder meanwhile, and what is read here changes nothing of it."""
    file = tmp_path / "elsewhere.txt"
    before = (place.folder / DATABASE).read_bytes() if by_hand.on_file(place.store) else b""
    first = auditing.verify_audit(place.folder, file)
    assert not before or (place.folder / DATABASE).read_bytes() == before
    families.create_family(place, lead, "Family 7")
    second = auditing.verify_audit(place.folder, file)
    assert (first.problems, second.problems) == ((), ())
    assert (first.noted, second.noted) == (0, 1)
    assert second.head.seq == first.head.seq + 1
    assert file.read_text() == f"{first.line}\n{second.line}\n"
    assert re.fullmatch(r"[-0-9T:.]+Z \d+ [0-9a-f]{64}", second.line)


def test_a_tail_that_was_cut_with_its_counter_is_told_and_its_head_is_not_noted(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    file = tmp_path / "elsewhere.txt"
    families.create_family(place, lead, "Family 7")
    last = auditing.verify_audit(place.folder, file).head.seq
    noted = file.read_text()
    counter = "sqlite_sequence" if by_hand.on_file(place.store) else "audit_counted"
    by_hand.do(
        place.store,
        *by_hand.without_triggers(place.store),
        f"DELETE FROM audit WHERE seq = {last}",
        f"UPDATE {counter} SET seq = (SELECT max(seq) FROM audit)",
    )
    assert auditing.verify_audit(place.folder).problems == ()
    (problem,) = auditing.verify_audit(place.folder, file).problems
    assert (problem.code, problem.where) == ("cut", f"row {last}")
    assert file.read_text() == noted
    told = answer("verify-audit", "--noted", file, "--data", place.folder, "--json", status=2)
    assert [each["where"] for each in told["problems"]] == [f"row {last}"]


def test_seals_are_not_kept_where_the_record_is(place: Workplace, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Name a file outside of"):
        auditing.verify_audit(place.folder, place.folder / "films" / ".." / "seals.txt")
    (tmp_path / "seals.txt").write_text("2026-05-03T10:00:00.000Z 3 abc\n")
    with pytest.raises(StoreError, match=r"seals\.txt, line 1: this is no seal"):
        auditing.verify_audit(place.folder, tmp_path / "seals.txt")
    with pytest.raises(StoreError, match="cannot be written"):
        auditing.verify_audit(place.folder, tmp_path / "nowhere" / "seals.txt")
    with pytest.raises(StoreError):
        auditing.verify_audit(tmp_path)


def test_the_command_says_how_many_rows_are_whole(place: Workplace) -> None:
    told = annotator("verify-audit", "--data", place.folder)
    assert re.fullmatch(r"All \d+ rows are whole\. \S+Z \d+ [0-9a-f]{64}\n", told.stdout)
