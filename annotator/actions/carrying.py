"""Two computers: take a coding along as a file, and bring it in on another one, merged by its ids."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from annotator.access import Right, Use
from annotator.actions.asking import allowed, coding_for, require
from annotator.actions.bundle_file import ENDING, FORMAT, read_bundle, write_bundle
from annotator.actions.codings import Bench, bench_of, lane_rules, require_fitting, scheme_of
from annotator.actions.consents import require_use
from annotator.actions.proving import require_proved
from annotator.actions.studying import share_with_supervisors
from annotator.actions.taking import note_taken
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, CodingError, ConsentError, NotFound, Problem, said
from annotator.feedback import concern_marks
from annotator.model import CarriedCoding, CodingState, Content, check_content, moves_agreed, news, same_film
from annotator.schemes.mapping import problems_of_map
from annotator.store import Tx, accounts, audit, carrying, codings, erasing, families, schemes, two_passes
from annotator.store.accounts import Account


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing a coding in did: to which coding of which visit, and what is there now.

    ``outcome`` is "new", "more" (something of it was new), or "same" (all of it was here). ``events`` are
    onset, offset (None while a state runs) and code, by onset. ``waits``: its film is not here yet.
    """

    coding: str
    session: str
    outcome: str
    acts: int
    events: tuple[tuple[int, int | None, str], ...]
    duration_ms: int
    waits: bool


def take_along(w: Workplace, who: Account | None, coding_id: str) -> tuple[str, bytes]:
    """One's own coding as a file for another computer, or anybody's for a lead: its name and its bytes.

    ConsentError when not everybody on the film agreed to what leaves this computer; NotFound for others'.
    """
    with w.store.read() as tx:
        facts = coding_for(tx, who, coding_id)
        if who is None or (
            facts.coder != who.id and not allowed(tx, who, Right.CARRY_FOR_OTHERS, "coding", coding_id)
        ):
            raise NotFound(said("There is no such coding here."))
        purpose = require_use(tx, who, facts.session, Use.EXPORT)
        require_proved(tx, w, who)
        found = carrying.take(tx, coding_id)
    made = write_bundle(found)
    detail = {"form": "bundle", "purpose": purpose.value, "acts": len(found.acts), **audit.digest(made)}
    note_taken(w, who, "coding", coding_id, detail)
    return f"coding-{coding_id}{ENDING}", made


def bring(
    w: Workplace,
    who: Account | None,
    data: bytes,
    *,
    session: str | None = None,
    coder: str | None = None,
    join: bool = False,
    look: bool = False,
) -> Brought:
    """Merge a coding from another computer into this one, all of it or nothing.

    ``session`` is the visit; left out, it is found by its id or its film. ``coder`` (id or name) is whose the
    coding is, where its coder has another account here. ``join`` keeps what was done on both computers;
    ``look`` stores nothing. Raises CodingError with the conflict, ConsentError, or NotFound.
    """
    found = read_bundle(data)
    try:
        return w.store.write(lambda tx: _bring(tx, who, found, session, coder, join=join, look=look))
    except _OnlyLooked as looked:
        return looked.brought


def people_to_choose(w: Workplace, who: Account | None) -> dict[str, str]:
    """For whom somebody may bring in a coding whose coder is not known here: names by account."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
        if not allowed(tx, who, Right.CARRY_FOR_OTHERS):
            return {person.id: person.name}
        return {a.id: a.name for a in accounts.all(tx) if not a.disabled}


def waits_for_film(w: Workplace, who: Account | None, session: str) -> bool:
    """Whether a coding of a visit was brought in whose film is not here yet."""
    with w.store.read() as tx:
        require(tx, who, Right.CODE, "session", session)
        return bool(carrying.waiting(tx, session))


class _OnlyLooked(Exception):
    """Ends a transaction that was only to show what it would do."""

    def __init__(self, brought: Brought) -> None:
        super().__init__()
        self.brought = brought


def _bring(
    tx: Tx,
    who: Account | None,
    found: CarriedCoding,
    session: str | None,
    coder: str | None,
    *,
    join: bool,
    look: bool,
) -> Brought:
    person = require(tx, who, Right.CODE, "coding")
    here = carrying.take(tx, found.id) if carrying.known(tx, found.id) else None
    owner = _owner(tx, person, found, here, coder)
    if here is None:
        _refuse_erased(tx, found)
    visit = _visit(tx, person, found, here, session)
    if owner != person.id:
        require(tx, person, Right.CARRY_FOR_OTHERS, "session", visit)
    require_use(tx, person, visit, Use.WATCH)
    films = carrying.films_of(tx, visit)
    _refuse(same_film(found.films, films))
    _refuse_scheme(tx, found)
    require_fitting(tx, scheme_of(tx, found.scheme_hash), visit)
    before = here or replace(found, state=CodingState.OPEN, submitted_at=None, reopenings=(), acts=())
    brought = news(before, found, join=join)
    if here is not None and brought.anything and two_passes.rests_on(tx, found.id):
        raise _conflict("agreed", "coding", _AGREED)
    if brought.state is CodingState.OPEN and carrying.open_beside(tx, found, visit, owner):
        raise _conflict("begun_beside", "coding", _BESIDE)
    if here is None:
        _refuse_sourceless(tx, found, visit)
        _refuse_unmapped(tx, found, visit, owner)
        carrying.put(tx, found, visit, owner)
    bench = bench_of(tx, codings.facts(tx, found.id))
    _refuse(_misfit(found, bench))
    carrying.bring(tx, found.id, brought, lane_rules(bench.lanes))
    if found.films and not films:
        carrying.wait_for(tx, visit, found.films[0])
    if concern_marks(codings.load(tx, found.id), bench.scheme):
        share_with_supervisors(tx, visit, owner)
    outcome = "new" if here is None else "more" if brought.anything else "same"
    if outcome != "same":
        detail = {"acts": len(brought.acts), "outcome": outcome, "coder": owner, "joined": join}
        audit.write(tx, person.id, "bring_in", "coding", found.id, detail)
    done = _told(tx, found.id, outcome, len(brought.acts), waits=bool(found.films and not films))
    if look:
        raise _OnlyLooked(done)
    return done


def _owner(
    tx: Tx, person: Account, found: CarriedCoding, here: CarriedCoding | None, chosen: str | None
) -> str:
    """Whose coding it is here: asked first, so that nobody learns of another's by trying."""
    everybody = accounts.all(tx)
    named = _named(everybody, chosen) if chosen is not None else None
    known = here.coder if here is not None else next((a.id for a in everybody if a.id == found.coder), None)
    owner = known or (named.id if named else None)
    if owner is None:
        raise _conflict("coder_unknown", "coding.coder", _WHOSE)
    if owner != person.id and not allowed(tx, person, Right.CARRY_FOR_OTHERS, "coding", found.id):
        raise _conflict("not_yours", "coding.coder", _NOT_YOURS)
    if named is not None and named.id != owner:
        raise _conflict("coder", "coding.coder", _ANOTHER_CODER)
    return owner


def _named(everybody: Iterable[Account], words: str) -> Account:
    folded = words.strip().casefold()
    found = [a for a in everybody if a.id == words or a.name.casefold() == folded]
    if not found:
        raise _conflict("coder_unknown", "coding.coder", _NOBODY)
    return found[0]


def _refuse_erased(tx: Tx, found: CarriedCoding) -> None:
    """What was erased here does not come back by a file from elsewhere."""
    gone = erasing.marks(tx)
    of = [
        ("coding", found.id),
        ("session", found.session),
        *(("recording", f.recording) for f in found.films[:1]),
    ]
    if any(erasing.mark(kind, id) in gone for kind, id in of):
        raise _conflict("erased", "coding", _ERASED)


def _visit(
    tx: Tx, person: Account, found: CarriedCoding, here: CarriedCoding | None, asked: str | None
) -> str:
    """The visit that a coding belongs to here, among those that exist for the person."""
    if asked is not None:
        require(tx, person, Right.CODE, "session", asked)
        families.session(tx, asked)
        if here is not None and here.session != asked:
            raise _conflict("elsewhere", "coding.session", _ELSEWHERE)
        return asked
    if here is not None:
        require(tx, person, Right.CODE, "session", here.session)
        return here.session
    try:
        require(tx, person, Right.CODE, "session", found.session)
        return families.session(tx, found.session).id
    except NotFound:
        known = carrying.visits_of_film(tx, found.films[0].sha256) if found.films else []
        visits = [id for id in known if allowed(tx, person, Right.CODE, "session", id)]
    if len(visits) == 1:
        return visits[0]
    raise _conflict("session_unknown", "coding.session", _SEVERAL if visits else _NO_VISIT)


def _refuse_scheme(tx: Tx, found: CarriedCoding) -> None:
    known = schemes.all(tx)
    if any(row.hash == found.scheme_hash for row in known):
        return
    name = {"scheme": found.scheme_id, "version": found.scheme_version}
    if any((row.scheme_id, row.version) == (found.scheme_id, found.scheme_version) for row in known):
        raise _conflict(
            "scheme_differs",
            "coding.scheme",
            said(
                "The scheme {scheme} {version} here is another one than the coding was made with, under the "
                "same name. Bring in the scheme's file from the other computer first.",
                **name,
            ),
        )
    raise _conflict(
        "scheme_missing",
        "coding.scheme",
        said(
            "The scheme {scheme} {version} of this coding is not here. Bring in the scheme's file first: "
            "annotator import FILE.",
            **name,
        ),
    )


def _refuse_sourceless(tx: Tx, found: CarriedCoding, visit: str) -> None:
    """Refuse a consensus whose two codings are not here: it could pass for a coding of somebody's own."""
    made = found.made_from
    if made is None:
        return
    for id in (made.first, made.second):
        if not carrying.known(tx, id) or codings.facts(tx, id).session != visit:
            raise _conflict("sources_missing", "coding.made_from", _SOURCES)


def _refuse_unmapped(tx: Tx, found: CarriedCoding, visit: str, owner: str) -> None:
    """Refuse what came from another version of its scheme while the coding it came from is not here."""
    came = found.mapped_from
    if came is None:
        return
    source = codings.facts(tx, came.source) if carrying.known(tx, came.source) else None
    if source is None or (source.session, source.coder) != (visit, owner):
        raise _conflict("source_missing", "coding.mapped_from", _SOURCE)
    old, new = scheme_of(tx, source.scheme_hash), scheme_of(tx, found.scheme_hash)
    if source.scheme_hash != came.old_scheme or problems_of_map(old, new, came.codes):
        raise _conflict("untrue", "coding.mapped_from", _UNTRUE)


def _misfit(found: CarriedCoding, bench: Bench) -> Problem | None:
    """The first edit that does not fit the scheme, the visit's people or its film."""
    if bench.scheme.profile(found.profile) is None:
        return Problem("malformed", "coding.profile", said("The scheme has no such depth."))
    stands: dict[str, Content] = {}
    for number, carried in enumerate(found.acts):
        for edit in carried.act.edits:
            if found.agreement is not None and carried.act.kind != two_passes.AGREED:
                moved = moves_agreed(edit, stands.get(edit.annotation or ""))
                if moved is not None:
                    return Problem(moved.code, f"coding.acts[{number}]", moved.message)
            if edit.content is None:
                continue
            stands[edit.annotation or ""] = edit.content
            problem = check_content(edit.content, bench.lanes, bench.scheme, bench.end_ms)
            if problem is not None:
                return Problem(problem.code, f"coding.acts[{number}]", problem.message)
    return None


def _told(tx: Tx, coding_id: str, outcome: str, acts: int, *, waits: bool) -> Brought:
    coding = codings.load(tx, coding_id)
    events = tuple((a.content.onset_ms, a.content.offset_ms, a.content.code) for a in coding.annotations)
    return Brought(coding_id, coding.session, outcome, acts, events, coding.window.duration, waits)


def look_at(data: bytes) -> dict[str, Any]:
    """Whether a file holds a sound coding, where there is no data folder to bring it into."""
    try:
        found = read_bundle(data)
    except CodingError as refusal:
        return _rejected(refusal.problems)
    record, window = found.record()
    stand = sorted((a.content for a in record.annotations.values()), key=lambda c: c.onset_ms)
    events = [(c.onset_ms, c.offset_ms, c.code) for c in stand]
    return {**_answer(events, window.duration), "coding": found.id}


def bring_in(w: Workplace, who: Account | None, data: bytes, **choices: Any) -> dict[str, Any]:
    """``bring``, answered as every import is: a verdict, what there is now, or why not and where."""
    try:
        done = bring(w, who, data, **choices)
    except CodingError as refusal:
        return _rejected(refusal.problems)
    except AnnotatorError as refusal:
        code = "consent" if isinstance(refusal, ConsentError) else "refused"
        return _rejected([Problem(code, "", refusal.sentence)])
    warnings = [_WAITS] if done.waits else []
    more = {"coding": done.coding, "session": done.session, "outcome": done.outcome, "acts": done.acts}
    return {**_answer(done.events, done.duration_ms), **more, "warnings": warnings}


def _answer(events: Iterable[tuple[int, int | None, str]], duration_ms: int) -> dict[str, Any]:
    listed = [list(event) for event in events]
    return {
        "verdict": "accept", "kind": "coding", "format": FORMAT, "rows": len(listed),
        "duration_ms": duration_ms, "events": listed, "errors": [], "warnings": [],
    }  # fmt: skip


def _rejected(problems: Iterable[Problem]) -> dict[str, Any]:
    errors = [{"code": p.code, "where": p.where, "message": p.message} for p in problems]
    return {
        "verdict": "reject", "kind": "coding", "format": FORMAT, "rows": 0, "duration_ms": None, "events": [],
        "errors": errors, "warnings": [],
    }  # fmt: skip


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        raise CodingError([problem])


def _conflict(code: str, where: str, sentence: str) -> CodingError:
    return CodingError([Problem(code, where, sentence)])


_WHOSE = said("The coder of this coding has no account here. Say whose coding it is.")
_NOBODY = said("Nobody here has this name. Say whose coding it is by a name from the page People.")
_NOT_YOURS = said(
    "This coding is another person's. They can bring it in themselves, or who leads the study can."
)
_ANOTHER_CODER = said(
    "This coding belongs to another person here than the one you chose. Nothing was changed."
)
_ERASED = said("This was erased here. It does not come back by a file from another computer.")
_ELSEWHERE = said("This coding is kept at another visit here. Bring it in there.")
_NO_VISIT = said("The visit of this coding is not known here. Enter the visit, or bring its film in first.")
_SEVERAL = said("Several visits here have this film. Bring the coding in on the page of its visit.")
_BESIDE = said(
    "Another coding of this visit with the same scheme and depth is still open here. Submit that one first."
)
_SOURCES = said(
    "This consensus was made from two codings that are not both at this visit here. Bring those in first."
)
_SOURCE = said(
    "This coding was brought over from one under another version of its scheme, which is not at this visit "
    "here. Bring that one in first."
)
_UNTRUE = said(
    "The map by which this coding came from another version fits neither. The file was changed by hand; "
    "nothing was brought in."
)
_AGREED = said("Two coders' onsets were agreed on from this coding here, so it stays as it is.")
_WAITS = said("Its film is not here yet. Bring the film's file in, and it finds its place by itself.")
