"""Acts as they come from a browser: read strictly, nothing unknown, nothing guessed."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from annotator.errors import Problem, said
from annotator.model import Act, Content, Edit, EditKind, Interval

MAX_ACTS = 200
MAX_EDITS = 10_000
"""The most edits that one act may have: so many marks can be changed at once and undone at once."""
_WINDOW = said("An edit of the coded window, and no other, carries a window that ends after it begins.")
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z_-]{8,64}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Ms = Annotated[int, Field(ge=0, le=24 * 3600 * 1000)]
Frame = Annotated[int, Field(ge=0, le=10_000_000)]
Value = bool | int | float | Annotated[str, StringConstraints(max_length=2000)] | list[Name]


class Strict(BaseModel):
    """A part of a file or request: nothing unknown in it, nothing of a similar type, no NaN."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Window(Strict):
    onset_ms: Ms
    offset_ms: Ms


class _Content(Strict):
    track: Name
    subject: Name
    code: Name
    onset_ms: Ms
    offset_ms: Ms | None
    onset_frame: Frame | None = None
    offset_frame: Frame | None = None
    raw_onset_ms: Annotated[int, Field(ge=-60_000, le=24 * 3600 * 1000)] | None = None
    raw_offset_ms: Annotated[int, Field(ge=-60_000, le=24 * 3600 * 1000)] | None = None
    modifiers: dict[Name, Value] = {}
    comment: Annotated[str, StringConstraints(max_length=2000)] = ""
    flagged: bool = False


class _Edit(Strict):
    id: Id
    kind: Literal["add", "change", "remove", "window"]
    annotation: Id | None = None
    revision: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    content: _Content | None = None
    window: _Window | None = None


class _Envelope(Strict):
    id: Id
    tab: Id
    n: Annotated[int, Field(ge=1, le=10_000_000)]
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,24}$")]
    undoes: Id | None = None
    made_at: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")] = ""


class ActsRefused(Exception):
    """The whole request cannot be read; ``problem`` says where and why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def read_acts(payload: object) -> tuple[list[Act], dict[str, Problem]]:
    """The acts of a request, and for each that cannot be understood its problem.

    An act with a readable head but unreadable edits comes back without edits and with its
    problem, so that it can be recorded as refused and the acts after it still count. Raises
    ActsRefused when a head cannot be read.
    """
    if not isinstance(payload, Mapping) or set(payload) - {"api", "acts"} or payload.get("api") != 1:
        raise ActsRefused(
            Problem("api_version", "api", said("This page is older or newer than the program: reload it."))
        )
    given = payload.get("acts")
    if not isinstance(given, list) or not 0 < len(given) <= MAX_ACTS:
        raise ActsRefused(
            Problem("malformed", "acts", said("A request carries 1 to {most} acts.", most=MAX_ACTS))
        )
    acts: list[Act] = []
    problems: dict[str, Problem] = {}
    for number, item in enumerate(given):
        act, problem = _read_act(item, f"acts[{number}]")
        acts.append(act)
        if problem is not None:
            problems[act.id] = problem
    return acts, problems


def _read_act(item: object, where: str) -> tuple[Act, Problem | None]:
    if not isinstance(item, Mapping):
        raise ActsRefused(Problem("malformed", where, said("An act is an object.")))
    head = {key: value for key, value in item.items() if key != "edits"}
    try:
        envelope = _Envelope.model_validate(head)
    except ValidationError as error:
        raise ActsRefused(_problem(error, where)) from None
    edits, problem = read_edits(item.get("edits"), where)
    act = Act(envelope.id, envelope.tab, envelope.n, envelope.kind, edits, envelope.undoes, envelope.made_at)
    return act, problem


def read_edits(given: object, where: str) -> tuple[tuple[Edit, ...], Problem | None]:
    """The edits of an act; none, and the first problem, when they cannot be understood."""
    if not isinstance(given, list) or not 0 < len(given) <= MAX_EDITS:
        return (), Problem(
            "malformed", f"{where}.edits", said("An act has 1 to {most} edits.", most=MAX_EDITS)
        )
    try:
        return tuple(_edit(_Edit.model_validate(item)) for item in given), None
    except ValidationError as error:
        return (), _problem(error, f"{where}.edits")
    except ValueError:
        return (), Problem("malformed", f"{where}.edits", _WINDOW)


def _edit(read: _Edit) -> Edit:
    window = None if read.window is None else Interval(read.window.onset_ms, read.window.offset_ms)
    if (read.kind == "window") != (window is not None):
        raise ValueError("an edit of the coded window, and no other, carries a window")
    content = None
    if read.content is not None:
        fields = read.content.model_dump()
        fields["modifiers"] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in fields["modifiers"].items()
        }
        content = Content(**fields)
    return Edit(read.id, EditKind(read.kind), read.annotation, read.revision, content, window)


def _problem(error: ValidationError, where: str) -> Problem:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return Problem(
        "malformed",
        f"{where}.{place}",
        said("This part cannot be read ({why}). Reload the page.", why=str(first["msg"])),
    )
