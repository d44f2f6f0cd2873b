"""What is erased is gone to the last byte, and stays gone when an older backup is restored (S35, R14)."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from annotator.access import Role
from annotator.actions import (
    backing_up,
    checking,
    codings,
    erasing,
    families,
    films,
    notes,
    people,
    preparing,
    restoring,
    samples,
    traces,
    workplace,
)
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Erased, NotFound, StoreError
from annotator.store import connections, erased_list, tables
from annotator.store import erasing as kept
from annotator.store.accounts import Account
from tests.canaries import FREE, Canaries, Planted, churn, hanging, plant, rows_of, words_kept
from tests.films import barcode_film, planted_film
from tests.first_release import tables_of_the_first_release
from tests.meeting_case import made_up_film, next_visit
from tests.running import enter_visit


def quiet(_share: float, _total: int) -> None:
    """Hear of progress and do nothing."""


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planted, str]:
    """A closed data folder: a family full of canaries, and another family whose visit stays."""
    root = tmp_path_factory.mktemp("rich")
    canaries = Canaries()
    film = planted_film(
        root / f"{canaries('file')}.mp4",
        barcode_film(root / "film.mp4", rate="5", frames=60, sound=True),
        canaries("inside the film"),
    )
    opened = workplace.open_workplace(root / "data")
    lead = people.first_person(opened)
    planted = plant(opened, lead, film, canaries)
    short = barcode_film(root / "short.mp4", rate="5", frames=20, sound=False)
    other = enter_visit(opened, short, code="The other family").session
    churn(opened, planted.session, other, canaries("churn"))
    others = [p for p in (root / "data" / "films").glob("*/*") if planted.recording not in p.parts]
    files = b"".join(path.read_bytes() for path in others if path.is_file())
    canaries.slices = {name: found for name, found in canaries.slices.items() if found not in files}
    opened.store.copy("before-0002")
    opened.store.close()
    (root / "data" / "backups" / "attune-older-before.db.tmp").write_text(canaries("half a copy"))
    (root / "data" / "backups" / "attune-broken.db").write_text("not a database " + canaries("broken copy"))
    return root / "data", planted, other


@pytest.fixture
def planted(rich: tuple[Path, Planted, str]) -> Planted:
    return rich[1]


@pytest.fixture
def place(
    rich: tuple[Path, Planted, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workplace]:
    """The rich folder, a copy of its own for each test; what is temporary lies in a folder that is searched too."""
    shutil.copytree(rich[0], tmp_path / "data")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    opened = workplace.open_workplace(tmp_path / "data")
    yield opened
    opened.store.close()


def found(place: Workplace, planted: Planted) -> dict[str, list[str]]:
    return planted.canaries.found(place.folder, place.folder.parent / "temporary")


def whole(place: Workplace) -> bool:
    return checking.check(place) == []


# The canary search


def test_every_field_that_can_hold_words_has_its_canary(place: Workplace, planted: Planted) -> None:
    """A column that is added later and holds words fails this, until it is planted too."""
    with place.store.read() as tx:
        there = set(words_kept(tx, planted))
    assert there >= FREE
    assert hanging() >= {
        "family",
        "person",
        "consent",
        "session",
        "recording",
        "coding",
        "edit",
        "note",
        "moment",
        "job",
    }


@pytest.mark.sqlite
def test_before_it_is_erased_every_canary_is_found(place: Workplace, planted: Planted) -> None:
    """So the search would find them afterwards."""
    there = found(place, planted)
    missing = [w for w in planted.canaries.needles() if w not in there and not w.endswith("folded")]
    # Those were written over since, and what a killed update left went when the folder was opened.
    assert missing == ["file", "a note", "a removed note", "half a copy"]
    assert len(there) > 40
    assert "attune.db" in there["family.code"]
    assert any(name.endswith("before-0002.db") for name in there["family.code"])
    assert "original.mp4" in there["inside the film"]


def test_of_an_erased_family_no_byte_is_left(place: Workplace, lead: Account, planted: Planted) -> None:
    done = erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
    assert done.left == ""
    assert found(place, planted) == {}
    assert whole(place)
    with place.store.read() as tx:
        assert {name: list(rows) for name, rows in rows_of(tx, planted).items() if rows} == {}
    place.store.close()
    assert planted.canaries.found(place.folder) == {}


def test_the_other_family_keeps_everything(
    place: Workplace, lead: Account, planted: Planted, rich: tuple[Path, Planted, str]
) -> None:
    before = [n.text for n in notes.my_notes(place, lead, rich[2])]
    erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
    assert [n.text for n in notes.my_notes(place, lead, rich[2])] == before
    assert len(before) > 100
    assert families.session(place, lead, rich[2]).session.recordings[0].state == "ready"
    copy = next((place.folder / "backups").glob("*before-0002.db"))
    with closing(sqlite3.connect(copy)) as connection:
        assert [c for (c,) in connection.execute("SELECT code FROM family")] == ["The other family"]


@pytest.mark.sqlite
def test_the_database_is_written_anew_so_that_no_old_page_keeps_a_trace(
    place: Workplace, lead: Account, planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left alone, with deleted rows not even overwritten, there are many; written anew, none."""
    assert place.store._writer is not None
    place.store._writer.alone(lambda c: connections.raw(c).execute("PRAGMA secure_delete = 0").fetchall())
    with monkeypatch.context() as patch:
        patch.setattr(connections, "rebuild", connections.empty_wal)
        erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
        assert found(place, planted)["churn"] == ["attune.db"]
    place.store.overwrite_traces()
    assert found(place, planted) == {}


def test_of_an_erased_film_what_was_seen_in_it_is_gone_and_the_family_stays(
    place: Workplace, lead: Account, planted: Planted
) -> None:
    done = erasing.erase_film(place, lead, planted.recording, "kept_long_enough", planted.code)
    assert (done.left, done.counts["films"], done.counts["codings"], done.counts["plans"]) == ("", 1, 1, 1)
    left = {name.split(".")[0].split(" ")[0] for name in found(place, planted)}
    kept = {"family", "person", "consent", "session", "session_subject", "upload"}
    assert left == {*kept, "visit_value", "person_value"}
    assert families.session(place, lead, planted.session).session.recordings == ()
    assert whole(place)


@pytest.mark.sqlite
def test_a_data_folder_of_before_leaves_no_copy_of_what_is_erased(tmp_path: Path) -> None:
    """The copy that was made before the tables changed has the tables of the first release."""
    from annotator import store as stores

    canaries = Canaries()
    with tables_of_the_first_release(tmp_path):
        old = stores.open(tmp_path / "data")
        id = old.write(lambda tx: stores.families.create_family(tx, canaries("code"), canaries("name"))).id
        old.write(lambda tx: stores.families.add_person(tx, id, "child", canaries("person")))
        old.close()
    place = workplace.open_workplace(tmp_path / "data")
    assert {Path(n).suffix for names in canaries.found(place.folder).values() for n in names} == {".db"}
    assert any("before" in name for names in canaries.found(place.folder).values() for name in names)
    erasing.erase_family(place, people.first_person(place), id, "withdrawn", canaries("code"))
    assert canaries.found(place.folder) == {}
    place.store.close()


# What stays


def test_the_record_and_the_tombstones_name_nobody_and_hold_no_id(
    place: Workplace, lead: Account, planted: Planted
) -> None:
    erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
    with place.store.read() as tx:
        [row] = tx.rows(select(tables.erasure))
        stones = tx.rows(select(tables.tombstone))
        [line] = tx.rows(select(tables.audit).where(tables.audit.c.verb == "erase"))
    assert (row.by, row.kind, row.reason) == (lead.id, "family", "withdrawn")
    assert row.finished_at is not None
    assert {s.kind for s in stones} == {"family", "session", "recording", "coding", "plan", "note", "talk"}
    ids = (planted.family, planted.session, planted.recording, planted.coding, planted.plan)
    text = (place.folder / erased_list.FILE).read_text() + repr(stones) + repr(row)
    assert [id for id in ids if id in text] == []
    assert (line.who, line.subject_kind, line.subject) == (lead.id, "family", planted.family)
    assert '"people":2' in line.detail
    assert '"notes":' in line.detail


def test_a_mark_is_the_sha256_of_kind_and_id() -> None:
    """By hand: ``printf family:0123456789abcdef | sha256sum``."""
    expected = "16c10d26bf86ed0d7a8011d645a1268593bc7851a02277acfd678cfc861032d0"
    assert kept.mark("family", "0123456789abcdef") == expected


# Who may, and how it is confirmed


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.CODER, Role.SUPERVISOR, Role.ADMIN])
def test_only_a_lead_erases_and_for_others_there_is_nothing(
    place: Workplace, lead: Account, planted: Planted, role: Role
) -> None:
    other = people.add_person(place, lead, "Ben", role, whole=True)
    for use in (erasing.reach_of_family, erasing.reach_of_film):
        with pytest.raises(NotFound):
            use(place, other, planted.family)
    with pytest.raises(NotFound):
        erasing.erase_family(place, other, planted.family, "withdrawn", planted.code)
    with pytest.raises(NotFound):
        erasing.erase_film(place, other, planted.recording, "withdrawn", planted.code)
    assert found(place, planted)


@pytest.mark.parametrize(("reason", "typed"), [("withdrawn", ""), ("withdrawn", "Family"), ("bored", None)])
def test_nothing_is_erased_unless_code_name_and_reason_are_right(
    place: Workplace, lead: Account, planted: Planted, reason: str, typed: str | None
) -> None:
    before = found(place, planted)
    with pytest.raises(AnnotatorError) as refusal:
        erasing.erase_family(place, lead, planted.family, reason, planted.code if typed is None else typed)
    assert "\n" not in str(refusal.value)
    assert found(place, planted).keys() == before.keys()
    assert planted.recording in {path.name for path in (place.folder / "films").iterdir()}


def test_what_an_erasure_takes_is_told_before(place: Workplace, lead: Account, planted: Planted) -> None:
    whole_family = erasing.reach_of_family(place, lead, planted.family)
    assert whole_family.code == planted.code
    counts = dict(whole_family.counts)
    assert counts.pop("notes") > 100
    assert counts == {"visits": 1, "films": 1, "codings": 1, "marks": 1, "plans": 1, "talks": 1, "people": 2}


# Films of one visit


def test_codings_go_with_the_film_that_is_looked_at_and_stay_with_any_other(
    place: Workplace, lead: Account, planted: Planted
) -> None:
    second = made_up_film(place, planted.session, "second.mp4", duration_ms=10_000)
    done = erasing.erase_film(place, lead, second, "mistake", planted.code)
    assert (done.counts["films"], done.counts["codings"]) == (1, 0)
    assert codings.own(place, lead, planted.coding).id == planted.coding
    made_up_film(place, planted.session, "third.mp4", duration_ms=10_000)
    done = erasing.erase_film(place, lead, planted.recording, "mistake", planted.code)
    assert (done.counts["films"], done.counts["codings"]) == (1, 1)
    assert len(families.session(place, lead, planted.session).session.recordings) == 1


# What comes too late


def acts(coding: str) -> dict[str, Any]:
    from tests.talking import Talker, point

    talker = Talker(None, coding)  # type: ignore[arg-type]  # only numbers acts here
    return {"api": 1, "acts": [talker.act(point(1000))]}


def test_what_a_browser_still_sends_is_told_that_it_was_erased(
    place: Workplace, lead: Account, planted: Planted
) -> None:
    other = people.add_person(place, lead, "Ben", Role.LEAD, whole=True)
    view = preparing.plan_view(place, lead, planted.plan).plan
    erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
    late = (
        lambda who: codings.save_acts(place, who, planted.coding, acts(planted.coding)),
        lambda who: codings.own(place, who, planted.coding),
        lambda who: preparing.save_plan(place, who, planted.plan, {"revision": view.revision}),
    )
    for use in late:
        with pytest.raises(Erased, match="erased"):
            use(lead)
        with pytest.raises(NotFound) as refusal:
            use(other)
        assert not isinstance(refusal.value, Erased)
    with pytest.raises(Erased):
        notes.add_note(place, lead, planted.session, "note-late", 0, "late", False)
    with pytest.raises(Erased):
        notes.change_note(place, lead, "note-0001", 0, "late", False)
    assert found(place, planted) == {}


def test_a_late_note_does_not_come_back_to_a_visit_whose_film_was_erased(
    place: Workplace, lead: Account, planted: Planted
) -> None:
    erasing.erase_film(place, lead, planted.recording, "withdrawn", planted.code)
    with pytest.raises(Erased):
        notes.add_note(place, lead, planted.session, "note-late", 0, "late", False)
    made_up_film(place, planted.session)
    assert notes.add_note(place, lead, planted.session, "note-new", 0, "of the new film", False).at_ms == 0


def test_an_upload_on_its_way_goes_and_cannot_go_on(
    place: Workplace, lead: Account, planted: Planted
) -> None:
    [part] = (place.folder / "uploads").iterdir()
    erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
    assert list((place.folder / "uploads").iterdir()) == []
    with pytest.raises(NotFound):
        films.upload_path(place, lead, part.stem, 10)


def test_a_film_that_is_being_prepared_stops_and_leaves_nothing(
    place: Workplace, lead: Account, planted: Planted, tmp_path: Path
) -> None:
    import time

    from annotator.web.jobs import Keeper

    long_film = barcode_film(tmp_path / "long.mp4", rate="25", frames=3000, size=(320, 180), sound=False)
    session = next_visit(place, lead, planted.family)
    received = films.import_film(place, lead, session, long_film)
    folder = place.film_folder(received.recording.id)
    with Keeper(place, look_every_s=0.05):
        end = time.monotonic() + 60
        while not list(folder.glob(".preparing-*/proxy.mp4")) and time.monotonic() < end:
            time.sleep(0.02)
        assert list(folder.glob(".preparing-*/proxy.mp4"))
        done = erasing.erase_film(place, lead, received.recording.id, "withdrawn", planted.code)
        assert done.left == ""
        again = films.import_film(
            place,
            lead,
            next_visit(place, lead, planted.family),
            barcode_film(tmp_path / "short.mp4", rate="5", frames=20, sound=False),
        )
        while films.job(place, lead, again.job.id).state != "done" and time.monotonic() < end:
            time.sleep(0.05)
        assert films.job(place, lead, again.job.id).state == "done", "the worker goes on with the next film"
    assert not folder.exists()


# Ended half-way


@pytest.mark.parametrize(
    "step", ["_remove_films", "remove_reels", "remove_strays", "_scrub_copies", "_overwrite", "_tell"]
)
def test_an_erasure_that_was_killed_is_finished_at_the_next_start(
    place: Workplace, lead: Account, planted: Planted, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Killed(BaseException):
        """As if the process ended here."""

    def killed(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(traces, step, killed)
        with pytest.raises(Killed):
            erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
    with place.store.read() as tx:
        assert [e.finished_at for e in kept.erasures(tx)] == [None]
    with pytest.raises(NotFound):
        families.family(place, lead, planted.family)
    place.store.close()
    again = workplace.open_workplace(place.folder)
    try:
        assert planted.canaries.found(place.folder, place.folder.parent / "temporary") == {}
        with again.store.read() as tx:
            assert all(e.finished_at is not None for e in kept.erasures(tx))
    finally:
        again.store.close()


@pytest.mark.sqlite
def test_while_somebody_reads_it_waits_and_says_so_when_that_lasts(
    place: Workplace, lead: Account, planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "PATIENCE_S", 0.0)
    with place.store.read() as tx:
        assert tx.value(select(func.count()).select_from(tables.note))
        assert place.store._writer is not None
        place.store._writer.alone(lambda c: connections.raw(c).execute("PRAGMA busy_timeout = 0").fetchall())
        done = erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
        assert "still reads" in done.left
        assert [problem.code for problem in checking.check(place)] == ["erasure"]
    assert traces.remove(place.store, place.folder) == ""
    assert found(place, planted) == {}


# Backups


def test_what_was_erased_stays_erased_when_yesterdays_backup_is_restored(
    place: Workplace, lead: Account, planted: Planted, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    target = stick / "yesterday.backup"
    backing_up.back_up(place.folder, target, backing_up.begin_backup(place, lead, target), quiet)
    assert planted.canaries.found(stick)
    done = erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
    assert [(b.file, b.told) for b in done.backups] == [(target.resolve(), True)]
    restored = restoring.restore(target, tmp_path / "new", quiet)
    assert (restored.listed, restored.problems) == (True, ())
    assert restored.erased > 0
    assert planted.canaries.found(tmp_path / "new", tmp_path / "temporary") == {}
    again = workplace.open_workplace(tmp_path / "new")
    try:
        assert whole(again)
        with again.store.read() as tx:
            assert [e.kind for e in kept.erasures(tx)] == ["family"]
        assert [row.family.code for row in families.families_page(again, lead).rows] == ["The other family"]
    finally:
        again.store.close()


def test_an_erased_film_is_not_even_unpacked(
    place: Workplace, lead: Account, planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    target = tmp_path / "stick" / "b"
    backing_up.back_up(place.folder, target, backing_up.begin_backup(place, lead, target), quiet)
    erasing.erase_film(place, lead, planted.recording, "withdrawn", planted.code)
    unpacked: list[str] = []
    true = restoring.archive.unpack

    def watched(file: Path, wanted: Any, *rest: Any) -> None:
        unpacked.extend(part.name for part, _target in wanted)
        true(file, wanted, *rest)

    monkeypatch.setattr(restoring.archive, "unpack", watched)
    restored = restoring.restore(target, tmp_path / "new", quiet)
    assert unpacked
    assert not [name for name in unpacked if planted.recording in name]
    assert restored.problems == ()
    left = {n.split(".")[0].split(" ")[0] for n in planted.canaries.found(tmp_path / "new")}
    kept = {"family", "person", "consent", "session", "session_subject"}
    assert left == {*kept, "visit_value", "person_value"}


def test_a_backup_elsewhere_is_named_and_its_restore_takes_the_list_along(
    place: Workplace, lead: Account, planted: Planted, tmp_path: Path
) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    target = stick / "b"
    backing_up.back_up(place.folder, target, backing_up.begin_backup(place, lead, target), quiet)
    stick.rename(away)  # the stick was pulled out
    done = erasing.erase_family(place, lead, planted.family, "withdrawn", planted.code)
    assert [(b.file, b.told) for b in done.backups] == [(target.resolve(), False)]
    by_hand = restoring.restore(away / "b", tmp_path / "new", quiet, [place.folder])
    assert by_hand.erased > 0
    assert planted.canaries.found(tmp_path / "new") == {}
    (away / erased_list.FILE).unlink()
    alone = restoring.restore(away / "b", tmp_path / "alone", quiet)
    assert (alone.listed, alone.erased) == (False, 0)
    (tmp_path / "waiting").mkdir()
    shutil.copy(place.folder / erased_list.FILE, tmp_path / "waiting")
    assert restoring.restore(away / "b", tmp_path / "waiting", quiet).erased > 0
    assert planted.canaries.found(tmp_path / "waiting") == {}


def test_lists_of_several_folders_come_together_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    first = {
        "id": "1" * 16,
        "at": "2026-05-03T10:00:00.000Z",
        "kind": "film",
        "reason": "other",
        "marks": [["recording", "a" * 64]],
    }
    second = {**first, "id": "2" * 16, "marks": []}
    erased_list.add(tmp_path, [first])
    erased_list.add(tmp_path, [second])
    erased_list.add(tmp_path, [first])
    assert erased_list.read(tmp_path / erased_list.FILE) == [first, second]
    assert (tmp_path / erased_list.FILE).stat().st_mode & 0o077 == 0
    for damaged in ("", "[]", '{"format": 2, "erased": []}', '{"format": 1, "erased": [{"id": "x"}]}'):
        (tmp_path / erased_list.FILE).write_text(damaged)
        with pytest.raises(StoreError, match="damaged or of a newer"):
            erased_list.read(tmp_path / erased_list.FILE)


def test_the_sample_family_does_not_come_back(tmp_path: Path) -> None:
    place = workplace.open_workplace(tmp_path / "data")
    who = people.first_person(place)
    assert samples.load_sample_family(place) is not None
    [row] = families.families_page(place, who).rows
    erasing.erase_family(place, who, row.family.id, "other", "sample FAMILY ")
    assert samples.load_sample_family(place) is None
    assert list((place.folder / "films").iterdir()) == []
    assert whole(place)
    place.store.close()
