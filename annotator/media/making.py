"""What the child does with a film: count it, or make the proxy and all that lies beside it."""

import json
from array import array
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Any

from av.audio.frame import AudioFrame
from av.error import ExternalError, FFmpegError

from annotator.errors import said
from annotator.media.clock import PictureClock, notes
from annotator.media.colours import tags_for
from annotator.media.facts import ORDER, REEL, STILL, FilmFacts, Probe, facts_to_json, probe_to_json
from annotator.media.film_files import FilmFile, FilmFolder, at, key_of, place_of
from annotator.media.opening import Source, codecs, first_picture, first_sound, opened, parts
from annotator.media.pictures import Upright, luma_of
from annotator.media.proxy import ProxyFilm, check_proxy
from annotator.media.reel import Reel
from annotator.media.reel_order import order_from_json
from annotator.media.sound import Peaks, SoundTrack
from annotator.media.stills import Stills, open_proxy, strip_of, write_poster, write_still, write_strip
from annotator.media.tables import read_times, write_frames, write_peaks
from annotator.media.watching import Watch
from annotator.timecode import FrameTable, ms_of_pts

Tell = Callable[[float, str], None]

LOOKING, CONVERTING = said("Looking at the film"), said("Making the film ready to play")
CHECKING, STILLS = said("Checking every frame"), said("Making the filmstrip")


def probe_film(path: FilmFile, tell: Tell) -> dict[str, Any]:
    """Decode the whole film and answer its Probe as JSON."""
    first = first_picture(path)
    with opened(path) as source:
        times, has_sound = PictureClock(source.time_base), False
        for fraction, pictures, sounds in parts(source):
            tell(fraction, LOOKING)
            has_sound = has_sound or bool(sounds)
            for picture in pictures:
                times.take(picture)
        times.check()
        picture_codec, sound_codec = codecs(source)
        probe = Probe(
            source.container,
            picture_codec,
            sound_codec,
            first.width,
            first.height,
            first.rotation,
            len(times.pts),
            times.end_ms,
            source.time_base,
            times.variable,
            has_sound,
            times.rate,
            notes(source, times),
        )
    return probe_to_json(probe)


def prepare_film(path: FilmFile, room: FilmFolder, tell: Tell) -> dict[str, Any]:
    """Write proxy, tables, stills and film.json into ``room``; answers what film.json holds."""
    tell(0.0, LOOKING)
    with opened(path) as source:
        making = Making(source, path, room)
        making.convert(tell)
        facts = making.facts()
        making.write_tables()
    tell(0.9, CHECKING)
    check_proxy(room / "proxy.mp4", making.times)
    strip = _write_stills(room, making.times, tell)
    hard_to_see = [asdict(found) for found in making.watch.found(making.times.end_ms)]
    held = facts_to_json(facts) | asdict(strip) | {"hard_to_see": hard_to_see}
    (room / "film.json").write_bytes(json.dumps(held, indent=1).encode())
    return held


class Making:
    """One film on its way to a proxy. Memory does not grow with its length but for the times themselves."""

    def __init__(self, source: Source, path: FilmFile, room: FilmFolder) -> None:
        self._source, self._path, self._room = source, path, room
        self._first = first_picture(path)
        self._upright = Upright(self._first, source.picture.codec_context.sample_aspect_ratio, place_of(room))
        self.times, self.watch = PictureClock(source.time_base), Watch()
        self._track, self._peaks = self._sound_track()
        self._has_sound = False

    def _sound_track(self) -> tuple[SoundTrack | None, Peaks | None]:
        sound = first_sound(self._path)
        if sound is None:
            return None, None
        track = SoundTrack(sound, (self._first.pts or 0) * self._source.time_base)
        return track, Peaks(track.rate)

    def convert(self, tell: Tell) -> None:
        """Write proxy.mp4."""
        target = self._room / "proxy.mp4"
        with ProxyFilm(target, self._source.time_base, self._upright.size, tags_for(self._first)) as proxy:
            if self._track is not None:
                proxy.expect_sound(self._track)
            for fraction, pictures, sounds in parts(self._source):
                tell(0.01 + 0.88 * fraction, CONVERTING)
                for picture in pictures:
                    at = self.times.take(picture)
                    if at is not None:
                        turned = self._upright.turn(picture)
                        self.watch.see(luma_of(turned), ms_of_pts(at, self.times.time_base))
                        proxy.add_picture(turned, at)
                for sound in sounds:
                    self._add_sound(sound, proxy)
            self.times.check()
            proxy.finish(self.times.end)

    def _add_sound(self, sound: AudioFrame, proxy: ProxyFilm) -> None:
        if self._track is None or self._peaks is None:
            return
        blocks = self._track.place(sound)
        while True:
            try:
                start, wave = next(blocks)
            except StopIteration:
                return
            except (FFmpegError, ValueError):  # of a shape nobody can convert
                self._source.damaged += 1
                return
            self._has_sound = True
            self._peaks.add(start, wave)
            proxy.add_sound(start, wave)

    def write_tables(self) -> None:
        """Write frames.bin and peaks.bin."""
        times = self.times
        write_frames(self._room / "frames.bin", times.pts, times.time_base, times.end_ms)
        silent = self._peaks is None or not self._has_sound
        rows = (b"", b"") if silent or self._peaks is None else self._peaks.rows(times.end_ms)
        write_peaks(self._room / "peaks.bin", *rows)

    def facts(self) -> FilmFacts:
        """What is known now that every picture was seen."""
        rate, (picture_codec, sound_codec) = self.times.rate, codecs(self._source)
        return FilmFacts(
            *self._upright.size,
            len(self.times.pts),
            self.times.end_ms,
            self.times.variable,
            self._has_sound,
            rate.numerator if rate else None,
            rate.denominator if rate else None,
            self._source.container,
            picture_codec,
            sound_codec,
            notes(self._source, self.times),
        )


def _write_stills(room: FilmFolder, times: PictureClock, tell: Tell) -> Any:
    strip = strip_of(times.end_ms)
    ms = array("i", (ms_of_pts(at, times.time_base) for at in times.pts))
    with closing(open_proxy(room / "proxy.mp4")) as film:
        seconds = array("d", (float(at * times.time_base) for at in times.pts))
        stills = Stills(film, FrameTable(ms, times.end_ms), seconds)
        for share in write_strip(room / "filmstrip.jpg", strip, stills):
            tell(0.93 + 0.06 * share, STILLS)
        write_poster(room / "poster.jpg", times.end_ms, stills)
    return strip


def write_frame(proxy: FilmFile, target: FilmFile, frame: int) -> dict[str, Any]:
    """Write one frame of a prepared film, whose table lies beside it."""
    with closing(open_proxy(proxy)) as film:
        write_still(target, Stills(film, *read_times(proxy.with_name("frames.bin"))).frame(frame))
    return {}


def make_reel(
    proxy: FilmFile, order: FilmFile, target: FilmFile, tell: Tell, earlier: Sequence[FilmFolder]
) -> dict[str, Any]:
    """Write the reel of a prepared film, and of earlier ones, that an order asks for."""
    asked = order_from_json(json.loads(order.read_bytes()))
    Reel([proxy, *(folder / "proxy.mp4" for folder in earlier)], asked, target, tell).make()
    return {}


def run(
    task: str,
    film: FilmFile,
    room: FilmFolder,
    tell: Tell,
    named: str = "",
    frame: int = 0,
    earlier: Sequence[FilmFolder] = (),
) -> dict[str, Any]:
    """Do one task; FFmpeg's errors, which are of many kinds, become OSErrors with their number.

    ``named`` is what a still or reel that is sealed will be called in its film, ``earlier`` the folders of
    the films that a reel is cut from besides.
    """
    place, key = place_of(room), key_of(room)
    try:
        if task == "still":
            return write_frame(film, at(place / STILL, key, named), frame)
        if task == "reel":
            return make_reel(film, room / ORDER, at(place / REEL, key, named), tell, earlier)
        return probe_film(film, tell) if task == "probe" else prepare_film(film, room, tell)
    except ExternalError as error:  # x264 says no more than that when it gets no memory
        raise MemoryError from error
    except FFmpegError as error:
        raise OSError(error.errno, error.strerror) from error
