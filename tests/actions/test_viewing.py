"""S44: a word when one person opens films of many families within an hour; it keeps nobody from anything."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.actions import families, films, home, people, studying, viewing, workplace
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store import audit
from annotator.store.accounts import Account
from tests.meeting_case import made_up_film, next_visit, visit
from tests.store.desk_case import Clock

LIMIT = 4


class House:
    """A team's server with eight families, a film each, and somebody in every role."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.own = workplace.open_workplace(folder, self.clock)
        self.place = replace(self.own, public="https://attune.example.org")
        self.lead = people.first_person(self.own)
        self.roles = {
            role: people.add_person(self.own, self.lead, f"The {role}", role, whole=True)
            for role in ("practitioner", "coder", "supervisor", "admin")
        }
        self.study = studying.own_studies(self.own, self.lead)[0].study.id
        visits = [visit(self.own, self.lead, f"Family {n}") for n in range(8)]
        self.films = [self.film(each) for each in visits]
        self.visits = visits
        viewing.set_viewing_limit(self.place, self.lead, self.study, LIMIT)

    def film(self, session: str) -> str:
        return families.session(self.own, self.lead, session).session.recordings[0].id

    def opens(self, films_of: list[str], who: Account | None = None, place: Workplace | None = None) -> None:
        for film in films_of:
            films.film_file(place or self.place, who or self.roles["coder"], film, "proxy.mp4")

    def words(self, who: Account | None = None) -> list[tuple[str, int]]:
        found = viewing.much_seen(self.place, who or self.lead)
        return [(each.name, each.families) for about in found for each in about.words]

    def noted(self) -> list[tuple[str, str | None, dict[str, int]]]:
        with self.own.store.read() as tx:
            rows = audit.recent(tx, 100, "study", self.study)
        return [(row.verb, row.who, row.details) for row in reversed(rows) if row.verb.startswith("much")]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    yield made
    made.own.store.close()


def test_the_fifth_family_within_an_hour_is_one_too_many_and_opens_all_the_same(house: House) -> None:
    coder = house.roles["coder"]
    house.opens(house.films[:LIMIT])
    assert house.words() == []
    house.opens(house.films[LIMIT:])
    assert house.words() == [("The coder", LIMIT + 1)]
    assert house.noted() == [("much seen", coder.id, {"families": LIMIT + 1})]


def test_the_same_family_is_one_however_often_and_whichever_film(house: House) -> None:
    family = families.session(house.own, house.lead, house.visits[0]).session.family
    more = [house.film(next_visit(house.own, house.lead, family)) for _ in range(3)]
    more.append(made_up_film(house.own, house.visits[0], "other.mp4"))
    house.opens([*house.films[:LIMIT], *more])
    house.clock.move(minutes=1)
    house.opens([*house.films[:LIMIT], *more])
    assert house.words() == []


def test_what_was_opened_an_hour_ago_does_not_count_and_the_next_word_comes_an_hour_later(
    house: House,
) -> None:
    house.opens(house.films[:3])
    house.clock.move(minutes=61)
    house.opens(house.films[3:7])
    assert house.words() == []
    house.opens(house.films[7:] + house.films[:3])
    assert house.words() == [("The coder", LIMIT + 1)]
    house.clock.move(minutes=61)
    house.opens(house.films)
    assert house.words() == [("The coder", LIMIT + 1)] * 2


def test_two_people_are_counted_each_for_themselves(house: House) -> None:
    house.opens(house.films[:LIMIT])
    house.opens(house.films[LIMIT:], house.roles["supervisor"])
    assert house.words() == []


@pytest.mark.parametrize("role", ["lead", "admin", "practitioner", "coder", "supervisor"])
def test_who_manages_the_study_has_the_word_until_one_of_them_has_read_it(house: House, role: str) -> None:
    house.opens(house.films)
    who = house.lead if role == "lead" else house.roles[role]
    if role in ("lead", "admin"):
        assert house.words(who) == [("The coder", LIMIT + 1)]
        viewing.put_aside(house.place, who, house.study)
        viewing.put_aside(house.place, who, house.study)
        assert (house.words(house.lead), house.words(house.roles["admin"])) == ([], [])
        assert house.noted()[1:] == [("much seen read", who.id, {"words": 1})]
        return
    for asked in (viewing.put_aside, viewing.viewing_limit):
        with pytest.raises(NotFound, match="no such study"):
            asked(house.place, who, house.study)
    with pytest.raises(NotFound):
        viewing.much_seen(house.place, who)
    assert home.waiting(house.place, who).much_seen == []
    assert [each.name for each in home.waiting(house.place, house.lead).much_seen[0].words] == ["The coder"]


def test_on_ones_own_computer_there_is_no_word(house: House) -> None:
    house.opens(house.films, place=house.own)
    assert house.words() == []


def test_the_number_is_the_studys_own(house: House) -> None:
    assert viewing.viewing_limit(house.place, house.roles["admin"], house.study) == LIMIT
    other = studying.make_study(house.place, house.lead, "Another")
    assert viewing.viewing_limit(house.place, house.lead, other) == viewing.USUAL
    for wrong in (0, viewing.LARGEST + 1):
        with pytest.raises(AnnotatorError, match="from 1 to 1000"):
            viewing.set_viewing_limit(house.place, house.lead, house.study, wrong)
    viewing.set_viewing_limit(house.place, house.lead, house.study, 8)
    house.opens(house.films)
    assert house.words() == []
