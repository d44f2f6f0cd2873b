"""The commands of studies: one JSON value each, 0, 2 and 64; what they do is seen in the lists afterwards."""

import shutil
from pathlib import Path

import pytest

from annotator.actions import coding_again, codings, people, studying, workplace
from tests.actions.test_coding_again import let_days_pass, wanted
from tests.actions.test_study_agreeing import coded
from tests.cli.test_cli import annotator, answer
from tests.meeting_case import code, mark, press, visit


@pytest.fixture
def folder(tmp_path: Path, untouched: Path) -> Path:
    """A house with Ben (coder), Vera (home visitor), and a family with a visit."""
    data = shutil.copytree(untouched, tmp_path / "data")
    place = workplace.open_workplace(data)
    try:
        lead = people.first_person(place)
        for name, role in (("Ben", "coder"), ("Vera", "practitioner")):
            people.add_person(place, lead, name, role)
        visit(place, lead, "Family 1")
    finally:
        place.store.close()
    return data


def test_members_come_change_and_go(folder: Path) -> None:
    to = ("--data", folder)
    house = answer("study", "list", *to)[0]
    made = answer("study", "make", "Sleep", *to)["id"]
    assert [each["name"] for each in answer("study", "list", *to)] == [house["name"], "Sleep"]
    answer("study", "add", "sleep", "ben", "--role", "supervisor", "--whole", *to)
    (ben,) = [m for m in answer("study", "show", made, *to)["members"] if m["name"] == "Ben"]
    assert (ben["role"], ben["whole"]) == ("supervisor", True)
    answer("study", "add", "Sleep", ben["id"], *to)
    assert "Ben, coder" in annotator("study", "show", "Sleep", *to).stdout
    answer("study", "remove", "Sleep", "Ben", *to)
    assert "only study" in annotator("study", "remove", house["id"], "Ben", *to, status=2).stderr
    assert answer("study", "rename", made, "Sleep at home", *to)["name"] == "Sleep at home"
    answer("study", "delete", made, *to)
    assert len(answer("study", "list", *to)) == 1
    assert "There is no such study here." in annotator("study", "show", made, *to, status=2).stderr
    assert (
        "There is no such person here."
        in annotator("study", "add", house["id"], "Nobody", *to, status=2).stderr
    )
    annotator("study", "add", house["id"], "Ben", "--role", "king", *to, status=64)
    annotator("study", "add", house["id"], status=64)


def test_who_is_invited_into_a_study_belongs_to_it_alone(folder: Path) -> None:
    to = ("--data", folder)
    house, sleep = answer("study", "list", *to)[0]["id"], answer("study", "make", "Sleep", *to)["id"]
    made = answer("study", "invite", "Sleep", "Ana Silva", "--public", "https://attune.example.org", *to)
    assert made["url"].startswith("https://attune.example.org/invitation?token=")
    names = {id: {m["name"] for m in answer("study", "show", id, *to)["members"]} for id in (house, sleep)}
    assert "Ana Silva" in names[sleep] - names[house]
    again = annotator(
        "study", "invite", "Sleep", "ana silva", "--public", "https://a.example.org", *to, status=2
    )
    assert "belongs to this study already" in again.stderr


def test_visits_and_families_are_handed_out_and_moved(folder: Path) -> None:
    to = ("--data", folder)
    (seen,) = answer("study", "visits", *to)
    family, session = seen["family"], seen["session"]
    assert answer("study", "give", session, "--to", "Ben", *to)["new"] == 1
    way = ("--scheme", "core-attunement", "--profile", "standard")
    assert answer("study", "give", session, "--to", "Ben", *way, *to)["new"] == 0
    assert answer("study", "visits", *to)[0]["given_to"] == ["Ben"]
    assert (
        "no profile deep"
        in annotator(
            "study",
            "give",
            session,
            "--to",
            "Ben",
            "--scheme",
            "core-attunement",
            "--profile",
            "deep",
            *to,
            status=2,
        ).stderr
    )
    annotator("study", "give", session, "--to", "Ben", "--scheme", "core-attunement", *to, status=64)
    answer("study", "take-back", session, "--from", "Ben", *to)
    assert answer("study", "visits", *to)[0]["given_to"] == []
    assert len(answer("study", "caseload", family, "--of", "Vera", *to)["accounts"]) == 1
    assert "no such person" in annotator("study", "caseload", family, "--of", "Ben", *to, status=2).stderr
    sleep = answer("study", "make", "Sleep", *to)["id"]
    assert answer("study", "move", family, "--to", "Sleep", *to) == {"study": sleep, "moved": 1}
    assert [v["session"] for v in answer("study", "visits", sleep, *to)] == [session]
    refused = annotator("study", "delete", "Sleep", *to, status=2).stderr
    assert "One family is in this study" in refused


def test_who_worked_on_a_family_keeps_it_from_a_study_that_they_are_not_in(folder: Path) -> None:
    place = workplace.open_workplace(folder)
    try:
        lead = people.first_person(place)
        vera = people.add_person(place, lead, "Mira", "practitioner", whole=True)
        coded = visit(place, lead, "Family 2")
        code(place, vera, coded, mark("infant_cue", "infant", "bid_social", 1_000))
    finally:
        place.store.close()
    to = ("--data", folder)
    answer("study", "make", "Sleep", *to)
    family = next(v["family"] for v in answer("study", "visits", *to) if v["session"] == coded)
    refused = annotator("study", "move", family, "--to", "Sleep", *to, status=2).stderr
    assert "Mira worked on Family 2 and would lose it" in refused


def test_variables_and_contexts_are_defined_and_filled_in(folder: Path) -> None:
    to = ("--data", folder)
    house = answer("study", "list", *to)[0]["id"]
    session = answer("study", "visits", *to)[0]["session"]
    group = answer(
        "study", "define", house, "Group", "--kind", "choice", "--choice", "A", "--choice", "B", *to
    )["id"]
    annotator("study", "define", house, "Colour", "--kind", "colour", *to, status=64)
    answer("study", "set", session, "--variable", group, "--value", "b", *to)
    assert answer("study", "visits", house, *to)[0]["values"] == {"Group": "B"}
    (told,) = answer("study", "variables", house, *to)
    assert (told["label"], told["kind"], told["choices"], told["values"]) == (
        "Group",
        "choice",
        ["A", "B"],
        1,
    )
    assert "empty it first" in annotator("study", "undefine", group, *to, status=2).stderr
    answer("study", "set", session, "--variable", group, "--value", "", *to)
    answer("study", "undefine", group, *to)
    assert answer("study", "variables", house, *to) == []
    assert answer("study", "contexts", house, "at home", "in the lab", *to) == ["at home", "in the lab"]
    assert "free_play_toys" in answer("study", "contexts", house, "--usual", *to)


def test_the_report_of_agreement_is_written_where_it_is_asked_for(folder: Path, tmp_path: Path) -> None:
    to = ("--data", folder)
    house, file = answer("study", "list", *to)[0]["name"], tmp_path / "reports" / "of 2026" / "agreement.html"
    made = answer("study", "agreement", house, "--out", file, *to)
    assert (made["file"], made["bytes"]) == (str(file), file.stat().st_size)
    assert made["numbers"] == []
    assert "No session was coded by two people yet." in file.read_text("utf-8")
    refused = annotator("study", "agreement", house, "--out", file / "below" / "it", *to, status=2).stderr
    assert refused == f"{file / 'below' / 'it'} cannot be written (Not a directory).\n"
    annotator("study", "agreement", house, "--form", "docx", *to, status=64)


def test_what_a_study_asks_of_agreement_is_shown_and_set(folder: Path) -> None:
    """Nothing to ask before a scheme is coded; then what it says itself, and what was set."""
    to = ("--data", folder)
    study = answer("study", "list", *to)[0]["id"]
    assert answer("study", "asks", study, *to) == []
    place = workplace.open_workplace(folder)
    lead = people.first_person(place)
    coded(place, lead, visit(place, lead, "Family 2"), (("together", 0, 60_000),))
    place.store.close()
    usual = {"scheme": "core-attunement", "accuracy": 0.8, "positive": 0.6, "stretches": 10}
    assert answer("study", "asks", study, *to) == [usual]
    asked = ("--scheme", "core-attunement", "--accuracy", 90, "--stretches", 5)
    assert answer("study", "asks", study, *asked, *to) == [usual | {"accuracy": 0.9, "stretches": 5}]
    annotator("study", "asks", study, "--accuracy", 90, *to, status=64)


def test_the_numbers_of_agreement_are_told_those_between_coders_apart_from_those_with_oneself(
    folder: Path, tmp_path: Path
) -> None:
    """Both call all of the minute one code: κ is undefined, which has its reason, and 100 % agree."""
    place = workplace.open_workplace(folder)
    try:
        lead = people.first_person(place)
        study = studying.own_studies(place, lead)[0].study.id
        session = visit(place, lead, "Family 2")
        ana, cem = (people.add_person(place, lead, name, "coder", whole=True) for name in ("Ana", "Cem"))
        for who in (ana, cem):
            coded(place, who, session, (("together", 0, 60_000),))
        coding_again.assign_again(place, lead, study, wanted(place, lead, number=1))
        let_days_pass(place)
        again = next(w for w in (ana, cem) if not codings.codings_here(place, w, session))
        made = codings.begin_coding(place, again, session)
        press(place, again, made, mark("dyad_state", "dyad", "together", 0, 60_000))
        codings.submit_coding(place, again, made, 1)
    finally:
        place.store.close()
    told = answer("study", "agreement", study, "--form", "csv", "--out", tmp_path / "a.csv", "--data", folder)
    found = {(r["agreement"], r["statistic"]): r for r in told["numbers"] if r["of"] == "all sessions"}
    for agreement in ("inter-coder", "intra-coder"):
        percent, kappa = (found[agreement, name] for name in ("percent_agreement", "kappa"))
        assert (percent["value"], percent["units"], kappa["value"]) == (1.0, 60_000, None)
        assert kappa["reason"]
