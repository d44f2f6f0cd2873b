"""The commands of studies: members and what is theirs, visits, caseloads, variables and contexts.

A study and a person are named by their id or, where that is clear, by their name.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.access import Role
from annotator.actions import entering, moving, studying, variables, visits
from annotator.actions.language import context_words
from annotator.actions.workplace import Workplace
from annotator.model.variables import KINDS, OF
from annotator.store.accounts import Account
from annotator.store.sessions import VisitFilter
from annotator.terminal import AsJson, Data, answer, opened, written
from annotator.terminal import person_named as _person
from annotator.terminal import scheme_named as _scheme
from annotator.terminal import study_named as _study

app = typer.Typer(
    help="Studies: members, caseloads, given visits, variables, contexts.", no_args_is_help=True
)

Study = Annotated[str, typer.Argument(help="The study: its id or name.")]
Person = Annotated[str, typer.Argument(help="Who: an id or a name.")]
AsRole = Annotated[str, typer.Option("--role", help=f"One of {', '.join(Role)}.")]
Whole = Annotated[bool, typer.Option("--whole", help="All of it is theirs, also what is still to come.")]
Visits = Annotated[list[str], typer.Argument(help="The visits' ids, from `annotator study visits`.")]


@app.command("list")
def list_studies(data: Data = None, as_json: AsJson = False) -> None:
    """List one's studies with their ids, and what one is in each."""
    with opened(data) as (place, who):
        found = [
            {"id": own.study.id, "name": own.study.name, "role": own.role}
            for own in studying.own_studies(place, who)
        ]
    answer(found, as_json, [f"{each['id']}  {each['name']} ({each['role']})" for each in found])


@app.command()
def show(study: Study, data: Data = None, as_json: AsJson = False) -> None:
    """Show who belongs to a study, as what, and how much of it is theirs."""
    with opened(data) as (place, who):
        view = studying.study(place, who, _study(place, who, study))
    members = [
        {"id": m.account, "name": m.name, "role": m.role, "whole": m.whole, "disabled": m.disabled}
        for m in view.members
    ]
    own = view.own.study
    lines = [f"{m['id']}  {m['name']}, {m['role']}{', all of it' if m['whole'] else ''}" for m in members]
    answer({"id": own.id, "name": own.name, "members": members}, as_json, [own.name, *lines])


@app.command()
def make(
    name: Annotated[str, typer.Argument(help="The name of the study.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Begin a study; whoever begins it belongs to it."""
    with opened(data) as (place, who):
        made = studying.make_study(place, who, name)
    answer({"id": made}, as_json, [made])


@app.command()
def rename(study: Study, name: str, data: Data = None, as_json: AsJson = False) -> None:
    """Give a study another name."""
    with opened(data) as (place, who):
        id = _study(place, who, study)
        studying.rename_study(place, who, id, name)
    answer({"id": id, "name": name}, as_json, [f"{id}  {name}"])


@app.command("delete")
def delete_study(study: Study, data: Data = None, as_json: AsJson = False) -> None:
    """Take away a study that has no family any more."""
    with opened(data) as (place, who):
        id = _study(place, who, study)
        moving.remove_study(place, who, id)
    answer({"id": id}, as_json, ["The study is gone."])


# Members


@app.command()
def add(
    study: Study,
    person: Person,
    role: AsRole = Role.CODER.value,
    whole: Whole = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Take somebody who has an account into a study, or change what they are in it."""
    _known_role(role)
    with opened(data) as (place, who):
        id, whom = _study(place, who, study), _person(place, who, person)
        studying.set_member(place, who, id, whom.id, role, whole=whole)
    told = {"study": id, "account": whom.id, "name": whom.name, "role": role, "whole": whole}
    answer(told, as_json, [f"{whom.name} is {role} there."])


@app.command()
def remove(study: Study, person: Person, data: Data = None, as_json: AsJson = False) -> None:
    """Take somebody out of a study; what they did in it stays."""
    with opened(data) as (place, who):
        id, whom = _study(place, who, study), _person(place, who, person)
        studying.remove_member(place, who, id, whom.id)
    answer({"study": id, "account": whom.id}, as_json, [f"{whom.name} does not belong to it any more."])


@app.command()
def invite(
    study: Study,
    name: Annotated[str, typer.Argument(help="Whom; they get an account when nobody is called so.")],
    public: Annotated[str, typer.Option(help="The server's address that browsers use.")],
    role: AsRole = Role.CODER.value,
    whole: Whole = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Take somebody into a study and make the link by which they set their password, while no server runs."""
    from dataclasses import replace

    from annotator.web.site import Site, public_address

    _known_role(role)
    secure, host = public_address(public)
    with opened(data) as (place, who):
        id = _study(place, who, study)
        whom, token = entering.invite_into(place, who, id, name, role, whole=whole)
        at = replace(place, public=Site(0, secure, host).origin(host))
    url = entering.link(at, token)
    told = {"study": id, "account": whom.id, "name": whom.name, "role": role, "url": url}
    answer(told, as_json, [f"{whom.name} sets a password here, within three days:", url])


# What is theirs


@app.command("visits")
def list_visits(
    study: Annotated[str | None, typer.Argument(help="The study: its id or name; all when left out.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List visits with their families, contexts and values, and to whom they were given."""
    with opened(data) as (place, who):
        id = "" if study is None else _study(place, who, study)
        found = _visits(place, who, id)
    lines = [
        f"{v['session']}  {v['family_code']} · {v['label']} · {v['date']}"
        + (f" · {', '.join(v['given_to'])}" if v["given_to"] else "")
        for v in found
    ]
    answer(found, as_json, lines or ["No visit yet."])


@app.command()
def give(
    visits: Visits,
    to: Annotated[str, typer.Option("--to", help="Whom: a coder or supervisor of the study, id or name.")],
    scheme: Annotated[str | None, typer.Option(help="To be coded with: a scheme's id.")] = None,
    profile: Annotated[str | None, typer.Option(help="And its profile.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Give visits to a coder to code, or share them with a supervisor; all or none."""
    if (scheme is None) != (profile is None):
        raise typer.BadParameter("Name --scheme and --profile together, or neither.")
    with opened(data) as (place, who):
        whom = _person(place, who, to)
        hash = None if scheme is None else _scheme(place, who, scheme, profile or "")
        many = studying.give_visits(place, who, visits, whom.id, hash, profile)
    answer({"account": whom.id, "new": many}, as_json, [f"{many} new for {whom.name}."])


@app.command("take-back")
def take_back(
    visits: Visits,
    person: Annotated[str, typer.Option("--from", help="From whom: an id or name.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Take visits back from somebody who has not coded them."""
    with opened(data) as (place, who):
        whom = _person(place, who, person)
        for visit in visits:
            studying.take_visit_back(place, who, visit, whom.id)
    answer({"account": whom.id, "visits": visits}, as_json, [f"Taken back from {whom.name}."])


@app.command()
def caseload(
    families: Annotated[list[str], typer.Argument(help="The families' ids.")],
    of: Annotated[list[str], typer.Option("--of", help="A home visitor, id or name; may repeat.")] = [],  # noqa: B006 - typer's way to an option that repeats
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say in whose caseload families are: theirs alone who are named, nobody's when nobody is."""
    with opened(data) as (place, who):
        whom = [_person(place, who, each) for each in of]
        studying.set_caseloads(place, who, families, [each.id for each in whom])
    names = ", ".join(each.name for each in whom) or "nobody"
    told = {"families": families, "accounts": [each.id for each in whom]}
    answer(told, as_json, [f"In the caseload of: {names}."])


@app.command()
def move(
    families: Annotated[list[str], typer.Argument(help="The families' ids.")],
    to: Annotated[str, typer.Option("--to", help="The study they go to: its id or name.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Move families with all that belongs to them to another study; all or none."""
    with opened(data) as (place, who):
        id = _study(place, who, to)
        many = moving.move_families(place, who, families, id)
    answer({"study": id, "moved": many}, as_json, [f"Moved: {many}."])


# Variables and contexts


@app.command("variables")
def list_variables(study: Study, data: Data = None, as_json: AsJson = False) -> None:
    """List what a study wants to know of its visits and people, with how many values there are."""
    with opened(data) as (place, who):
        found = variables.defined(place, who, _study(place, who, study))
    rows = [
        {"id": v.id, "of": v.of, "label": v.label, "kind": v.kind, "choices": list(v.choices), "values": n}
        for v, n in found.variables
    ]
    lines = [f"{r['id']}  {r['label']} ({r['kind']} of a {r['of']}), values: {r['values']}" for r in rows]
    answer(rows, as_json, lines or ["No variable yet."])


@app.command()
def define(
    study: Study,
    label: Annotated[str, typer.Argument(help="What the variable is called.")],
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(KINDS)}.")] = "text",
    of: Annotated[str, typer.Option(help=f"Of a {' or a '.join(OF)}.")] = "visit",
    choice: Annotated[list[str], typer.Option(help="An option of a choice; may repeat.")] = [],  # noqa: B006 - typer's way to an option that repeats
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Define a variable of a study."""
    if kind not in KINDS or of not in OF:
        raise typer.BadParameter(f"--kind is one of {', '.join(KINDS)}, --of one of {', '.join(OF)}.")
    with opened(data) as (place, who):
        made = variables.define(place, who, _study(place, who, study), of, label, kind, choice)
    answer({"id": made.id, "label": made.label}, as_json, [f"{made.id}  {made.label}"])


@app.command()
def undefine(
    variable: Annotated[str, typer.Argument(help="The variable's id.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Take a variable away that has no value."""
    with opened(data) as (place, who):
        variables.remove(place, who, variable)
    answer({"id": variable}, as_json, ["The variable is gone."])


@app.command("set")
def set_value(
    visits: Visits,
    variable: Annotated[str, typer.Option(help="The variable's id.")],
    value: Annotated[str, typer.Option(help="Its value; empty takes it away.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Give visits a value of a variable; all or none."""
    with opened(data) as (place, who):
        variables.set_visits(place, who, visits, variable, value)
    answer({"visits": visits, "variable": variable}, as_json, [f"Set for {len(visits)}."])


@app.command()
def contexts(
    study: Study,
    labels: Annotated[list[str] | None, typer.Argument(help="Its contexts from now on, in order.")] = None,
    usual: Annotated[bool, typer.Option("--usual", help="Bring the usual ones back.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show the contexts of a study, or name them anew; visits keep what they have."""
    with opened(data) as (place, who):
        id = _study(place, who, study)
        if labels or usual:
            variables.set_contexts(place, who, id, labels or [])
        found = list(variables.defined(place, who, id).contexts)
    answer(found, as_json, [context_words(each, str) for each in found])


@app.command()
def agreement(
    study: Study,
    form: Annotated[str, typer.Option(help="html, pdf or csv.")] = "html",
    out: Annotated[Path | None, typer.Option("--out", help="The file to write.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write the report of how far a study's coders agree, and each with oneself; csv has every number."""
    from annotator.actions import study_agreeing

    if form not in study_agreeing.FORMS:
        raise typer.BadParameter(f"--form is html, pdf or csv, not {form}.")
    with opened(data) as (place, who):
        made = study_agreeing.agreement_report(place, who, _study(place, who, study), form)
    target = written(out or Path(made.name), made.content)
    told = [line for part in made.report.parts for line in (part.title, *part.answers)]
    numbers = [dict(row) for row in made.report.rows]
    answer({"file": target, "bytes": len(made.content), "numbers": numbers}, as_json, [target, *told])


@app.command()
def asks(
    study: Study,
    scheme: Annotated[str | None, typer.Option(help="Set it in this scheme: its id.")] = None,
    accuracy: Annotated[float | None, typer.Option(min=0, max=100, help="At least, in %.")] = None,
    positive: Annotated[float | None, typer.Option(min=0, max=100, help="Of each code, in %.")] = None,
    stretches: Annotated[int | None, typer.Option(min=1, help="From how many a code counts.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show what a study asks of agreement; with --scheme set it, what is left out as the scheme says."""
    from annotator.actions import study_agreeing
    from annotator.store.gates import Gate

    if scheme is None and (accuracy, positive, stretches) != (None, None, None):
        raise typer.BadParameter("Say with --scheme in which scheme.")
    with opened(data) as (place, who):
        id = _study(place, who, study)
        if scheme is not None:
            least, each = (None if share is None else share / 100 for share in (accuracy, positive))
            study_agreeing.ask_of_agreement(place, who, id, scheme, Gate(least, each, stretches))
        found = [
            {"scheme": s.id, "accuracy": a.accuracy, "positive": a.positive, "stretches": a.least_events}
            for s, a in study_agreeing.asked_in_study(place, who, id)
        ]
    lines = [
        f"{a['scheme']}: accuracy {a['accuracy']:.0%}, each code {a['positive']:.0%} from {a['stretches']} on"
        for a in found
    ]
    answer(found, as_json, lines or ["No scheme was handed out or coded in it yet."])


def _known_role(role: str) -> None:
    if role not in list(Role):
        raise typer.BadParameter(f"--role is one of {', '.join(Role)}.")


def _visits(place: Workplace, who: Account, study: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for page in _pages(place, who, study):
        labels = {v.id: v.label for v in page.variables}
        found += [
            {
                "session": line.row.id, "family": line.row.family, "family_code": line.row.family_code,
                "label": line.row.label, "date": line.row.date, "context": line.row.context,
                "values": {labels[id]: value for id, value in line.values.items() if id in labels},
                "given_to": list(line.given_to),
            }
            for line in page.lines
        ]  # fmt: skip
    return found


def _pages(place: Workplace, who: Account, study: str) -> Iterable[visits.VisitList]:
    number = 0
    while True:
        page = visits.visits(place, who, visits.Asked(VisitFilter(study=study), number))
        yield page
        number += 1
        if number * visits.PAGE >= page.total:
            return
