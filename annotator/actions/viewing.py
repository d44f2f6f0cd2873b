"""A word to whoever manages a study when one person opens films of many families within an hour.

It keeps nobody from anything: there may be a good reason, and whoever asks them will hear it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from annotator.access import Person, Right, may
from annotator.actions.asking import person_of, require
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, said
from annotator.store import Tx, audit, studies, viewing
from annotator.store.accounts import Account
from annotator.store.viewing import MuchSeen

__all__ = ["A_TIME", "LARGEST", "USUAL", "MuchSeen", "Words", "much_seen", "note_viewed", "put_aside",
           "set_viewing_limit", "viewing_limit", "words_for"]  # fmt: skip

A_TIME = timedelta(hours=1)
USUAL = 20
"""Families within it where a study says nothing: a coder comes to a few, a supervisor to a dozen."""

LARGEST = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """What waits about one study: its name, and about whom."""

    study: str
    name: str
    words: Sequence[MuchSeen]


def note_viewed(w: Workplace, tx: Tx, account: str, recording: str) -> None:
    """Somebody opened a film, which is in the record: leave a word when it is of one family too many.

    One word an hour about one person in one study. Only at a team's server.
    """
    if not w.public:
        return
    study, since = viewing.study_of(tx, recording), tx.now - A_TIME
    families = viewing.families_since(tx, account, study, since)
    if families > (viewing.limit(tx, study) or USUAL) and not viewing.noted_since(tx, account, study, since):
        viewing.note(tx, account, study, families)
        audit.write(tx, account, "much seen", "study", study, {"families": families})


def much_seen(w: Workplace, who: Account | None) -> list[Words]:
    """The words that wait in the studies that somebody manages."""
    with w.store.read() as tx:
        return words_for(tx, person_of(tx, require(tx, who, Right.MANAGE_STUDY)))


def words_for(tx: Tx, person: Person) -> list[Words]:
    """The same for one whose roles are known; nothing for who manages no study."""
    mine = [study for study in person.roles if may(person, Right.MANAGE_STUDY, study)]
    found = [Words(study, studies.get(tx, study).name, viewing.waiting(tx, study)) for study in mine]
    return [each for each in found if each.words]


def put_aside(w: Workplace, who: Account | None, study_id: str) -> None:
    """Have read the words about a study; they are not shown again, to nobody."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        read = viewing.put_aside(tx, studies.get(tx, study_id).id, person.id)
        if read:
            audit.write(tx, person.id, "much seen read", "study", study_id, {"words": read})

    w.store.write(work)


def viewing_limit(w: Workplace, who: Account | None, study_id: str) -> int:
    """Of more than how many families within an hour there is a word in a study."""
    with w.store.read() as tx:
        require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        return viewing.limit(tx, studies.get(tx, study_id).id) or USUAL


def set_viewing_limit(w: Workplace, who: Account | None, study_id: str, families: int) -> None:
    """Say of more than how many."""

    def work(tx: Tx) -> None:
        person = require(tx, who, Right.MANAGE_STUDY, "study", study_id)
        if not 1 <= families <= LARGEST:
            raise AnnotatorError(said("Say a number of families from 1 to {n}.", n=LARGEST))
        before = viewing.limit(tx, studies.get(tx, study_id).id)
        if families != before:
            viewing.set_limit(tx, study_id, person.id, families)
            audit.write(
                tx, person.id, "viewing limit", "study", study_id, {"before": before, "families": families}
            )

    w.store.write(work)
