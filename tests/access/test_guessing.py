"""How long one waits after wrong answers: simulated by the second."""

from annotator.access import FREE, FREE_FROM_ONE_PLACE, Guesses


def tried(guesses: Guesses, whom: str, seconds: range, free: int = FREE) -> int:
    """How often somebody who tries every second is really answered."""
    count = 0
    for second in seconds:
        if guesses.wait_s(whom, second, free) == 0:
            guesses.wrong(whom, second)
            count += 1
    return count


def test_ten_thousand_tries_are_a_few_that_count() -> None:
    """Five free, then waits of 1, 2, 4 … 512 and 900 s: 5 + 11 in the first hour at most, 4 in each after."""
    guesses = Guesses()
    assert tried(guesses, "ana", range(3_600)) <= 20
    assert tried(guesses, "ana", range(3_600, 10_000)) <= 8


def test_nobody_is_kept_out_for_longer_than_a_quarter_of_an_hour() -> None:
    guesses = Guesses()
    tried(guesses, "ana", range(10_000))
    assert guesses.wait_s("ana", 10_000 + 900) == 0
    assert guesses.wait_s("ben", 10_000) == 0


def test_a_right_answer_and_an_hour_forget_what_was_wrong() -> None:
    guesses = Guesses()
    tried(guesses, "ana", range(100))
    guesses.right("ana")
    assert tried(guesses, "ana", range(100, 105)) == 5
    assert tried(guesses, "ana", range(10_000, 10_005)) == 5


def test_a_whole_team_may_mistype_at_one_address() -> None:
    assert (
        tried(Guesses(), "192.0.2.1", range(FREE_FROM_ONE_PLACE), FREE_FROM_ONE_PLACE) == FREE_FROM_ONE_PLACE
    )


def test_the_memory_has_a_bound() -> None:
    guesses = Guesses()
    for n in range(30_000):
        guesses.wrong(f"name {n}", n / 100)
    assert len(guesses._wrong) <= 20_000
