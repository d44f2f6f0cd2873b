"""Who may see a measure."""

from collections.abc import Iterator

from annotator.errors import said
from annotator.schemes.checks.names import Names
from annotator.schemes.places import Fault, Place, shown

FOR_RESEARCH = ("co_occurrence", "transition", "ladder")


def audiences(names: Names) -> Iterator[Fault]:
    """Who sees a measure: parents only in words, some kinds only researchers (checklist 11)."""
    for measure in names.root.each("measures"):
        audience = [str(place.text) for place in measure.texts("audience")]
        template = measure.at("parent_template")
        if "parent" in audience and not template.present:
            sentence = said(
                "A measure that parents see needs `parent_template`, the sentence they see in its place."
            )
            yield Fault("parent_view", template.path, sentence)
        if measure.at("kind").text in FOR_RESEARCH and set(audience) - {"researcher"}:
            sentence = said(
                "{kind} is for researchers only; write `audience: [researcher]`.",
                kind=measure.at("kind").text,
            )
            yield Fault("audience", measure.at("audience").path, sentence)
        yield from _twice(measure)


def _twice(measure: Place) -> Iterator[Fault]:
    seen: set[str | None] = set()
    for place in measure.texts("audience"):
        if place.text in seen:
            yield Fault(
                "twice",
                place.path,
                said("`{name}` stands in this list twice; keep one.", name=shown(place.text)),
            )
        seen.add(place.text)
