"""A still is the frame on the screen at its time, made once, without tags, for those who may see the film."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from annotator.actions import films, people
from annotator.actions.workplace import Workplace
from annotator.errors import MediaError, NotFound
from annotator.store import audit, families
from annotator.store.accounts import Account
from tests.films import barcode_film, film_pts, read_barcode
from tests.media.film_reading import jpeg_parts, pictures
from tests.running import enter_visit


def film_of(place: Workplace, session: str) -> str:
    with place.store.read() as tx:
        return families.session(tx, session).recordings[0].id


@pytest.fixture
def make(place: Workplace, tmp_path: Path) -> Callable[..., str]:
    """Enter a visit with a film that is ready; gives the recording."""

    def entered(**film: Any) -> str:
        made = barcode_film(tmp_path / f"film.{film.get('container', 'mp4')}", sound=False, **film)
        return film_of(place, enter_visit(place, made).session)

    return entered


def number(still: Path) -> int:
    return read_barcode(pictures(still)[0])


def test_the_frame_on_the_screen_at_each_time(
    place: Workplace, lead: Account, make: Callable[..., str]
) -> None:
    """A film with gaps, in whole ms: a frame is on the screen from its own ms until the next one's."""
    recording = make(rate="variable-gaps", frames=45)
    ms, _ = film_pts("variable-gaps", 45)
    wanted = {0: 0, ms[1] - 1: 0, ms[1]: 1, ms[9]: 9, ms[9] - 1: 8, ms[40] - 1: 39, ms[40]: 40, ms[44]: 44}
    found = {t: number(films.still(place, lead, recording, t)) for t in wanted}
    assert found == wanted


def test_before_the_film_the_first_frame_and_after_it_the_last(
    place: Workplace, lead: Account, make: Callable[..., str]
) -> None:
    recording = make(frames=20)
    assert number(films.still(place, lead, recording, -5)) == 0
    assert number(films.still(place, lead, recording, 10**8)) == 19


def test_a_still_is_at_most_1280_wide_and_nothing_but_a_picture(
    place: Workplace, lead: Account, make: Callable[..., str]
) -> None:
    """A film of 1920 × 800 has a proxy 1728 wide (720 high); JFIF's own header is all that stands before the picture."""
    recording = make(frames=3, size=(1920, 800), tags={"title": "Anna", "location": "+52.5200+013.4050/"})
    still = films.still(place, lead, recording, 40)
    assert pictures(still)[0].shape == (533, 1280, 3)
    assert jpeg_parts(still) == ["JFIF"]
    assert b"Anna" not in still.read_bytes()


def test_a_portrait_film_is_upright(place: Workplace, lead: Account, make: Callable[..., str]) -> None:
    still = films.still(place, lead, make(frames=3, size=(180, 320), rotation=90), 0)
    assert pictures(still)[0].shape == (320, 180, 3)
    assert number(still) == 0


def test_many_who_ask_at_once_make_one_file(
    place: Workplace, lead: Account, make: Callable[..., str]
) -> None:
    """Eight ask for the same two frames; a second making would put another file, with another inode, in place."""
    recording = make(frames=20)
    start = threading.Barrier(8)

    def ask(n: int) -> tuple[int, int]:
        start.wait()
        still = films.still(place, lead, recording, 40 * (n % 2) + 20)
        return number(still), still.stat().st_ino

    with ThreadPoolExecutor(8) as people_at_once:
        found = list(people_at_once.map(ask, range(8)))
    folder = place.film_folder(recording) / "stills"
    assert sorted(path.name for path in folder.iterdir()) == ["0.jpg", "1.jpg"]
    assert found == [(n % 2, (folder / f"{n % 2}.jpg").stat().st_ino) for n in range(8)]


def test_what_a_killed_process_left_is_cleared(
    place: Workplace, lead: Account, make: Callable[..., str]
) -> None:
    recording = make(frames=3)
    left = place.film_folder(recording) / "stills" / ".preparing-0"
    left.mkdir(parents=True)
    (left / "still.jpg").write_bytes(b"half")
    assert number(films.still(place, lead, recording, 0)) == 0
    assert not left.exists()


def test_a_refusal_looks_like_absence(place: Workplace, lead: Account, make: Callable[..., str]) -> None:
    recording = make(frames=3)
    admin = people.add_person(place, lead, "Admin", "admin", whole=True)
    said = []
    for who, film in ((admin, recording), (None, recording), (lead, "0000000000000000"), (lead, "../..")):
        with pytest.raises(NotFound) as refused:
            films.still(place, who, film, 0)
        said.append(str(refused.value))
    assert set(said) == {"There is no such film here."}
    assert not (place.film_folder(recording) / "stills").exists()


def test_a_film_that_is_not_ready_or_damaged(
    place: Workplace, lead: Account, make: Callable[..., str]
) -> None:
    recording = make(frames=3)
    folder = place.film_folder(recording)
    (folder / "proxy.mp4").write_bytes(b"\0\0\0\x18ftypisom")
    with pytest.raises(MediaError, match="damaged"):
        films.still(place, lead, recording, 0)
    assert list((folder / "stills").iterdir()) == []
    (folder / "frames.bin").unlink()
    with pytest.raises(NotFound):
        films.still(place, lead, recording, 0)


def test_looking_at_a_still_is_looking_at_the_film(
    place: Workplace, lead: Account, make: Callable[..., str]
) -> None:
    recording = make(frames=5)
    for ms in (0, 40, 80):
        films.still(place, lead, recording, ms)
    with place.store.read() as tx:
        views = [row for row in audit.recent(tx) if (row.verb, row.subject) == ("view", recording)]
    assert len(views) == 1
