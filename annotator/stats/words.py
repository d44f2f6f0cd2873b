"""Words that sentences about numbers share."""

from collections.abc import Mapping
from types import MappingProxyType

from annotator.errors import Said, said
from annotator.schemes.scheme import TrackKind

KINDS: Mapping[TrackKind, Said] = MappingProxyType(
    {"state": said("state"), "point": said("point"), "interval": said("interval"), "rating": said("rating")}
)
"""What each kind of track is called in a sentence."""
