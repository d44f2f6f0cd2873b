"""`annotator study plan`, `assign`, `again`, `assigned`, `reassign`, `withdraw`, `work`."""

import secrets
from dataclasses import asdict
from typing import Annotated, Any

import typer

from annotator.actions import assigning, coding_again, planning, work_list
from annotator.actions.assigning import Wanted
from annotator.actions.coding_again import WantedAgain
from annotator.actions.planning import Expectation, Observed
from annotator.actions.strata import OF_EVERY_VISIT
from annotator.actions.work_list import WorkList
from annotator.agreement.planning import SPREAD, STRETCHES
from annotator.terminal import AsJson, Data, answer, opened, person_named, scheme_named, study_named

SEEDS = 2**31
Study = Annotated[str, typer.Argument(help="The study: its id or name.")]
Seed = Annotated[int | None, typer.Option(help="Drawn again by it; a new one when left out.")]
Share = Annotated[float | None, typer.Option(help="Percent of all visits.")]
Number = Annotated[int | None, typer.Option(help="How many instead of a share.")]
Scheme = Annotated[str, typer.Option(help="To be coded with: a scheme's id.")]
Profile = Annotated[str, typer.Option(help="And its profile.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what it would be and keep nothing.")]
Visit = Annotated[str, typer.Argument(help="The visit's id, from `annotator study visits`.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to a group."""
    for name, command in (
        ("plan", plan), ("assign", assign), ("again", again), ("assigned", assigned),
        ("reassign", reassign), ("withdraw", withdraw), ("work", work),
    ):  # fmt: skip
        app.command(name)(command)


def plan(  # noqa: PLR0913 - each is an option that is typed
    study: Study,
    kappa: Annotated[
        float | None, typer.Option(help="The κ to expect; the study's own when left out.")
    ] = None,
    icc: Annotated[float | None, typer.Option(help="The ICC(C,1) to expect, for ratings.")] = None,
    time_share: Annotated[list[float], typer.Option(help="A code's percent of time; may repeat.")] = [],  # noqa: B006 - typer's way to an option that repeats
    stretches: Annotated[int, typer.Option(help="Stretches of a session.")] = STRETCHES,
    spread: Annotated[float, typer.Option(help="SD of κ between sessions.")] = SPREAD,
    number: Annotated[list[int], typer.Option(help="Of double-coded visits; may repeat.")] = [],  # noqa: B006 - as above
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show the interval to expect for κ or ICC from so many double-coded visits."""
    if icc is not None and (kappa is not None or time_share):
        raise typer.BadParameter("Give --icc, or --kappa with --time-share.")
    wanted = None
    if kappa is not None or icc is not None or time_share:
        shares = tuple(each / 100 for each in time_share) or (planning.SHARE,)
        wanted = Expectation(planning.KAPPA if kappa is None else kappa, shares, stretches, spread, icc)
    with opened(data) as (place, who):
        numbers = tuple(number) or planning.NUMBERS
        found = planning.planned(place, who, study_named(place, who, study), wanted, numbers)
    used, what = found.expectation, "ICC" if found.expectation.icc is not None else "κ"
    expected = used.icc if used.icc is not None else used.kappa
    lines = [
        f"{found.visits} visits, {found.doubled} given to two; at least {found.least} should be.",
        f"Expected {what} {expected:g}{_as_observed(found.observed)}:",
        *(f"{n:>5} double-coded: {limits}" for n, limits in found.rows),
    ]
    rows = [{"doubled": n, "low": li.low, "high": li.high, "reason": li.reason} for n, li in found.rows]
    told = {
        "expectation": asdict(used), "observed": found.observed is not None,
        "observed_of": _observed_json(found.observed), "visits": found.visits,
        "doubled": found.doubled, "least": found.least, "rows": rows,
    }  # fmt: skip
    answer(told, as_json, lines)


def _as_observed(of: Observed | None) -> str:
    return "" if of is None else f", as {of.sessions} visits coded by two gave for {of.track} of {of.subject}"


def _observed_json(of: Observed | None) -> dict[str, Any] | None:
    if of is None:
        return None
    place = {"scheme": of.scheme.id, "track": of.track, "subject": of.subject, "code": of.code}
    return place | {"codes": list(of.codes), "sessions": of.sessions}


def assign(  # noqa: PLR0913 - each is an option that is typed
    study: Study,
    scheme: Scheme,
    profile: Profile,
    coder: Annotated[
        list[str], typer.Option(help="A coder, id or name; may repeat. All when left out.")
    ] = [],  # noqa: B006 - as above
    share: Share = None,
    number: Number = None,
    by: Annotated[
        list[str], typer.Option(help=f"Strata: {', '.join(OF_EVERY_VISIT)} or a variable's id.")
    ] = [],  # noqa: B006 - as above
    later: Annotated[bool, typer.Option("--later", help="Also from visits that one coder has.")] = False,
    seed: Seed = None,
    dry_run: DryRun = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Hand out a study's visits to coders, some of them to two; what was handed out before stays."""
    _share_or_number(share, number)
    with opened(data) as (place, who):
        id = study_named(place, who, study)
        everybody = assigning.coders_here(place, who, id)
        coders = [person_named(place, who, each).id for each in coder] or list(everybody)
        wanted = Wanted(
            scheme_named(place, who, scheme, profile), profile, tuple(coders), _seed(seed),
            None if share is None else share / 100, number, tuple(by), later,
        )  # fmt: skip
        made = assigning.preview if dry_run else assigning.assign
        found = made(place, who, id, wanted)
    drawn, names = found.draw, found.names
    told: dict[str, Any] = {
        "seed": wanted.seed, "kept": not dry_run,
        "visits": len(drawn.assigned), "doubled": drawn.doubled,
        "doubled_later": drawn.doubled_later, "before": found.before,
        "without_film": found.without_film, "closed": found.closed,
        "coders": [
            {"account": c, "name": names[c], "visits": list(order), "duration_ms": drawn.duration_of(c)}
            for c, order in drawn.orders.items()
        ],
        "pairs": [{"first": a, "second": b, "visits": n} for (a, b), n in drawn.pairs.items()],
        "strata": [{"stratum": s, "visits": n, "doubled": d} for s, (n, d) in drawn.by_stratum.items()],
    }  # fmt: skip
    lines = [
        f"Seed {wanted.seed}: {len(drawn.assigned)} visits, {drawn.doubled} of them to two coders"
        f"{' (nothing was kept)' if dry_run else ''}.",
        f"Handed out before: {found.before}; without a film: {found.without_film}; closed: {found.closed}.",
        *(f"{c['name']}: {len(c['visits'])} visits, {_hours(c['duration_ms'])} h" for c in told["coders"]),
        *(f"{names[a]} and {names[b]}: {n}" for (a, b), n in drawn.pairs.items()),
        *(f"{s}: {n} visits, {d} doubled" for s, (n, d) in drawn.by_stratum.items() if wanted.by),
    ]  # fmt: skip
    answer(told, as_json, lines)


def again(  # noqa: PLR0913 - each is an option that is typed
    study: Study,
    scheme: Scheme,
    profile: Profile,
    days: Annotated[int | None, typer.Option(help="After how many; as the study said last.")] = None,
    share: Share = None,
    number: Number = None,
    seed: Seed = None,
    dry_run: DryRun = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let coders make some of their submitted codings again after a while, without seeing the former ones."""
    _share_or_number(share, number)
    with opened(data) as (place, who):
        id = study_named(place, who, study)
        usual = coding_again.days_in_between(place, who, id)
        wanted = WantedAgain(
            scheme_named(place, who, scheme, profile), profile, _seed(seed), usual if days is None else days,
            None if share is None else share / 100, number,
        )  # fmt: skip
        made = coding_again.preview_again if dry_run else coding_again.assign_again
        found = made(place, who, id, wanted)
    told = {
        "seed": wanted.seed, "kept": not dry_run, "days": list(found.days),
        "coders": [
            {"account": c, "name": found.names[c], "visits": n, "submitted": found.submitted[c]}
            for c, n in found.drawn.items()
        ],
    }  # fmt: skip
    lines = [f"{found.names[c]}: {n} of {found.submitted[c]}" for c, n in found.drawn.items()]
    span = f"Seed {wanted.seed}; from {' to '.join(found.days)}" if found.days else "Nothing is drawn."
    answer(told, as_json, [span, *lines])


def assigned(study: Study, data: Data = None, as_json: AsJson = False) -> None:
    """Show who has which visit and how far they are, and by which seeds it was drawn."""
    with opened(data) as (place, who):
        found = assigning.grid(place, who, study_named(place, who, study))
    rows = [
        {
            "session": row.visit.id, "family_code": row.visit.family_code, "label": row.visit.label,
            "doubled": row.doubled, "coders": [asdict(cell) for cell in row.cells],
        }
        for row in found.rows
    ]  # fmt: skip
    drawn: list[dict[str, Any]] = [
        {
            "kind": d.drawing.kind, "at": d.drawing.at, "by": d.by, "scheme": d.scheme,
            "profile": d.drawing.profile, "seed": d.drawing.seed, "settings": dict(d.drawing.settings),
        }
        for d in found.drawings
    ]  # fmt: skip
    lines = [
        f"{r.visit.id}  {r.visit.family_code} · {r.visit.label}: "
        + ", ".join(f"{found.coders[c.account]} {c.state}{' again' if c.again else ''}" for c in r.cells)
        + (" (doubled)" if r.doubled else "")
        for r in found.rows
    ]
    lines += [f"Drawn {d['at'][:10]} by seed {d['seed']}: {d['settings']['visits']} visits" for d in drawn]
    told = {"visits": rows, "left": found.left, "drawings": drawn}
    answer(told, as_json, [*lines, f"Handed out to nobody: {found.left}."])


def reassign(
    visit: Visit,
    giver: Annotated[str, typer.Option("--from", help="From whom: an id or name.")],
    to: Annotated[str, typer.Option("--to", help="To whom: an id or name.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Give a visit that was not begun to another coder."""
    with opened(data) as (place, who):
        one, other = person_named(place, who, giver), person_named(place, who, to)
        assigning.reassign(place, who, visit, one.id, other.id)
    answer({"session": visit, "from": one.id, "to": other.id}, as_json, [f"{other.name} has it now."])


def withdraw(
    visit: Visit,
    person: Annotated[str, typer.Option("--from", help="From whom: an id or name.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Take back a visit that was not begun, also one that was to be coded again."""
    with opened(data) as (place, who):
        whom = person_named(place, who, person)
        assigning.withdraw(place, who, visit, whom.id)
    answer({"session": visit, "from": whom.id}, as_json, [f"Taken back from {whom.name}."])


def work(data: Data = None, as_json: AsJson = False) -> None:
    """List what one was given to code, in order, and how far one is."""
    with opened(data) as (place, who):
        found: WorkList = work_list.my_work(place, who)
    rows = [
        {
            "session": item.visit.id, "family_code": item.visit.family_code, "label": item.visit.label,
            "state": item.state, "coding": item.coding, "scheme": item.scheme.id if item.scheme else None,
            "profile": item.profile, "next": item is found.next,
        }
        for item in found.items
    ]  # fmt: skip
    lines = [f"{r['session']}  {r['family_code']} · {r['label']}: {r['state']}" for r in rows]
    total = f"{found.done} of {len(found.items)} submitted."
    answer(rows, as_json, [*lines, total] if rows else ["Nothing was given to be coded."])


def _hours(duration_ms: int) -> str:
    return f"{duration_ms / 3_600_000:.1f}"


def _seed(given: int | None) -> int:
    return secrets.randbelow(SEEDS) if given is None else given


def _share_or_number(share: float | None, number: int | None) -> None:
    if share is not None and number is not None:
        raise typer.BadParameter("Give --share or --number, not both.")
