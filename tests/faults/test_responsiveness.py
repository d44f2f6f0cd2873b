"""Nothing blocks the server: its health answers at once while people code, open desks and export."""

import threading
import time

import httpx2
import pytest

from tests.running import Server, Visit
from tests.talking import Talker, point


@pytest.mark.alone
def test_health_answers_while_coding_opening_and_exporting(killable: tuple[Server, Visit]) -> None:
    server, visit = killable
    stop = threading.Event()

    def coder() -> None:
        with Talker(server, visit.coding) as talker:
            talker.client.cookies.update(first.client.cookies)
            while not stop.is_set():
                assert talker.post([talker.act(point(40 * (talker.n % 900)))]).status_code == 200
                time.sleep(0.1)

    def reader() -> None:
        with Talker(server, visit.coding) as talker:
            talker.client.cookies.update(first.client.cookies)
            while not stop.is_set():
                talker.desk()
                url = f"{server.url}/exports/codings/{visit.coding}.xlsx"
                assert talker.client.get(url).status_code == 200
                time.sleep(0.3)

    with Talker(server, visit.coding).launch() as first:
        threads = [threading.Thread(target=work) for work in (coder, coder, coder, reader)]
        for thread in threads:
            thread.start()
        waits = []
        with httpx2.Client(timeout=10) as client:
            for _ in range(120):
                began = time.perf_counter()
                assert client.get(f"{server.url}/healthz").json() == {"ok": True}
                waits.append(time.perf_counter() - began)
                time.sleep(0.03)
        stop.set()
        for thread in threads:
            thread.join()
    waits.sort()
    assert waits[int(0.95 * len(waits))] < 0.1, f"p95 {1000 * waits[int(0.95 * len(waits))]:.0f} ms"
