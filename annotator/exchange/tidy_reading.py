"""The tidy table of annotations read back: what Attune exports, and tables with the same columns.

Needed are ``track``, ``code`` and ``onset_ms``; without ``offset_ms`` every mark is a point, without
``subject`` all are of one. Columns that are not known are passed over.
"""

import csv
import io
import math
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from annotator.errors import ExchangeError, Problem, Said, said
from annotator.exchange.safe_zip import DAMAGED

LARGEST_BYTES = 256 * 2**20
MOST_ROWS = 1_000_000
MEMBER = "events.csv"
NEEDED = ("track", "code", "onset_ms")
OF_THE_CODING = ("session", "coder", "scheme", "scheme_version", "profile", "coded_from_ms", "coded_to_ms")
MISSING = ("", "NA")
"""What an export can have written where there is no value."""
NOBODY = "subject"


@dataclass(frozen=True, slots=True)
class Mark:
    """One row: an annotation in the file's words, with its line. No offset while a state runs."""

    line: int
    track: str
    subject: str
    code: str
    onset_ms: int
    offset_ms: int | None
    rating: float | None = None


@dataclass(slots=True)
class FoundCoding:
    """One coder's rows of one session; ``coded`` is the stretch that was coded, as far as the file says.

    ``by_event``: the numbers of its marks are not lines but those of its events. Without ``has_points``
    the format knows stretches only, and a mark on a track of points is at its onset.
    """

    line: int
    session: str
    coder: str
    scheme: str
    scheme_version: str
    profile: str
    coded: tuple[int | None, int | None]
    marks: list[Mark] = field(default_factory=list)
    by_event: bool = False
    has_points: bool = True


def read_tidy(data: bytes, file: str) -> list[FoundCoding]:
    """The codings in a table, or in the ``events.csv`` of a zip, by session and coder in their order.

    UTF-8, commas or tabs. ExchangeError with file and line at the first fault.
    """
    if data.startswith(b"PK\x03\x04"):
        data = _unpacked(data, file)
    found: dict[tuple[str, str], FoundCoding] = {}
    # What rows say of their coding is nearly always what the row before said, and need not be read again.
    read: dict[tuple[str | None, ...], FoundCoding] = {}
    for line, row in _rows(data, file):
        words = tuple(map(row.get, OF_THE_CODING))
        coding = read.get(words)
        if coding is None:
            coding = read[words] = _coding(line, row, file, found)
        coding.marks.append(_mark(line, row, file))
    return list(found.values())


def _coding(
    line: int, row: Mapping[str, str], file: str, found: dict[tuple[str, str], FoundCoding]
) -> FoundCoding:
    begun = _begun(line, row, file)
    coding = found.setdefault((begun.session, begun.coder), begun)
    here, there = (f"{of.scheme} {of.scheme_version}" for of in (begun, coding))
    if here != there:
        sentence = said("The scheme is {here} here and {there} before.", here=here, there=there)
        _refuse("scheme", file, line, sentence)
    return coding


def _unpacked(data: bytes, file: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = archive.getinfo(MEMBER)
            if member.file_size > LARGEST_BYTES:
                raise ExchangeError([Problem("large", file, _TOO_LARGE)])
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise zipfile.BadZipFile
            return archive.read(member)
    except (KeyError, *DAMAGED):  # KeyError: no such table
        sentence = said("There is no {member} in this zip file that can be read.", member=MEMBER)
        raise ExchangeError([Problem("member", file, sentence)]) from None


_TOO_LARGE = said("The table is larger than 256 MB.")


def _rows(data: bytes, file: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    if len(data) > LARGEST_BYTES:
        raise ExchangeError([Problem("large", file, _TOO_LARGE)])
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _refuse("encoding", file, line, said("The letters are not written in UTF-8."))
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in head else ",", strict=True)
    begins = 1
    try:
        header = next(reader, [])
        _check_header(header, file)
        begins = reader.line_num + 1
        for n, cells in enumerate(reader):
            if n >= MOST_ROWS:
                sentence = said("The table has more than {most} rows; cut it into parts.", most=MOST_ROWS)
                _refuse("large", file, begins, sentence)
            if len(cells) not in (0, len(header)):
                sentence = said(
                    "There are {n} cells here and {columns} columns.", n=len(cells), columns=len(header)
                )
                _refuse("cells", file, begins, sentence)
            if cells:
                yield begins, dict(zip(header, cells, strict=True))
            begins = reader.line_num + 1
    except csv.Error:
        _refuse("quotes", file, begins, said("A double quote is not closed, or stands inside of a cell."))


def _check_header(header: list[str], file: str) -> None:
    for column in NEEDED:
        if column not in header:
            _refuse("missing_column", file, 1, said("There is no column {column}.", column=column))
    seen: set[str] = set()
    for column in header:
        if column in seen:
            sentence = said("The column {column} is there twice; one of them has to go.", column=column)
            _refuse("column_twice", file, 1, sentence)
        seen.add(column)


def _refuse(code: str, file: str, line: int, sentence: Said) -> NoReturn:
    raise ExchangeError([Problem(code, said("{file}, line {n}", file=file, n=line), sentence)])


def _cell(row: Mapping[str, str], column: str) -> str:
    value = row.get(column, "")
    return "" if value in MISSING else value


def _begun(line: int, row: Mapping[str, str], file: str) -> FoundCoding:
    coded = tuple(_whole(line, row, column, file) for column in ("coded_from_ms", "coded_to_ms"))
    names = [_cell(row, column) for column in OF_THE_CODING[:5]]
    return FoundCoding(line, names[0], names[1], names[2], names[3], names[4], (coded[0], coded[1]))


def _mark(line: int, row: Mapping[str, str], file: str) -> Mark:
    onset = _whole(line, row, "onset_ms", file)
    track, code = row["track"], row["code"]
    if onset is None or track in MISSING or code in MISSING:
        empty = next(column for column in NEEDED if row[column] in MISSING)
        _refuse("empty_cell", file, line, said("The cell {column} is empty.", column=empty))
    offset = _whole(line, row, "offset_ms", file) if "offset_ms" in row else onset
    if offset is not None and offset < onset:
        sentence = said(
            "The offset, {offset} ms, lies before the onset, {onset} ms.", offset=offset, onset=onset
        )
        _refuse("order", file, line, sentence)
    subject = _cell(row, "subject") or NOBODY
    return Mark(line, track, subject, code, onset, offset, _number(line, row, file))


def _whole(line: int, row: Mapping[str, str], column: str, file: str) -> int | None:
    text = row.get(column, "")
    if text in MISSING:
        return None
    number = text.removesuffix(".0")
    digits = number.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 13):
        sentence = said("{column} is “{text}”, which is no whole number of ms.", column=column, text=text)
        _refuse("number", file, line, sentence)
    return int(number)


def _number(line: int, row: Mapping[str, str], file: str) -> float | None:
    text = _cell(row, "rating")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or not text.isascii() or "_" in text:
        _refuse("number", file, line, said("rating is “{text}”, which is no number.", text=text))
    return number
