"""A visit with a film, and plans for it as a browser would send them."""

import os
import uuid
from typing import Any

from annotator.actions import codings, families, preparing
from annotator.actions.workplace import Workplace
from annotator.model import Subject
from annotator.store import recordings
from annotator.store.accounts import Account
from tests.agreeing import everybody_agrees
from tests.web.visitor import Facts

CAST = (Subject("child", "child", "child", "Mia"), Subject("carer", "caregiver", "caregiver", "Ana"))


def visit(place: Workplace, who: Account, code: str = "Family 012", **facts: Any) -> str:
    """A family with a visit and a film of a minute whose files are made up; gives the session."""
    family = families.create_family(place, who, code, "Testing")
    return next_visit(place, who, family.id, **facts)


def next_visit(
    place: Workplace, who: Account, family: str, cast: tuple[Subject, ...] = CAST, **facts: Any
) -> str:
    """One more visit of a family, with a film."""
    session = families.create_session(place, who, family, "Visit 3", "2026-05-31", "free_play_toys", cast).id
    everybody_agrees(place, who, session)
    made_up_film(place, session, **facts)
    return session


def made_up_film(place: Workplace, session: str, name: str = "film.mp4", **facts: Any) -> str:
    """A film of a minute, ready, whose files are made up; gives the recording."""
    id = os.urandom(8).hex()
    place.store.write(lambda tx: recordings.add(tx, id, session, name, os.urandom(32).hex(), "mp4"))
    ready = Facts(**{"duration_ms": 60_000, "frames": 1_500, **facts})
    place.store.write(lambda tx: recordings.ready(tx, id, ready))
    folder = place.film_folder(id)
    folder.mkdir(parents=True)
    for file in ("proxy.mp4", "frames.bin", "peaks.bin", "filmstrip.jpg", "poster.jpg"):
        (folder / file).write_bytes(file.encode() * 1000)
    strip = '{"tile_every_ms": 1000, "tiles": 60, "columns": 10, "tile_w": 160, "tile_h": 90}'
    (folder / "film.json").write_text(strip)
    return id


def sent(**more: Any) -> dict[str, Any]:
    """A moment as a browser sends it: a strength of ten seconds."""
    return {
        "id": f"moment-{uuid.uuid4().hex[:12]}", "onset_ms": 10_000, "offset_ms": 20_000, "at_ms": 12_000,
        "kind": "strength", "phrase": "You noticed.", "question": "What do you see?", "why": "small and usual",
        "counterpart": None, "said": "", **more,
    }  # fmt: skip


def draft(*moments: dict[str, Any], revision: int = 0, **more: Any) -> dict[str, Any]:
    """A whole plan as a browser sends it."""
    return {
        "revision": revision, "child": "Mia", "language": "en", "strengths_only": False,
        "moments": list(moments), "goal": "more calm", **more,
    }  # fmt: skip


def ready_plan(place: Workplace, who: Account, session: str, *moments: dict[str, Any]) -> str:
    """A plan that is ready to be shown; gives its id."""
    plan = preparing.open_plan(place, who, session)
    revision = preparing.plan_view(place, who, plan).plan.revision
    preparing.save_plan(place, who, plan, draft(*(moments or (sent(),)), revision=revision))
    view = preparing.mark_ready(place, who, plan)
    assert view.plan.state == "ready", view.problems
    return plan


def code(
    place: Workplace, who: Account, session: str, *marks: dict[str, Any], scheme: str = "core-attunement"
) -> str:
    """A coding of a visit with these contents, in the scheme's first profile; gives its id."""
    chosen = next(c for c in codings.schemes_here(place, who) if c.scheme.id == scheme)
    coding = codings.begin_coding(place, who, session, chosen.scheme.hash, chosen.profiles[0][0])
    press(place, who, coding, *marks)
    return coding


def press(place: Workplace, who: Account, coding: str, *marks: dict[str, Any]) -> None:
    """Add annotations to one's coding, in one act."""
    edits = [
        {"id": str(uuid.uuid4()), "kind": "add", "annotation": str(uuid.uuid4()), "revision": 0, "content": each,
         "window": None}
        for each in marks
    ]  # fmt: skip
    act = {"id": str(uuid.uuid4()), "tab": uuid.uuid4().hex, "n": 1, "kind": "press", "undoes": None,
           "made_at": "", "edits": edits}  # fmt: skip
    answer = codings.save_acts(place, who, coding, {"api": 1, "acts": [act]})
    assert answer["answers"][0]["outcome"] == "saved", answer


def mark(
    track: str, subject: str, code: str, onset: int, offset: int | None = None, **more: Any
) -> dict[str, Any]:
    """The content of an annotation as the desk sends it; a point without an offset."""
    return {
        "track": track, "subject": subject, "code": code, "onset_ms": onset,
        "offset_ms": onset if offset is None else offset, "onset_frame": None, "offset_frame": None,
        "raw_onset_ms": None, "raw_offset_ms": None, "modifiers": {}, "comment": "", "flagged": False, **more,
    }  # fmt: skip
