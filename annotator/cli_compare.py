"""The commands about two codings of one visit: how far they agree, where they differ, what was decided."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.terminal import AsJson, Data, answer, opened

_FIRST, _SECOND = "A coder's submitted coding: its id.", "Another coder's of the same visit and scheme."


def add_to(app: typer.Typer) -> None:
    """Put the commands among the others."""
    for command in (compare, differences, onsets, consensus):
        app.command()(command)


def compare(  # noqa: PLR0913 - each is an option that is typed
    first: str,
    second: str,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Also γ, tolerance κ with its chance line, and an interval.")
    ] = False,
    scheme: Annotated[Path | None, typer.Option(help="Files: the scheme's file, if it is not ours.")] = None,
    onset: Annotated[int | None, typer.Option("--from", help="Files: the coded stretch begins, ms.")] = None,
    offset: Annotated[int | None, typer.Option("--to", help="Files: the coded stretch ends, ms.")] = None,
    coders: Annotated[
        tuple[str, str], typer.Option(help="Files that hold several: the coder in each.")
    ] = ("", ""),
    session: Annotated[str, typer.Option(help="Files that hold several: the visit.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Compare two codings of one visit, by their ids or as two files; --json has every statistic."""
    from annotator.actions import comparing, comparing_files, telling
    from annotator.exchange.codings import READERS, Wanted

    view: comparing.ComparisonView | comparing_files.FileComparison
    if any(Path(each).suffix.lower() in READERS or Path(each).is_file() for each in (first, second)):
        wanted = [Wanted(coder, session, onset, offset) for coder in coders]
        view = comparing_files.compare_files(Path(first), Path(second), scheme, (wanted[0], wanted[1]))
    else:
        with opened(data) as (place, who):
            view = comparing.compare_codings(place, who, first, second)
    answer(telling.comparison_json(view, thorough), as_json, telling.comparison_lines(view))


def differences(
    first: Annotated[str, typer.Argument(help=_FIRST)],
    second: Annotated[str, typer.Argument(help=_SECOND)],
    number: Annotated[int | None, typer.Option(min=1, help="One of the list, by its number.")] = None,
    verdict: Annotated[
        str | None,
        typer.Option(help="With --number: first, second, both, unclear, or open to take a verdict back."),
    ] = None,
    note: Annotated[str, typer.Option(help="With --verdict: why.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List where two codings differ, the costliest first, and decide about one of them with --verdict."""
    from annotator.actions import judging, telling_differences
    from annotator.store.verdicts import WORDS

    if (number is None) != (verdict is None):
        raise typer.BadParameter(
            "--number and --verdict belong together: which difference, and what is right."
        )
    word = next((each for each in WORDS if each == verdict), None)
    if verdict is not None and word is None:
        raise typer.BadParameter(f"--verdict is one of {', '.join(WORDS)}, not {verdict}.")
    with opened(data) as (place, who):
        found = judging.differences(place, who, first, second)
        if number is not None and word is not None:
            if number > len(found.judged):
                raise typer.BadParameter(f"--number is at most {len(found.judged)}: the list is no longer.")
            moment = judging.moment_of(found.judged[number - 1].disagreement)
            judging.judge(place, who, first, second, moment, word, note)
            found = judging.differences(place, who, first, second)
    answer(telling_differences.differences_json(found), as_json, telling_differences.differences_lines(found))


def onsets(
    first: Annotated[str, typer.Argument(help="A coder's submitted coding: its id.")],
    second: Annotated[str, typer.Argument(help="Another coder's of the same visit, scheme and depth.")],
    take: Annotated[
        str | None, typer.Option(help="What holds where they differ: first, second, both or neither.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="With --take: decide anew what was agreed on already.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Lay two coders' onsets side by side; with --take agree on them and begin each coder's second pass."""
    from annotator.actions import telling_onsets, two_passes
    from annotator.agreement import Taken

    with opened(data) as (place, who):
        view = two_passes.onsets(place, who, first, second)
        if take is None:
            answer(telling_onsets.onsets_json(view), as_json, telling_onsets.onsets_lines(view))
            return
        if take not in list(Taken):
            raise typer.BadParameter(f"--take is one of {', '.join(Taken)}.")
        chosen = two_passes.leaning(view.open_pairs, Taken(take))
        made = two_passes.agree_onsets(place, who, first, second, chosen, again=again)
        names = {of.coder: of.coder_name for of in (view.first, view.second)}
    lines = [f"{id}  {names[account]}" for account, id in made.items()]
    answer({"codings": dict(made)}, as_json, ["Each coder goes on from the same marks:", *lines])


def consensus(
    first: Annotated[str, typer.Argument(help="A coder's submitted coding: its id.")],
    second: Annotated[str, typer.Argument(help="Another coder's of the same visit and scheme.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Begin a consensus coding of your own from two codings and the verdicts about where they differ."""
    from annotator.actions import judging

    with opened(data) as (place, who):
        found = judging.differences(place, who, first, second)
        made = judging.make_consensus(place, who, first, second)
    decided = sum(j.verdict is not None for j in found.judged)
    told = {"coding": made, "differences": len(found.judged), "decided": decided}
    answer(told, as_json, [f"{made}  {decided} of {len(found.judged)} differences are decided."])
