"""Whether every plan of a study needs somebody's release before its meeting: members see it, leads set it."""

from dataclasses import dataclass

from annotator.access import Right
from annotator.actions.asking import allowed, require
from annotator.actions.workplace import Workplace
from annotator.store import Tx, audit, release_rules, studies
from annotator.store.accounts import Account


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """``always``: every plan of the study is released before its meeting; ``may_set``: one may set it."""

    always: bool
    may_set: bool


def release_rule(w: Workplace, who: Account | None, study_id: str) -> ReleaseRule:
    """The rule of a study that a person belongs to."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_STUDY, "study", study_id)
        may_set = allowed(tx, who, Right.MANAGE_STUDY, "study", study_id)
        return ReleaseRule(release_rules.always(tx, study_id), may_set)


def set_release_rule(w: Workplace, who: Account | None, study_id: str, *, always: bool) -> None:
    """Ask for a release of every plan of a study, or only of those that a scheme asks it for."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        studies.get(tx, study_id)
        if release_rules.always(tx, study_id) is always:
            return
        release_rules.set_always(tx, study_id, person.id, on=always)
        audit.write(tx, person.id, "release rule", "study", study_id, {"always": always})

    w.store.write(work)
