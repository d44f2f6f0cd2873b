"""A table of sessions beside a folder of films: which film was made at which visit of which family."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath

from annotator.errors import AnnotatorError, ExchangeError, Problem, Said, said
from annotator.schemes.suggest import nearest

REQUIRED: Mapping[str, str] = {
    "film": said("the film's file, as it lies in the folder"),
    "family": said("the family's code name"),
    "visit": said("what the visit is called"),
    "date": said("the day of the visit, as 2026-05-31"),
}
PEOPLE = ("child", "caregiver", "sibling", "practitioner", "other")
"""Columns of who is on the film, one for each role; several people of one role with ``+`` between."""

COLUMNS = (*REQUIRED, "context", *PEOPLE)
LARGEST_BYTES = 8 * 2**20

_SEPARATORS = ",;\t"
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Check = Callable[[str], str]
"""Gives a cell's clean value, or refuses it with an AnnotatorError that says what is expected."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One line: a film and the visit that it belongs to.

    ``film`` is a path inside the folder, with ``/`` between its parts; ``date`` an ISO date; ``context`` is
    empty where the table says nothing; ``people`` are pairs of role and what someone is called here.
    """

    line: int
    film: str
    family: str
    visit: str
    date: str
    context: str = ""
    people: tuple[tuple[str, str], ...] = ()

    def place(self, column: str) -> Said:
        """Where a cell of this line stands, as sentences say it."""
        return _place(self.line, column)

    @property
    def session(self) -> tuple[str, str, str]:
        """What tells visits apart: family, name and day."""
        return self.family, self.visit, self.date


@dataclass(frozen=True, slots=True)
class SessionTable:
    """The lines of a table in its order; ``unused`` are columns that are none of COLUMNS."""

    lines: tuple[SessionLine, ...]
    unused: tuple[str, ...] = ()

    @property
    def warnings(self) -> list[Said]:
        """A sentence on each column that is not used."""
        return [_unused(name) for name in self.unused]


@dataclass
class _Reading:
    """What was read so far, and every problem met."""

    checks: Mapping[str, Check]
    header: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    lines: list[SessionLine] = field(default_factory=list)

    def fault(self, code: str, line: int, column: str, sentence: str) -> None:
        self.problems.append(Problem(code, _place(line, column), sentence))


def _place(line: int, column: str) -> Said:
    return said("line {n}, column {column}", n=line, column=column) if column else said("line {n}", n=line)


def read_sessions(data: bytes, checks: Mapping[str, Check]) -> SessionTable:
    """Read a table of sessions: text with commas, semicolons or tabs, its first line naming the columns.

    ``checks`` read the cells of the columns they are named by; the films' files are not looked for. UTF-8,
    with a byte order mark or without; UTF-16 with one. Raises ExchangeError with every problem there is.
    """
    records = _records(_text(data))
    reading = _Reading({"film": _inside, **checks})
    try:
        line, cells = next(records, (1, []))
        reading.header = tuple(cell.casefold() for cell in cells)
        _check_header(reading, line)
        if not reading.problems:
            for line, cells in records:
                _read_line(reading, line, cells)
    except csv.Error as error:
        reading.fault("quotes", _line_of(error), "", _UNCLOSED)
    if not reading.problems and not reading.lines:
        reading.problems.append(Problem("empty", "", said("The table has no line below its columns.")))
    _check_films(reading)
    _check_visits(reading)
    if reading.problems:
        raise ExchangeError(reading.problems)
    return SessionTable(tuple(reading.lines), tuple(n for n in reading.header if n and n not in COLUMNS))


_UNCLOSED = said(
    "A double quote is not closed, or stands inside of a cell that begins with one; write it twice there."
)


def _text(data: bytes) -> str:
    if data.startswith(_SPREADSHEETS):
        raise _refusal(
            "spreadsheet",
            said(
                "This is a spreadsheet, not a table as text. Open it, choose “Save as” and “CSV UTF-8”, "
                "and import that file."
            ),
        )
    if len(data) > LARGEST_BYTES:
        raise _refusal("large", said("The table is larger than 8 MB; cut it into smaller ones."))
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal(
            "encoding",
            said("The letters of the table are not written in UTF-8. Save it again as “CSV UTF-8”."),
        ) from None


def _refusal(code: str, sentence: Said) -> ExchangeError:
    return ExchangeError([Problem(code, "", sentence)])


class _BadLine(csv.Error):
    """Quotes that cannot be understood, with the line where the record begins."""


def _line_of(error: csv.Error) -> int:
    return int(error.args[1]) if isinstance(error, _BadLine) else 1


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, as their number and their cells."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=_separator(head), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _BadLine(str(error), begins) from None
        if any(cell.strip() for cell in cells):
            yield begins, [_clean(cell) for cell in cells]
        begins = reader.line_num + 1


def _separator(head: str) -> str:
    """What stands between the columns: what gives the most names that are known, then the most cells."""

    def parts(separator: str) -> list[str]:
        return [part.strip(' "').casefold() for part in head.split(separator)]

    return max(_SEPARATORS, key=lambda s: (len(set(parts(s)) & set(COLUMNS)), len(parts(s))))


def _clean(cell: str) -> str:
    return "".join(
        c for c in unicodedata.normalize("NFC", cell.replace("\n", " ")) if unicodedata.category(c) != "Cc"
    ).strip()


def _check_header(reading: _Reading, line: int) -> None:
    names = reading.header
    found = ", ".join(name for name in names if name) or said("nothing")
    for column, meaning in REQUIRED.items():
        if column not in names:
            sentence = said(
                "There is no column {column} ({meaning}). The columns found are: {found}.",
                column=column, meaning=meaning, found=found,
            )  # fmt: skip
            reading.fault("missing_column", line, "", sentence)
    for column in COLUMNS:
        if names.count(column) > 1:
            reading.fault(
                "column_twice", line, column, said("This column is there twice; one of them has to go.")
            )


def _unused(name: str) -> Said:
    near = nearest(name, COLUMNS)
    if near is None:
        return said("The column {name} is not used.", name=name)
    return said("The column {name} is not used; did you mean {near}?", name=name, near=near)


def _read_line(reading: _Reading, line: int, cells: Sequence[str]) -> None:
    if any(cells[len(reading.header) :]):
        sentence = said(
            "There are {n} cells here and {columns} columns. "
            "Put a cell that holds a comma or semicolon in double quotes.",
            n=len(cells), columns=len(reading.header),
        )  # fmt: skip
        reading.fault("cells", line, "", sentence)
        return
    before = len(reading.problems)
    row = dict(zip(reading.header, cells, strict=False))
    values = {column: _cell(reading, line, column, row.get(column, "")) for column in (*REQUIRED, "context")}
    people = tuple(pair for role in PEOPLE for pair in _people(reading, line, role, row.get(role, "")))
    if len(reading.problems) == before:
        reading.lines.append(SessionLine(line, people=people, **values))


def _cell(reading: _Reading, line: int, column: str, text: str) -> str:
    if not text:
        if column in REQUIRED:
            sentence = said("The cell is empty; expected is {meaning}.", meaning=REQUIRED[column])
            reading.fault("empty_cell", line, column, sentence)
        return ""
    try:
        return reading.checks[column](text) if column in reading.checks else text
    except AnnotatorError as refusal:
        reading.fault(column, line, column, refusal.sentence)
        return ""


def _inside(text: str) -> str:
    """A path inside the folder, written with ``/``."""
    windows, path = PureWindowsPath(text), PurePosixPath(text.replace("\\", "/"))
    if windows.drive or path.is_absolute() or ".." in path.parts:
        raise AnnotatorError(
            said(
                "The film {film} lies outside of the folder; write its path from the folder on.",
                film=text,
            )
        )
    return str(path)


def _people(reading: _Reading, line: int, role: str, text: str) -> list[tuple[str, str]]:
    named = [name.strip() for name in text.split("+")] if text else []
    return [(role, _cell(reading, line, role, name)) for name in named if name]


def _check_films(reading: _Reading) -> None:
    first: dict[str, int] = {}
    for each in reading.lines:
        at = first.setdefault(each.film, each.line)
        if at != each.line:
            sentence = said("The film {film} stands in line {n} already.", film=each.film, n=at)
            reading.fault("film_twice", each.line, "film", sentence)


def _check_visits(reading: _Reading) -> None:
    """Lines of one visit must not contradict one another, nor spell one family in two ways."""
    visits: dict[tuple[str, str, str], SessionLine] = {}
    families: dict[str, SessionLine] = {}
    for each in reading.lines:
        spelt = families.setdefault(each.family.casefold(), each)
        if spelt.family != each.family:
            sentence = said(
                "The family {code} is written {other} in line {n}; write it in one way.",
                code=each.family, other=spelt.family, n=spelt.line,
            )  # fmt: skip
            reading.fault("family", each.line, "family", sentence)
        visit = visits.setdefault(each.session, each)
        if visit.context != each.context:
            _differs(reading, each, "context", visit.context, visit.line)
        for role in PEOPLE:
            if _of(visit, role) != _of(each, role):
                _differs(reading, each, role, " + ".join(_of(visit, role)), visit.line)


def _of(line: SessionLine, role: str) -> list[str]:
    return [name for each, name in line.people if each == role]


def _differs(reading: _Reading, each: SessionLine, column: str, before: str, line: int) -> None:
    sentence = said(
        "This visit stands in line {n} too, there with “{before}”; both lines must say the same.",
        n=line,
        before=before,
    )
    reading.fault("visit_differs", each.line, column, sentence)
