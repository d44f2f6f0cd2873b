"""What is hard to see in a film is found where it is, and films that can be seen give no warning."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest

from annotator.media.facts import HardToSee
from annotator.media.watching import Watch, blur, look_at, steepness
from annotator.timecode import ms_of_pts

SAMPLE = Path(__file__).resolve().parents[2] / "sample_media" / "family.mp4"

Luma = npt.NDArray[np.uint8]
Change = Callable[[Luma, np.random.Generator], npt.NDArray[Any]]


@pytest.fixture(scope="module")
def scene() -> list[Luma]:
    """One picture in ten of the sample film's first 20 seconds, 2.5 a second."""
    with av.open(str(SAMPLE)) as film:
        pictures = film.decode(film.streams.video[0])
        return [
            p.to_ndarray()[: p.height].copy()
            for k, p in zip(range(500), pictures, strict=False)
            if k % 10 == 0
        ]


def dimmed(share: float, noise: float) -> Change:
    """The light of a scene turned down to a share of its signal, with the noise of a camera that sees little."""
    return lambda luma, chance: 16 + (luma.astype(float) - 16) * share + chance.normal(0, noise, luma.shape)


def blurred(pixels: float) -> Change:
    return lambda luma, _chance: cv2.GaussianBlur(luma, (0, 0), pixels)


def glow(luma: Luma, chance: np.random.Generator) -> npt.NDArray[Any]:
    """A finger on the lens: light that falls off to one side, and noise."""
    across = np.linspace(40, 110, luma.shape[1])
    return np.tile(across, (luma.shape[0], 1)) + chance.normal(0, 4, luma.shape)


def black(luma: Luma, chance: np.random.Generator) -> npt.NDArray[Any]:
    return 16 + chance.normal(0, 3, luma.shape)


def as_it_is(luma: Luma, _chance: np.random.Generator) -> npt.NDArray[Any]:
    return luma


def watched(scene: list[Luma], change: Change, onset: int = 15, offset: int = 35) -> tuple[HardToSee, ...]:
    """What is found when pictures ``onset`` to ``offset`` are changed; picture k is shown from 400 k ms."""
    watch, chance = Watch(), np.random.default_rng(7)
    for k, luma in enumerate(scene):
        shown = change(luma, chance) if onset <= k < offset else luma
        watch.see(np.clip(shown, 0, 255).astype(np.uint8), 400 * k)
    return watch.found(400 * len(scene))


SEEN = [
    pytest.param(dimmed(0.1, 6), "dark", id="a tenth of the light"),
    pytest.param(dimmed(0.05, 4), "dark", id="a twentieth of the light"),
    pytest.param(blurred(12), "blurred", id="far out of focus"),
    pytest.param(blurred(20), "blurred", id="greasy lens"),
    pytest.param(glow, "covered", id="a finger on the lens"),
    pytest.param(black, "covered", id="black"),
]


@pytest.mark.parametrize(("change", "kind"), SEEN)
def test_a_stretch_that_is_hard_to_see_is_found_where_it_is(
    scene: list[Luma], change: Change, kind: str
) -> None:
    """Changed from 6.0 to 14.0 s; one picture in two is looked at, every 0.8 s."""
    (found,) = watched(scene, change)
    assert found.kind == kind
    assert found.onset_ms == pytest.approx(6000, abs=800)
    assert found.offset_ms == pytest.approx(14_000, abs=800)


CLEAR = [
    pytest.param(as_it_is, id="as filmed"),
    pytest.param(dimmed(0.5, 5), id="dim, some noise"),
    pytest.param(dimmed(0.3, 10), id="low light, much noise"),
    pytest.param(dimmed(0.2, 12), id="very low light, much noise"),
    pytest.param(blurred(4), id="a little soft"),
]


@pytest.mark.parametrize("change", CLEAR)
def test_a_film_that_can_be_seen_gives_no_warning(scene: list[Luma], change: Change) -> None:
    assert watched(scene, change, 0, 50) == ()


@pytest.mark.parametrize(("change", "pictures"), [(dimmed(0.05, 4), 6), (blurred(12), 8), (black, 3)])
def test_what_lasts_only_for_a_moment_is_no_warning(scene: list[Luma], change: Change, pictures: int) -> None:
    assert watched(scene, change, 15, 15 + pictures) == ()


def test_a_better_moment_does_not_end_a_stretch(scene: list[Luma]) -> None:
    """Dark from 4 to 16 s but for one picture at 10 s: one stretch, not two."""
    flicker = iter(range(100))

    def dark_but_once(luma: Luma, chance: np.random.Generator) -> npt.NDArray[Any]:
        return luma if next(flicker) == 14 else dimmed(0.08, 5)(luma, chance)

    found = watched(scene, dark_but_once, 10, 40)
    assert [stretch.kind for stretch in found] == ["dark"]


def test_a_picture_that_stands_still(scene: list[Luma]) -> None:
    """The same picture again and again from 4 to 12 s, then the film goes on."""
    frozen = [*scene[:10], *[scene[10]] * 20, *scene[30:]]
    (found,) = watched(frozen, as_it_is)
    assert found.kind == "frozen"
    assert (found.onset_ms, found.offset_ms) == (pytest.approx(4000, abs=800), pytest.approx(12_000, abs=800))


def test_a_picture_held_by_a_gap_stands_still_too(scene: list[Luma]) -> None:
    """One picture from 2.0 s until the next at 9.0 s: the film's own times say so."""
    watch = Watch()
    for k, luma in enumerate(scene[:11]):
        watch.see(luma, 200 * k if k < 11 else 0)
    for k, luma in enumerate(scene[11:30]):
        watch.see(luma, 9000 + 200 * k)
    (found,) = watch.found(13_000)
    assert (found.kind, found.onset_ms, found.offset_ms) == ("frozen", 2000, 9000)


def test_the_covered_camera_of_the_sample_film_is_found_and_nothing_else() -> None:
    """The script covers the lens fully from 75.4 s to 79.2 s; the ramp ends by 79.6 s."""
    watch = Watch()
    with av.open(str(SAMPLE)) as film:
        stream = film.streams.video[0]
        assert stream.time_base is not None
        for k, picture in enumerate(film.decode(stream)):
            if k % 5 == 0 and picture.pts is not None:
                watch.see(picture.to_ndarray()[: picture.height], ms_of_pts(picture.pts, stream.time_base))
    (found,) = watch.found(150_000)
    assert found.kind == "covered"
    assert found.onset_ms == pytest.approx(75_400, abs=600)
    assert found.offset_ms == pytest.approx(79_200, abs=600)


def test_the_measures_at_their_ends() -> None:
    """A flat picture has no edge; a checkerboard of 8 pixels is as sharp as can be."""
    flat = np.full((90, 160), 128, np.float32)
    board = np.kron(np.indices((12, 20)).sum(axis=0) % 2, np.ones((8, 8))).astype(np.float32) * 200
    assert (blur(flat), steepness(flat)) == (1.0, 0.0)
    assert blur(board) < 0.2
    assert steepness(board) > 0.4
    assert look_at(np.full((1, 1), 16, np.uint8)).kind == "covered"
