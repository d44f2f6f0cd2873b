"""`annotator schemes map`: marks that a map asks about are told by a file, or asked one by one."""

import io
import json
import sys
from pathlib import Path

import pytest

from annotator.actions import codings, drafting, people, publishing
from annotator.actions.workplace import open_workplace
from tests.actions.test_remapping import renamed
from tests.cli.test_cli import annotator, answer
from tests.meeting_case import code, mark, visit
from tests.schemes.test_drafts import all_kinds

CODES = {
    "contact.together": "contact.close", "contact.apart": "contact.apart",
    "contact.cannot_be_seen": "contact.cannot_be_seen", "cues.smile": "ask",
}  # fmt: skip
CHOICES = ["cues.smile_open", "cues.smile_small", "none"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a coding under 1.0.0 that has three smiles, and with 2.0.0, which splits them."""
    folder = tmp_path / "data"
    place = open_workplace(folder)
    who = people.first_person(place)
    begun = drafting.begin(place, who, "Play at home")
    step = drafting.edit(place, who, begun, lambda document: all_kinds() | {"id": document["id"]})
    old = publishing.publish(place, who, begun, step)
    smiles = [mark("cues", "child", "smile", at, at, onset_frame=at // 40) for at in (12_480, 400, 30_000)]
    made = code(place, who, visit(place, who), *smiles, scheme="play_at_home")
    codings.submit_coding(place, who, made, 1)
    later = drafting.begin_next(place, who, old.hash)
    publishing.publish(place, who, later, drafting.edit(place, who, later, renamed))
    place.store.close()
    return folder


def mapped(data: Path, *more: object) -> dict[str, object]:
    found: dict[str, object] = answer(
        "schemes", "map", "play_at_home", "--from", "1.0.0", "--to", "2.0.0", *more, "--data", data
    )
    return found


def codes_file(data: Path) -> Path:
    """The map: as far as the codes are called the same, with Smile asked at each mark."""
    suggested = mapped(data)["codes"]
    assert isinstance(suggested, dict)
    file = data.parent / "codes.json"
    file.write_text(json.dumps(suggested | CODES))
    return file


def test_a_file_of_answers_tells_what_each_mark_becomes(data: Path, tmp_path: Path) -> None:
    told = mapped(data, "--codes", codes_file(data))
    asked = told["asked"]
    assert isinstance(asked, list)
    assert [(each["onset_ms"], each["frame"], each["code"], each["choices"]) for each in asked] == [
        (at, frame, "cues.smile", CHOICES) for at, frame in ((400, 10), (12_480, 312), (30_000, 750))
    ]
    assert told["ready"] == []
    answers = tmp_path / "answers.json"
    first = asked[0]["mark"]
    for wrong, words in (
        ({first: "contact.close"}, "can be cues.smile_open, cues.smile_small, none"),
        ({"nobody": "none"}, "nothing is asked about a mark nobody"),
    ):
        answers.write_text(json.dumps(wrong))
        map_ = ("schemes", "map", "play_at_home", "--from", "1.0.0", "--to", "2.0.0")
        refused = annotator(*map_, "--answers", answers, "--apply", "--data", data, status=2)
        assert words in refused.stderr
    decided = dict(zip((each["mark"] for each in asked), CHOICES, strict=True))
    answers.write_text(json.dumps(decided))
    done = mapped(data, "--answers", answers, "--apply")
    assert done["asked"] == []
    made = done["made"]
    assert isinstance(made, list)
    assert len(made) == 1
    place = open_workplace(data)
    with place.store.read() as tx:
        from annotator.store import codings as stored

        marks = {a.content.onset_ms: a.content.code for a in stored.load(tx, made[0]).annotations}
    place.store.close()
    assert marks == {400: "smile_open", 12_480: "smile_small"}


def test_marks_are_asked_one_by_one_and_what_was_answered_is_kept(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By number, something that is none of them, by name; broken off, then gone on with."""
    codes, answers = codes_file(data), tmp_path / "answers.json"
    map_ = ("schemes", "map", "play_at_home", "--from", "1.0.0", "--to", "2.0.0", "--data", data)
    monkeypatch.setattr(sys, "stdin", io.StringIO("2\n7\ncues.smile_open\nq\n"))
    first = annotator(*map_, "--codes", codes, "--ask", "--answers", answers)
    asked = [line for line in first.stderr.splitlines() if "cues.smile" in line and "Family 012" in line]
    assert [line.split("  ")[1] for line in asked] == [
        "00:00.400 (frame 10)",
        "00:12.480 (frame 312)",
        "00:30.000 (frame 750)",
    ]
    assert "7 is none of them" in first.stderr
    assert list(json.loads(answers.read_text()).values()) == ["cues.smile_small", "cues.smile_open"]
    assert first.stdout.count("still to be told: ") == 1
    monkeypatch.setattr(sys, "stdin", io.StringIO("3\n"))
    second = annotator(*map_, "--ask", "--answers", answers, "--apply", "--json")
    told = json.loads(second.stdout.splitlines()[-1])
    assert second.stderr.count("Enter: later") == 1, "what was answered is not asked again"
    assert (len(told["made"]), told["asked"]) == (1, [])
    assert {(row["to"], row["marks"]) for row in told["becomes"]} == {(to, 1) for to in CHOICES}
