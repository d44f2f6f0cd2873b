"""Take codings away: tidy CSV with code book and README, or an Excel workbook.

What leaves this computer cannot be called back, so everybody on the film must agree to quality coding
or to research first.
"""

from collections.abc import Sequence
from dataclasses import replace

from annotator.access import Purpose, Right, Use
from annotator.actions.asking import absent, allowed, coding_for, require, visible_codings
from annotator.actions.codings import scheme_of
from annotator.actions.consents import require_use
from annotator.actions.proving import require_proved
from annotator.actions.scheme_cards import card_in
from annotator.actions.taking import note_taken
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound, said
from annotator.exchange import Export, write_xlsx, write_zip
from annotator.exchange.measures_files import write_parquet, write_spss
from annotator.exchange.tidy import zip_of
from annotator.model import Coding
from annotator.store import Tx, audit, codings, families, how_usual, variables
from annotator.store.accounts import Account
from annotator.store.codings import CodingFacts

FORMS = {"zip": write_zip, "xlsx": write_xlsx, "spss": write_spss, "parquet": write_parquet}
"""What a coding is written as; the last two hold its measures alone, and are zip files."""


def export_coding(w: Workplace, who: Account | None, coding_id: str, form: str) -> tuple[str, bytes]:
    """One coding as a file: its name and its bytes."""
    with w.store.read() as tx:
        facts = coding_for(tx, who, coding_id)
        if card_in(tx, facts.scheme_hash).marks_only:
            raise AnnotatorError(said("Marks for the supervisor stay here; they are in no export."))
        purpose = require_use(tx, who, facts.session, Use.EXPORT)
        require_proved(tx, w, who)
        export = _export(tx, who, [facts])
    made = FORMS[form](export)
    _note(w, who, "coding", coding_id, form, purpose, made)
    name = f"{_name(facts)}.{form}" if form in ("zip", "xlsx") else f"{_name(facts)}-{form}.zip"
    return name, made


def export_session(w: Workplace, who: Account | None, session_id: str) -> tuple[str, bytes]:
    """Every coding of a visit that exists for a person, as one zip file with a folder for each scheme."""
    with w.store.read() as tx:
        person = require(tx, who, Right.CODE, "session", session_id)
        families.session(tx, session_id)
        found = [
            c for c in visible_codings(tx, person, session_id) if not card_in(tx, c.scheme_hash).marks_only
        ]
        hashes = sorted({facts.scheme_hash for facts in found})
        if not hashes:
            raise NotFound(absent("coding"))
        purpose = require_use(tx, who, session_id, Use.EXPORT)
        require_proved(tx, w, who)
        exports = [_export(tx, person, [f for f in found if f.scheme_hash == hash]) for hash in hashes]
    made = write_zip(exports[0]) if len(exports) == 1 else _together(exports)
    _note(w, who, "session", session_id, "zip", purpose, made)
    return f"visit-{session_id}.zip", made


def _together(exports: Sequence[Export]) -> bytes:
    return zip_of({f"{e.scheme.id}-{e.scheme.version}.zip": write_zip(e) for e in exports})


def _export(tx: Tx, who: Account | None, found: Sequence[CodingFacts]) -> Export:
    loaded: tuple[Coding, ...] = tuple(codings.load(tx, facts.id) for facts in found)
    session = families.session(tx, found[0].session)
    acts = {facts.id: facts.seq for facts in found}
    export = Export(session, scheme_of(tx, found[0].scheme_hash), loaded, acts=acts)
    if not allowed(tx, who, Right.SEE_VARIABLES, "session", session.id):
        return export
    study = families.study_of(tx, session.family)
    people = (
        (s.id, variables.values_of(tx, study, "person", s.person)) for s in session.subjects if s.person
    )
    asked = how_usual.of_session(tx, session.id)
    return replace(
        export,
        covariates=True,
        how_usual=None if asked is None else asked.answer,
        variables=tuple(variables.of_study(tx, study)),
        visit=tuple(variables.values_of(tx, study, "visit", session.id)),
        people=tuple((subject, tuple(values)) for subject, values in people),
    )


def _name(facts: CodingFacts) -> str:
    return f"coding-{facts.id}-{facts.scheme_id}"


def _note(
    w: Workplace, who: Account | None, kind: str, id: str, form: str, purpose: Purpose, made: bytes
) -> None:
    detail = {"form": form, "purpose": purpose.value, **audit.digest(made)}
    note_taken(w, who, kind, id, detail)
