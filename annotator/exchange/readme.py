"""The words that travel with every export: what it is, what it is not, and how to read it."""

from collections.abc import Iterator

import annotator
from annotator.errors import counted
from annotator.exchange.export import Export
from annotator.exchange.measures_tables import LONG
from annotator.exchange.tables import columns, covariate_words
from annotator.model import Coding, Recording
from annotator.timecode import clock

PROVING = (
    "SHA256SUMS holds the SHA-256 of each part: sha256sum -c SHA256SUMS. The record of the data folder that",
    "this was made in knows the whole file by its own SHA-256: annotator verify-export FILE.",
)
STATEMENT = "NOT diagnostic, not forensic, not validated."


def facts(export: Export) -> Iterator[tuple[str, str]]:
    """What one has to know of an export, as pairs of a name and a sentence."""
    scheme, claims = export.scheme, export.scheme.claims
    language = export.choices.language
    yield "What this is not", STATEMENT
    if claims.must_not_be_reported_as:
        yield "Must not be reported as", ", ".join(claims.must_not_be_reported_as)
    yield "The scheme's authors say", _line(claims.note.in_language(language))
    yield "Made with", f"Attune {annotator.__version__}"
    yield "Session", f"{export.session.id}, visit of {export.session.date}"
    yield (
        "Scheme",
        f"{scheme.id} {scheme.version} ({_line(scheme.title.in_language(language))}), sha256 {scheme.hash}",
    )
    yield "Licence of the scheme", scheme.licence
    yield "Time base", _time_base(export)
    yield from ((f"Film {film.id}", _film(film)) for film in export.session.recordings)
    yield from (
        (f"Coder {coding.coder}", _coding(coding, export.acts.get(coding.id))) for coding in export.codings
    )
    yield "Left out", "; ".join(export.left_out()) or "nothing"


def readme(export: Export) -> str:
    """``README.txt``: the facts, what the columns are, how to read them in R and pandas."""
    about = [f"{name}: {words}" for name, words in facts(export)]
    named = [f"{column}: {words}" for column, words in columns(export).items()]
    measured = [f"{column}: {words}" for column, words in LONG.items()]
    parts = [
        ["Codings made with Attune", "========================"],
        about,
        ["events.csv: one row for each annotation", "---------------------------------------", *named],
        *study(export, "csv", "events.csv"),
        ["codebook.csv: what each value means", "-----------------------------------"],
        ["`column` names the column of events.csv in which `value` can stand."],
        ["measures.csv: one row for each number", "--------------------------------------", *measured],
        ["measures_wide.csv: one row for each coding", "------------------------------------------"],
        ["Each measure's number, and what it rests on behind it as `_n` and `_of`."],
        ["How to read it", "--------------", *_reading(export.choices.missing)],
        ["Whether it is as it was made", "----------------------------", *PROVING],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def study(export: Export, form: str, to: str) -> list[list[str]]:
    """What lies beside the file ``to`` for who may see variables; ``form`` is the files' ending."""
    if not export.covariates:
        return []
    told = [f"{column}: {words}" for column, words in covariate_words(export).items()]
    title = f"visit.{form} and people.{form}: covariates, joined to {to} by session and subject"
    if not export.variables:
        title = f"visit.{form}: covariates, joined to {to} by session"
    return [[title, "-" * len(title), *told]]


def _reading(missing: str) -> tuple[str, ...]:
    empty = f'"{missing}"' if missing else "an empty cell"
    return (
        f"UTF-8, commas between cells, a dot for decimals, {empty} where there is no value,",
        "semicolons between several values in one cell.",
        f'R:      events <- read.csv("events.csv", na.strings = "{missing}", encoding = "UTF-8")',
        f'pandas: events = pandas.read_csv("events.csv", keep_default_na=False, na_values=["{missing}"])',
        "Cells are exactly what was typed. Do not open the CSV files in a spreadsheet, which can take a",
        "comment for a formula; export the Excel file for that.",
    )


def _time_base(export: Export) -> str:
    films = export.session.recordings
    if len(films) == 1 and films[0].shift_ms == 0:
        return f"milliseconds from the first frame of film {films[0].id}, sha256 {films[0].sha256}"
    return "milliseconds on the session clock; where each film's first frame lies on it is said with the film"


def _film(film: Recording) -> str:
    length = "" if film.duration_ms is None else f", {film.duration_ms} ms, {film.frames} frames"
    rate = ", variable frame rate" if film.variable_rate else ""
    return f"sha256 {film.sha256}, first frame at {film.shift_ms} ms{length}{rate}"


def _coding(coding: Coding, acts: int | None) -> str:
    window = coding.window
    running = sum(a.content.offset_ms is None for a in coding.annotations)
    many = counted(running, "1 annotation", "{n} annotations")
    still = f", {many} still running, without offset" if running else ""
    stretch = f"{window.onset} to {window.offset} ms ({clock(window.onset)} to {clock(window.offset)})"
    after = "" if acts is None else f", as it was after its act {acts}"
    return f"coded window {stretch}, profile {coding.profile}, {coding.state}{still}{after}"


def _line(words: str) -> str:
    return " ".join(words.split())
