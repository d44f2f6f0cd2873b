"""A clock that obeys, and a coding with short ways to say acts."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from annotator import store as stores
from annotator.model import Act, Content, Edit, EditKind, Interval, Subject
from annotator.store import Store, Tx
from annotator.store.codings import ActAnswer, LaneRule

GAZE, CUES, SMILE = ("gaze", "infant"), ("cues", "infant"), ("smile", "parent")
LANES = {GAZE: LaneRule("state", True), CUES: LaneRule("point", True), SMILE: LaneRule("state", False)}


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 3, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def new() -> str:
    return str(uuid.uuid4())


@dataclass
class Desk:
    """One coder's coding of one session."""

    store: Store
    coder: str
    session: str
    coding: str
    sent: dict[str, int] = field(default_factory=dict)

    def add(self, onset: int, offset: int | None, lane: tuple[str, str] = GAZE, **more: Any) -> Edit:
        """An edit that adds an annotation."""
        id = more.pop("id", None) or new()
        content = Content(*lane, more.pop("code", "mother"), onset, offset, **more)
        return Edit(new(), EditKind.ADD, id, more.get("revision", 0), content)

    def change(self, of: Edit, onset: int, offset: int | None, revision: int = 1) -> Edit:
        """An edit that moves what another edit added."""
        assert of.content is not None
        content = Content(of.content.track, of.content.subject, of.content.code, onset, offset)
        return Edit(new(), EditKind.CHANGE, of.annotation, revision, content)

    def remove(self, of: Edit, revision: int = 1) -> Edit:
        """An edit that takes away what another edit added."""
        return Edit(new(), EditKind.REMOVE, of.annotation, revision)

    def window(self, onset: int, offset: int) -> Edit:
        """An edit that sets the coded window."""
        return Edit(new(), EditKind.WINDOW, None, 0, None, Interval(onset, offset))

    def act(self, *edits: Edit, tab: str = "tab", n: int | None = None, **more: Any) -> Act:
        """The next act of a tab, or one with a number of its own."""
        if n is None:
            n = self.sent[tab] = self.sent.get(tab, 0) + 1
        return Act(more.pop("id", None) or new(), tab, n, more.pop("kind", "press"), edits, **more)

    def save(self, *acts: Act) -> list[ActAnswer]:
        """Send acts in one batch."""
        return self.store.write(lambda tx: stores.codings.save_acts(tx, self.coding, acts, LANES))

    def do(self, *edits: Edit) -> ActAnswer:
        """Send one act of these edits."""
        return self.save(self.act(*edits))[0]

    def standing(self) -> list[Content]:
        """What stands, by onset."""
        with self.store.read() as tx:
            return [a.content for a in stores.codings.load(tx, self.coding).annotations]

    def history(self) -> list[dict[str, Any]]:
        with self.store.read() as tx:
            return stores.codings.history(tx, self.coding, 100_000)

    def problems(self) -> list[str]:
        with self.store.read() as tx:
            return [str(problem) for problem in stores.codings.check(tx, self.coding)]

    def again(self, profile: str) -> "Desk":
        """Another empty coding of the same session by the same coder."""
        window = Interval(0, 600_000)
        coding = self.store.write(
            lambda tx: stores.codings.begin(tx, self.session, self.coder, "hash", profile, window)
        )
        return Desk(self.store, self.coder, self.session, coding)


def furnished(opened: Store) -> Desk:
    """A coder, a family, a session, a scheme, and a coding begun."""

    def work(tx: Tx) -> Desk:
        coder = stores.accounts.add(tx, "Ana", "coder")
        family = stores.families.create_family(tx, "F01", "Müller")
        subjects = [
            Subject("infant", "infant", "infant", "Baby"),
            Subject("parent", "parent", "parent", "Mother"),
        ]
        session = stores.families.create_session(tx, family.id, "Visit 1", "2026-05-03", "play", subjects)
        stores.schemes.put(tx, b"document", "gaze", "1.0", "hash")
        coding = stores.codings.begin(tx, session.id, coder.id, "hash", "full", Interval(0, 600_000))
        return Desk(opened, coder.id, session.id, coding)

    return opened.write(work)
