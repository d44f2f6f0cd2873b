"""What is known of a film once its pictures have been counted, and how much it may cost to count them."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from typing import Any

from annotator.errors import AnnotatorError, MediaError, packed, said, unpacked

GIB = 1024**3
MAX_LONG_SIDE, MAX_SHORT_SIDE = 4096, 2304  # pixels, either way up
MAX_HOURS = 6
MAX_FILE_BYTES = 64 * GIB
MAX_SENTENCE = 4000  # letters of a sentence with its template
STILL = "still.jpg"  # the file in its room that the child writes a single frame to
ORDER, REEL = "order.json", "reel.mp4"  # what it reads there for a reel, and writes


class Cancelled(AnnotatorError):
    """Whoever asked for the work no longer wants it; nothing of it is left."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child that decodes may use.

    ``memory`` is address space and ``file`` the largest file it may write, both in bytes; ``cpu_s`` is
    processor time; after ``silent_s`` seconds without a sign of life it is ended.
    """

    memory: int = 2 * GIB
    cpu_s: int = 24 * 3600
    file: int = 32 * GIB
    open_files: int = 64
    silent_s: float = 300.0


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Probe:
    """A film as it came: every number counted by decoding it, none believed from its header.

    ``width`` and ``height`` are the stored picture's; ``rotation`` is how far a player turns it, in degrees
    anticlockwise. ``frames`` are pictures that really decode, ``duration_ms`` runs from the first to the
    end of the last. ``rate`` is frames a second, None when it varies or there is one frame. ``notes`` are
    sentences about what is odd (a damaged end, pictures without a time).
    """

    container: str
    video_codec: str
    audio_codec: str | None
    width: int
    height: int
    rotation: int
    frames: int
    duration_ms: int
    time_base: Fraction
    variable_rate: bool
    has_sound: bool
    rate: Fraction | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """A film made ready: ``width`` and ``height`` are the proxy's, upright, with square pixels.

    ``frames`` and ``duration_ms`` hold for original and proxy alike; ``rate_num / rate_den`` is frames a
    second, both None when the rate varies; container and codecs are the original's.
    """

    width: int
    height: int
    frames: int
    duration_ms: int
    variable_rate: bool
    has_sound: bool
    rate_num: int | None
    rate_den: int | None
    container: str
    video_codec: str
    audio_codec: str | None
    notes: tuple[str, ...] = ()


HARD_TO_SEE = ("covered", "dark", "frozen", "blurred")


@dataclass(frozen=True, slots=True)
class HardToSee:
    """A stretch of a film whose picture is hard to see, on the film's own clock.

    ``kind`` is one of HARD_TO_SEE: nothing can be told, all is dark, nothing changes, no edge is sharp.
    """

    kind: str
    onset_ms: int
    offset_ms: int


@dataclass(frozen=True, slots=True)
class Filmstrip:
    """How the tiles of ``filmstrip.jpg`` lie: tile k shows the film at ``k * tile_every_ms``."""

    tile_every_ms: int
    tiles: int
    columns: int = 10
    tile_w: int = 160
    tile_h: int = 90


def probe_to_json(probe: Probe) -> dict[str, Any]:
    """The probe as JSON values; fractions become "num/den"."""
    rate = None if probe.rate is None else str(probe.rate)
    return asdict(probe) | {"time_base": str(probe.time_base), "rate": rate, "notes": _packed(probe.notes)}


def probe_from_json(value: Mapping[str, Any]) -> Probe:
    """The probe that ``probe_to_json`` wrote; refuses anything else."""
    try:
        rate = None if value["rate"] is None else Fraction(value["rate"])
        read = dict(value) | {"time_base": Fraction(value["time_base"]), "rate": rate}
        return Probe(**(read | {"notes": _sentences(value["notes"])}))
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise MediaError(said("The film was read, but the answer made no sense. Try again.")) from error


def facts_to_json(facts: FilmFacts) -> dict[str, Any]:
    """The facts as JSON values, as a ``done`` line and film.json hold them."""
    return asdict(facts) | {"notes": _packed(facts.notes)}


def facts_from_json(value: Mapping[str, Any]) -> FilmFacts:
    """The facts in a ``done`` line or in film.json; other keys are left out, wrong ones refused."""
    try:
        known = {field.name: value[field.name] for field in fields(FilmFacts)}
        facts = FilmFacts(**(known | {"notes": _sentences(value["notes"])}))
        sizes = (facts.width, facts.height, facts.frames, facts.duration_ms)
        if all(isinstance(size, int) and size > 0 for size in sizes):
            return facts
    except (KeyError, TypeError) as error:
        raise MediaError(said("The film was prepared, but the answer made no sense. Try again.")) from error
    raise MediaError(said("The film was prepared, but its sizes made no sense. Try again."))


def _packed(notes: tuple[str, ...]) -> list[str]:
    return [packed(sentence) for sentence in notes]


def hard_to_see_from_json(value: Mapping[str, Any]) -> tuple[HardToSee, ...]:
    """The stretches in film.json; none when the film was prepared before they were looked for."""
    try:
        found = tuple(HardToSee(**stretch) for stretch in value.get("hard_to_see", ()))
        if all(s.kind in HARD_TO_SEE and 0 <= s.onset_ms < s.offset_ms for s in found):
            return found
    except TypeError:
        pass
    raise MediaError(said("What is known of this film is damaged. Remove it and add it again."))


def _sentences(value: object) -> tuple[str, ...]:
    return tuple(sentence_of(sentence) for sentence in value[:20]) if isinstance(value, list) else ()


def sentence_of(value: object) -> str:
    """A sentence from the child, taken with care: it has read a film that may be hostile."""
    return unpacked(str(value)[:MAX_SENTENCE])


def why_not(error: AnnotatorError | OSError) -> str:
    """Why a film could not be prepared, in a sentence."""
    if isinstance(error, OSError):
        return said(
            "The folder of this film cannot be written ({why}). "
            "Make room or check its rights, and try again.",
            why=error.strerror,
        )
    return error.sentence


def proxy_size(width: int, height: int, pixel_shape: Fraction, rotation: int) -> tuple[int, int]:
    """The proxy's size: upright, square pixels, at most 720 high, even sides, never larger than the film.

    >>> proxy_size(1920, 1080, Fraction(1), 90), proxy_size(720, 576, Fraction(64, 45), 0)
    ((406, 720), (1024, 576))
    """
    wide, high = Fraction(width) * pixel_shape, Fraction(height)
    if round(rotation / 90) % 2:
        wide, high = high, wide
    shrink = min(Fraction(1), 720 / high, 2560 / wide)
    even = [max(2, 2 * math.floor(side * shrink / 2 + Fraction(1, 2))) for side in (wide, high)]
    return even[0], min(720, even[1])
