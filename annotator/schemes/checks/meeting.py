"""Population, reliability and the feedback meeting: ranges in order, references that lead somewhere."""

from collections.abc import Iterator
from itertools import pairwise

from annotator.errors import said
from annotator.schemes.checks.names import Names, unknown, unknown_in
from annotator.schemes.places import Fault, Place, shown


def ranges(names: Names) -> Iterator[Fault]:
    """Least, usual and greatest values that are not in order (checklist 9)."""
    population = names.root.at("population")
    yield from _ordered(population.at("age_months"), "min", "max")
    yield from _ordered(population.at("recommended_duration_s"), "min", "typical", "max")
    yield from _ordered(names.root.at("feedback_meeting", "clips", "length_s"), "min", "typical", "max")


def _ordered(part: Place, *fields: str) -> Iterator[Fault]:
    for lower, upper in pairwise(fields):
        low, high = part.at(lower).number, part.at(upper).number
        if low is not None and high is not None and low > high:
            sentence = said(
                "`{upper}` is {high}, less than `{lower}`, {low}.",
                upper=upper,
                high=shown(high),
                lower=lower,
                low=shown(low),
            )
            yield Fault("order", part.at(upper).path, sentence)


def reliability(names: Names) -> Iterator[Fault]:
    """Modifiers whose agreement is asked for but that are not there (checklist 3)."""
    for _, part in names.root.at("reliability").fields():
        yield from unknown_in(part.texts("modifiers"), names.modifiers, said("a modifier of this scheme"))


def meeting(names: Names) -> Iterator[Fault]:
    """A preferred episode that is not there (checklist 3)."""
    place = names.root.at("feedback_meeting", "challenge", "prefer_episode", "id")
    yield from unknown(place, names.episodes, said("an episode of this scheme"))
