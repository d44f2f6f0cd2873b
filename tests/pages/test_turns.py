import threading

import pytest

from annotator.pages import turns


def drawing(seen, name, begun, go_on):
    """A page in a thread of its own, drawn until it may go on; notes when it begins and ends."""

    def draw():
        with turns.turn():
            seen.append(f"{name} begins")
            begun.set()
            assert go_on.wait(30)
            seen.append(f"{name} ends")

    thread = threading.Thread(target=draw)
    thread.start()
    return thread


def both(ends_first):
    """Two pages, the second asked for while the first is drawn; what happened in which order."""
    seen, begun, later, go_on = [], threading.Event(), threading.Event(), threading.Event()
    one = drawing(seen, "first", begun, go_on)
    assert begun.wait(30)
    two = drawing(seen, "second", later, go_on)
    assert later.wait(30 if ends_first == "second" else 0.2) is (ends_first == "second")
    go_on.set()
    one.join(30)
    two.join(30)
    return seen


def test_a_page_is_drawn_when_the_one_before_it_is_done(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_S", 30)
    assert both("first") == ["first begins", "first ends", "second begins", "second ends"]


def test_a_page_that_takes_long_keeps_nobody_waiting():
    assert both("second")[:2] == ["first begins", "second begins"]


def test_a_page_that_fails_gives_the_turn_back(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_S", 30)
    with pytest.raises(ValueError, match="drawn"), turns.turn():
        raise ValueError("drawn")
    assert drawing_alone() == ["next begins", "next ends"]


def drawing_alone():
    seen, go_on = [], threading.Event()
    go_on.set()
    drawing(seen, "next", threading.Event(), go_on).join(10)
    return seen
