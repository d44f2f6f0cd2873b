"""Child process of test_killed_migrations: opens a data folder of an older program and is killed at a point of it.

Usage: migration_case.py FOLDER POINTS; opens a copy of it for each point (a number of writes, syncs and
deletions of files; 0: not killed), all in processes of their own. A line for each: the point and the copy.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from vfs_case import OK, Event, install

from annotator import store
from annotator.store import migrate


def main() -> None:
    """Kill a process at each point; the forks find everything loaded."""
    from alembic import command  # noqa: F401 - what migrating needs, loaded once

    folder = Path(sys.argv[1])
    for point in map(int, sys.argv[2].split(",")):
        copy = shutil.copytree(folder, folder.parent / f"killed-{point}")
        child = os.fork()
        if child == 0:
            _open(copy, point)
        os.waitpid(child, 0)
        sys.stdout.write(f"{point} {copy}\n")
        sys.stdout.flush()


def _open(folder: Path, point: int) -> None:
    """Open the folder, and die at that point of it; how many points there were is put beside it."""
    seen, disk = 0, install()
    disk.recording = False

    def fault(_event: Event) -> int:
        nonlocal seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return OK

    disk.fault = fault
    store.open(folder).close()
    folder.with_name(f"{folder.name}.points").write_text(f"{seen} {migrate.newest()}")
    os._exit(0)


if __name__ == "__main__":
    main()
