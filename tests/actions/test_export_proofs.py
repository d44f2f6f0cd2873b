"""A file that was taken away is known again by its hash, and a changed one is told, part by part (R17)."""

import hashlib
import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from annotator.actions import carrying, exporting, study_agreeing, studying
from annotator.actions.export_proofs import ExportProof, prove_export
from annotator.actions.workplace import Workplace
from annotator.exchange.tidy import zip_of
from annotator.store import audit
from annotator.store.accounts import Account
from tests.cli.test_cli import annotator, answer
from tests.meeting_case import code, mark, visit


@pytest.fixture
def coding(place: Workplace, lead: Account) -> str:
    return code(place, lead, visit(place, lead), mark("moment", "dyad", "star", 2_000))


def proof(place: Workplace, folder: Path, content: bytes) -> ExportProof:
    (folder / "taken").write_bytes(content)
    return prove_export(place.folder, folder / "taken")


MADE: dict[str, Callable[[Workplace, Account, str], bytes]] = {
    **{form: lambda w, who, c, f=form: exporting.export_coding(w, who, c, f)[1] for form in exporting.FORMS},  # type: ignore[misc]
    "bundle": lambda w, who, c: carrying.take_along(w, who, c)[1],
    "html": lambda w, who, c: study_agreeing.agreement_report(
        w, who, studying.own_studies(w, who)[0].study.id, "html"
    ).content,
}  # fmt: skip


@pytest.mark.parametrize("form", MADE)
def test_a_file_is_known_by_the_row_that_its_taking_left(
    form: str, place: Workplace, lead: Account, coding: str, tmp_path: Path
) -> None:
    content = MADE[form](place, lead, coding)
    with place.store.read() as tx:
        (row,) = audit.recent(tx, 1)
    found = proof(place, tmp_path, content)
    assert found.sha256 == hashlib.sha256(content).hexdigest() == row.details["sha256"]
    assert [(t.seq, t.by, t.form) for t in found.taken] == [(row.seq, lead.name, form)]
    assert found.problems == ()
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    assert proof(place, tmp_path, bytes(changed)).problems != ()


def test_each_changed_part_of_a_zip_is_named(
    place: Workplace, lead: Account, coding: str, tmp_path: Path
) -> None:
    """Six parts have their sum; one is changed, one is gone, one came."""
    _, content = exporting.export_coding(place, lead, coding, "zip")
    assert proof(place, tmp_path, content).whole == 6
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["events.csv"] = parts["events.csv"].replace(b"star", b"spark")
    del parts["codebook.csv"]
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, held in (parts | {"more.csv": b"1"}).items():
            archive.writestr(name, held)
    found = proof(place, tmp_path, changed.getvalue())
    assert [(p.code, p.where) for p in found.problems] == [
        ("missing", "codebook.csv"), ("changed", "events.csv"), ("extra", "more.csv"),
    ]  # fmt: skip
    assert (found.taken, found.whole) == ((), 4)


def test_every_byte_of_the_parts_counts(place: Workplace, tmp_path: Path) -> None:
    """One byte at every 64 KiB of 5 MB: another sum each time, which nobody took away."""
    content = bytes(range(256)) * 20_480
    sums = set()
    for at in range(0, len(content), 65_536):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        found = proof(place, tmp_path, zip_of({"events.csv": changed}))
        assert [p.code for p in found.problems] == ["unknown"]
        sums.add(found.sha256)
    assert len(sums) == 80


def test_the_sums_are_those_that_every_computer_can_check(
    place: Workplace, lead: Account, coding: str, tmp_path: Path
) -> None:
    _, content = exporting.export_coding(place, lead, coding, "zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
        readme = archive.read("README.txt").decode()
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert checked.stdout.count(": OK") == 6
    assert "as it was after its act 1\n" in readme
    _, book = exporting.export_coding(place, lead, coding, "xlsx")
    about = dict(openpyxl.load_workbook(io.BytesIO(book))["about"].iter_rows(values_only=True))  # type: ignore[arg-type, call-overload]
    assert (
        about["SHA-256 of events.csv"] == hashlib.sha256((tmp_path / "events.csv").read_bytes()).hexdigest()
    )


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"PK\5\6" + bytes(18), b"text", zip_of({})])
def test_what_is_no_export_is_not_known(content: bytes, place: Workplace, tmp_path: Path) -> None:
    assert [p.code for p in proof(place, tmp_path, content).problems] in (["unknown"], ["damaged"])


def test_by_a_command_beside_a_running_app(
    place: Workplace, lead: Account, coding: str, tmp_path: Path
) -> None:
    _, content = exporting.export_coding(place, lead, coding, "zip")
    (tmp_path / "taken.zip").write_bytes(content)
    to = ("--data", place.folder)
    found = answer("verify-export", tmp_path / "taken.zip", *to)
    assert [r["form"] for r in found["record"]] == ["zip"]
    told = annotator("verify-export", tmp_path / "taken.zip", *to).stdout
    assert f"Row {found['record'][0]['row']} of the record: taken away by {lead.name}" in told
    (tmp_path / "taken.zip").write_bytes(content + b"\n")
    assert (
        "The record knows no such file"
        in annotator("verify-export", tmp_path / "taken.zip", *to, status=2).stdout
    )
    annotator("verify-export", tmp_path / "gone.zip", *to, status=2)
