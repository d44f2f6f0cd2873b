"""The README is true: every command, key, scheme and statistic is in it, and what it shows runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from annotator import __version__
from annotator.cli import app
from tests.keys_page import PAGE, keys_page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> list[str]:
    group = typer.main.get_command(app)
    return sorted(group.commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", commands())
def test_every_command_has_help_and_a_line(command: str) -> None:
    group = typer.main.get_command(app)
    assert group.commands[command].help  # type: ignore[attr-defined]
    assert f"`annotator {command}" in README


def test_no_file_holds_two_sides_of_a_merge() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("annotator/locale/**/*.po*")]
    marked = [path.name for path in documents if re.search(r"^(<{7} |>{7} )", path.read_text("utf-8"), re.M)]
    assert marked == []


def test_a_requirement_has_one_row_and_names_what_is_there() -> None:
    text = (ROOT / "docs" / "requirements.md").read_text("utf-8")
    rows = [line.split("|")[1:3] for line in text.splitlines() if re.match(r"\| (?!id |---)", line)]
    numbered = [name.strip() for name, _ in rows if re.match(r" [RSC]\d", name)]
    assert len(numbered) == len(set(numbered)) > 50
    beginnings = [(name, what[:50]) for name, what in rows]
    assert len(beginnings) == len(set(beginnings))
    assert [f"C{n}" for n in range(1, 27)] == [name for name in numbered if name.startswith("C")]
    written = " ".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    files = re.findall(r"`(tests/[^`]+)`", text)
    deeds = [name for name in re.findall(r"`(test_[a-z_0-9]+)`", text) if f"def {name}(" not in written]
    assert [name for name in files if not (ROOT / name).exists()] == deeds == []


def test_every_scheme_has_a_line() -> None:
    schemes = sorted(path.stem for path in (ROOT / "coding_schemes").glob("*.yaml"))
    assert schemes == sorted(re.findall(r"^\| `([a-z-]+)` \|", README, re.MULTILINE))


def test_the_page_of_keys_is_what_the_table_of_keys_says() -> None:
    assert PAGE.read_text("utf-8") == keys_page(), "make keys writes it anew"


def test_every_key_of_the_desk_has_a_line() -> None:
    keys = (ROOT / "annotator" / "player" / "frontend" / "keys.js").read_text("utf-8")
    caps = set(re.findall(r'cap: "([^"]+)"', keys))
    table = README.split("## Keys")[1].split("## ")[0]
    plain = table.replace("`", "").replace("−", "-")
    for cap in caps - {"Home", "End"}:
        words = cap.replace("\\\\", "\\").replace("−", "-").split()
        missing = [w for w in words if w not in plain and w not in ("`",)]
        assert not missing, f"{cap} is not in the README's table of keys"


def test_every_key_of_a_preparation_and_of_a_meeting_has_a_line() -> None:
    frontend = ROOT / "annotator" / "player" / "frontend"
    section = README.split("## For home visitors")[1].split("\n## ")[0].replace("`", "")
    preparing = (frontend / "prepare_keys.js").read_text("utf-8").split("];")[0]
    caps = [word for cap in re.findall(r'cap: "([^"]+)"', preparing) for word in cap.split()]
    meeting = (frontend / "meeting.js").read_text("utf-8").split("const KEYS = {")[1].split("};")[0]
    letters = [letter.upper() for letter in re.findall(r"\b([a-z]): \"", meeting)]
    assert len(caps) > 25
    assert len(letters) == 9
    assert [
        cap for cap in [*caps, *letters] if not re.search(rf"(?<!\w){re.escape(cap)}(?!\w)", section)
    ] == []


def test_the_notebook_example_prints_what_the_readme_says() -> None:
    code = README.split("```python\n")[1].split("```")[0]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert f"prints `{done.stdout.strip()}`" in README


def test_every_make_target_that_the_readme_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_changelog_has_the_version() -> None:
    assert f"## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_link_of_the_readme_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


FILM_ROWS = [
    line.split(" | ")
    for line in (ROOT / "docs" / "films.md").read_text("utf-8").splitlines()
    if re.match(r"\| (?!film |---)", line)
]


@pytest.mark.parametrize("row", FILM_ROWS, ids=[row[0].strip("| ") for row in FILM_ROWS])
def test_every_kind_of_film_has_an_outcome_that_a_test_shows(row: list[str]) -> None:
    """Each test a row names is there: a function by its name, a file's parameter by its id."""
    assert len(row) == 3 and row[1].startswith(
        ("comes in", "refused", "MP4 refused", "not believed", "a label", "its")
    )
    sources = {path.name: path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    assert re.search(r"`test_", row[2])
    file = ""
    for named, parameter in re.findall(r'`(test_[a-z_0-9]+(?:\.py)?)`|"([^"]+)"', row[2]):
        if named.endswith(".py"):
            file = named
            assert file in sources
        elif named:
            assert any(f"def {named}(" in source for source in sources.values()), named
        else:
            assert f'"{parameter}"' in sources[file], (file, parameter)
