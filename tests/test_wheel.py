"""The wheel, installed into an empty environment, gives a working `annotator start` with everything inside."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that holds the wheel and its pinned dependencies, nothing else."""
    root = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps",
           "--no-build-isolation", "--wheel-dir", str(root), str(ROOT)]  # fmt: skip
    subprocess.run(pip, check=True)
    wheel = next(root.glob("*.whl"))
    venv.create(root / "env", with_pip=True)
    binary = root / "env" / ("Scripts" if os.name == "nt" else "bin")
    # Not compiled beforehand: Python compiles what is used, which is a fifth of what is installed.
    install = [str(binary / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
               "--no-compile"]  # fmt: skip
    subprocess.run([*install, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)
    return binary


def run(installed: Path, *arguments: str) -> str:
    done = subprocess.run(
        [str(installed / "annotator"), *arguments],
        capture_output=True,
        text=True,
        cwd=installed.parent,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_schemes_travel_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    rows = json.loads(
        run(installed, "schemes", "list", "--data", str(tmp_path / "d"), "--json").splitlines()[-1]
    )
    assert {row["id"] for row in rows} >= {"core-attunement", "two-keys"}


def test_start_serves_the_player_and_the_sample_film(installed: Path, tmp_path: Path) -> None:
    command = [
        str(installed / "annotator"),
        "start",
        "--data",
        str(tmp_path / "d"),
        "--port",
        "0",
        "--no-browser",
    ]
    log = tmp_path / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=tmp_path)
    try:
        link = wait_for(log, r"http://\S+/launch\?token=\S+")
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        page = opener.open(link, timeout=10)
        assert page.status == 200
        assert b"<html" in page.read()
        base = link.split("/launch")[0]
        script = opener.open(f"{base}/assets/any/player/player.js", timeout=10)
        assert "javascript" in script.headers["content-type"]
        listed = list((tmp_path / "d" / "films").glob("*/original.mp4"))
        assert len(listed) == 3
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait_for(log: Path, pattern: str) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = re.search(pattern, log.read_text())
        if found:
            return found.group(0)
        time.sleep(0.1)
    raise AssertionError(log.read_text())
