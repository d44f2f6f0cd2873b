"""Which of two versions of a scheme is the later one."""

from typing import Any

Order = tuple[Any, ...]


def order_of(version: str) -> Order:
    """What versions are sorted by: the three numbers, then a finished one after its trials.

    >>> sorted(["1.10.0", "1.9.2", "1.10.0-rc1"], key=order_of)
    ['1.9.2', '1.10.0-rc1', '1.10.0']
    """
    numbers, dash, trial = version.partition("+")[0].partition("-")
    return (*map(int, numbers.split(".")), not dash, trial)
