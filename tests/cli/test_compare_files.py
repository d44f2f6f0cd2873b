"""Two files compared without a database, and every way in which a file can be wrong, by file and line."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_cli import annotator, answer, furnished

__all__ = ["furnished"]

HEAD = "track,subject,code,onset_ms,offset_ms\n"
ANA = HEAD + "gaze,infant,mother,0,5000\ngaze,infant,away,5000,9000\ncue,infant,bid,1000,1000\n"
BEN = HEAD + "gaze,infant,mother,0,6000\ngaze,infant,away,6000,9000\ncue,infant,bid,1400,1400\n"
OURS = "scheme,scheme_version,coded_from_ms,coded_to_ms," + HEAD
ROW = "two-keys,1.0.0,0,9000,contact,dyad,in_contact,0,5000\n"


@pytest.fixture
def files(tmp_path: Path) -> Any:
    def written(a: str, b: str = "", ending: str = ".csv") -> tuple[Path, Path]:
        paths = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
        for path, text in zip(paths, (a, b or a), strict=True):
            path.write_text(text, "utf-8")
        return paths

    return written


def refusal(*arguments: object) -> str:
    """The one sentence on the error stream."""
    done = annotator("compare", *arguments, status=2)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr.strip()


def test_exported_files_give_the_numbers_of_the_codings_themselves(
    furnished: dict[str, str], tmp_path: Path
) -> None:
    """As zip and as the table in it; every lane, every statistic, the same left out."""
    data = "--data", furnished["data"]
    zips = [
        Path(answer("export", furnished[who], "--out", tmp_path, *data)["file"]) for who in ("ana", "ben")
    ]
    tables = []
    for path in zips:
        with zipfile.ZipFile(path) as archive:
            tables.append(tmp_path / f"{path.stem}.csv")
            tables[-1].write_bytes(archive.read("events.csv"))
    by_id = answer("compare", furnished["ana"], furnished["ben"], *data)
    for pair in (zips, tables):
        by_file = answer("compare", *pair)
        for part in (
            "window",
            "states",
            "points",
            "intervals",
            "ratings",
            "percent_agreement",
            "scheme_version",
        ):
            assert by_file[part] == by_id[part]


def test_files_that_name_no_scheme_are_laid_on_their_own_words(files: Any) -> None:
    """8 of 9 s the same: κ = (9·8 − (5·6 + 4·3)) / (81 − 42) = 30/39; the bids 400 ms apart match."""
    paths = files(ANA, BEN)
    found = answer("compare", *paths, "--from", 0, "--to", 9000)
    (gaze,), (cue,) = found["states"], found["points"]
    assert gaze["time_weighted_kappa"]["value"] == pytest.approx(30 / 39)
    assert (cue["f1"]["value"], found["scheme"]) == (1, "as-in-the-files")
    assert "κ 0.769" in annotator("compare", *paths, "--from", 0, "--to", 9000).stdout


def test_the_stretch_that_is_typed_counts(files: Any) -> None:
    found = answer("compare", *files(ANA, BEN), "--from", 2000, "--to", 8000)
    assert found["window"] == {"onset_ms": 2000, "offset_ms": 8000}
    assert found["points"][0]["f1"]["reason"] == "neither coder marked anything here"


def test_one_file_with_two_coders_is_compared_with_itself(files: Any) -> None:
    rows = [f"{who},{line}\n" for who, text in (("ana", ANA), ("ben", BEN)) for line in text.splitlines()[1:]]
    both = "coder," + HEAD + "".join(rows)
    path, _ = files(both)
    assert "a.csv, line 5: It holds several codings (ana, ben)" in refusal(path, path)
    found = answer("compare", path, path, "--coders", "ana", "ben", "--from", 0, "--to", 9000)
    assert (found["first"], found["second"]) == ("ana", "ben")
    assert "It holds no coding of these; it has ana, ben." in refusal(path, path, "--coders", "ana", "cia")


def test_a_schemes_file_may_be_given(files: Any, tmp_path: Path) -> None:
    shipped = Path("coding_schemes/two-keys.yaml").read_text("utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(shipped.replace("id: two-keys", "id: our-keys", 1), "utf-8")
    paths = files(OURS + ROW.replace("two-keys", "our-keys"))
    assert "our-keys 1.0.0, which does not come with Attune" in refusal(*paths)
    assert answer("compare", *paths, "--scheme", own)["scheme"] == "our-keys"
    assert "our-keys 1.0.0, the other side of the comparison is two-keys 1.0.0" in refusal(
        *paths, "--scheme", "coding_schemes/two-keys.yaml"
    )
    own.write_text("id: [", "utf-8")
    assert refusal(*paths, "--scheme", own).startswith("own.yaml, line ")


WRONG = [
    ("track,code\ngaze,mother\n", "a.csv, line 1: There is no column onset_ms."),
    (HEAD + "gaze,infant,mother,0,5000\ngaze,infant,away,5 s,9000\n",
     "a.csv, line 3: onset_ms is “5 s”, which is no whole number of ms."),
    (HEAD + "gaze,infant,,0,5000\n", "a.csv, line 2: The cell code is empty."),
    (HEAD + "gaze,infant,mother,9000,5000\n",
     "a.csv, line 2: The offset, 5000 ms, lies before the onset, 9000 ms."),
    (HEAD + "gaze,infant,mother,0\n", "a.csv, line 2: There are 4 cells here and 5 columns."),
    (HEAD + 'gaze,infant,"mother,0,5000\n', "a.csv, line 2: A double quote is not closed"),
    (HEAD + "gaze,infant,mother,0,5000\n", "a.csv: It does not say which stretch was coded"),
    (HEAD, "a.csv: It holds no coding of these; it has none."),
    (OURS + ROW.replace("in_contact", "in_contct"),
     "a.csv, line 2: The track contact has no code in_contct."),
    (OURS + ROW.replace("contact,dyad", "contct,dyad"), "a.csv, line 2: The track contct of dyad is not coded here."),
    (OURS + ROW + ROW.replace("0,5000", "4000,9000"),
     "a.csv, line 3: It shares time with line 2, where only one code can hold."),
    (OURS + ROW + ROW.replace("1.0.0", "2.0.0"), "a.csv, line 3: The scheme is two-keys 2.0.0 here"),
    (OURS + ROW.replace("0,9000,c", "9000,9000,c"), "a.csv: The coded stretch from 9000 to 9000 ms is empty."),
    (OURS + ROW.replace("two-keys", "../two-keys"), "a.csv, line 2: It was coded with ../two-keys 1.0.0, which does not"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_what_is_wrong_is_said_in_a_sentence_with_file_and_line(files: Any, text: str, sentence: str) -> None:
    assert refusal(*files(text, OURS + ROW)).startswith(sentence)


def test_files_that_are_none_are_refused(files: Any, tmp_path: Path) -> None:
    a, b = files(ANA, BEN)
    assert refusal(a, tmp_path / "none.csv") == "none.csv cannot be read (No such file or directory)."
    a.write_bytes(HEAD.encode() + b"gaze,infant,m\xffther,0,1\n")
    assert refusal(a, b) == "a.csv, line 2: The letters are not written in UTF-8."
    other = tmp_path / "a.docx"
    other.write_bytes(b"x")
    assert refusal(other, b) == "a.docx: Codings are read from .csv, .tsv, .zip, .eaf, .boris files."
    packed = tmp_path / "a.zip"
    packed.write_bytes(b"PK\x03\x04 and no more")
    assert refusal(packed, b) == "a.zip: There is no events.csv in this zip file that can be read."
