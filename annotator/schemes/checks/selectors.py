"""Parts that select annotations: a track, some of its codes, some values of their modifiers."""

from collections.abc import Iterable, Iterator

from annotator.errors import said
from annotator.schemes.checks.names import Names, unknown, unknown_in
from annotator.schemes.places import Fault, Place, shown
from annotator.schemes.suggest import did_you_mean


def selector_faults(selector: Place, names: Names, *lists: str) -> Iterator[Fault]:
    """What a selector refers to and is not there; ``lists`` name its lists of codes."""
    track = selector.at("track")
    yield from unknown(track, names.tracks, said("a track of this scheme"))
    if track.text is None or track.text not in names.codes:
        return
    what = said("a code of the track `{track}`", track=shown(track.text))
    for name in lists or ("codes",):
        yield from unknown_in(selector.texts(name), names.codes[track.text], what)
    for name in ("where", "where_not"):
        yield from _where_faults(selector, name, names)


def _where_faults(selector: Place, name: str, names: Names) -> Iterator[Fault]:
    conditions = selector.at(name).fields()
    carried = names.carried_by(selector) if conditions else []
    for modifier_id, values in conditions:
        modifier = names.modifiers.get(modifier_id)
        if modifier_id not in carried or modifier is None:
            sentence = said(
                "`{modifier}` is no modifier of these codes; {ending}",
                modifier=shown(modifier_id),
                ending=did_you_mean(modifier_id, carried),
            )
            yield Fault("reference", values.path, sentence)
            continue
        if not values.value:
            yield Fault(
                "value",
                values.path,
                said(
                    "Say which values of `{modifier}` are meant, as a list.",
                    modifier=shown(modifier_id),
                ),
            )
        yield from value_faults(selector.at(name).each(modifier_id), modifier, names)


def value_faults(values: Iterable[Place], modifier: Place, names: Names) -> Iterator[Fault]:
    """Whether a modifier can have values: one of its options, true or false, a number in its range."""
    kind, id = modifier.at("type").text, shown(modifier.at("id").text)
    options = names.options.get(modifier.at("id").text or "", {})
    for value in values:
        if kind in ("choice", "multi") and value.text not in options:
            ending = did_you_mean(str(value.value), options)
            yield Fault(
                "reference",
                value.path,
                said(
                    "`{value}` is no option of `{id}`; {ending}",
                    value=shown(value.value),
                    id=id,
                    ending=ending,
                ),
            )
        elif kind == "boolean" and not isinstance(value.value, bool):
            yield Fault(
                "value",
                value.path,
                said("`{id}` is true or false; found `{value}`.", id=id, value=shown(value.value)),
            )
        elif kind in ("integer", "number") and not _in_range(value, modifier):
            yield Fault(
                "value",
                value.path,
                said("`{value}` is no value that `{id}` can have.", value=shown(value.value), id=id),
            )
        elif kind in ("text", "link"):
            sentence = said(
                "`{id}` is a {kind}; only choices, numbers and yes-or-no can be asked for.", id=id, kind=kind
            )
            yield Fault("value", value.path, sentence)


def _in_range(value: Place, modifier: Place) -> bool:
    number, low, high = value.number, modifier.at("min").number, modifier.at("max").number
    if number is None or (modifier.at("type").text == "integer" and number != int(number)):
        return False
    return (low is None or number >= low) and (high is None or number <= high)
