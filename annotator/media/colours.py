"""Films with more light or colour than screens commonly show: HDR (HLG, PQ) and BT.2020 brought to BT.709.

Telephones record HDR by default, and its pictures look flat and grey where they are taken for ordinary ones.
FFmpeg's scaler can convert them, at over 0.3 s a picture; so the way from signal to signal is computed once,
as a table of colours, and FFmpeg's ``lut3d`` filter looks every pixel up there (12 ms for 1280 × 720).
"""

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

Light = npt.NDArray[np.float64]

NODES = 33  # of the table, along each of red, green and blue
PEAK_NITS = 1000.0  # the brightest light of a telephone's HDR, and of HLG's nominal display
WHITE_NITS = 203.0  # diffuse white in HDR (ITU-R BT.2408), the brightest there is in SDR
_BT2020_MATRICES = (9, 10)  # AVCOL_SPC_BT2020_NCL and _CL
_DISPLAY_GAMMA = 2.4  # ITU-R BT.1886
_PQ_M1, _PQ_M2 = 2610 / 16384, 2523 / 4096 * 128
_PQ_C1, _PQ_C2, _PQ_C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
_HLG_A, _HLG_B, _HLG_C = 0.17883277, 0.28466892, 0.55991073
_BT2020_LUMINANCE = np.array([0.2627, 0.6780, 0.0593])
# ITU-R BT.2407: linear BT.2020 to linear BT.709.
_TO_BT709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])


class Tags(NamedTuple):
    """How a film says what its numbers mean, in FFmpeg's numbering of primaries, transfer and matrix."""

    primaries: int
    transfer: int
    matrix: int


BT709 = Tags(1, 1, 1)


def tags_for(first: VideoFrame) -> Tags:
    """What the proxy of a film that begins with this picture says of its colours."""
    if is_wide(first):
        return BT709
    return Tags(first.color_primaries, first.color_trc, first.colorspace or BT709.matrix)  # RGB is turned


def is_wide(picture: VideoFrame) -> bool:
    """Whether a picture's colours are not those of an ordinary screen."""
    return (
        picture.color_primaries == ColorPrimaries.BT2020
        or picture.color_trc in (ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67)
        or picture.colorspace in _BT2020_MATRICES
    )


def pq_nits(signal: Light) -> Light:
    """Light of a PQ signal (0 to 1), in candela per square metre. Source: ITU-R BT.2100, table 4.

    >>> [round(float(nits)) for nits in pq_nits(np.array([0.0, 0.508078, 0.580689, 1.0]))]
    [0, 100, 203, 10000]
    """
    root = np.maximum(signal, 0) ** (1 / _PQ_M2)
    return 10_000 * (np.maximum(root - _PQ_C1, 0) / (_PQ_C2 - _PQ_C3 * root)) ** (1 / _PQ_M1)


def pq_signal(nits: Light) -> Light:
    """The PQ signal of light: the inverse of ``pq_nits``."""
    root = (np.maximum(nits, 0) / 10_000) ** _PQ_M1
    return ((_PQ_C1 + _PQ_C2 * root) / (1 + _PQ_C3 * root)) ** _PQ_M2


def hlg_nits(signal: Light) -> Light:
    """Light of HLG signals (… × red, green, blue) on its nominal display of 1,000 candela per square metre.

    Source: ITU-R BT.2100, table 5: the inverse OETF, then the OOTF with a system gamma of 1.2.

    >>> [round(float(nits)) for nits in hlg_nits(np.full((1, 3), 0.75))[0]]
    [203, 203, 203]
    """
    high = (np.exp((signal - _HLG_C) / _HLG_A) + _HLG_B) / 12
    scene = np.where(signal <= 0.5, signal**2 / 3, high)
    luminance = np.asarray(scene @ _BT2020_LUMINANCE)[..., None]
    return np.asarray(PEAK_NITS * luminance**0.2 * scene)


def rolled_off(nits: Light) -> Light:
    """Light up to PEAK_NITS brought below WHITE_NITS: dark and middle stay, highlights are pressed together.

    Source: ITU-R BT.2390, 5.4.1 (the EETF), without its lift of black.

    >>> [round(float(light)) for light in rolled_off(np.array([0.0, 50.0, 203.0, 1000.0]))]
    [0, 50, 159, 203]
    """
    peak, most = pq_signal(np.array(PEAK_NITS)), pq_signal(np.array(WHITE_NITS))
    signal, top = np.minimum(pq_signal(nits) / peak, 1), most / peak
    knee = 1.5 * top - 0.5
    t = (signal - knee) / (1 - knee)
    curve = (
        (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (3 * t**2 - 2 * t**3) * top
    )
    return pq_nits(np.where(signal < knee, signal, curve) * peak)


def ordinary(signal: Light, transfer: int) -> Light:
    """BT.709 signals for signals of BT.2020 primaries (… × red, green, blue, 0 to 1) of a transfer function.

    What is brighter than white is rolled off by its brightest component, so that its hue stays; what is more
    colourful than BT.709 is cut. Whatever is neither PQ nor HLG is taken as BT.1886.
    """
    if transfer in (ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67):
        nits = pq_nits(signal) if transfer == ColorTrc.SMPTE2084 else hlg_nits(signal)
        brightest = nits.max(axis=-1, keepdims=True)
        light = nits * rolled_off(brightest) / np.maximum(brightest, 1e-9) / WHITE_NITS
    else:
        light = signal**_DISPLAY_GAMMA
    return np.asarray(np.clip(light @ _TO_BT709.T, 0, 1) ** (1 / _DISPLAY_GAMMA))


def write_table(path: Path, transfer: int) -> None:
    """Write the table for a transfer function as a .cube file; red changes fastest there."""
    axis = np.linspace(0, 1, NODES)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    rows = ordinary(np.stack([red, green, blue], axis=-1).reshape(-1, 3), transfer)
    lines = "\n".join(f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in rows)
    path.write_text(f"LUT_3D_SIZE {NODES}\n{lines}\n", encoding="ascii")


class Colours:
    """Scales pictures of wide colours to 8 bits of BT.709; the tables it needs are written into ``room``."""

    def __init__(self, room: Path) -> None:
        self._room = room
        self._shape: tuple[object, ...] = ()
        self._graph = Graph()

    def scale(self, picture: VideoFrame, width: int, height: int) -> VideoFrame:
        """The picture at a size, as yuv420p in the limited range."""
        shape = (picture.width, picture.height, picture.format.name, picture.color_trc, width, height)
        if shape != self._shape:
            self._shape, self._graph = shape, self._graph_for(picture, width, height)
        self._graph.push(picture)
        made = self._graph.pull()
        if not isinstance(made, VideoFrame):
            raise TypeError("the filters gave no picture")
        return made

    def _graph_for(self, picture: VideoFrame, width: int, height: int) -> Graph:
        table = self._room / f"colours-{int(picture.color_trc)}.cube"
        if not table.is_file():
            write_table(table, picture.color_trc)
        graph = Graph()
        graph.threads = 1
        full = "pc" if picture.color_range == ColorRange.JPEG else "tv"
        steps = [
            graph.add_buffer(
                width=picture.width,
                height=picture.height,
                format=picture.format,
                time_base=picture.time_base or Fraction(1, 1000),
            ),
            graph.add(
                "scale",
                w=str(width),
                h=str(height),
                flags="bicubic",
                in_range=full,
                in_color_matrix="bt2020nc",
            ),
            graph.add("format", pix_fmts="gbrp16"),  # lut3d is twice as fast with 16 bits
            graph.add("lut3d", file=str(table), interp="tetrahedral"),
            graph.add("scale", out_color_matrix="bt709", out_range="tv"),
            graph.add("format", pix_fmts="yuv420p"),
            graph.add("buffersink"),
        ]
        graph.link_nodes(*steps).configure()
        return graph
