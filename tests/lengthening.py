"""A prepared film made longer: it stands many times over, without each of its pictures being drawn and packed anew."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import av

from annotator.actions.workplace import Workplace
from annotator.media.facts import facts_from_json, facts_to_json
from annotator.media.stills import Stills, open_proxy, strip_of, write_strip
from annotator.media.tables import read_times, write_frames, write_peaks
from annotator.store import recordings
from annotator.timecode import ms_of_pts
from tests.films import repeated_film


def lengthen(place: Workplace, recording: str, times: int) -> None:
    """Leave the recording as if the film that was brought in had been so many times as long.

    Its original stays short: only proxy, tables, filmstrip and facts, which are all that the player asks for.
    Two hours of 25 frames a second take the app seven minutes of computing, and this a few seconds.
    """
    folder = place.film_folder(recording)
    short, proxy = folder / "proxy.mp4", folder / "longer.mp4"
    repeated_film(proxy, short, times)
    proxy.replace(short)
    with av.open(str(short)) as film:
        stream = film.streams.video[0]
        pictures = [packet for packet in film.demux(stream) if packet.pts is not None]
    base = pictures[0].time_base
    pts = sorted(packet.pts for packet in pictures if packet.pts is not None)
    end_ms = ms_of_pts(pts[-1] + (pictures[-1].duration or 0), base)
    write_frames(folder / "frames.bin", pts, base, end_ms)
    _repeat_peaks(folder / "peaks.bin", times)
    strip = strip_of(end_ms)
    with open_proxy(short) as film:
        for _share in write_strip(
            folder / "filmstrip.jpg", strip, Stills(film, *read_times(folder / "frames.bin"))
        ):
            pass
    held = json.loads((folder / "film.json").read_text("utf-8"))
    facts = replace(facts_from_json(held), frames=len(pts), duration_ms=end_ms)
    (folder / "film.json").write_text(json.dumps(held | facts_to_json(facts) | asdict(strip)), "utf-8")
    place.store.write(lambda tx: recordings.ready(tx, recording, facts))


def _repeat_peaks(path: Path, times: int) -> None:
    rows = path.read_bytes()[8:]
    middle = len(rows) // 2
    write_peaks(path, rows[:middle] * times, rows[middle:] * times)
