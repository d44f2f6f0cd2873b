"""What a reel is to show: stretches of one prepared film, where each is held still, and its caption."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ReelMoment:
    """A stretch [onset, offset) in ms on the film's own clock; it is held still at ``at_ms`` for ``hold_ms``.

    ``caption`` is a PNG, white letters on nothing, that stands below the picture from there on, if any.
    """

    onset_ms: int
    offset_ms: int
    at_ms: int
    hold_ms: int
    caption: bytes = b""


@dataclass(frozen=True, slots=True)
class ReelOrder:
    """The moments of a reel in their order."""

    moments: tuple[ReelMoment, ...]


def order_to_json(order: ReelOrder) -> dict[str, Any]:
    """The order as JSON values."""
    return {
        "moments": [
            {
                "onset_ms": moment.onset_ms,
                "offset_ms": moment.offset_ms,
                "at_ms": moment.at_ms,
                "hold_ms": moment.hold_ms,
                "caption": base64.b64encode(moment.caption).decode(),
            }
            for moment in order.moments
        ]
    }


def order_from_json(value: Mapping[str, Any]) -> ReelOrder:
    """The order that ``order_to_json`` wrote; KeyError, TypeError or ValueError for anything else."""
    return ReelOrder(
        tuple(
            ReelMoment(
                int(each["onset_ms"]),
                int(each["offset_ms"]),
                int(each["at_ms"]),
                int(each["hold_ms"]),
                base64.b64decode(each["caption"]),
            )
            for each in value["moments"]
        )
    )
