"""Rules: constraints while coding, contingency, episodes; their references and windows."""

from collections.abc import Iterator

from annotator.errors import said
from annotator.schemes.checks.names import Names, unknown_in
from annotator.schemes.checks.selectors import selector_faults
from annotator.schemes.places import Fault, Place, shown
from annotator.schemes.suggest import did_you_mean

_NEEDED = {
    "not_together_with": ("first", "second", "min_overlap_ms"),
    "preceded_by": ("event", "by", "within_ms"),
    "followed_by": ("event", "by", "within_ms"),
    "modifier_requires": ("event", "requires"),
    "max_gap": ("event", "max_gap_ms"),
}
_SPECIAL = {field for fields in _NEEDED.values() for field in fields}
_HAVE_DURATION = ("state", "interval")
SEGMENT_END = "segment_end"


def constraints(names: Names) -> Iterator[Fault]:
    """Constraints whose kind needs other fields, or that refer to what is not there (checklist 3)."""
    for rule in names.root.at("rules").each("constraints"):
        kind = rule.at("kind").text
        if kind not in _NEEDED:
            continue
        for name in _NEEDED[kind]:
            if not rule.at(name).present:
                yield Fault(
                    "missing_field",
                    rule.at(name).path,
                    said("A constraint {kind} needs `{name}`.", kind=kind, name=name),
                )
        for name, place in rule.fields():
            if name in _SPECIAL - set(_NEEDED[kind]) and place.present:
                yield Fault(
                    "unknown_field",
                    place.path,
                    said("A constraint {kind} has no `{name}`.", kind=kind, name=name),
                )
        for name in ("first", "second", "event", "by"):
            yield from selector_faults(rule.at(name), names)
        yield from _required_modifiers(rule, names)


def _required_modifiers(rule: Place, names: Names) -> Iterator[Fault]:
    event = rule.at("event")
    if event.at("track").text in names.tracks:
        yield from unknown_in(
            rule.texts("requires"), names.carried_by(event), said("a modifier of these codes")
        )


def contingency(names: Names) -> Iterator[Fault]:
    """Contingency rules that refer to what is not there, or whose windows do not rise (checklist 3, 9)."""
    for rule in names.root.at("rules").each("contingency"):
        yield from selector_faults(rule.at("cue"), names)
        yield from selector_faults(rule.at("response"), names)
        yield from _state_change(rule.at("or_state"), names)
        yield from window_faults(rule)
        yield from _explicit_link(rule, names)


def _state_change(change: Place, names: Names) -> Iterator[Fault]:
    if not isinstance(change.value, dict):
        return
    yield from selector_faults(change, names, "enters", "leaves")
    yield from _durable(change, names)
    if change.at("enters").present == change.at("leaves").present:
        yield Fault(
            "value",
            change.path,
            said("A state change names either the codes it `enters` or those it `leaves`."),
        )


def _durable(part: Place, names: Names) -> Iterator[Fault]:
    track = part.at("track")
    if track.text in names.tracks and names.kind(track.text) not in _HAVE_DURATION:
        sentence = said(
            "`{track}` is a {kind} track; only states can be entered and left.",
            track=shown(track.text),
            kind=names.kind(track.text),
        )
        yield Fault("reference", track.path, sentence)


def window_faults(rule: Place) -> Iterator[Fault]:
    """A window ends after the cue and after it begins; it may begin before the cue, for overlap."""
    window = rule.at("window_ms")
    low, high = window.at(0).number, window.at(1).number
    if low is None or high is None:
        return
    if high <= 0 or low >= high:
        sentence = said(
            "The window ({low}, {high}] must end after 0 and after its beginning.",
            low=shown(low),
            high=shown(high),
        )
        yield Fault("window", window.path, sentence)
    yield from ascending(rule.each("sensitivity_windows_ms"), max(low, 0), said("The sensitivity windows"))


def ascending(places: list[Place], above: float, what: str) -> Iterator[Fault]:
    """The faults of numbers that must rise, each above the one before and the first above ``above``."""
    before = above
    for place in places:
        number = place.number
        if number is None:
            continue
        if number <= before:
            sentence = said(
                "{what} must rise: {number} is not more than {before}.",
                what=what,
                number=shown(number),
                before=shown(before),
            )
            yield Fault("window", place.path, sentence)
        before = max(before, number)


def _explicit_link(rule: Place, names: Names) -> Iterator[Fault]:
    place, cue, response = rule.at("explicit_link_wins"), rule.at("cue", "track").text, rule.at("response")
    if place.value is not True or cue not in names.tracks or response.at("track").text not in names.tracks:
        return
    carried = (names.modifiers.get(id, Place(None)) for id in names.carried_by(response))
    linked = {track.text for modifier in carried for track in modifier.at("links_to").texts("tracks")}
    if cue not in linked:
        sentence = said(
            "No code of the response has a link modifier to `{cue}`; add one, or write false.", cue=shown(cue)
        )
        yield Fault("reference", place.path, sentence)


def episodes(names: Names) -> Iterator[Fault]:
    """Episodes that refer to tracks, codes or modifiers that are not there (checklist 3)."""
    for episode in names.root.at("rules").each("episodes"):
        for part, field in (("open", "enters"), ("close", "enters"), ("via", "codes")):
            yield from selector_faults(episode.at(part), names, field)
            yield from _durable(episode.at(part), names)
        for place in episode.texts("censor_at"):
            yield from _censoring(place, names)
        for _, place in episode.at("attributes").fields():
            yield from _attribute(place, episode, names)


def _censoring(place: Place, names: Names) -> Iterator[Fault]:
    word = place.text or ""
    track, dot, code = word.partition(".")
    if word == SEGMENT_END:
        return
    if not dot:
        sentence = said(
            "`{word}` is neither {segment_end} nor a code; expected {segment_end} or `track.code`.",
            word=shown(word),
            segment_end=SEGMENT_END,
        )
        yield Fault("reference", place.path, sentence)
    elif track not in names.codes:
        sentence = said(
            "`{track}` is not a track of this scheme; {ending}",
            track=shown(track),
            ending=did_you_mean(track, names.tracks),
        )
        yield Fault("reference", place.path, sentence)
    elif code not in names.codes[track]:
        ending = did_you_mean(code, names.codes[track])
        yield Fault(
            "reference",
            place.path,
            said(
                "`{code}` is not a code of `{track}`; {ending}",
                code=shown(code),
                track=shown(track),
                ending=ending,
            ),
        )


def _attribute(place: Place, episode: Place, names: Names) -> Iterator[Fault]:
    part, dot, modifier = (place.text or "").partition(".")
    field = {"open": "enters", "close": "enters", "via": "codes"}.get(part)
    if field is None or not dot:
        sentence = said(
            "`{name}` is no attribute; expected open, close or via, a dot, and a modifier.",
            name=shown(place.value),
        )
        yield Fault("reference", place.path, sentence)
        return
    carried = names.carried_by(episode.at(part), field) if episode.at(part).present else []
    if modifier not in carried:
        sentence = said(
            "`{modifier}` is no modifier of the codes in `{part}`; {ending}",
            modifier=shown(modifier),
            part=part,
            ending=did_you_mean(modifier, carried),
        )
        yield Fault("reference", place.path, sentence)
