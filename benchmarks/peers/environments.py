"""The peers, each in an environment of its own below ``.peers/``, and how they are asked."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent.parent / ".peers"


class Peer(NamedTuple):
    """A package in the version that is measured, the program that runs in its environment, and the Python it needs."""

    package: str
    version: str
    program: str
    least: tuple[int, int] = (3, 11)

    @property
    def name(self) -> str:
        """How a row names it."""
        return f"{self.package} {self.version}"


ALPHA = Peer("krippendorff", "0.9.0", "alpha_peer.py")
BORIS = Peer("boris-behav-obs", "9.15.0", "boris_peer.py", (3, 12))
GAMMA = Peer("pygamma-agreement", "0.5.9", "gamma_peer.py")


def environment(peer: Peer) -> Path | str:
    """The Python of the peer's environment, made when it is not there; or why it could not be made."""
    folder = ENVIRONMENTS / f"{peer.package}-{peer.version}"
    python = folder / "bin" / "python"
    done = folder / ".installed"
    if done.exists():
        return python
    base = _python(peer.least)
    if base is None:
        return f"there is no Python {peer.least[0]}.{peer.least[1]} here"
    steps = (
        [base, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", f"{peer.package}=={peer.version}"],
    )
    for step in steps:
        made = subprocess.run(step, capture_output=True, text=True, check=False)
        if made.returncode:
            lines = made.stderr.strip().splitlines()
            return lines[-1] if lines else f"pip ended with {made.returncode}"
    done.touch()
    return python


def _python(least: tuple[int, int]) -> str | None:
    """The Python that runs this where it is new enough, else the first newer one that starts."""
    if sys.version_info >= least:
        return sys.executable
    for name in (f"python3.{minor}" for minor in range(least[1], least[1] + 4)):
        found = shutil.which(name)
        if found and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0:
            return found
    return None


def asked(python: Path, peer: Peer, question: dict[str, Any]) -> tuple[float, float]:
    """The seconds that a peer took, and the value it found."""
    command = [str(python), str(HERE / peer.program)]
    done = subprocess.run(
        command,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return told["seconds"], told["value"]
