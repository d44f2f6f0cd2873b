"""How many signals would look answered if the answers had nothing to do with them."""

import math
from dataclasses import dataclass

from annotator.errors import said
from annotator.stats import Statistic

NO_TIME = said("no scorable time: all of it was marked as not codable")
NO_CUE = said("no cue that can be scored")


@dataclass(frozen=True, slots=True)
class Shifted:
    """What shifting all answers together by a random time, in a circle, does to the share answered.

    ``share`` is the mean over ``runs``, ``low`` and ``high`` hold the middle 95 % of them;
    ``as_many`` is the share of runs, the record itself counted as one, that answer at least as
    many cues as were answered by time alone. Undefined without a scorable cue.
    """

    share: Statistic
    low: float | None
    high: float | None
    as_many: float | None
    runs: int
    seed: int


def by_formula(answers: int, seconds: float, width_s: float) -> Statistic:
    """1 − e^(−λw): the chance that a window of w seconds holds one of ``answers`` strewn over ``seconds``.

    ``units`` counts the answers. Undefined when there is no scorable time.

    >>> round(by_formula(4, 57, 3).value, 3)
    0.19
    """
    if seconds <= 0:
        return Statistic(None, answers, NO_TIME)
    return Statistic(abs(math.expm1(-answers / seconds * width_s)), answers)
