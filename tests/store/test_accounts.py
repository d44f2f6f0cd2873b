"""Accounts, and the tokens that let browsers and people in."""

import sqlite3

import pytest

from annotator import store as stores
from annotator.errors import Conflict, NotFound
from annotator.store import Store, accounts, studies
from annotator.store.accounts import Account
from annotator.store.folder import DATABASE
from tests.store.desk_case import Clock


@pytest.fixture
def ana(store: Store) -> Account:
    return store.write(lambda tx: accounts.add(tx, "Ana", "coder"))


def person(store: Store, token: str) -> str | None:
    with store.read() as tx:
        found = accounts.person_of(tx, token)
    return found.name if found else None


def test_an_account_is_added_to_the_study_of_the_installation(store: Store, ana: Account) -> None:
    assert (ana.name, ana.role, ana.language, ana.disabled, ana.rt_offset_ms) == (
        "Ana",
        "coder",
        "en",
        False,
        0,
    )
    with store.read() as tx:
        assert studies.memberships(tx, ana.id) == [
            studies.Membership(studies.default(tx), "coder", whole=False)
        ]
        assert accounts.get(tx, ana.id) == ana


def test_accounts_are_listed_by_name_and_names_are_taken_once(store: Store, ana: Account) -> None:
    store.write(lambda tx: accounts.add(tx, "Ágnes", "lead"))
    ben = store.write(lambda tx: accounts.add(tx, "ben", "supervisor"))
    with store.read() as tx:
        assert [account.name for account in accounts.all(tx)] == ["Ana", "ben", "Ágnes"]
    with pytest.raises(Conflict, match="already a person called ANA"):
        store.write(lambda tx: accounts.add(tx, "ANA", "coder"))
    with pytest.raises(Conflict):
        store.write(lambda tx: accounts.rename(tx, ben.id, "ana"))
    store.write(lambda tx: accounts.rename(tx, ana.id, "ANA"))


def test_what_a_person_may_set(store: Store, ana: Account) -> None:
    def work(tx: stores.Tx) -> None:
        accounts.rename(tx, ana.id, "Anna")
        accounts.set_language(tx, ana.id, "de")
        accounts.set_reaction_time(tx, ana.id, 180)
        studies.set_member(tx, studies.default(tx), ana.id, "lead", whole=True)

    store.write(work)
    with store.read() as tx:
        assert accounts.get(tx, ana.id) == Account(ana.id, "Anna", "lead", "de", False, 180)


def test_an_unknown_account_is_not_found(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotFound):
        accounts.get(tx, "nobody")
    with pytest.raises(NotFound):
        store.write(lambda tx: accounts.rename(tx, "nobody", "Ben"))


def test_a_launch_token_lets_in_once_within_a_quarter_of_an_hour(store: Store, clock: Clock) -> None:
    token, other = store.write(accounts.new_launch), store.write(accounts.new_launch)
    assert store.write(lambda tx: accounts.use_launch(tx, token))
    assert not store.write(lambda tx: accounts.use_launch(tx, token))
    assert not store.write(lambda tx: accounts.use_launch(tx, "guess"))
    clock.move(minutes=15)
    assert not store.write(lambda tx: accounts.use_launch(tx, other))


def test_a_device_is_known_for_ninety_days(store: Store, clock: Clock) -> None:
    token = store.write(accounts.new_device)
    for days, known in ((89, True), (1, False)):
        clock.move(days=days)
        with store.read() as tx:
            assert accounts.device_ok(tx, token) is known
    with store.read() as tx:
        assert not accounts.device_ok(tx, "guess")


def test_a_sign_in_ends_after_eight_idle_hours(store: Store, ana: Account, clock: Clock) -> None:
    token = store.write(lambda tx: accounts.sign_in(tx, ana.id))
    clock.move(hours=7)
    store.write(lambda tx: accounts.touch(tx, token))
    clock.move(hours=7)
    assert person(store, token) == "Ana"
    clock.move(hours=1)
    assert person(store, token) is None


def test_a_sign_in_ends_after_seven_days_however_busy(store: Store, ana: Account, clock: Clock) -> None:
    token = store.write(lambda tx: accounts.sign_in(tx, ana.id))
    for _ in range(27):
        clock.move(hours=6)
        store.write(lambda tx: accounts.touch(tx, token))
    assert person(store, token) == "Ana"
    clock.move(hours=6)
    assert person(store, token) is None


@pytest.mark.parametrize("hours", [-1, -24, -24 * 400])
def test_a_clock_set_back_signs_nobody_out_and_nobody_in_for_ever(
    store: Store, ana: Account, clock: Clock, hours: int
) -> None:
    token = store.write(lambda tx: accounts.sign_in(tx, ana.id))
    clock.move(hours=hours)
    assert person(store, token) == "Ana"
    store.write(lambda tx: accounts.touch(tx, token))
    clock.move(hours=8)
    assert person(store, token) is None


def test_signing_out_ends_one_sign_in(store: Store, ana: Account) -> None:
    one, two = (store.write(lambda tx: accounts.sign_in(tx, ana.id)) for _ in range(2))
    store.write(lambda tx: accounts.sign_out(tx, one))
    assert (person(store, one), person(store, two)) == (None, "Ana")


def test_one_sees_and_ends_ones_own_sign_ins_only(store: Store, ana: Account, clock: Clock) -> None:
    ben = store.write(lambda tx: accounts.add(tx, "Ben", "coder"))
    token = store.write(lambda tx: accounts.sign_in(tx, ana.id))
    with store.read() as tx:
        mine = accounts.sign_ins(tx, ana.id)
        assert accounts.sign_ins(tx, ben.id) == []
    assert [(s.made_at, s.seen_at) for s in mine] == [("2026-05-03T10:00:00.000Z",) * 2]
    store.write(lambda tx: accounts.end_sign_in(tx, ben.id, mine[0].id))
    assert person(store, token) == "Ana"
    store.write(lambda tx: accounts.end_sign_in(tx, ana.id, mine[0].id))
    assert person(store, token) is None


def test_a_disabled_account_is_out_at_once_and_may_come_back(store: Store, ana: Account) -> None:
    token = store.write(lambda tx: accounts.sign_in(tx, ana.id))
    store.write(lambda tx: accounts.disable(tx, ana.id))
    assert person(store, token) is None
    store.write(lambda tx: accounts.disable(tx, ana.id, False))
    assert person(store, token) == "Ana"


@pytest.mark.sqlite
def test_no_token_is_stored(store: Store, ana: Account) -> None:
    tokens = [
        store.write(accounts.new_launch),
        store.write(accounts.new_device),
        store.write(lambda tx: accounts.sign_in(tx, ana.id)),
    ]
    store.close()
    content = (store.folder / DATABASE).read_bytes()
    assert not [token for token in tokens if token.encode() in content]
    assert len({len(token) for token in tokens}) == 1
    assert len(tokens[0]) * 6 >= 256


@pytest.mark.sqlite
def test_what_was_deleted_is_not_left_in_the_file(store: Store, ana: Account) -> None:
    """S35: overwritten where it stood, and gone from the log once it is emptied."""
    store.write(lambda tx: accounts.rename(tx, ana.id, "Canary Yellowfeather"))
    store.write(lambda tx: accounts.rename(tx, ana.id, "Ana"))
    store.close()
    everything = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert b"Canary" not in everything
    assert b"canary" not in everything
    sqlite3.connect(store.folder / DATABASE).close()
