"""Preparing a meeting: one's plan for a visit, its moments, and whether it can be shown."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from annotator.access import Right, Use
from annotator.actions.asking import allowed, own_plan, plan_for, require
from annotator.actions.consents import require_use
from annotator.actions.desk import recording_json
from annotator.actions.language import languages, translator
from annotator.actions.reading_plans import read_plan
from annotator.actions.resting_on import Basis, basis_of, earlier_film, film_of, film_stretch, held_moments
from annotator.actions.studying import share_with_supervisors
from annotator.actions.typed import line
from annotator.actions.weighing import weights_in
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict, FeedbackError, Problem, said, translated
from annotator.feedback import (
    NARRATIVE,
    Limits,
    Moment,
    Plan,
    PlanState,
    Suggestion,
    forbidden_in,
    problems_of,
    suggest,
)
from annotator.feedback.pairs import thens_of
from annotator.feedback.phrases import LANGUAGES, PHRASES, QUESTIONS, REVIEWED, foreign_words
from annotator.model import Recording, Session
from annotator.schemes import Scheme, Text
from annotator.store import Tx, audit, families, notes, plans
from annotator.store.accounts import Account
from annotator.store.transaction import new_id

LONGEST_WORD = 500
_CHILD = said("Child")
_FEEDBACK_SESSION = said(
    "This film shows a feedback session; meetings are prepared from films of the family together."
)
_NOT_FOR_MEETINGS = said(
    "This visit was coded only with a scheme that is not made for looking together with parents. Code it "
    "with another one, such as core-attunement."
)


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as its author, a lead or a supervisor sees it, with what still keeps it from being shown."""

    plan: Plan
    session: Session
    film: Recording | None
    basis: Basis
    problems: Sequence[Problem]


def open_plan(w: Workplace, who: Account | None, session_id: str) -> str:
    """One's plan for a visit that was not shown yet, begun when there is none; gives its id.

    The parent's language, strengths-only, the goal, the family's question and, with the same child on the
    film, what it is called are those of one's last plan for the family. FeedbackError when the visit was
    coded with a scheme that has no meetings, or has no film that is ready; ConsentError when the film may
    not be watched.
    """

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.PREPARE, "session", session_id)
        session = families.session(tx, session_id)
        if session.is_feedback:
            raise FeedbackError(_FEEDBACK_SESSION)
        coming = plans.coming(tx, session_id, person.id)
        if coming is not None:
            return coming.id
        if film_of(session) is None:
            raise FeedbackError(
                said("This visit has no film that is ready yet; add one or wait until it is prepared.")
            )
        require_use(tx, person, session_id, Use.WATCH)
        if basis_of(tx, person.id, session_id).rules is None:
            raise FeedbackError(_NOT_FOR_MEETINGS)
        made = _begin(tx, person, session)
        audit.write(tx, person.id, "begin", "plan", made.id, {"session": session_id})
        return made.id

    return w.store.write(work)


def _begin(tx: Tx, person: Account, session: Session) -> Plan:
    last = plans.last_of_family(tx, session.family, person.id)
    language = person.language if last is None else last.language
    child = _child(tx, session, language)
    if last is None:
        return plans.add(tx, session.id, person.id, language, child)
    if last.child and _children(families.session(tx, last.session)) == _children(session):
        child = last.child
    made = plans.add(tx, session.id, person.id, language, child, strengths_only=last.strengths_only)
    aside = _kept_for_later(tx, session.id, person.id)
    if not (last.goal or last.question or aside):
        return made
    return plans.save(tx, replace(made, goal=last.goal, question=last.question, aside=aside))


def _kept_for_later(tx: Tx, session_id: str, author: str) -> tuple[Moment, ...]:
    """What the author's last meeting about this film left for the next one, under ids of its own.

    Source: clinical-practice, 3.6: one film, several rounds of looking together.
    """
    held = [plan for plan in plans.of_session(tx, session_id, author) if plan.state is PlanState.SHOWN]
    return tuple(replace(moment, id=new_id()) for moment in held[-1].aside) if held else ()


def _children(session: Session) -> list[str]:
    """Who the children on a visit's film are: of twins, each is called by its own name."""
    return sorted(subject.person or subject.label for subject in session.subjects if subject.role == "child")


def _child(tx: Tx, session: Session, language: str) -> str:
    """What the child on the film is called here, while nobody is said to be on it the family's child.

    Empty when there is none, or several, or a name that is not to be shown.
    """
    people = {person.id: person for person in families.people(tx, session.family)}
    on_film = [
        people[subject.person].label if subject.person in people else subject.label
        for subject in session.subjects
        if subject.role == "child"
    ]
    named = [name for name in on_film if _is_name(name)]
    names = named or [p.label for p in people.values() if p.role == "child" and _is_name(p.label)]
    return names[0] if len(names) == 1 and not forbidden_in(names[0], language) else ""


def _is_name(label: str) -> bool:
    """Whether a child was entered by a name, and not as the page enters one whose name nobody typed."""
    unnamed = {"", "child", *(translator(language)(_CHILD).casefold() for language in languages())}
    return label.casefold() not in unnamed


def plan_view(w: Workplace, who: Account | None, plan_id: str) -> PlanView:
    """A plan for its author, a lead or a supervisor; NotFound for everybody else."""
    with w.store.read() as tx:
        return _view(tx, plan_for(tx, who, plan_id))


def plans_of_session(w: Workplace, who: Account | None, session_id: str) -> Sequence[Plan]:
    """The plans for a visit that exist for a person, the oldest first."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FAMILIES, "session", session_id)
        families.session(tx, session_id)
        if allowed(tx, who, Right.SEE_ALL_PLANS, "session", session_id):
            return plans.of_session(tx, session_id)
        own = allowed(tx, who, Right.PREPARE, "session", session_id)
        return plans.of_session(tx, session_id, person.id) if own else []


def _view(tx: Tx, plan: Plan) -> PlanView:
    session = families.session(tx, plan.session)
    basis, film = basis_of(tx, plan.author, session.id), film_of(session)
    return PlanView(plan, session, film, basis, _problems(tx, plan, basis, film))


def _problems(tx: Tx, plan: Plan, basis: Basis, film: Recording | None) -> tuple[Problem, ...]:
    if basis.rules is None:
        return (Problem("no_meeting", "", _NOT_FOR_MEETINGS),)
    if film is None:
        return (Problem("no_film", "", said("This visit has no film any more; there is nothing to show.")),)
    earlier = {then.session: earlier_film(tx, plan.author, then.session) for then in thens_of(plan)}
    return problems_of(plan, basis.rules, film=film_stretch(film), concerns=basis.concerns, earlier=earlier)


def problems_here(tx: Tx, plan: Plan) -> Sequence[Problem]:
    """What keeps a plan from being shown as things stand now."""
    return _view(tx, plan).problems


def save_plan(w: Workplace, who: Account | None, plan_id: str, payload: object) -> PlanView:
    """Save the whole of one's plan as a draft; what keeps it from being shown comes back with it.

    Sent again, it is kept once. Conflict when it was saved elsewhere since the revision it
    rests on, or was shown; AnnotatorError when it cannot be read.
    """

    def work(tx: Tx) -> PlanView:
        kept = own_plan(tx, who, plan_id)
        if kept.state is PlanState.SHOWN:
            raise Conflict(
                said("This meeting was held; begin a new plan for the visit to choose other moments.")
            )
        sent = read_plan(payload, kept, plans.held_before(tx, kept))
        if _same(sent, kept):
            return _view(tx, kept)
        saved = plans.save(tx, sent)
        audit.write(tx, saved.author, "save", "plan", plan_id, {"revision": saved.revision})
        view = _view(tx, saved)
        if any(problem.code == "needs_release" for problem in view.problems):
            share_with_supervisors(tx, saved.session, saved.author)
        return view

    return w.store.write(work)


def _same(sent: Plan, kept: Plan) -> bool:
    """Whether what was sent is kept already, so that it was sent twice or changes nothing."""
    return replace(sent, revision=kept.revision, state=kept.state) == kept


def mark_ready(w: Workplace, who: Account | None, plan_id: str) -> PlanView:
    """Declare one's plan ready; it stays a draft, with the reasons, while it breaks a rule."""

    def work(tx: Tx) -> PlanView:
        plan = own_plan(tx, who, plan_id)
        view = _view(tx, plan)
        if plan.state is not PlanState.DRAFT or view.problems:
            return view
        saved = plans.save(tx, replace(plan, state=PlanState.READY))
        audit.write(tx, plan.author, "ready", "plan", plan_id, {"revision": saved.revision})
        return replace(view, plan=saved)

    return w.store.write(work)


def release_plan(w: Workplace, who: Account | None, plan_id: str) -> PlanView:
    """A supervisor or lead agrees that the moments of a plan, as they stand, are shown.

    AnnotatorError for one's own plan: a release is another person's look.
    """

    def work(tx: Tx) -> PlanView:
        person = require(tx, who, Right.RELEASE, "plan", plan_id)
        plan = plan_for(tx, person, plan_id)
        if plan.author == person.id:
            raise AnnotatorError(said("Somebody else agrees to your plan: a supervisor, or who leads here."))
        if plan.released_by is not None:
            return _view(tx, plan)
        saved = plans.save(tx, replace(plan, released_by=person.id, returned=""))
        audit.write(tx, person.id, "release", "plan", plan_id, {"revision": saved.revision})
        return _view(tx, saved)

    return w.store.write(work)


def return_plan(w: Workplace, who: Account | None, plan_id: str, word: str) -> PlanView:
    """A supervisor or lead gives a plan back with a word for its author; it waits for a release no more.

    A released one is released no longer. AnnotatorError without a word; Conflict when it was shown.
    """
    said_to_them = line(word)[:LONGEST_WORD]
    if not said_to_them:
        raise AnnotatorError(said("Say in a sentence why you give it back."))

    def work(tx: Tx) -> PlanView:
        person = require(tx, who, Right.RELEASE, "plan", plan_id)
        plan = plan_for(tx, person, plan_id)
        if plan.state is PlanState.SHOWN:
            raise Conflict(said("This meeting was held; talk about it with its author."))
        back = replace(plan, released_by=None, returned=said_to_them, state=PlanState.DRAFT)
        saved = plans.save(tx, back)
        audit.write(tx, person.id, "give back", "plan", plan_id, {"revision": saved.revision})
        return _view(tx, saved)

    return w.store.write(work)


def plan_json(w: Workplace, who: Account | None, plan_id: str) -> dict[str, Any]:
    """All that the page for preparing shows. ConsentError when its film may not be watched."""
    with w.store.read() as tx:
        view = _view(tx, plan_for(tx, who, plan_id))
        require_use(tx, who, view.session.id, Use.WATCH)
        family = families.family(tx, view.session.family)
        named = allowed(tx, who, Right.SEE_NAMES, "plan", plan_id)
        suggested = _suggestions(tx, who, view)
        before = plans.shown_before(tx, family.id, view.plan.author, view.plan.made_at)
        held = held_moments(tx, view.plan)
    rules = view.basis.rules or NARRATIVE
    return {
        **saved_json(view, who),
        "suggestions": [_suggestion_json(one, who) for one in suggested],
        "rules": {
            "most": rules.most,
            "shortest_ms": rules.shortest_ms,
            "longest_ms": rules.longest_ms,
            "lead_in_ms": rules.lead_in_ms,
            "lead_out_ms": rules.lead_out_ms,
            "order": list(rules.order),
            "strengths_only_forced": rules.strengths_only,
        },
        "film": None if view.film is None else _film_json(w, view.film),
        "films": sum(r.state == "ready" for r in view.session.recordings),
        "family": {"id": family.id, "code": family.code, "name": family.name if named else ""},
        "session": {"id": view.session.id, "label": view.session.label, "date": view.session.date},
        "languages": _languages(view.basis.scheme),
        "before": _before(before, own=who is not None and who.id == view.plan.author),
        "held": held,
        "unreviewed": [each for each in _languages(view.basis.scheme) if each not in REVIEWED],
    }


def _before(meetings: Sequence[Plan], *, own: bool) -> dict[str, Any] | None:
    """What the author's meetings with the family left for this one; None before the first.

    What was looked at and said in each, the last first, is the author's ``own`` to look back on.

    Source: clinical-practice, 3.1 (themes in an order), 3.6 (moments planned over several meetings), 8.5 (the
    step of the last visit), and the goal with the parent's own 1 to 10 of each time.
    """
    if not meetings:
        return None
    last = meetings[0]
    left = {"step": last.step, "wish": last.wish, "later": last.later, "number": last.goal_number}
    return {**left, "meetings": [_meeting(plan) for plan in meetings] if own else []}


def _meeting(plan: Plan) -> dict[str, Any]:
    """A meeting that was held, as its author looks back on it: its moments, what was said and agreed."""
    moments = [{"theme": m.theme, "phrase": m.phrase, "said": m.said} for m in plan.moments]
    return {
        "day": (plan.shown_at or "")[:10], "moments": moments, "question": plan.question, "step": plan.step,
        "wish": plan.wish, "later": plan.later, "goal": plan.goal, "number": plan.goal_number,
        "aside": [m.phrase or m.theme or m.why for m in plan.aside],
    }  # fmt: skip


def _suggestions(tx: Tx, who: Account | None, view: PlanView) -> Sequence[Suggestion]:
    """Suggestions for the plan's author, from their own coding and notes; for others there are none."""
    plan, basis = view.plan, view.basis
    if who is None or who.id != plan.author or view.film is None or basis.rules is None:
        return ()
    weights = weights_in(tx, families.study_of(tx, view.session.family))
    stretch = film_stretch(view.film)
    limits = Limits(stretch, basis.concerns, challenges=not plan.strengths_only, weights=weights)
    return suggest(
        basis.coding,
        basis.scheme,
        notes.of_session(tx, plan.session, plan.author),
        language=plan.language,
        child=plan.child,
        limits=limits,
        reader=who.language,
    )


def suggestions_for(tx: Tx, who: Account, session: Session) -> Sequence[Suggestion]:
    """What one's own coding and notes of a visit suggest before there is a plan; ask first if one may."""
    basis, film = basis_of(tx, who.id, session.id), film_of(session)
    if film is None or basis.rules is None or session.is_feedback:
        return ()
    weights = weights_in(tx, families.study_of(tx, session.family))
    return suggest(
        basis.coding,
        basis.scheme,
        notes.of_session(tx, session.id, who.id),
        language=who.language,
        child="",
        limits=Limits(film_stretch(film), basis.concerns, weights=weights),
        reader=who.language,
    )


def _suggestion_json(one: Suggestion, who: Account | None) -> dict[str, Any]:
    translate = translator(who.language if who else "en")
    return {
        **asdict(one),
        "reason": translated(one.reason, translate),
        "shows": [translated(each, translate) for each in one.shows],
    }


def saved_json(view: PlanView, who: Account | None) -> dict[str, Any]:
    """A plan and what keeps it from being shown, in the person's language."""
    translate = translator(who.language if who else "en")
    return {
        "plan": asdict(view.plan),
        "problems": [
            {"code": p.code, "where": p.where, "message": translated(p.message, translate)}
            for p in view.problems
        ],
        "foreign": [
            {"where": where, "language": language}
            for where, language in foreign_words(view.plan, _parents_words(view.basis.scheme))
        ],
    }


def _parents_words(scheme: Scheme | None) -> Iterator[Text]:
    """What there is for parents: the phrases and questions of a scheme's codes, and our own."""
    yield from (*PHRASES.values(), *QUESTIONS.values())
    for track in scheme.tracks if scheme is not None else ():
        for code in track.codes:
            found = (code.feedback.phrase, code.feedback.question) if code.feedback is not None else ()
            yield from (text for text in found if text is not None)


def _film_json(w: Workplace, film: Recording) -> dict[str, Any]:
    shown = recording_json(w, film)
    return {
        "recording": film.id,
        "shift_ms": film.shift_ms,
        "duration_ms": film.duration_ms,
        "width": film.width,
        "height": film.height,
        "has_sound": film.has_sound,
        "filmstrip": {**shown["filmstrip"], "url": shown["urls"]["filmstrip"]},
        "proxy": shown["urls"]["proxy"],
        "frames": shown["urls"]["frames"],
    }


def _languages(scheme: Scheme | None) -> list[str]:
    """The languages in which there are words for parents: the scheme's, then our own."""
    return list(dict.fromkeys((*(scheme.languages if scheme else ()), *LANGUAGES)))
