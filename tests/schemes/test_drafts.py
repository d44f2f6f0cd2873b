"""Writing schemes: file to editor to file loses nothing, forms make sound schemes, patterns make rules."""

import random
from collections import Counter
from typing import Any

import pytest

from annotator.schemes import content_hash, problems_of, read_scheme
from annotator.schemes.colour_vision import VISIONS, alike, seen_as
from annotator.schemes.drafts import (
    PATTERNS,
    add_code,
    add_missing_code,
    add_modifier,
    add_pattern,
    add_subject,
    add_track,
    blank,
    copied,
    editable,
    free_keys,
    new_depth,
    next_one,
    published,
    remove_code,
    remove_track,
    taken_keys,
    with_value,
    with_words,
    words_at,
)
from annotator.schemes.naming import PALETTE
from annotator.schemes.reading import read
from annotator.schemes.writing import as_yaml
from tests.schemes.scheme_files import SHIPPED, as_json, values_of
from tests.schemes.test_mutations import damaged

Document = dict[str, Any]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_file_to_editor_to_file_loses_nothing_but_comments(file: Any) -> None:
    """The text that a form writes has the canonical hash of the file that it was made from."""
    first = read(file.read_bytes())
    assert editable(first.values)
    again = read(as_yaml(first.values))
    assert again.whole and not again.faults
    assert content_hash(again.values) == content_hash(first.values)
    assert read_scheme(as_yaml(first.values)).hash == read_scheme(file.read_bytes()).hash


def same_of_damaged(name: str, files: int) -> int:
    """How many damaged files forms can work on; each is the same after a form wrote it, faults and all."""
    worked_on = 0
    for seed in range(files):
        chance, values = random.Random(f"draft {name} {seed}"), values_of(name)
        for _ in range(chance.randint(1, 4)):
            damaged(values, chance)
        found = read(as_json(values))
        if not (found.whole and editable(found.values)):
            continue
        worked_on += 1
        again = read(as_yaml(found.values))
        assert again.whole
        assert not again.faults
        assert again.values == found.values
    return worked_on


@pytest.mark.parametrize("name", ["core-attunement", "two-keys"])
def test_what_is_damaged_comes_back_from_the_editor_as_it_went_in(name: str) -> None:
    """10 files each; ``make test-all`` has 12 of every template."""
    assert same_of_damaged(name, 10) > 3


@pytest.mark.slow
def test_of_every_template_what_is_damaged_comes_back_as_it_went_in() -> None:
    for file in SHIPPED:
        assert same_of_damaged(file.stem, 12) > 3


@pytest.mark.parametrize(
    "word", ["no", "on", "1.0", "3:00", "0x1F", "1e3", "~", "null", " a", "a: b", "# c", "-"]
)
def test_words_that_yaml_takes_for_something_else_stay_words(word: str) -> None:
    document = with_words(values_of("two-keys"), ("title",), "en", word)
    assert words_at(read(as_yaml(document)).values, ("title",), "en") == word.strip()


def test_what_stands_in_two_places_is_written_out_in_both() -> None:
    words = {"en": "Same"}
    text = as_yaml({"one": words, "other": words})
    assert text.count(b"Same") == 2
    assert b"&" not in text


def described(document: Document, n: int, code: int, **more: str) -> Document:
    """A code with the words that a form asks for."""
    words = {"definition": "What is seen.", **more}
    for name, text in words.items():
        document = with_words(document, ("tracks", n, "codes", code, name), "en", text)
    for name in ("examples", "counter_examples"):
        document = with_value(document, ("tracks", n, "codes", code, name), [{"en": "Such: other"}])
    return document


def all_kinds() -> Document:
    """A scheme as the forms make it: a track of every kind."""
    made = blank("play", "Play", "en")
    made = add_track(made, "Contact", "state", "dyad")
    made = described(add_code(made, 0, "Together"), 0, 0, onset="It begins.", offset="It ends.")
    made = described(add_code(made, 0, "Apart"), 0, 1, onset="It begins.", offset="It ends.")
    made = add_missing_code(made, 0)
    made = described(
        add_code(add_track(made, "Cues", "point", "child"), 1, "Smile"), 1, 0, onset="It begins."
    )
    made = described(add_code(add_track(made, "Mood", "interval", "child"), 2, "Calm"), 2, 0)
    made = described(add_track(made, "Warmth", "rating", "parent"), 3, 0)
    return with_value(
        made, ("tracks", 3, "codes", 0, "scale", "anchors"), {"1": {"en": "Low"}, "5": {"en": "High"}}
    )


def test_a_scheme_from_nothing_says_only_that_it_has_no_tracks() -> None:
    told = {problem.path for problem in problems_of(as_yaml(blank("play", "Play", "en")))}
    assert told == {"tracks", "profiles[0].tracks", "passes[0].tracks"}


def test_forms_make_a_sound_scheme_with_a_track_of_every_kind() -> None:
    made = all_kinds()
    assert problems_of(as_yaml(made)) == ()
    scheme = read_scheme(as_yaml(made))
    assert [t.kind for t in scheme.tracks] == ["state", "point", "interval", "rating"]
    keys = [code.key for track in scheme.tracks for code in track.codes]
    # The first letter that is free: Together t, Apart a, Cannot c, Smile s, Calm (c and a are taken) m, Warmth w.
    assert keys == ["t", "a", "c", "s", "m", "w"]
    assert scheme.tracks[0].exhaustive
    assert scheme.tracks[0].missing_code == "cannot_be_seen"


def test_a_key_that_two_codes_of_a_pass_share_is_said_with_those_that_are_free() -> None:
    made = with_value(all_kinds(), ("tracks", 1, "codes", 0, "key"), "t")
    problems = problems_of(as_yaml(made))
    assert [problem.path for problem in problems] == ["tracks[1].codes[0].key"]
    assert "t" not in free_keys(made, 1)
    apart = with_value(made, ("passes", 0, "tracks"), ["contact", "mood", "warmth"])
    apart["passes"].append({"id": "p_2", "profile": ["standard"], "tracks": ["cues"]})
    assert problems_of(as_yaml(apart)) == ()


def test_no_two_codes_get_one_colour_in_whichever_track_until_all_are_given() -> None:
    """Codes of several tracks lie in one palette and one timeline."""
    made = add_track(add_track(blank("play", "Play", "en"), "One", "point", "child"), "Two", "point", "child")
    for n in range(len(PALETTE) + 1):
        made = add_code(made, n % 2, f"Code {n}")
    given = Counter(code["colour"] for track in made["tracks"] for code in track["codes"])
    assert given == Counter((*PALETTE, PALETTE[0]))


def test_ratings_begin_with_their_scale() -> None:
    (code,) = add_track(blank("play", "Play", "en"), "Warmth", "rating", "parent")["tracks"][0]["codes"]
    assert (code["label"], code["scale"]) == (
        {"en": "Warmth"},
        {"min": 1, "max": 5, "step": 1, "anchors": {}},
    )


def test_a_key_that_is_taken_says_whose_it_is() -> None:
    made = all_kinds()
    whose = {key: made["tracks"][t]["codes"][c]["id"] for key, (t, c) in taken_keys(made, 1).items()}
    assert whose == {
        "t": "together", "a": "apart", "c": "cannot_be_seen", "s": "smile", "m": "calm", "w": "warmth",
    }  # fmt: skip


def test_what_goes_takes_its_names_along() -> None:
    made = remove_track(all_kinds(), 1)
    assert problems_of(as_yaml(made)) == ()
    assert "cues" not in made["profiles"][0]["tracks"] + made["passes"][0]["tracks"]
    told = problems_of(as_yaml(remove_code(all_kinds(), 0, 2)))
    assert [problem.path for problem in told] == ["tracks[0].missing_code"]


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_makes_sound_rules_and_measures(name: str) -> None:
    tracks = {"state": "contact", "point": "cues", "interval": "mood", "rating": "warmth"}
    codes = {"contact": ["together"], "cues": ["smile"], "mood": ["calm"], "warmth": ["warmth"]}
    pattern = PATTERNS[name]
    first = tracks[pattern.first[0]]
    second = tracks[pattern.second[-1]] if pattern.second else first
    other = ["apart"] if second == first else codes[second]
    made = add_pattern(all_kinds(), name, "Answers", (first, codes[first]), (second, other), 3, "higher")
    assert problems_of(as_yaml(made)) == ()
    assert bool(made["measures"]) == pattern.measures
    twice = add_pattern(made, name, "Answers", (first, codes[first]), (second, other), 3)
    assert problems_of(as_yaml(twice)) == (), "ids of the same label differ"


def test_answered_within_three_seconds_is_the_rule_of_the_format() -> None:
    made = add_pattern(all_kinds(), "answered", "Smiles answered", ("cues", []), ("contact", ["together"]), 3)
    rule = read_scheme(as_yaml(made)).document["rules"]["contingency"][0]
    assert (rule["cue"], rule["response"]["codes"], rule["window_ms"]) == (
        {"track": "cues"},
        ["together"],
        [0, 3000],
    )
    assert [m["kind"] for m in made["measures"]] == ["contingency"]


@pytest.mark.parametrize(("name", "kind"), [("answered", "latency"), ("repaired", "episode_latency")])
def test_how_long_it_takes_is_added_where_it_is_asked_for(name: str, kind: str) -> None:
    gaps = ("contact", ["apart"]), ("contact", ["together"])
    made = add_pattern(all_kinds(), name, "Back", *gaps, 3, also=True)
    assert problems_of(as_yaml(made)) == ()
    assert [(m["kind"], m["label"]["en"]) for m in made["measures"][1:]] == [(kind, "Back: after how long")]


def test_a_new_depth_is_named_in_the_schemes_own_language() -> None:
    german = blank("spiel", "Spiel", "de")
    first = new_depth(german)
    assert first["label"] == {"de": "Alltag"}
    german["profiles"].append(first)
    second = new_depth(german)
    assert (second["id"], second["label"]) == ("research", {"de": "Forschung"})
    assert new_depth(blank("play", "Play", "en"))["label"] == {"en": "Daily work"}


def test_a_copy_says_where_it_comes_from_and_is_sound() -> None:
    old = values_of("core-attunement")
    made = copied(old, "our-attunement", "Ours")
    scheme = read_scheme(as_yaml(made))
    assert (scheme.id, scheme.version, str(scheme.title)) == ("our-attunement", "1.0.0", "Ours")
    assert made["provenance"]["informed_by"][-1] == f"core-attunement {old['version']}"
    assert old == values_of("core-attunement"), "what was copied stays as it was"


def test_publishing_writes_version_and_change() -> None:
    made = published(next_one(values_of("two-keys")), "1.0.1", "2026-11-30", "Clearer words.")
    assert read_scheme(as_yaml(made)).status == "published"
    assert made["changelog"][-1] == {
        "version": "1.0.1",
        "date": "2026-11-30",
        "change": {"en": "Clearer words."},
    }


def test_somebody_more_can_be_observed_by_a_free_digit() -> None:
    made = add_subject(add_subject(all_kinds()))
    assert problems_of(as_yaml(made)) == ()
    assert [subject["key"] for subject in made["subjects"]] == ["1", "2", "3", "4", "5"]


def test_modifiers_of_every_type_are_added_and_say_what_they_still_need() -> None:
    made = all_kinds()
    for type in ("choice", "multi", "boolean", "integer", "number", "text", "link"):
        made = add_modifier(made, type.title(), type)
    told = {problem.path.partition(".")[0] for problem in problems_of(as_yaml(made))}
    assert told == {"modifiers[0]", "modifiers[1]", "modifiers[6]"}, "options and tracks are to be named"


@pytest.mark.parametrize("broken", [{"tracks": "none"}, {"tracks": [1]}, {"passes": None}, {"i18n": {}}])
def test_forms_are_not_offered_for_what_they_cannot_work_on(broken: Document) -> None:
    assert not editable(values_of("two-keys") | broken)


def test_colours_as_others_see_them() -> None:
    """Grey has no hue to lose: each row of Machado's matrices sums to 1, so it stays, but for rounding."""
    for vision in VISIONS:
        for grey in ("#404040", "#999999"):
            seen = seen_as(grey, vision)
            assert all(abs(int(seen[i : i + 2], 16) - int(grey[i : i + 2], 16)) <= 1 for i in (1, 3, 5))
    # Pure red by hand: the first column of the matrix of deuteranopia, 0.367322, 0.280085 and -0.011820 (cut to 0),
    # encoded: 1.055 * 0.367322 ** (1 / 2.4) - 0.055 = 0.6403 -> 163, 0.280085 -> 0.5659 -> 144.
    assert seen_as("#FF0000", "deutan") == "#A39000"


def test_the_recommended_colours_are_told_apart_by_everybody() -> None:
    okabe_ito = ["#009E73", "#56B4E9", "#0072B2", "#CC79A7", "#E69F00", "#D55E00", "#F0E442"]
    assert alike(okabe_ito) == []
    assert alike(okabe_ito, "deutan") == []
    assert alike(["#D62728", "#8C6D00"], "deutan") == [(0, 1)]
    assert alike(["#D62728", "#8C6D00"]) == []
