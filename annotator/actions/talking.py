"""A moment that a home visitor shares with her supervisor, and what the two write about it.

Only the two of them see it, and a lead by the table of rights. It never leaves the place: no meeting,
sheet or export reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.access import Right, Role, Use
from annotator.actions.asking import absent, allowed, require, sight_of
from annotator.actions.consents import closed, require_use
from annotator.actions.typed import lines
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, said
from annotator.model import Recording, Session
from annotator.store import Tx, accounts, assignments, audit, families, sight, studies, talks
from annotator.store.accounts import Account
from annotator.store.talks import Message, Talk

MOST_LETTERS = 1000


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A shared moment in a list: where it is, with whom, the last words, how many messages are new to one."""

    talk: Talk
    family_code: str
    visit: str
    date: str
    author: str
    supervisor: str
    last: str
    unread: int


@dataclass(frozen=True, slots=True)
class TalkView:
    """A shared moment: its film from there on, and the messages with who wrote them.

    ``film`` is None where no film shows the moment, or it may not be watched: ``closed`` then says why.
    """

    line: TalkLine
    session: Session
    film: Recording | None
    closed: str | None
    messages: Sequence[tuple[str, Message]]
    may_write: bool


def supervisors_of(w: Workplace, who: Account | None, session_id: str) -> dict[str, str]:
    """With whom a moment of a visit can be shared: the supervisors of its study, names by account."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SHARE, "session", session_id)
        return _supervisors(tx, person, session_id)


def _supervisors(tx: Tx, person: Account, session_id: str) -> dict[str, str]:
    study = families.study_of(tx, families.session(tx, session_id).family)
    members = studies.members(tx, study)
    return {
        m.account: m.name
        for m in members
        if m.role == Role.SUPERVISOR and not m.disabled and m.account != person.id
    }


def share_moment(
    w: Workplace, who: Account | None, session_id: str, at_ms: int, supervisor: str, text: str
) -> str:
    """Share a moment of a visit with a supervisor, with a first message; gives the shared moment's id.

    The supervisor can watch the visit's film from then on. ConsentError when somebody on the film has not
    agreed to a supervisor; AnnotatorError when no film shows the moment.
    """
    words = _words(text)

    def work(tx: Tx) -> str:
        person = require(tx, who, Right.SHARE, "session", session_id)
        if supervisor not in _supervisors(tx, person, session_id):
            raise NotFound(absent("person"))
        require_use(tx, person, session_id, Use.SUPERVISE)
        if film_at(families.session(tx, session_id), at_ms) is None:
            raise AnnotatorError(said("No film of this visit shows that moment; choose another time."))
        made = talks.begin(tx, session_id, person.id, supervisor, at_ms)
        talks.say(tx, made.id, person.id, words)
        assignments.give(tx, [session_id], supervisor, person.id)
        audit.write(tx, person.id, "share", "talk", made.id, {"session": session_id, "with": supervisor})
        return made.id

    return w.store.write(work)


def _words(text: str) -> str:
    words = lines(text).strip()
    if not words or len(words) > MOST_LETTERS:
        raise AnnotatorError(said("A message has 1 to {most} letters.", most=MOST_LETTERS))
    return words


def film_at(session: Session, at_ms: int) -> Recording | None:
    """The ready film of a visit that shows a moment on the session clock; None when none does."""
    ready = (r for r in session.recordings if r.state == "ready")
    return next((r for r in ready if 0 <= at_ms - r.shift_ms < (r.duration_ms or 0)), None)


def say(w: Workplace, who: Account | None, talk_id: str, text: str) -> None:
    """Write a message about a shared moment, as one of the two; not after an agreement was taken back."""
    words = _words(text)

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.TALK, "talk", talk_id)
        found = talks.get(tx, talk_id)
        if person.id not in found.two:
            raise NotFound(absent("talk"))
        require_use(tx, person, found.session, Use.SUPERVISE)
        talks.say(tx, talk_id, person.id, words)
        audit.write(tx, person.id, "say", "talk", talk_id, {})

    w.store.write(work)


def talk(w: Workplace, who: Account | None, talk_id: str) -> TalkView:
    """A shared moment for one of the two, or a lead. ConsentError for the supervisor when it is closed."""
    with w.store.read() as tx:
        person, found = _there(tx, who, talk_id)
        if person.id == found.supervisor:
            require_use(tx, person, found.session, Use.SUPERVISE)
        session = families.session(tx, found.session)
        why = closed(tx, person, found.session, Use.WATCH)
        names = _names(tx)
        return TalkView(
            line=_line(tx, found, talks.unread(tx, person.id, [talk_id]), names),
            session=session,
            film=film_at(session, found.at_ms) if why is None else None,
            closed=why,
            messages=[(names.get(m.account, ""), m) for m in talks.messages(tx, talk_id)],
            may_write=person.id in found.two and closed(tx, person, found.session, Use.SUPERVISE) is None,
        )


def seen(w: Workplace, who: Account | None, talk_id: str, seq: int) -> None:
    """Note that one has seen the messages up to a number; nothing is noted for a lead who looks."""

    def work(tx: Tx) -> None:
        person, found = _there(tx, who, talk_id)
        if person.id in found.two:
            talks.see(tx, talk_id, person.id, seq)

    w.store.write(work)


def _there(tx: Tx, who: Account | None, talk_id: str) -> tuple[Account, Talk]:
    """Who asks, and the shared moment, when it exists for them."""
    if who is not None and allowed(tx, who, Right.SEE_ALL_TALKS, "talk", talk_id):
        return who, talks.get(tx, talk_id)
    person = require(tx, who, Right.TALK, "talk", talk_id)
    found = talks.get(tx, talk_id)
    if person.id not in found.two:
        raise NotFound(absent("talk"))
    return person, found


def my_talks(w: Workplace, who: Account | None) -> list[TalkLine]:
    """One's own shared moments that exist for one, those with something new first, then the newest."""
    with w.store.read() as tx:
        person = require(tx, who, Right.TALK)
        return lines_of(tx, person)


def lines_of(tx: Tx, person: Account) -> list[TalkLine]:
    """The same inside of a transaction, for who was found to have the right."""
    mine = talks.of_account(tx, person.id)
    there = sight.visits_there(tx, sight_of(tx, person, Right.TALK), {t.session for t in mine})
    return _open_lines(tx, person, [t for t in mine if t.session in there])


def talks_of_visit(w: Workplace, who: Account | None, session_id: str) -> list[TalkLine]:
    """The shared moments of a visit that exist for somebody: the own ones, for a lead all."""
    with w.store.read() as tx:
        person = require(tx, who, Right.SEE_FAMILIES, "session", session_id)
        families.session(tx, session_id)
        found = talks.of_session(tx, session_id)
        if not allowed(tx, person, Right.SEE_ALL_TALKS, "session", session_id):
            own = allowed(tx, person, Right.TALK, "session", session_id)
            found = [t for t in found if own and person.id in t.two]
        return _open_lines(tx, person, found)


def _open_lines(tx: Tx, person: Account, found: Sequence[Talk]) -> list[TalkLine]:
    """Lines of shared moments, without those that are closed to a supervisor."""
    shown = [
        t for t in found if person.id != t.supervisor or closed(tx, person, t.session, Use.SUPERVISE) is None
    ]
    new = talks.unread(tx, person.id, [t.id for t in shown])
    names = _names(tx)
    return sorted((_line(tx, t, new, names) for t in shown), key=lambda line: line.unread == 0)


def _names(tx: Tx) -> dict[str, str]:
    return {account.id: account.name for account in accounts.all(tx)}


def _line(tx: Tx, found: Talk, new: dict[str, int], names: dict[str, str]) -> TalkLine:
    session = families.session(tx, found.session)
    written = talks.messages(tx, found.id)
    return TalkLine(
        talk=found,
        family_code=families.family(tx, session.family).code,
        visit=session.label,
        date=session.date,
        author=names.get(found.author, ""),
        supervisor=names.get(found.supervisor, ""),
        last=written[-1].text if written else "",
        unread=new.get(found.id, 0),
    )
