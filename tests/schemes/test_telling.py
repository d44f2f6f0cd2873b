"""Every problem of a draft in the words of its forms: which card, which field, what to do; each is planted here."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator import schemes
from annotator.errors import Problem, Said
from annotator.schemes import problems_of
from annotator.schemes.drafts import Told, add_code, add_track, blank, editable, told
from annotator.schemes.drafts.form import CARDS, FIELDS, HEADINGS
from annotator.schemes.drafts.phrases import PHRASES
from annotator.schemes.drafts.telling import TEXT
from annotator.schemes.writing import as_yaml
from tests.schemes.scheme_files import GONE, changed, problems
from tests.schemes.test_checklist import COACH, CORE, FAULTS, TWO

MORE: list[Any] = [
    pytest.param(TWO, "tracks 0 codes 0 definition", {"de": "Zusammen."}, id="only in another language"),
    pytest.param(CORE, "passes 0 speed", 9, id="too fast"),
    pytest.param(CORE, "rules contingency 0 window_ms", [0, 1, 2], id="three ends of a window"),
    pytest.param(TWO, "measures 0 of", {"episode": "x"}, id="a share of an episode"),
    pytest.param(TWO, "measures 0 of track", 5, id="a track that is a number"),
    pytest.param(TWO, "measures 0 of track", GONE, id="no track"),
    pytest.param(CORE, "measures 0 of codes", [], id="no codes"),
    pytest.param(COACH, "measures 1 over", 5, id="over a number"),
    pytest.param("attunement-steps", "modifiers 2 default", 3, id="yes or no as a number"),
]
PLANTS = (*FAULTS, *MORE)
FILE_WORDS = re.compile(
    r"[`\[\]]|[a-z]+_[a-z]+|\b(mapping|list of|null|true|false|YAML|i18n|valence|profile)\b"
)
QUOTED = re.compile("“[^”]*”")
CHECKS = Path(schemes.__file__).parent


@functools.cache
def planted(n: int) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """A scheme with one of the faults, and the problems that the check of the file finds."""
    values = changed(*PLANTS[n].values[:3])
    return values, problems(values)


def said_of(values: dict[str, Any], language: str = "en") -> tuple[Told, ...]:
    return told(problems(values), values, language)


@pytest.mark.parametrize("n", range(len(PLANTS)), ids=[str(each.id) for each in PLANTS])
def test_a_planted_fault_is_said_with_its_card_and_field_and_no_word_of_the_file(n: int) -> None:
    values, wrong = planted(n)
    if not editable(values):
        return  # then the page has the text alone, with lines
    found = told(wrong, values, "en")
    assert found
    for each in found:
        if each.part == TEXT:
            assert re.fullmatch(r"As text(, line [0-9]+)?", each.place)
            continue
        assert not FILE_WORDS.search(QUOTED.sub("", each.sentence)), each.sentence
        assert each.sentence[-1] in ".?"
        assert not FILE_WORDS.search(each.place), each.place
        assert each.part in FIELDS


def everything_planted() -> Iterator[str]:
    """The templates of all sentences of the check, and of their pieces, over all that is planted."""
    for n in range(len(PLANTS)):
        for problem in planted(n)[1]:
            yield from templates(problem.message)
    for problem in problems_of(as_yaml(too_many_codes())):
        yield from templates(problem.message)


def templates(sentence: object) -> Iterator[str]:
    if isinstance(sentence, Said):
        yield sentence.template
        for value in sentence.values.values():
            yield from templates(value)


def too_many_codes() -> dict[str, Any]:
    """A track with one code more than there are keys."""
    made = add_track(blank("play", "Play", "en"), "Contact", "state", "dyad")
    for n in range(35):
        made = add_code(made, 0, f"Code {n}")
    return made


def test_every_sentence_of_the_check_is_planted_and_has_its_words() -> None:
    found = set(everything_planted())
    there = {
        str(node.args[0].value)
        for file in (*CHECKS.glob("checks/*.py"), CHECKS / "shape_faults.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "said" and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    sentences = {each for each in there if each[-1] in ".?" or each.endswith("{ending}")}
    assert sentences - found == set()
    assert set(PHRASES) - found == {"cannot be read"}, "what pydantic may refuse besides"


def test_keys_that_are_all_taken_lead_to_another_pass() -> None:
    document = too_many_codes()
    sentences = [each.sentence for each in told(problems_of(as_yaml(document)), document, "en")]
    assert (
        "The key 9 belongs to “Contact › Code 9” already, in the same track. Free: none, so add a pass "
        "under “Depths and passes” and share the tracks out." in sentences
    )


def test_a_scheme_from_nothing_is_told_one_thing() -> None:
    document = blank("play", "Play", "en")
    (only,) = told(problems_of(as_yaml(document)), document, "en")
    assert (only.part, only.place) == ("codes", "Tracks")
    assert only.sentence == "Nothing can be coded yet: add a track."


def test_places_have_the_names_that_people_gave_in_the_language_they_write() -> None:
    values = changed(CORE, "tracks 0 codes 0 onset", GONE)
    assert [each.place for each in said_of(values)] == [
        "How the two are together › Together › It begins when"
    ]
    (german,) = said_of(values, "de")
    assert german.place.startswith(f"{values['tracks'][0]['label']['de']} › ")


def test_a_rule_that_names_what_is_gone_says_what() -> None:
    (gone,) = said_of(changed(CORE, "rules contingency 0 cue track", "infant_cues"))
    assert (gone.part, gone.place) == ("rules", "Bids answered › After marks of")
    assert gone.sentence == "“infant_cues” is not in the scheme any more; choose anew."


def test_a_window_that_does_not_rise_leads_to_the_card_of_its_rule() -> None:
    (wrong,) = said_of(changed(CORE, "rules contingency 0 window_ms", [-3000, 0]))
    assert (wrong.part, wrong.place) == ("rules", "Bids answered")
    assert wrong.sentence.startswith("What this is made of does not fit together: choose it anew")


def test_each_field_stands_in_one_part_only() -> None:
    every = [pattern for part in FIELDS.values() for pattern in (*part,)]
    assert len(every) == len(set(every))
    assert not set(HEADINGS) & set(every)
    assert set(CARDS.values()) <= set(FIELDS)
