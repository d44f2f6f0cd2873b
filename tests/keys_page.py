"""``docs/keys.md``, made from the desk's own table of keys; ``python -m tests.keys_page`` (``make keys``) writes it."""

import json
import subprocess
from pathlib import Path

from annotator.player.strings import strings
from tests.node_tests import NODE

ROOT = Path(__file__).resolve().parent.parent

PAGE = ROOT / "docs" / "keys.md"


def keys_page() -> str:
    """The page as the table says it now."""
    words = json.dumps(strings(lambda sentence: sentence))
    script = ROOT / "tests" / "player" / "keys_page.mjs"
    return subprocess.run(
        [NODE, script], input=words, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout


if __name__ == "__main__":
    PAGE.write_text(keys_page(), "utf-8")
