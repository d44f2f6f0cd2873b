"""How much each reason counts when moments are suggested in a study: all its people see it, leads set it."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.access import Right
from annotator.actions.asking import allowed, require
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, said
from annotator.feedback import USUAL, Weights, weights_from
from annotator.feedback.weights import MOST, NAMES
from annotator.store import Tx, audit, studies, suggesting_weights
from annotator.store.accounts import Account


@dataclass(frozen=True, slots=True)
class StudyWeights:
    """A study's weights, and whether the reader may set them."""

    study: str
    name: str
    weights: Weights
    may_set: bool


def weights_of_study(w: Workplace, who: Account | None, study_id: str) -> StudyWeights:
    """How much each reason counts in a study that a person belongs to."""
    with w.store.read() as tx:
        require(tx, who, Right.SEE_STUDY, "study", study_id)
        name = studies.get(tx, study_id).name
        may_set = allowed(tx, who, Right.MANAGE_STUDY, "study", study_id)
        return StudyWeights(study_id, name, weights_in(tx, study_id), may_set)


def weights_in(tx: Tx, study_id: str) -> Weights:
    """The weights by which moments are suggested in a study."""
    return weights_from(suggesting_weights.of_study(tx, study_id))


def set_weights(w: Workplace, who: Account | None, study_id: str, wanted: Mapping[str, int]) -> None:
    """Set what counts how much in a study; what is as usual, or not named, is not kept.

    AnnotatorError for a name that there is not, and for a number that is not from 0 to 10.
    """
    if set(wanted) - set(NAMES):
        raise AnnotatorError(said("There is no such reason for suggesting a moment."))
    if any(isinstance(value, bool) or value not in range(MOST + 1) for value in wanted.values()):
        raise AnnotatorError(said("A weight is a whole number from 0 to {most}.", most=MOST))
    own = {name: value for name, value in wanted.items() if value != getattr(USUAL, name)}

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        studies.get(tx, study_id)
        if suggesting_weights.of_study(tx, study_id) == own:
            return
        suggesting_weights.set_for_study(tx, study_id, own, person.id)
        audit.write(tx, person.id, "weigh", "study", study_id, dict(own))

    w.store.write(work)
