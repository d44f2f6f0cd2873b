"""The commands of how long a study keeps families, and of what two people decide about one.

Whoever types is the data folder's first person, so that what they ask for is confirmed by somebody else, on
the study's page, and what somebody else asked for can be confirmed here.
"""

from typing import Annotated, Any

import typer

from annotator.actions import retaining
from annotator.actions.retaining import KINDS, LONGEST_MONTHS, REASONS, Kept
from annotator.terminal import AsJson, Data, answer, opened, study_named

app = typer.Typer(
    help="How long a study keeps families; what two people decide about one.", no_args_is_help=True
)

Study = Annotated[str, typer.Argument(help="The study: its id or name.")]
Family = Annotated[str, typer.Argument(help="The family's id, from `annotator study retention due`.")]
_WAITS = "Asked. It is done once somebody else who may erase here confirms it."


@app.command()
def due(
    study: Study,
    every: Annotated[bool, typer.Option("--all", help="Those that are not due yet, too.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List the families that a study has kept long enough, and what is asked about a family or holds it."""
    with opened(data) as (place, who):
        found = retaining.retention_of_study(place, who, study_named(place, who, study))
    shown = [_row(kept) for kept in found.families if every or kept.is_due or kept.asked or kept.hold]
    months = "no time said" if found.months is None else f"{found.months} months after the last visit"
    told = {"months": found.months, "families": shown, "others": list(found.others)}
    answer(told, as_json, [f"Kept: {months}.", *map(_line, shown)])


def _row(kept: Kept) -> dict[str, Any]:
    asked = kept.asked and {
        "kind": kept.asked.kind, "reason": kept.asked.reason, "until": kept.asked.until,
        "by": kept.asked_by, "own": kept.own,
    }  # fmt: skip
    hold = kept.hold and {"reason": kept.hold.reason, "until": kept.hold.until}
    return {
        "family": kept.family, "code": kept.code, "since": kept.since, "due": kept.due, "is_due": kept.is_due,
        "asked": asked, "hold": hold,
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    asked, hold = row["asked"], row["hold"]
    parts = [
        f"due since {row['due']}" if row["is_due"] else f"kept until {row['due'] or 'nobody said when'}",
        f"{asked['by']} asked: {asked['kind']}" if asked else "",
        f"held until {hold['until']} ({hold['reason']})" if hold else "",
    ]
    return f"{row['family']}  {row['code']}: {', '.join(part for part in parts if part)}"


@app.command()
def keep(
    study: Study,
    months: Annotated[
        int | None, typer.Option(min=1, max=LONGEST_MONTHS, help="After the last visit.")
    ] = None,
    unsaid: Annotated[bool, typer.Option("--unsaid", help="It is not said how long.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say how long a study keeps a family after its last visit; nothing is erased by that."""
    if (months is None) != unsaid:
        raise typer.BadParameter("Say --months, or --unsaid.")
    with opened(data) as (place, who):
        id = study_named(place, who, study)
        retaining.set_retention(place, who, id, months)
    answer({"study": id, "months": months}, as_json, ["Kept so from now on."])


@app.command("ask")
def ask_of_two(
    family: Family,
    kind: Annotated[str, typer.Option("--to", help=f"One of {', '.join(KINDS)}.")],
    reason: Annotated[str, typer.Option(help=f"Of a hold, one of {', '.join(REASONS)}.")] = "",
    until: Annotated[str, typer.Option(help="Of a hold: its last day, such as 2031-12-31.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Ask that a family be erased that is due, that it be held, or a hold end: somebody else confirms."""
    _known(kind, reason)
    if kind == "hold" and not (reason and until):
        raise typer.BadParameter("A hold has a --reason and a day --until which it lasts.")
    with opened(data) as (place, who):
        if kind == "hold":
            retaining.ask_to_hold(place, who, family, reason, until)
        elif kind == "erase":
            retaining.ask_to_erase(place, who, family)
        else:
            retaining.ask_to_let_go(place, who, family)
    answer({"family": family, "kind": kind, "done": False}, as_json, [_WAITS])


@app.command()
def confirm(
    family: Family,
    kind: Annotated[str, typer.Option("--to", help=f"What was asked: one of {', '.join(KINDS)}.")],
    reason: Annotated[str, typer.Option(help="Of a hold: the reason that was given.")] = "",
    code: Annotated[str, typer.Option(help="To erase: the family's code name.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Agree, as the second person, to what somebody else asked about a family; to erase is for good."""
    _known(kind, reason)
    with opened(data) as (place, who):
        done = retaining.confirm(place, who, family, kind, code, reason)
    backups = [] if done is None else [{"made_at": b.at, "file": str(b.file)} for b in done.backups]
    told = {"family": family, "kind": kind, "done": True, "counts": done.counts if done else {}}
    lines = [f"The backup {b['file']} of {b['made_at']} still holds it." for b in backups]
    left = [str(done.left)] if done is not None and done.left else []
    answer({**told, "backups": backups, "left": " ".join(left)}, as_json, ["Done.", *lines, *left])


@app.command("take-back")
def take_back(family: Family, data: Data = None, as_json: AsJson = False) -> None:
    """Take back what was asked about a family, or say no to what somebody else asked."""
    with opened(data) as (place, who):
        retaining.take_back(place, who, family)
    answer({"family": family}, as_json, ["Nothing is asked about it now."])


def _known(kind: str, reason: str) -> None:
    if kind not in KINDS:
        raise typer.BadParameter(f"--to is one of {', '.join(KINDS)}.")
    if reason and reason not in REASONS:
        raise typer.BadParameter(f"--reason is one of {', '.join(REASONS)}.")
