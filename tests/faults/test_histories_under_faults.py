"""Two people in four tabs, the server killed, stopped and restarted: what they saw and what is stored agree.

ATTUNE_HISTORIES_S is another length of the long round, in seconds.
"""

import os
import random
import shutil
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.actions import workplace
from tests.faults import histories
from tests.faults.conftest import problems_in
from tests.faults.cut_wire import CUTS, Wire
from tests.faults.history_checker import faults
from tests.films import barcode_film
from tests.lab import Lab, furnish
from tests.running import Server

LONG_S = float(os.environ.get("ATTUNE_HISTORIES_S", "300"))
ROUND = 10
"""So many things happen to one server of the long round before its history is looked at."""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lab]:
    root = tmp_path_factory.mktemp("histories")
    film = barcode_film(root / "film.mp4", rate="25", frames=500, size=(160, 90), sound=False)
    return root / "data", furnish(root / "data", film, 2, padded=False)


@pytest.fixture
def lab(furnished: tuple[Path, Lab], tmp_path: Path) -> tuple[Path, Lab]:
    """The lab in a folder of its own."""
    return shutil.copytree(furnished[0], tmp_path / "data"), furnished[1]


def test_kills_pauses_and_restarts_leave_a_history_without_fault(lab: tuple[Path, Lab]) -> None:
    server = Server(lab[0])
    nemeses = (histories.killed, histories.paused(1.0), histories.restarted)
    history, stored = histories.lived(server, lab[1], nemeses, seed=1)
    assert faults(history.sent, history.reads, stored) == []
    assert all(each.saved_at is not None for each in history.sent)
    assert problems_in(server.folder) == []


def test_a_network_that_cuts_leaves_a_history_without_fault(lab: tuple[Path, Lab]) -> None:
    """Cut before, in the midst of and after what is asked; the server never ends."""
    server = Server(lab[0])
    with Wire(server) as wire:
        nemeses = [wire.cut(how) for how in CUTS]
        history, stored = histories.lived(server, lab[1], nemeses, seed=6, wire=wire)
    assert wire.cuts >= len(nemeses)
    assert faults(history.sent, history.reads, stored) == []
    assert all(each.saved_at is not None for each in history.sent)
    assert problems_in(server.folder) == []


def test_a_clock_that_steps_an_hour_to_and_fro_signs_nobody_out_and_orders_nothing(
    lab: tuple[Path, Lab],
) -> None:
    server = Server(lab[0], planted="a clock that steps")
    history, stored = histories.lived(server, lab[1], [histories.restarted], seed=5, acts=400, patience_s=10)
    assert faults(history.sent, history.reads, stored) == []
    assert all(each.saved_at is not None for each in history.sent)
    place = workplace.open_workplace(server.folder)
    with place.store.read() as tx:
        times = [at for (at,) in tx.rows(text("SELECT at FROM audit ORDER BY seq"))]
    place.store.close()
    assert times != sorted(times), "no step fell between two entries of the record"
    assert problems_in(server.folder) == []


@pytest.mark.parametrize(
    ("bug", "kinds"),
    [
        ("drops one in 1,000", {"lost", "number"}),
        ("doubles one in 1,000", {"never sent", "order of a tab"}),
    ],
)
def test_one_act_in_a_thousand_that_is_dropped_or_doubled_is_found(
    lab: tuple[Path, Lab], bug: str, kinds: set[str]
) -> None:
    server = Server(lab[0], planted=bug)
    history, stored = histories.lived(server, lab[1], (), seed=2, acts=1_500, most=40, patience_s=10)
    assert kinds <= {kind for kind, _told in faults(history.sent, history.reads, stored)}


def test_what_is_called_saved_before_it_is_on_the_disk_is_found(lab: tuple[Path, Lab]) -> None:
    server = Server(lab[0], planted="answers before the commit")
    history, stored = histories.lived(server, lab[1], [histories.mended], seed=3, calm_s=0, patience_s=10)
    assert "lost" in {kind for kind, _told in faults(history.sent, history.reads, stored)}


@pytest.mark.slow
def test_minutes_of_kills_pauses_and_restarts_leave_histories_without_fault(
    lab: tuple[Path, Lab], tmp_path: Path
) -> None:
    end, chance, number, sent = time.monotonic() + LONG_S, random.Random(4), 0, 0
    choice = (
        histories.killed,
        histories.killed,
        histories.restarted,
        histories.paused(1),
        histories.paused(10),
    )
    while time.monotonic() < end:
        number += 1
        folder = shutil.copytree(lab[0], tmp_path / str(number) / "data")
        server = Server(folder)
        with Wire(server) as wire:
            nemeses = chance.choices((*choice, *map(wire.cut, CUTS)), k=ROUND)
            history, stored = histories.lived(server, lab[1], nemeses, seed=number, calm_s=2, wire=wire)
        assert faults(history.sent, history.reads, stored) == []
        assert problems_in(folder) == []
        sent += len(history.sent)
        shutil.rmtree(folder.parent)
    assert sent > 100 * number
