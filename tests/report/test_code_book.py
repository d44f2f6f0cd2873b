"""The code book of a scheme: everything a coder reads up is in it, nothing is read as markup, both forms are whole."""

import io
import re

import pytest
from pypdf import PdfReader

from annotator.actions.language import context_words
from annotator.errors import AnnotatorError
from annotator.report.code_book import book_of, code_book_html, code_book_pdf
from annotator.schemes import read_scheme
from tests.schemes.scheme_files import SHIPPED, as_json, changed, text_of


def test_the_book_of_every_shipped_scheme_holds_all_its_codes_with_keys_words_and_examples() -> None:
    for file in SHIPPED:
        scheme = read_scheme(file.read_bytes())
        book = book_of(scheme)
        assert [track.id for track in book.tracks] == [track.id for track in scheme.tracks]
        page = code_book_html(book).decode()
        assert page.count('class="code"') == sum(len(track.codes) for track in scheme.tracks), file.name
        assert "<script" not in page and "http://" not in page and "https://" not in page


def test_boundaries_are_the_counter_examples_that_name_the_right_code() -> None:
    """The table of the templates' source: what looks like together but is alongside, and why."""
    book = book_of(read_scheme(text_of("core-attunement").encode()))
    found = [(b.looks, b.is_, b.because) for b in book.tracks[0].boundaries]
    assert ("Together", "Alongside", "Parent performs, infant only watches") in found
    assert ("Alongside", "Apart", "Parent reads messages and does not look over") in found
    assert all(is_ != "no code" for _looks, is_, _because in found)


def test_a_book_in_german_has_german_words_where_there_are_some() -> None:
    book = book_of(read_scheme(text_of("core-attunement").encode()), "de")
    assert book.title.startswith("Abstimmung")
    assert book.tracks[0].codes[0].label == "Miteinander"
    assert book.tracks[0].codes[0].definition.startswith("Both partners")


def test_for_whom_a_scheme_was_made_stands_in_both_forms() -> None:
    """As its file has it: 0 to 24 months, five occasions, 180 s to 600 s and usually 300 s, that is 3, 10 and 5 minutes."""
    scheme = read_scheme(text_of("core-attunement").encode())
    book = book_of(scheme, context_words=lambda id: context_words(id, str))
    doing = "free play without toys, free play with toys, caregiving, feeding, comforting"
    rows = (
        ("Ages", "0 to 24 months"),
        ("What families are doing", doing),
        ("Length of a film", "3:00 to 10:00 minutes, usually 5:00"),
    )
    page = code_book_html(book).decode()
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(code_book_pdf(book))).pages)
    for name, told in rows:
        assert f'<th scope="row">{name}</th><td>{told}</td>' in page
        assert f"{name}: {told}" in re.sub(r"\s+", " ", text)


def test_whatever_a_family_does_is_said_in_words() -> None:
    book = book_of(read_scheme(as_json(changed("two-keys", "population contexts", ["any"]))))
    assert ("What families are doing", "whatever they do") in book.for_whom


def test_words_are_never_markup() -> None:
    bad = '<img src=x onerror="alert(1)"> #panic("x") $x$ {{ 7 * 7 }}'
    book = book_of(read_scheme(as_json(changed("two-keys", "tracks 0 codes 0 definition", bad))))
    page = code_book_html(book).decode()
    assert "<img" not in page
    assert "&lt;img" in page
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(code_book_pdf(book))).pages)
    assert '#panic("x")' in re.sub(r"\s+", " ", text)


def test_the_pdf_is_tagged_and_holds_the_codes() -> None:
    scheme = read_scheme(text_of("coach-comments").encode())
    reader = PdfReader(io.BytesIO(code_book_pdf(book_of(scheme))))
    assert "/StructTreeRoot" in reader.root_object
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    for track in scheme.tracks:
        for code in track.codes:
            assert str(code.label) in text


def test_a_letter_that_no_font_has_is_told() -> None:
    book = book_of(read_scheme(as_json(changed("two-keys", "tracks 0 codes 0 definition", "見つめる"))))
    with pytest.raises(AnnotatorError, match="no font of Attune has"):
        code_book_pdf(book)
    assert "見つめる" in code_book_html(book).decode()
