"""The commands of gold codings: what a lead scripts, from a set to the certificates."""

import shutil
from pathlib import Path

from annotator.actions import codings, families, people, studying, training, workplace
from annotator.actions.drifting import code_name
from tests.actions.test_study_agreeing import coded
from tests.cli.test_cli import annotator, answer
from tests.meeting_case import mark, next_visit, press, visit

STATES = (
    mark("dyad_state", "dyad", "together", 0, 20_000),
    mark("dyad_state", "dyad", "apart", 20_000, 60_000),
)


def test_a_set_is_made_given_and_leads_to_a_certificate(tmp_path: Path, untouched: Path) -> None:
    data = shutil.copytree(untouched, tmp_path / "data")
    to = ("--data", data)
    place = workplace.open_workplace(data)
    lead = people.first_person(place)
    people.add_person(place, lead, "Cara", "coder")
    first = visit(place, lead)
    sessions = (first, next_visit(place, lead, families.session(place, lead, first).family.id))
    scheme = next(c.scheme for c in codings.schemes_here(place, lead) if c.scheme.id == "core-attunement")
    made = []
    for session in sessions:
        coding = codings.begin_coding(place, lead, session, scheme.hash, "standard")
        press(place, lead, coding, *STATES)
        codings.submit_coding(place, lead, coding, 1)
        made.append(coding)
    place.store.close()
    study = answer("study", "list", *to)[0]["id"]
    scheme_of = ("--scheme", "core-attunement")
    into = answer("study", "gold", "make", study, "First films", *scheme_of, "--for", "test", *to)["id"]
    annotator("study", "gold", "make", study, "Films", *scheme_of, "--for", "fun", *to, status=2)
    answer("study", "gold", "declare", *made, "--to", into, *to)
    assert answer("study", "gold", "give", into, "--to", "cara", *to)["new"] == 2
    answer("study", "gold", "ask", study, *scheme_of, "--in-a-row", 2, "--required", *to)
    annotator("study", "gold", "ask", study, *scheme_of, "--least", 2, *to, status=64)
    place = workplace.open_workplace(data)
    cara = next(p for p in people.people(place, lead) if p.name == "Cara")
    for session in sessions:
        coding = training.begin_exercise(place, cara, session, "core-attunement")
        press(place, cara, coding, *STATES)
        codings.submit_coding(place, cara, coding, 1)
    place.store.close()
    (told,) = answer("study", "gold", "progress", study, *to)
    assert ([t["value"] for t in told["tests"]], told["certified"], told["needed"]) == ([1.0, 1.0], True, 2)
    (given,) = answer("study", "gold", "certificates", study, *to)
    assert (given["name"], given["scheme"], given["major"], given["ended_at"]) == (
        "Cara",
        "core-attunement",
        1,
        None,
    )
    assert answer("study", "gold", "drift", study, *to) == []
    place = workplace.open_workplace(data)
    work = visit(place, lead, "Family 2")
    studying.give_visits(place, lead, [work], cara.id)
    coded(place, cara, work, (("together", 0, 60_000),))
    place.store.close()
    recode = ("study", "gold", "act", study, code_name(study, cara.id), "--kind", "recode", *scheme_of)
    since = ("--since", "2020-01-01")
    assert answer(*recode, *since, "--dry-run", *to)["visits"] == 1
    assert answer(*recode, *since, *to)["visits"] == 1
    assert answer(*recode, *since, "--dry-run", *to)["visits"] == 0, "it waits to be coded anew already"
    annotator(*recode, "--since", "soon", *to, status=2)
    answer("study", "gold", "end-certificate", given["id"], *to)
    assert answer("study", "gold", "certificates", study, *to)[0]["ended_at"] is not None
    answer("study", "gold", "withdraw", made[0], *to)
    assert [len(s["codings"]) for s in answer("study", "gold", "list", study, *to)] == [1]
    answer("study", "gold", "remove", into, *to)
    assert "No gold set yet." in annotator("study", "gold", "list", study, *to).stdout
