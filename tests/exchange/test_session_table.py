"""A table of sessions as a spreadsheet program writes it; every fault at once, with its line and column."""

import codecs
from collections.abc import Callable, Mapping

import pytest

from annotator.actions import families, family_people
from annotator.errors import ExchangeError
from annotator.exchange import SessionLine, SessionTable, read_sessions
from annotator.exchange.session_table import PEOPLE

PLAIN = """film,family,visit,date,context,child,caregiver
IMG_1.MOV,Family 012,Visit 1,2026-05-03,feeding,Ava,Mother + Father
second/IMG_2.MOV,Family 012,Visit 2,2026-05-31,,,
"""
FIRST = SessionLine(
    2, "IMG_1.MOV", "Family 012", "Visit 1", "2026-05-03", "feeding",
    (("child", "Ava"), ("caregiver", "Mother"), ("caregiver", "Father")),
)  # fmt: skip
SECOND = SessionLine(3, "second/IMG_2.MOV", "Family 012", "Visit 2", "2026-05-31")

Checks = Mapping[str, Callable[[str], str]]


@pytest.fixture
def checks() -> Checks:
    """The same as the import uses."""
    return {**families.read_fields(), **dict.fromkeys(family_people.ROLES, family_people.called)}


def faults(data: str | bytes, checks: Checks) -> list[tuple[str, str]]:
    """Code and place of every fault."""
    with pytest.raises(ExchangeError) as refusal:
        read_sessions(data.encode() if isinstance(data, str) else data, checks)
    assert all(problem.message.endswith(".") for problem in refusal.value.problems)
    return [(problem.code, problem.where) for problem in refusal.value.problems]


def sentence(data: str, checks: Checks) -> str:
    with pytest.raises(ExchangeError) as refusal:
        read_sessions(data.encode(), checks)
    return str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN.encode(), id="commas"),
        pytest.param(codecs.BOM_UTF8 + PLAIN.replace(",", ";").encode(), id="semicolons and a byte order mark"),
        pytest.param(PLAIN.replace(",", "\t").replace("\n", "\r\n").encode("utf-16"), id="tabs, UTF-16, Windows"),
        pytest.param(PLAIN.replace("\n", "\r").encode(), id="ends of lines of an old Mac"),
        pytest.param(PLAIN.replace("film,family", '" Film ","FAMILY"').encode(), id="names in quotes and capitals"),
        pytest.param(PLAIN.replace("second/", ".\\second\\").encode(), id="a path as Windows writes it"),
        pytest.param(PLAIN.replace("feeding", "Feeding").replace(",,,\n", "\n").encode(), id="cut short"),
    ],
)  # fmt: skip
def test_however_a_spreadsheet_program_writes_it_the_table_is_the_same(data: bytes, checks: Checks) -> None:
    assert read_sessions(data, checks) == SessionTable((FIRST, SECOND))


def test_lines_are_counted_as_an_editor_shows_them(checks: Checks) -> None:
    """An empty line and a cell of two lines stand before it: the film of the last record begins in line 6."""
    data = 'film,family,visit,date\n\na.mp4,F,"Visit\n1",2026-05-03\n;;;\nb.mp4,F,V,2026-05-03\n'
    table = read_sessions(data.replace(";;;", ",,,").encode(), checks)
    assert [(line.line, line.visit) for line in table.lines] == [(3, "Visit 1"), (6, "V")]


def test_a_context_may_be_written_as_pages_show_it(checks: Checks) -> None:
    data = PLAIN.replace("feeding", "Free play with toys").encode()
    assert read_sessions(data, checks).lines[0].context == "free_play_toys"


def test_every_role_that_a_person_can_have_is_a_column() -> None:
    assert PEOPLE == family_people.ROLES


def test_columns_that_are_not_used_are_named_with_what_may_be_meant(checks: Checks) -> None:
    table = read_sessions(PLAIN.replace("context", "contex").encode(), checks)
    assert table.lines[0].context == ""
    assert table.warnings == ["The column contex is not used; did you mean context?"]


def test_all_faults_are_said_at_once_each_with_line_and_column(checks: Checks) -> None:
    data = """film,family,visit,date,context,child
a.mp4,,Visit 1,31.5.2026,feeding,
../b.mp4,F,Visit 2,2026-02-30,dancing,
c.mp4,F,Visit 3,2026-05-31,,{long}
C:\\d.mp4,f,Visit 4,2026-05-31,,
e.mp4,F,Visit 5,2026-05-31,,,,more
""".replace("{long}", "x" * 61)
    assert faults(data, checks) == [
        ("empty_cell", "line 2, column family"),
        ("date", "line 2, column date"),
        ("film", "line 3, column film"),
        ("date", "line 3, column date"),
        ("context", "line 3, column context"),
        ("child", "line 4, column child"),
        ("film", "line 5, column film"),
        ("cells", "line 6"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("film,family,visit,date\na.mp4,F,V,31.5.2026\n", ["'31.5.2026'", "2026-05-31"]),
        ("film,family,visit,date\na.mp4,,V,2026-05-31\n", ["empty", "the family's code name"]),
        ("film,family,visit,when\na.mp4,F,V,2026-05-31\n", ["no column date", "film, family, visit, when"]),
        ("film,family,visit,date,context\na.mp4,F,V,2026-05-31,tea\n", ["'tea'", "feeding, comforting"]),
    ],
    ids=["date", "empty", "column", "context"],
)
def test_a_fault_says_what_was_found_and_what_is_expected(
    data: str, words: list[str], checks: Checks
) -> None:
    assert [word for word in words if word not in sentence(data, checks)] == []


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ("a.mp4,F,Visit 2,2026-05-31,,", ("film_twice", "line 3, column film")),
        ("b.mp4,F,Visit 1,2026-05-03,other,Ava", ("visit_differs", "line 3, column context")),
        ("b.mp4,F,Visit 1,2026-05-03,feeding,Ben", ("visit_differs", "line 3, column child")),
        ("b.mp4,f,Visit 2,2026-05-31,,", ("family", "line 3, column family")),
    ],
    ids=["one film twice", "two contexts", "two children", "two spellings"],
)
def test_lines_must_not_contradict_one_another(second: str, fault: tuple[str, str], checks: Checks) -> None:
    data = f"film,family,visit,date,context,child\na.mp4,F,Visit 1,2026-05-03,feeding,Ava\n{second}\n"
    assert faults(data, checks) == [fault]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "missing_column"),
        (b"film,family,visit,date\n", "empty"),
        (b"film,family,visit,date,date\na,F,V,2026-05-31,2026-05-31\n", "column_twice"),
        (b"PK\x03\x04 and so on", "spreadsheet"),
        ("film,family,visit,date\nä.mp4,F,V,2026-05-31\n".encode("cp1252"), "encoding"),
        (b"film,family,visit,date\n" + b" " * 9_000_000, "large"),
        (b'film,family,visit,date\na.mp4,F,"V,2026-05-31\n', "quotes"),
    ],
    ids=["nothing", "only names", "a name twice", "a workbook", "other letters", "huge", "an open quote"],
)
def test_what_is_no_such_table_is_refused(data: bytes, code: str, checks: Checks) -> None:
    found = faults(data, checks)
    assert {each for each, _where in found} == {code}


def test_a_quote_that_is_not_closed_is_found_where_it_begins(checks: Checks) -> None:
    data = 'film,family,visit,date\na.mp4,F,V,2026-05-31\nb.mp4,F,"V,2026-05-31\nc.mp4,F,V,2026-05-31\n'
    assert faults(data, checks) == [("quotes", "line 3")]
