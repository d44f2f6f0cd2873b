"""R32: ready means that a row was just written to the disk, and anybody who watches is told no more."""

import time
from pathlib import Path

import pytest
from sqlalchemy import select

from annotator.store.tables import probe
from annotator.web.readiness import ANEW_S
from tests.web.visitor import Served, Visitor, served


def written(app: Served) -> int:
    with app.place.store.read() as tx:
        return int(tx.value(select(probe.c.times)) or 0)


def test_it_is_ready_while_writes_reach_the_disk_and_no_longer_when_they_do_not(tmp_path: Path) -> None:
    with served(tmp_path / "data") as app:
        watcher = app.visitor()
        before = written(app)
        answer = watcher.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"ready": True})
        assert written(app) == before + 1
        app.place.store.close()
        time.sleep(ANEW_S)
        answer = watcher.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"ready": False})
        assert watcher.get("/healthz").status_code == 200


def test_asking_often_keeps_no_disk_busy(app: Served, stranger: Visitor) -> None:
    before, begun = written(app), time.monotonic()
    for _ in range(50):
        assert stranger.get("/readyz").status_code == 200
    assert 1 <= written(app) - before <= 2 + (time.monotonic() - begun) / ANEW_S


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_is_only_asked(ana: Visitor, method: str) -> None:
    assert ana.ask(method, "/readyz").status_code == 405
