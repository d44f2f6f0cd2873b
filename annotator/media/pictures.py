"""Turning the pictures of a film into the proxy's: upright, square pixels, one size, 8 bits."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from annotator.media.colours import Colours, is_wide
from annotator.media.facts import proxy_size

Plane = npt.NDArray[np.uint8]
_RGB = 0  # AVCOL_SPC_RGB


class Upright:
    """Makes each picture fit the first one's proxy size; one of another shape gets black bars.

    Telephones in a call change size in mid-film; a proxy cannot. ``room`` is a folder for working files.
    """

    def __init__(self, first: VideoFrame, pixel_shape: Fraction | None, room: Path) -> None:
        self.pixel_shape = pixel_shape or Fraction(1)
        self.size = self._fitting(first)
        self._scaler, self._colours = VideoReformatter(), Colours(room)

    def _fitting(self, picture: VideoFrame) -> tuple[int, int]:
        return proxy_size(picture.width, picture.height, self.pixel_shape, picture.rotation)

    def turn(self, picture: VideoFrame) -> VideoFrame:
        """The picture as the proxy shows it, without any of its tags."""
        turns = round(picture.rotation / 90) % 4
        width, height = self._inside(picture)
        lying = (height, width) if turns % 2 else (width, height)
        planes = planes_of(self._scale(picture, *lying), *lying)
        upright = [np.rot90(plane, turns) for plane in planes]
        if (width, height) != self.size:
            upright = [_padded(plane, self.size, k) for k, plane in enumerate(upright)]
        rows = np.concatenate([plane.reshape(-1) for plane in upright])
        return av.VideoFrame.from_ndarray(rows.reshape(-1, self.size[0]), format="yuv420p")

    def _inside(self, picture: VideoFrame) -> tuple[int, int]:
        """The largest even size of this picture's shape inside the proxy's."""
        width, height = self._fitting(picture)
        if (width, height) == self.size:
            return self.size
        shrink = min(self.size[0] / width, self.size[1] / height)
        return tuple(
            max(2, min(most, int(side * shrink) // 2 * 2))
            for side, most in zip((width, height), self.size, strict=True)
        )  # type: ignore[return-value]

    def _scale(self, picture: VideoFrame, width: int, height: int) -> VideoFrame:
        if is_wide(picture):
            return self._colours.scale(picture, width, height)
        full = picture.color_range == ColorRange.JPEG or picture.format.name.startswith("yuvj")
        return self._scaler.reformat(
            picture,
            width,
            height,
            "yuv420p",
            dst_colorspace=Colorspace.ITU709 if picture.colorspace == _RGB else None,
            interpolation=Interpolation.BICUBIC,
            src_color_range=ColorRange.JPEG if full else ColorRange.MPEG,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )


def luma_of(picture: VideoFrame) -> Plane:
    """The light of an upright picture, height × width, without copying it."""
    plane = picture.planes[0]
    rows: Plane = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: picture.height, : picture.width]


def planes_of(picture: VideoFrame, width: int, height: int) -> list[Plane]:
    """A yuv420p picture's light and two colours, these at half the size."""
    flat = picture.to_ndarray().astype(np.uint8, copy=False).reshape(-1)
    luma, chroma = width * height, width * height // 4
    return [
        flat[:luma].reshape(height, width),
        flat[luma : luma + chroma].reshape(height // 2, width // 2),
        flat[luma + chroma :].reshape(height // 2, width // 2),
    ]


def _padded(plane: Plane, size: tuple[int, int], which: int) -> Plane:
    """The plane in the middle of a black one; luma is 0, both colours are 1 and 2, at half the size."""
    wide, high = size if which == 0 else (size[0] // 2, size[1] // 2)
    black = np.full((high, wide), 16 if which == 0 else 128, np.uint8)
    top, left = (high - plane.shape[0]) // 2, (wide - plane.shape[1]) // 2
    black[top : top + plane.shape[0], left : left + plane.shape[1]] = plane
    return black
