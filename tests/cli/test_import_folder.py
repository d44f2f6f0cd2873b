"""`annotator import FOLDER --table …`: one answer for the whole folder; killed and run again it goes on."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.actions import checking, families, people, workplace
from tests.cli.test_cli import annotator, answer
from tests.films import barcode_film, empty_film

ROOT = Path(__file__).parent.parent.parent
FILMS = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three films of one family, one visit each, and the table beside them, as Excel in Germany writes it."""
    made = tmp_path / "films"
    made.mkdir()
    rows = ["film;family;visit;date"]
    for n in range(1, FILMS + 1):
        barcode_film(made / f"{n}.mp4", rate="25", frames=40 + n, size=(160, 90), sound=False)
        rows.append(f"{n}.mp4;Family 012;Visit {n};2026-05-{n:02d}")
    (made / "sessions.csv").write_text("\r\n".join(rows), encoding="utf-8-sig")
    return made


def command(folder: Path, *more: str) -> list[object]:
    return ["import", folder, "--table", folder / "sessions.csv", "--data", folder.parent / "data", *more]


def whole(folder: Path) -> None:
    """Every visit is there once with its one film, ready and whole, and nothing else lies in the data folder."""
    data = folder.parent / "data"
    originals = [path.read_bytes() for path in sorted(data.glob("films/*/original.mp4"))]
    assert sorted(originals) == sorted((folder / f"{n}.mp4").read_bytes() for n in range(1, FILMS + 1))
    assert list(data.glob("uploads/*")) == []
    place = workplace.open_workplace(data)
    try:
        rows = families.sessions_page(place, people.first_person(place)).rows
        assert [(row.label, row.films) for row in rows] == [(f"Visit {n}", 1) for n in range(FILMS, 0, -1)]
        assert all(row.poster_recording for row in rows), "each has a film that is ready"
        assert checking.check(place) == []
    finally:
        place.store.close()


def test_a_folder_is_looked_at_and_taken_in(folder: Path) -> None:
    looked = answer(*command(folder, "--check"))
    assert (looked["verdict"], looked["kind"], looked["rows"]) == ("accept", "folder", FILMS)
    assert not (folder.parent / "data").exists()
    done = annotator(*command(folder, "--wait"))
    assert done.stdout.splitlines() == [
        "accept: folder sessions", "3 added", "entered: families 1, visits 3",
    ]  # fmt: skip
    assert "3 of 3: 3.mp4" in done.stderr
    whole(folder)


def test_a_bad_film_gives_status_2_and_its_line_while_the_others_come_in(folder: Path) -> None:
    empty_film(folder / "2.mp4")
    found = answer(*command(folder), status=2)
    assert (found["verdict"], [error["where"] for error in found["errors"]]) == (
        "partly",
        ["line 3, column film"],
    )
    assert [film["outcome"] for film in found["films"]] == ["added", "refused", "added"]


@pytest.fixture
def started(folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", *map(str, command(folder, "--wait"))],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    yield process
    process.kill()
    process.communicate()


def heard(process: subprocess.Popen[str], words: str) -> None:
    """Read what it says until it says so."""
    assert process.stderr is not None
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if words in process.stderr.readline():
            return
    raise AssertionError(f"never said: {words}")


def test_killed_while_it_prepares_and_run_again_it_goes_on(
    folder: Path, started: subprocess.Popen[str]
) -> None:
    heard(started, "2.mp4: ")
    started.kill()
    started.wait()
    assert answer(*command(folder, "--wait"))["errors"] == []
    whole(folder)


def test_ctrl_c_while_it_takes_films_in_is_no_bug_and_says_how_to_go_on(
    folder: Path, started: subprocess.Popen[str]
) -> None:
    heard(started, "2 of 3")
    started.send_signal(signal.SIGINT)
    _out, said = started.communicate(timeout=60)
    assert started.returncode == 2
    assert said.splitlines()[-1].startswith("Stopped. Run the same command again")
    assert answer(*command(folder, "--wait"))["errors"] == []
    whole(folder)
