"""A folder of films with a table of their visits: look at all of it, or take it in, in one go."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.access import Right
from annotator.actions import bringing_in, families, family_people, films
from annotator.actions.asking import allowed, require, study_for
from annotator.actions.language import context_words
from annotator.actions.variables import contexts_of
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, ExchangeError, MediaError, Problem, Said, said
from annotator.exchange import SessionLine, SessionTable, read_sessions
from annotator.model import Family, Session
from annotator.schemes.suggest import nearest
from annotator.store import Tx, recordings
from annotator.store import families as families_store
from annotator.store.accounts import Account
from annotator.store.family_people import Person

FILMS = frozenset(
    {".mp4", ".m4v", ".mov", ".qt", ".mkv", ".webm"}
    | {".mts", ".m2ts", ".m2t", ".ts", ".mpg", ".mpeg", ".mod", ".vob", ".dv", ".avi", ".3gp"}
)
"""How the names of films end; a folder's other files are not spoken of."""

NOT_NAMED_AT_MOST = 10

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line of the table.

    ``outcome`` is fits (when it was only looked at), added, present (the visit had this very film) or
    refused, with the ``problem``. ``frames`` and ``duration_ms`` are of the pictures that really decode,
    None where they were not counted.
    """

    line: SessionLine
    outcome: str
    session: str | None = None
    recording: str | None = None
    frames: int | None = None
    duration_ms: int | None = None
    problem: Problem | None = None

    def refused(self, code: str, sentence: str) -> "Outcome":
        """The same line with why its film cannot be used."""
        return replace(self, outcome="refused", problem=Problem(code, self.line.place("film"), sentence))


@dataclass
class _Import:
    """An import that is under way: who does it, and what was entered and is to be said so far."""

    place: Workplace
    who: Account
    study: str
    contexts: Sequence[str]
    entered: dict[str, int] = field(
        default_factory=lambda: {"families": 0, "visits": 0, "people": 0, "films": 0}
    )
    warnings: list[Said] = field(default_factory=list)

    def note(self, line: SessionLine, sentence: Said) -> None:
        self.warnings.append(said("line {n}: {what}", n=line.line, what=sentence))


def check_folder(folder: Path, table: Path, progress: Say) -> dict[str, Any]:
    """Whether a folder and its table can be taken in, with every problem; nothing is stored or opened."""
    try:
        read = _read(folder, table)
    except ExchangeError as refusal:
        return _answer([], refusal.problems, [])
    outcomes = [_look(folder, line) for line in _each(read, progress)]
    return _answer(outcomes, (), [*read.warnings, *_not_named(folder, read)])


def import_folder(
    w: Workplace, who: Account | None, folder: Path, table: Path, *, wait: bool, progress: Say
) -> dict[str, Any]:
    """Take in the films of a folder, entering what is missing of families, visits and people.

    A table with a fault is refused as a whole; a film that cannot be used stops only itself. What is there
    already stays as it is, so that the same import can be run again, also after it was broken off. Consents
    are never entered. With ``wait`` the films are prepared at once, else the app does it when it runs.
    """
    with w.store.read() as tx:
        require(tx, who, Right.ADD_FILMS)
        person = require(tx, who, Right.EDIT_FAMILIES)
        study = study_for(tx, person, Right.EDIT_FAMILIES)
        doing = _Import(w, person, study, contexts_of(tx, study))
    try:
        read = _read(folder, table, doing.contexts)
        _refuse_other_spelling(doing, read)
    except ExchangeError as refusal:
        return _answer([], refusal.problems, [])
    outcomes = [_bring(doing, folder, line) for line in _each(read, progress)]
    if wait:
        failed = bringing_in.prepare_waiting(w, progress)
        outcomes = [o.refused("media", failed[o.recording]) if o.recording in failed else o for o in outcomes]
    said_before = [*read.warnings, *_not_named(folder, read)]
    return _answer(outcomes, (), [*said_before, *doing.warnings], doing.entered)


def _read(folder: Path, table: Path, contexts: Sequence[str] = ()) -> SessionTable:
    if not folder.is_dir():
        raise _no_such("folder", folder)
    beside = table if table.is_file() else folder / table
    try:
        data = beside.read_bytes()
    except OSError:
        raise _no_such("table", table) from None
    return read_sessions(
        data, {**families.read_fields(contexts), **dict.fromkeys(family_people.ROLES, family_people.called)}
    )


def _no_such(code: str, path: Path) -> ExchangeError:
    sentence = said("There is no {path} to read; check the path.", path=path)
    return ExchangeError([Problem(code, "", sentence)])


def _each(table: SessionTable, progress: Say) -> Iterable[SessionLine]:
    for n, line in enumerate(table.lines, start=1):
        progress(said("{n} of {all}: {film}", n=n, all=len(table.lines), film=line.film))
        yield line


def _look(folder: Path, line: SessionLine) -> Outcome:
    plain = Outcome(line, "fits")
    try:
        return _counted(plain, _file(folder, line.film))
    except AnnotatorError as refusal:
        return plain.refused("media", refusal.sentence)


def _counted(outcome: Outcome, file: Path) -> Outcome:
    found = bringing_in.check_film(file)
    for error in found["errors"]:
        raise MediaError(error["message"])
    return replace(outcome, frames=found["rows"], duration_ms=found["duration_ms"])


def _bring(doing: _Import, folder: Path, line: SessionLine) -> Outcome:
    outcome = Outcome(line, "added")
    try:
        file = _file(folder, line.film)
        sha256 = _sha256(file)
        visit = _visit(doing, line)
        known = None if visit is None else next((r for r in visit.recordings if r.sha256 == sha256), None)
        if known is not None:
            there = replace(outcome, outcome="present", session=known.session, recording=known.id)
            return there.refused("media", _why(doing.place, known.id)) if known.state == "failed" else there
        outcome = _counted(outcome, file)
        visit = _entered(doing, line, visit)
        received = films.import_film(doing.place, doing.who, visit.id, file, sha256)
    except AnnotatorError as refusal:
        return outcome.refused("media", refusal.sentence)
    doing.entered["films"] += 1
    return replace(outcome, session=visit.id, recording=received.recording.id)


def _sha256(file: Path) -> str:
    try:
        return films.sha256_of(file)
    except OSError as error:
        raise MediaError(
            said("{name} cannot be read ({why}).", name=file.name, why=error.strerror)
        ) from error


def _why(w: Workplace, recording: str) -> str:
    with w.store.read() as tx:
        return recordings.film(tx, recording).reason


def _file(folder: Path, film: str) -> Path:
    """The film's file; letters that a Mac takes apart (a and ¨) are the same as those put together."""
    place = folder
    for part in film.split("/"):
        names = _names(place)
        if part not in names:
            raise MediaError(_not_there(film, part, names))
        place = names[part]
    if not place.is_file():
        raise MediaError(_not_there(film, "", {}))
    return place


def _names(folder: Path) -> dict[str, Path]:
    try:
        return {unicodedata.normalize("NFC", path.name): path for path in folder.iterdir()}
    except OSError:
        return {}


def _not_there(film: str, part: str, names: Iterable[str]) -> Said:
    folded = {name.casefold(): name for name in names}
    near = folded.get(part.casefold()) or nearest(part, sorted(folded.values()))
    if near is None:
        return said("There is no film {film} in the folder.", film=film)
    return said("There is no film {film} in the folder; did you mean {near}?", film=film, near=near)


def _not_named(folder: Path, table: SessionTable) -> list[Said]:
    """Films of the folder that the table does not speak of."""
    named = {line.film for line in table.lines}
    found = sorted(
        name
        for path in folder.rglob("*")
        if path.suffix.lower() in FILMS
        and (name := unicodedata.normalize("NFC", path.relative_to(folder).as_posix())) not in named
    )
    more = len(found) - NOT_NAMED_AT_MOST
    told = [
        said("The film {film} is in no line of the table.", film=name) for name in found[:NOT_NAMED_AT_MOST]
    ]
    return [*told, said("{n} more films are in no line of the table.", n=more)] if more > 0 else told


def _refuse_other_spelling(doing: _Import, table: SessionTable) -> None:
    problems = []
    with doing.place.store.read() as tx:
        for line in table.lines:
            known = _known(doing, tx, line.family)
            if known is not None and known.code != line.family:
                sentence = said(
                    "The family {code} is there already, written {known}; write it in one way.",
                    code=line.family, known=known.code,
                )  # fmt: skip
                problems.append(Problem("family", line.place("family"), sentence))
    if problems:
        raise ExchangeError(problems)


def _known(doing: _Import, tx: Tx, code: str) -> Family | None:
    """The family with a code, when it exists for who imports."""
    found = families_store.family_by_code(tx, code, doing.study)
    there = found is not None and allowed(tx, doing.who, Right.EDIT_FAMILIES, "family", found.id)
    return found if there else None


def _visit(doing: _Import, line: SessionLine) -> Session | None:
    """The visit of a line, when it is there: the same family, name and day."""
    with doing.place.store.read() as tx:
        family = _known(doing, tx, line.family)
        visits = families_store.sessions(tx, family.id) if family else []
    return next((v for v in visits if (v.label, v.date) == (line.visit, line.date)), None)


def _entered(doing: _Import, line: SessionLine, visit: Session | None) -> Session:
    """The visit of a line, entered when it is not there, with who is on its film."""
    if visit is None:
        context = line.context or "other"
        family = _family(doing, line.family)
        visit = families.create_session(doing.place, doing.who, family, line.visit, line.date, context)
        doing.entered["visits"] += 1
    elif line.context and visit.context != line.context:
        kept = context_words(visit.context, said)
        doing.note(
            line, said("The visit is there already with the context “{kept}”, which stays.", kept=kept)
        )
    if line.people:
        _enter_people(doing, line, visit)
    return visit


def _family(doing: _Import, code: str) -> str:
    with doing.place.store.read() as tx:
        known = _known(doing, tx, code)
    if known is None:
        known = families.create_family(doing.place, doing.who, code, study=doing.study)
        doing.entered["families"] += 1
    return known.id


def _enter_people(doing: _Import, line: SessionLine, visit: Session) -> None:
    there = family_people.presence(doing.place, doing.who, visit.id)
    if there.on_film:
        if {(p.role, p.label) for p in there.on_film} != set(line.people):
            doing.note(
                line, said("Other people are entered as being on this visit's film already; they stay.")
            )
        return
    ids = [_person(doing, visit.family, there.people, *each) for each in dict.fromkeys(line.people)]
    family_people.set_on_film(doing.place, doing.who, visit.id, ids)


def _person(doing: _Import, family: str, known: Iterable[Person], role: str, label: str) -> str:
    found = next((p for p in known if (p.role, p.label) == (role, label)), None)
    if found is None:
        found = family_people.add_member(doing.place, doing.who, family, role, label)
        doing.entered["people"] += 1
    return found.id


def _answer(
    outcomes: list[Outcome],
    problems: Iterable[Problem],
    warnings: Iterable[str],
    entered: dict[str, int] | None = None,
) -> dict[str, Any]:
    faults = [*problems, *(o.problem for o in outcomes if o.problem is not None)]
    some = any(o.problem is None for o in outcomes)
    return {
        "verdict": "accept" if not faults else "partly" if some else "reject",
        "kind": "folder",
        "format": "sessions",
        "rows": len(outcomes),
        "duration_ms": None,
        "events": [],
        "errors": [{"code": p.code, "where": p.where, "message": p.message} for p in faults],
        "warnings": list(warnings),
        "films": [_film_json(o) for o in outcomes],
        "entered": entered or {},
    }


def _film_json(o: Outcome) -> dict[str, Any]:
    return {
        "line": o.line.line, "film": o.line.film, "outcome": o.outcome, "session": o.session,
        "recording": o.recording, "frames": o.frames, "duration_ms": o.duration_ms,
    }  # fmt: skip
