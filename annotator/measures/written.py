"""How a figure is written wherever a person reads it: on pages, in a terminal, in a report."""

from collections.abc import Sequence

from annotator.timecode import span


def rounded_apart(shares: Sequence[float | None]) -> bool:
    """Whether shares that make up a whole do not add up to 100 % as they are written.

    >>> rounded_apart([0.7496, 0.2504]), rounded_apart([1 / 3, 1 / 3, 1 / 3]), rounded_apart([0.5, 0.2, None])
    (False, True, False)
    """
    known = [share for share in shares if share is not None]
    tenths = sum(round(1000 * share) for share in known)
    return abs(sum(known) - 1) < 1e-6 and tenths != 1000


def written(unit: str, value: float) -> str:
    """A value in its unit: times as ``span`` says them, shares in percent, whole counts, else two places.

    Files and JSON keep every digit; this is for reading alone. A difference can be below zero.

    >>> written("ms", 2_040), written("ms", -2_040), written("share", 29 / 57), written("count", 3.0)
    ('2.0 s', '−2.0 s', '50.9 %', '3')
    >>> written("per_minute", 120 / 57), written("coefficient", -0.25)
    ('2.11', '−0.25')
    """
    if value < 0:
        return f"−{written(unit, -value)}"
    if unit == "ms":
        return span(round(value))
    if unit == "share":
        return f"{100 * value:.1f} %"
    return f"{value:.0f}" if unit == "count" else f"{value:.2f}"


def written_apart(unit: str, value: float) -> str:
    """A difference with its sign; of shares in points of a hundred, whose name stands with whoever asks.

    >>> written_apart("ms", -2_040), written_apart("share", 0.1234), written_apart("mean", 0.0)
    ('−2.0 s', '+12.3', '±0.00')
    """
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + written(unit, abs(value)).removesuffix(" %")


def written_times(ratio: float) -> str:
    """How many times as much.

    >>> written_times(1.667)
    '× 1.67'
    """
    return f"× {written('coefficient', ratio)}"
