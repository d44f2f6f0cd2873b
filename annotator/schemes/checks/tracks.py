"""Tracks and codes: what each kind needs, words that define a code, missing codes, colours."""

from collections.abc import Iterator

from annotator.errors import Said, said
from annotator.schemes.checks.names import Names, unknown
from annotator.schemes.places import Fault, Place, shown

_FIELDS_OF = {
    "state": ("exclusive", "exhaustive", "missing_code"),
    "point": ("exclusive",),
    "interval": ("exclusive", "exhaustive", "missing_code", "interval_s", "sampling"),
    "rating": ("scope",),
}
_SPECIAL = {field for fields in _FIELDS_OF.values() for field in fields}
_NEEDED = {"state": ("onset", "offset"), "point": ("onset",), "rating": ("scale",)}
_PAPERS = {said("by day"): ("#FFFFFF", "#F7F5F1"), said("by night"): ("#1F1C19", "#2E2A26")}
_LEAST_CONTRAST = 1.2


def track_fields(names: Names) -> Iterator[Fault]:
    """Fields of a track that its kind needs or cannot have (checklist 10)."""
    for track in names.root.each("tracks"):
        kind = track.at("kind").text
        if kind == "interval":
            for name in ("interval_s", "sampling"):
                if not track.at(name).present:
                    yield Fault(
                        "missing_field",
                        track.at(name).path,
                        said("An interval track needs `{name}`.", name=name),
                    )
        for name, place in track.fields():
            if (
                kind in _FIELDS_OF
                and name in _SPECIAL - set(_FIELDS_OF[kind])
                and place.value not in (None, False)
            ):
                having = ", ".join(k for k, fields in _FIELDS_OF.items() if name in fields)
                sentence = said(
                    "A {kind} track has no `{name}`; it belongs to tracks of kind {having}.",
                    kind=kind,
                    name=name,
                    having=having,
                )
                yield Fault("unknown_field", place.path, sentence)


def missing_codes(names: Names) -> Iterator[Fault]:
    """An exhaustive track says what is coded where nothing can be seen (checklist 4)."""
    for track in names.root.each("tracks"):
        place = track.at("missing_code")
        if track.at("exhaustive").value is True and not place.present:
            sentence = said(
                "An exhaustive track needs `missing_code`, the id of its code with valence missing."
            )
            yield Fault("missing_code", place.path, sentence)
        codes = {str(code.at("id").text): code for code in track.each("codes")}
        yield from unknown(place, codes, said("a code of this track"))
        code = codes.get(place.text or "")
        if code is not None and code.at("valence").text != "missing":
            found = shown(code.at("valence").value)
            sentence = said(
                "The missing code `{name}` has valence {found}; it must be missing.",
                name=shown(place.text),
                found=found,
            )
            yield Fault("missing_code", place.path, sentence)


def code_words(names: Names) -> Iterator[Fault]:
    """When a code holds, in words: what its kind needs, an example and a counter-example (checklist 7, 8)."""
    for track in names.root.each("tracks"):
        kind = track.at("kind").text or ""
        for code in track.each("codes"):
            for name in _NEEDED.get(kind, ()):
                if not code.at(name).present:
                    yield Fault(
                        "missing_field",
                        code.at(name).path,
                        said("A {kind} code needs `{name}`.", kind=kind, name=name),
                    )
            if kind in _FIELDS_OF and kind != "rating" and code.at("scale").present:
                yield Fault(
                    "unknown_field",
                    code.at("scale").path,
                    said("Only codes of rating tracks have a `scale`."),
                )
            yield from _examples(code)
            yield from _scale(code.at("scale"))


def _examples(code: Place) -> Iterator[Fault]:
    if code.at("valence").text == "missing" or not isinstance(code.value, dict):
        return
    for name, what in (
        ("examples", said("example")),
        ("counter_examples", said("counter-example that names the right code")),
    ):
        if code.at(name).value in (None, []):
            sentence = said(
                "Every code that is not missing needs `{name}`: at least one {what}.", name=name, what=what
            )
            yield Fault("definition", code.at(name).path, sentence)


def _scale(scale: Place) -> Iterator[Fault]:
    low, high, step = (scale.at(name).number for name in ("min", "max", "step"))
    if low is None or high is None:
        return
    if low >= high:
        yield Fault(
            "order",
            scale.at("max").path,
            said("`max` is {high}; it must be more than `min`, {low}.", high=shown(high), low=shown(low)),
        )
        return
    if step is not None and step > 0 and not _whole((high - low) / step):
        yield Fault(
            "order",
            scale.at("step").path,
            said("Steps of {step} do not lead from `min` to `max`.", step=shown(step)),
        )
    yield from _anchors(scale, low, high)


def _anchors(scale: Place, low: float, high: float) -> Iterator[Fault]:
    anchors = scale.at("anchors")
    if not isinstance(anchors.value, dict):
        return
    values = {name: _number(name) for name, _ in anchors.fields()}
    for name, place in anchors.fields():
        value = values[name]
        if value is None or not low <= value <= high:
            sentence = said(
                "`{name}` is no value of the scale; anchors are named by its values, in quotes.",
                name=shown(name),
            )
            yield Fault("scale", place.path, sentence)
    for end in (low, high):
        if end not in values.values():
            name = f"{end:g}"
            yield Fault(
                "scale",
                anchors.at(name).path,
                said('The scale\'s end has no words; add the anchor "{name}".', name=name),
            )


def _number(word: str) -> float | None:
    # float() alone would read "nan", "1_0" and digits of other scripts.
    plain = word.isascii() and len(word) < 20 and word.lstrip("-").replace(".", "", 1).isdigit()
    return float(word) if plain and not word.startswith("--") else None


def _whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-9


def visibility(names: Names) -> Iterator[Fault]:
    """A code may be seen by fewer than its track, never by more (format 3.4)."""
    for track in names.root.each("tracks"):
        allowed = [str(viewer.text) for viewer in track.texts("visibility")]
        for code in track.each("codes") if allowed else []:
            for viewer in code.texts("visibility"):
                if viewer.text not in allowed:
                    sentence = said(
                        "`{viewer}` may not see the track; a code can only narrow who sees it.",
                        viewer=shown(viewer.text),
                    )
                    yield Fault("visibility", viewer.path, sentence)


def parent_view(names: Names) -> Iterator[Fault]:
    """A challenge is shown to a parent only after review, or never (checklist 12)."""
    for track in names.root.each("tracks"):
        for code in track.each("codes"):
            place = code.at("feedback", "show_to_parent")
            if code.at("valence").text == "challenge" and place.value is True:
                sentence = said(
                    "A challenge must not be shown to a parent unseen; write after_review or false."
                )
                yield Fault("parent_view", place.path, sentence)


def colours(names: Names) -> Iterator[Fault]:
    """Colours that cannot be told from the timeline's ground by day or by night (checklist 16).

    A code is drawn as a filled block with an outline of 3:1 and its key upon it in black or
    white. Black or white reaches 4.58:1 on any colour, more than the 4.5:1 that reading needs,
    and the outline is the theme's own, so neither can fail by the scheme's choice. What can
    fail is the fill: below 1.2:1 a block looks like an empty stretch. All colours of the
    recommended set pass. Two codes may share a colour, because the key stands on each and keys
    differ within a pass.
    """
    for track in names.root.each("tracks"):
        for code in track.each("codes"):
            place = code.at("colour")
            for theme in lost_in(place.text or ""):
                sentence = said(
                    "`{name}` looks like the empty timeline {theme}; choose another colour.",
                    name=shown(place.text),
                    theme=theme,
                )
                yield Fault("colour", place.path, sentence)


def lost_in(colour: str) -> list[Said]:
    """The themes in which a block of a colour looks like the empty timeline."""
    if len(colour) != 7 or not all(c in "0123456789abcdefABCDEF" for c in colour[1:]):
        return []
    return [
        theme
        for theme, papers in _PAPERS.items()
        if min(contrast(colour, paper) for paper in papers) < _LEAST_CONTRAST
    ]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black and white).

    >>> round(contrast("#0072B2", "#FFFFFF"), 2)
    5.19

    Source: Web Content Accessibility Guidelines 2.2, relative luminance and contrast ratio.
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
