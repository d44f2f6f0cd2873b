"""Codings that are carried between computers: taken out with all that was done, and put in as it was.

Also the films that a visit waits for, because a coding of them came without.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.errors import CodingError, NotFound, Problem, said
from annotator.model import (
    Act,
    CarriedAct,
    CarriedCoding,
    CarriedFilm,
    CodingState,
    Interval,
    MadeFrom,
    News,
    Reopening,
)
from annotator.store import contents, recordings, scheme_maps, verdicts
from annotator.store.acts import digest
from annotator.store.applying import Page, Refused
from annotator.store.failures import INTEGRITY
from annotator.store.history import removed, standing
from annotator.store.lanes import Lane, LaneRule, first_overlap
from annotator.store.tables import (
    act,
    annotation,
    awaited_film,
    coding,
    edit,
    recording,
    reopening,
    scheme,
    second_pass,
)
from annotator.store.tables import tab as tab_table
from annotator.store.transaction import Tx
from annotator.timecode import clock

_AWAY = ("coding", "id")


def take(tx: Tx, coding_id: str) -> CarriedCoding:
    """A coding with its saved acts and the films of its visit; NotFound when there is none."""
    named = select(coding, scheme.c.scheme_id, scheme.c.version).join(scheme)
    row = tx.row(named.where(coding.c.id == coding_id))
    if row is None:
        raise NotFound(said("There is no such coding here."))
    opened = select(reopening.c.by, reopening.c.at, reopening.c.reason).where(reopening.c.coding == coding_id)
    return CarriedCoding(
        row.id, row.session, row.coder, row.scheme, row.scheme_id, row.version, row.profile,
        CodingState(row.state), Interval(row.first_onset_ms, row.first_offset_ms), row.begun_at,
        row.submitted_at, films_of(tx, row.session),
        tuple(Reopening(*each) for each in tx.rows(opened.order_by(reopening.c.seq))),
        tuple(_acts(tx, coding_id)),
        tx.value(select(second_pass.c.agreement).where(second_pass.c.coding == coding_id)),
        _made_from(verdicts.origin_of(tx, coding_id)),
        scheme_maps.mapped_from(tx, coding_id),
    )  # fmt: skip


def _made_from(origin: verdicts.Origin | None) -> MadeFrom | None:
    if origin is None:
        return None
    return MadeFrom(origin.first, origin.second, origin.first_seq, origin.second_seq)


def films_of(tx: Tx, session: str) -> tuple[CarriedFilm, ...]:
    """The films of a visit that are ready or on their way to it; the one that is coded by first."""
    there = [film for film in recordings.of_session(tx, session) if film.state != "failed"]
    return tuple(CarriedFilm(film.id, film.sha256, film.shift_ms) for film in there)


def _acts(tx: Tx, coding_id: str) -> Iterator[CarriedAct]:
    rows = tx.rows(select(edit).where(edit.c.coding == coding_id).order_by(edit.c.seq, edit.c.position))
    edits = {seq: tuple(map(contents.edit_of, mine)) for seq, mine in groupby(rows, attrgetter("seq"))}
    saved = select(act).where(act.c.coding == coding_id, act.c.seq.is_not(None)).order_by(act.c.seq)
    for row in tx.rows(saved):
        made = Act(row.id, row.tab, row.n, row.kind, edits.get(row.seq, ()), row.undoes, row.made_at)
        yield CarriedAct(made, row.received_at)


def known(tx: Tx, coding_id: str) -> bool:
    """Whether there is such a coding."""
    return tx.row(select(coding.c.id).where(coding.c.id == coding_id)) is not None


def visits_of_film(tx: Tx, sha256: str) -> list[str]:
    """The visits that have this very film, or wait for it."""
    have = select(recording.c.session).where(recording.c.sha256 == sha256)
    wait = select(awaited_film.c.session).where(awaited_film.c.sha256 == sha256)
    return sorted({row.session for row in tx.rows(have.union(wait))})


def open_beside(tx: Tx, found: CarriedCoding, session: str, coder: str) -> str | None:
    """Another open coding of the same coder, visit, scheme and depth; None when there is none."""
    same = {"session": session, "coder": coder, "scheme": found.scheme_hash, "profile": found.profile}
    other = select(coding.c.id).filter_by(**same, state="open").where(coding.c.id != found.id)
    id: str | None = tx.value(other)
    return id


def put(tx: Tx, found: CarriedCoding, session: str, coder: str) -> None:
    """Make a carried coding known here, in its state and still without its acts.

    CodingError when its id is that of another, which PostgreSQL may keep from sight.
    """
    try:
        _put(tx, found, session, coder)
    except INTEGRITY:
        sentence = said("An id in the file belongs to something else here. Nothing was changed.")
        raise CodingError([Problem("different", "coding", sentence)]) from None


def _put(tx: Tx, found: CarriedCoding, session: str, coder: str) -> None:
    first = found.first_window
    tx.execute(
        insert(coding),
        {
            "id": found.id, "session": session, "coder": coder, "scheme": found.scheme_hash,
            "profile": found.profile, "state": str(found.state), "begun_at": found.begun_at,
            "onset_ms": first.onset, "offset_ms": first.offset,
            "first_onset_ms": first.onset, "first_offset_ms": first.offset,
        },
    )  # fmt: skip
    if found.agreement is not None:
        tx.execute(insert(second_pass), {"coding": found.id, "agreement": found.agreement})
    made = found.made_from
    if made is not None:
        pair, seqs = (made.first, made.second), (made.first_seq, made.second_seq)
        verdicts.keep_origin(tx, found.id, pair, seqs, None)
    if found.mapped_from is not None:
        scheme_maps.note(tx, found.id, found.scheme_hash, found.mapped_from)


def bring(tx: Tx, coding_id: str, brought: News, lanes: Mapping[Lane, LaneRule]) -> None:
    """Put acts behind those of a coding, and the coding into the state that they come with.

    CodingError when an edit does not follow from what stands, when two codes would hold at once in a lane
    where one may, or when an id is taken: then the caller's transaction is to be undone.
    """
    try:
        if brought.acts:
            _append(tx, coding_id, brought.acts, lanes)
    except Refused as refusal:
        raise CodingError([Problem(refusal.code, "acts", refusal.message)]) from None
    except INTEGRITY:
        sentence = said("An id in the file belongs to something else here. Nothing was changed.")
        raise CodingError([Problem("different", "acts", sentence)]) from None
    rows = [
        {"coding": coding_id, "by": each.by, "at": each.at, "reason": each.reason}
        for each in brought.reopenings
    ]
    if rows:
        tx.execute(insert(reopening), rows)
    state = {"state": str(brought.state), "submitted_at": brought.submitted_at}
    tx.execute(update(coding).where(coding.c.id == coding_id).values(**state))


def _append(tx: Tx, coding_id: str, acts: Sequence[CarriedAct], lanes: Mapping[Lane, LaneRule]) -> None:
    page, last = _whole(tx, coding_id)
    rows, edits = [], []
    for seq, carried in enumerate(acts, start=last + 1):
        page.edits = []
        for each in carried.act.edits:
            page.turn(each)
        rows.append(_row(coding_id, carried, seq))
        edits += [{"coding": coding_id, "seq": seq} | each for each in page.edits]
    touched = {each.annotation for carried in acts for each in carried.act.edits}
    tx.execute(insert(act), rows)
    tx.execute(insert(edit), edits)
    _set_rows(tx, [row for row in page.rows(coding_id) if row["id"] in touched])
    _set_tabs(tx, coding_id, acts)
    window = {"onset_ms": page.window.onset, "offset_ms": page.window.offset}
    tx.execute(update(coding).where(coding.c.id == coding_id).values(seq=last + len(acts), **window))
    _refuse_overlap(tx, coding_id, page, touched, lanes)


def _whole(tx: Tx, coding_id: str) -> tuple[Page, int]:
    """All annotations of a coding, and the number of its last act."""
    row = tx.execute(select(coding).where(coding.c.id == coding_id)).one()
    gone = select(*contents.COLUMNS).where(annotation.c.coding == coding_id, annotation.c.removed)
    stands = standing(tx, coding_id)
    newest = {a.id: a.content for a in stands.values()}
    newest |= {each[0]: contents.annotation_of(each).content for each in tx.rows(gone)}
    page = Page(stands, removed(tx, coding_id), newest, Interval(row.onset_ms, row.offset_ms))
    return page, row.seq


def _row(coding_id: str, carried: CarriedAct, seq: int) -> dict[str, object]:
    made = carried.act
    return {
        "coding": coding_id, "id": made.id, "tab": made.tab, "n": made.n, "kind": made.kind,
        "undoes": made.undoes, "made_at": made.made_at, "received_at": carried.received_at,
        "digest": digest(made), "outcome": "saved", "seq": seq, "code": "", "message": "", "edits": None,
    }  # fmt: skip


def _set_rows(tx: Tx, rows: list[dict[str, object]]) -> None:
    if rows:
        new = upsert(annotation)
        changed = {c.name: new.excluded[c.name] for c in annotation.columns if c.name not in _AWAY}
        tx.execute(new.on_conflict_do_update(index_elements=list(_AWAY), set_=changed), rows)


def _set_tabs(tx: Tx, coding_id: str, acts: Sequence[CarriedAct]) -> None:
    """Let the next act of a tab that was carried, such as the program's own, have a number of its own."""
    last: dict[str, int] = {}
    for carried in acts:
        last[carried.act.tab] = max(carried.act.n, last.get(carried.act.tab, 0))
    here = tx.rows(select(tab_table.c.id, tab_table.c.last).where(tab_table.c.coding == coding_id))
    kept = {row.id: row.last for row in here}
    rows = [{"coding": coding_id, "id": id, "last": max(n, kept.get(id, 0))} for id, n in last.items()]
    new = upsert(tab_table)
    tx.execute(new.on_conflict_do_update(index_elements=list(_AWAY), set_={"last": new.excluded.last}), rows)


def _refuse_overlap(
    tx: Tx, coding_id: str, page: Page, touched: set[str | None], lanes: Mapping[Lane, LaneRule]
) -> None:
    contents_there = [a.content for a in page.standing.values() if a.id in touched]
    found = first_overlap(tx, coding_id, contents_there, lanes)
    if found is not None:
        (track, subject), at = found
        raise Refused(
            "overlap",
            said(
                "In track {track} of {subject} two codes would hold at once at {at}, where one may. "
                "Nothing was changed.",
                track=track,
                subject=subject,
                at=clock(at),
            ),
        )


def wait_for(tx: Tx, session: str, film: CarriedFilm) -> None:
    """Note that a visit waits for a film, whose SHA-256 and place on the session clock are known."""
    row = {"session": session, "sha256": film.sha256, "shift_ms": film.shift_ms, "made_at": tx.at}
    tx.execute(upsert(awaited_film).on_conflict_do_nothing(), row)


def waiting(tx: Tx, session: str) -> list[str]:
    """The SHA-256 of each film that a visit waits for."""
    wanted = select(awaited_film.c.sha256).where(awaited_film.c.session == session)
    return [row.sha256 for row in tx.rows(wanted.order_by(awaited_film.c.made_at))]


def arrived(tx: Tx, session: str, film_id: str, sha256: str) -> None:
    """Lay a film that a visit waited for where it belongs, and wait no longer; nothing for any other.

    Among the visit's films it comes before those that were entered while it was waited for.
    """
    mine = (awaited_film.c.session == session) & (awaited_film.c.sha256 == sha256)
    row = tx.row(select(awaited_film.c.shift_ms, awaited_film.c.made_at).where(mine))
    if row is not None:
        recordings.set_shift(tx, film_id, row.shift_ms)
        recordings.set_place(tx, film_id, row.made_at)
        tx.execute(delete(awaited_film).where(mine))
