"""Make the sample films of a drawn family, what is true of them, and two simulated coders.

python sample_media/make_sample.py            # everything, about ten minutes
python sample_media/make_sample.py --tables   # the CSV files alone, at once
python sample_media/make_sample.py --only visit_2
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
from canvas import LYING, UPRIGHT, Picture, View
from figures import Scene, draw_scene
from timeline import Story
from visit_1 import VISIT_1
from visit_2 import VISIT_2
from visit_3 import VISIT_3

CODERS = (coders.Coder("ana", 26, 320.0), coders.Coder("ben", 76, 410.0))
CLIP_MS = 10_000
OVERSAMPLING = 2  # drawn larger, then averaged down: smooth edges


@dataclasses.dataclass(frozen=True, slots=True)
class Visit:
    """A story with the names of its files: films with their length and fineness, truth, what is drawn.

    Fineness is x264's crf: lower is finer and larger.
    """

    story: Story
    films: tuple[tuple[str, int, int], ...]
    truth: str
    behaviours: str
    coded: bool = False


VISITS = {
    "visit_1": Visit(
        VISIT_1, (("family.mp4", 150_000, 31), ("clip.mp4", CLIP_MS, 30)),
        "truth.csv", "behaviours.csv", coded=True,
    ),
    "visit_2": Visit(
        VISIT_2, (("family_2.mp4", VISIT_2.film_ms, 31),), "truth_2.csv", "behaviours_2.csv"
    ),
    "visit_3": Visit(
        VISIT_3, (("family_3.mp4", VISIT_3.film_ms, 31),), "truth_3.csv", "behaviours_3.csv"
    ),
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sample next to this script, or into the folder named."""
    options = _options(arguments)
    chosen = [VISITS[options.only]] if options.only else list(VISITS.values())
    faults = [fault for visit in chosen for fault in _faults(visit.story)]
    if faults:
        sys.exit("\n".join(faults))
    for visit in chosen:
        write_tables(options.folder, visit)
    if options.tables:
        return
    try:
        for visit in chosen:
            make_films(options.folder, visit, options.scale)
    except sound.SpeechMissingError as missing:
        sys.exit(str(missing))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the sample films and their files.")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent)
    parser.add_argument("--only", choices=VISITS, help="one visit alone")
    parser.add_argument("--tables", action="store_true", help="write the CSV files alone")
    parser.add_argument("--scale", type=float, default=1.0, help="0.5 for a quick look")
    return parser.parse_args(arguments)


def _faults(story: Story) -> list[str]:
    told = [*timeline.truth(story), *timeline.behaviours(story)]
    return timeline.problems(told, story.film_ms)


def write_tables(folder: Path, visit: Visit) -> None:
    """Write the truth, the drawn behaviours and, for the first visit, what two coders made of them."""
    truth = timeline.truth(visit.story)
    write_csv(folder / visit.truth, truth)
    write_csv(folder / visit.behaviours, timeline.behaviours(visit.story))
    for coder in CODERS if visit.coded else ():
        write_csv(folder / f"coder_{coder.name}.csv", coders.simulate(truth, coder))


def write_csv(file: Path, rows: Sequence[timeline.Annotation] | Sequence[timeline.Behaviour]) -> None:
    """One row per event, with the fields of the event as columns."""
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(field.name for field in dataclasses.fields(rows[0]))
        writer.writerows(dataclasses.astuple(row) for row in rows)


def make_films(folder: Path, visit: Visit, scale: float) -> None:
    """Draw every frame once and write the film, and for the first visit its first seconds."""
    behaviours = timeline.behaviours(visit.story)
    heard, mouths = sound.soundtrack(visit.story, behaviours)
    scenes = acting.scenes(visit.story, behaviours, mouths)
    view = UPRIGHT if visit.story.upright else LYING
    films = [Film(folder / name, view, scale, length_ms, crf) for name, length_ms, crf in visit.films]
    parts = heard.reshape(-1, sound.PER_FRAME)
    for frame, picture in enumerate(pictures(visit.story, view, scenes, scale)):
        for film in films:
            film.show(frame, picture, parts[frame])
    for film in films:
        film.close()


def pictures(story: Story, view: View, scenes: Sequence[Scene], scale: float) -> Iterator[Picture]:
    """The frames of the film, one after the other."""
    empty = room.room(scale * OVERSAMPLING, np.random.default_rng(story.seed), view)
    size = (round(view.size[0] * scale), round(view.size[1] * scale))
    for scene in scenes:
        canvas = view.canvas(scale * OVERSAMPLING, empty.copy())
        draw_scene(canvas, scene)
        small = cv2.resize(canvas.picture, size, interpolation=cv2.INTER_AREA)
        yield np.asarray(small, np.uint8)


class Film:
    """An mp4 file in the making: H.264 pictures and AAC sound.

    An upright one is stored lying on its left side, with a note that players turn it, as telephones do.
    """

    def __init__(self, file: Path, view: View, scale: float, length_ms: int, crf: int) -> None:
        self._upright = view.size[1] > view.size[0]
        self._frames = length_ms // timeline.FRAME_MS
        self._file = av.open(str(file), "w", options={"movflags": "+faststart"})
        settings = {"preset": "slow", "tune": "animation", "crf": str(crf), "g": "50"}
        self._video = self._file.add_stream("libx264", rate=timeline.FPS, options=settings)
        size = [round(side * scale) for side in view.size]
        self._video.width, self._video.height = reversed(size) if self._upright else size
        if self._upright:
            self._video.set_display_rotation(-90)
        self._video.pix_fmt = "yuv420p"
        self._video.thread_count = 2  # fixed: the count changes the encoded bytes
        self._audio = self._file.add_stream("aac", rate=sound.RATE)
        self._audio.layout = "mono"
        self._audio.bit_rate = 48_000

    def show(self, frame: int, picture: Picture, heard: sound.Sound) -> None:
        """Add one picture and its sound; those after the film's end are left out."""
        if frame >= self._frames:
            return
        stored = np.ascontiguousarray(np.rot90(picture)) if self._upright else picture
        image = av.VideoFrame.from_ndarray(stored, format="bgr24")
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
