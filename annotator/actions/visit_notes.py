"""The visit note of a meeting that was held, for the clinical file: words alone, for its author."""

from annotator.access import Use
from annotator.actions.asking import absent, own_plan
from annotator.actions.consents import require_use
from annotator.actions.language import context_words, translator
from annotator.actions.taking import note_taken
from annotator.actions.workplace import Workplace
from annotator.errors import FeedbackError, NotFound, said
from annotator.feedback import PlanState, parent_view
from annotator.feedback.visit_note import Safety, visit_note
from annotator.report.visit_note import TITLE, note_html, note_pdf, note_text, paper_of
from annotator.store import audit, families
from annotator.store.accounts import Account

FORMS = {"txt": note_text, "html": note_html, "pdf": note_pdf}


def visit_note_file(
    w: Workplace, who: Account | None, plan_id: str, form: str, safety: Safety | None = None
) -> tuple[str, bytes]:
    """The note of one's own meeting as ``txt``, ``html`` or ``pdf``: its name and its bytes.

    Its name says the day and names nobody; the audit has a line. NotFound for everybody's else,
    FeedbackError until the meeting was held or while a text must not come before a parent (who may
    read their file), ConsentError when somebody on the film takes back looking together,
    AnnotatorError when no font has a letter of it.
    """
    if form not in FORMS:
        raise NotFound(absent("page"))
    words = translator(who.language if who else "en")
    with w.store.read() as tx:
        plan = own_plan(tx, who, plan_id)
        if plan.state is not PlanState.SHOWN:
            raise FeedbackError(said("The visit note can be taken once the meeting was held."))
        require_use(tx, who, plan.session, Use.PRINT)
        session = families.session(tx, plan.session)
        note = visit_note(
            parent_view(plan, session.date),
            plan,
            family=families.family(tx, session.family).code,
            met_on=plan.shown_at or "",
            present=tuple(person.label for person in families.on_film(tx, session.id)),
            situation=context_words(session.context, words),
            safety=safety,
        )
    made = FORMS[form](paper_of(note, words.language, words))
    detail = {"form": form, "what": "visit note", **audit.digest(made)}
    note_taken(w, who, "plan", plan_id, detail)
    return f"{TITLE.translated(words)} {note.met_on}.{form}", made
