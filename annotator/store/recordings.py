"""Recordings: the films of a session, from the first byte to ready."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import bindparam, delete, func, insert, select, update

from annotator.errors import Conflict, NotFound, packed, said, unpacked
from annotator.model import Recording
from annotator.store.prepared import Prepared
from annotator.store.tables import recording, view
from annotator.store.transaction import AnyRow, Tx


class FilmFacts(Protocol):
    """What preparing a film found out; sizes in px and upright, the length in ms."""

    @property
    def width(self) -> int: ...  # noqa: D102
    @property
    def height(self) -> int: ...  # noqa: D102
    @property
    def frames(self) -> int: ...  # noqa: D102
    @property
    def duration_ms(self) -> int: ...  # noqa: D102
    @property
    def variable_rate(self) -> bool: ...  # noqa: D102
    @property
    def has_sound(self) -> bool: ...  # noqa: D102
    @property
    def rate_num(self) -> int | None: ...  # noqa: D102
    @property
    def rate_den(self) -> int | None: ...  # noqa: D102
    @property
    def container(self) -> str: ...  # noqa: D102
    @property
    def video_codec(self) -> str: ...  # noqa: D102
    @property
    def audio_codec(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Film:
    """A recording with what only films and exports need.

    ``rate`` is frames a second as numerator and denominator, None while preparing and where
    the rate varies; ``reason`` says why preparing failed.
    """

    recording: Recording
    extension: str
    reason: str
    rate: tuple[int, int] | None
    container: str
    video_codec: str
    audio_codec: str


_MODEL = (
    recording.c.id, recording.c.session, recording.c.name, recording.c.sha256, recording.c.state,
    recording.c.shift_ms, recording.c.duration_ms, recording.c.frames, recording.c.width, recording.c.height,
    recording.c.variable_rate, recording.c.has_sound,
)  # fmt: skip
_OF_SESSION = Prepared(
    select(*_MODEL)
    .where(recording.c.session == bindparam("session"))
    .order_by(recording.c.made_at, recording.c.id)
)
_FACTS = (
    "width", "height", "frames", "duration_ms", "variable_rate", "has_sound", "rate_num", "rate_den",
    "container", "video_codec", "audio_codec",
)  # fmt: skip


def add(tx: Tx, id: str, session_id: str, name: str, sha256: str, extension: str) -> Recording:
    """Note a film that is to be prepared; Conflict when the session has the very same film."""
    if by_sha(tx, session_id, sha256) is not None:
        raise Conflict(said("This film is already in the session."))
    row = {"id": id, "session": session_id, "name": name, "sha256": sha256, "extension": extension}
    tx.execute(insert(recording), {**row, "state": "preparing", "made_at": tx.at})
    return get(tx, id)


def get(tx: Tx, id: str) -> Recording:
    """The recording with this id; NotFound when there is none."""
    return film(tx, id).recording


def film(tx: Tx, id: str) -> Film:
    """The recording with all that is known of its film; NotFound when there is none."""
    row = tx.row(select(recording).where(recording.c.id == id))
    if row is None:
        raise _unknown()
    rate = (row.rate_num, row.rate_den) if row.rate_num is not None else None
    codecs = (row.container, row.video_codec, row.audio_codec)
    values = row._mapping
    return Film(Recording(*(values[c] for c in _MODEL)), row.extension, unpacked(row.reason), rate, *codecs)


def of_session(tx: Tx, session_id: str) -> list[Recording]:
    """The recordings of a session in the order in which they were entered: the first gives the clock."""
    return [_recording(row) for row in tx.rows(_OF_SESSION, {"session": session_id})]


def by_sha(tx: Tx, session_id: str, sha256: str) -> Recording | None:
    """The recording of a session that is this very file, None when it has none."""
    wanted = select(*_MODEL).where(recording.c.session == session_id, recording.c.sha256 == sha256)
    row = tx.row(wanted)
    return _recording(row) if row is not None else None


def ready(tx: Tx, id: str, facts: FilmFacts) -> None:
    """Note what preparing found out; the film can now be shown."""
    found = {name: getattr(facts, name) for name in _FACTS}
    _set(tx, id, **{**found, "audio_codec": found["audio_codec"] or "", "state": "ready", "reason": ""})


def preparing(tx: Tx, id: str) -> None:
    """Note that a film is to be prepared again; it comes behind those that are ready meanwhile."""
    _set(tx, id, state="preparing", reason="")
    session = select(recording.c.session).where(recording.c.id == id).scalar_subquery()
    if tx.row(select(recording.c.id).where(recording.c.session == session, recording.c.state == "ready")):
        _set(tx, id, made_at=tx.at)


def failed(tx: Tx, id: str, reason: str) -> None:
    """Note why a film cannot be shown."""
    _set(tx, id, state="failed", reason=packed(reason))


def set_shift(tx: Tx, id: str, shift_ms: int) -> None:
    """Lay the first frame at ``shift_ms`` on the session clock."""
    _set(tx, id, shift_ms=shift_ms)


def set_place(tx: Tx, id: str, made_at: str) -> None:
    """Put a film among its session's as if it had been entered at ``made_at``."""
    _set(tx, id, made_at=made_at)


def remove(tx: Tx, id: str) -> None:
    """Forget a recording; its files are the caller's."""
    tx.execute(delete(recording).where(recording.c.id == id))


def viewed(tx: Tx, account_id: str, recording_id: str) -> bool:
    """Whether the account's view of this recording is already on the record for this hour."""
    mine = (view.c.account == account_id) & (view.c.recording == recording_id) & (view.c.hour == tx.at[:13])
    return bool(tx.value(select(func.count()).select_from(view).where(mine)))


def note_view(tx: Tx, account_id: str, recording_id: str) -> bool:
    """Note a view; False when it was noted before in this hour, so that no second row is due."""
    if viewed(tx, account_id, recording_id):
        return False
    tx.execute(insert(view), {"account": account_id, "recording": recording_id, "hour": tx.at[:13]})
    return True


def _set(tx: Tx, id: str, **values: str | int | bool | None) -> None:
    if tx.execute(update(recording).where(recording.c.id == id).values(**values)).rowcount == 0:
        raise _unknown()


def _unknown() -> NotFound:
    return NotFound(said("There is no such film here."))


def _recording(row: AnyRow) -> Recording:
    return Recording(*row)
