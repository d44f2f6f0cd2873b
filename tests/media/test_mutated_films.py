"""Films with damaged headers and contents: read or refused, never a crash, a hang or another answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.odd_films import coded_film

SMALL = {"preset": "ultrafast", "crf": "35", "bf": "1", "g": "4"}
VP9 = {"deadline": "realtime", "cpu-used": "8", "b": "200k"}
FILMS = {
    "MP4": ("mp4", "libx264", {"options": SMALL, "sounds": (("aac", "mono"),)}),
    "fragmented MP4": ("mp4", "libx264", {"options": SMALL, "container": {"movflags": "frag_keyframe+empty_moov"}}),
    "MKV": ("matroska", "libx264", {"options": SMALL, "sounds": (("flac", "mono"),)}),
    "AVCHD": ("mpegts", "libx264", {"options": SMALL, "container": {"mpegts_m2ts_mode": "1"}}),
    "MPEG-2": ("mpeg", "mpeg2video", {"options": {"b": "200k", "g": "4", "bf": "1"}}),
    "DV in AVI": ("avi", "dvvideo", {"size": (720, 480), "pixels": "yuv411p", "frames": 2}),
    "WebM": ("webm", "libvpx-vp9", {"options": VP9}),
}  # fmt: skip


def outcomes(name: str, count: int, folder: Path) -> None:
    form, codec, more = FILMS[name]
    film = coded_film(folder / "whole", form, codec, **({"frames": 6, "size": (64, 36)} | more))  # type: ignore[arg-type]
    command = [
        sys.executable,
        "-m",
        "tests.media.film_mutants",
        str(film),
        f"film {name} {count}",
        str(count),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (len(answers), done.returncode, done.stderr[-2000:])
    assert len(answers) == count
    assert [(n, both) for n, both in enumerate(answers) if both[0] != both[1]] == []
    refused = sum(first.startswith("refused") for first, _ in answers)
    assert 0 < refused < count


@pytest.mark.parametrize("name", FILMS)
def test_a_damaged_film_is_read_or_refused_alike_each_time(name: str, tmp_path: Path) -> None:
    outcomes(name, 60, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILMS)
def test_of_thousands_of_damaged_films_each_is_read_or_refused(name: str, tmp_path: Path) -> None:
    outcomes(name, 1_000, tmp_path)
