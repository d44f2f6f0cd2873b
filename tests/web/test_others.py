"""What a process forgets because another one, on the same store, has erased something."""

import time
from collections.abc import Callable
from pathlib import Path

from annotator.actions import erasing, families, people
from annotator.actions.workplace import Workplace, open_workplace
from annotator.web.others import Others
from tests.postgres_server import Server


def held(place: Workplace, make: Callable[[], str]) -> str:
    return place.results.get("a coding", 1, make)


def test_what_was_computed_is_forgotten_once_another_process_erased_something(tmp_path: Path) -> None:
    with Server() as server:
        open_workplace(tmp_path / "data", database=server.new()).store.close()
        one, other = (open_workplace(tmp_path / "data", beside=True) for _ in range(2))
        lead = people.first_person(one)
        family = families.create_family(one, lead, "Family 7")
        with Others(one, look_every_s=0.02):
            until = time.monotonic() + 30
            held(one, lambda: "made before the first look")
            while held(one, lambda: "made after it") != "made after it":
                assert time.monotonic() < until
                time.sleep(0.02)
            time.sleep(0.2)
            assert held(one, lambda: "made anew") == "made after it"
            erasing.erase_family(other, lead, family.id, "withdrawn", "Family 7")
            while held(one, lambda: "made anew") != "made anew":
                assert time.monotonic() < until
                time.sleep(0.02)
        one.store.close()
        other.store.close()


def test_who_is_alone_looks_for_nobody(place: Workplace) -> None:
    known = erasing.forget_erased_since(place, None)
    held(place, lambda: "kept")
    assert erasing.forget_erased_since(place, known) == known
    assert held(place, lambda: "anew") == "kept"
    with Others(place) as others:
        assert not others._thread.is_alive()
