"""Make the sample film of a drawn family, its truth and two simulated coders.

python sample_media/make_sample.py            # everything, a few minutes
python sample_media/make_sample.py --tables   # the CSV files alone, at once
"""

import argparse
import csv
import dataclasses
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

import acting
import coders
import room
import sound
import timeline
from canvas import HEIGHT, WIDTH, Canvas, Picture
from figures import Scene, draw_scene

SEED = 11
CODERS = (coders.Coder("ana", 26, 320.0), coders.Coder("ben", 76, 410.0))
CLIP_MS = 10_000
OVERSAMPLING = 2  # drawn larger, then averaged down: smooth edges
QUALITY = {"family.mp4": 31, "clip.mp4": 30}  # x264 crf: lower is finer and larger


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sample next to this script, or into the folder named."""
    options = _options(arguments)
    behaviours = timeline.behaviours(SEED)
    truth = timeline.truth()
    faults = timeline.problems(truth) + timeline.problems(behaviours)
    if faults:
        sys.exit("\n".join(faults))
    write_tables(options.folder, truth, behaviours)
    if options.tables:
        return
    try:
        make_films(options.folder, behaviours, options.scale)
    except sound.SpeechMissingError as missing:
        sys.exit(str(missing))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the sample film and its files.")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent)
    parser.add_argument("--tables", action="store_true", help="write the CSV files alone")
    parser.add_argument("--scale", type=float, default=1.0, help="0.5 for a quick look")
    return parser.parse_args(arguments)


def write_tables(
    folder: Path,
    truth: Sequence[timeline.Annotation],
    behaviours: Sequence[timeline.Behaviour],
) -> None:
    """Write the truth, the drawn behaviours and what two coders made of them."""
    write_csv(folder / "truth.csv", truth)
    write_csv(folder / "behaviours.csv", behaviours)
    for coder in CODERS:
        coding = coders.simulate(truth, coder)
        write_csv(folder / f"coder_{coder.name}.csv", coding)


def write_csv(file: Path, rows: Sequence[timeline.Annotation] | Sequence[timeline.Behaviour]) -> None:
    """One row per event, with the fields of the event as columns."""
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(field.name for field in dataclasses.fields(rows[0]))
        writer.writerows(dataclasses.astuple(row) for row in rows)


def make_films(folder: Path, behaviours: Sequence[timeline.Behaviour], scale: float) -> None:
    """Draw every frame once and write the film and its first seconds."""
    heard, mouths = sound.soundtrack(behaviours, timeline.LINES, SEED)
    scenes = acting.scenes(behaviours, mouths)
    films = [
        Film(folder / "family.mp4", scale, timeline.FILM_MS),
        Film(folder / "clip.mp4", scale, CLIP_MS),
    ]
    parts = heard.reshape(-1, sound.PER_FRAME)
    for frame, picture in enumerate(pictures(scenes, scale)):
        for film in films:
            film.show(frame, picture, parts[frame])
    for film in films:
        film.close()


def pictures(scenes: Sequence[Scene], scale: float) -> Iterator[Picture]:
    """The frames of the film, one after the other."""
    empty = room.room(scale * OVERSAMPLING, np.random.default_rng(SEED))
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    for scene in scenes:
        canvas = Canvas(empty.copy(), scale * OVERSAMPLING)
        draw_scene(canvas, scene)
        small = cv2.resize(canvas.picture, size, interpolation=cv2.INTER_AREA)
        yield np.asarray(small, np.uint8)


class Film:
    """An mp4 file in the making: H.264 pictures and AAC sound."""

    def __init__(self, file: Path, scale: float, length_ms: int) -> None:
        self._frames = length_ms // timeline.FRAME_MS
        self._file = av.open(str(file), "w", options={"movflags": "+faststart"})
        settings = {
            "preset": "slow",
            "tune": "animation",
            "crf": str(QUALITY[file.name]),
            "g": "50",
        }
        self._video = self._file.add_stream("libx264", rate=timeline.FPS, options=settings)
        self._video.width = round(WIDTH * scale)
        self._video.height = round(HEIGHT * scale)
        self._video.pix_fmt = "yuv420p"
        self._video.thread_count = 2  # fixed: the count changes the encoded bytes
        self._audio = self._file.add_stream("aac", rate=sound.RATE)
        self._audio.layout = "mono"
        self._audio.bit_rate = 48_000

    def show(self, frame: int, picture: Picture, heard: sound.Sound) -> None:
        """Add one picture and its sound; those after the film's end are left out."""
        if frame >= self._frames:
            return
        image = av.VideoFrame.from_ndarray(picture, format="bgr24")
        image.pts, image.time_base = frame, Fraction(1, timeline.FPS)
        self._file.mux(self._video.encode(image))
        samples = heard[None].astype(np.float32)
        part = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        part.sample_rate, part.time_base = sound.RATE, Fraction(1, sound.RATE)
        part.pts = frame * sound.PER_FRAME
        self._file.mux(self._audio.encode(part))

    def close(self) -> None:
        """Finish the file."""
        for stream in (self._video, self._audio):
            self._file.mux(stream.encode(None))
        self._file.close()


if __name__ == "__main__":
    main()
