"""The same film at two computers, and one coding that goes on at either."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from annotator.actions import carrying, codings, families
from annotator.actions.bundle_file import _seal
from annotator.actions.people import first_person
from annotator.actions.workplace import Workplace
from annotator.store import codings as stored
from annotator.store import recordings
from annotator.store.accounts import Account
from annotator.store.transaction import canonical
from tests.agreeing import everybody_agrees
from tests.talking import new_id, point
from tests.web.visitor import Facts


@dataclass
class Computer:
    """One of the two: who works there, at which visit of it, and the tab of the browser."""

    place: Workplace
    session: str
    who: Account
    tab: str = field(default_factory=new_id)
    n: int = 0

    def begin(self) -> str:
        """Begin a coding of the visit."""
        return codings.begin_coding(self.place, self.who, self.session, None, "field")

    def press(self, coding: str, *edits: dict[str, Any]) -> str:
        """One act of these edits; what became of it."""
        self.n += 1
        act = {"id": new_id(), "tab": self.tab, "n": self.n, "kind": "press", "undoes": None, "made_at": ""}
        sent = {"api": 1, "acts": [{**act, "edits": list(edits)}]}
        return str(codings.save_acts(self.place, self.who, coding, sent)["answers"][0]["outcome"])

    def take(self, coding: str) -> bytes:
        """The coding as a file."""
        return carrying.take_along(self.place, self.who, coding)[1]

    def bring(self, data: bytes, **choices: Any) -> carrying.Brought:
        """Bring a file in."""
        return carrying.bring(self.place, self.who, data, **choices)

    def stands(self, coding: str) -> tuple[Any, ...]:
        """What the coding amounts to: its annotations with their revisions, its window, its state."""
        with self.place.store.read() as tx:
            found = stored.load(tx, coding)
        return (
            sorted((a.id, a.revision, str(a.content)) for a in found.annotations),
            found.window,
            found.state,
        )

    def problems(self, coding: str) -> list[str]:
        """What `annotator check` says of the coding."""
        with self.place.store.read() as tx:
            return [str(problem) for problem in stored.check(tx, coding)]


def add(onset_ms: int, offset_ms: int | None = None, **more: Any) -> dict[str, Any]:
    """An edit that adds a cue, or a stretch of being together where it has an end."""
    content = point(onset_ms)
    if offset_ms is not None:
        content |= {"track": "dyad_state", "subject": "dyad", "code": "together", "offset_ms": offset_ms}
    return _edit("add", new_id(), 0, {**content, **more})


def change(of: dict[str, Any], revision: int = 1, **more: Any) -> dict[str, Any]:
    """An edit that changes what another added."""
    return _edit("change", of["annotation"], revision, {**of["content"], **more})


def remove(of: dict[str, Any], revision: int = 1) -> dict[str, Any]:
    """An edit that takes away what another added."""
    return _edit("remove", of["annotation"], revision, None)


def window(onset_ms: int, offset_ms: int) -> dict[str, Any]:
    """An edit that sets the coded window."""
    return _edit("window", None, 0, None) | {"window": {"onset_ms": onset_ms, "offset_ms": offset_ms}}


def _edit(kind: str, annotation: str | None, revision: int, content: Any) -> dict[str, Any]:
    return {
        "id": new_id(), "kind": kind, "annotation": annotation, "revision": revision, "content": content,
        "window": None,
    }  # fmt: skip


def visit_with_film(place: Workplace, sha256: str | None, code: str = "") -> Computer:
    """A visit whose people agree, with a film of a minute whose files are made up; None for no film."""
    who = first_person(place)
    family = families.create_family(place, who, code or f"Family {new_id()[:8]}")
    session = families.create_session(place, who, family.id, "Visit 1", "2026-05-31", "free_play_toys").id
    everybody_agrees(place, who, session)
    if sha256 is not None:
        id = os.urandom(8).hex()
        place.store.write(lambda tx: recordings.add(tx, id, session, "film.mp4", sha256, "mp4"))
        place.store.write(lambda tx: recordings.ready(tx, id, Facts(duration_ms=60_000, frames=1_500)))
    return Computer(place, session, who)


def two_visits(first: Workplace, second: Workplace) -> tuple[Computer, Computer]:
    """A visit at each computer with one and the same film."""
    sha256 = os.urandom(32).hex()
    return visit_with_film(first, sha256), visit_with_film(second, sha256)


def sealed_anew(data: bytes, **changed: Any) -> bytes:
    """A file changed by hand by somebody who knows how it is sealed."""
    whole = json.loads(data)
    whole["coding"].update(changed)
    whole["sha256"] = _seal(whole["coding"])
    return canonical(whole).encode()
