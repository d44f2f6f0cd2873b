"""A scheme written from the command line: begun, its text changed, published, retired."""

from pathlib import Path

from tests.cli.test_cli import annotator, answer
from tests.exchange.test_other_schemes import spreadsheet, template
from tests.schemes.scheme_files import text_of


def test_a_scheme_is_copied_changed_as_text_and_published(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "data")
    copy = answer("schemes", "draft", "--copy", "two-keys", "--title", "Ours", *data)["id"]
    assert [d["title"] for d in answer("schemes", "drafts", *data)] == ["Ours"]
    text = answer("schemes", "write", copy, *data)["text"]
    file = tmp_path / "ours.yaml"
    file.write_text(text.replace("key: 't'", "key: 'k'"))
    (problem,) = answer("schemes", "write", copy, file, *data)["problems"]
    assert "tracks[0].codes[0].key" in problem["where"]
    assert "One problem is left" in annotator("schemes", "publish", copy, *data, status=2).stderr
    file.write_text(text)
    assert answer("schemes", "write", copy, file, *data)["problems"] == []
    first = answer("schemes", "publish", copy, *data)
    assert (first["id"], first["version"]) == ("ours", "1.0.0")
    later = answer("schemes", "draft", "--next", "ours", *data)["id"]
    file.write_text(text.replace("exclusive: true", "exclusive: false"))
    answer("schemes", "write", later, file, *data)
    low = annotator("schemes", "publish", later, "--version", "1.1.0", *data, status=2).stderr
    assert "2.0.0 at least" in low
    assert answer("schemes", "publish", later, *data)["version"] == "2.0.0"
    answer("schemes", "retire", "ours", *data)
    listed = {s["id"]: s["version"] for s in answer("schemes", "list", *data)}
    assert listed["ours"] == "1.0.0", "the version before is in use while the latest is retired"


def test_a_file_with_problems_can_be_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "half.yaml"
    file.write_text(text_of("two-keys").replace("missing_code: unseen", "missing_code: unsen"))
    data = ("--data", tmp_path / "data")
    assert "did you mean" in annotator("schemes", "check", file, status=2).stdout
    begun = answer("schemes", "draft", file, *data)["id"]
    assert len(answer("schemes", "write", begun, *data)["problems"]) == 1
    annotator("schemes", "draft", *data, status=64)


def test_schemes_of_other_programs_come_in_with_what_is_not_in_them(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "data")
    made = {"home.otx": template(), "visit.opf": spreadsheet()}
    for name, what in made.items():
        (tmp_path / name).write_bytes(what)
    told = {name: answer("schemes", "import", tmp_path / name, *data) for name in made}
    formats = {name: (each["verdict"], each["format"], each["rows"]) for name, each in told.items()}
    assert formats == {"home.otx": ("accept", "observer", 10), "visit.opf": ("accept", "datavyu", 5)}
    assert any("every moment has a code of Gaze" in each for each in told["home.otx"]["warnings"])
    assert {"play_at_home", "visit"} <= {each["id"] for each in answer("schemes", "list", *data)}
    (tmp_path / "film.otb").write_bytes(b"no archive")
    refused = annotator("schemes", "import", tmp_path / "film.otb", *data, status=2)
    assert "no ZIP archive" in refused.stdout
    assert answer("import", tmp_path / "home.otx", "--check", *data)["format"] == "observer"
