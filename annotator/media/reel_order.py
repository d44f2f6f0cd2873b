"""What a reel is to show: stretches of prepared films, where each is held still, and its caption."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.media.film_files import FilmFolder, in_folder, key_of, place_of


@dataclass(frozen=True, slots=True)
class ReelMoment:
    """A stretch [onset, offset) in ms on its film's own clock; it is held still at ``at_ms`` for ``hold_ms``.

    ``caption`` is a PNG, white letters on nothing, that stands below the picture from there on, if any.
    ``film`` is 0 for the film that the reel is made beside, else the place, from 1, among the earlier ones.
    """

    onset_ms: int
    offset_ms: int
    at_ms: int
    hold_ms: int
    caption: bytes = b""
    film: int = 0


@dataclass(frozen=True, slots=True)
class ReelOrder:
    """The moments of a reel in their order, and the folders of the earlier films that some are cut from."""

    moments: tuple[ReelMoment, ...]
    earlier: tuple[FilmFolder, ...] = ()


def order_to_json(order: ReelOrder) -> dict[str, Any]:
    """The order as JSON values; it holds the keys of sealed films, so it is for a pipe and for no disk."""
    return {
        "moments": [
            {
                "onset_ms": moment.onset_ms,
                "offset_ms": moment.offset_ms,
                "at_ms": moment.at_ms,
                "hold_ms": moment.hold_ms,
                "caption": base64.b64encode(moment.caption).decode(),
                "film": moment.film,
            }
            for moment in order.moments
        ],
        "earlier": folders_to_json(order.earlier),
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
                int(each["film"]),
            )
            for each in value["moments"]
        ),
        folders_from_json(value["earlier"]),
    )


def folders_to_json(folders: Iterable[FilmFolder]) -> list[dict[str, Any]]:
    """Folders of films with their keys, as JSON values for a pipe."""
    return [
        {"place": str(place_of(each).resolve()), "key": None if (key := key_of(each)) is None else key.hex()}
        for each in folders
    ]


def folders_from_json(value: Iterable[Mapping[str, Any]]) -> tuple[FilmFolder, ...]:
    """The folders that ``folders_to_json`` wrote."""
    return tuple(
        in_folder(Path(each["place"]), None if each["key"] is None else bytes.fromhex(each["key"]))
        for each in value
    )
