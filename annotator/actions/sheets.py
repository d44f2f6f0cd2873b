"""The sheet of a meeting for the family: shown to be printed, or handed out as a file."""

from annotator.access import Use
from annotator.actions import films
from annotator.actions.asking import absent
from annotator.actions.consents import require_use
from annotator.actions.meeting import meeting_of
from annotator.actions.taking import note_taken
from annotator.actions.workplace import Workplace
from annotator.errors import NotFound
from annotator.feedback.pairs import thens_of
from annotator.report.sheet import sheet_html, sheet_pdf
from annotator.report.sheet_words import sheet_words
from annotator.store import audit, plans
from annotator.store.accounts import Account

FORMS = {"pdf": sheet_pdf, "html": sheet_html}


def sheet(
    w: Workplace, who: Account | None, plan_id: str, form: str, *, as_file: bool = False
) -> tuple[str, bytes]:
    """The sheet of one's own meeting as ``pdf`` or ``html``: its name and its bytes.

    ``as_file``: it leaves the program for good; otherwise it is shown, to be printed. The audit
    has a line for either. Its name says the day and names nobody. NotFound for everybody's else;
    FeedbackError when the meeting may not come before a parent, ConsentError when somebody on the
    film does not agree to it (a file needs their agreement to a copy for the family besides),
    AnnotatorError when no font has a letter of it.
    """
    if form not in FORMS:
        raise NotFound(absent("page"))
    # Whatever must be true before a family is looked at together is asked by `meeting_of`.
    meeting = meeting_of(w, who, plan_id)
    if as_file:
        with w.store.read() as tx:
            plan = plans.get(tx, plan_id)
            for session in (plan.session, *(then.session for then in thens_of(plan))):
                require_use(tx, who, session, Use.HAND_OVER)
    view, words = meeting.view, sheet_words(meeting.view.language)
    stills = {}
    for moment in view.moments:
        film, shift_ms = meeting.film_of(moment)
        stills[moment.id] = films.still(w, who, film, moment.at_ms - shift_ms, Use.PRINT).read_bytes()
    made = FORMS[form](view, stills, words)
    detail = {"form": form, **audit.digest(made)}
    if as_file:
        note_taken(w, who, "plan", plan_id, detail)
    else:
        w.store.write(lambda tx: audit.write(tx, who.id if who else None, "print", "plan", plan_id, detail))
    return f"{words.document} {view.date[:10]}.{form}", made
