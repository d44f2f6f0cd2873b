"""The file that carries a coding to another computer: JSON with a closed schema, sealed by a SHA-256.

It holds ids, times, codes and what the coder typed to them; no film, and no name of a person or a file.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from annotator import __version__
from annotator.actions.reading_acts import Id, Ms, Name, Strict, read_edits
from annotator.errors import CodingError, Problem, said
from annotator.model import (
    Act,
    CarriedAct,
    CarriedCoding,
    CarriedFilm,
    CodingState,
    Edit,
    Interval,
    MadeFrom,
    MappedFrom,
    Reopening,
)
from annotator.store import contents
from annotator.store.transaction import canonical

ENDING = ".attune"
FORMAT = "attune-coding/1"
MAX_BYTES = 32 * 2**20
MAX_ACTS = 100_000
MAX_PARTS = 1_000_000
"""Lists and objects in a file: few bytes could else fill the memory with empty ones."""

_Ref = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_At = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]


class _Window(Strict):
    onset_ms: Ms
    offset_ms: Ms


class _Scheme(Strict):
    hash: _Hash
    id: Name
    version: Name


class _Film(Strict):
    recording: _Ref
    sha256: _Hash
    shift_ms: Annotated[int, Field(ge=-(24 * 3600 * 1000), le=24 * 3600 * 1000)]


class _Reopening(Strict):
    by: _Ref | None
    at: _At
    reason: Annotated[str, StringConstraints(max_length=2000)]


class _MadeFrom(Strict):
    first: _Ref
    second: _Ref
    first_seq: Annotated[int, Field(ge=0, le=MAX_ACTS)]
    second_seq: Annotated[int, Field(ge=0, le=MAX_ACTS)]


_Code = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class _MappedFrom(Strict):
    source: _Ref
    source_seq: Annotated[int, Field(ge=0, le=MAX_ACTS)]
    old_scheme: _Hash
    codes: Annotated[dict[_Code, _Code], Field(max_length=2_000)]
    by: _Ref | None
    at: _At


class _Act(Strict):
    id: Id
    tab: Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z_-]{1,64}$")]
    n: Annotated[int, Field(ge=1, le=10_000_000)]
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,24}$")]
    undoes: Id | None
    made_at: Annotated[str, StringConstraints(max_length=40)]
    received_at: _At


class _Coding(Strict):
    id: _Ref
    session: _Ref
    coder: _Ref
    scheme: _Scheme
    profile: Name
    state: Literal["open", "submitted", "consensus"]
    begun_at: _At
    submitted_at: _At | None
    first_window: _Window
    window: _Window
    films: Annotated[list[_Film], Field(max_length=20)]
    reopenings: Annotated[list[_Reopening], Field(max_length=1000)]
    acts: Annotated[list[Any], Field(max_length=MAX_ACTS)]
    agreement: _Ref | None = None
    made_from: _MadeFrom | None = None
    mapped_from: _MappedFrom | None = None


def write_bundle(found: CarriedCoding) -> bytes:
    """A coding as a file: equal codings give equal bytes."""
    body = _plain(found)
    head = {"attune": "coding", "format": 1, "program": __version__, "sha256": _seal(body), "coding": body}
    return canonical(head).encode() + b"\n"


def read_bundle(data: bytes) -> CarriedCoding:
    """The coding of a file. CodingError with the place and a sentence when it is none, damaged or untrue."""
    body = _body(data)
    try:
        head = _Coding.model_validate(body)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"])
        raise _fault("malformed", f"coding.{place}", _UNREADABLE) from None
    try:
        first, window = (Interval(w.onset_ms, w.offset_ms) for w in (head.first_window, head.window))
    except ValueError:
        raise _fault("malformed", "coding.window", _UNREADABLE) from None
    found = CarriedCoding(
        head.id, head.session, head.coder, head.scheme.hash, head.scheme.id, head.scheme.version,
        head.profile, CodingState(head.state), first, head.begun_at, head.submitted_at,
        tuple(CarriedFilm(film.recording, film.sha256, film.shift_ms) for film in head.films),
        tuple(Reopening(each.by, each.at, each.reason) for each in head.reopenings),
        tuple(_act(item, f"coding.acts[{n}]") for n, item in enumerate(head.acts)),
        head.agreement,
        None if head.made_from is None else MadeFrom(**head.made_from.model_dump()),
        None if head.mapped_from is None else MappedFrom(**head.mapped_from.model_dump()),
    )  # fmt: skip
    _refuse_untrue(found, window)
    return found


def _plain(found: CarriedCoding) -> dict[str, Any]:
    # Only where there is one: a program that knows none of them takes the other codings as before.
    agreed = {} if found.agreement is None else {"agreement": found.agreement}
    made = {} if found.made_from is None else {"made_from": asdict(found.made_from)}
    mapped = {} if found.mapped_from is None else {"mapped_from": asdict(found.mapped_from)}
    return {
        **agreed,
        **made,
        **mapped,
        "id": found.id,
        "session": found.session,
        "coder": found.coder,
        "scheme": {"hash": found.scheme_hash, "id": found.scheme_id, "version": found.scheme_version},
        "profile": found.profile,
        "state": str(found.state),
        "begun_at": found.begun_at,
        "submitted_at": found.submitted_at,
        "first_window": contents.window_dict(found.first_window),
        "window": contents.window_dict(found.record()[1]),
        "films": [
            {"recording": film.recording, "sha256": film.sha256, "shift_ms": film.shift_ms}
            for film in found.films
        ],
        "reopenings": [{"by": e.by, "at": e.at, "reason": e.reason} for e in found.reopenings],
        "acts": [_plain_act(carried) for carried in found.acts],
    }


def _plain_act(carried: CarriedAct) -> dict[str, Any]:
    made = carried.act
    plain = {name: getattr(made, name) for name in ("id", "tab", "n", "kind", "undoes", "made_at")}
    edits = [contents.edit_dict(edit) for edit in made.edits]
    return {**plain, "received_at": carried.received_at, "edits": edits}


def _seal(body: object) -> str:
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def _body(data: bytes) -> object:
    """What a file says of its coding, when it is one of ours, whole and as it was written."""
    if len(data) > MAX_BYTES:
        raise _fault(
            "too_large",
            "",
            said("The file is larger than {most} MB, which no coding is.", most=MAX_BYTES // 2**20),
        )
    try:
        if data.count(b"[") + data.count(b"{") > MAX_PARTS:
            raise ValueError("more parts than any coding has")
        read = json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _fault("not_a_coding", "", _FOREIGN) from None
    if not isinstance(read, dict) or read.get("attune") != "coding":
        raise _fault("not_a_coding", "", _FOREIGN)
    if read.get("format") != 1 or set(read) != {"attune", "format", "program", "sha256", "coding"}:
        raise _fault("newer", "format", _OTHER_VERSION)
    try:
        sealed = _seal(read["coding"]) == read["sha256"]
    except (ValueError, RecursionError):
        sealed = False
    if not sealed:
        raise _fault(
            "damaged",
            "sha256",
            said("The file was damaged or changed on its way. Make it anew on the other computer."),
        )
    return read["coding"]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a key appears twice")
    return read


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _act(item: object, where: str) -> CarriedAct:
    if not isinstance(item, dict):
        raise _fault("malformed", where, _UNREADABLE)
    try:
        read = _Act.model_validate({key: value for key, value in item.items() if key != "edits"})
    except ValidationError:
        raise _fault("malformed", where, _UNREADABLE) from None
    edits = _edits(item.get("edits"), where)
    act = Act(read.id, read.tab, read.n, read.kind, edits, read.undoes, read.made_at)
    return CarriedAct(act, read.received_at)


def _edits(given: object, where: str) -> tuple[Edit, ...]:
    edits, problem = read_edits(given, where)
    if problem is not None:
        raise _fault(problem.code, problem.where, _UNREADABLE)
    return edits


def _refuse_untrue(found: CarriedCoding, window: Interval) -> None:
    """Refuse a file whose parts contradict one another, as none that Attune wrote does."""
    if len({carried.act.id for carried in found.acts}) < len(found.acts):
        raise _fault("untrue", "coding.acts", _CONTRADICTS)
    try:
        record, coded = found.record()
    except CodingError as error:
        raise _fault("edits", f"coding.acts: {error.problems[0].where}", _CONTRADICTS) from None
    if coded != window:
        raise _fault("untrue", "coding.window", _CONTRADICTS)
    if found.state is CodingState.CONSENSUS and found.made_from is None:
        raise _fault("newer", "coding.made_from", _OTHER_VERSION)
    if found.state is CodingState.SUBMITTED and found.made_from is not None:
        raise _fault("untrue", "coding.made_from", _CONTRADICTS)
    if found.state is CodingState.CONSENSUS and found.mapped_from is not None:
        raise _fault("untrue", "coding.mapped_from", _CONTRADICTS)
    is_open = found.state is CodingState.OPEN
    if is_open != (found.submitted_at is None):
        raise _fault("untrue", "coding.submitted_at", _CONTRADICTS)
    if not is_open and any(a.content.offset_ms is None for a in record.annotations.values()):
        raise _fault("untrue", "coding.state", _CONTRADICTS)


_FOREIGN = said(
    "This is no coding of Attune. Choose a file that was made with “Take this coding to another computer”."
)
_OTHER_VERSION = said(
    "This file was made by another version of Attune. Bring both computers to the same one."
)
_UNREADABLE = said("The file holds something here that Attune does not know. Nothing was brought in.")
_CONTRADICTS = said("The file contradicts itself here, so it was changed by hand. Nothing was brought in.")


def _fault(code: str, where: str, sentence: str) -> CodingError:
    return CodingError([Problem(code, where, sentence)])
