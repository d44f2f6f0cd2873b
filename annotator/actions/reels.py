"""The moments of a meeting as one film for the family: made by the worker, sealed, and soon gone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from annotator.access import Use
from annotator.actions.asking import absent, own_plan
from annotator.actions.consents import closed, require_use
from annotator.actions.meeting import Meeting, meeting_of
from annotator.actions.taking import note_taken
from annotator.actions.traces import REELS, remove_reels
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, ConsentError, FeedbackError, NotFound, said
from annotator.media import ReelMoment, ReelOrder
from annotator.media.film_files import FilmFile, FilmFolder
from annotator.store import Tx, accounts, audit, families, jobs, plans, recordings, reels, seeing
from annotator.store.accounts import Account
from annotator.store.jobs import Job
from annotator.store.reels import Reel
from annotator.store.transaction import iso

KEPT = timedelta(days=7)
"""How long a reel lies ready to be handed over."""

FOLDER = REELS
INSIDE = "film.mp4"
LEAST_HOLD_MS, LETTER_MS, MOST_HOLD_MS = 3_000, 60, 9_000
LEAST_WIDTH = 640
_NEEDED = (Use.MEET, Use.HAND_OVER)


@dataclass(frozen=True, slots=True)
class ReelView:
    """How far the reel of a plan is: its job, the day until which it is kept, whether it was sealed."""

    job: Job
    until: str
    sealed: bool


def ask_for_reel(w: Workplace, who: Account | None, plan_id: str) -> str:
    """Have the film of one's own meeting made, in the place of one made before; gives its job.

    NotFound for everybody else's; FeedbackError when the meeting may not come before a parent,
    ConsentError when somebody on a film that it is cut from does not agree to looking together and to a
    copy for the family, AnnotatorError when no font has a letter of a sentence.
    """
    meeting = _meeting(w, who, plan_id)
    _order(w, meeting)  # refused now, not when the worker comes to it

    def work(tx: Tx) -> tuple[str, Reel | None]:
        plan = own_plan(tx, who, plan_id)
        before = reels.of_plan(tx, plan_id)
        if before is not None:
            jobs.cancel(tx, before.job)
        job = jobs.add(tx, jobs.REEL, meeting.recording)
        made = reels.add(tx, plan_id, meeting.recording, _earlier(meeting), job.id, iso(tx.now + KEPT))
        _note(tx, plan.author, "make reel", made)
        return job.id, before

    job, before = w.store.write(work)
    if before is not None:
        _remove_files(w, before)
    return job


def reel_of(w: Workplace, who: Account | None, plan_id: str) -> ReelView | None:
    """How far the reel of one's own plan is; None when none was asked for."""
    with w.store.read() as tx:
        own_plan(tx, who, plan_id)
        found = reels.of_plan(tx, plan_id)
        if found is None:
            return None
        return ReelView(jobs.get(tx, found.job), found.until[:10], _sealed(w, found).is_file())


def seal_reel(w: Workplace, who: Account | None, plan_id: str) -> str:
    """Seal the reel of one's own plan for handing over; gives the password, which is kept nowhere.

    Sealed again it has another password, and the file of before is gone. Refused as ``ask_for_reel``,
    and with a FeedbackError while it is not made.
    """
    from annotator.exchange.sealed import new_password, seal

    found = _made(w, who, plan_id)
    password = new_password()

    def work(tx: Tx) -> None:
        plan = own_plan(tx, who, plan_id)
        now = reels.of_plan(tx, plan_id)
        if now is None or now.id != found.id:
            raise _not_there()
        reels.handed(tx, found.id)
        _note(tx, plan.author, "seal reel", found)

    try:
        with (w.film_now(found.recording) / _made_file(found)).open("rb") as film:
            seal(film, _sealed(w, found), INSIDE, password)
        w.store.write(work)
    except (FileNotFoundError, FeedbackError, NotFound):  # it was taken away meanwhile, or a film in it
        _remove_files(w, found)
        raise _not_there() from None
    return password


def reel_file(w: Workplace, who: Account | None, plan_id: str) -> Path:
    """The sealed reel of one's own plan, to be handed over; the audit has it. Refused as ``seal_reel``."""
    found = _made(w, who, plan_id)
    path = _sealed(w, found)
    if not path.is_file():
        raise FeedbackError(said("This film is not sealed yet: choose a password for it first."))
    detail = {"form": "zip", "what": "reel", "films": sorted(found.films)}
    note_taken(w, who, "plan", plan_id, detail)
    return path


def drop_reel(w: Workplace, who: Account | None, plan_id: str) -> None:
    """Stop making the reel of one's own plan, or take away what was made."""

    def work(tx: Tx) -> Reel | None:
        plan = own_plan(tx, who, plan_id)
        found = reels.of_plan(tx, plan_id)
        if found is not None:
            jobs.cancel(tx, found.job)
            reels.remove(tx, found.id)
            _note(tx, plan.author, "drop reel", found)
        return found

    found = w.store.write(work)
    if found is not None:
        _remove_files(w, found)


# For the worker's keeper


def next_reel(w: Workplace, worker: str) -> tuple[Job, FilmFolder, FilmFile, ReelOrder] | None:
    """The next reel to be made: its job, the film's folder, the file to make, and what it shows.

    Whether it may be made is asked anew; when it may not, its job fails with that sentence.
    """
    while (job := w.store.write(lambda tx: jobs.take(tx, worker, kind=jobs.REEL))) is not None:
        try:
            reel, meeting = _asked_anew(w, job)
            _keep_films(w, reel, _earlier(meeting))
            film = w.film_now(reel.recording)
            return job, film, film / _made_file(reel), _order(w, meeting)
        except AnnotatorError as refusal:
            w.store.write(partial(jobs.fail, id=job.id, reason=refusal.sentence))
    return None


def reel_made(w: Workplace, job_id: str) -> None:
    """A reel is there; one that nobody wants any more goes."""

    def work(tx: Tx) -> bool:
        return reels.of_job(tx, job_id) is not None and jobs.done(tx, job_id)

    if not w.store.write(work):
        forget_old_reels(w)


@seeing.everything()
def forget_old_reels(w: Workplace) -> None:
    """Take away reels whose days are over or to which somebody no longer agrees, and files of none."""

    def work(tx: Tx) -> list[Reel]:
        gone = [reel for reel in reels.all(tx) if reel.until <= iso(tx.now) or _withdrawn(tx, reel)]
        for reel in gone:
            jobs.cancel(tx, reel.job)
            reels.remove(tx, reel.id)
        return gone

    for reel in w.store.write(work):
        _remove_files(w, reel)
    remove_reels(w.store, w.folder)


def _withdrawn(tx: Tx, reel: Reel) -> bool:
    return any(
        closed(tx, None, session, use) is not None for session in _sessions(tx, reel) for use in _NEEDED
    )


def _sessions(tx: Tx, reel: Reel) -> list[str]:
    """The visits whose films a reel is cut from, whatever its plan shows by now; its own first."""
    return [plans.get(tx, reel.plan).session, *_sessions_of(tx, reel.earlier)]


def _sessions_of(tx: Tx, films: Iterable[str]) -> list[str]:
    return sorted({recordings.get(tx, film).session for film in films})


def _note(tx: Tx, author: str, verb: str, reel: Reel) -> None:
    """Note on the record what was done with a reel, for its plan and for each earlier film in it."""
    audit.write(tx, author, verb, "plan", reel.plan, {"films": sorted(reel.films)})
    for film in sorted(reel.earlier):
        audit.write(tx, author, verb, "recording", film, {"plan": reel.plan})


def _asked_anew(w: Workplace, job: Job) -> tuple[Reel, Meeting]:
    with w.store.read() as tx:
        reel = reels.of_job(tx, job.id)
        if reel is None:
            raise NotFound(absent("job"))
        author = accounts.get(tx, plans.get(tx, reel.plan).author)
    return reel, _meeting(w, author, reel.plan)


def _keep_films(w: Workplace, reel: Reel, earlier: Sequence[str]) -> None:
    """Note the films that a reel is cut from, where its plan shows others than when it was asked for."""
    if reel.earlier == set(earlier):
        return

    def work(tx: Tx) -> None:
        _sessions_of(tx, earlier)  # NotFound for one that was erased meanwhile
        reels.cut_from(tx, reel.id, earlier)
        author = plans.get(tx, reel.plan).author
        for film in set(earlier) - reel.earlier:
            audit.write(tx, author, "make reel", "recording", film, {"plan": reel.plan})

    w.store.write(work)


def _meeting(w: Workplace, who: Account | None, plan_id: str) -> Meeting:
    """One's own meeting, of which a film may be handed over now."""
    meeting = meeting_of(w, who, plan_id)
    with w.store.read() as tx:
        require_use(tx, who, plans.get(tx, plan_id).session, Use.HAND_OVER)
        for session in _sessions_of(tx, _earlier(meeting)):
            _require_of_earlier(tx, who, session)
    return meeting


def _require_of_earlier(tx: Tx, who: Account | None, session: str) -> None:
    """Refuse without living agreement to an earlier visit's film; it says which visit that is.

    The pair is refused, not halved: a moment of now alone would say something else than the two did.
    """
    try:
        for use in _NEEDED:
            require_use(tx, who, session, use)
    except ConsentError as refusal:
        day = families.session(tx, session).date
        sentence = said("The moment of then, of {day}: {why}", day=day, why=refusal.sentence)
        raise ConsentError(sentence, session) from refusal


def _earlier(meeting: Meeting) -> list[str]:
    """The films of earlier visits that a meeting shows."""
    return sorted({film.id for film in meeting.earlier.values()})


def _made(w: Workplace, who: Account | None, plan_id: str) -> Reel:
    """The reel of one's own plan, when it is made and may be handed over now."""
    _meeting(w, who, plan_id)
    with w.store.read() as tx:
        found = reels.of_plan(tx, plan_id)
        ready = found is not None and found.until > iso(tx.now) and jobs.get(tx, found.job).state == "done"
    if found is None or not ready or not _plain(w, found).is_file():
        raise _not_there()
    with w.store.read() as tx:
        for session in _sessions_of(tx, found.earlier):  # also of a pair that its plan shows no more
            _require_of_earlier(tx, who, session)
    return found


def _not_there() -> FeedbackError:
    return FeedbackError(said("There is no film for this family yet; have it made first."))


def _order(w: Workplace, meeting: Meeting) -> ReelOrder:
    from annotator.report.captions import caption_png

    earlier = _earlier(meeting)
    with w.store.read() as tx:
        width = max(LEAST_WIDTH, recordings.get(tx, meeting.recording).width or 0)
    language = meeting.view.language
    numbers = {film: k for k, film in enumerate([meeting.recording, *earlier])}

    def moments() -> Iterator[ReelMoment]:
        for each in meeting.view.moments:
            film, shift_ms = meeting.film_of(each)
            onset, offset, at = (ms - shift_ms for ms in (each.onset_ms, each.offset_ms, each.at_ms))
            hold = min(MOST_HOLD_MS, LEAST_HOLD_MS + LETTER_MS * len(each.phrase))
            caption = caption_png(each.phrase, width + width % 2, language)
            yield ReelMoment(onset, offset, at, hold, caption, numbers[film])

    return ReelOrder(tuple(moments()), tuple(w.film_now(film) for film in earlier))


def _made_file(reel: Reel) -> str:
    return f"{FOLDER}/{reel.id}.mp4"


def _plain(w: Workplace, reel: Reel) -> Path:
    return w.film_folder(reel.recording) / _made_file(reel)


def _sealed(w: Workplace, reel: Reel) -> Path:
    return w.film_folder(reel.recording) / FOLDER / f"{reel.id}.zip"


def _remove_files(w: Workplace, reel: Reel) -> None:
    for path in (_plain(w, reel), _sealed(w, reel)):
        path.unlink(missing_ok=True)
