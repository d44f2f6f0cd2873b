"""The sample family, there from the first start: three drawn visits in eight weeks, two simulated coders."""

import csv
import uuid
from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path

from annotator import shipped
from annotator.access import Purpose
from annotator.actions.family_people import bound
from annotator.actions.films import import_film
from annotator.actions.scheme_cards import newest_of
from annotator.actions.workplace import Workplace
from annotator.errors import NotFound
from annotator.model import Act, Content, Edit, EditKind, Interval, Session
from annotator.store import Tx, accounts, audit, codings, consents, erasing, families
from annotator.store.consents import Consent
from annotator.store.families import Person

SCHEME, PROFILE = "core-attunement", "standard"
SIMULATED = {"coder_ana.csv": "Ana (simulated)", "coder_ben.csv": "Ben (simulated)"}
PEOPLE = (("child", "Ava", "2025-10-01"), ("caregiver", "Mother", None))
VISITS = (
    ("Visit 1", "2026-05-04", "family.mp4"),
    ("Visit 2", "2026-06-01", "family_2.mp4"),
    ("Visit 3", "2026-06-29", "family_3.mp4"),
)
"""Label, day and film of each visit. The first one is coded already; its film is prepared first."""


def load_sample_family(w: Workplace) -> str | None:
    """Enter the sample family when there never was a family; gives its first visit's id."""
    with w.store.read() as tx:
        begun = bool(families.search(tx, "", 1, 0).total or erasing.erasures(tx))
        silent = _silent(tx)
        first = accounts.first(tx)
    if begun:
        if silent:
            w.store.write(_let_agree)
        return None
    sessions = w.store.write(_sessions)
    folder = shipped.folder("sample_media")
    for session, (_, _, film) in zip(sessions, VISITS, strict=True):
        import_film(w, first, session, folder / film)
    for file, name in SIMULATED.items():
        rows = list(_rows(folder / file))
        w.store.write(partial(_coding, session=sessions[0], name=name, contents=rows))
    return sessions[0]


def _sessions(tx: Tx) -> list[str]:
    family = families.create_family(tx, "Sample family")
    people = _people(tx, family.id)
    made = [
        families.create_session(tx, family.id, label, day, "free_play_toys", bound((), people)).id
        for label, day, _ in VISITS
    ]
    for session in made:
        audit.write(tx, None, "sample", "session", session, {})
    return made


def _people(tx: Tx, family: str) -> list[Person]:
    """The two of the sample family; they are drawn, and agree to everything."""
    return _agreeing(tx, [families.add_person(tx, family, *facts) for facts in PEOPLE])


def _agreeing(tx: Tx, people: list[Person]) -> list[Person]:
    for person, purpose in product(people, Purpose):
        consents.note(tx, Consent(person.id, purpose.value, "given"))
    return people


def _silent(tx: Tx) -> list[Session]:
    """The sample family's visits as a folder has them from before agreement was asked."""
    found = (_visit(tx, id) for id in audit.subjects(tx, "sample"))
    return [visit for visit in found if visit is not None and not consents.history(tx, visit.family)]


def _visit(tx: Tx, id: str) -> Session | None:
    try:
        return families.session(tx, id)
    except NotFound:
        return None


def _let_agree(tx: Tx) -> None:
    """Let the sample family agree there too; who is on a film is filled in where nobody was entered."""
    visits = _silent(tx)
    for family in dict.fromkeys(visit.family for visit in visits):
        known = families.people(tx, family)
        people = _agreeing(tx, known) if known else _people(tx, family)
        for visit in visits if not known else ():
            families.set_subjects(tx, visit.id, bound(visit.subjects, people))


def _rows(file: Path) -> Iterator[Content]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            onset, offset = int(row["onset_ms"]), int(row["offset_ms"])
            yield Content(row["track"], row["subject"], row["code"], onset, offset)


def _coding(tx: Tx, session: str, name: str, contents: list[Content]) -> None:
    coder = accounts.add(tx, name, "coder")
    accounts.disable(tx, coder.id)
    window = Interval(0, max(c.offset_ms or 0 for c in contents))
    coding = codings.begin(tx, session, coder.id, newest_of(tx, SCHEME).hash, PROFILE, window)
    edits = tuple(Edit(_id(), EditKind.ADD, _id(), 0, content) for content in contents)
    # Without the scheme's rules, for nobody has to wait until it is read: a test holds our files to them.
    codings.save_acts(tx, coding, [Act(_id(), "sample-family", 1, "import", edits)], {})
    codings.submit(tx, coding)


def _id() -> str:
    return str(uuid.uuid4())
