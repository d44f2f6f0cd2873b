"""Numbers in sentences."""


def how_many(n: int, noun: str) -> str:
    """A number with its noun.

    >>> how_many(1, "annotation"), how_many(0, "annotation")
    ('1 annotation', '0 annotations')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
