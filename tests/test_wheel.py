"""The wheel, installed into an empty environment, gives a working `annotator start` with everything inside."""

import importlib.metadata
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'), end='')"


@pytest.fixture(
    scope="module", params=["laid in", pytest.param("by pip", marks=pytest.mark.slow)], ids=lambda how: how
)
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that holds the wheel and its pinned dependencies, nothing else.

    ``make`` has just had pip install the same pins by their hashes: here their files are laid in, and pip, which
    may fetch nothing, installs the wheel beside them and refuses where one is missing.
    """
    root = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(root), str(ROOT)], check=True
    )
    wheel = next(root.glob("*.whl"))
    environment = venv.EnvBuilder().ensure_directories(root / "env")
    venv.create(root / "env")
    # Not compiled beforehand: Python compiles what is used, which is a fifth of what is installed.
    install = [*pip, "--python", environment.env_exe, "install", "--no-compile"]
    if request.param == "by pip":
        subprocess.run([*install, "--require-hashes", "-r", str(LOCK)], check=True)
    else:
        lay_in(Path(subprocess.check_output([environment.env_exe, "-c", PACKAGES], text=True)))
    subprocess.run([*install, "--no-index", str(wheel)], check=True)
    return Path(environment.bin_path)


def lay_in(packages: Path) -> None:
    """Put what the lock pins into an empty environment, from the one that runs the tests."""
    pins = set(re.findall(r"^([\w.-]+)==([\w.]+)", LOCK.read_text(), re.MULTILINE))
    for name in {name for name, _version in pins}:
        try:
            held = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system
        assert (name, held.version) in pins
        for part in held.files or ():
            if ".." not in part.parts:  # a command, with the path of its own environment in it
                lay(Path(str(part.locate())), packages / part)


def lay(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)


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
