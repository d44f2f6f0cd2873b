"""S11: where every question of access is answered with yes, PostgreSQL still shows nobody another study."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from annotator.actions import asking, films, traces
from annotator.actions.workplace import open_workplace
from annotator.errors import StoreError
from annotator.store import Tx, jobs, seeing
from annotator.store.accounts import Account
from annotator.store.tables import family, job, metadata, recording, session, upload
from tests.actions.test_every_deed import outcome
from tests.deeds import DEEDS
from tests.newest_tables import of_a_family
from tests.postgres_server import Server
from tests.store import by_hand
from tests.walking import ELSEWHERE, World, everything, seen_for, undone

OF_FAMILIES = {"family", "member", "session", "film", "upload", "coding", "note", "plan", "moment", "talk"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(scope="module")
def world(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    place = open_workplace(tmp_path_factory.mktemp("layers") / "data", database=server.new())
    yield everything(place)
    place.store.close()


@pytest.fixture
def lead_elsewhere(world: World) -> Account:
    found = world.actors[ELSEWHERE]
    assert found is not None
    return found


@pytest.fixture
def open_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutation: whoever asks is told that they may."""
    for question in ("may", "may_there", "reaches", "may_see_coding"):
        monkeypatch.setattr(asking, question, lambda *_asked, **_more: True)


def counts(tx: Tx) -> dict[str, int]:
    return {name: tx.value(select(func.count()).select_from(metadata.tables[name])) for name in of_a_family()}


def leaks(world: World, who: Account, *, bounded: bool) -> set[str]:
    """What somebody of another study comes to do with things of the house's study."""
    place, found = undone(world.place), set()
    for deed in DEEDS:
        for kind, thing in world.of(deed.kinds):
            of_the_house = thing.state not in ("of another study", "erased", "absent")
            if kind.split()[-1] not in OF_FAMILIES or not of_the_house:
                continue

            def do(deed=deed, thing=thing) -> object:
                return deed.call(place, who, thing.id(ELSEWHERE))

            if outcome((lambda do=do: seen_for(who, do)) if bounded else do) is None:
                found.add(f"{deed.name} {kind} {thing.state}")
    return found


def test_with_every_question_answered_yes_nothing_of_another_study_comes_out(
    world: World, lead_elsewhere: Account, open_doors: None
) -> None:
    assert len(leaks(world, lead_elsewhere, bounded=False)) > 100
    assert leaks(world, lead_elsewhere, bounded=True) == set()


def test_every_table_that_hangs_on_a_family_is_bounded_for_its_owner_too(world: World) -> None:
    named = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    assert {row[0] for row in by_hand.rows(world.place.store, named)} == set(of_a_family())
    assert {"family", "person", "session", "recording", "coding", "annotation", "edit", "note", "plan", "moment",
            "consent", "talk_message", "person_value", "upload"} <= set(of_a_family())  # fmt: skip


def test_without_the_variable_and_for_nobody_there_is_nothing(world: World) -> None:
    with by_hand.connection(world.place.store) as hand:
        everything_there = counts(Tx(hand, world.place.clock()))
        hand.rollback()
        hand.exec_driver_sql("RESET attune.seen_for")
        hand.commit()
        assert set(counts(Tx(hand, world.place.clock())).values()) == {0}
        hand.rollback()
    assert everything_there["family"] > 1 and everything_there["annotation"] > 1

    def as_nobody() -> set[int]:
        with world.place.store.read() as tx:
            return set(counts(tx).values())

    assert seen_for(None, as_nobody) == {0}


def test_the_studies_of_a_person_bound_what_is_read_changed_and_added(
    world: World, lead_elsewhere: Account
) -> None:
    store = world.place.store
    house = family.c.study == world.study
    with store.read() as tx:
        of_house = tx.row(select(family.c.id).where(house))
        others = tx.value(select(func.count()).select_from(family).where(~house))
    assert of_house is not None and others > 0
    add = text(
        "INSERT INTO session (id, family, label, date, folded, made_at) VALUES ('x', :family, '', '', '', '')"
    )

    def seen() -> tuple[int, int]:
        with store.read() as tx:
            return (
                tx.value(select(func.count()).select_from(family)),
                tx.value(select(func.count()).select_from(session.join(family)).where(house)),
            )

    assert seen_for(lead_elsewhere, seen) == (others, 0)
    rename = family.update().where(house).values(name="Mine now")
    assert seen_for(lead_elsewhere, lambda: store.write(lambda tx: tx.execute(rename).rowcount)) == 0
    with pytest.raises(Exception, match="row-level security"):
        seen_for(lead_elsewhere, lambda: store.write(lambda tx: tx.execute(add, {"family": of_house.id})))


def test_what_keeps_the_house_in_order_on_somebodys_request_sees_all(
    world: World, lead_elsewhere: Account
) -> None:
    """Else bytes of an upload into another study would look like those of none."""
    place = world.place
    of_house = select(upload.c.id).join(session, session.c.id == upload.c.session).join(family)
    with place.store.read() as tx:
        part = place.upload_file(tx.value(of_house.where(family.c.study == world.study)))
    part.write_bytes(b"so far")
    for tidy in (
        lambda: traces.remove_strays(place.store, place.folder),
        lambda: films.forget_old_uploads(place),
    ):
        seen_for(lead_elsewhere, tidy)
        assert part.read_bytes() == b"so far"


def test_works_that_share_a_commit_see_each_for_whom_it_was_asked(
    world: World, lead_elsewhere: Account
) -> None:
    store = world.place.store

    def many(tx: Tx) -> int:
        return tx.value(select(func.count()).select_from(family))

    waiting = [seen_for(who, lambda: store.submit(many)) for who in (lead_elsewhere, None) * 3]
    whole = store.submit(many)
    assert [future.result(10) > 0 for future in waiting] == [True, False] * 3
    assert whole.result(10) > waiting[0].result(10)
    assert seeing.whom() == seeing.EVERYTHING


def test_an_account_that_no_rule_binds_is_refused(server: Server, tmp_path: Path) -> None:
    url = server.new().replace("attune@", "postgres@")
    with pytest.raises(StoreError, match="see beyond every rule"):
        open_workplace(tmp_path / "data", database=url)


def test_the_queue_has_one_order_for_all_studies(world: World, lead_elsewhere: Account) -> None:
    """A job of a study that sees none of the others goes behind them all."""
    store = world.place.store
    theirs = select(recording.c.id).join(session, session.c.id == recording.c.session).join(family)
    last = select(func.max(job.c.position))
    with store.read() as tx:
        film, before = tx.value(theirs.where(family.c.study != world.study)), tx.value(last)
    made = seen_for(lead_elsewhere, lambda: store.write(lambda tx: jobs.add(tx, "prepare", film)))
    with store.read() as tx:
        assert tx.value(select(job.c.position).where(job.c.id == made.id)) == before + 1 > 1
