"""A bar for a film that is being prepared: how far it is, and about how long it still takes."""

import math
import time

import streamlit as st

from annotator.errors import Said, said, translated
from annotator.pages import parts, state
from annotator.store.jobs import Job

SEEN_S, SEEN_SHARE = 3.0, 0.03
"""How long it must have been watched, and how far it must have come, before one can say how long it takes."""


def bar(job: Job, text: str) -> None:
    """The bar of a film's preparation under a text, with the time that is left once it can be told."""
    now = (time.monotonic(), job.progress)
    left = seconds_left(state.first_seen(f"progress-{job.id}-{job.tries}", now), now)
    told = text if left is None else f"{text} · {translated(left_in_words(left), state.say)}"
    st.progress(job.progress, parts.plain(told))


def seconds_left(first: tuple[float, float], now: tuple[float, float]) -> float | None:
    """How long the rest takes when it goes on as since it was first seen; None while that cannot be told.

    Both are a time in seconds and the share that was done by then, from 0 to 1.
    """
    elapsed, done = now[0] - first[0], now[1] - first[1]
    if elapsed < SEEN_S or done < SEEN_SHARE:
        return None
    return round(elapsed * (1 - now[1]) / done, 3)


def left_in_words(seconds: float) -> Said:
    """A time that is left, rounded up to tens of seconds, above a minute to minutes."""
    tens = 10 * max(1, math.ceil(seconds / 10))
    if tens < 60:
        return said("about {n} seconds left", n=tens)
    if tens == 60:
        return said("about one minute left")
    return said("about {n} minutes left", n=math.ceil(seconds / 60))
