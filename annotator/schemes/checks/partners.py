"""Measures of two partners: one ladder for both, and that they are two."""

from collections.abc import Iterator

from annotator.errors import said
from annotator.schemes.checks.names import Names
from annotator.schemes.places import Fault, Place, shown
from annotator.schemes.suggest import did_you_mean


def rung_faults(of: Place, names: Names) -> Iterator[Fault]:
    """The ladder of one partner: a number for some of the codes of the track, of missing ones none."""
    rungs, track = of.at("rungs"), of.at("track").text or ""
    if not isinstance(rungs.value, dict) or not rungs.value:
        found = shown(rungs.value)
        yield Fault(
            "value", rungs.path, said("`rungs` gives each code a number; found {found}.", found=found)
        )
        return
    for name, place in rungs.fields():
        if track in names.codes and name not in names.codes[track]:
            ending = did_you_mean(name, names.codes[track])
            sentence = said(
                "`{code}` is not a code of `{track}`; {ending}", code=shown(name), track=track, ending=ending
            )
            yield Fault("reference", place.path, sentence)
        elif names.codes.get(track, {}).get(name, Place(None)).at("valence").text == "missing":
            yield Fault(
                "value", place.path, said("`{code}` is missing time and has no rung.", code=shown(name))
            )
        if place.number is None:
            sentence = said("A rung is a number; found {found}.", found=shown(place.value))
            yield Fault("value", place.path, sentence)


def of_one_track(measure: Place, kind: str) -> Iterator[Fault]:
    """A measure of two partners whose two tracks are one."""
    of, over = measure.at("of", "track").text, measure.at("over", "track")
    if of is not None and of == over.text:
        sentence = said(
            "A measure of kind {kind} is of two tracks; both are `{track}`.", kind=kind, track=shown(of)
        )
        yield Fault("value", over.path, sentence)
