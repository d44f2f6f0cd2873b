"""The times of a film's pictures, collected while they are decoded."""

from array import array
from dataclasses import dataclass, field
from fractions import Fraction

from av.video.frame import VideoFrame

from annotator.errors import MediaError, counted, said
from annotator.media.facts import MAX_HOURS
from annotator.media.opening import Source
from annotator.media.rate import steady_rate
from annotator.timecode import clock, ms_of_pts

_BACK_S = 1  # a film's pictures may be out of order by less
_USUAL_STEP = Fraction(1, 25)  # how long the only picture of a film stands when nothing says so


@dataclass
class PictureClock:
    """Ticks of each kept picture after the first; pictures without a later time of their own are left out."""

    time_base: Fraction
    pts: "array[int]" = field(default_factory=lambda: array("q"))
    first: int | None = None
    untimed: int = 0
    joined_at: int | None = None
    last_duration: int = 0

    def take(self, picture: VideoFrame) -> int | None:
        """The picture's time in ticks, or None when it has none after the one before and must be left out."""
        if picture.pts is None:
            self.untimed += 1
            return None
        self.first = picture.pts if self.first is None else self.first
        at = picture.pts - self.first
        if self.pts and at <= self.pts[-1]:
            self.untimed += 1
            if self.joined_at is None and (self.pts[-1] - at) * self.time_base > _BACK_S:
                self.joined_at = self.pts[-1]
            return None
        self._check_length(at)
        self.pts.append(at)
        self.last_duration = picture.duration or 0
        return at

    def _check_length(self, at: int) -> None:
        if at * self.time_base > MAX_HOURS * 3600:
            raise MediaError(
                said(
                    "This film is longer than {n} hours. Cut it into parts and add them one by one.",
                    n=MAX_HOURS,
                )
            )

    def check(self) -> None:
        """Refuse a clock that cannot be right.

        Ticks of a second or more, over 1,000 pictures a second, more pictures without a time of their own
        than with one; a clock that begins anew, as in recordings joined byte by byte, whose later pictures
        would be lost; and a last picture that stands until after the longest film.
        """
        if self.joined_at is not None:
            raise MediaError(
                said(
                    "The clock of this film begins anew after {time}: it was joined from several recordings. "
                    "Add these one by one, or convert the film to MP4 with H.264.",
                    time=clock(ms_of_pts(self.joined_at, self.time_base)),
                )
            )
        crowded = len(self.pts) > 1 and self.pts[-1] * self.time_base * 1000 < len(self.pts) - 1
        if self.time_base >= 1 or crowded or self.untimed > len(self.pts):
            raise MediaError(
                said(
                    "The clock of this film is damaged: its pictures carry impossible times. Copy it "
                    "again from the camera, or convert it to MP4 with H.264."
                )
            )
        self._check_length(self.end)

    @property
    def end(self) -> int:
        """Where the last picture ends: by its own duration, else as long as the one before stood."""
        if self.last_duration > 0:
            return self.pts[-1] + self.last_duration
        if len(self.pts) > 1:
            return 2 * self.pts[-1] - self.pts[-2]
        return self.pts[-1] + max(1, round(_USUAL_STEP / self.time_base))

    @property
    def end_ms(self) -> int:
        """The film's length in ms, rounded up."""
        return ms_of_pts(self.end, self.time_base)

    @property
    def rate(self) -> Fraction | None:
        """Frames a second when steady."""
        return steady_rate(self.pts, self.time_base)

    @property
    def variable(self) -> bool:
        """Whether the intervals between pictures differ."""
        return len(self.pts) > 1 and self.rate is None


def notes(source: Source, times: PictureClock) -> tuple[str, ...]:
    """Sentences about what is odd in a film that was read to its end."""
    found: list[str] = []
    length_s = float(times.end * times.time_base)
    if source.promised_s is not None and source.promised_s > length_s + 1:
        found.append(
            said(
                "The film's header promises {promised}, but its pictures end at {end}: "
                "the end is missing or damaged. Compare it with the camera's copy.",
                promised=clock(round(source.promised_s * 1000)),
                end=clock(times.end_ms),
            )
        )
    if source.damaged:
        found.append(
            counted(
                source.damaged,
                "1 damaged part of the film could not be read. Compare it with the camera's copy.",
                "{n} damaged parts of the film could not be read. Compare it with the camera's copy.",
            )
        )
    if source.lost > 0 and not source.interlaced:
        found.append(
            counted(
                source.lost,
                "1 picture is missing: what it builds on is not in the file. "
                "Compare it with the camera's copy.",
                "{n} pictures are missing: what they build on is not in the file. "
                "Compare it with the camera's copy.",
            )
        )
    if source.hidden:
        found.append(
            said(
                "This film was cut without taking out what was cut away. That part is still in the file; "
                "it is not shown here."
            )
        )
    if times.untimed:
        found.append(
            counted(
                times.untimed,
                "1 picture without a time of its own had to be left out.",
                "{n} pictures without a time of their own had to be left out.",
            )
        )
    return tuple(found)
