"""What people agreed to is a ledger: nothing in it is ever changed, and the newest word counts."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from annotator import store as stores
from annotator.access import Agreement, Purpose
from annotator.model import Subject
from annotator.store import Store, bases, connections, consents, families, migrate
from annotator.store.consents import Consent
from annotator.store.folder import DATABASE
from tests.store.desk_case import Clock


@pytest.fixture
def family(store: Store) -> str:
    return store.write(lambda tx: families.create_family(tx, "F01", "Müller")).id


def person(store: Store, family: str, label: str) -> str:
    return store.write(lambda tx: families.add_person(tx, family, "child", label)).id


def say(store: Store, who: str, purpose: Purpose, state: str, **how: str) -> None:
    store.write(lambda tx: consents.note(tx, Consent(who, purpose.value, state, "ana", None, **how)))


def test_a_word_is_unknown_until_someone_says_something(store: Store, family: str, clock: Clock) -> None:
    baby = person(store, family, "Baby")
    say(store, baby, Purpose.RESEARCH_STUDY, "given", how="paper", language="Deutsch", until="2027-01-01")
    clock.move(days=1)
    say(store, baby, Purpose.RESEARCH_STUDY, "withdrawn")
    with store.read() as tx:
        said = {c.purpose: c for c in consents.consents(tx, family)}
        lines = consents.history(tx, family)
    assert said.keys() == {purpose.value for purpose in Purpose}
    assert {c.state for p, c in said.items() if p != "research_study"} == {"unknown"}
    assert said["research_study"].state == "withdrawn"
    assert [(c.state, c.by, c.at, c.how, c.language, c.until) for c in lines] == [
        ("withdrawn", "ana", "2026-05-04T10:00:00.000Z", "", "", None),
        ("given", "ana", "2026-05-03T10:00:00.000Z", "paper", "Deutsch", "2027-01-01"),
    ]  # fmt: skip


def test_no_word_is_ever_changed(store: Store, family: str) -> None:
    say(store, person(store, family, "Baby"), Purpose.SUPERVISOR, "given", how="spoken")
    with pytest.raises(IntegrityError, match="never changed"):
        store.write(lambda tx: tx.execute(text("UPDATE consent SET state = 'refused'")))


def test_a_session_knows_who_is_on_its_film_and_what_they_said_last(store: Store, family: str) -> None:
    """Mia agreed and took it back; Tom agreed; a third was not entered; Leo is of the family, not on it."""
    mia, tom, leo = (person(store, family, name) for name in ("Mia", "Tom", "Leo"))
    subjects = [Subject(id, "child", "child", "", who) for id, who in (("1", mia), ("2", tom), ("3", None))]
    session = store.write(
        lambda tx: families.create_session(tx, family, "Visit", "2026-05-03", "play", subjects)
    )
    for who in (mia, tom, leo):
        say(store, who, Purpose.LOOK_TOGETHER, "given", how="spoken", until="2026-06-01")
    say(store, mia, Purpose.LOOK_TOGETHER, "withdrawn")
    with store.read() as tx:
        people, said = consents.of_session(tx, session.id)
    assert people == [mia, tom, None]
    assert sorted(said, key=lambda a: a.state) == [
        Agreement(tom, "look_together", "given", "2026-06-01"),
        Agreement(mia, "look_together", "withdrawn", None),
    ]


def test_what_was_agreed_before_goes_on_under_the_new_purposes(tmp_path: Path) -> None:
    """A folder of the first release: five purposes, one row each, "unknown" among them."""
    old = tmp_path / "data"
    old.mkdir()
    words = [
        ("code", "given"), ("supervise", "refused"), ("research", "given"), ("show_parent", "withdrawn"),
        ("teach", "unknown"),
    ]  # fmt: skip
    with connections.writer_engine(old / DATABASE).connect() as connection, connection.begin():
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        raw = connections.raw(connection)
        raw.execute("INSERT INTO study VALUES ('s', 'Families', '2026-01-01T00:00:00.000Z')")
        raw.execute("INSERT INTO family VALUES ('f', 's', 'F01', '', 'f01', '', '2026-01-01T00:00:00.000Z')")
        raw.execute("INSERT INTO person VALUES ('p', 'f', 'child', 'Mia', NULL, 0)")
        raw.executemany("INSERT INTO consent VALUES ('p', ?, ?, 'ana', '2026-01-02T00:00:00.000Z')", words)
    opened = stores.open(old)
    with opened.read() as tx:
        said = {c.purpose: c.state for c in consents.history(tx, "f")}
        assert stores.check.check_store(opened) == []
    opened.close()
    assert said == {
        "quality_coding": "given", "supervisor": "refused", "research_study": "given",
        "look_together": "withdrawn",
    }  # fmt: skip
    assert len(list((old / "backups").glob("*.db"))) == 1


def test_the_lawful_basis_is_the_services_unless_a_family_has_its_own(store: Store, family: str) -> None:
    def basis() -> tuple[str, str, str]:
        with store.read() as tx:
            found = bases.basis(tx, family)
        return found.study, found.own, found.counts

    assert basis() == ("", "", "")
    store.write(lambda tx: bases.set_basis(tx, "care", "ana"))
    assert basis() == ("care", "", "care")
    store.write(lambda tx: bases.set_basis(tx, "research", "ana", family))
    assert basis() == ("care", "research", "research")
    store.write(lambda tx: bases.set_basis(tx, "", "ana", family))
    assert basis() == ("care", "", "care")
