"""Coding: begin, what the desk shows, keep every act, submit, reopen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from annotator.access import Right, Use
from annotator.actions.asking import (
    allowed,
    own_coding,
    own_codings,
    require,
    visible_codings,
    with_film_names,
)
from annotator.actions.certified import is_exercise, require_certificate
from annotator.actions.consents import require_use
from annotator.actions.desk import desk_json
from annotator.actions.hands import hands_of
from annotator.actions.scheme_cards import Depth, SchemeCard, card_in, newest_of, offered, shipped_cards
from annotator.actions.segments import drawing_of, enough, of_first
from annotator.actions.studying import share_with_supervisors
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict, NotFound, Problem, said
from annotator.feedback import marks_concern
from annotator.model import (
    Act,
    Interval,
    Lane,
    Session,
    check_content,
    lanes_of,
    moves_agreed,
    subjects_of,
)
from annotator.model.checking import CODED_AT_THE_DESK
from annotator.schemes import Scheme, read_scheme
from annotator.store import (
    Tx,
    assignments,
    audit,
    codings,
    families,
    gold,
    schemes,
    studies,
    two_passes,
    verdicts,
)
from annotator.store.accounts import Account
from annotator.store.assignments import Assignment
from annotator.store.codings import CodingFacts, CountedCoding, Draft, LaneRule

DEFAULT_SCHEME, DEFAULT_PROFILE = "core-attunement", "field"

_read: dict[str, Scheme] = {}


def scheme_of(tx: Tx, hash: str) -> Scheme:
    """A stored scheme by its content hash, which makes reading it once enough."""
    if hash not in _read:
        _read[hash] = read_scheme(schemes.get(tx, hash))
    return _read[hash]


@dataclass(frozen=True, slots=True)
class SchemeChoice:
    """A scheme one can code with, and its profiles."""

    scheme: SchemeCard
    profiles: Sequence[tuple[str, str]]


def schemes_here(w: Workplace, who: Account | None) -> list[SchemeChoice]:
    """The newest version of every scheme that is not retired, the default first, and the profiles to code."""
    with w.store.read() as tx:
        require(tx, who, Right.CODE)
        found = [card_in(tx, row.hash) for row in offered(tx).values()]
    found.sort(key=lambda s: (s.id != DEFAULT_SCHEME, s.id))
    language = who.language if who else "en"
    choices = [SchemeChoice(s, [(p.id, p.label.in_language(language)) for p in _codable(s)]) for s in found]
    return [choice for choice in choices if choice.profiles]


def _codable(scheme: SchemeCard) -> list[Depth]:
    """The profiles with at least one track that the desk can code."""
    return [p for p in scheme.profiles if p.kinds & set(CODED_AT_THE_DESK)]


def require_fitting(tx: Tx, scheme: Scheme, session_id: str) -> None:
    """AnnotatorError where a feedback session would be coded as if the family were filmed by themselves."""
    if not scheme.both_code and families.is_feedback(tx, session_id):
        raise AnnotatorError(
            said(
                "A feedback session is coded for what was said in it, with coach-comments or one like it; "
                "nothing of the family is measured there."
            )
        )


def begin_coding(
    w: Workplace,
    who: Account | None,
    session_id: str,
    scheme_hash: str | None = None,
    profile: str | None = None,
) -> str:
    """Open one's coding of a session, made when there is none yet; gives its id.

    Without a scheme, what one is to code again; else one's newest open coding of the session, else what one
    was given it for; else the default scheme's field profile, or one's own scheme while that is retired.
    ConsentError when the film may not be watched, CertificateError when the study asks for one first.
    """

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.CODE, "session", session_id)
        window = stretch_of(families.session(tx, session_id))
        require_use(tx, person, session_id, Use.WATCH)
        again = _due_again(tx, person, session_id, scheme_hash, profile)
        if again is not None and again.made is not None:
            return again.made
        mine = [c for c in own_codings(tx, person) if c.session == session_id]
        if scheme_hash is None and again is None and mine:
            return next((c for c in reversed(mine) if c.state == "open"), mine[-1]).id
        given = again or (_given(tx, person, session_id) if scheme_hash is None else None)
        named = (given.scheme, given.profile) if given is not None else (None, None)
        scheme = scheme_of(tx, scheme_hash or named[0] or _default(tx))
        require_study(tx, scheme, session_id)
        require_fitting(tx, scheme, session_id)
        depth = (
            profile
            or named[1]
            or (DEFAULT_PROFILE if scheme.profile(DEFAULT_PROFILE) else scheme.profiles[0].id)
        )
        if scheme.profile(depth) is None:
            raise NotFound(said("The scheme {scheme} has no profile {depth}.", scheme=scheme.id, depth=depth))
        require_certificate(tx, person, session_id, scheme)
        begun = any((c.scheme_hash, c.profile, c.state) == (scheme.hash, depth, "open") for c in mine)
        if not begun and again is None:
            require_in_use(tx, scheme)
        require_coach_first(tx, person, session_id, scheme, depth)
        drawn = drawing_of(tx, session_id, scheme, window)
        made = codings.begin(tx, session_id, person.id, scheme.hash, depth, drawn.window)
        if again is not None:
            assignments.note_made(tx, again.id, made)
        detail = {"session": session_id} | ({"seed": drawn.seed} if drawn.seed is not None else {})
        audit.write(tx, person.id, "begin", "coding", made, detail)
        return made

    return w.store.write(work)


def _default(tx: Tx) -> str:
    """What is coded with where nothing is named: the default scheme; while it is retired, one's own.

    Of one's own the last that came; marks for supervisors and schemes of approved studies never unasked.
    """
    there = offered(tx)
    if DEFAULT_SCHEME in there:
        return there[DEFAULT_SCHEME].hash
    cards = [
        (row.made_at, card_in(tx, row.hash)) for row in there.values() if row.hash not in shipped_cards()
    ]
    own = [(at, c.hash) for at, c in cards if _codable(c) and not (c.marks_only or c.study_required)]
    return max(own)[1] if own else newest_of(tx, DEFAULT_SCHEME).hash


def require_coach_first(tx: Tx, person: Account, session_id: str, scheme: Scheme, depth: str) -> None:
    """Refuse who codes second where both code, while nobody submitted a first coding that counts."""
    if not scheme.both_code or depth == scheme.profiles[0].id:
        return
    there = [c for c in codings.of_session(tx, session_id) if of_first(c, scheme) and c.state != "open"]
    if not any(enough(tx, c, scheme) for c in there):
        raise AnnotatorError(
            said("Whoever was filmed codes this segment first; it waits for you on Supervision then.")
        )


def require_in_use(tx: Tx, scheme: Scheme) -> None:
    """Refuse a version that was retired: codings that were made with it stay, no new one begins."""
    if scheme.hash in schemes.retired(tx):
        raise AnnotatorError(
            said(
                "{scheme} {version} was retired: no coding begins with it. Choose another scheme or version.",
                scheme=scheme.id,
                version=scheme.version,
            )
        )


def _due_again(
    tx: Tx, person: Account, session_id: str, scheme_hash: str | None, profile: str | None
) -> Assignment | None:
    """What somebody is to code again of a visit, when that is what they ask for."""
    due = [a for a in assignments.due_again(tx, person.id) if a.session == session_id]
    asked = [a for a in due if (scheme_hash or a.scheme, profile or a.profile) == (a.scheme, a.profile)]
    return asked[0] if asked else None


def _given(tx: Tx, person: Account, session_id: str) -> Assignment | None:
    """What somebody was given a visit for: to code it with a named scheme before anything else."""
    there = assignments.of_session(tx, session_id)
    mine = [a for a in there if a.account == person.id and a.former is None]
    return next((a for a in mine if a.scheme is not None), mine[0] if mine else None)


def require_study(tx: Tx, scheme: Scheme, session: str) -> None:
    """Refuse a scheme that is made for an approved study where the family is in none.

    What an installation begins with is a caseload, not a study: it has no protocol that anybody approved.
    """
    family = families.session(tx, session).family
    if scheme.study_required and families.study_of(tx, family) == studies.default(tx):
        raise AnnotatorError(
            said(
                "{scheme} is coded only inside an approved study, and this family belongs to none.",
                scheme=scheme.id,
            )
        )


def stretch_of(session: Session) -> Interval:
    """What there is to see of a visit: from where a film begins, not before 0, to where the last one ends."""
    ready = [r for r in session.recordings if r.state == "ready"]
    if not ready:
        raise AnnotatorError(
            said("This visit has no film that is ready yet; add one or wait until it is prepared.")
        )
    start = max(0, min(r.shift_ms for r in ready))
    return Interval(start, max(start, *(r.shift_ms + (r.duration_ms or 0) for r in ready)))


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything a coding is worked on with: its facts, session, scheme and lanes."""

    facts: CodingFacts
    session: Session
    scheme: Scheme
    lanes: list[Lane]

    @property
    def end_ms(self) -> int | None:
        """The end of the longest film on the session clock; None while none is ready."""
        ends = [r.shift_ms + r.duration_ms for r in self.session.recordings if r.duration_ms is not None]
        return max(ends, default=None)


def bench_of(tx: Tx, facts: CodingFacts) -> Bench:
    """Gather what a coding is worked on with."""
    session = families.session(tx, facts.session)
    scheme = scheme_of(tx, facts.scheme_hash)
    return Bench(facts, session, scheme, lanes_of(scheme, facts.profile, subjects_of(session, scheme)))


def desk(w: Workplace, who: Account | None, coding_id: str) -> dict[str, Any]:
    """What ``packed_desk`` packs."""
    shown: dict[str, Any] = json.loads(packed_desk(w, who, coding_id))
    return shown


def packed_desk(w: Workplace, who: Account | None, coding_id: str) -> str:
    """All that the desk needs to show one's own coding, as JSON.

    ConsentError when its film may not be watched.
    """
    with w.store.read() as tx:
        facts = own_coding(tx, who, coding_id)
        require_use(tx, who, facts.session, Use.WATCH)
        bench = bench_of(tx, facts)
        exercise, made_of = is_exercise(tx, facts), _made_of(tx, coding_id)
        prepares = allowed(tx, who, Right.PREPARE, "session", facts.session) and not bench.session.is_feedback
        bench = replace(bench, session=with_film_names(tx, who, bench.session))
        family = families.family(tx, bench.session.family)
        standing, removed = codings.standing_json(tx, coding_id), codings.removed(tx, coding_id)
        history, hands = codings.history(tx, coding_id), hands_of(tx, who)
    shown = desk_json(w, who, bench, family, removed, history, hands)
    shown["coding"] |= {"exercise": exercise, "consensus_of": made_of, "may_prepare": prepares}
    rest = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return f'{rest[:-1]},"annotations":{standing}}}'


def _made_of(tx: Tx, coding_id: str) -> list[str] | None:
    """The names of the two coders from whose codings a consensus was made; None of any other coding."""
    origin = verdicts.origin_of(tx, coding_id)
    return (
        None if origin is None else [codings.facts(tx, c).coder_name for c in (origin.first, origin.second)]
    )


def save_acts(w: Workplace, who: Account | None, coding_id: str, payload: object) -> dict[str, Any]:
    """Keep acts from a browser, each once, in order, and say what became of each: saved, refused, too early.

    Raises ActsRefused when the request itself cannot be read, NotFound when the coding is not one's own.
    """
    from annotator.actions.reading_acts import read_acts  # it brings in pydantic: not for the first page
    # brings in pydantic, which the first page does not need

    acts, problems = read_acts(payload)
    drafts, looked = _drafted(w, who, coding_id, acts, problems)

    def work(tx: Tx) -> dict[str, Any]:
        facts = own_coding(tx, who, coding_id)
        bench = bench_of(tx, facts)
        done = (
            looked.of
            if looked is not None and looked.with_same(bench)
            else _misfits(tx, acts, problems, bench)
        )
        rules = lane_rules(bench.lanes)
        answers = codings.save_acts(tx, coding_id, acts, rules, done, drafts, links_of(bench.scheme))
        saved = [a for a in answers if a.outcome == "saved"]
        if saved:
            audit.write(tx, facts.coder, "code", "coding", coding_id, {"acts": len(saved)})
        if _marked_for_supervisor(acts, {a.act_id for a in saved}, bench.scheme):
            share_with_supervisors(tx, facts.session, facts.coder)
        return {
            "seq": max((a.seq or 0 for a in saved), default=facts.seq),
            "answers": [
                {"act": a.act_id, "outcome": a.outcome, "seq": a.seq, "code": a.code, "message": a.message}
                for a in answers
            ],
        }

    return w.store.write(work)


def _marked_for_supervisor(acts: Sequence[Act], saved: set[str], scheme: Scheme) -> bool:
    edits = (edit for act in acts if act.id in saved for edit in act.edits)
    return any(edit.content is not None and marks_concern(edit.content, scheme) for edit in edits)


LONG_ACT = 100
"""From how many edits on an act is worked out before it goes to the writer, where everybody waits for it."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """Which acts do not fit, as the coding, the scheme and the films were when they were looked at."""

    bench: Bench
    of: Mapping[str, Problem]

    def with_same(self, bench: Bench) -> bool:
        """Whether nothing that it rests on has changed."""
        return self.bench.facts.seq == bench.facts.seq and (
            (self.bench.session, self.bench.lanes, self.bench.scheme.hash)
            == (bench.session, bench.lanes, bench.scheme.hash)
        )


def _drafted(
    w: Workplace, who: Account | None, coding_id: str, acts: Sequence[Act], problems: Mapping[str, Problem]
) -> tuple[dict[str, Draft], _Looked | None]:
    """What a long act will write, and whether it fits; nothing for short ones."""
    if len(acts) != 1 or len(acts[0].edits) < LONG_ACT:
        return {}, None
    with w.store.read() as tx:
        bench = bench_of(tx, own_coding(tx, who, coding_id))
        looked = _Looked(bench, _misfits(tx, acts, problems, bench))
        draft = None if looked.of else codings.draft(tx, coding_id, acts[0], links_of(bench.scheme))
    return {} if draft is None else {acts[0].id: draft}, looked


def _misfits(
    tx: Tx, acts: Sequence[Act], problems: Mapping[str, Problem], bench: Bench
) -> Mapping[str, Problem]:
    """Of each act that cannot be understood or does not fit, why."""
    found = {act.id: p for act in acts if act.id not in problems and (p := _misfit(tx, act, bench))}
    return {**problems, **found}


def links_of(scheme: Scheme) -> frozenset[str]:
    """The modifiers of a scheme by which a mark names others."""
    return frozenset(modifier.id for modifier in scheme.modifiers if modifier.type == "link")


def lane_rules(lanes: Sequence[Lane]) -> Mapping[tuple[str, str], LaneRule]:
    """What the store must know of each lane to keep overlap out of exclusive ones."""
    return {(n.track.id, n.subject.id): LaneRule(n.track.kind, n.track.exclusive) for n in lanes}


def _misfit(tx: Tx, act: Act, bench: Bench) -> Problem | None:
    """The first edit of an act that does not fit the scheme or the films.

    What was coded of a film that is not here any more may still be changed.
    """
    end_ms = bench.end_ms
    agreed = bench.facts.agreement is not None
    standing = (
        codings.contents_of(tx, bench.facts.id, {e.annotation or "" for e in act.edits}) if agreed else {}
    )
    for edit in act.edits:
        moved = moves_agreed(edit, standing.get(edit.annotation or "")) if agreed else None
        if moved is not None:
            return moved
        if edit.content is not None:
            problem = check_content(edit.content, bench.lanes, bench.scheme, end_ms)
            if problem is not None and end_ms is not None:
                end_ms = max(end_ms, bench.facts.window.offset, codings.last_ms(tx, bench.facts.id))
                problem = check_content(edit.content, bench.lanes, bench.scheme, end_ms)
            if problem is not None:
                return problem
        if edit.window not in (None, bench.facts.window) and bench.scheme.segment is not None:
            words = said("The segment was drawn for both who code it; where it begins and ends stays.")
            return Problem("drawn", edit.id, words)
        if edit.window is not None and edit.window.duration == 0:
            return Problem("invalid", edit.id, said("The coded window ends before it begins."))
    return None


def save_place(w: Workplace, who: Account | None, coding_id: str, place: Mapping[str, Any]) -> None:
    """Note where one left: time, pass, speed, zoom."""

    def work(tx: Tx) -> None:
        own_coding(tx, who, coding_id)
        codings.set_place(tx, coding_id, dict(place))

    w.store.write(work)


def submit_coding(w: Workplace, who: Account | None, coding_id: str, seq: int) -> CodingFacts:
    """Lock one's coding: running states end at the coded window's end.

    Raises Conflict when ``seq`` is not the newest: something is still on its way or was saved elsewhere.
    """

    def work(tx: Tx) -> CodingFacts:
        facts = own_coding(tx, who, coding_id)
        if facts.state != "open":
            return facts
        if facts.seq != seq:
            raise Conflict(
                said(
                    "The coding was changed elsewhere since this page was loaded; reload it before "
                    "submitting."
                )
            )
        codings.submit(tx, coding_id)
        if scheme_of(tx, facts.scheme_hash).both_code:
            share_with_supervisors(tx, facts.session, facts.coder)
        audit.write(tx, facts.coder, "submit", "coding", coding_id, {"seq": seq})
        return codings.facts(tx, coding_id)

    done = w.store.write(work)
    with w.store.read() as tx:
        golden = gold.of_session(tx, done.session)
    if golden:
        # What it takes to compare is not loaded before it is needed.
        import_module("annotator.actions.settling").settle(w, done.coder)
    return done


def reopen_coding(w: Workplace, who: Account | None, coding_id: str, reason: str) -> None:
    """Unlock a submitted coding; who, when and why are on record."""
    why = " ".join(reason.split())
    if not why:
        raise AnnotatorError(said("Say why the coding is opened again; the reason is kept with it."))

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.REOPEN, "coding", coding_id)
        if two_passes.rests_on(tx, coding_id):
            raise Conflict(
                said(
                    "Two coders' onsets were agreed on from this coding, so it stays as it is. Code the "
                    "visit anew instead."
                )
            )
        if any(g.coding == coding_id for g in gold.of_session(tx, codings.facts(tx, coding_id).session)):
            raise Conflict(
                said(
                    "This coding is gold: tests and charts are held against it, so it stays as it is. Let it "
                    "be gold no more before it is opened again."
                )
            )
        codings.reopen(tx, coding_id, why, person.id)

    w.store.write(work)


def own(w: Workplace, who: Account | None, coding_id: str) -> CodingFacts:
    """One's own coding; NotFound for everybody else's."""
    with w.store.read() as tx:
        return own_coding(tx, who, coding_id)


def my_codings(w: Workplace, who: Account | None) -> list[CountedCoding]:
    """One's own codings, the newest first."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE)
        return list(reversed(own_codings(tx, person)))


def codings_here(w: Workplace, who: Account | None, session_id: str) -> list[CountedCoding]:
    """The codings of a session that exist for a person."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE, "session", session_id)
        families.session(tx, session_id)
        return visible_codings(tx, person, session_id)
