"""A scheme whose marks are only passed on: nothing in it counts them or shows them to others."""

from collections.abc import Iterator

from annotator.errors import said
from annotator.schemes.checks.names import Names
from annotator.schemes.places import Fault, Place, shown

_FOR_SUPERVISION = ("author", "supervisor")


def marks_only(names: Names) -> Iterator[Fault]:
    """With ``use.marks_only``: points for author and supervisor, and no number is drawn from them."""
    root = names.root
    if root.at("use", "marks_only").value is not True:
        return
    for track in root.each("tracks"):
        yield from _track(track)
    rules = root.at("rules")
    for part in (root.at("measures"), rules.at("contingency"), rules.at("episodes")):
        if part.value:
            sentence = said(
                "Marks that are only passed on are never counted; write `{name}: []`.",
                name=shown(part.path[-1]),
            )
            yield Fault("marks_only", part.path, sentence)
    if root.at("feedback_meeting").present:
        sentence = said("Marks that are only passed on are no part of a meeting; write null.")
        yield Fault("marks_only", root.at("feedback_meeting").path, sentence)
    for profile in root.each("profiles"):
        if profile.at("reliability_eligible").value is True:
            sentence = said("Marks that are only passed on are not compared; write false.")
            yield Fault("marks_only", profile.at("reliability_eligible").path, sentence)


def _track(track: Place) -> Iterator[Fault]:
    if track.at("kind").text not in (None, "point"):
        sentence = said("Marks that are only passed on are points; this track is of kind {kind}.",
                        kind=shown(track.at("kind").value))  # fmt: skip
        yield Fault("marks_only", track.at("kind").path, sentence)
    visible = track.texts("visibility")
    if not visible:
        sentence = said("Say who sees these marks: `visibility: [author, supervisor]`.")
        yield Fault("marks_only", track.at("visibility").path, sentence)
    for viewer in visible:
        if viewer.text not in _FOR_SUPERVISION:
            sentence = said("Only author and supervisor see these marks; take `{viewer}` out.",
                            viewer=shown(viewer.text))  # fmt: skip
            yield Fault("marks_only", viewer.path, sentence)
    for code in track.each("codes"):
        place = code.at("feedback", "show_to_parent")
        if place.value not in (None, False):
            yield Fault(
                "marks_only", place.path, said("Marks that are only passed on are never shown to parents.")
            )
