"""Whether what a program wrote about its work tells of whom it worked for: names, words, file names, ways in.

Every text that somebody typed in a test is a canary: it is in the database of the test's data folder, so it
must not be in that folder's logs, in what its server printed, nor in the record of who did what.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from annotator.store.folder import ADDRESS, DATABASE
from tests.canaries import FREE
from tests.store import by_hand

SHORTEST = 6
"""Shorter words are met by chance."""

_NOT_TYPED = {
    ("act", "code"), ("act", "made_at"), ("act", "message"), ("annotation", "modifiers"), ("attempt", "reason"),
    ("coding", "place"), ("consent", "language"), ("edit", "before"), ("edit", "content"), ("job", "reason"),
    ("job", "step"), ("plan_words", "themes"), ("recording", "audio_codec"), ("recording", "container"),
    ("recording", "reason"), ("recording", "video_codec"), ("session", "context"),
}  # fmt: skip
_BESIDE_FAMILIES = {
    ("account", "name"), ("gold_set", "name"), ("scheme_draft", "title"), ("study", "name"), ("variable", "label"),
}  # fmt: skip
TYPED = sorted(FREE - _NOT_TYPED | _BESIDE_FAMILIES)
"""The columns with what people typed, and the names of their files."""

_OURS = {"caregiver"}
"""What the program itself calls people who have no name yet: also the word for their part, which is recorded."""

_WAYS_IN = (
    ("sign_in", "token_hash"), ("launch", "token_hash"), ("device", "token_hash"), ("ticket", "token_hash"),
    ("recovery_code", "code_hash"),
)  # fmt: skip
_PRINTED = re.compile(r"\S+/(launch|invitation)\?token=\S+")
"""The one way in that a server prints for whoever started it; it is of use once."""
_QUERY = re.compile(r"\S*\?[a-z_]+=\S+")
_TOKEN = re.compile(r"[\w-]{16,}")

_COLUMNS = {
    "sqlite": "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'",
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'",
}
"""What lists the columns of all tables."""


def told(folder: Path) -> list[str]:
    """What a data folder's logs, its server's output and its record tell that they must not; [] when nothing."""
    try:
        with _reading(folder) as store:
            there = _columns(store)
            words = {word for word in _column_values(store, TYPED, there) if _is_telling(word)}
            hashes = set(_column_values(store, _WAYS_IN, there))
            record = [" ".join(row) for row in store.execute(text("SELECT verb, subject, detail FROM audit"))]
    except DBAPIError:
        return []  # a test that damaged its database on purpose, or never came to make one
    logs = {path.name: _lines(path) for path in _written(folder)}
    return list(_found({**logs, "the record": record}, words, hashes))


def data_folders(below: Path) -> list[Path]:
    """Every data folder of the tests, wherever its database is, except what they took apart by hand."""
    return sorted(
        {path.parent for name in (DATABASE, ADDRESS) for path in below.rglob(name) if path.is_file()}
    )


def _reading(folder: Path) -> Connection:
    """What a folder's database holds, wherever it is; of a file not a byte is written."""
    if (folder / ADDRESS).is_file():
        return by_hand.of_folder(folder)
    file = f"{(folder / DATABASE).resolve().as_uri()}?mode=ro"
    made = create_engine("sqlite://", creator=lambda: sqlite3.connect(file, uri=True), poolclass=NullPool)
    return made.connect()


def _columns(store: Connection) -> set[tuple[str, str]]:
    return {tuple(row) for row in store.exec_driver_sql(_COLUMNS[store.dialect.name]).all()}


def _column_values(
    store: Connection, columns: Iterable[tuple[str, str]], there: set[tuple[str, str]]
) -> Iterator[str]:
    """What the columns hold; asked once for each table, for the tests leave thousands of folders."""
    of_table: dict[str, list[str]] = {}
    for table, column in columns:
        if (table, column) in there:  # a folder of an older program has fewer
            of_table.setdefault(table, []).append(column)
    for table, names in of_table.items():
        chosen = ", ".join(f'"{name}"' for name in names)
        for row in store.exec_driver_sql(f'SELECT {chosen} FROM "{table}"').all():
            yield from (str(value) for value in row if value is not None)


def _is_telling(word: str) -> bool:
    return len(word) >= SHORTEST and any(letter.isalpha() for letter in word) and word not in _OURS


def _written(folder: Path) -> list[Path]:
    return [*(folder / "logs").glob("*"), *folder.parent.glob("server-*.log")]


def _lines(path: Path) -> list[str]:
    return _PRINTED.sub("", path.read_text("utf-8", errors="replace")).splitlines()


def _found(texts: dict[str, list[str]], words: set[str], hashes: set[str]) -> Iterator[str]:
    for name, lines in texts.items():
        whole = "\n".join(lines)
        for word in sorted(words):
            if word in whole and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", whole):
                yield f"{name} holds what somebody typed: {word!r}"
        for token in _TOKEN.findall(whole):
            if hashlib.sha256(token.encode()).hexdigest() in hashes:
                yield f"{name} holds a way in: {token[:4]}…"
        for query in _QUERY.findall(whole):
            yield f"{name} holds a query: {query}"
