"""The container file, as far as it can be proved without building it: what it copies, as whom it runs, its health."""

import fnmatch
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.test_team_server import Team, running

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "deployment" / "Containerfile"


def instructions() -> list[tuple[str, str]]:
    """Each instruction with its words, lines that go on joined, notes left out."""
    text = re.sub(r"^#.*\n", "", FILE.read_text("utf-8"), flags=re.M).replace("\\\n", " ")
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in text.splitlines() if line]


def of(name: str) -> list[str]:
    return [words for each, words in instructions() if each == name]


def last_stage() -> list[tuple[str, str]]:
    all_of_them = instructions()
    begins = max(n for n, (name, _) in enumerate(all_of_them) if name == "FROM")
    return all_of_them[begins:]


def copied() -> list[tuple[str, str]]:
    """What is copied from the repository, and where to."""
    pairs = []
    for words in of("COPY"):
        if not words.startswith("--from="):
            *sources, target = words.split()
            pairs += [(source, target) for source in sources]
    return pairs


def test_what_it_copies_is_in_the_repository_and_let_through_to_the_builder() -> None:
    ignored = FILE.with_name("Containerfile.dockerignore").read_text("utf-8").splitlines()
    let_through = {line[1:] for line in ignored if line.startswith("!")}
    assert ignored[1] == "*"
    for source, _target in copied():
        assert (ROOT / source).exists(), source
        assert source in let_through
    assert let_through == {source for source, _target in copied()}


def test_what_it_copies_is_enough_to_build_the_program(tmp_path: Path) -> None:
    for source, target in copied():
        there = (
            tmp_path / target.lstrip("/") / ("" if target.rstrip("/").endswith(source) else Path(source).name)
        )
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / target.lstrip("/"), dirs_exist_ok=True,
                            ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
        else:
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, there)
    made = tmp_path / "made"
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index",
         "--wheel-dir", str(made), str(tmp_path / "build")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert [file.suffix for file in made.iterdir()] == [".whl"]


def test_it_runs_as_nobody_of_importance() -> None:
    assert of("USER") == ["10001:10001"]
    names = [name for name, _words in last_stage()]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "--uid 10001" in of("RUN")[-1]


def test_every_package_is_pinned_with_its_hash() -> None:
    installs = [step for words in of("RUN") for step in words.split("&&") if "pip install" in step]
    assert len(installs) == 3
    for step in installs:
        assert "--require-hashes -r /build/" in step or step.split()[-1] == "/build"
    tested = (ROOT / "tests" / "requirements.lock").read_text("utf-8")
    pins = (FILE.with_name("postgresql.lock").read_text("utf-8")).split("\n", 1)[1]
    found = re.findall(r"^\S+==\S+ \\\n(?:    --hash=\S+(?: \\)?\n)+", pins, re.M)
    assert "".join(found) == pins
    assert [each.split("==")[0] for each in found] == ["asn1crypto", "pg8000", "scramp"]
    assert all(each in tested for each in found)
    cipher = (FILE.with_name("cipher.lock").read_text("utf-8")).split("\n", 1)[1]
    assert cipher.startswith("sqlcipher3==") and cipher in tested


def test_nothing_secret_is_in_it() -> None:
    said = FILE.read_text("utf-8")
    assert not re.search(r"password|secret_|token|postgresql://|BEGIN .*KEY", said, re.I)
    assert [words.split("=")[0] for words in of("ENV")] == [
        "PIP_DISABLE_PIP_VERSION_CHECK",
        "PYTHONUNBUFFERED",
    ]
    assert of("ARG") == []
    private = (".env", "*.key", "*.pem", "attune.database", "server*.json", "cookie_secret", "data")
    assert not [s for s, _t in copied() if any(fnmatch.fnmatch(Path(s).name, each) for each in private)]


def test_it_listens_where_it_says_and_keeps_its_data_outside() -> None:
    start = json.loads(of("ENTRYPOINT")[0])
    assert start[:2] == ["/opt/attune/bin/annotator", "serve"]
    assert start[start.index("--port") + 1] == of("EXPOSE")[0]
    assert start[start.index("--data") + 1] == of("VOLUME")[0]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with running(tmp_path_factory.mktemp("team") / "data") as server:
        yield server


def test_its_health_is_that_of_the_server(team: Team) -> None:
    """The very command, with this interpreter and port, beside a server that runs and beside none."""
    command = json.loads(of("HEALTHCHECK")[0].partition("CMD ")[2])
    assert command[0] == "/opt/attune/bin/python"
    assert "/readyz" in command[2]

    def asked(port: int, public: str) -> int:
        code = command[2].replace("127.0.0.1:8501", f"127.0.0.1:{port}")
        assert code != command[2]
        environment = {"ATTUNE_PUBLIC": public}
        return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True).returncode

    assert asked(team.port, team.url) == 0
    assert asked(team.port, "https://elsewhere.example.org") == 1
    assert asked(1, team.url) == 1
