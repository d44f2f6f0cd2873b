"""Two versions of a scheme: each change weighs what the scheme format, section 5, says."""

import re
from typing import Any

import pytest

from annotator.schemes import read_scheme
from annotator.schemes.difference import Difference, Weight, difference, next_version
from annotator.schemes.drafts import change_in_words
from tests.schemes.scheme_files import GONE, as_json, changed, values_of

TWO, CORE, COACH, FEEDING = "two-keys", "core-attunement", "coach-comments", "feeding-cues"
NEW_CODE = {
    "id": "whisper", "key": "y", "colour": "#117733", "valence": "neutral", "label": {"en": "Whispers"}, "definition": "Whispers.",
    "onset": "First sound.", "offset": "Last sound.", "examples": ["'Psst.'"], "counter_examples": ["Speaks: no code."],
}  # fmt: skip
POINT = {name: value for name, value in NEW_CODE.items() if name != "offset"}
MEASURE = {
    "id": "more",
    "kind": "count",
    "of": {"track": "contact"},
    "direction": "none",
    "audience": ["researcher"],
}
MAJOR, MINOR, PATCH = Weight.MAJOR, Weight.MINOR, Weight.PATCH

CHANGES: list[Any] = [
    pytest.param(TWO, "title", {"en": "Close or not"}, PATCH, id="wording"),
    pytest.param(TWO, "tracks 0 codes 0 colour", "#0072B2", PATCH, id="colour"),
    pytest.param(TWO, "tracks 0 codes 0 key", "x", PATCH, id="key"),
    pytest.param(CORE, "tracks 0 codes 0 label", {"en": "Together", "de": "Zusammen"}, PATCH, id="translation"),
    pytest.param(TWO, "tracks 0 codes 0 examples", ["Coo and answer.", "Both laugh."], PATCH, id="extra example"),
    pytest.param(TWO, "tracks 0 codes 0 definition", "Both attend to each other, or to the same thing.", PATCH, id="comma"),
    pytest.param(CORE, "tracks 2 codes 4", POINT, MINOR, id="new code in a track that is not exhaustive"),
    pytest.param(TWO, "modifiers", [{"id": "sure", "type": "boolean", "label": "Sure"}], MINOR, id="new optional modifier"),
    pytest.param(TWO, "measures 1", MEASURE, MINOR, id="new measure"),
    pytest.param(TWO, "measures 0 audience", ["researcher"], MINOR, id="audience"),
    pytest.param(TWO, "tracks 0 codes 3", NEW_CODE, MAJOR, id="code added to an exhaustive track"),
    pytest.param(CORE, "tracks 5 codes 1", GONE, MAJOR, id="code removed"),
    pytest.param(TWO, "tracks 0 codes 0 definition", "The parent looks at the child.", MAJOR, id="redefined"),
    pytest.param(TWO, "tracks 0 codes 0 offset", "3 s without it.", MAJOR, id="another number"),
    pytest.param(TWO, "tracks 0 codes 0 definition", "Both never attend to each other or the same thing.", MAJOR, id="a word that turns it round"),
    pytest.param(TWO, "tracks 0 exclusive", False, MAJOR, id="exclusivity"),
    pytest.param(CORE, "rules contingency 0 window_ms", [0, 4000], MAJOR, id="window"),
    pytest.param(CORE, "rules contingency 0 anchor", "cue_offset", MAJOR, id="anchor"),
    pytest.param(CORE, "rules scorability drop_cue_if missing_share_in_window", 0.25, MAJOR, id="missing rule"),
    pytest.param(TWO, "timebase merge_gap_ms", 250, MAJOR, id="merge rule"),
    pytest.param(TWO, "modifiers", [{"id": "sure", "type": "boolean", "label": "Sure", "required": True}], MAJOR, id="new required modifier"),
    pytest.param(COACH, "tracks 3 codes 0 scale step", 2, MAJOR, id="scale"),
    pytest.param(COACH, "tracks 2 interval_s", 30, MAJOR, id="interval"),
]  # fmt: skip


def apart(name: str, path: str, value: object) -> Difference:
    """A shipped scheme, and what it is after one change; at the end of a list a value is added."""
    added = path.endswith((" 4", " 3", " 1")) and value is not GONE
    values = values_of(name) if added else changed(name, path, value)
    if added:
        place: Any = values
        for step in path.split()[:-1]:
            place = place[int(step) if isinstance(place, list) else step]
        place.append(value)
    return difference(read_scheme(as_json(values_of(name))), read_scheme(as_json(values)))


@pytest.mark.parametrize(("name", "path", "value", "weight"), CHANGES)
def test_a_change_weighs_what_the_format_says(name: str, path: str, value: object, weight: Weight) -> None:
    found = apart(name, path, value)
    assert found.weight is weight, found
    assert len(found.changes) == 1
    assert f"“{found.changes[0].path}”" in found.changes[0].sentence


@pytest.mark.parametrize(("name", "path", "value", "weight"), CHANGES)
def test_a_change_is_told_in_words_and_not_by_its_path(
    name: str, path: str, value: object, weight: Weight
) -> None:
    found = apart(name, path, value)
    told = str(change_in_words(found.changes[0], found, "en")).replace("contact_share", "it has no label")
    assert not re.search(r"“[^”]*(\.|_|\b(rules|tracks|measures|modifiers|timebase)\b)[^”]*”", told), told


def test_the_next_version_follows_the_heaviest_change() -> None:
    old = read_scheme(as_json(values_of(TWO)))
    patch = changed(TWO, "title", "Other")
    assert next_version(old, read_scheme(as_json(patch))) == "1.0.1"
    patch["measures"].append(MEASURE)
    assert next_version(old, read_scheme(as_json(patch))) == "1.1.0"
    patch["timebase"]["merge_gap_ms"] = 1
    assert next_version(old, read_scheme(as_json(patch))) == "2.0.0"
    assert next_version(old, old) is None
    coach = read_scheme(as_json(values_of(COACH)))
    assert next_version(coach, read_scheme(as_json(changed(COACH, "tracks 2 interval_s", 30)))) == "1.0.0"


def test_order_and_layout_are_no_difference() -> None:
    old = read_scheme(as_json(values_of(CORE)))
    turned = dict(reversed(values_of(CORE).items()))
    turned["tracks"] = list(reversed(turned["tracks"]))
    turned["measures"] = list(reversed(turned["measures"]))
    assert difference(old, read_scheme(as_json(turned))).changes == ()


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("tracks 0 codes 0 definition", "Eyes on one thing only.", "“How the two are together › Together › Definition” was"),
        ("rules contingency 0 window_ms", [0, 4000], "“Bids answered › What it is made of” changed"),
        ("rules contingency 0 window_ms", [0, 4000], " 0 – 3 s → 0 – 4 s"),
        ("timebase merge_gap_ms", 900, "“What counts as one mark” decides"),
        ("modifiers 0 options 0 label", {"en": "Looks off", "de": "Anderswo"}, " › Looks off › Name”: Gaze → Looks off"),
        ("tracks 0 codes 0 label", {"en": "As one", "de": "Zusammen"}, "As one › Name of the code”: Together → As one"),
    ],
)  # fmt: skip
def test_a_change_is_told_by_the_names_that_people_gave(path: str, value: object, told: str) -> None:
    found = apart(CORE, path, value)
    assert told in str(change_in_words(found.changes[0], found, "en"))
