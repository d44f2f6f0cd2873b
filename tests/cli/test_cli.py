"""The command line: one JSON value on the last line, a sentence for a refusal, statuses 0, 2 and 64."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from annotator import __version__, cli
from annotator.actions import codings, comparing, families, people, samples, workplace
from annotator.store.disk import disk_of
from tests.films import barcode_film, empty_film, ffconcat_clip, sound_film
from tests.meeting_case import mark, press, ready_plan, sent, visit
from tests.running import enter_visit, everybody_agrees, prepare_visit
from tests.talking import new_id, point

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Done:
    stdout: str
    stderr: str


def annotator(*arguments: object, status: int = 0) -> Done:
    """Run a command in this process: a process of its own takes seconds to begin."""
    out, err, ended = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["annotator", *map(str, arguments)])
        try:
            cli.main()
        except SystemExit as end:
            ended = int(end.code or 0)
    assert ended == status, (out.getvalue(), err.getvalue())
    return Done(out.getvalue(), err.getvalue())


def answer(*arguments: object, status: int = 0) -> Any:
    return json.loads(annotator(*arguments, "--json", status=status).stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return barcode_film(tmp_path_factory.mktemp("film") / "film.mp4", rate="30000/1001", frames=100)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A data folder with the sample family's two codings."""
    folder = tmp_path_factory.mktemp("furnished") / "data"
    place = workplace.open_workplace(folder)
    sample = samples.load_sample_family(place)
    assert sample is not None
    who = people.first_person(place)
    ana, ben = codings.codings_here(place, who, sample)
    percent = comparing.compare_codings(place, who, ana.id, ben.id).comparison.percent.value
    place.store.close()
    return {
        "data": str(folder),
        "ana": ana.id,
        "ben": ben.id,
        "percent": str(percent),
    }


def test_it_says_which_version_it_is() -> None:
    assert annotator("--version").stdout == f"Attune {__version__}\n"


def test_a_film_is_looked_at_without_storing_anything(film: Path, tmp_path: Path) -> None:
    """100 frames at 30000/1001: the last ends at 100 × 1001 ÷ 30 = 3336.67 ms, up to 3337."""
    found = answer("import", film, "--check", "--data", tmp_path / "none")
    assert (found["verdict"], found["kind"], found["rows"]) == ("accept", "media", 100)
    assert found["duration_ms"] == 3337
    assert not (tmp_path / "none").exists()


def test_as_a_command_it_ends_with_the_same_statuses(film: Path, tmp_path: Path) -> None:
    """0 done, 2 refused, 64 wrong usage: JSON and sentences each on a stream of their own."""
    empty = empty_film(tmp_path / "empty.mp4")
    for arguments, status in (((film, "--check"), 0), ((empty, "--check"), 2), ((), 64)):
        command = [sys.executable, "-m", "annotator", "import", *map(str, arguments), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        assert done.returncode == status, (done.stdout, done.stderr)
        if status == 64:
            assert done.stdout == "" and done.stderr.strip()
        else:
            verdict = json.loads(done.stdout.splitlines()[-1])["verdict"]
            assert verdict == {0: "accept", 2: "reject"}[status]


@pytest.mark.parametrize("make", [empty_film, sound_film], ids=["empty", "sound only"])
def test_what_is_no_film_is_refused_with_a_sentence(make: Any, tmp_path: Path) -> None:
    found = answer("import", make(tmp_path / "clip.mp4"), "--check", status=2)
    assert found["verdict"] == "reject"
    assert found["errors"][0]["message"].endswith((".", "…"))


def test_a_text_that_names_another_familys_film_is_refused(tmp_path: Path) -> None:
    assert answer("import", ffconcat_clip(tmp_path), "--check", status=2)["verdict"] == "reject"


def test_a_film_comes_in_and_is_prepared(film: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    visit = prepare_visit(data, film)
    other = barcode_film(tmp_path / "other.mp4", frames=60)
    found = answer("import", other, "--session", visit.session, "--wait", "--data", data)
    assert found["verdict"] == "accept"
    assert (data / "films" / found["recording"] / "proxy.mp4").is_file()
    again = answer("import", other, "--session", visit.session, "--data", data, status=2)
    assert "already" in again["errors"][0]["message"]


PLANTED = [  # what stands in the default scheme, what is planted, and what must be told there
    ("status: draft  ", "state: draft  ", "did you mean `status`?"),
    ("purpose: [clinical,", "purpose: [clinicla,", "did you mean `clinical`?"),
    ("kind: original  ", "kind: orignal  ", "did you mean `original`?"),
    ("age_months: {min: 0, max: 24}", "age_months: {min: 30, max: 24}", "less than `min`"),
    ("{id: dyad,   role: dyad,      key: \"3\"", "{id: dyad,   role: dyad,      key: \"2\"", "taken already"),
    ("merge_gap_ms: 500 ", "merge_gap_ms: -500 ", "must be 0 or more"),
    ("tracks: [dyad_state, infant_cue, moment], reliability", "tracks: [dyad_state, infant_cues, moment], reliability", "did you mean `infant_cue`?"),
    ("{id: p_dyad,   profile: [standard,", "{id: p_dyad,   profile: [standrad,", "did you mean `standard`?"),
    ("default: clear", "default: cleer", "did you mean `clear`?"),
    ("links_to: {tracks: [infant_cue]}", "links_to: {tracks: [cues]}", "not a track"),
    ("missing_code: unscorable\n", "missing_code: together\n", "must be missing"),
    ("key: a\n        colour: \"#56B4E9\"", "key: t\n        colour: \"#56B4E9\"", "already"),
    ("colour: \"#999999\"\n        valence: neutral\n        label: {en: \"Apart\"", "colour: grey\n        valence: neutral\n        label: {en: \"Apart\"", "six hexadecimal digits"),
    ("show_to_parent: after_review\n          phrase: {en: \"Here {child} was", "show_to_parent: true\n          phrase: {en: \"Here {child} was", "after_review or false"),
    ("phrase: {en: \"{child} needs you here.\"", "phrase: {en: \"{kid} needs you here.\"", "Nothing fills `{kid}`"),
    ("window_ms: [0, 5000]", "window_ms: [5000, 0]", "must end after"),
    ("censor_at: [segment_end, dyad_state.unscorable,", "censor_at: [segment_end, dyad_state.unscorabel,", "did you mean `unscorable`?"),
    ("bridge_gap_ms: 1000, direction: higher", "bridge_gap_ms: 1000, direction: up", "is not possible for `direction`"),
    ("rule: r_pause", "rule: r_pauses", "did you mean `r_pause`?"),
    ("complete: [en]", "complete: [de]", "must be in `complete`"),
]  # fmt: skip


def test_a_scheme_is_checked_with_every_problem_and_its_place(tmp_path: Path) -> None:
    text = (ROOT / "coding_schemes" / "core-attunement.yaml").read_text("utf-8")
    expected: dict[int, str] = {}
    for right, wrong, _told in PLANTED:
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    for _right, wrong, told in PLANTED:
        expected[text[: text.index(wrong)].count("\n") + 1] = told
    assert len(expected) == 20
    bad = tmp_path / "bad.yaml"
    bad.write_text(text, "utf-8")
    printed = annotator("schemes", "check", bad, status=2).stdout.splitlines()
    for line, told in expected.items():
        assert any(f"{bad}, line {line}, " in each and told in each for each in printed), (line, told)
    found = answer("schemes", "check", bad, status=2)
    assert found["file"] == str(bad)
    assert {(e["line"], e["path"] != "") for e in found["errors"]} >= {(line, True) for line in expected}


def test_a_scheme_goes_to_another_program_and_comes_from_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    told = answer("schemes", "export", "two-keys", "--form", "boris", "--out", tmp_path, "--data", data)
    assert told["file"] == str(tmp_path / "two-keys-1.0.0.boris")
    assert told["left_out"]
    there = answer("import", told["file"], "--kind", "scheme", "--data", data)
    assert (there["verdict"], there["format"], there["rows"]) == ("accept", "boris", 3)
    assert any("definition" in w or "example" in w for w in there["warnings"])
    listed = answer("schemes", "list", "--data", data)
    assert "together_or_not" in {row["id"] for row in listed}
    refused = annotator("schemes", "export", "together_or_not", "--form", "elan", "--data", data, status=2)
    assert "may not be passed on" in refused.stderr
    assert (
        "no form"
        in annotator("schemes", "export", "two-keys", "--form", "x", "--data", data, status=2).stderr
    )


def test_two_versions_are_compared_and_a_version_too_small_is_told(tmp_path: Path) -> None:
    old = ROOT / "coding_schemes" / "two-keys.yaml"
    new = tmp_path / "new.yaml"
    text = old.read_text("utf-8").replace("merge_gap_ms: 500", "merge_gap_ms: 900")
    new.write_text(text.replace('version: "1.0.0"\nstatus', 'version: "1.0.1"\nstatus'), "utf-8")
    told = answer("schemes", "compare", old, new)
    assert (told["weight"], told["version"], told["changes"][0]["path"]) == ("major", "2.0.0", "timebase")
    assert "not pooled" in told["old_data"]
    assert annotator("schemes", "compare", old, old).stdout.strip() == "Nothing differs."
    (warning,) = answer("import", new, "--data", tmp_path / "data")["warnings"]
    assert "its version is 2.0.0 at least, not 1.0.1" in warning


def test_a_comparison_is_the_one_of_the_page(furnished: dict[str, str]) -> None:
    found = answer("compare", furnished["ana"], furnished["ben"], "--data", furnished["data"])
    assert found["percent_agreement"]["value"] == pytest.approx(float(furnished["percent"]))
    assert found["states"][0]["time_weighted_kappa"]["units"] == sum(map(sum, found["states"][0]["table_ms"]))
    first = found["states"][0]
    assert first["coefficients"]["gwet_ac1"]["units"] == first["time_weighted_kappa"]["units"]
    events = first["events"]
    assert sum(map(sum, events["table"])) == sum(
        code["first"] + code["second"] for code in events["per_code"]
    )
    assert (events["overlap_percent"], events["tolerance_ms"], "gamma" in first) == (60, 1_000, False)


def test_a_thorough_comparison_says_how_its_shuffles_were_made(furnished: dict[str, str]) -> None:
    ids = furnished["ana"], furnished["ben"]
    (first, *_) = answer("compare", *ids, "--thorough", "--data", furnished["data"])["states"]
    assert first["gamma"]["gamma"]["value"] <= 1
    made = (first["gamma"], first["tolerance"]["by_chance"], first["within_session"])
    assert {of["version"] for of in made} == {first["version"]}
    assert all(of["seed"] == 0 for of in made)
    assert (first["gamma"]["shuffles"], made[1]["shifts"], made[2]["resamples"]) == (100, 200, 2_000)


def test_a_summary_says_what_each_number_rests_on(furnished: dict[str, str]) -> None:
    found = answer("summary", furnished["ana"], "--data", furnished["data"])
    lane = found["lanes"][0]
    assert sum(code["total_ms"] for code in lane["codes"]) == lane["scorable_ms"]
    share = next(m for m in found["measures"] if m["measure"] == "together_share")["figures"][0]
    assert (share["of"], share["value"]) == (lane["scorable_ms"], pytest.approx(share["n"] / share["of"]))


def test_a_coding_is_taken_away(furnished: dict[str, str], tmp_path: Path) -> None:
    found = answer("export", furnished["ana"], "--out", tmp_path, "--data", furnished["data"])
    assert set(zipfile.ZipFile(found["file"]).namelist()) == {
        "README.txt", "codebook.csv", "events.csv", "measures.csv", "measures_wide.csv", "visit.csv",
        "SHA256SUMS",
    }  # fmt: skip


def test_everything_kept_is_whole(furnished: dict[str, str]) -> None:
    found = answer("check", "--data", furnished["data"])
    assert found == {"problems": [], "disk": disk_of(Path(furnished["data"])).value}
    assert "disk below the data folder" in annotator("check", "--data", furnished["data"]).stdout


def test_visits_are_listed_with_their_codings(furnished: dict[str, str]) -> None:
    found = answer("list", "sample", "--data", furnished["data"])
    assert [visit["label"] for visit in found] == ["Visit 3", "Visit 2", "Visit 1"]
    listed = [[c["coding"] for c in visit["codings"]] for visit in found]
    assert listed == [[], [], [furnished["ana"], furnished["ben"]]]


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder with a meeting that is ready: the folder and its plan."""
    folder = tmp_path_factory.mktemp("meeting")
    place = workplace.open_workplace(folder / "data")
    visit = enter_visit(place, barcode_film(folder / "film.mp4", rate="5", frames=60, sound=False))
    moment = sent(onset_ms=1_000, offset_ms=9_000, at_ms=5_000)
    plan = ready_plan(place, people.first_person(place), visit.session, moment)
    place.store.close()
    return folder / "data", plan


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("html", b"<!doctype html>")])
def test_a_sheet_is_written_for_a_plan_that_the_list_names(
    meeting: tuple[Path, str], tmp_path: Path, form: str, begins: bytes
) -> None:
    data, plan = meeting
    assert answer("list", "--data", data)[0]["plans"] == [{"plan": plan, "state": "ready"}]
    target = tmp_path / f"for-the-fridge.{form}"
    found = answer("sheet", plan, "--form", form, "--out", target, "--data", data)
    assert found == {"file": str(target), "bytes": target.stat().st_size}
    assert target.read_bytes().startswith(begins)


def test_a_sheet_of_no_plan_is_refused(meeting: tuple[Path, str], tmp_path: Path) -> None:
    done = annotator("sheet", "nowhere", "--out", tmp_path / "x.pdf", "--data", meeting[0], status=2)
    assert done.stderr.strip() == "There is no such plan here."
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("import",),
        ("nonsense",),
        ("export", "x", "--form", "pdf"),
        ("import", "film.mp4"),
        ("import", "sample_media"),
        ("sheet", "x", "--form", "docx"),
        ("erase", "visit", "x"),
        ("erase", "film", "x", "--reason", "bored"),
    ],
    ids=[
        "no file",
        "no such command",
        "no such form",
        "no session",
        "a folder without table",
        "no such sheet",
        "no such thing to erase",
        "no such reason",
    ],
)
def test_wrong_usage_is_64(arguments: tuple[str, ...]) -> None:
    done = annotator(*arguments, status=64)
    assert done.stderr.strip()
    assert done.stdout == ""


def test_a_coding_that_does_not_exist_is_refused(furnished: dict[str, str]) -> None:
    done = annotator("summary", "0123456789abcdef", "--data", furnished["data"], status=2)
    assert done.stderr.strip() == "There is no such coding here."


def test_forms_on_paper_are_noted_for_a_visit_a_family_and_the_whole_study(
    film: Path, tmp_path: Path
) -> None:
    """Two families of two people each, with one visit each."""
    data = tmp_path / "data"
    visit = prepare_visit(data, film)
    place = workplace.open_workplace(data)
    who = people.first_person(place)
    other = families.create_family(place, who, "Family 030")
    everybody_agrees(
        place, who, families.create_session(place, who, other.id, "Visit 1", "2026-05-31", "feeding").id
    )
    place.store.close()
    withdrawn = ("--purpose", "quality_coding", "--purpose", "research_study", "--withdrawn", "--data", data)
    assert answer("consent", visit.session, *withdrawn) == {"people": 2, "visits": 1, "unclear": 0}
    refused = annotator("export", visit.coding, "--data", data, "--out", tmp_path, status=2)
    assert "Without the agreement of" in refused.stderr
    given = ("--purpose", "research_study", "--given", "--how", "signature", "--data", data)
    assert answer("consent", "--all", *given) == {"people": 4, "visits": 2, "unclear": 0}
    annotator("export", visit.coding, "--data", data, "--out", tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--all", "--purpose", "research_study"],
        ["--all", "--purpose", "research_study", "--given", "--withdrawn"],
        ["--all", "--given"],
        ["--all", "--purpose", "fun", "--given"],
        ["--purpose", "research_study", "--given"],
        ["visit", "--all", "--purpose", "research_study", "--given"],
    ],
)
def test_a_word_that_is_not_clear_is_wrong_usage(arguments: list[str], tmp_path: Path) -> None:
    annotator("consent", *arguments, "--data", tmp_path / "none", status=64)
    assert not (tmp_path / "none").exists()


def test_a_backup_is_made_and_restored_and_what_is_erased_is_not_in_it(film: Path, tmp_path: Path) -> None:
    place = workplace.open_workplace(tmp_path / "data")
    for code in ("Family 020", "Family 021"):
        enter_visit(place, film, code=code)
    place.store.close()
    data = ("--data", tmp_path / "data")
    listed = {visit["family"]: visit for visit in answer("list", *data)}
    (tmp_path / "stick").mkdir()
    made = answer("backup", tmp_path / "stick", *data)
    assert (made["films"], made["warnings"]) == (2, [])
    assert Path(made["file"]).parent == tmp_path / "stick"

    gone = answer("erase", "family", listed["Family 020"]["family_id"], "--reason", "withdrawn", *data)
    assert (gone["films"], gone["codings"], gone["people"], gone["left"]) == (1, 1, 2, "")
    assert gone["backups"] == [{"made_at": gone["backups"][0]["made_at"], "file": made["file"], "told": True}]
    done = annotator("erase", "film", listed["Family 021"]["films"][0], *data)
    assert done.stdout.startswith("Erased: 1 films, 1 codings")

    restored = answer("restore", made["file"], "--data", tmp_path / "new")
    assert (restored["films"], restored["erased_list"], restored["problems"]) == (0, True, [])
    assert [visit["family"] for visit in answer("list", "--data", tmp_path / "new")] == ["Family 021"]


def test_films_are_encrypted_from_the_first_one_and_come_back_with_their_key(
    film: Path, tmp_path: Path
) -> None:
    data, key = ("--data", tmp_path / "data"), tmp_path / "stick" / "films.key"
    key.parent.mkdir()
    assert answer("encrypt", "--films-only", key, *data) == {"file": str(key), "database": False}
    place = workplace.open_workplace(tmp_path / "data")
    enter_visit(place, film)
    place.store.close()
    originals = list((tmp_path / "data").glob("films/*/original.mp4"))
    assert [path.read_bytes()[:8] for path in originals] == [b"ATTUNEF1"]
    assert answer("check", *data)["problems"] == []
    told = annotator("backup", key.parent, *data, status=2).stderr
    assert f"The key {key} lies where the backup is to go" in told
    made = answer("backup", tmp_path / "b", *data)
    moved = key.rename(tmp_path / "films.key")
    assert answer("check", *data, status=2)["problems"][0]["code"] == "film_key"
    new = ("--data", tmp_path / "new")
    for without in ((), ("--film-key", key)):
        told = annotator("restore", made["file"], *without, *new, status=2).stderr
        assert told.splitlines()[-1].startswith("The films here are encrypted, and the file with their key")
        assert not (tmp_path / "new").exists()
    restored = answer("restore", made["file"], "--film-key", moved, *new)
    assert (restored["films"], restored["problems"]) == (1, [])
    assert answer("check", *new)["problems"] == [], "where the key is is remembered"
    annotator("encrypt", tmp_path / "again.key", *new, status=2)


def test_a_new_folder_is_encrypted_with_its_database(tmp_path: Path) -> None:
    data, key = ("--data", tmp_path / "data"), tmp_path / "stick" / "attune.key"
    key.parent.mkdir()
    assert answer("encrypt", key, *data) == {"file": str(key), "database": True}
    assert not (tmp_path / "data" / "attune.db").read_bytes().startswith(b"SQLite format 3")
    assert answer("check", *data)["problems"] == []
    made = answer("backup", tmp_path / "b", *data)
    (tmp_path / "safe").mkdir()
    moved = key.rename(tmp_path / "safe" / "attune.key")
    for command in (("check",), ("list",), ("verify-audit",), ("doctor",), ("backup", tmp_path / "c")):
        told = annotator(*command, *data, status=2)
        assert "The database here is encrypted, and the file with its key" in told.stdout + told.stderr
        assert "Traceback" not in told.stderr
        assert "ERROR" not in told.stderr
    new = ("--data", tmp_path / "new")
    told = annotator("restore", made["file"], *new, status=2).stderr
    assert told.splitlines()[-1].startswith("The database in this backup is encrypted.")
    assert not (tmp_path / "new").exists()
    assert answer("restore", made["file"], "--film-key", moved, *new)["problems"] == []
    assert answer("check", *new)["problems"] == [], "where the key is is remembered"


def test_a_film_that_is_not_there_cannot_be_erased(furnished: dict[str, str]) -> None:
    done = annotator("erase", "film", "0123456789abcdef", "--data", furnished["data"], status=2)
    assert done.stderr.strip() == "There is no such film here."


def test_a_coding_and_its_film_go_to_another_computer_and_are_whole_there(film: Path, tmp_path: Path) -> None:
    """First the coding, then the film, which finds its visit by itself; `check` finds nothing wrong."""
    here, there = tmp_path / "here", tmp_path / "there"
    visit = prepare_visit(here, film)
    place = workplace.open_workplace(here)
    one = {"id": new_id(), "kind": "add", "annotation": new_id(), "revision": 0, "content": point(1_001)}
    act = {"id": new_id(), "tab": new_id(), "n": 1, "kind": "press", "edits": [one]}
    sent_acts = codings.save_acts(place, people.first_person(place), visit.coding, {"api": 1, "acts": [act]})
    place.store.close()
    assert sent_acts["answers"][0]["outcome"] == "saved"
    file = answer("export", visit.coding, "--bundle", "--out", tmp_path, "--data", here)["file"]
    looked = answer("import", file, "--check", "--data", there)
    assert (looked["kind"], looked["rows"], looked["events"]) == ("coding", 1, [[1001, 1001, "bid_social"]])
    assert not there.exists()
    place = workplace.open_workplace(there)
    who = people.first_person(place)
    family = families.create_family(place, who, "Family 012")
    session = families.create_session(place, who, family.id, "Visit 3", "2026-05-31", "free_play_toys").id
    everybody_agrees(place, who, session)
    place.store.close()
    to = ("--data", there)
    assert answer("import", file, *to, status=2)["errors"][0]["code"] == "coder_unknown"
    unknown = answer("import", file, "--coder", who.name, *to, status=2)
    assert unknown["errors"][0]["code"] == "session_unknown"
    found = answer("import", file, "--session", session, "--coder", who.name, *to)
    assert (found["verdict"], found["outcome"], found["coding"]) == ("accept", "new", visit.coding)
    assert found["duration_ms"] == 3337 and "film" in found["warnings"][0]
    assert answer("import", film, "--wait", *to)["verdict"] == "accept"
    assert answer("import", file, *to)["outcome"] == "same"
    assert answer("check", *to)["problems"] == []
    damaged = tmp_path / "damaged.attune"
    damaged.write_bytes(Path(file).read_bytes().replace(b"bid_social", b"bid_object"))
    assert answer("import", damaged, *to, status=2)["errors"][0]["code"] == "damaged"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--public", "http://attune.example.org"], "in the clear"),
        (["--public", "https://attune.example.org/attune"], "no address of a server"),
        (["--public", "https://attune.example.org", "--database", "postgresql://db/attune"], "no address of a PostgreSQL database"),
        (["--public", "http://127.0.0.1:8501", "--host", "0.0.0.0"], "only behind TLS"),
    ],
)  # fmt: skip
def test_a_teams_server_that_would_not_be_safe_does_not_start(
    tmp_path: Path, more: list[str], sentence: str
) -> None:
    assert sentence in annotator("serve", "--data", tmp_path / "data", *more, status=2).stderr
    assert not (tmp_path / "data").exists()


def test_an_invitation_is_made_while_no_server_runs(tmp_path: Path) -> None:
    made = answer(
        "invite", "Ana Silva", "--role", "lead", "--public", "https://attune.example.org", "--data", tmp_path
    )
    assert made["name"] == "Ana Silva"
    assert made["url"].startswith("https://attune.example.org/invitation?token=")
    place = workplace.open_workplace(tmp_path)
    try:
        everybody = people.people(place, people.first_person(place))
        assert [a.role for a in everybody if a.name == "Ana Silva"] == ["lead"]
    finally:
        place.store.close()
    annotator("invite", "Ana Silva", "--data", tmp_path, status=64)
    annotator("invite", "Ana Silva", "--role", "king", "--data", tmp_path, status=64)


def two_codings(tmp_path: Path, untouched: Path) -> tuple[Path, list[str]]:
    """The data folder and the codings of Ana, one cue, and of Ben, the same and two more."""
    folder = shutil.copytree(untouched, tmp_path / "data")
    place = workplace.open_workplace(folder)
    lead = people.first_person(place)
    session, pair = visit(place, lead), []
    for name, onsets in (("Ana", (5_000,)), ("Ben", (5_000, 9_000, 15_000))):
        who = people.add_person(place, lead, name, "coder", whole=True)
        pair.append(codings.begin_coding(place, who, session))
        press(place, who, pair[-1], *(mark("infant_cue", "infant", "bid_social", ms) for ms in onsets))
        codings.submit_coding(place, who, pair[-1], 1)
    place.store.close()
    return folder, pair


def test_a_consensus_begins_from_two_codings(tmp_path: Path, untouched: Path) -> None:
    """Two cues of one of them alone: two differences, of which nobody has decided anything."""
    folder, pair = two_codings(tmp_path, untouched)
    to = ("--data", folder)
    agreed = answer("consensus", *pair, *to)
    assert (agreed["decided"], agreed["differences"]) == (0, 2)
    assert "open coding of this visit" in annotator("consensus", *pair, *to, status=2).stderr


def test_a_difference_is_decided_by_its_number(tmp_path: Path, untouched: Path) -> None:
    """Ben's two cues that Ana has not; what is decided about the second counts in the consensus."""
    folder, pair = two_codings(tmp_path, untouched)
    to = ("--data", folder)
    listed = answer("differences", *pair, *to)
    assert listed["coders"] == ["Ana", "Ben"]
    assert [(d["onset_ms"], d["verdict"]) for d in listed["differences"]] == [(9_000, None), (15_000, None)]
    said = ("--number", "2", "--verdict", "second", "--note", "a look to the parent")
    decided = answer("differences", *pair, *said, *to)["differences"][1]
    assert (decided["onset_ms"], decided["verdict"]["word"]) == (15_000, "second")
    printed = annotator("differences", *pair, *to).stdout.splitlines()
    assert printed[0] == "2 differences, 1 decided"
    assert "00:15" in printed[2]
    assert printed[2].endswith("a look to the parent")
    assert answer("consensus", *pair, *to)["decided"] == 1
    annotator("differences", *pair, "--number", "1", *to, status=64)
    annotator("differences", *pair, "--number", "3", "--verdict", "both", *to, status=64)
    annotator("differences", *pair, "--number", "1", "--verdict", "right", *to, status=64)
    taken_back = answer("differences", *pair, "--number", "2", "--verdict", "open", *to)
    assert [d["verdict"] for d in taken_back["differences"]] == [None, None]


def test_onsets_are_laid_side_by_side_and_agreed_on(tmp_path: Path, untouched: Path) -> None:
    """One cue of both, 0.4 s apart, and one of the second alone, which is taken with what either has."""
    folder = shutil.copytree(untouched, tmp_path / "data")
    place = workplace.open_workplace(folder)
    try:
        lead = people.first_person(place)
        ben = people.add_person(place, lead, "Ben", "coder", whole=True)
        session = visit(place, lead)
        pair = []
        for who, onsets in ((lead, (5_000,)), (ben, (5_400, 9_000))):
            scheme = next(c for c in codings.schemes_here(place, who) if c.scheme.id == "core-attunement")
            pair.append(codings.begin_coding(place, who, session, scheme.scheme.hash, "standard"))
            press(place, who, pair[-1], *(mark("infant_cue", "infant", "bid_social", ms) for ms in onsets))
            codings.submit_coding(place, who, pair[-1], 1)
    finally:
        place.store.close()
    to = ("--data", folder)
    told = answer("onsets", *pair, *to)
    assert [(p["alike"], p["first"], p["second"]) for p in told["places"]] == [
        (True, [5_000, 5_000, "bid_social"], [5_400, 5_400, "bid_social"]),
        (False, None, [9_000, 9_000, "bid_social"]),
    ]
    assert told["agreed"] is None
    annotator("onsets", *pair, "--take", "mine", *to, status=64)
    made = answer("onsets", *pair, "--take", "both", *to)["codings"]
    assert len(made) == 2
    assert "agreed on already" in annotator("onsets", *pair, "--take", "both", *to, status=2).stderr
    assert "Agreed on" in annotator("onsets", *reversed(pair), *to).stdout
    assert answer("onsets", *pair, *to)["agreed"]["taken"] == ["first", "second"]
    assert answer("onsets", *pair, "--take", "first", "--again", *to)["codings"] == made
    assert answer("onsets", *pair, *to)["agreed"]["taken"] == ["first", "neither"]
