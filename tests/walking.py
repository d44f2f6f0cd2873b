"""A workplace with everything in every state, and somebody in every role, to walk the table of rights in."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import text

from annotator.access import OF_THE_HOUSE, TABLE, Right, Role
from annotator.actions import (
    agreeing,
    codings,
    drafting,
    erasing,
    families,
    family_people,
    meeting,
    notes,
    people,
    preparing,
    studying,
)
from annotator.actions.workplace import Workplace
from annotator.model.training import Certificate
from annotator.store import Tx, accounts, gold, jobs, seeing, studies, talks, training, uploads, variables
from annotator.store.accounts import Account
from tests.meeting_case import code, mark, next_visit, ready_plan, visit

ABSENT = uuid.UUID(int=0).hex[:16]
NOBODY, DISABLED, OUTSIDER, ELSEWHERE = "nobody", "disabled", "outsider", "lead of another study"
ACTORS = (*Role, DISABLED, OUTSIDER, ELSEWHERE, NOBODY)
MARKS = (mark("infant_cue", "infant", "bid_social", 1_000),)


@dataclass(frozen=True)
class Thing:
    """Something in one state: its id for each actor, and to whom it exists at all, rights aside."""

    state: str
    id: Callable[[str], str]
    there: Callable[[str], bool] = lambda actor: actor != ELSEWHERE


@dataclass
class World:
    """The workplace, who is in it, and all its things by kind."""

    place: Workplace
    actors: dict[str, Account | None]
    study: str = ""
    things: dict[str, list[Thing]] = field(default_factory=dict)
    beyond: dict[str, list[Thing]] = field(default_factory=dict)

    def may(self, actor: str, right: Right) -> bool:
        """Whether the table gives an actor a right; a lead of another study has those of a lead, there."""
        if actor == ELSEWHERE:
            return Role.LEAD in TABLE[right] and right not in OF_THE_HOUSE
        return actor in list(Role) and Role(actor) in TABLE[right]

    def of(self, kinds: tuple[str, ...]) -> Iterator[tuple[str, Thing]]:
        """Every thing of some kinds, with its kind."""
        for kind in kinds:
            yield from ((kind, thing) for thing in self.things[kind])


class _Undo(Exception):
    def __init__(self, result: Any) -> None:
        self.result = result


class Undone:
    """A store in which every work really runs, in a transaction that is then taken back."""

    def __init__(self, store: Any) -> None:
        self._store, self.read, self.warnings, self.alone = store, store.read, (), store.alone

    def write(self, work: Callable[[Tx], Any]) -> Any:
        """Run a work, take back what it changed, and give what it gave."""

        def undone(tx: Tx) -> None:
            raise _Undo(work(tx))

        try:
            return self._store.write(undone)
        except _Undo as end:
            return end.result


def seen_for(who: Account | None, call: Callable[[], Any]) -> Any:
    """What a call gives when the gate has said for whom it is: on PostgreSQL its rows are bounded by that."""

    def bounded() -> Any:
        seeing.only(who.id if who else None)
        return call()

    return copy_context().run(bounded)


def undone(place: Workplace) -> Workplace:
    """The same workplace, of which nothing is changed whatever is done in it."""
    return replace(place, store=Undone(place.store))  # type: ignore[arg-type]


def everything(place: Workplace) -> World:
    """Enter somebody in every role, and everything in every state."""
    lead = people.first_person(place)
    actors: dict[str, Account | None] = {NOBODY: None}
    for role in Role:
        actors[role] = people.add_person(place, lead, f"A {role}", role)
    for name in (DISABLED, OUTSIDER, ELSEWHERE):
        actors[name] = people.add_person(place, lead, f"Someone {name}", Role.LEAD)
    other = people.add_person(place, lead, "Another", Role.LEAD)
    with place.store.read() as tx:
        house = studies.default(tx)
    world = World(place, actors, house)
    _studies(world, lead)
    _families(world, lead)
    _beyond(world, lead)
    _codings(world, other)
    _plans(world, other)
    _notes(world, other)
    _small(world, other)
    _drafts(world, other)
    _talks(world, lead)
    for kind, things in world.beyond.items():
        world.things[kind] += things
    place.store.write(lambda tx: _shut_out(tx, actors))
    return world


def _studies(world: World, lead: Account) -> None:
    """The house's study, and one to which only its own lead belongs."""
    other = studying.make_study(world.place, lead, "Another study")
    whom = world.actors[ELSEWHERE]
    assert whom is not None

    def alone(tx: Tx) -> None:
        studies.set_member(tx, other, whom.id, Role.LEAD, whole=False)
        studies.remove_member(tx, world.study, whom.id)
        studies.remove_member(tx, other, lead.id)

    world.place.store.write(alone)
    known = {
        study: world.place.store.write(
            lambda tx, study=study: variables.add(tx, study, "visit", "Group", "text", ())
        )
        for study in (world.study, other)
    }
    for kind, kept in _training(world, (world.study, other)).items():
        world.things[kind] = [
            Thing("theirs", _always(kept[0])),
            Thing("another", _always(kept[1]), lambda actor: actor == ELSEWHERE), _absent(),
        ]  # fmt: skip
    world.things["variable"] = [
        Thing("theirs", _always(known[world.study].id)),
        Thing("another", _always(known[other].id), lambda actor: actor == ELSEWHERE), _absent(),
    ]  # fmt: skip
    world.things["study"] = [
        Thing("theirs", _always(world.study)),
        Thing("another", _always(other), lambda actor: actor == ELSEWHERE), _absent(),
    ]  # fmt: skip


def _training(world: World, of: tuple[str, ...]) -> dict[str, list[str]]:
    """A gold set and a certificate in each study."""
    coder = _id_of(world.actors[Role.CODER])

    def made(tx: Tx, study: str) -> tuple[str, str]:
        set_id = gold.add_set(tx, study, "First films", "core-attunement", 1, "test", coder)
        return set_id, training.issue(tx, study, coder, "core-attunement", 1, 3, Certificate(tx.at))

    pairs = [world.place.store.write(lambda tx, study=study: made(tx, study)) for study in of]
    return {"gold set": [p[0] for p in pairs], "certificate": [p[1] for p in pairs]}


def hand_out(world: World, family: str) -> None:
    """Put a family into the home visitor's caseload; give its visits to the coder, share them with a supervisor."""
    lead = people.first_person(world.place)
    here = {role: world.actors[role] for role in (Role.PRACTITIONER, Role.CODER, Role.SUPERVISOR)}
    ids = {role: _id_of(account) for role, account in here.items()}
    studying.set_caseload(world.place, lead, family, [ids[Role.PRACTITIONER]])
    visits = [visit.id for visit in families.family(world.place, lead, family)[1]]
    for role in (Role.CODER, Role.SUPERVISOR):
        studying.give_visits(world.place, lead, visits, ids[role])


def _beyond(world: World, lead: Account) -> None:
    """The same things where nobody but the lead was given them, and where they are another study's."""
    reaches = {
        "not given": frozenset({Role.LEAD}),
        "of another study": frozenset({ELSEWHERE}),
    }
    for state, whose in reaches.items():
        session = visit(world.place, lead, f"Family {state}")
        film = families.session(world.place, lead, session).session.recordings[0].id
        family = families.session(world.place, lead, session).family.id
        member = family_people.members(world.place, lead, family).people[0].id
        with_plan = preparing.open_plan(world.place, lead, session)
        coded = code(world.place, lead, session, *MARKS)
        codings.submit_coding(world.place, lead, coded, 1)
        # A visit of its own: where an app runs, its worker takes the job and finds the film to be made up.
        with_job = next_visit(world.place, lead, family)
        made_up = families.session(world.place, lead, with_job).session.recordings[0].id
        job = world.place.store.write(lambda tx, film=made_up: jobs.add(tx, "prepare", film).id)
        ids = {
            "family": family, "session": session, "film": film, "person": member, "their plan": with_plan,
            "their coding": coded, "job": job,
        }  # fmt: skip
        for kind, id in ids.items():
            world.beyond.setdefault(kind, []).append(Thing(state, _always(id), whose.__contains__))
        if state == "of another study":
            other = world.things["study"][1].id("")
            moved = text("UPDATE family SET study = :study WHERE id = :id").bindparams(study=other, id=family)
            world.place.store.write(lambda tx, moved=moved: tx.execute(moved))


def _drafts(world: World, other: Account) -> None:
    """A scheme that another writes: it is nobody else's, whatever they may do."""
    theirs = drafting.begin(world.place, other, "Play at home")
    world.things["their draft"] = [Thing("theirs", _always(theirs), lambda _actor: False), _absent()]


def _shut_out(tx: Tx, actors: Mapping[str, Account | None]) -> None:
    accounts.disable(tx, _id_of(actors[DISABLED]))
    tx.execute(text("DELETE FROM membership WHERE account = :id").bindparams(id=_id_of(actors[OUTSIDER])))


def _talks(world: World, lead: Account) -> None:
    """Shared moments between the home visitor and the supervisor here, and between two others."""
    session = world.things["session"][0].id("")
    two = [_id_of(world.actors[role]) for role in (Role.PRACTITIONER, Role.SUPERVISOR)]
    others = [
        people.add_person(world.place, lead, f"Other {role}", role).id
        for role in ("practitioner", "supervisor")
    ]

    def shared(tx: Tx, author: str, supervisor: str) -> str:
        made = talks.begin(tx, session, author, supervisor, 1_000).id
        talks.say(tx, made, author, "look at her hands")
        return made

    ours = world.place.store.write(lambda tx: shared(tx, *two))
    theirs = world.place.store.write(lambda tx: shared(tx, *others))
    between = (Role.PRACTITIONER, Role.SUPERVISOR)
    world.things["talk of two"] = [
        Thing("own", _always(ours), between.__contains__), Thing("theirs", _always(theirs), lambda _a: False), _absent(),
    ]  # fmt: skip
    world.things["talk"] = [
        Thing("own", _always(ours), (*between, Role.LEAD).__contains__),
        Thing("between others", _always(theirs), lambda actor: actor == Role.LEAD), _absent(),
    ]  # fmt: skip


def _id_of(account: Account | None) -> str:
    return account.id if account is not None else ""


def _always(id: str) -> Callable[[str], str]:
    return lambda _actor: id


def _absent() -> Thing:
    return Thing("absent", _always(ABSENT), lambda _actor: False)


def _erased(id: str) -> Thing:
    return Thing("erased", _always(id), lambda _actor: False)


def _families(world: World, lead: Account) -> None:
    place = world.place
    ready, withdrawn, erased = (visit(place, lead, f"Family {n}") for n in (1, 2, 3))
    with place.store.read() as tx:
        of = {session: families.families.session(tx, session) for session in (ready, withdrawn, erased)}
        members = {s.id: [p.id for p in families.families.people(tx, s.family)] for s in of.values()}
    empty = families.create_session(place, lead, of[ready].family, "Visit 9", "2026-01-01", "feeding").id
    for member in members[withdrawn]:
        agreeing.withdraw(place, lead, member)
    with place.store.read() as tx:
        job = jobs.of_recording(tx, of[ready].recordings[0].id)
    for family in {each.family for each in of.values()}:
        hand_out(world, family)
    erasing.erase_family(place, lead, of[erased].family, "mistake", "Family 3")
    world.things |= {
        "family": [Thing("ready", _always(of[ready].family)), _erased(of[erased].family), _absent()],
        "session": [
            Thing("ready", _always(ready)), Thing("withdrawn", _always(withdrawn)), Thing("no film", _always(empty)),
            _erased(erased), _absent(),
        ],
        "film": [
            Thing("ready", _always(of[ready].recordings[0].id)),
            Thing("withdrawn", _always(of[withdrawn].recordings[0].id)),
            _erased(of[erased].recordings[0].id), _absent(),
        ],
        "person": [Thing("ready", _always(members[ready][0])), _erased(members[erased][0]), _absent()],
    }  # fmt: skip
    assert job == []


def _workers(world: World, right: Right) -> dict[str, Account]:
    return {
        a: who
        for a, who in world.actors.items()
        if who is not None and a != ELSEWHERE and world.may(a, right)
    }


def _codings(world: World, other: Account) -> None:
    """Another's coding beside one's own in each state: whether it exists for one is what blindness says."""
    place, lead = world.place, people.first_person(world.place)
    family = families.families_page(place, lead, "Family 1").rows[0].family.id
    own_open, theirs_open = next_visit(place, lead, family), next_visit(place, lead, family)
    own_done, never_mine = next_visit(place, lead, family), next_visit(place, lead, family)
    hand_out(world, family)
    theirs = {s: code(place, other, s, *MARKS) for s in (own_open, theirs_open, own_done, never_mine)}
    for session in (own_open, own_done, never_mine):
        codings.submit_coding(place, other, theirs[session], 1)
    mine: dict[str, dict[str, str]] = {"open": {}, "submitted": {}}
    for actor, who in _workers(world, Right.CODE).items():
        mine["open"][actor] = code(place, who, own_open, *MARKS)
        mine["submitted"][actor] = code(place, who, own_done, *MARKS)
        codings.submit_coding(place, who, mine["submitted"][actor], 1)
    sees_all = [actor for actor in Role if world.may(actor, Right.SEE_ALL_CODINGS)]
    world.things["own coding"] = [
        Thing("own, open", lambda a: mine["open"].get(a, ABSENT), lambda a: a in mine["open"]),
        Thing("own, submitted", lambda a: mine["submitted"].get(a, ABSENT), lambda a: a in mine["submitted"]),
    ]
    world.things["their coding"] = [
        Thing("theirs, mine open", _always(theirs[own_open]), sees_all.__contains__),
        Thing("theirs open, none of mine", _always(theirs[theirs_open]), sees_all.__contains__),
        Thing("theirs, none of mine", _always(theirs[never_mine]), sees_all.__contains__),
        Thing("theirs, mine submitted", _always(theirs[own_done]), mine["submitted"].__contains__),
        _absent(),
    ]


def _plans(world: World, other: Account) -> None:
    place, lead = world.place, people.first_person(world.place)
    family = families.families_page(place, lead, "Family 1").rows[0].family.id
    made = {state: next_visit(place, lead, family) for state in ("draft", "ready", "shown")}
    hand_out(world, family)
    for session in made.values():
        for who in (other, *_workers(world, Right.PREPARE).values()):
            code(place, who, session, *MARKS, scheme="core-attunement")
    plans = {(s, other.id): _plan(place, other, made[s], s) for s in made}
    for who in _workers(world, Right.PREPARE).values():
        plans |= {(s, who.id): _plan(place, who, made[s], s) for s in made}
    makers = _workers(world, Right.PREPARE)

    def own(state: str) -> Thing:
        def id(actor: str) -> str:
            return plans[state, makers[actor].id] if actor in makers else ABSENT

        return Thing(f"own, {state}", id, makers.__contains__)

    sees_all = [actor for actor in Role if world.may(actor, Right.SEE_ALL_PLANS)]
    world.things["own plan"] = [own(state) for state in made]
    world.things["their plan"] = [
        *(Thing(f"theirs, {s}", _always(plans[s, other.id]), sees_all.__contains__) for s in made), _absent(),
    ]  # fmt: skip


def _plan(place: Workplace, who: Account, session: str, state: str) -> str:
    if state == "draft":
        return preparing.open_plan(place, who, session)
    plan = ready_plan(place, who, session)
    if state == "shown":
        meeting.close_meeting(place, who, plan, "", "", "", None)
    return plan


def _notes(world: World, other: Account) -> None:
    session = world.things["session"][0].id("")
    writers = _workers(world, Right.WRITE_NOTES)
    for actor, who in writers.items():
        notes.add_note(world.place, who, session, f"note-of-{actor}", 1_000, "a bid", starred=True)
    notes.add_note(world.place, other, session, "note-of-another", 1_000, "a bid", starred=True)
    world.things["note"] = [
        Thing("own", lambda a: f"note-of-{a}", writers.__contains__),
        Thing("theirs", _always("note-of-another"), lambda _a: False), _absent(),
    ]  # fmt: skip


def _small(world: World, other: Account) -> None:
    """Uploads that are on their way, jobs, and accounts."""
    session = world.things["session"][0].id("")
    made: dict[str, str] = {}
    # A visit of its own: where an app runs, its worker takes the job and finds the film to be made up.
    lead = people.first_person(world.place)
    with_job = next_visit(
        world.place, lead, families.family(world.place, lead, world.things["family"][0].id(""))[0].id
    )
    hand_out(world, world.things["family"][0].id(""))
    film = families.session(world.place, lead, with_job).session.recordings[0].id

    def work(tx: Tx) -> str:
        for actor, who in _workers(world, Right.ADD_FILMS).items():
            made[actor] = uploads.add(tx, uuid.uuid4().hex[:16], session, who.id, "film.mp4", 10).id
        made[""] = uploads.add(tx, uuid.uuid4().hex[:16], session, other.id, "film.mp4", 10).id
        return jobs.add(tx, "prepare", film).id

    job = world.place.store.write(work)
    for upload in made.values():
        world.place.upload_file(upload).touch()
    world.things |= {
        "upload": [
            Thing("own", lambda a: made.get(a, ABSENT), lambda a: a != "" and a in made),
            Thing("theirs", _always(made[""]), lambda _a: False), _absent(),
        ],
        "job": [Thing("waiting", _always(job)), _absent()],
        "account": [Thing("theirs", _always(other.id)), _absent()],
        "place": [Thing("here", _always(""), lambda _actor: True)],
    }  # fmt: skip
