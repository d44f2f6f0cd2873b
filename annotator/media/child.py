"""The limited process that decodes one film: ``python -m annotator.media.child``, started by ``calling``.

Its arguments: the task, the film, the folder to write into, the limits, its parent; for a still, the frame.
Standard input is empty, or one line for a film whose files are sealed: {"key": hexadecimal digits, "film":
the name that it has there, "named": that of a still or reel}; for a reel that is cut from several films also
{"earlier": [{"place": folder, "key": digits or null}, …]}. As an argument everybody could see a key.
It writes JSON lines: {"progress": 0.3, "step": sentence}, at last {"done": {…}} or {"refused": sentence},
sentences packed so that they can still be translated.
"""

import errno
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from annotator.errors import MediaError, packed, said
from annotator.media.facts import Limits
from annotator.media.film_files import at, in_folder
from annotator.media.limits import confine
from annotator.media.reel_order import folders_from_json

_TELL_EVERY_S = 0.2
_SENTENCES = {
    errno.ENOSPC: said("There is no room left on the disk. Make room and try again."),
    errno.EDQUOT: said("Your share of the disk is full. Make room and try again."),
    errno.EFBIG: said(
        "The copy of this film became too large. Cut the film into parts and add them one by one."
    ),
    errno.EIO: said("The disk could not be read or written. Check it, and try again."),
    errno.ENOMEM: said(
        "This film needs more memory than is allowed. Convert it to a smaller size, for example 1920 × 1080."
    ),
}
DAMAGED = said(
    "This film is damaged or of an unknown kind. "
    "Copy it again from the camera, or convert it to MP4 with H.264."
)


def main(arguments: list[str]) -> int:
    """Confine this process, do the task, say how it ended. 0 when that could be said."""
    task, film, room, limits, parent, *frame = arguments
    confine(Limits(**json.loads(limits)), int(parent))
    given = json.loads(sys.stdin.readline() or "{}")
    key = bytes.fromhex(given["key"]) if "key" in given else None
    try:
        # Only now: av and numpy start threads, and a process with threads cannot leave the network.
        from annotator.media.making import run

        source, target = at(Path(film), key, given.get("film", "")), in_folder(Path(room), key)
        earlier = folders_from_json(given.get("earlier", ()))
        asked = (given.get("named", ""), int(frame[0]) if frame else 0, earlier)
        _say({"done": run(task, source, target, _teller(), *asked)})
    except MediaError as error:
        _refuse(error.sentence)
    except MemoryError:
        _refuse(_SENTENCES[errno.ENOMEM])
    except OSError as error:
        _refuse(_SENTENCES.get(error.errno or 0, DAMAGED))
    return 0


def _teller() -> Callable[[float, str], None]:
    """A ``tell`` that speaks a few times a second at most."""
    told = 0.0

    def tell(fraction: float, step: str) -> None:
        nonlocal told
        if time.monotonic() - told >= _TELL_EVERY_S:
            told = time.monotonic()
            _say({"progress": round(fraction, 4), "step": packed(step)})

    return tell


def _refuse(sentence: str) -> None:
    _say({"refused": packed(sentence)})


def _say(value: dict[str, object]) -> None:
    try:
        sys.stdout.write(json.dumps(value) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)  # nobody listens any more: it ends as if it had been ended, without a complaint


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
