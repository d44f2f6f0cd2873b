"""What must not happen by the way: a change by looking, a name in a log, a wait for everybody."""

import asyncio
import gc
import hashlib
import re
import time

import pytest
from sqlalchemy import select

from annotator.actions import codings, preparing
from annotator.store.tables import metadata
from annotator.web.policies import DOORS, Policy
from tests.web.visitor import Served, Visitor, ready_film, session_of

# What looking does leave: that a film was seen and a coding taken away, which must be on record; and the
# count by which it is tried whether the disk takes what is written.
ON_RECORD = {"audit", "view", "probe"}


def fingerprint(app: Served) -> dict[str, str]:
    """A hash of the rows of each table."""
    with app.place.store.read() as tx:
        rows = {name: tx.rows(select(table)) for name, table in metadata.tables.items()}
    return {
        name: hashlib.sha256(repr(sorted(map(repr, found))).encode()).hexdigest()
        for name, found in rows.items()
    }


def test_looking_changes_nothing(app: Served, ana: Visitor) -> None:
    """S22: every GET of the table, with ids that exist, leaves the store as it was."""
    film = ready_film(app.place, app.first())
    session = session_of(app.place, film)
    coding = codings.begin_coding(app.place, app.first(), session)
    plan = preparing.open_plan(app.place, app.first(), session)
    names = {
        "recording": film,
        "name": "proxy.mp4",
        "ms": "0",
        "plan": plan,
        "mark": "x",
        "path": "x",
        "annotation": "x",
        "hash": "x",
        "other": coding,
        "moment": "x",
    }
    before = fingerprint(app)
    asked = 0
    for door in DOORS:
        if door.policy is Policy.CLOSED or "GET" not in door.methods or door.path == "/launch":
            continue
        names["id"] = session if "sessions" in door.path else plan if "plans" in door.path else coding
        path = re.sub(r"\{([a-z_]+)[^}]*\}", lambda part: names[part[1]], door.path)
        for method in sorted(door.methods & {"GET", "HEAD"}):
            assert ana.ask(method, f"{path}?id={coding}&coding={coding}&session={session}").status_code < 500
            asked += 1
    after = fingerprint(app)
    assert asked > 40
    assert {name for name in after if after[name] != before[name]} <= ON_RECORD


def test_logs_hold_no_names_tokens_or_queries(
    app: Served, ana: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    canary = "Canary-Maria-7"
    ana.get(f"/nope?name={canary}")
    ana.get(f"/api/v1/codings/{canary}")
    ana.get(f"/launch?token={canary}")
    ana.post("/api/v1/uploads", {"session": canary, "name": canary, "size": 1})
    ana.ask("PUT", f"/api/v1/uploads/{canary}?offset=0", content=canary.encode())
    app.visitor().get(f"/desk?coding={canary}")
    ours = [
        record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))
    ]
    written = "\n".join(ours) + (app.place.folder / "logs" / "attune.log").read_text()
    assert canary not in written
    assert ana.cookies["attune_8501"] not in written


@pytest.mark.alone
def test_nobody_waits_while_somebody_is_looked_up(app: Served, ana: Visitor) -> None:
    """R25: the loop that serves everybody is never held for more than 50 ms by what one person does."""
    ready = ready_film(app.place, app.first(), bytes(4_000_000), code="Family 99")

    async def longest_pause() -> float:
        longest, last = 0.0, time.monotonic()
        while time.monotonic() < deadline:
            await asyncio.sleep(0.002)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        return longest

    gc.collect()
    gc.freeze()  # as Attune does once it is loaded: what other tests left here is not looked through
    deadline = time.monotonic() + 1.0
    assert app.client.portal is not None
    watching = app.client.portal.start_task_soon(longest_pause)
    while time.monotonic() < deadline:
        assert ana.get("/api/v1/me").status_code == 200
        assert app.visitor().get("/api/v1/me").status_code == 401
        assert ana.get(f"/films/{ready}/proxy.mp4", {"range": "bytes=0-999999"}).status_code == 206
    longest = watching.result()
    gc.unfreeze()
    # Twice the limit: the test's own client works in the same interpreter.
    assert longest < 0.1
