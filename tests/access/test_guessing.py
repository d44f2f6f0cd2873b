"""How long one waits after wrong answers: simulated by the second."""

from annotator.access import FREE, FREE_FROM_ONE_PLACE, Wrong


class Tried:
    """Somebody who tries every second, and how often they are really answered."""

    def __init__(self) -> None:
        self.wrong, self.last = Wrong(), 0

    def at(self, second: int) -> Wrong:
        return Wrong(self.wrong.count, second - self.last)

    def answered(self, seconds: range, free: int = FREE) -> int:
        count = 0
        for second in seconds:
            if self.at(second).wait_s(free) == 0:
                self.wrong, self.last = self.at(second).and_another, second
                count += 1
        return count


def test_ten_thousand_tries_are_a_few_that_count() -> None:
    """Five free, then waits of 1, 2, 4 … 512 and 900 s: 5 + 11 in the first hour at most, 4 in each after."""
    ana = Tried()
    assert ana.answered(range(3_600)) <= 20
    assert ana.answered(range(3_600, 10_000)) <= 8


def test_nobody_is_kept_out_for_longer_than_a_quarter_of_an_hour() -> None:
    ana = Tried()
    ana.answered(range(10_000))
    assert ana.at(10_000 + 900).wait_s() == 0


def test_an_hour_forgets_what_was_wrong() -> None:
    ana = Tried()
    ana.answered(range(100))
    assert ana.answered(range(10_000, 10_005)) == 5


def test_a_clock_that_is_set_back_keeps_nobody_out() -> None:
    """Three seconds are the difference of two computers; an hour was set."""
    assert Wrong(10, -3.0).wait_s() == 16.0
    assert Wrong(10, -3_600.0).wait_s() == 0
    assert Wrong(10, -3_600.0).and_another.count == 1


def test_a_whole_team_may_mistype_at_one_address() -> None:
    assert Tried().answered(range(FREE_FROM_ONE_PLACE), FREE_FROM_ONE_PLACE) == FREE_FROM_ONE_PLACE
