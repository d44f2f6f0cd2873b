"""All rows of a store from one database into another, whose tables are made and empty."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from annotator.store.sqlite_file import SqliteFile
from annotator.store.tables import metadata

SOME = 1_000
"""How many rows are copied at once."""


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row, in the order in which one may refer to another."""
    for table in metadata.sorted_tables:
        every = select(table).order_by(*table.primary_key)
        with source.execution_options(yield_per=SOME).execute(every) as rows:
            for some in rows.mappings().partitions():
                target.execute(insert(table), [dict(row) for row in some])


def take_in(folder: Path, target: Connection, now: datetime) -> None:
    """Copy what a folder's own file holds into a PostgreSQL database; its numbers go on from there."""
    file = SqliteFile(folder)
    source = file.writer()
    try:
        file.set_up(source, folder, now)
        copy_rows(source, target)
        source.rollback()
        file.leave(source)
    finally:
        source.close()
        file.readers.dispose()
    for table in metadata.sorted_tables:
        if [column.name for column in table.primary_key] == ["seq"]:
            counter = f"pg_get_serial_sequence('{table.name}', 'seq')"
            last = f"(SELECT max(seq) FROM {table.name})"  # noqa: S608 - our own name
            target.exec_driver_sql(f"SELECT setval({counter}, {last})")
