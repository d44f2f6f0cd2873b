"""The command that brings codings of an old version of a scheme to a new one, also asking mark by mark."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.actions import library, remapping
from annotator.actions.remapping import Asked
from annotator.errors import AnnotatorError
from annotator.schemes.mapping import NOWHERE
from annotator.terminal import AsJson, Data, answer, opened, say, written
from annotator.timecode import clock

_CODES = 'A JSON file: {"track.code": "track.code", none or ask}.'
_ANSWERS = 'A JSON file of what single marks become: {"mark": "track.code" or none}; --ask adds to it.'


def add_to(app: typer.Typer) -> None:
    """Put the command among those of coding schemes."""
    app.command("map")(map_versions)


def map_versions(  # noqa: PLR0913 - each is an option that is typed
    id: Annotated[str, typer.Argument(help="The scheme's id.")],
    old: Annotated[str, typer.Option("--from", help="The old version.")],
    new: Annotated[str, typer.Option("--to", help="The new version.")],
    codes: Annotated[Path | None, typer.Option(help=_CODES)] = None,
    answers: Annotated[Path | None, typer.Option(help=_ANSWERS)] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Ask here about each mark the map asks about.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Bring over every coding that is ready.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Map an old version's codes to a new one's, tell what becomes of real codings, bring them over."""
    with opened(data) as (place, who):
        pair = [library.version_of(place, who, id, version).hash for version in (old, new)]
        if codes is not None:
            remapping.keep_map(place, who, pair[0], pair[1], _named(codes, '{"contact.apart": "none"}'))
        view = remapping.map_of(place, who, pair[0], pair[1])
        decided = {} if answers is None or (ask and not answers.exists()) else _named(answers, _ANSWER)
        asked = remapping.marks_asked(place, who, pair[0], pair[1])
        _refuse_wrong(decided, asked, answers)
        if ask:
            decided = _asked(asked, decided, answers)
        found = remapping.preview(place, who, pair[0], pair[1], decided)
        ready = [each.coding.id for each in found if each.why_not is None]
        made = remapping.apply_map(place, who, pair[0], pair[1], ready, decided) if apply else []
    becomes = [{"from": was, "to": to, "marks": n} for (was, to), n in remapping.totals(found).items()]
    left = [{"coding": each.coding.id, "why": each.why_not} for each in found if each.why_not is not None]
    untold = [each for each in asked if each.mark.id not in decided]
    told = {
        "codes": dict(view.codes), "problems": [str(p) for p in view.problems], "kept": view.kept,
        "becomes": becomes, "asked": [_told(each) for each in untold], "ready": ready,
        "left": left, "made": made,
    }  # fmt: skip
    lines = [f"{name} -> {to}" for name, to in view.codes.items()] + [str(p) for p in view.problems]
    lines += [f"{row['marks']} marks: {row['from']} -> {row['to']}" for row in becomes]
    lines += [f"still to be told: {each.mark.id}  {_place(each)}" for each in untold]
    lines += [f"{row['coding']}: {row['why']}" for row in left] + [f"made: {each}" for each in made]
    answer(told, as_json, lines)


_ANSWER = '{"a mark\'s id": "contact.close"}'


def _named(file: Path, example: str) -> dict[str, str]:
    try:
        found = json.loads(file.read_bytes())
    except OSError as error:
        raise AnnotatorError(f"{file} cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(to, str) for to in found.values()):
        raise AnnotatorError(f"{file} is no map; expected JSON such as {example}.")
    return found


def _refuse_wrong(decided: Mapping[str, str], asked: Sequence[Asked], file: Path | None) -> None:
    """Refuse an answer about a mark that nobody asks about, and one that the mark cannot be."""
    by_id = {each.mark.id: each for each in asked}
    for id, to in decided.items():
        if id not in by_id:
            raise AnnotatorError(f"{file}: nothing is asked about a mark {id}; take it out.")
        if to not in by_id[id].choices:
            raise AnnotatorError(f"{file}: {id} cannot be {to}; it can be {', '.join(by_id[id].choices)}.")


def _told(each: Asked) -> dict[str, Any]:
    content = each.mark.content
    return {
        "mark": each.mark.id, "coding": each.coding, "code": each.code, "onset_ms": content.onset_ms,
        "frame": content.onset_frame, "choices": list(each.choices),
    }  # fmt: skip


def _place(each: Asked) -> str:
    content = each.mark.content
    frame = "" if content.onset_frame is None else f" (frame {content.onset_frame})"
    return f"{each.name}  {clock(content.onset_ms)}{frame}  {each.code}"


def _asked(asked: Sequence[Asked], decided: Mapping[str, str], file: Path | None) -> dict[str, str]:
    """Ask about each mark on standard error, a line of standard input each; a file keeps every answer."""
    made = dict(decided)
    for each in asked:
        if each.mark.id in made:
            continue
        to = _one(each)
        if to is None:
            break
        if to:
            made[each.mark.id] = to
            if file is not None:
                written(file, json.dumps(made, indent=1).encode() + b"\n")
    return made


def _one(each: Asked) -> str | None:
    """What a person says of one mark; empty for later, None when they stop."""
    say(_place(each))
    numbers = {str(n): to for n, to in enumerate(each.choices, 1)}
    choices = [f"{n} {'left out' if to == NOWHERE else to}" for n, to in numbers.items()]
    say("  ".join([*choices, "Enter: later", "q: stop"]))
    while line := sys.stdin.readline():
        words = line.strip()
        if words == "q":
            return None
        if not words or words in each.choices:
            return words
        if words in numbers:
            return numbers[words]
        say(f"{words} is none of them; type a number or a name.")
    return None
