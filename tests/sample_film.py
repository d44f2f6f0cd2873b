"""Films of another length from the drawn sample family: its pictures and sounds, copied as they are."""

from fractions import Fraction
from itertools import cycle
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer, OutputContainer

SAMPLE = Path(__file__).parent.parent / "sample_media"
SMALL = 640, 360


def sample_film(path: Path, seconds: int, *names: str) -> Path:
    """A film of so many seconds: the films of these names one behind the other, again and again, then cut."""
    first = SAMPLE / names[0]
    with av.open(str(first)) as model, av.open(str(path), "w", format="mp4") as made:
        outs: dict[str, Any] = {s.type: made.add_stream_from_template(s) for s in model.streams}
        begins = Fraction(0)
        for name in cycle(names):
            if begins >= seconds:
                break
            with av.open(str(SAMPLE / name)) as film:
                _copy(film, outs, made, begins, Fraction(seconds))
                begins += Fraction(film.duration or 0, 1_000_000)
    return path


def _copy(
    film: InputContainer,
    outs: dict[str, Any],
    made: OutputContainer,
    begins: Fraction,
    until: Fraction,
) -> None:
    for packet in film.demux(*film.streams):
        if packet.pts is None or packet.dts is None or packet.time_base is None:
            continue
        # What runs in before a film's sound lies where the one before it still sounds.
        if begins and packet.pts < 0:
            continue
        if begins + packet.pts * packet.time_base < until:
            shift = round(begins / packet.time_base)
            packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
            packet.stream = outs[packet.stream.type]
            made.mux(packet)


def smaller(path: Path, film: Path) -> Path:
    """The same film a quarter as large, which is ready in a third of the time; its sound copied as it is."""
    with av.open(str(film)) as large, av.open(str(path), "w", format="mp4") as small:
        picture, voice = large.streams.video[0], large.streams.audio[0]
        drawn = small.add_stream("libx264", rate=picture.average_rate, options={"preset": "ultrafast"})
        drawn.width, drawn.height = SMALL
        drawn.pix_fmt = "yuv420p"
        heard = small.add_stream_from_template(voice)
        for packet in large.demux(picture, voice):
            if packet.stream is picture:
                for frame in packet.decode():
                    small.mux(drawn.encode(frame.reformat(*SMALL)))  # type: ignore[union-attr]
            elif packet.dts is not None:
                packet.stream = heard
                small.mux(packet)
        small.mux(drawn.encode(None))
    return path
