"""The film for a family as a use case: under all agreements, sealed, on record, and gone in time."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import cv2
import pytest
from sqlalchemy import text

from annotator.access import Purpose
from annotator.actions import agreeing, erasing, families, films, people, preparing, reels
from annotator.actions.workplace import Workplace, open_workplace
from annotator.errors import ConsentError, FeedbackError, NotFound
from annotator.exchange import sealed
from annotator.media import make_reel
from annotator.store import audit
from annotator.store.accounts import Account
from annotator.store.transaction import iso
from tests.films import barcode_film, read_barcode
from tests.meeting_case import draft, sent, visit
from tests.planting import Planted, plant
from tests.unsealing import WrongPassword, opened

RATE = 5


@dataclass
class Held:
    """A workplace with a planted meeting whose film is real."""

    place: Workplace
    planted: Planted


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, untouched: Path) -> tuple[Path, Planted]:
    made = shutil.copytree(untouched, tmp_path_factory.mktemp("reels") / "data")
    film = barcode_film(made.parent / "film.mp4", rate=str(RATE), frames=300, sound=False)
    place = open_workplace(made)
    planted = plant(place, people.first_person(place), film)
    place.store.close()
    return made, planted


@pytest.fixture
def held(folder: tuple[Path, Planted], tmp_path: Path) -> Iterator[Held]:
    place = open_workplace(shutil.copytree(folder[0], tmp_path / "data"))
    yield Held(place, folder[1])
    place.store.close()


def worked(place: Workplace) -> Path | None:
    """What the worker's keeper does with the next reel: hand it on, hear that it was made. Gives its file."""
    taken = reels.next_reel(place, "a-worker")
    if taken is None:
        return None
    job, film, target, order = taken
    make_reel(film, order, target, lambda f, step: films.job_progress(place, job.id, "a-worker", f, step))
    reels.reel_made(place, job.id)
    return target


def files(place: Workplace) -> list[str]:
    return sorted(path.suffix for path in (place.folder / "films").glob(f"*/{reels.FOLDER}/*"))


def numbers(film: Path) -> list[int]:
    read, found = cv2.VideoCapture(str(film)), []
    while (answer := read.read())[0]:
        grey = cv2.cvtColor(answer[1], cv2.COLOR_BGR2GRAY)[:180]
        left = (grey.shape[1] - 320) // 2
        inner = grey[:, left : left + 320]
        found += [read_barcode(inner)] if inner.max() > 40 else []
    return list(dict.fromkeys(found))


def test_it_is_made_sealed_and_handed_over_and_holds_the_planned_moments_alone(
    held: Held, tmp_path: Path
) -> None:
    place, who, plan = held.place, held.planted.who, held.planted.plan
    assert reels.reel_of(place, who, plan) is None
    reels.ask_for_reel(place, who, plan)
    with pytest.raises(FeedbackError, match="have it made first"):
        reels.seal_reel(place, who, plan)
    made = worked(place)
    assert made is not None
    view = reels.reel_of(place, who, plan)
    assert view is not None and (view.job.state, view.sealed) == ("done", False)
    with pytest.raises(FeedbackError, match="not sealed yet"):
        reels.reel_file(place, who, plan)
    password = reels.seal_reel(place, who, plan)
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    path = reels.reel_file(place, who, plan)
    info, data = opened(path, password)
    assert (info.filename, info.date_time, info.flag_bits & 1) == ("film.mp4", (1980, 1, 1, 0, 0, 0), 1)
    assert data == made.read_bytes()
    assert held.planted.found_in(path.read_bytes()) == held.planted.found_in(data) == []
    taken = tmp_path / "taken.mp4"
    taken.write_bytes(data)
    # The planted moments: [2, 10), [20, 32) and [33, 45) s at five frames a second.
    assert numbers(taken) == [*range(10, 50), *range(100, 160), *range(165, 225)]
    again = reels.seal_reel(place, who, plan)
    with pytest.raises(WrongPassword):
        opened(reels.reel_file(place, who, plan), password)
    assert opened(reels.reel_file(place, who, plan), again)[1] == data
    for each in (password, again):
        for file in place.folder.rglob("*"):
            assert not file.is_file() or each.encode() not in file.read_bytes(), file
    with place.store.read() as tx:
        lines = [
            (x.who, x.verb)
            for x in audit.recent(tx, 50, "plan", plan)
            if "reel" in x.verb or x.verb == "export"
        ]
    assert lines == [
        (who.id, verb) for verb in ("export", "export", "seal reel", "export", "seal reel", "make reel")
    ]


def test_it_is_its_authors_alone_and_needs_every_agreement_at_every_step(held: Held) -> None:
    place, who, plan = held.place, held.planted.who, held.planted.plan
    lead = people.first_person(place)
    supervisor = people.add_person(place, lead, "Sue", "supervisor", whole=True)
    for deed in (reels.ask_for_reel, reels.reel_of, reels.seal_reel, reels.reel_file, reels.drop_reel):
        for other in (lead, supervisor, None):
            with pytest.raises(NotFound, match="no such plan"):
                deed(place, other, plan)
    reels.ask_for_reel(place, who, plan)
    family = families.session(place, who, held.planted.session).family.id
    child = agreeing.matrix(place, who, family).people[0].id
    agreeing.withdraw(place, who, child, Purpose.FAMILY_COPY)
    assert worked(place) is None  # asked for before, and refused when the worker comes to it
    view = reels.reel_of(place, who, plan)
    assert view is not None and view.job.state == "failed" and "a copy for the family" in view.job.reason
    for deed in (reels.ask_for_reel, reels.seal_reel, reels.reel_file):
        with pytest.raises(ConsentError, match="a copy for the family"):
            deed(place, who, plan)
    assert files(place) == []


def test_it_goes_when_its_days_are_over_when_somebody_takes_back_and_when_it_is_dropped(held: Held) -> None:
    place, who, plan = held.place, held.planted.who, held.planted.plan

    def ready() -> None:
        reels.ask_for_reel(place, who, plan)
        worked(place)
        reels.seal_reel(place, who, plan)
        assert files(place) == [".mp4", ".zip"]

    ready()
    reels.drop_reel(place, who, plan)
    assert (files(place), reels.reel_of(place, who, plan)) == ([], None)
    ready()
    reels.forget_old_reels(place)
    assert files(place) == [".mp4", ".zip"]

    def over(tx) -> None:  # type: ignore[no-untyped-def]
        tx.execute(text("UPDATE reel SET until = :then").bindparams(then=iso(tx.now - timedelta(seconds=1))))

    place.store.write(over)
    with pytest.raises(FeedbackError, match="have it made first"):
        reels.reel_file(place, who, plan)
    reels.forget_old_reels(place)
    assert files(place) == []
    ready()
    family = families.session(place, who, held.planted.session).family.id
    agreeing.withdraw(place, who, agreeing.matrix(place, who, family).people[1].id, Purpose.FAMILY_COPY)
    reels.forget_old_reels(place)
    assert files(place) == []


def test_it_is_erased_with_its_family(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    """The film's frames are compressed; a word beside them in the same folder is searched for in every byte."""
    place, who, plan = held.place, held.planted.who, held.planted.plan
    reels.ask_for_reel(place, who, plan)
    made = worked(place)
    assert made is not None
    monkeypatch.setattr(sealed, "new_password", lambda: "known-beforehand")
    reels.seal_reel(place, who, plan)
    piece = made.read_bytes()[5000:5064]
    view = families.session(place, who, held.planted.session)
    erasing.erase_family(place, people.first_person(place), view.family.id, "mistake", view.family.code)
    assert not made.parent.exists()
    assert [f for f in place.folder.rglob("*") if f.is_file() and piece in f.read_bytes()] == []


def test_a_letter_that_no_font_has_is_refused_at_once(place: Workplace, lead: Account) -> None:
    session = visit(place, lead)
    plan = preparing.open_plan(place, lead, session)
    preparing.save_plan(place, lead, plan, draft(sent(phrase="ꙮ looked up.")))
    assert preparing.mark_ready(place, lead, plan).problems == ()
    with pytest.raises(Exception, match="no font of Attune has"):
        reels.ask_for_reel(place, lead, plan)
