"""Words and numbers that a parent must not read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.feedback import forbidden_in
from annotator.feedback.phrases import CHILD, LANGUAGES, PHRASES, QUESTIONS, wording
from annotator.feedback.plan import Kind
from annotator.feedback.words import ENGLISH, GERMAN
from annotator.schemes import Text
from tests.planting import WORDS


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("language", ["en", "de", "tr"])
def test_the_words_to_keep_out_are_found_in_any_language_and_case(word: str, language: str) -> None:
    for written in (word, word.upper(), word.title()):
        assert forbidden_in(f"Here, {written}.", language) == (written,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He looked 3 times", ("3",)),
        ("7 of 10", ("7", "10")),
        ("٣ times, ½ of it, Ⅳ, ２", ("٣", "½", "Ⅳ", "2")),
        ("nearly all (80 %)", ("80", "%")),
        ("80％ ٪ ‰", ("80", "%", "٪", "‰")),
        ("sco\u00adres and per\u200bcent", ("scores", "percent")),
        ("ｍｉｓｓｅｄ", ("missed",)),
        ("That was missed, and missed again", ("missed",)),
        ("{child} is out_of_step", ("{", "}", "out_of_step")),
        ("Das war überdurchschnittlich", ("überdurchschnittlich",)),
        ("Ihre sichere Bindung, kein Bindungsstil", ("sichere Bindung", "Bindungsstil")),
        ("Verhaltensstörung oder Depression", ("Verhaltensstörung", "Depression")),
    ],
)
def test_numbers_signs_and_compounds_are_found_as_they_stand(text: str, found: tuple[str, ...]) -> None:
    assert forbidden_in(text, "de") == found


@pytest.mark.parametrize(
    "text",
    [
        "Here the two of you found each other.",
        "All parents and babies miss each other a lot. The coming back is what matters.",
        "He felt normal and enormous, and we discovered the dishwasher.",
        "Your attachment to this old chair is sweet.",
        "Das Baby ist müde, eine schöne Bindung, keine Note, ein Notenblatt.",
        "Sie haben sich wiedergefunden. Enorm!",
        "The phone rang and Mia looked up.",
        "",
    ],
)
def test_what_parents_say_every_day_is_not_forbidden(text: str) -> None:
    assert forbidden_in(text, "en") == ()


def test_a_word_that_is_harmless_elsewhere_counts_in_its_own_language() -> None:
    assert forbidden_in("Der Rang", "de-AT") == ("Rang",)
    assert forbidden_in("The bell rang", "en") == ()


@given(st.text())
def test_a_text_without_finds_has_no_number_of_any_script(text: str) -> None:
    if not forbidden_in(text, "en"):
        assert not any(unicodedata.category(c).startswith("N") or c in "%{}_" for c in text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_to_parents_are_fit_for_parents(language: str) -> None:
    for kind in Kind:
        for table in (PHRASES, QUESTIONS):
            assert wording(None, table[kind], language, "Mia").language == language
    assert forbidden_in(CHILD.in_language(language), language) == ()


def test_no_word_of_the_lists_is_there_twice() -> None:
    assert len(set(ENGLISH)) == len(ENGLISH)
    assert len(set(GERMAN)) == len(GERMAN)


CALLS = Text({"en": "{child} is calling you here.", "de": "{child} ruft Sie hier."})


@pytest.mark.parametrize(
    ("text", "language", "child", "words", "really"),
    [
        pytest.param(CALLS, "de", "Mia", "Mia ruft Sie hier.", "de", id="translated"),
        pytest.param(CALLS, "tr", "Mia", "Mia is calling you here.", "en", id="falls back and says so"),
        pytest.param(CALLS, "de", "", "Ihr Kind ruft Sie hier.", "de", id="no name"),
        pytest.param(CALLS, "en", "Case 17", "Your child is calling you here.", "en", id="a number for a name"),
        pytest.param(Text({"en": "{parent} waits."}), "en", "Mia", "What do you notice here?", "en", id="nobody"),
        pytest.param(Text({"en": "From {start}."}), "en", "Mia", "What do you notice here?", "en", id="a time"),
        pytest.param(Text({"en": "You missed it."}), "de", "Mia", "Was fällt Ihnen hier auf?", "de", id="a verdict"),
        pytest.param(None, "de", "Mia", "Was fällt Ihnen hier auf?", "de", id="none"),
    ],
)  # fmt: skip
def test_a_schemes_phrase_becomes_a_sentence_or_gives_way_to_ours(
    text: Text | None, language: str, child: str, words: str, really: str
) -> None:
    found = wording(text, QUESTIONS[Kind.STRENGTH], language, child)
    assert (found.words, found.language) == (words, really)
