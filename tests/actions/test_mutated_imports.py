"""Damaged files brought into a data folder: all of a file comes in or nothing, and what is there stays whole."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from annotator.actions import bringing_in, carrying, checking, folders
from annotator.actions.bundle_file import _seal
from annotator.actions.workplace import Workplace, open_workplace
from annotator.store.accounts import Account
from annotator.store.tables import metadata
from tests.exchange.test_mutated_files import KINDS
from tests.exchange.test_session_table import PLAIN
from tests.films import barcode_film
from tests.mutating import mutants
from tests.two_computers import Computer, add, two_visits

Two = tuple[Computer, Computer]


def kept(place: Workplace) -> str:
    """Everything in the data folder but the log: each row of each table, each file with its bytes."""
    digest = hashlib.sha256()
    with place.store.read() as tx:
        for table in metadata.sorted_tables:
            rows = tx.rows(select(table).order_by(*table.primary_key))
            digest.update(repr((table.name, [tuple(row) for row in rows])).encode())
    for path in sorted((place.folder / "films").rglob("*")):
        digest.update(str(path).encode() + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()


def all_or_nothing(place: Workplace, files: Iterator[bytes], bring: Callable[[bytes], dict[str, Any]]) -> int:
    """Brings every file in; how many were refused. A refused one changes nothing, the same again neither."""
    refused = 0
    before = kept(place)
    for n, data in enumerate(files):
        answer = bring(data)
        if answer["verdict"] == "reject":
            refused += 1
            assert answer["errors"] and all(error["message"].strip() for error in answer["errors"]), n
            assert bring(data) == answer, n
            assert kept(place) == before, (n, answer)
        else:
            json.dumps(answer).encode()
            before = kept(place)
            again = bring(data)
            assert again["verdict"] == answer["verdict"], n
            assert kept(place) == before, (n, answer)
    # The films of the two computers are rows without files.
    assert [problem for problem in checking.check(place) if problem.code != "film_missing"] == []
    return refused


def of_schemes(place: Workplace, lead: Account, count: int) -> None:
    refused = 0
    for name in ("scheme", "BORIS project, packed", "ELAN template", "Observer archive", "table of codes"):
        kind = KINDS[name]
        files = mutants(kind.whole, f"brought {name}", count)
        refused += all_or_nothing(place, files, partial(bringing_in.bring_scheme, place, lead, kind.file))
    assert 0 < refused < 5 * count


def of_codings(two: Two, count: int) -> None:
    """As bytes, and changed by somebody who knows how a file is sealed."""
    a, b = two
    coding = a.begin()
    a.press(coding, add(1_000))
    a.press(coding, add(2_000, 4_000, track="dyad_state", code="matched", subject="dyad"))

    def sealed(data: bytes) -> bytes:
        try:
            whole = json.loads(data)
            return json.dumps(whole | {"sha256": _seal(whole["coding"])}).encode()
        except (ValueError, TypeError, KeyError):
            return data

    files = (sealed(data) for data in mutants(a.take(coding), "brought coding", count))
    refused = all_or_nothing(
        b.place, files, lambda data: carrying.bring_in(b.place, b.who, data, session=b.session)
    )
    assert 0 < refused < count


def of_tables(place: Workplace, lead: Account, folder: Path, count: int) -> None:
    (folder / "second").mkdir(parents=True)
    for n, name in enumerate(("IMG_1.MOV", "second/IMG_2.MOV"), 2):
        barcode_film(folder / name, frames=n, sound=False)
    table = folder / "visits.csv"

    def bring(data: bytes) -> dict[str, Any]:
        table.write_bytes(data)
        return folders.import_folder(place, lead, folder, table, wait=False, progress=lambda _said: None)

    assert all_or_nothing(place, mutants(PLAIN.encode(), "brought table", count), bring) > 0


@pytest.fixture
def two(place: Workplace, untouched: Path, tmp_path: Path) -> Iterator[Two]:
    other = open_workplace(shutil.copytree(untouched, tmp_path / "other"))
    yield two_visits(other, place)
    other.store.close()


def test_a_damaged_scheme_comes_in_whole_or_not_at_all(place: Workplace, lead: Account) -> None:
    of_schemes(place, lead, 20)


def test_a_damaged_coding_comes_in_whole_or_not_at_all(two: Two) -> None:
    of_codings(two, 40)


def test_a_damaged_table_of_visits_comes_in_whole_or_not_at_all(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    of_tables(place, lead, tmp_path / "films", 12)


@pytest.mark.slow
def test_many_damaged_files_come_in_whole_or_not_at_all(
    place: Workplace, lead: Account, two: Two, tmp_path: Path
) -> None:
    of_schemes(place, lead, 150)
    of_codings(two, 400)
    of_tables(place, lead, tmp_path / "films", 80)
