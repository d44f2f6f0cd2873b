"""Sentences that can still be translated, however they travel."""

import pickle

import pytest

from annotator.errors import (
    AnnotatorError,
    Problem,
    SchemeError,
    counted,
    joined,
    packed,
    said,
    translated,
    unpacked,
)

GERMAN = {
    "There is no such {thing} here.": "Hier gibt es kein {thing}.",
    "film": "Video",
    "line {n}": "Zeile {n}",
    "{n} films are left out.": "{n} Videos fehlen.",
}


def german(words: str) -> str:
    return GERMAN.get(words, words)


def test_a_sentence_is_the_english_text_everywhere_and_german_where_it_is_asked_for() -> None:
    sentence = said("There is no such {thing} here.", thing=said("film"))
    assert sentence == "There is no such film here."
    assert f"{sentence}" == str(AnnotatorError(sentence)) == "There is no such film here."
    assert translated(sentence, german) == "Hier gibt es kein Video."
    assert translated("Ana", german) == "Ana"


def test_braces_that_somebody_typed_are_text_and_no_places() -> None:
    sentence = said("There is no such {thing} here.", thing="{n} {0} {{}}")
    assert sentence == "There is no such {n} {0} {{}} here."
    assert unpacked(packed(sentence)) == sentence
    assert translated(unpacked(packed(sentence)), german) == "Hier gibt es kein {n} {0} {{}}."
    assert said("A sentence without values keeps its {braces}.").translated(german).endswith("{braces}.")


@pytest.mark.parametrize(
    "sentence",
    [
        said("There is no such {thing} here.", thing=said("film")),
        said("line {n}", n=7),
        said("{share:.0%} of it", share=0.25),
        joined("; ", ["Ana", said("There is no such {thing} here.", thing=said("film"))]),
        said("{what} again", what=joined(", ", [said("film"), "b"])),
    ],
)
def test_a_sentence_survives_the_database_a_pipe_and_a_pickle(sentence: str) -> None:
    assert unpacked(packed(sentence)) == sentence
    assert translated(unpacked(packed(sentence)), german) == translated(sentence, german)
    again = pickle.loads(pickle.dumps(sentence))
    assert again == sentence
    assert translated(again, german) == translated(sentence, german)


@pytest.mark.parametrize("text", ["", "The film is damaged.", '{"other": 1}', "{said}", '"said"'])
def test_text_of_an_older_data_folder_stays_as_it_is(text: str) -> None:
    assert unpacked(text) == text
    assert packed(text) == text


def test_one_and_many_have_sentences_of_their_own() -> None:
    assert counted(1, "1 film is left out.", "{n} films are left out.") == "1 film is left out."
    many = counted(3, "1 film is left out.", "{n} films are left out.")
    assert (many, translated(many, german)) == ("3 films are left out.", "3 Videos fehlen.")


def test_a_refusal_with_many_problems_translates_each_with_its_place() -> None:
    problems = [
        Problem("film", said("line {n}", n=2), said("There is no such {thing} here.", thing=said("film"))),
        Problem("other", "", "as it was typed"),
    ]
    error = SchemeError(problems)
    assert str(error) == "line 2: There is no such film here.\nas it was typed"
    assert error.sentence == str(error)
    assert translated(error.sentence, german) == "Zeile 2: Hier gibt es kein Video.\nas it was typed"


@pytest.mark.parametrize(
    "hostile",
    [
        '{"said": "{a.__class__}", "with": {"a": "x"}}',
        '{"said": "{a!r}", "with": {"a": "x"}}',
        '{"said": "{a:>9999999999}", "with": {"a": "x"}}',
        '{"said": "{a:{b}}", "with": {"a": "x", "b": ">99"}}',
        '{"said": "{missing}", "with": {"a": "x"}}',
        '{"said": "{", "with": {"a": "x"}}',
        '{"said": 7, "with": {}}',
        '{"said": "cut off',
        '{"said": "x", "with": ["a"]}',
        '{"joined": ", ", "of": ' + "[" * 5000 + "]" * 5000 + "}",
    ],
)
def test_a_hostile_sentence_is_only_text(hostile: str) -> None:
    assert unpacked(hostile) == hostile
    assert translated(unpacked(hostile), german) == hostile
