"""Families, the people in them, their sessions and what they agreed to."""

import time

import pytest

from annotator import store as stores
from annotator.errors import Conflict, NotFound
from annotator.model import Subject
from annotator.store import Store, Tx, consents, families, recordings, studies
from annotator.store.sight import Sight


def make(store: Store, code: str, name: str = "", *dates: str) -> str:
    """A family with sessions on these days; its id."""

    def work(tx: Tx) -> str:
        family = families.create_family(tx, code, name)
        for date in dates:
            families.create_session(tx, family.id, f"visit {date}", date, "free play")
        return family.id

    return store.write(work)


def found(store: Store, words: str, seen: Sight | None = None) -> list[str]:
    with store.read() as tx:
        return [row.family.code for row in families.search(tx, words, 50, 0, seen=seen).rows]


def test_families_are_found_by_every_word_whatever_its_case(store: Store) -> None:
    make(store, "F01", "Müller Ana", "2026-01-01")
    make(store, "F02", "MÜLLER Ben", "2026-02-01")
    make(store, "G01", "O'Brien 100%_")
    assert found(store, "") == ["F02", "F01", "G01"]
    assert found(store, "müller") == ["F02", "F01"]
    assert found(store, "Ana MÜLL") == ["F01"]
    assert found(store, "f0") == ["F02", "F01"]
    assert found(store, "%_") == ["G01"]
    assert found(store, "100%") == ["G01"]
    assert found(store, "ana ben") == []


def test_who_may_not_know_names_neither_finds_nor_sees_them(store: Store) -> None:
    make(store, "F01", "Müller")
    with store.read() as tx:
        nameless = Sight("", all=(studies.default(tx),))
    assert found(store, "müller", nameless) == []
    assert found(store, "f01", nameless) == ["F01"]
    with store.read() as tx:
        assert [row.family.name for row in families.search(tx, "", seen=nameless).rows] == [""]


def test_a_list_tells_how_many_sessions_the_last_date_and_a_ready_film(store: Store) -> None:
    family = make(store, "F01", "", "2026-01-01", "2026-03-01")

    def film(tx: Tx) -> None:
        for session in families.sessions(tx, family):
            recordings.add(tx, f"film {session.date}", session.id, "film.mp4", session.date, "mp4")
        recordings.failed(tx, "film 2026-03-01", "empty")

    store.write(film)
    with store.read() as tx:
        row = families.search(tx, "").rows[0]
        assert (row.sessions, row.last_date, row.poster_recording) == (2, "2026-03-01", None)
    store.write(lambda tx: recordings._set(tx, "film 2026-01-01", state="ready"))
    with store.read() as tx:
        assert families.search(tx, "").rows[0].poster_recording == "film 2026-01-01"
        assert [s.poster_recording for s in families.search_sessions(tx, "f01").rows] == [
            None,
            "film 2026-01-01",
        ]


def test_a_page_of_a_search_tells_the_total(store: Store) -> None:
    for number in range(7):
        make(store, f"F{number}")
    with store.read() as tx:
        rows, total = families.search(tx, "f", 3, 6)
    assert ([row.family.code for row in rows], total) == (["F6"], 7)


def test_a_code_is_taken_once_whatever_its_case(store: Store) -> None:
    one, two = make(store, "F01"), make(store, "F02")
    with pytest.raises(Conflict, match="family with the code f01"):
        make(store, "f01")
    with pytest.raises(Conflict):
        store.write(lambda tx: families.edit_family(tx, two, "F01", ""))
    store.write(lambda tx: families.edit_family(tx, one, "f01", "Newname"))
    with store.read() as tx:
        assert families.family(tx, one).name == "Newname"
    assert found(store, "newn") == ["f01"]


def test_people_keep_their_order_and_can_be_edited(store: Store) -> None:
    id = make(store, "F01")
    baby = store.write(lambda tx: families.add_person(tx, id, "infant", "Baby", "2025-11-20"))
    store.write(lambda tx: families.add_person(tx, id, "parent", "Mother"))
    store.write(lambda tx: families.edit_person(tx, baby.id, "infant", "Mia", "2025-11-21"))
    with store.read() as tx:
        people = families.people(tx, id)
    assert [(p.role, p.label, p.birth_date) for p in people] == [
        ("infant", "Mia", "2025-11-21"), ("parent", "Mother", None),
    ]  # fmt: skip


def test_a_session_comes_back_with_its_subjects_and_films(store: Store) -> None:
    id = make(store, "F01")
    mother = store.write(lambda tx: families.add_person(tx, id, "parent", "Mother"))
    subjects = (
        Subject("infant", "infant", "infant", "Baby"),
        Subject("parent-2", "parent", "parent", "Mother", mother.id),
    )
    made = store.write(lambda tx: families.create_session(tx, id, "Visit 1", "2026-05-03", "play", subjects))
    store.write(lambda tx: recordings.add(tx, "r", made.id, "film.mp4", "00", "mp4"))
    with store.read() as tx:
        session = families.session(tx, made.id)
        assert families.sessions(tx, id) == [session]
    assert session.subjects == subjects
    assert [film.name for film in session.recordings] == ["film.mp4"]
    edit = (made.id, "Visit one", "2026-05-04", "meal")
    edited = store.write(lambda tx: families.edit_session(tx, *edit))
    assert (edited.label, edited.date, edited.context, edited.subjects) == (*edit[1:], subjects)
    assert store.write(lambda tx: families.edit_session(tx, *edit, subjects[:1])).subjects == subjects[:1]


def test_sessions_are_found_by_label_date_context_and_family_code(store: Store) -> None:
    make(store, "F01", "Secretname", "2026-01-01")
    make(store, "F02", "", "2026-01-02")
    with store.read() as tx:
        for words, codes in (
            ("2026-01", ["F02", "F01"]), ("f01 play", ["F01"]), ("VISIT 2026-01-02", ["F02"]),
            ("secretname", []),
        ):  # fmt: skip
            assert [row.family_code for row in families.search_sessions(tx, words).rows] == codes


def test_what_is_not_there_is_not_found(store: Store) -> None:
    with store.read() as tx:
        for ask in (families.family, families.session):
            with pytest.raises(NotFound):
                ask(tx, "nothing")
    for work in (
        lambda tx: families.edit_family(tx, "nothing", "F", ""),
        lambda tx: families.add_person(tx, "nothing", "infant", "Baby"),
        lambda tx: families.edit_person(tx, "nothing", "infant", "Baby", None),
        lambda tx: families.create_session(tx, "nothing", "Visit", "2026-01-01"),
        lambda tx: families.edit_session(tx, "nothing", "Visit", "2026-01-01", ""),
        lambda tx: consents.note(tx, consents.Consent("nothing", "supervisor", "given")),
        lambda tx: families.remove_person(tx, "nothing"),
        lambda tx: families.person(tx, "nothing"),
    ):
        with pytest.raises(NotFound):
            store.write(work)


def test_searching_two_thousand_sessions_is_quick(store: Store) -> None:
    """The median of ten searches takes less than 20 ms of the processor."""

    def fill(tx: Tx) -> None:
        for number in range(400):
            family = families.create_family(tx, f"F{number:04}", f"Name {number}")
            for visit in range(5):
                day = f"2026-{1 + visit:02}-{1 + number % 28:02}"
                session = families.create_session(tx, family.id, f"Visit {visit}", day, "free play")
                recordings.add(tx, f"{number}-{visit}", session.id, "film.mp4", "00", "mp4")

    store.write(fill)
    for ask in (families.search, families.search_sessions):
        times = []
        for _ in range(10):
            begin = time.thread_time()
            with store.read() as tx:
                assert ask(tx, "f01", 50, 0).total in (100, 500)
            times.append(time.thread_time() - begin)
        assert sorted(times)[5] < 0.02
    with store.read() as tx:
        assert stores.check.check_store(store) == []
