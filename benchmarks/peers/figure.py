"""Cost against size as a drawing, both on logarithmic axes: straight lines are powers, parallel ones ratios."""

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 78, 190, 24, 52
INKS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")


class Curve(NamedTuple):
    """What is measured, and pairs of size and seconds."""

    name: str
    points: Sequence[tuple[int, float]]


def figure(curves: Sequence[Curve]) -> str:
    """The drawing as SVG; peers are dashed. Curves without a point are left out."""
    drawn = [curve for curve in curves if curve.points]
    sizes = [size for curve in drawn for size, _ in curve.points]
    seconds = [spent for curve in drawn for _, spent in curve.points]
    across = _axis(min(sizes), max(sizes), LEFT, WIDTH - RIGHT)
    down = _axis(min(seconds), max(seconds), HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Seconds against annotations a coder, both logarithmic</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in _powers(min(sizes), max(sizes)):
        x = across(10.0**power)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#e3e3e3"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>'
        )
    for power in _powers(min(seconds), max(seconds)):
        y = down(10.0**power)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#e3e3e3"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_time(power)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">annotations a coder</text>')
    taken: list[tuple[float, float, float]] = []
    # Names stand in the order of their curves' ends, from above.
    for number, curve in sorted(enumerate(drawn), key=lambda each: -each[1].points[-1][1]):
        parts += _drawn(curve, INKS[number % len(INKS)], across, down, taken)
    return "\n".join([*parts, "</svg>", ""])


def _drawn(
    curve: Curve, ink: str, across: "_Axis", down: "_Axis", taken: list[tuple[float, float, float]]
) -> list[str]:
    at = [(across(float(size)), down(spent)) for size, spent in curve.points]
    dash = "" if curve.name.endswith("Attune") else ' stroke-dasharray="6 4"'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    parts = [f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2"{dash}/>']
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{ink}"/>' for x, y in at]
    x, y = at[-1][0] + 9, at[-1][1] + 4
    end = x + 8 * len(curve.name)
    while any(abs(y - other) < 15 and x < stop and start < end for start, stop, other in taken):
        y += 15
    taken.append((x, end, y))
    parts.append(f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}">{escape(curve.name)}</text>')
    return parts


class _Axis(NamedTuple):
    """Places on a logarithmic axis."""

    low: float
    scale: float
    start: float

    def __call__(self, value: float) -> float:
        return self.start + (math.log10(value) - self.low) * self.scale


def _axis(low: float, high: float, start: float, stop: float) -> _Axis:
    powers = _powers(low, high)
    return _Axis(powers[0], (stop - start) / max(1, powers[-1] - powers[0]), start)


def _powers(low: float, high: float) -> list[int]:
    return list(range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1))


def _time(power: int) -> str:
    if power < -3:
        return f"{10 ** (power + 6):g} µs"
    return f"{10 ** (power + 3):g} ms" if power < 0 else f"{10**power:g} s"
