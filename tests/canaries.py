"""A family with a canary in every field and file, and a search for each of them in every byte of a folder."""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Table, Text, false, insert, or_, select, update

from annotator.actions import families, films, notes, preparing
from annotator.actions.workplace import Workplace
from annotator.model import Content
from annotator.store import (
    Tx,
    consents,
    contents,
    gold,
    studies,
    tables,
    talks,
    training,
    variables,
    verdicts,
)
from annotator.store import families as kept
from annotator.store.accounts import Account
from annotator.store.consents import Consent
from annotator.store.training import KeptAttempt
from annotator.store.verdicts import Moment
from tests.meeting_case import draft, sent
from tests.running import enter_visit

SLICE = 48


def hanging(table: Table = tables.family) -> set[str]:
    """The tables whose rows hang on a family's, by their foreign keys."""
    found, before = {table.name}, set[str]()
    while found != before:
        before = set(found)
        for other in tables.metadata.sorted_tables:
            if any(
                key.column.table.name in found and key.ondelete == "CASCADE" for key in other.foreign_keys
            ):
                found.add(other.name)
    return found - {"tombstone"}


def _chosen(table: Table) -> set[str]:
    """The columns that hold one of a few words of ours."""
    return {str(check.name).removeprefix(f"ck_{table.name}_") for check in table.constraints if check.name}


FREE = {
    (table.name, column.name)
    for table in tables.metadata.sorted_tables
    if table.name in hanging()
    for column in table.columns
    if isinstance(column.type, Text) and column.name not in _chosen(table)
}
"""Every column that can hold words about a family."""

_KEPT_AS_JSON = {("coding", "place"), ("annotation", "modifiers"), ("plan_words", "themes")}
_NEVER_CHANGED = {"act", "edit", "consent", "reopening", "lawful_basis", "verdict"}


@dataclass
class Canaries:
    """Strings that are nowhere else, one for each field; and slices of files."""

    words: dict[str, str] = field(default_factory=dict)
    slices: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, where: str) -> str:
        """The canary of a field."""
        return self.words.setdefault(where, f"Kanarie{len(self.words):04}Zyx-{where}")

    def of_files(self, folder: Path) -> None:
        """Take slices from the middle of every file that stands for itself: sounds, pictures, tables of times."""
        for path in folder.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            for place in (len(data) // 3, len(data) // 2, 2 * len(data) // 3):
                found = data[place : place + SLICE]
                if len(set(found)) > 16:
                    self.slices[f"{path.name}@{place}"] = found

    def needles(self) -> dict[str, bytes]:
        """Everything to be looked for, also as it is folded for searching."""
        words = {w: canary.encode() for w, canary in self.words.items()}
        folded = {f"{w} folded": canary.casefold().encode() for w, canary in self.words.items()}
        return {**words, **folded, **self.slices}

    def found(self, *places: Path) -> dict[str, list[str]]:
        """Which canaries are in which files."""
        files = {path: path.read_bytes() for place in places for path in place.rglob("*") if path.is_file()}
        hits: dict[str, list[str]] = {}
        for name, needle in self.needles().items():
            for path, data in files.items():
                if needle in data:
                    hits.setdefault(name, []).append(path.name)
        return hits


@dataclass
class Planted:
    """A family full of canaries."""

    family: str
    code: str
    session: str
    recording: str
    coding: str
    plan: str
    canaries: Canaries


def plant(place: Workplace, lead: Account, film: Path, canaries: Canaries) -> Planted:
    """Enter a family with a film, coding, notes, plan, upload; then a canary into every field that holds words."""
    code = canaries("family.code")
    visit = enter_visit(place, film, code=code)
    with place.store.read() as tx:
        person = kept.on_film(tx, visit.session)[0]
        family = kept.session(tx, visit.session).family
        recording = kept.session(tx, visit.session).recordings[0].id
        canaries.words["sha256"] = kept.session(tx, visit.session).recordings[0].sha256
    families.edit_family(place, lead, family, code, canaries("family.name"))
    notes.add_note(place, lead, visit.session, "note-0001", 0, canaries("a note"), True)
    notes.add_note(place, lead, visit.session, "note-0002", 0, canaries("a removed note"), True)
    notes.remove_note(place, lead, "note-0002")
    plan = preparing.open_plan(place, lead, visit.session)
    revision = preparing.plan_view(place, lead, plan).plan.revision
    now, later = (sent(onset_ms=1000, offset_ms=9000, at_ms=5000) for _each in range(2))
    preparing.save_plan(place, lead, plan, draft(now, revision=revision, aside=[later]))
    place.store.write(lambda tx: _agree(tx, person.id, visit.coding, canaries))
    place.store.write(lambda tx: _value(tx, family, visit.session, person.id))
    place.store.write(lambda tx: _talk(tx, visit.session, lead.id))
    place.store.write(lambda tx: _verdict(tx, visit.coding, lead.id, canaries))
    place.store.write(lambda tx: _tested(tx, visit.session, visit.coding, lead.id))
    part = films.begin_upload(place, lead, visit.session, canaries("upload"), 5000)
    place.upload_file(part.id).write_bytes(random.Random(7).randbytes(4000))
    films.still(place, lead, recording, 2000)
    planted = Planted(family, code, visit.session, recording, visit.coding, plan, canaries)
    place.store.write(lambda tx: _fill(tx, planted, lead.id))
    canaries.of_files(place.film_folder(recording))
    canaries.slices["upload"] = place.upload_file(part.id).read_bytes()[:SLICE]
    return planted


def _agree(tx: Tx, person: str, coding: str, canary: Canaries) -> None:
    """What is only ever added to: what somebody agreed to, and why a coding was opened again."""
    language = canary("consent.language")
    consents.note(tx, Consent(person, "look_together", "given", how="paper", language=language))
    tx.execute(
        insert(tables.reopening), {"coding": coding, "at": tx.at, "reason": canary("reopening.reason")}
    )


def _value(tx: Tx, family: str, session: str, person: str) -> None:
    """A study variable of the visit and one of somebody on the film."""
    study = kept.study_of(tx, family)
    for of, id in (("visit", session), ("person", person)):
        variables.set_value(tx, variables.add(tx, study, of, f"Group of a {of}", "text", ()), [id], "a value")


def _talk(tx: Tx, session: str, account: str) -> None:
    """A moment that was shared, with a message."""
    talks.say(tx, talks.begin(tx, session, account, account, 1_000).id, account, "a message")


def _verdict(tx: Tx, coding: str, account: str, canary: Canaries) -> None:
    """What was decided about a moment of two codings, and the consensus that came of it."""
    moment = Moment("infant_cue", "infant", 0, 0, "bid_social", "(none)")
    verdicts.judge(tx, (coding, coding), moment, "first", canary("verdict.note"), account)
    verdicts.keep_origin(tx, coding, (coding, coding), (0, 0), account)


def _tested(tx: Tx, session: str, coding: str, account: str) -> None:
    """A gold coding, and what came of a test of it."""
    into = gold.add_set(tx, studies.default(tx), "First films", "core-attunement", 1, "test", account)
    gold.declare(tx, coding, gold.get_set(tx, into), account)
    why = "nothing was coded"
    training.keep_attempt(tx, KeptAttempt(
        coding, coding, account, session, "core-attunement", 1, "test", "accuracy", None, why, 0.85, False, tx.at,
    ))  # fmt: skip


def _fill(tx: Tx, planted: Planted, account: str) -> None:
    """Acts and marks as a desk leaves them, and a canary in every field of every row that may be changed."""
    _press(tx, planted)
    for name, rows in rows_of(tx, planted).items():
        table = tables.metadata.tables[name]
        words = [c for t, c in sorted(FREE) if t == name]
        if name in _NEVER_CHANGED or not words:
            continue
        for row in rows:
            values = {
                word: _worded(name, word, planted.canaries(f"{name}.{word}"))
                for word in words
                if (name, word) not in {("family", "code"), ("family", "code_folded")}
            }
            keys = [column == row._mapping[column.name] for column in table.primary_key]
            if values:
                tx.execute(update(table).where(*keys).values(**values))


def _worded(table: str, column: str, canary: str) -> str:
    if (table, column) in _KEPT_AS_JSON:
        return json.dumps({"words": canary})
    return canary.casefold() if column.endswith("folded") else canary


def _press(tx: Tx, planted: Planted) -> None:
    """Marks with comments, and an act that was refused; written as the desk's acts leave them."""
    of, canary = planted.coding, planted.canaries
    base = {"coding": of, "tab": "t", "made_at": canary("act.made_at"), "received_at": tx.at, "digest": "d"}
    none = {"seq": None, "edits": None, "undoes": None}
    saved = {**base, **none, "id": "saved", "n": 1, "kind": "press", "outcome": "saved", "seq": 1}
    refused = {**base, **none, "id": "refused", "n": 2, "kind": "press", "outcome": "refused"}
    tx.execute(insert(tables.act), {**saved, "code": "", "message": ""})
    words = {
        "code": canary("act.code"),
        "message": canary("act.message"),
        "edits": json.dumps([canary("act.edits")]),
    }
    tx.execute(insert(tables.act), {**refused, **words})
    edit = {"coding": of, "seq": 1, "revision": 1, "kind": "add", "onset_ms": None, "offset_ms": None}
    content = {"content": _content(canary("edit.content")), "before": _content(canary("edit.before"))}
    tx.execute(insert(tables.edit), {**edit, **content, "position": 0, "id": "e", "annotation": "a"})
    mark = {
        "coding": of,
        "revision": 1,
        "track": "infant_cue",
        "subject": "infant",
        "code": "bid_social",
        "onset_ms": 0,
    }
    tx.execute(insert(tables.annotation), {**mark, "id": "a", "comment": canary("annotation.comment")})


def _content(comment: str) -> str | None:
    return contents.to_json(Content("infant_cue", "infant", "bid_social", 0, 0, comment=comment))


def rows_of(tx: Tx, planted: Planted) -> dict[str, Iterable[Any]]:
    """Every row that hangs on the planted family, table by table."""
    rows: dict[str, list[Any]] = {}
    for table in tables.metadata.sorted_tables:
        if table.name not in hanging():
            continue
        if table.name == "family":
            rows["family"] = list(tx.rows(select(table).where(table.c.id == planted.family)))
            continue
        wanted = []
        for key in table.foreign_keys:
            above, column = key.column.table.name, key.column.name
            if above in rows and key.ondelete == "CASCADE":
                ids = {row._mapping[column] for row in rows[above]}
                wanted += [key.parent.in_(ids)]
        rows[table.name] = list(tx.rows(select(table).where(or_(false(), *wanted))))
    return rows


def words_kept(tx: Tx, planted: Planted) -> Iterator[tuple[str, str]]:
    """The columns of the planted family in which there is a canary."""
    for name, rows in rows_of(tx, planted).items():
        for row in rows:
            for column, value in row._mapping.items():
                if isinstance(value, str) and "kanarie" in value.casefold():
                    yield name, column


def churn(place: Workplace, ours: str, theirs: str, canary: str, rows: int = 1500) -> None:
    """Notes of both families written and grown in turn, so that pages split and leave old traces behind."""
    chance = random.Random(4)

    def work(tx: Tx) -> None:
        account = tx.value(select(tables.account.c.id))
        for number in range(rows):
            session = ours if chance.random() < 0.4 else theirs
            words = (canary if session == ours else "another family ") + "x" * chance.randint(0, 900)
            id = f"churn-{chance.randbytes(8).hex()}"
            row = {"account": account, "id": id, "session": session, "text": words, "at_ms": 0}
            tx.execute(insert(tables.note), {**row, "made_at": tx.at, "changed_at": tx.at})
            if number % 5 == 0:
                tx.execute(update(tables.note).where(tables.note.c.id == id).values(text=words + " grown"))

    place.store.write(work)
