"""Measures: what each kind is drawn from."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.errors import said
from annotator.schemes.checks.names import Names, unknown
from annotator.schemes.checks.partners import of_one_track, rung_faults
from annotator.schemes.checks.rules import ascending, window_faults
from annotator.schemes.checks.selectors import selector_faults
from annotator.schemes.places import Fault, Place, shown
from annotator.schemes.suggest import did_you_mean, either

_OVER_TIME = ("scorable_time", "session_time")
_SELECTOR = ("track", "codes", "where", "where_not")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What one kind of measure needs and may have; ``of`` names the forms its source may take."""

    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ("state", "point", "interval", "rating")
    modifiers: tuple[str, ...] = ()


_LASTING = ("state", "interval")
_KINDS = {
    "count": _Kind(("of",), of=("track", "episode")),
    "rate": _Kind(("of",), of=("track", "episode")),
    "proportion_time": _Kind(("of",), ("over",), ("track",), _LASTING),
    "proportion_count": _Kind(("of", "over"), of=("track",)),
    "mean_duration": _Kind(("of",), ("bridge_gap_ms",), ("track",), _LASTING),
    "median_duration": _Kind(("of",), ("bridge_gap_ms",), ("track",), _LASTING),
    "longest_bout": _Kind(("of",), ("bridge_gap_ms",), ("track",), _LASTING),
    "contingency": _Kind(("rule",)),
    "latency": _Kind(("rule",), ("statistic",)),
    "episode_share": _Kind(("episode", "closed_within_ms")),
    "episode_latency": _Kind(("episode",), ("statistic",)),
    "distribution": _Kind(
        ("of",), of=("modifier", "attribute"), modifiers=("choice", "multi", "boolean", "integer")
    ),
    "modifier_mean": _Kind(("of",), of=("modifier",), modifiers=("integer", "number", "multi")),
    "co_occurrence": _Kind(("of", "over"), of=("track",), tracks=_LASTING),
    "transition": _Kind(("of",), of=("track",)),
    "rating_mean": _Kind(("of",), of=("track",), tracks=("rating",)),
    "ladder": _Kind(("of", "over"), ("matched", "step_ms", "lags"), ("ladder",), _LASTING),
    "turns": _Kind(("of", "over"), ("window_ms", "sensitivity_windows_ms"), ("track",), _LASTING),
}
_SPECIAL = (
    "of", "over", "rule", "episode", "statistic", "closed_within_ms", "bridge_gap_ms", "matched", "step_ms",
    "lags", "window_ms", "sensitivity_windows_ms",
)  # fmt: skip
_OF_TWO = ("ladder", "turns")
_FORMS = {
    "track": _SELECTOR,
    "episode": ("episode",),
    "attribute": ("episode", "attribute"),
    "modifier": (*_SELECTOR, "modifier", "count_options"),
    "ladder": ("track", "rungs"),
}


def measures(names: Names) -> Iterator[Fault]:
    """Measures whose kind needs other fields, or that refer to what is not there (checklist 3, 9)."""
    for measure in names.root.each("measures"):
        kind = measure.at("kind").text or ""
        if kind not in _KINDS:
            continue
        yield from _fields(measure, kind)
        if "rule" in _KINDS[kind].needs:
            yield from unknown(
                measure.at("rule"), names.contingency, said("a contingency rule of this scheme")
            )
        if "episode" in _KINDS[kind].needs:
            yield from unknown(measure.at("episode"), names.episodes, said("an episode of this scheme"))
        yield from _source(measure.at("of"), kind, names)
        yield from _over(measure.at("over"), kind, names)
        yield from _within(measure.at("closed_within_ms"))
        yield from window_faults(measure)
        if kind in _OF_TWO:
            yield from of_one_track(measure, kind)


def _fields(measure: Place, kind: str) -> Iterator[Fault]:
    wanted = _KINDS[kind]
    for name in wanted.needs:
        if not measure.at(name).present:
            yield Fault(
                "missing_field",
                measure.at(name).path,
                said("A measure of kind {kind} needs `{name}`.", kind=kind, name=name),
            )
    for name in _SPECIAL:
        if measure.at(name).present and name not in (*wanted.needs, *wanted.may):
            yield Fault(
                "unknown_field",
                measure.at(name).path,
                said("A measure of kind {kind} has no `{name}`.", kind=kind, name=name),
            )


def _source(of: Place, kind: str, names: Names) -> Iterator[Fault]:
    """What a measure is of: its form, what it refers to, and whether its track has what is measured."""
    wanted = _KINDS[kind]
    if not isinstance(of.value, dict) or not wanted.of:
        return
    form = _form(of)
    if form not in wanted.of:
        sentence = said(
            "A measure of kind {kind} is of {sources}.",
            kind=kind,
            sources=either([_described(form) for form in wanted.of]),
        )
        yield Fault("value", of.path, sentence)
        return
    yield from _unknown_fields(of, _FORMS[form])
    if "episode" in _FORMS[form]:
        yield from _of_episode(of, names)
    else:
        yield from _of_track(of, wanted, kind, names)
    if form == "ladder":
        yield from rung_faults(of, names)


def _form(of: Place) -> str:
    if of.at("episode").present:
        return "attribute" if of.at("attribute").present else "episode"
    if of.at("rungs").present:
        return "ladder"
    return "modifier" if of.at("modifier").present else "track"


def _described(form: str) -> str:
    words = {
        "track": said("a `track`"),
        "episode": said("an `episode`"),
        "modifier": said("a `track` and `modifier`"),
        "ladder": said("a `track` and `rungs`"),
    }
    return words.get(form, said("an `episode` and `attribute`"))


def _unknown_fields(part: Place, known: tuple[str, ...]) -> Iterator[Fault]:
    for name, place in part.fields():
        if name not in known and not name.startswith("x_"):
            yield Fault(
                "unknown_field",
                place.path,
                said(
                    "`{name}` is not a field here; {ending}",
                    name=shown(name),
                    ending=did_you_mean(name, known),
                ),
            )


def _of_episode(of: Place, names: Names) -> Iterator[Fault]:
    yield from _text_fault(of.at("episode"))
    yield from unknown(of.at("episode"), names.episodes, said("an episode of this scheme"))
    episode = names.episodes.get(of.at("episode").text or "")
    if episode is not None:
        attributes = [name for name, _ in episode.at("attributes").fields()]
        yield from unknown(of.at("attribute"), attributes, said("an attribute of this episode"))


def _of_track(of: Place, wanted: _Kind, kind: str, names: Names) -> Iterator[Fault]:
    yield from _selector(of, names)
    track, modifier = of.at("track"), of.at("modifier")
    if track.text in names.tracks and names.kind(track.text) not in wanted.tracks:
        sentence = said(
            "{kind} needs a track of kind {kinds}; this is {found}.",
            kind=kind,
            kinds=either(wanted.tracks),
            found=names.kind(track.text),
        )
        yield Fault("value", track.path, sentence)
    if not modifier.present or track.text not in names.tracks:
        return
    yield from _text_fault(modifier)
    yield from unknown(modifier, names.carried_by(of), said("a modifier of these codes"))
    yield from _modifier(of, wanted, kind, names)


def _modifier(of: Place, wanted: _Kind, kind: str, names: Names) -> Iterator[Fault]:
    modifier, counted = of.at("modifier"), of.at("count_options")
    type = names.modifiers.get(modifier.text or "", Place(None)).at("type").text
    if type is not None and type not in wanted.modifiers:
        sentence = said(
            "{kind} needs a modifier of type {types}; this is {type}.",
            kind=kind,
            types=either(wanted.modifiers),
            type=type,
        )
        yield Fault("value", modifier.path, sentence)
    if counted.present and not isinstance(counted.value, bool):
        yield Fault(
            "value",
            counted.path,
            said("`count_options` must be true or false; found `{counted}`.", counted=shown(counted.value)),
        )
    elif kind == "modifier_mean" and (type == "multi") != (counted.value is True):
        sentence = said("A mean over a multi modifier says `count_options: true`, any other does not.")
        yield Fault("value", counted.path, sentence)


def _selector(part: Place, names: Names) -> Iterator[Fault]:
    """A selector that the file's shape leaves open: its types as well as its references."""
    if not part.at("track").present:
        yield Fault("missing_field", part.at("track").path, said("Say which `track` is meant."))
    yield from _text_fault(part.at("track"))
    for name, wanted in (("codes", list), ("where", dict), ("where_not", dict)):
        place = part.at(name)
        if place.present and (not isinstance(place.value, wanted) or not place.value):
            sort = said("list") if wanted is list else said("mapping")
            yield Fault(
                "value",
                place.path,
                said(
                    "`{name}` must be a {sort} and not empty; found {found}.",
                    name=name,
                    sort=sort,
                    found=shown(place.value),
                ),
            )
    for code in part.each("codes"):
        yield from _text_fault(code)
    yield from selector_faults(part, names)


def _text_fault(place: Place) -> Iterator[Fault]:
    if place.present and place.text is None:
        yield Fault("value", place.path, said("Expected a name, found {name}.", name=shown(place.value)))


def _over(over: Place, kind: str, names: Names) -> Iterator[Fault]:
    """What a share is of: time for proportion_time, another selector for the others."""
    if not over.present or "over" not in (*_KINDS[kind].needs, *_KINDS[kind].may):
        return
    if kind == "proportion_time":
        if over.text not in _OVER_TIME:
            ending = did_you_mean(str(over.value), _OVER_TIME)
            yield Fault(
                "value",
                over.path,
                said("`{over}` is no time to divide by; {ending}", over=shown(over.value), ending=ending),
            )
        return
    if not isinstance(over.value, dict):
        yield Fault(
            "value",
            over.path,
            said("`over` must be a mapping with a `track`; found {over}.", over=shown(over.value)),
        )
        return
    if kind == "ladder":
        yield from _source(over, kind, names)
        return
    yield from _unknown_fields(over, _SELECTOR)
    yield from _of_track(over, _KINDS[kind], kind, names)


def _within(times: Place) -> Iterator[Fault]:
    """Times within which episodes close rise, and only the last may be null, for "ever"."""
    items = [times.at(i) for i in range(len(times.value))] if isinstance(times.value, list) else []
    yield from ascending(items, 0, said("The times"))
    for place in items[:-1]:
        if place.value is None:
            yield Fault("window", place.path, said("null means ever and stands last."))
