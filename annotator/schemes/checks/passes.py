"""Keys and passes: every key means one thing, and every track of a profile is coded somewhere."""

from collections import defaultdict
from collections.abc import Iterator

from annotator.errors import said
from annotator.schemes.checks.names import Names
from annotator.schemes.keys import CODE_KEYS, RESERVED_KEYS
from annotator.schemes.places import Fault, Path, Place, shown


def reserved_keys(names: Names) -> Iterator[Fault]:
    """Codes whose key belongs to the desk (checklist 5)."""
    for track in names.root.each("tracks"):
        for code in track.each("codes"):
            key = code.at("key")
            use = RESERVED_KEYS.get("Space" if key.text == " " else key.text or "")
            if use is not None:
                sentence = said(
                    "The key `{key}` is the desk's own: it {use}. Choose one of {keys}.",
                    key=key.text,
                    use=use,
                    keys=CODE_KEYS,
                )
                yield Fault("key", key.path, sentence)


def keys_in_passes(names: Names) -> Iterator[Fault]:
    """Keys that two codes share within a track or a pass (checklist 5)."""
    in_track: dict[str, _Keys] = {}
    for track in names.root.each("tracks"):
        id = shown(track.at("id").text)
        keys = [
            (str(c.at("key").text), f"{id}.{shown(c.at('id').text)}", c.at("key"))
            for c in track.each("codes")
        ]
        in_track[track.at("id").text or ""] = keys
        yield from _shared(keys, said("in the track `{track}`", track=id), set())
    named: set[Path] = set()
    for viewing in names.root.each("passes"):
        tracks = dict.fromkeys(track.text for track in viewing.texts("tracks"))
        firsts = [key for id in tracks for key in _firsts(in_track.get(id or "", []))]
        yield from _shared(firsts, said("in the pass `{id}`", id=shown(viewing.at("id").text)), named)


_Keys = list[tuple[str, str, Place]]


def _firsts(keys: _Keys) -> _Keys:
    """The first code of each key; what clashes within the track is told with the track."""
    return list({key: (key, name, place) for key, name, place in reversed(keys) if key in CODE_KEYS}.values())


def _shared(keys: _Keys, where: str, named: set[Path]) -> Iterator[Fault]:
    """Each code whose key an earlier one has; ``named`` keeps a code from being told twice."""
    first: dict[str, str] = {}
    for key, name, place in keys:
        holder = first.setdefault(key, name)
        if holder is name or place.path in named or place.text is None:
            continue
        named.add(place.path)
        used = {key for key, _, _ in keys}
        free = "".join(k for k in CODE_KEYS if k not in used) or said("none, so split the pass")
        yield Fault(
            "key",
            place.path,
            said(
                "The key `{key}` is {holder}'s already {where}; free here: {free}.",
                key=shown(key),
                holder=holder,
                where=where,
                free=free,
            ),
        )


def profile_tracks(names: Names) -> Iterator[Fault]:
    """Tracks of a profile that none of its passes codes (checklist 6)."""
    passes: dict[str, list[set[str | None]]] = defaultdict(list)
    for viewing in names.root.each("passes"):
        tracks = {track.text for track in viewing.texts("tracks")}
        for profile in viewing.texts("profile"):
            passes[profile.text or ""].append(tracks)
    for profile in names.root.each("profiles"):
        id = profile.at("id").text or ""
        for place in {track.text: track for track in profile.texts("tracks")}.values():
            if place.text in names.tracks and not any(place.text in tracks for tracks in passes[id]):
                sentence = said(
                    "No pass of the profile `{id}` holds `{name}`; add it to one.",
                    id=shown(id),
                    name=shown(place.text),
                )
                yield Fault("pass", place.path, sentence)
