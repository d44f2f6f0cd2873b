"""The meeting: what the parent sees, what the parent said, and what was agreed at its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator.access import Use
from annotator.actions import films
from annotator.actions.asking import absent, own_plan
from annotator.actions.consents import require_use
from annotator.actions.preparing import problems_here
from annotator.actions.resting_on import film_of
from annotator.actions.typed import line
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, FeedbackError, NotFound, said
from annotator.feedback import ParentView, Plan, PlanState, ShownMoment, forbidden_in, parent_view
from annotator.feedback.pairs import thens_of
from annotator.feedback.parent_view import then_id
from annotator.feedback.rules import not_for_parents
from annotator.media.film_files import FilmFile
from annotator.model import Recording
from annotator.store import Tx, audit, families, plans
from annotator.store.accounts import Account

MOST_LETTERS = 500
SHOWABLE = (PlanState.READY, PlanState.SHOWN)
FILES = {"film.mp4": "proxy.mp4", "frames.bin": "frames.bin"}
"""What a meeting serves of its film, and as which of the film's own files."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the screen beside a parent needs; ``shift_ms`` is where the film begins on the session clock.

    ``earlier`` are the films of the moments of then, by the names of these moments in the view.
    """

    view: ParentView
    recording: str
    shift_ms: int
    earlier: Mapping[str, Recording] = field(default_factory=dict)

    def film_of(self, shown: ShownMoment) -> tuple[str, int]:
        """The film of a moment as it is shown, and where it begins on its session clock."""
        film = self.earlier.get(shown.id)
        return (self.recording, self.shift_ms) if film is None else (film.id, film.shift_ms)


def meeting_of(w: Workplace, who: Account | None, plan_id: str) -> Meeting:
    """One's own meeting, when the plan is ready or was shown.

    NotFound for everybody else: a meeting is its author's, beside the parent. FeedbackError
    while the plan is a draft, when it breaks a rule by now (a mark for the supervisor was set
    since), or when a text must not come before a parent.
    """
    with w.store.read() as tx:
        plan, film = _to_be_shown(tx, who, plan_id)
        date = families.session(tx, plan.session).date
        problems = problems_here(tx, plan)
        if problems:
            raise FeedbackError(problems[0].message)
        films_then = _films_of_then(tx, plan)
    shifts = {m.then.session: films_then[then_id(m)].shift_ms for m in plan.moments if m.then is not None}
    view = parent_view(plan, date, film.shift_ms, shifts)
    return Meeting(view, film.id, film.shift_ms, films_then)


def _films_of_then(tx: Tx, plan: Plan) -> dict[str, Recording]:
    """The film of each moment of then that a plan shows; one that has no film any more has no place here."""
    sessions = {then_id(m): m.then.session for m in plan.moments if m.then is not None}
    found = {name: film_of(families.session(tx, session)) for name, session in sessions.items()}
    return {name: film for name, film in found.items() if film is not None}


def parent_view_of(w: Workplace, who: Account | None, plan_id: str) -> ParentView:
    """What the parent sees of one's own meeting, on the screen and on the sheet."""
    return meeting_of(w, who, plan_id).view


def meeting_film(
    w: Workplace, who: Account | None, plan_id: str, name: str, then: str | None = None
) -> FilmFile:
    """A file of the film of one's own meeting; whoever watches it is in the audit once an hour.

    With ``then`` the film of the moment of then with this name, NotFound when the plan has none.
    """
    if name not in FILES:
        raise NotFound(absent("film"))
    with w.store.read() as tx:
        plan, film = _to_be_shown(tx, who, plan_id)
        earlier = _films_of_then(tx, plan)
    if then is not None:
        if then not in earlier:
            raise NotFound(absent("film"))
        film = earlier[then]
    return films.film_file(w, who, film.id, FILES[name], Use.MEET)


def save_said(w: Workplace, who: Account | None, plan_id: str, moment_id: str, words: str) -> str:
    """Keep what the parent said about a moment; gives the words as they are kept.

    FeedbackError when they hold what the sheet must not show; they are the parent's to read.
    """

    def work(tx: Tx) -> str:
        plan, _ = _with_film(tx, who, plan_id)
        kept = _fit(words, plan)
        moment = plan.moment(moment_id)
        if moment is None:
            raise NotFound(absent("moment"))
        if moment.said != kept:
            plans.set_said(tx, plan_id, moment_id, kept)
            audit.write(tx, plan.author, "said", "plan", plan_id, {"moment": moment_id})
        return kept

    return w.store.write(work)


def close_meeting(
    w: Workplace,
    who: Account | None,
    plan_id: str,
    step: str,
    wish: str,
    goal: str,
    goal_number: int | None,
) -> Plan:
    """End a meeting: the step the parent chose, the wish for the next film, the goal, their own 1 to 10.

    It can be done again to put the words right; the meeting was held when it was first closed.
    """
    if goal_number is not None and not 1 <= goal_number <= 10:
        raise AnnotatorError(said("The parent's own number for the goal goes from 1 to 10."))

    def work(tx: Tx) -> Plan:
        plan, _ = _with_film(tx, who, plan_id)
        closed = replace(
            plan,
            step=_fit(step, plan),
            wish=_fit(wish, plan),
            goal=_fit(goal, plan),
            goal_number=goal_number,
            state=PlanState.SHOWN,
            shown_at=plan.shown_at or tx.at,
        )
        if closed == plan:
            return plan
        saved = plans.save(tx, closed)
        audit.write(tx, plan.author, "close", "plan", plan_id, {"session": plan.session})
        return saved

    return w.store.write(work)


def _to_be_shown(tx: Tx, who: Account | None, plan_id: str) -> tuple[Plan, Recording]:
    """One's own plan that may come before the parent now, and its film.

    ConsentError when somebody on the film does not agree to look at it together, or no longer.
    """
    plan, film = _with_film(tx, who, plan_id)
    require_use(tx, who, plan.session, Use.MEET)
    for then in thens_of(plan):
        require_use(tx, who, then.session, Use.MEET)
    return plan, film


def _with_film(tx: Tx, who: Account | None, plan_id: str) -> tuple[Plan, Recording]:
    """One's own plan that is ready or was shown, and its film.

    What was said in a meeting can be kept also after somebody took their agreement back in it.
    """
    plan = own_plan(tx, who, plan_id)
    if plan.state not in SHOWABLE:
        raise FeedbackError(said("This plan is not ready yet; finish preparing it first."))
    film = film_of(families.session(tx, plan.session))
    if film is None:
        raise FeedbackError(said("This visit has no film any more; there is nothing to show."))
    return plan, film


def _fit(words: str, plan: Plan) -> str:
    """Words as they are kept, when a parent may read them."""
    kept = line(words)
    if len(kept) > MOST_LETTERS:
        raise FeedbackError(
            said("This is longer than {most} letters; keep what matters most.", most=MOST_LETTERS)
        )
    found = forbidden_in(kept, plan.language)
    if found:
        raise FeedbackError(not_for_parents(found))
    return kept
