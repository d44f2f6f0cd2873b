"""The sample family as it is shipped: tables made by its script, films as told, truths that fit the scheme."""

import csv
import itertools
import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

from annotator.model import Content, Subject, check_content, lanes_of
from annotator.schemes import read_scheme

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_media"
TRUTHS = {"truth.csv": 150_000, "truth_2.csv": 80_000, "truth_3.csv": 84_000}
FILMS = {"family.mp4": 150_000, "clip.mp4": 10_000, "family_2.mp4": 80_000, "family_3.mp4": 84_000}


def rows(name: str) -> list[Content]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as lines:
        return [
            Content(r["track"], r["subject"], r["code"], int(r["onset_ms"]), int(r["offset_ms"]))
            for r in csv.DictReader(lines)
        ]


def test_the_script_makes_the_tables_again_byte_for_byte(tmp_path: Path) -> None:
    command = [sys.executable, str(SAMPLE / "make_sample.py"), "--tables", "--folder", str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert set(made) == {file.name for file in SAMPLE.glob("*.csv")}
    assert made == {name: (SAMPLE / name).read_bytes() for name in made}


@pytest.mark.parametrize(("name", "film_ms"), TRUTHS.items())
def test_each_truth_fits_the_scheme_and_fills_its_film(name: str, film_ms: int) -> None:
    scheme = read_scheme((ROOT / "coding_schemes" / "core-attunement.yaml").read_bytes())
    people = [Subject(s.id, s.id, s.role, str(s.label)) for s in scheme.subjects]
    lanes, truth = lanes_of(scheme, "research", people), rows(name)
    assert [check_content(content, lanes, scheme, film_ms) for content in truth] == [None] * len(truth)
    for track in ("dyad_state", "infant_state", "parent_stance"):
        states = [c for c in truth if c.track == track]
        assert (states[0].onset_ms, states[-1].offset_ms) == (0, film_ms)
        assert all(a.offset_ms == b.onset_ms for a, b in itertools.pairwise(states))


@pytest.mark.parametrize(("name", "film_ms"), FILMS.items())
def test_each_film_is_h264_with_sound_and_as_long_as_its_story(name: str, film_ms: int) -> None:
    with av.open(str(SAMPLE / name)) as film:
        picture = film.streams.video[0]
        assert picture.codec_context.name == "h264"
        assert (picture.width, picture.height, picture.frames) == (1280, 720, film_ms // 40)
        assert film.streams.audio
        turned = next(film.decode(video=0)).rotation
    assert turned == (-90 if name == "family_3.mp4" else 0)


def test_the_two_are_lost_for_less_long_from_visit_to_visit() -> None:
    """Each stretch out of step until it is mended, in ms, by hand from the stories.

    Visit 1: 54,840–60,400, 102,200–108,400, 123,240–127,200. Visit 2: 29,600–34,000, 59,000–62,000.
    Visit 3: 29,800–31,600, 46,200–47,600.
    """
    lost = []
    for name in TRUTHS:
        states = [c for c in rows(name) if c.track == "dyad_state"]
        pairs = itertools.pairwise(states)
        ends = [(a, b) for a, b in pairs if a.code == "out_of_step"]
        assert {b.code for _, b in ends} == {"repairing"}
        lost.append([b.onset_ms - a.onset_ms for a, b in ends])
    assert lost == [[5_560, 6_200, 3_960], [4_400, 3_000], [1_800, 1_400]]


def test_the_sample_stays_small() -> None:
    assert sum(file.stat().st_size for file in SAMPLE.iterdir() if file.is_file()) < 15_000_000
