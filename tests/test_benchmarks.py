"""The drawing of cost against size is that of the results that are kept."""

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

from benchmarks.peers.figure import Curve, figure

ROOT = Path(__file__).parent.parent
PEERS = json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8"))["peers"]
CURVES = [Curve(name, points) for part in PEERS["parts"] for name, points in part["curves"]]


def test_the_drawing_is_made_from_the_results_and_stands_on_the_page() -> None:
    assert (ROOT / "docs" / PEERS["figure"][0]).read_text("utf-8") == figure(CURVES)
    assert f"]({PEERS['figure'][0]})" in (ROOT / "docs" / "benchmarks.md").read_text("utf-8")


def test_a_point_lies_where_its_logarithms_say() -> None:
    """From 10 to 1,000 across and .1 to 10 s down: 100 and 1 s lie in the middle of both axes."""
    drawn = fromstring(
        figure([Curve("Attune", [(10, 0.1), (100, 1.0), (1_000, 10.0)]), Curve("a <peer>", [])])
    )
    circles = [
        (float(c.get("cx")), float(c.get("cy"))) for c in drawn.iter("{http://www.w3.org/2000/svg}circle")
    ]
    (left, low), middle, (right, high) = circles
    assert middle == ((left + right) / 2, (low + high) / 2)
    assert low > high
