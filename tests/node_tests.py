"""Run the player's own tests under the node that Playwright brings."""

import subprocess
import sys
from pathlib import Path

import playwright

NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
TESTS = sorted((Path(__file__).parent / "player").glob("*.test.mjs"))

if __name__ == "__main__":
    sys.exit(subprocess.run([NODE, "--test", *TESTS], check=False).returncode)
