import threading
import time

from annotator.pages import turns


def drawing(seconds, seen, begun):
    """A page that takes so long, in a thread of its own; notes when it was drawn."""

    def draw():
        with turns.turn():
            began = time.monotonic()
            begun.set()
            time.sleep(seconds)
            seen.append((began, time.monotonic()))

    thread = threading.Thread(target=draw)
    thread.start()
    return thread


def both(first_s):
    seen, begun = [], threading.Event()
    one = drawing(first_s, seen, begun)
    assert begun.wait(10)
    two = drawing(0, seen, threading.Event())
    one.join()
    two.join()
    return sorted(seen)


def test_a_page_is_drawn_when_the_one_before_it_is_done():
    (_, done), (began, _) = both(turns.PATIENCE_S / 3)
    assert began >= done


def test_a_page_that_takes_long_keeps_nobody_waiting():
    (_, done), (began, _) = both(turns.PATIENCE_S * 4)
    assert began < done


def test_a_page_that_fails_gives_the_turn_back():
    for _ in range(2):
        began = time.monotonic()
        try:
            with turns.turn():
                raise ValueError
        except ValueError:
            pass
        assert time.monotonic() - began < turns.PATIENCE_S
