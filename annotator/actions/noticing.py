"""What a home visitor finds on a summary besides counts: what was agreed last time, what one might show."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.access import Right
from annotator.actions.asking import allowed
from annotator.actions.codings import scheme_of
from annotator.actions.comparing import countable, numbers_of, to_read
from annotator.actions.preparing import suggestions_for
from annotator.actions.workplace import Workplace
from annotator.feedback import Suggestion
from annotator.measures import LaneSummary
from annotator.measures.words import in_counts
from annotator.model import Session
from annotator.store import Tx, families, plans
from annotator.store.accounts import Account

TOO_MUCH_UNSEEN = 0.2
"""More than this share of a track that nobody could see asks for care (clinical-practice, 8.1)."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """``step`` is what a parent chose in the last meeting before this visit, with its ``agreed`` day.

    ``unseen`` are the tracks of which more than a fifth could not be judged. ``suggestions`` are moments of
    one's own coding that one might show; none of somebody else's, and none where one prepares no meetings.
    """

    step: str
    agreed: str
    unseen: tuple[LaneSummary, ...]
    suggestions: Sequence[Suggestion]
    prepares: bool
    study: str = ""


def noticed(w: Workplace, who: Account | None, coding_id: str) -> Noticed:
    """What stands beside the counts of a coding that a person may read."""
    with w.store.read() as tx:
        facts = to_read(tx, who, coding_id)
        session = families.session(tx, facts.session)
        countable(scheme_of(tx, facts.scheme_hash))
        summary = in_counts(numbers_of(w, tx, facts)[1])
        unseen = tuple(lane for lane in summary.lanes if _unseen(lane))
        if who is None or not allowed(tx, who, Right.PREPARE, "session", session.id):
            return Noticed("", "", unseen, (), prepares=False)
        step, agreed = _last_step(tx, who, session)
        mine = facts.coder == who.id
        found = suggestions_for(tx, who, session) if mine else ()
        study = families.study_of(tx, session.family)
    return Noticed(step, agreed, unseen, found, mine, study)


def _unseen(lane: LaneSummary) -> bool:
    share = lane.missing_share.value
    return lane.kind == "state" and share is not None and share > TOO_MUCH_UNSEEN


def _last_step(tx: Tx, who: Account, session: Session) -> tuple[str, str]:
    """The step of one's own last meeting that was held about an earlier visit; empty when there is none."""
    for visit in families.sessions(tx, session.family):
        if visit.date >= session.date:
            continue
        held = [p for p in plans.of_session(tx, visit.id, who.id) if p.shown_at and p.step]
        if held:
            return held[-1].step, (held[-1].shown_at or "")[:10]
    return "", ""
