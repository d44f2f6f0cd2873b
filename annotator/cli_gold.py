"""The commands of gold codings: sets of them, what a study asks of coders, how far each is, certificates."""

from typing import Annotated, Any

import typer

from annotator.actions import drifting, gold, study_training
from annotator.actions.drifting import Doing
from annotator.agreement import GOLD_STATISTICS, Drawn
from annotator.model.training import GOLD_FOR
from annotator.store.drift_actions import DRIFT_KINDS
from annotator.store.training import TrainingGate
from annotator.terminal import AsJson, Data, answer, opened, person_named, study_named

app = typer.Typer(help="Gold codings, what a study asks of coders, certificates.", no_args_is_help=True)

Study = Annotated[str, typer.Argument(help="The study: its id or name.")]
Set = Annotated[str, typer.Argument(help="The set's id, from `annotator study gold list`.")]
Codings = Annotated[list[str], typer.Argument(help="The codings' ids, from `annotator list`.")]
Share = Annotated[float | None, typer.Option(min=0, max=1)]
Many = Annotated[int | None, typer.Option(min=1)]


@app.command("list")
def list_sets(study: Study, data: Data = None, as_json: AsJson = False) -> None:
    """List the gold sets of a study with their sessions and gold codings."""
    with opened(data) as (place, who):
        view = gold.gold_of_study(place, who, study_named(place, who, study))
    found = [
        {
            "id": s.of.id, "name": s.of.name, "scheme": s.of.scheme_id, "major": s.of.major,
            "for": s.of.purpose,
            "codings": [{"coding": line.gold.coding, "session": line.gold.session, "visit": line.visit}
                        for line in s.lines],
        }
        for s in view.sets
    ]  # fmt: skip
    lines = [f"{s['id']}  {s['name']} ({s['scheme']} {s['major']}, {s['for']})" for s in found]
    answer(found, as_json, lines or ["No gold set yet."])


@app.command()
def make(
    study: Study,
    name: Annotated[str, typer.Argument(help="The name of the set.")],
    scheme: Annotated[str, typer.Option(help="The scheme's id; its newest major version is meant.")],
    purpose: Annotated[str, typer.Option("--for", help=f"One of {', '.join(GOLD_FOR)}.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Begin a gold set: for practice, for tests, or seeded into work."""
    with opened(data) as (place, who):
        made = gold.make_set(place, who, study_named(place, who, study), name, scheme, purpose)
    answer({"id": made}, as_json, [made])


@app.command()
def remove(gold_set: Set, data: Data = None, as_json: AsJson = False) -> None:
    """Take a gold set away; its codings stay."""
    with opened(data) as (place, who):
        gold.remove_set(place, who, gold_set)
    answer({"id": gold_set}, as_json, ["The set is gone; its codings stay."])


@app.command()
def declare(
    codings: Codings,
    to: Annotated[str, typer.Option("--to", help="The set's id.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make submitted or consensus codings the gold ones of their sessions, in a set."""
    with opened(data) as (place, who):
        for coding in codings:
            gold.declare(place, who, coding, to)
    answer({"set": to, "codings": codings}, as_json, [f"Gold now: {len(codings)}."])


@app.command()
def withdraw(codings: Codings, data: Data = None, as_json: AsJson = False) -> None:
    """Let codings be gold no more."""
    with opened(data) as (place, who):
        for coding in codings:
            gold.withdraw_gold(place, who, coding)
    answer({"codings": codings}, as_json, [f"Gold no more: {len(codings)}."])


@app.command()
def give(
    gold_set: Set,
    to: Annotated[str, typer.Option("--to", help="Whom: a coder of the study, id or name.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Give the sessions of a set for practice or tests to a coder."""
    with opened(data) as (place, who):
        whom = person_named(place, who, to)
        new = gold.give_set(place, who, gold_set, whom.id)
    answer({"account": whom.id, "new": new}, as_json, [f"{new} new for {whom.name}."])


@app.command()
def ask(  # noqa: PLR0913 - each is an option that is typed
    study: Study,
    scheme: Annotated[str, typer.Option(help="The scheme's id.")],
    statistic: Annotated[str | None, typer.Option(help=f"One of {', '.join(GOLD_STATISTICS)}.")] = None,
    least: Share = None,
    per_code: Share = None,
    in_a_row: Many = None,
    days: Many = None,
    every: Many = None,
    required: Annotated[bool, typer.Option("--required", help="No work without a certificate.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say what a study asks of coders; what is left out is what the scheme says, or usual."""
    wanted = TrainingGate(statistic, least, per_code, in_a_row, days, every, required)
    with opened(data) as (place, who):
        id = study_named(place, who, study)
        study_training.ask_of_coders(place, who, id, scheme, wanted)
    answer({"study": id, "scheme": scheme}, as_json, ["Kept."])


@app.command()
def progress(study: Study, data: Data = None, as_json: AsJson = False) -> None:
    """Show how far each coder of a study is with tests and certificates."""
    with opened(data) as (place, who):
        view = study_training.training_of_study(place, who, study_named(place, who, study))
    found = [
        {
            "account": coder.account, "name": coder.name, "scheme": part.scheme.id, "major": part.major,
            "passed_in_a_row": coder.passed, "needed": part.asks.in_a_row,
            "tests": [{"coding": t.coding, "value": t.value, "reason": t.reason, "passed": t.passed}
                      for t, _visit in coder.tests],
            "expires_at": coder.certificate.term.expires_at if coder.certificate else None,
            "certified": coder.certificate is not None,
        }
        for part in view.parts for coder in part.coders
    ]  # fmt: skip
    answer(found, as_json, [_told(each) for each in found] or ["Nobody to train yet."])


def _told(each: dict[str, Any]) -> str:
    held = f"certified until {each['expires_at']}" if each["certified"] else "no certificate"
    tests = f"{each['passed_in_a_row']} of {each['needed']} in a row"
    return f"{each['name']}: {each['scheme']} {each['major']}, {tests}, {held}"


@app.command()
def certificates(study: Study, data: Data = None, as_json: AsJson = False) -> None:
    """List the certificates of a study, the newest first."""
    with opened(data) as (place, who):
        view = study_training.training_of_study(place, who, study_named(place, who, study))
    found = [
        {
            "id": c.id, "account": c.account, "name": c.name, "scheme": c.scheme_id, "major": c.major,
            "issued_at": c.term.issued_at, "expires_at": c.term.expires_at, "ended_at": c.term.ended_at,
        }
        for c in view.certificates
    ]  # fmt: skip
    lines = [
        f"{c['id']}  {c['name']}: {c['scheme']} {c['major']}, {c['issued_at']} to "
        f"{c['ended_at'] or c['expires_at'] or 'no end'}"
        for c in found
    ]
    answer(found, as_json, lines or ["No certificate yet."])


@app.command()
def drift(
    study: Study,
    partners: Annotated[bool, typer.Option("--partners", help="Beside partners instead of gold.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show the drift charts of a study's coders as numbers, and who is to be looked at."""
    with opened(data) as (place, who):
        id = study_named(place, who, study)
        view = drifting.drift_of_study(place, who, id, "partners" if partners else "gold")
    found: list[dict[str, Any]] = [
        {
            "coder": coder.name, "code_name": coder.key, "scheme": part.scheme.id, "version": segment.version,
            "at": [p.at for p in segment.points],
            "accuracy": _chart(segment.accuracy), "lag_ms": _chart(segment.lag),
            "bias": {code: _chart(drawn) for (_track, _subject, code), drawn in segment.bias},
            "look": None if segment.look is None else {
                "measures": list(segment.look.measures), "since": segment.points[segment.look.since].at,
                "costliest": [[c.first, c.second, c.cost_ms] for c in segment.look.costliest],
            },
        }
        for part in view.parts for coder in part.coders for segment in coder.segments
    ]  # fmt: skip
    answer(found, as_json, [_look(each) for each in found] or ["No film to chart yet."])


@app.command("act")
def act_on_drift(  # noqa: PLR0913 - each is an option that is typed
    study: Study,
    coder: Annotated[str, typer.Argument(help="The coder's code name, from `drift`.")],
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(DRIFT_KINDS)}.")],
    scheme: Annotated[str, typer.Option(help="The scheme's id.")],
    version: Annotated[int, typer.Option(min=0, help="Its major version.")] = 1,
    since: Annotated[str, typer.Option(help="With recode: from which day on, as 2026-05-31.")] = "",
    note: Annotated[str, typer.Option(help="What was said or done.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many visits that is.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Note what was done about a drift; with recode the coder codes anew what they submitted since a day."""
    with opened(data) as (place, who):
        id, of = study_named(place, who, study), (scheme, version)
        if dry_run:
            many = drifting.recoding_since(place, who, id, coder, of, since)
        else:
            many = drifting.act_on_drift(place, who, id, coder, of, Doing(kind, since, note))
    told = {"coder": coder, "kind": kind, "visits": many, "kept": not dry_run}
    visits = f"{many} visits to code anew." if kind == "recode" else ""
    answer(told, as_json, [" ".join(filter(None, ("Nothing was kept." if dry_run else "Kept.", visits)))])


def _look(each: dict[str, Any]) -> str:
    told = f"{each['coder']}: {each['scheme']} {each['version']}, films: {len(each['at'])}"
    return f"{told}, look: {', '.join(each['look']['measures'])}" if each["look"] else told


def _chart(drawn: Drawn) -> dict[str, Any]:
    chart = drawn.chart
    return {
        "values": list(drawn.values), "smoothed": list(chart.values), "centre": chart.centre,
        "lower": list(chart.lower), "upper": list(chart.upper), "out": list(drawn.out),
        "reason": chart.reason,
    }  # fmt: skip


@app.command("end-certificate")
def end_certificate(
    certificate: Annotated[str, typer.Argument(help="The certificate's id.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let a certificate hold no more, before its time."""
    with opened(data) as (place, who):
        study_training.end_certificate(place, who, certificate)
    answer({"id": certificate}, as_json, ["The certificate has ended."])
