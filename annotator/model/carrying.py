"""A coding on its way from one computer to another, and what it brings to the same coding there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.errors import CodingError, Problem, counted, joined, said
from annotator.model.coding import Act, CodingState, Edit, Record, fold
from annotator.model.interval import Interval

_RANK = {CodingState.OPEN: 0, CodingState.SUBMITTED: 1, CodingState.CONSENSUS: 2}


@dataclass(frozen=True, slots=True)
class CarriedAct:
    """A saved act; ``received_at`` is when the computer it was pressed at saved it (ISO 8601, UTC)."""

    act: Act
    received_at: str


@dataclass(frozen=True, slots=True)
class CarriedFilm:
    """A film of the visit: its recording's id, its SHA-256, and where it begins on the session clock."""

    recording: str
    sha256: str
    shift_ms: int


@dataclass(frozen=True, slots=True)
class Reopening:
    """That a submitted coding was opened again: by which account, when (ISO 8601, UTC), and why."""

    by: str | None
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """The two codings that a consensus began with, and after how many acts of each."""

    first: str
    second: str
    first_seq: int
    second_seq: int


@dataclass(frozen=True, slots=True)
class MappedFrom:
    """The coding under another version of the scheme that a coding came from, after how many of its acts.

    ``old_scheme`` is that version's hash, ``codes`` the map by which it came; ``by`` and ``at`` say who
    brought it over, and when (ISO 8601, UTC).
    """

    source: str
    source_seq: int
    old_scheme: str
    codes: Mapping[str, str]
    by: str | None
    at: str


@dataclass(frozen=True, slots=True)
class CarriedCoding:
    """A coding with everything that was done to it, and without film, names or annotations.

    Ids are those of the computer it comes from; ``first_window`` is the coded window it began with. The
    annotations are the fold of ``edits``. ``agreement`` names what two coders agreed on, for a coding that
    goes on from their onsets; ``made_from`` is there for a consensus, ``mapped_from`` for one that
    came from another version of its scheme.
    """

    id: str
    session: str
    coder: str
    scheme_hash: str
    scheme_id: str
    scheme_version: str
    profile: str
    state: CodingState
    first_window: Interval
    begun_at: str
    submitted_at: str | None = None
    films: tuple[CarriedFilm, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    acts: tuple[CarriedAct, ...] = ()
    agreement: str | None = None
    made_from: MadeFrom | None = None
    mapped_from: MappedFrom | None = None

    @property
    def edits(self) -> list[Edit]:
        """All edits in the order of their acts."""
        return [edit for carried in self.acts for edit in carried.act.edits]

    def record(self) -> tuple[Record, Interval]:
        """What the edits add up to, and the coded window. CodingError when one does not follow."""
        record = fold(self.edits)
        return record, record.window or self.first_window

    @property
    def _step(self) -> tuple[int, int]:
        return len(self.reopenings), _RANK[self.state]


@dataclass(frozen=True, slots=True)
class News:
    """What a carried coding brings: acts to be put behind those there, and the state it is in."""

    acts: tuple[CarriedAct, ...]
    reopenings: tuple[Reopening, ...]
    state: CodingState
    submitted_at: str | None
    anything: bool


def news(here: CarriedCoding, there: CarriedCoding, *, join: bool = False) -> News:
    """What ``there`` brings to the same coding ``here``; nothing when all of it is here already.

    A coding that went on at one of the two computers takes over what is new. One that went on at both is a
    conflict, because the same minutes may have been coded twice. With ``join`` the acts of both are kept,
    those of ``there`` behind; while both are open, and as far as the edits let them. Raises CodingError that
    names the conflict.
    """
    _refuse_different(here, there)
    known = {carried.act.id for carried in here.acts}
    acts = tuple(carried for carried in there.acts if carried.act.id not in known)
    brought = {carried.act.id for carried in there.acts}
    own = tuple(carried for carried in here.acts if carried.act.id not in brought)
    newer, older = there._step > here._step, there._step < here._step
    if (acts or newer) and (own or older):
        _refuse_both(here, there, own, acts, join=join)
    if not newer:
        return News(acts, (), here.state, here.submitted_at, bool(acts))
    return News(acts, there.reopenings[len(here.reopenings) :], there.state, there.submitted_at, True)


def _refuse_different(here: CarriedCoding, there: CarriedCoding) -> None:
    """The same ids must mean the same things on both computers."""
    if _began(here) != _began(there):
        raise _conflict(
            "different",
            "coding",
            said("Another coding is kept here under the same id: its scheme, depth or beginning differ."),
        )
    mine = {carried.act.id: carried.act for carried in here.acts}
    for number, carried in enumerate(there.acts):
        other = mine.get(carried.act.id)
        if other is not None and _says(other) != _says(carried.act):
            raise _conflict(
                "different",
                f"acts[{number}]",
                said("Another act is kept here under the same id. One of the two files was changed by hand."),
            )
    both = min(len(here.reopenings), len(there.reopenings))
    if here.reopenings[:both] != there.reopenings[:both]:
        raise _conflict(
            "reopened", "reopenings", said("The coding was opened again on both computers by themselves.")
        )


def _began(coding: CarriedCoding) -> tuple[object, ...]:
    return coding.scheme_hash, coding.profile, coding.first_window, coding.agreement, coding.made_from


def _says(act: Act) -> tuple[object, ...]:
    return act.kind, act.undoes, act.edits


def _refuse_both(
    here: CarriedCoding,
    there: CarriedCoding,
    own: Sequence[CarriedAct],
    acts: Sequence[CarriedAct],
    *,
    join: bool,
) -> None:
    """Refuse a coding that went on at both computers, unless it is to be joined and can be."""
    if not (own and acts and here._step == there._step and here.state is CodingState.OPEN):
        raise _conflict("submitted", "coding", joined(" ", [_both(own, acts), _SUBMITTED]))
    if not join:
        raise _conflict("diverged", "coding", _both(own, acts))
    if _windows(own) and _windows(acts) and here.record()[1] != there.record()[1]:
        raise _conflict(
            "window",
            "coding",
            said("The coded window was set on both computers. Set it alike on both, then join them."),
        )


def _windows(acts: Sequence[CarriedAct]) -> bool:
    return any(edit.window is not None for carried in acts for edit in carried.act.edits)


def _both(own: Sequence[CarriedAct], acts: Sequence[CarriedAct]) -> str:
    return said(
        "This coding went on at both computers: {here} that the file does not have, and {there} that are not "
        "here. Nothing was changed.",
        here=counted(len(own), "1 step here", "{n} steps here"),
        there=counted(len(acts), "1 step there", "{n} steps there"),
    )


_SUBMITTED = said("It is submitted on one of them, so they cannot be joined.")


def _conflict(code: str, where: str, sentence: str) -> CodingError:
    return CodingError([Problem(code, where, sentence)])


def same_film(there: Sequence[CarriedFilm], here: Sequence[CarriedFilm]) -> Problem | None:
    """Why a visit's films are not those of a carried coding; None when they fit.

    The film that is coded by comes first on both sides. A visit without films fits: the film can follow.
    """
    if not there or not here:
        return None
    film, other = there[0], here[0]
    if film.sha256 != other.sha256:
        return Problem(
            "other_film",
            "films[0]",
            said("This coding is of another film than this visit. Bring it in at the visit of its film."),
        )
    if film.shift_ms != other.shift_ms:
        return Problem(
            "shift",
            "films[0].shift_ms",
            said(
                "The film begins at {here} ms of the session here, and at {there} ms where it was coded. "
                "Nothing was changed.",
                here=other.shift_ms,
                there=film.shift_ms,
            ),
        )
    return None
