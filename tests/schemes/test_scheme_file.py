"""A scheme that was read: its types, its languages, its hash, its own fields."""

import json
import random
from pathlib import Path

import pytest
import yaml

from annotator.errors import SchemeError
from annotator.schemes import Scheme, Text, canonical_json, read_scheme
from annotator.schemes.checks.tracks import contrast
from annotator.schemes.keys import CODE_KEYS, RESERVED_KEYS
from tests.schemes.scheme_files import SHIPPED, as_json, changed, put, text_of, values_of


def scheme(name: str) -> Scheme:
    return read_scheme(text_of(name).encode())


def test_a_refused_scheme_tells_all_its_problems() -> None:
    with pytest.raises(SchemeError) as refusal:
        read_scheme(as_json(put(changed("two-keys", "status", "x"), "tracks 0 codes 0 key", "j")))
    assert [p.where.partition(", ")[2] for p in refusal.value.problems] == [
        "status",
        "tracks[0].codes[0].key",
    ]
    assert "status: `x` is not possible" in str(refusal.value)


def test_the_default_scheme_has_its_parts() -> None:
    core = scheme("core-attunement")
    assert [track.id for track in core.tracks_of("field")] == ["dyad_state", "infant_cue", "moment"]
    assert [p.id for p in core.passes_of("standard")] == ["p_infant", "p_parent", "p_dyad", "p_end"]
    assert (core.licence, core.claims.validated, core.training_required) == ("CC-BY-4.0", False, True)
    assert core.timebase.min_state_ms == 1000
    assert [s.members for s in core.subjects] == [(), (), ("infant", "parent")]
    assert sum(len(track.codes) for track in core.tracks) == 32


def test_what_a_scheme_lacks_is_none() -> None:
    core = scheme("core-attunement")
    assert (core.track("x"), core.profile("x"), core.modifier("x"), core.tracks[0].code("x")) == (None,) * 4
    assert (list(core.tracks_of("x")), list(core.passes_of("x"))) == ([], [])


def test_a_code_carries_its_words_its_modifiers_and_what_parents_see() -> None:
    code = scheme("core-attunement").tracks[0].codes[2]
    assert (code.id, code.key, code.valence, code.modifiers) == (
        "out_of_step",
        "o",
        "challenge",
        ("trigger", "note"),
    )
    assert len(code.examples) == len(code.counter_examples) == 2
    assert code.feedback is not None
    assert code.feedback.show_to_parent == "after_review"
    assert code.feedback.question is not None
    assert "{child}" in code.feedback.question.in_language("de")


def test_a_rating_has_words_at_the_ends_of_its_scale() -> None:
    scale = scheme("coach-comments").tracks[3].codes[0].scale
    assert scale is not None
    assert (scale.minimum, scale.maximum, scale.step) == (1, 5, 1)
    assert str(scale.anchors["1"]) == "cool, correcting or absent"


def test_a_computed_modifier_names_the_link_it_is_computed_from() -> None:
    coach = scheme("coach-comments")
    delay, about, words = (coach.modifier(id) for id in ("delay", "about", "words"))
    assert delay is not None
    assert (delay.derived, delay.link, delay.unit) == ("delay_to_link", "about", "s")
    assert about is not None
    assert about.links_to == ("opportunity",)
    assert words is not None
    assert (words.private, words.max_chars) == (True, 200)


def test_words_without_a_language_are_in_the_default_language() -> None:
    values = values_of("two-keys")
    german = json.loads(json.dumps(values).replace('"en"', '"de"'))
    assert read_scheme(as_json(german)).summary == Text({"de": values["summary"]}, "de")


def test_languages_are_those_declared_the_default_first() -> None:
    values = put(values_of("two-keys"), "i18n partial", ["fr", "pt-BR"])
    assert read_scheme(as_json(values)).languages == ("en", "fr", "pt-BR")


def test_layout_comments_and_order_of_fields_do_not_change_the_hash() -> None:
    values = values_of("core-attunement")
    shuffled = dict(random.Random(1).sample(list(values.items()), len(values)))
    for text in (
        "# a comment\n" + text_of("core-attunement"),
        json.dumps(shuffled),
        yaml.safe_dump(shuffled, allow_unicode=True, sort_keys=False, width=40),
        yaml.safe_dump(values, default_flow_style=True),
        json.dumps(values).replace("1.0}", "1}"),
    ):
        assert read_scheme(text.encode()).hash == scheme("core-attunement").hash


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title en", "Together, or not"),
        ("tracks 0 codes 0 key", "x"),
        ("timebase min_state_ms", 1001),
        ("x_note", 1),
    ],
)
def test_any_change_of_content_changes_the_hash(path: str, value: object) -> None:
    assert read_scheme(as_json(changed("two-keys", path, value))).hash != scheme("two-keys").hash


def test_canonical_json_orders_names_as_rfc_8785_does() -> None:
    """UTF-16 puts a character beyond the basic plane (D83D…) before U+FB33, code points put it after."""
    names = {"\ufb33": 1, "\U0001f600": 2, "a": 3.0, "A": [1.5, None, True]}
    assert canonical_json(names).decode() == '{"A":[1.5,null,true],"a":3,"\U0001f600":2,"\ufb33":1}'


def test_canonical_json_read_again_is_the_same_scheme() -> None:
    core = scheme("core-attunement")
    assert read_scheme(canonical_json(core.document)) == core


def test_fields_of_ones_own_are_kept_everywhere_and_not_read() -> None:
    values = values_of("core-attunement")
    for path in (
        "x_service",
        "tracks 0 x_note",
        "tracks 0 codes 0 x_note",
        "measures 0 of x_note",
        "i18n x_note",
    ):
        put(values, path, {"label": {"zz": 1}, "codes": ["nothing"]})
    kept = read_scheme(as_json(values)).document
    assert (
        kept["x_service"]
        == kept["tracks"][0]["codes"][0]["x_note"]
        == {"label": {"zz": 1}, "codes": ["nothing"]}
    )


def test_a_scheme_that_may_not_be_passed_on_says_so() -> None:
    values = put(values_of("two-keys"), "provenance redistributable", False)
    assert read_scheme(as_json(values)).redistributable is False
    assert scheme("two-keys").redistributable is True


def test_no_key_is_both_the_desks_and_a_codes() -> None:
    assert not set(CODE_KEYS) & set(RESERVED_KEYS)
    assert len(CODE_KEYS) == 26 + 10 - len("jkl")


def test_black_or_white_can_be_read_on_every_colour() -> None:
    """The worst case is a grey between: 4.58 for both, so a code's letter always has 4.5:1."""
    greys = [f"#{v:02X}{v:02X}{v:02X}" for v in range(256)]
    assert min(max(contrast(c, "#000000"), contrast(c, "#FFFFFF")) for c in greys) > 4.5


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
class TestShippedSchemes:
    def test_it_passes_the_whole_checklist(self, file: Path) -> None:
        name = file.stem
        assert scheme(name).id == name

    def test_codes_of_one_track_have_colours_of_their_own(self, file: Path) -> None:
        for track in scheme(file.stem).tracks:
            colours = [code.colour for code in track.codes]
            assert len(set(colours)) == len(colours)

    def test_what_parents_may_see_has_words(self, file: Path) -> None:
        for track in scheme(file.stem).tracks:
            for code in track.codes:
                if code.feedback is not None and code.feedback.show_to_parent is not False:
                    assert code.feedback.phrase is not None

    def test_phrases_stand_in_both_languages(self, file: Path) -> None:
        shipped = scheme(file.stem)
        if "de" not in shipped.languages:
            return
        for text in _shown_words(shipped):
            assert set(text.words) == {"en", "de"}

    def test_it_claims_nothing_and_speaks_of_no_other_place(self, file: Path) -> None:
        text = text_of(file.stem)
        assert "../" not in text
        assert scheme(file.stem).claims.validated is False


def _shown_words(shipped: Scheme) -> list[Text]:
    """Everything of a scheme that stands on the screen or is said to parents."""
    codes = [code for track in shipped.tracks for code in track.codes]
    said = [
        words for code in codes if code.feedback for words in (code.feedback.phrase, code.feedback.question)
    ]
    options = [option for modifier in shipped.modifiers for option in modifier.options]
    labels = [
        *(code.label for code in codes),
        *(option.label for option in options),
        *(track.label for track in shipped.tracks),
        *(modifier.label for modifier in shipped.modifiers),
        *(subject.label for subject in shipped.subjects),
        *(profile.label for profile in shipped.profiles),
    ]
    return [shipped.title, *labels, *(words for words in said if words is not None)]
