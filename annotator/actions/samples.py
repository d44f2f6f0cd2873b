"""The sample family: a drawn film and two simulated coders, there from the first start."""

import csv
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from annotator import shipped
from annotator.actions.codings import lane_rules, scheme_of
from annotator.actions.family_people import bound
from annotator.actions.films import import_film
from annotator.actions.workplace import Workplace
from annotator.model import Act, Content, Edit, EditKind, Interval, lanes_of, subjects_of
from annotator.store import Tx, accounts, audit, codings, families, schemes

SCHEME, PROFILE = "core-attunement", "standard"
SIMULATED = {"coder_ana.csv": "Ana (simulated)", "coder_ben.csv": "Ben (simulated)"}
FILM, DAY = "family.mp4", "2026-05-04"
PEOPLE = (("child", "Ava", "2025-10-01"), ("caregiver", "Mother", None))


def load_sample_family(w: Workplace) -> str | None:
    """Enter the sample family when there is no family yet; gives its session's id."""
    with w.store.read() as tx:
        if families.search(tx, "", 1, 0).total:
            return None
        first = accounts.first(tx)
    session = w.store.write(_session)
    folder = shipped.folder("sample_media")
    import_film(w, first, session, folder / FILM)
    for file, name in SIMULATED.items():
        w.store.write(partial(_coding, session=session, name=name, contents=list(_rows(folder / file))))
    return session


def _session(tx: Tx) -> str:
    family = families.create_family(tx, "Sample family")
    people = [families.add_person(tx, family.id, *facts) for facts in PEOPLE]
    made = families.create_session(tx, family.id, "Visit 1", DAY, "free_play_toys", bound((), people))
    audit.write(tx, None, "sample", "session", made.id, {})
    return made.id


def _rows(file: Path) -> Iterator[Content]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            onset, offset = int(row["onset_ms"]), int(row["offset_ms"])
            yield Content(row["track"], row["subject"], row["code"], onset, offset)


def _coding(tx: Tx, session: str, name: str, contents: list[Content]) -> None:
    coder = accounts.add(tx, name, "coder")
    accounts.disable(tx, coder.id)
    hash = [row.hash for row in schemes.all(tx) if row.scheme_id == SCHEME][-1]
    scheme = scheme_of(tx, hash)
    lanes = lanes_of(scheme, PROFILE, subjects_of(families.session(tx, session), scheme))
    window = Interval(0, max(c.offset_ms or 0 for c in contents))
    coding = codings.begin(tx, session, coder.id, hash, PROFILE, window)
    edits = tuple(Edit(_id(), EditKind.ADD, _id(), 0, content) for content in contents)
    codings.save_acts(tx, coding, [Act(_id(), "sample-family", 1, "import", edits)], lane_rules(lanes))
    codings.submit(tx, coding)


def _id() -> str:
    return str(uuid.uuid4())
