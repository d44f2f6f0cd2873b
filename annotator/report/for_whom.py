"""For which families and films a scheme was made, as rows of its code book."""

from collections.abc import Callable, Mapping
from typing import Any

from annotator.errors import Said, Translate, said

AGES: Said = said("Ages")
OCCASIONS: Said = said("What families are doing")
LENGTHS: Said = said("Length of a film")
ANY: Said = said("whatever they do")


def for_whom(
    population: Mapping[str, Any], translate: Translate, in_words: Callable[[str], str]
) -> tuple[tuple[str, str], ...]:
    """Name and words of each row: ages in months, what families do in a film, how long a film is.

    population is the scheme's part of that name, checked; in_words says a context's id in plain words.
    """
    ages, lengths = population["age_months"], population["recommended_duration_s"]
    months = said("{least} to {most} months", least=f"{ages['min']:g}", most=f"{ages['max']:g}")
    minutes = said(
        "{least} to {most} minutes, usually {usual}",
        least=_clock(lengths["min"]), most=_clock(lengths["max"]), usual=_clock(lengths["typical"]),
    )  # fmt: skip
    doing = [
        ANY.translated(translate) if each == "any" else in_words(each) for each in population["contexts"]
    ]
    rows = (
        (AGES, months.translated(translate)),
        (OCCASIONS, ", ".join(doing)),
        (LENGTHS, minutes.translated(translate)),
    )
    return tuple((name.translated(translate), words) for name, words in rows)


def _clock(seconds: float) -> str:
    """Minutes and seconds, 90 being 1:30."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"
