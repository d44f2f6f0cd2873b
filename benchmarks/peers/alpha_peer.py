"""Run in krippendorff's own environment: nominal α of two coders' frames, seconds and value out.

The frames are there as whole numbers before the clock starts.
"""

import json
import sys
import time

import krippendorff
import numpy as np


def main() -> None:
    """Measure as often as asked, after a round that warms up."""
    asked = json.load(sys.stdin)
    frames = np.full((2, asked["frames"]), asked["gap"])
    for coder, record in zip(frames, asked["records"], strict=True):
        for onset, offset, code in record:
            coder[onset // asked["frame_ms"] : offset // asked["frame_ms"]] = code
    spent, value = [], 0.0
    for _ in range(asked["rounds"] + 1):
        began = time.perf_counter()
        value = krippendorff.alpha(reliability_data=frames, level_of_measurement="nominal")
        spent.append(time.perf_counter() - began)
    print(json.dumps({"seconds": float(np.median(spent[1:])), "value": float(value)}))


if __name__ == "__main__":
    main()
