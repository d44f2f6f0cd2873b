"""S44: how many files one person takes from a team's server in an hour, and how many sign-ins they have at once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.actions import exporting, people, taking, workplace
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError
from annotator.store import sign_ins
from annotator.store.accounts import Account
from annotator.store.sign_ins import AT_A_SERVER, AT_ONES_OWN
from tests.meeting_case import code, mark, visit
from tests.store.desk_case import Clock


class House:
    """A workplace whose clock can go on, with a coding; its first person comes in as at a team's server."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.own = workplace.open_workplace(folder, self.clock)
        self.first = people.first_person(self.own)
        self.coding = code(
            self.own, self.first, visit(self.own, self.first), mark("moment", "dyad", "star", 2_000)
        )
        self.server = replace(self.own, public="https://attune.example.org")

    def come_in(self) -> Account:
        """The first person with a sign-in of this moment."""
        token = self.own.store.write(lambda tx: sign_ins.sign_in(tx, self.first.id, AT_A_SERVER))
        with self.own.store.read() as tx:
            return replace(self.first, sign_in=sign_ins.valid(tx, token).id)

    def export(self, place: Workplace, who: Account) -> bytes:
        return exporting.export_coding(place, who, self.coding, "zip")[1]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    yield made
    made.own.store.close()


def test_twenty_files_an_hour_leave_a_teams_server(house: House) -> None:
    """A file a minute: the first of them is an hour old 41 minutes after the twentieth."""
    for _ in range(taking.MOST):
        assert house.export(house.server, house.come_in())
        house.clock.move(minutes=1)
    with pytest.raises(AnnotatorError, match=r"as many files away .* in 40 minutes"):
        house.export(house.server, house.come_in())
    house.clock.move(minutes=39)
    with pytest.raises(AnnotatorError, match="in 1 minute"):
        house.export(house.server, house.come_in())
    house.clock.move(minutes=1)
    assert house.export(house.server, house.come_in())
    with pytest.raises(AnnotatorError):
        house.export(house.server, house.come_in())


def test_what_one_person_took_keeps_nobody_else_from_it(house: House) -> None:
    other = people.add_person(house.own, house.first, "Ben Second", "lead")
    token = house.own.store.write(lambda tx: sign_ins.sign_in(tx, other.id, AT_A_SERVER))
    with house.own.store.read() as tx:
        other = replace(other, sign_in=sign_ins.valid(tx, token).id)
    for _ in range(taking.MOST):
        house.export(house.server, house.come_in())
    assert house.export(house.server, other)


def test_on_ones_own_computer_and_at_the_command_line_nobody_is_counted(house: House) -> None:
    for _ in range(taking.MOST + 1):
        assert house.export(house.own, house.come_in())
        assert house.export(house.server, house.first)  # without a sign-in, as a command


def test_a_sixth_sign_in_at_a_server_ends_the_one_that_was_longest_without_use(house: House) -> None:
    store, who = house.own.store, house.first.id

    def come_in() -> str:
        house.clock.move(minutes=1)
        return store.write(lambda tx: sign_ins.sign_in(tx, who, AT_A_SERVER))

    tokens = [come_in() for _ in range(5)]
    house.clock.move(minutes=1)
    store.write(lambda tx: sign_ins.touch(tx, tokens[0]))
    tokens.append(come_in())
    with store.read() as tx:
        assert [sign_ins.account_id_of(tx, token) == who for token in tokens] == [
            True, False, True, True, True, True,
        ]  # fmt: skip
        assert len(people.sign_ins_of(house.own, house.first, who)) == 5


def test_on_ones_own_computer_no_sign_in_ends_another(house: House) -> None:
    store = house.own.store
    tokens = [store.write(lambda tx: sign_ins.sign_in(tx, house.first.id, AT_ONES_OWN)) for _ in range(8)]
    with store.read() as tx:
        assert all(sign_ins.account_id_of(tx, token) for token in tokens)
