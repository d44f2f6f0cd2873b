"""Moving a family to another study, and taking away a study in which nothing is left."""

from collections.abc import Sequence

from annotator.access import Right
from annotator.actions.asking import allowed, require
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, counted, said
from annotator.store import Tx, accounts, audit, bases, families, gold, studies, variables
from annotator.store.accounts import Account


def move_families(w: Workplace, who: Account | None, family_ids: Sequence[str], study_id: str) -> int:
    """Move families with all that belongs to them to another study, all or none; how many were not there yet.

    For who assigns in both studies. What somebody worked on stays theirs: AnnotatorError while anybody who
    coded, noted, planned or shared something of a family does not belong to the other study, and while
    that study has no variable for a value. Caseloads and given visits go on for those who belong to both;
    the others lose them. Gold codings leave their sets, which are the first study's.
    """
    if not family_ids:
        raise AnnotatorError(said("Say which families are meant."))

    def work(tx: Tx) -> int:
        moved = 0
        for family_id in family_ids:
            person = require(tx, who, Right.ASSIGN, "family", family_id)
            require(tx, who, Right.ASSIGN, "study", study_id)
            studies.get(tx, study_id)
            before = families.study_of(tx, family_id)
            if before != study_id:
                _move(tx, person, family_id, study_id)
                detail = {"from": before, "to": study_id}
                audit.write(tx, person.id, "move", "family", family_id, detail)
                moved += 1
        return moved

    return w.store.write(work)


def _move(tx: Tx, by: Account, family_id: str, study_id: str) -> None:
    belong = {member.account for member in studies.members(tx, study_id)}
    left_out = sorted(studies.workers_of(tx, family_id) - belong)
    code = families.family(tx, family_id).code
    if left_out:
        names = ", ".join(accounts.get(tx, id).name for id in left_out)
        raise AnnotatorError(
            said(
                "{names} worked on {code} and would lose it. Take them into the other study first.",
                names=names,
                code=code,
            )
        )
    without = variables.move_values(tx, family_id, study_id)
    if without:
        raise AnnotatorError(
            said(
                "The other study has no place for what is known of {code}: {variables}. Define it there, or "
                "empty it here.",
                code=code,
                variables=", ".join(without),
            )
        )
    own = bases.basis(tx, family_id).own
    gold.let_go(tx, family_id)
    families.move_family(tx, family_id, study_id)
    if own:
        bases.set_basis(tx, own, by.id, family_id)
    studies.let_go(tx, family_id, belong)


def remove_study(w: Workplace, who: Account | None, study_id: str) -> None:
    """Take away a study that has no family any more, with its members' roles, variables and contexts.

    AnnotatorError while it has a family, for the house's own, and while it is somebody's only study.
    """

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        if studies.get(tx, study_id).id == studies.default(tx):
            raise AnnotatorError(said("This is the house's own study. It stays; give it another name."))
        left = studies.how_many_families(tx, study_id)
        if left:
            raise AnnotatorError(
                counted(
                    left,
                    "One family is in this study. Move it to another one or erase it first.",
                    "{n} families are in this study. Move them to another one or erase them first.",
                )
            )
        only = [m.name for m in studies.members(tx, study_id) if len(studies.memberships(tx, m.account)) == 1]
        if only:
            raise AnnotatorError(
                said(
                    "This is the only study of {names}. Take them into another one first.",
                    names=", ".join(only),
                )
            )
        studies.remove(tx, study_id)
        audit.write(tx, person.id, "remove", "study", study_id, {})

    w.store.write(work)


def could_move_to(w: Workplace, who: Account | None, family_id: str) -> dict[str, str]:
    """The other studies to which somebody may move a family: names by id."""
    with w.store.read() as tx:
        person = require(tx, who, Right.ASSIGN, "family", family_id)
        here = families.study_of(tx, family_id)
        found: dict[str, str] = {}
        for each in studies.memberships(tx, person.id):
            if each.study != here and allowed(tx, person, Right.ASSIGN, "study", each.study):
                found[each.study] = studies.get(tx, each.study).name
        return found
