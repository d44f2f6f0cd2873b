"""Damaged films read one after the other in a limited process: ``python -m tests.media.film_mutants FILM SEED COUNT``.

The program starts a process for each film, which would take most of the time here. A line of JSON for each film:
what was found in it, or the sentence it is refused with; an exception that is neither ends the process.
"""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from annotator.errors import MediaError
from annotator.media.facts import Limits
from annotator.media.limits import confine
from tests.mutating import mutants

HANG_S = 10


def main(film: str, seed: str, count: str) -> None:
    """Read so many damaged copies of a film, each twice; ends by SIGALRM when one takes ten seconds."""
    confine(Limits(), os.getppid())
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "film.mp4"
        for data in mutants(Path(film).read_bytes(), seed, int(count)):
            path.write_bytes(data)
            signal.alarm(HANG_S)
            answers = [read(path), read(path)]
            signal.alarm(0)
            assert [left.name for left in Path(room).iterdir()] == ["film.mp4"]
            sys.stdout.write(json.dumps(answers) + "\n")


def read(path: Path) -> str:
    """The outcome as the child that reads films for the program has it."""
    from annotator.media.making import run

    try:
        return json.dumps(run("probe", path, path.parent, lambda _share, _step: None))
    except MediaError as refusal:
        return f"refused: {refusal}"
    except MemoryError:
        return "refused: memory"
    except OSError as error:
        return f"refused: {error.errno}"


if __name__ == "__main__":
    main(*sys.argv[1:])
