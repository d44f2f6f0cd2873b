"""The segment of a film that is coded where a scheme asks for one, drawn by a seed."""

import random
from collections.abc import Collection

from annotator.model.interval import Interval
from annotator.schemes.scheme import Scheme


def drawn_segment(scheme: Scheme, stretch: Interval, seed: str, without: Collection[int] = ()) -> Interval:
    """The part of a stretch that is coded: all of it, or the segment that the scheme has drawn.

    The same seed gives the same segment, so two people code the same minutes. It begins where one of the
    scheme's intervals begins, and not before ``from_ms``, as far as the film is long enough; of a film
    that is shorter than the segment all is coded. None begins at the onsets ``without``, in ms, while
    there is another place.
    """
    wanted = scheme.segment
    if wanted is None or stretch.duration <= wanted.length_ms:
        return stretch
    step = max((track.interval_ms or 1 for track in scheme.tracks), default=1)
    last = (stretch.offset - wanted.length_ms) // step
    first = -(-(stretch.onset + wanted.from_ms) // step)
    if first > last:
        # Too short for both: as late as it goes.
        first = last = max(last, -(-stretch.onset // step))
    places = (
        [n for n in range(first, last + 1) if step * n not in without] if without else range(first, last + 1)
    )
    onset = step * random.Random(seed).choice(places or range(first, last + 1))  # noqa: S311 - can be made again
    return Interval(onset, min(onset + wanted.length_ms, stretch.offset))
