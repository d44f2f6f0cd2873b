"""The sheet a parent takes home: what stands on it, in which order, and what can never come along."""

import base64
import hashlib
import html
import io
import re
from dataclasses import fields, replace

import cv2
import numpy as np
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from annotator.errors import AnnotatorError
from annotator.feedback import ParentView, ShownMoment
from annotator.model.language import direction
from annotator.report.bare_jpeg import bare_jpeg
from annotator.report.sheet import sheet_html, sheet_pdf
from annotator.report.sheet_words import WORDS, sheet_words
from tests.sheet_reading import text_of, unpacked, words_of

ENGLISH, GERMAN = sheet_words("en"), sheet_words("de")


def jpeg(shade: int = 120, wide: int = 64, tall: int = 36) -> bytes:
    """A small picture, as the stills are: baseline JPEG without metadata."""
    picture = np.full((tall, wide, 3), shade, np.uint8)
    picture[: tall // 2, : wide // 2] = (30, 160, 220)
    return cv2.imencode(".jpg", picture)[1].tobytes()


def moment(id: str, phrase: str, said: str = "") -> ShownMoment:
    return ShownMoment(id, 9_000, 15_000, 12_000, phrase, "What do you see here?", said, "0:12")


VIEW = ParentView(
    plan="plan-77",
    language="en",
    child="Ava",
    date="2026-05-04",
    moments=(
        moment("m1", "Ava looked at you. You smiled, and then she laughed.", "She looks at me first."),
        moment("m2", "Ava showed you the duck. You waited for her."),
        moment("m3", "Here you two lost each other, and look how you came back.", "I thought she was cross."),
    ),
    step="Wait a little when she turns away.",
    wish="Film us when she eats.",
    goal="That she can find her calm with me.",
    goal_number=6,
)
STILLS = {"m1": jpeg(90), "m2": jpeg(130), "m3": jpeg(170)}

IN_ORDER = (
    "You and Ava",
    "4 May 2026",
    "Ava looked at you. You smiled, and then she laughed.",
    "What you said about it",
    "She looks at me first.",
    "Ava showed you the duck. You waited for her.",
    "Here you two lost each other, and look how you came back.",
    "What you said about it",
    "I thought she was cross.",
    "You would like to try",
    "Wait a little when she turns away.",
    "Your wish for the next film",
    "Film us when she eats.",
    "Your goal",
    "That she can find her calm with me.",
    "Your own number for it, from 1 to 10: 6",
)


def positions(text: str, expected: tuple[str, ...]) -> list[int]:
    """Where each part stands after the one before it; ValueError when one is missing."""
    found, at = [], 0
    for part in expected:
        at = text.index(part, at)
        found.append(at)
        at += len(part)
    return found


@pytest.mark.parametrize("text", [text_of(sheet_pdf(VIEW, STILLS, ENGLISH)), words_of(sheet_html(VIEW, STILLS, ENGLISH))], ids=["pdf", "html"])  # fmt: skip
def test_the_sheet_says_this_in_this_order_and_no_other_word(text: str) -> None:
    assert len(positions(text, IN_ORDER)) == len(IN_ORDER)
    assert text == " ".join(IN_ORDER)


def test_the_open_question_the_clock_and_the_ids_stay_off_the_sheet() -> None:
    for made in (unpacked(sheet_pdf(VIEW, STILLS, ENGLISH)), sheet_html(VIEW, STILLS, ENGLISH)):
        for hidden in (b"What do you see", b"0:12", b"plan-77", b"9000", b"12000", b"15000"):
            assert hidden not in made


def test_the_pdf_is_tagged_and_says_its_language_and_a_title_that_names_nobody() -> None:
    reader = PdfReader(io.BytesIO(sheet_pdf(replace(VIEW, language="de-CH"), STILLS, GERMAN)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "de"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Gemeinsam hinschauen"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def tags(node: object, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The structure tree from its root: each element's kind and its alternative text."""
    if isinstance(node, IndirectObject):
        node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            tags(child, found)
    if isinstance(node, DictionaryObject):
        if "/S" in node:
            found.append((str(node["/S"]), str(node.get("/Alt", ""))))
        tags(node.get("/K"), found)
    return found


def test_stills_have_words_for_who_cannot_see_them_and_headings_are_headings() -> None:
    reader = PdfReader(io.BytesIO(sheet_pdf(VIEW, STILLS, ENGLISH)))
    found = tags(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], [])
    kinds = [kind for kind, _ in found]
    assert [alt for kind, alt in found if kind == "/Figure"] == ["A picture from the film: you and Ava."] * 3
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 3
    assert kinds.count("/BlockQuote") == 2


def test_the_files_date_is_the_films_and_nothing_else_is_known_of_its_making() -> None:
    pdf = sheet_pdf(VIEW, STILLS, ENGLISH)
    about = PdfReader(io.BytesIO(pdf)).metadata
    assert about is not None
    assert str(about["/CreationDate"]).startswith("D:20260504")
    assert set(about) <= {"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate"}
    assert about.author is None
    years = set(re.findall(rb"20\d\d-\d\d-\d\d", unpacked(pdf)))
    assert years <= {b"2026-05-04"}


def test_a_pdf_runs_nothing_and_fetches_nothing() -> None:
    whole = unpacked(sheet_pdf(VIEW, STILLS, ENGLISH))
    for active in (b"/JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/URI", b"/Launch", b"/EmbeddedFile"):
        assert active not in whole


def test_the_fonts_of_the_pdf_are_ours_and_inside() -> None:
    reader = PdfReader(io.BytesIO(sheet_pdf(VIEW, STILLS, ENGLISH)))
    names = {
        str(font["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in (f.get_object() for f in page["/Resources"]["/Font"].values())
    }
    assert names <= {"Inter-Regular", "Inter-SemiBold"}
    assert names


@pytest.mark.parametrize("make", [sheet_pdf, sheet_html])
def test_the_same_sheet_is_the_same_bytes(make: object) -> None:
    assert callable(make)
    assert make(VIEW, STILLS, ENGLISH) == make(VIEW, dict(STILLS), ENGLISH)


def test_the_page_can_run_and_fetch_nothing() -> None:
    page = sheet_html(VIEW, STILLS, ENGLISH).decode()
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]  # type: ignore[index]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; img-src data:; font-src data:; style-src 'sha256-{digest}'"
    assert "<script" not in page
    assert set(re.findall(r"(?:src|href)=\"([a-z]+:)", page)) == {"data:"}
    assert set(re.findall(r"url\(([a-z]+:)", page)) == {"data:"}
    assert not re.search(r"https?://|\son[a-z]+=|style=", page)
    assert "<title>Looking together</title>" in page


def test_the_page_says_its_language_and_describes_its_pictures() -> None:
    page = sheet_html(replace(VIEW, language="de"), STILLS, GERMAN).decode()
    assert '<html lang="de" dir="ltr">' in page
    assert page.count('alt="Ein Bild aus dem Film: Sie und Ava."') == page.count("<img") == 3
    assert "Das möchten Sie ausprobieren" in page
    assert "4. Mai 2026" in page


TYPED = "#import \"x\" *bold* $x^2$ <script>alert('1')</script> & {{ 7*7 }} @ref `raw` _u_ \\ // end"


def test_what_was_typed_stays_text() -> None:
    """Compared without spaces: where a line of paper is broken, the text has one more."""
    view = replace(
        VIEW, child="<b>Ava</b>", moments=(moment("m1", TYPED, TYPED),), step=TYPED, goal="", wish=""
    )
    page = sheet_html(view, STILLS, ENGLISH).decode()
    ours = r"</?(?:p|div|span|blockquote|h1|h2|section|header)\b[^>]*>"
    for shown in (text_of(sheet_pdf(view, STILLS, ENGLISH)), html.unescape(re.sub(ours, " ", page))):
        assert "".join(shown.split()).count("".join(TYPED.split())) == 3
        assert "You and <b>Ava</b>" in shown
    assert "<script" not in page


NAMES = ("Zoë Åström-Łukasz", "Ngọc Ánh", "Дарʼя Їжак", "Ελπίδα", "Şükrü Çağrı", "Māris Ķēniņš")


@pytest.mark.parametrize("name", NAMES)
def test_accented_latin_greek_and_cyrillic_names_are_printed(name: str) -> None:
    assert f"You and {name}" in text_of(sheet_pdf(replace(VIEW, child=name), STILLS, ENGLISH))


@pytest.mark.parametrize(
    ("language", "name", "phrase"),
    [("ar", "ليلى", "نظرت ليلى إليك."), ("he", "נועה", "נועה הסתכלה עלייך."), ("fa", "پرویز", "او به تو نگاه می‌کند.")],
)  # fmt: skip
def test_languages_from_right_to_left(language: str, name: str, phrase: str) -> None:
    """Our words stay English, and say so; what was typed can be read out of the PDF as it was typed."""
    view = replace(
        VIEW, language=language, child=name, moments=(moment("m1", phrase),), step="", wish="", goal=""
    )
    reader = PdfReader(io.BytesIO(sheet_pdf(view, STILLS, sheet_words(language))))
    assert reader.trailer["/Root"]["/Lang"] == language
    printed = set(reader.pages[0].extract_text().replace(".", " ").split())
    assert set(f"{name} {phrase}".replace(".", " ").split()) <= printed
    page = sheet_html(view, STILLS, sheet_words(language)).decode()
    assert f'<html lang="{language}" dir="rtl">' in page
    assert f'<span lang="en" dir="ltr">You and {name}</span>' in page
    assert f'<p class="sentence" dir="rtl">{phrase}</p>' in page


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"child": "美咲"}, "the child's name"),
        ({"moments": (moment("m1", "Here 美咲 looked at you."),)}, "the sentence of a moment"),
        ({"moments": (moment("m1", "Here.", "美咲"),)}, "what the parent said"),
        ({"step": "美咲"}, "what the parent would like to try"),
        ({"wish": "美咲"}, "the wish for the next film"),
        ({"goal": "美咲"}, "the goal"),
    ],
)
def test_a_letter_without_a_font_is_one_clear_sentence(change: dict[str, object], place: str) -> None:
    view = replace(VIEW, **change)  # type: ignore[arg-type]
    with pytest.raises(AnnotatorError) as refused:
        sheet_pdf(view, STILLS, ENGLISH)
    assert str(refused.value) == (
        f"The sheet cannot be printed: no font of Attune has “美 咲”, which stands in {place}. "
        "Write it in other letters, or open the sheet as a web page, which uses this computer's fonts."
    )
    assert "美咲" in sheet_html(view, STILLS, ENGLISH).decode()


def test_line_breaks_and_control_characters_become_spaces() -> None:
    view = replace(VIEW, step="Wait\n\ta\x00 little.\x1b")
    assert "You would like to try Wait a little. Your wish" in text_of(sheet_pdf(view, STILLS, ENGLISH))


def test_what_was_not_said_has_no_heading() -> None:
    bare = replace(
        VIEW, moments=(moment("m2", "Ava showed you the duck."),), step="", wish=" ", goal="", goal_number=4
    )
    for said in (text_of(sheet_pdf(bare, STILLS, ENGLISH)), words_of(sheet_html(bare, STILLS, ENGLISH))):
        assert said == "You and Ava 4 May 2026 Ava showed you the duck."


@pytest.mark.parametrize("moments", [0, 1, 2, 3, 4])
def test_two_moments_stand_on_a_page(moments: int) -> None:
    """One to four moments: ⌈n ÷ 2⌉ pages of stills, and one more where what was agreed does not fit beside."""
    shown = tuple(moment(f"m{i}", VIEW.moments[0].phrase, "She looks at me first.") for i in range(moments))
    stills = {f"m{i}": jpeg(60 + 40 * i, 1280, 720) for i in range(moments)}
    reader = PdfReader(io.BytesIO(sheet_pdf(replace(VIEW, moments=shown), stills, ENGLISH)))
    pictures = [len(page.images) for page in reader.pages]
    assert pictures == {0: [0], 1: [1], 2: [2, 0], 3: [2, 1], 4: [2, 2, 0]}[moments]


def test_a_film_held_upright_has_its_words_beside_the_picture() -> None:
    wide, tall = ({"m1": jpeg(90, *size)} for size in ((1280, 720), (720, 1280)))
    view = replace(VIEW, moments=VIEW.moments[:1], step="", wish="", goal="", goal_number=None)

    def left_of_words(stills: dict[str, bytes]) -> float:
        found: list[float] = []

        def see(text: str, cm: list[float], matrix: list[float], _font: object, _size: object) -> None:
            if text.strip().startswith("Ava looked"):
                found.append(cm[4] + matrix[4])

        PdfReader(io.BytesIO(sheet_pdf(view, stills, ENGLISH))).pages[0].extract_text(visitor_text=see)
        return found[0]

    assert left_of_words(tall) > left_of_words(wide) + 100


def test_a_moment_without_a_still_is_a_sentence() -> None:
    assert len(positions(text_of(sheet_pdf(VIEW, {}, ENGLISH)), IN_ORDER)) == len(IN_ORDER)
    assert b"<img" not in sheet_html(VIEW, {}, ENGLISH)


def test_large_type_everywhere() -> None:
    """At least 14 pt on paper: the type sizes of all text that the PDF shows."""
    sizes: set[int] = set()

    def see(text: str, cm: list[float], matrix: list[float], _font: object, size: float) -> None:
        if text.strip():
            sizes.add(round(abs(size * matrix[3] * cm[3])))

    for page in PdfReader(io.BytesIO(sheet_pdf(VIEW, STILLS, ENGLISH))).pages:
        page.extract_text(visitor_text=see)
    assert min(sizes) >= 14
    assert sizes >= {14, 17, 20, 22, 30}


# --- stills ---------------------------------------------------------------------------

PLANTED = b"planted: 52.5200N 13.4050E, Nora's phone, 2024-01-01"


def with_metadata(picture: bytes) -> bytes:
    """A picture as a telephone would write it: Exif, a comment, a thumbnail in JFIF, and bytes behind."""

    def segment(marker: int, body: bytes) -> bytes:
        return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body

    thumbnail = b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01" + b"\x07\x07\x07" + PLANTED
    added = (
        segment(0xE0, thumbnail) + segment(0xE1, b"Exif\0\0" + PLANTED) + segment(0xE2, b"MPF\0" + PLANTED)
    )
    added += segment(0xED, b"Photoshop 3.0\0" + PLANTED) + segment(0xFE, PLANTED)
    return picture[:2] + added + picture[20:] + PLANTED


def test_nothing_but_the_picture_of_a_still_goes_along() -> None:
    stills = {id: with_metadata(still) for id, still in STILLS.items()}
    assert PLANTED in stills["m1"]
    page = sheet_html(VIEW, stills, ENGLISH)
    inside = [base64.b64decode(found) for found in re.findall(rb"data:image/jpeg;base64,([^\"]+)", page)]
    assert inside == list(STILLS.values())
    assert b"planted" not in unpacked(sheet_pdf(VIEW, stills, ENGLISH))


def test_a_bare_still_stays_as_it_is_and_looks_the_same() -> None:
    progressive = cv2.imencode(
        ".jpg", np.tile(np.arange(0, 255, dtype=np.uint8), (64, 1)), [cv2.IMWRITE_JPEG_PROGRESSIVE, 1]
    )[1].tobytes()
    for picture in (jpeg(), jpeg(7, 720, 1280), progressive):
        bare = bare_jpeg(with_metadata(picture))
        assert bare == bare_jpeg(picture) == picture
        read = [cv2.imdecode(np.frombuffer(b, np.uint8), cv2.IMREAD_COLOR) for b in (picture, bare)]
        assert np.array_equal(*read)


@pytest.mark.parametrize("cut", [0, 1, 2, 10, 21, 300, -1])
def test_half_a_picture_is_refused_with_a_sentence(cut: int) -> None:
    with pytest.raises(AnnotatorError, match="Prepare the film again"):
        bare_jpeg(jpeg()[:cut])


# --- our words -------------------------------------------------------------------------


def test_every_language_has_every_word_and_the_same_places() -> None:
    for words in WORDS.values():
        assert len(set(words.months)) == 12
        for field in fields(words):
            value, english = getattr(words, field.name), getattr(ENGLISH, field.name)
            assert value
            if isinstance(value, str):
                assert set(re.findall(r"\{\w+\}", value)) == set(re.findall(r"\{\w+\}", english)), field.name


def test_a_film_without_a_day() -> None:
    view = replace(VIEW, date="", moments=VIEW.moments[1:2], step="", wish="", goal="")
    pdf = sheet_pdf(view, STILLS, ENGLISH)
    assert text_of(pdf) == "You and Ava Ava showed you the duck. You waited for her."
    assert b"CreationDate" not in unpacked(pdf)
    assert words_of(sheet_html(view, STILLS, ENGLISH)) == text_of(pdf)


def test_directions() -> None:
    assert [direction(tag) for tag in ("en", "ar-EG", "he", "de-CH", "fa_AF", "")] == [
        "ltr",
        "rtl",
        "rtl",
        "ltr",
        "rtl",
        "ltr",
    ]
