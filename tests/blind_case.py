"""Two coders of one visit, Ben to be kept blind: what the other has of it grows from nothing to 500 marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotator.actions import assigning, codings, families, gold, notes, people, studying
from annotator.actions.assigning import Wanted
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from tests.meeting_case import mark, next_visit, press, visit

STAGES = (
    "given to Ben alone",
    "given to Ana too",
    "Ana has begun",
    "Ana has 500 marks",
    "Ana has submitted",
    "Ana's is gold",
)


@dataclass
class Blind:
    """A study whose visits Ben was given in one draw; his first one is what Ana gets, too."""

    place: Workplace
    lead: Account
    ben: Account
    ana: Account
    study: str
    session: str
    family: str
    film: str
    bens: str
    scheme: str
    anas: str = field(default="")

    def stages(self) -> Iterator[str]:
        """What Ana has of the visit, step by step."""
        yield STAGES[0]
        studying.give_visits(self.place, self.lead, [self.session], self.ana.id, self.scheme, "standard")
        yield STAGES[1]
        self.anas = codings.begin_coding(self.place, self.ana, self.session)
        yield STAGES[2]
        marks = [mark("infant_cue", "infant", "bid_social", 100 * n) for n in range(500)]
        press(self.place, self.ana, self.anas, *marks)
        notes.add_note(self.place, self.ana, self.session, "note-of-ana", 40, "seen by Ana", starred=True)
        yield STAGES[3]
        codings.submit_coding(self.place, self.ana, self.anas, 1)
        yield STAGES[4]
        into = gold.make_set(self.place, self.lead, self.study, "Seeded", "core-attunement", "drift")
        gold.declare(self.place, self.lead, self.anas, into)
        yield STAGES[5]

    @property
    def ids(self) -> Sequence[str]:
        """Everything that an address or a command can name, Ana's coding as soon as there is one."""
        return [
            self.session,
            self.family,
            self.film,
            self.bens,
            self.study,
            self.ben.id,
            self.ana.id,
            self.scheme,
        ]


def blind(place: Workplace, lead: Account, ben: Account) -> Blind:
    """Three visits drawn for Ben, the first of them begun; Ana belongs to the study and was given nothing."""
    first = visit(place, lead)
    family = families.session(place, lead, first).family.id
    for _ in range(2):
        next_visit(place, lead, family)
    study = studying.own_studies(place, lead)[0].study.id
    scheme = next(
        c.scheme.hash for c in codings.schemes_here(place, lead) if c.scheme.id == "core-attunement"
    )
    drawn = assigning.assign(place, lead, study, Wanted(scheme, "standard", (ben.id,), seed=4))
    session = drawn.draw.orders[ben.id][0]
    ana = people.add_person(place, lead, "Ana", "coder")
    bens = codings.begin_coding(place, ben, session)
    press(place, ben, bens, mark("infant_cue", "infant", "bid_social", 1_000))
    film = families.session(place, lead, session).session.recordings[0].id
    return Blind(place, lead, ben, ana, study, session, family, film, bens, scheme)
