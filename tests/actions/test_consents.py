"""Without a living agreement of everybody on a film nothing plays, exports or is shown: roles × purposes × states."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.access import Purpose, Role
from annotator.actions import (
    agreeing,
    codings,
    comparing,
    exporting,
    families,
    family_people,
    films,
    home,
    meeting,
    notes,
    people,
    preparing,
    remarks,
    workplace,
)
from annotator.actions.agreeing import HowGiven
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, ConsentError, NotComparable, NotFound
from annotator.store import audit
from annotator.store.accounts import Account
from tests.agreeing import EVERYTHING
from tests.meeting_case import made_up_film, mark, press, ready_plan
from tests.store.desk_case import Clock

P = Purpose
SPOKEN = HowGiven("spoken")
SUFFICES = {
    Role.PRACTITIONER: {P.LOOK_TOGETHER},
    Role.CODER: {P.QUALITY_CODING, P.RESEARCH_STUDY},
    Role.LEAD: {P.LOOK_TOGETHER, P.QUALITY_CODING, P.RESEARCH_STUDY},
    Role.SUPERVISOR: {P.SUPERVISOR},
}
EXPORTS = {P.QUALITY_CODING, P.RESEARCH_STUDY}


class Visit:
    """A visit of Mia and Anna with a film, nothing agreed; somebody in every role, each with a coding of it."""

    def __init__(self, place: Workplace, lead: Account) -> None:
        self.place, self.lead = place, lead
        self.family = families.create_family(place, lead, "Family 012", "Müller").id
        self.mia = family_people.add_member(place, lead, self.family, "child", "CANARY-Mia").id
        self.anna = family_people.add_member(place, lead, self.family, "caregiver", "CANARY-Anna").id
        self.session = families.create_session(
            place, lead, self.family, "Visit 1", "2026-05-31", "free_play_toys"
        ).id
        self.film = made_up_film(place, self.session)
        self.who = {
            role: people.add_person(place, lead, role.value.title(), role.value, whole=True)
            for role in SUFFICES
        }
        self.who[Role.LEAD] = lead
        self.bind()
        self.say(EVERYTHING, "given")
        self.coding = {}
        for role, who in self.who.items():
            self.coding[role] = codings.begin_coding(place, who, self.session)
            press(place, who, self.coding[role], mark("infant_cue", "infant", "bid_social", 5_000, 5_000))
        self.plan = ready_plan(place, self.who[Role.PRACTITIONER], self.session)
        self.say(EVERYTHING, "withdrawn")

    def bind(self) -> None:
        family_people.set_on_film(self.place, self.lead, self.session, [self.mia, self.anna])

    def say(self, purposes: Any, state: str, *whom: str, how: HowGiven = SPOKEN) -> None:
        agreeing.note(self.place, self.lead, whom or [self.mia, self.anna], list(purposes), state, how)

    def watching(self, role: Role) -> dict[str, Callable[[], object]]:
        """Everything that shows the film's pictures or sound to somebody in a role."""
        who, place = self.who[role], self.place
        files = {
            name: lambda name=name: films.film_file(place, who, self.film, name)
            for name in ("proxy.mp4", "frames.bin", "peaks.bin", "filmstrip.jpg", "poster.jpg")
        }
        return {
            **files,
            "desk": lambda: codings.desk(place, who, self.coding[role]),
            "begin": lambda: codings.begin_coding(place, who, self.session),
            "notes": lambda: notes.watching(place, who, self.session),
            "remarks": lambda: remarks.film_remarks(place, who, self.film),
        }

    def exports(self, role: Role) -> dict[str, Callable[[], object]]:
        who, place = self.who[role], self.place
        return {
            "zip": lambda: exporting.export_coding(place, who, self.coding[role], "zip"),
            "xlsx": lambda: exporting.export_coding(place, who, self.coding[role], "xlsx"),
            "session": lambda: exporting.export_session(place, who, self.session),
        }

    def meeting(self) -> dict[str, Callable[[], object]]:
        who = self.who[Role.PRACTITIONER]
        return {
            "view": lambda: meeting.parent_view_of(self.place, who, self.plan),
            "film": lambda: meeting.meeting_film(self.place, who, self.plan, "film.mp4"),
            "frames": lambda: meeting.meeting_film(self.place, who, self.plan, "frames.bin"),
        }


@pytest.fixture
def visit(place: Workplace, lead: Account) -> Visit:
    return Visit(place, lead)


def open_ones(uses: dict[str, Callable[[], object]]) -> set[str]:
    """The names of the uses that are not refused for lack of agreement."""
    found = set()
    for name, use in uses.items():
        try:
            use()
        except ConsentError:
            continue
        found.add(name)
    return found


def test_what_was_taken_back_last_is_what_can_be_given_again_in_one_step(visit: Visit) -> None:
    look, coding, group = Purpose.LOOK_TOGETHER, Purpose.QUALITY_CODING, Purpose.SUPERVISION_GROUP
    visit.say(EVERYTHING, "refused")
    visit.say([look, coding, group], "given")

    def left() -> tuple[list[Purpose], list[Purpose]]:
        found = agreeing.matrix(visit.place, visit.lead, visit.family)
        return found.taken_back(visit.anna), found.taken_back_last(visit.anna)

    assert left() == ([], [])
    agreeing.withdraw(visit.place, visit.lead, visit.anna, coding)
    assert left() == ([coding], [coding])
    agreeing.withdraw(visit.place, visit.lead, visit.anna)
    assert left() == ([look, group, coding], [look, group])
    visit.say([look], "given", visit.anna)
    assert left() == ([group, coding], [group])


@pytest.mark.parametrize("purpose", Purpose)
def test_one_purpose_opens_exactly_what_rests_on_it(visit: Visit, purpose: Purpose) -> None:
    visit.say([purpose], "given")
    for role, suffices in SUFFICES.items():
        uses = visit.watching(role)
        assert open_ones(uses) == (set(uses) if purpose in suffices else set()), role
        exports = visit.exports(role)
        assert open_ones(exports) == (set(exports) if purpose in EXPORTS else set()), role
    shown = visit.meeting()
    assert open_ones(shown) == (set(shown) if purpose is P.LOOK_TOGETHER else set())


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("role", [Role.LEAD, Role.SUPERVISOR])
def test_anothers_numbers_are_read_only_where_the_film_may_be_watched(
    visit: Visit, role: Role, purpose: Purpose
) -> None:
    """Comparing asks first; these codings are still open, which it says only to who may read them."""
    visit.say([purpose], "given")
    who, theirs = visit.who[role], visit.coding[Role.PRACTITIONER]
    uses = {"summary": lambda: comparing.summarise_coding(visit.place, who, theirs)}
    may = purpose in SUFFICES[role]
    assert open_ones(uses) == (set(uses) if may else set())
    with pytest.raises(NotComparable if may else ConsentError):
        comparing.compare_codings(visit.place, who, visit.coding[role], theirs)


def test_ones_own_numbers_stay(visit: Visit) -> None:
    for role, who in visit.who.items():
        assert comparing.summarise_coding(visit.place, who, visit.coding[role]).summary.lanes


@pytest.mark.parametrize("state", ["unknown", "refused", "withdrawn", "one of two", "nobody entered"])
def test_nothing_opens_while_anybodys_word_is_missing(visit: Visit, state: str) -> None:
    """Whatever else was agreed by everybody."""
    match state:
        case "refused":
            visit.say(EVERYTHING, "given")
            visit.say(EVERYTHING, "refused")
        case "withdrawn":
            visit.say(EVERYTHING, "given")
            visit.say(EVERYTHING, "withdrawn")
        case "unknown":
            visit.say(EVERYTHING, "given")
            jo = family_people.add_member(visit.place, visit.lead, visit.family, "other", "Jo").id
            family_people.set_on_film(visit.place, visit.lead, visit.session, [visit.mia, visit.anna, jo])
        case "one of two":
            visit.say(EVERYTHING, "given", visit.anna)
        case "nobody entered":
            visit.say(EVERYTHING, "given")
            visit.place.store.write(lambda tx: families.families.set_subjects(tx, visit.session, ()))
    for role in SUFFICES:
        assert open_ones(visit.watching(role) | visit.exports(role)) == set(), role
    assert open_ones(visit.meeting()) == set()


def test_an_agreement_ends_with_its_last_day(tmp_path: Path) -> None:
    clock = Clock()
    place = workplace.open_workplace(tmp_path / "data", clock)
    visit = Visit(place, people.first_person(place))
    visit.say([P.LOOK_TOGETHER], "given", how=HowGiven("paper", "", "2026-05-03"))
    assert open_ones(visit.meeting()) == set(visit.meeting())
    clock.move(hours=14)
    assert open_ones(visit.watching(Role.PRACTITIONER) | visit.meeting()) == set()
    matrix = agreeing.matrix(place, visit.lead, visit.family)
    assert matrix.states[visit.mia, P.LOOK_TOGETHER] == "ended"
    place.store.close()


def test_who_may_see_names_reads_whose_word_is_missing_and_a_coder_reads_no_name(visit: Visit) -> None:
    visit.say(EVERYTHING, "given", visit.mia)
    said = {}
    for role in SUFFICES:
        with pytest.raises(ConsentError) as refusal:
            films.film_file(visit.place, visit.who[role], visit.film, "proxy.mp4")
        said[role] = str(refusal.value)
    assert said == {
        Role.PRACTITIONER: "Without the agreement of CANARY-Anna to “film and look together” this film stays "
        "closed. Note what they said on the page of the visit, at “On the film”.",
        Role.LEAD: "Without the agreement of CANARY-Anna to “film and look together” this film stays closed. "
        "Note what they said on the page of the visit, at “On the film”.",
        Role.SUPERVISOR: "Someone on this film has not agreed to the home visitor's supervisor, so it stays "
        "closed. Ask who visits the family.",
        Role.CODER: "Someone on this film has not agreed to quality coding or research: this study, so it stays "
        "closed. Ask who visits the family.",
    }


def test_what_would_leave_this_computer_is_refused_in_words_of_its_own(visit: Visit) -> None:
    """The lead may go on watching: only taking away is refused."""
    visit.say([P.LOOK_TOGETHER], "given")
    visit.say([P.QUALITY_CODING], "given", visit.mia)
    said = {}
    for role in (Role.LEAD, Role.CODER):
        with pytest.raises(ConsentError) as refusal:
            exporting.export_session(visit.place, visit.who[role], visit.session)
        said[role] = str(refusal.value)
        assert refusal.value.session == visit.session
    assert said == {
        Role.LEAD: "Without the agreement of CANARY-Anna to “quality coding” nothing of this film leaves this "
        "computer. Note what they said on the page of the visit, at “On the film”.",
        Role.CODER: "Someone on this film has not agreed to quality coding or research: this study, so nothing of "
        "it leaves this computer. Ask who visits the family.",
    }


def test_where_nobody_is_entered_the_sentence_says_what_to_do(visit: Visit) -> None:
    made = families.create_session(visit.place, visit.lead, visit.family, "Visit 2", "2026-06-01", "feeding")
    said = {role: families.session(visit.place, visit.who[role], made.id).closed for role in SUFFICES}
    assert said[Role.PRACTITIONER] == said[Role.LEAD]
    assert said[Role.LEAD] == (
        "Nobody has noted yet who is on this film. Say on the page of the visit who it is and what they agreed to."
    )
    for role in (Role.SUPERVISOR, Role.CODER):
        assert "has not agreed" in str(said[role])


def test_an_admin_sees_no_film_whatever_was_agreed(visit: Visit) -> None:
    visit.say(EVERYTHING, "given")
    admin = people.add_person(visit.place, visit.lead, "Ada", "admin", whole=True)
    with pytest.raises(NotFound):
        films.film_file(visit.place, admin, visit.film, "proxy.mp4")


def test_another_person_on_the_film_closes_it_until_they_agree_too(visit: Visit) -> None:
    visit.say([P.LOOK_TOGETHER], "given")
    ask = visit.watching(Role.PRACTITIONER)["proxy.mp4"]
    ask()
    jo = family_people.add_member(visit.place, visit.lead, visit.family, "other", "Interpreter Jo").id
    family_people.set_on_film(visit.place, visit.lead, visit.session, [visit.mia, visit.anna, jo])
    with pytest.raises(ConsentError, match="Interpreter Jo"):
        ask()
    visit.say([P.LOOK_TOGETHER], "given", jo)
    ask()


def test_withdrawing_counts_at_once_and_tells_what_left_this_computer(visit: Visit) -> None:
    visit.say(EVERYTHING, "given")
    exporting.export_session(visit.place, visit.lead, visit.session)
    exporting.export_coding(visit.place, visit.who[Role.CODER], visit.coding[Role.CODER], "xlsx")
    left = agreeing.withdraw(visit.place, visit.lead, visit.anna, P.RESEARCH_STUDY)
    assert [(each.form, each.by) for each in left] == [("xlsx", "Coder"), ("zip", visit.lead.name)]
    visit.watching(Role.CODER)["proxy.mp4"]()
    assert agreeing.withdraw(visit.place, visit.lead, visit.anna) == left
    for role in SUFFICES:
        assert open_ones(visit.watching(role) | visit.exports(role)) == set()
    matrix = agreeing.matrix(visit.place, visit.lead, visit.family)
    assert (matrix.given(visit.anna), matrix.given(visit.mia)) == ([], list(Purpose))
    assert list(matrix.left) == list(left)


def test_a_word_never_overwrites_the_one_before(visit: Visit) -> None:
    before = len(agreeing.matrix(visit.place, visit.lead, visit.family).history)
    visit.say([P.SUPERVISOR], "given", visit.mia, how=HowGiven("signature", "  Deutsch ", "2099-01-01"))
    agreeing.withdraw(visit.place, visit.who[Role.PRACTITIONER], visit.mia, P.SUPERVISOR)
    history = agreeing.matrix(visit.place, visit.lead, visit.family).history
    assert len(history) == before + 2
    told = [
        (line.person, line.consent.state, line.consent.how, line.consent.language, line.noted_by)
        for line in history[:2]
    ]
    assert told == [
        ("CANARY-Mia", "withdrawn", "", "", "Practitioner"),
        ("CANARY-Mia", "given", "signature", "Deutsch", visit.lead.name),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "how", "words"),
    [
        ("given", HowGiven(), "Say how they agreed"),
        ("given", HowGiven("by pigeon"), "spoken, on paper or a signature"),
        ("given", HowGiven("paper", "D" * 40), "at most 35 letters"),
        ("given", HowGiven("paper", "", "soon"), "not a day"),
        ("given", HowGiven("paper", "", "2020-01-01"), "lies in the past"),
        ("perhaps", HowGiven("paper"), "choose one"),
    ],
)
def test_a_word_that_cannot_be_noted_is_refused(visit: Visit, state: str, how: HowGiven, words: str) -> None:
    with pytest.raises(AnnotatorError, match=words):
        visit.say([P.SUPERVISOR], state, how=how)


def test_coding_goes_on_being_kept(visit: Visit) -> None:
    """What was pressed before the page heard of it is saved; it is compared once everybody agrees again."""
    assert open_ones(visit.watching(Role.CODER)) == set()
    who, coding = visit.who[Role.CODER], visit.coding[Role.CODER]
    press(visit.place, who, coding, mark("infant_cue", "infant", "pause", 9_000, 9_000))
    codings.submit_coding(visit.place, who, coding, codings.my_codings(visit.place, who)[0].seq)
    mine = visit.coding[Role.LEAD]
    codings.submit_coding(visit.place, visit.lead, mine, codings.my_codings(visit.place, visit.lead)[0].seq)
    visit.say([P.QUALITY_CODING], "given")
    assert comparing.compare_codings(visit.place, visit.lead, mine, coding).comparison.points


def test_a_film_is_taken_in_and_prepared_before_anybody_agreed(visit: Visit, tmp_path: Path) -> None:
    who = visit.who[Role.PRACTITIONER]
    data = b"\x1aE\xdf\xa3" + b"webm" * 100
    upload = films.begin_upload(visit.place, who, visit.session, "film.webm", len(data))
    films.upload_path(visit.place, who, upload.id, len(data)).write_bytes(data)
    received = films.finish_upload(visit.place, who, upload.id)
    taken = films.next_job(visit.place, "worker")
    assert taken is not None
    assert taken[0].recording == received.recording.id


def test_what_was_said_in_a_meeting_is_kept_also_after_it_was_taken_back(visit: Visit) -> None:
    visit.say([P.LOOK_TOGETHER], "given")
    who = visit.who[Role.PRACTITIONER]
    moment = preparing.plan_view(visit.place, who, visit.plan).plan.moments[0].id
    agreeing.withdraw(visit.place, who, visit.anna)
    assert meeting.save_said(visit.place, who, visit.plan, moment, "I see it now") == "I see it now"
    with pytest.raises(ConsentError):
        meeting.meeting_of(visit.place, who, visit.plan)
    with pytest.raises(ConsentError):
        preparing.plan_json(visit.place, who, visit.plan)


def test_the_first_page_neither_shows_nor_offers_a_closed_film(visit: Visit) -> None:
    for role in (Role.CODER, Role.PRACTITIONER):
        waiting = home.waiting(visit.place, visit.who[role])
        assert (waiting.unfinished, waiting.uncoded) == ([], [])
        assert [row.poster_recording for row in waiting.recent] == [None]
    visit.say([P.LOOK_TOGETHER], "given")
    waiting = home.waiting(visit.place, visit.who[Role.PRACTITIONER])
    assert [row.poster_recording for row in waiting.recent] == [visit.film]
    assert len(waiting.unfinished) == 1
    assert home.waiting(visit.place, visit.who[Role.CODER]).unfinished == []


def test_a_film_of_whom_nobody_knows_who_is_on_it_waits_for_who_can_say(visit: Visit) -> None:
    made = families.create_session(visit.place, visit.lead, visit.family, "Visit 2", "2026-06-01", "feeding")
    made_up_film(visit.place, made.id)
    assert [row.id for row in home.waiting(visit.place, visit.lead).unasked] == [made.id]
    assert home.waiting(visit.place, visit.who[Role.CODER]).unasked == []
    jo = family_people.add_member(visit.place, visit.lead, visit.family, "caregiver", "Jo").id
    family_people.set_on_film(visit.place, visit.lead, made.id, [jo])
    assert [row.id for row in home.waiting(visit.place, visit.lead).unasked] == [made.id], "never asked"
    visit.say([P.LOOK_TOGETHER], "refused", jo)
    assert home.waiting(visit.place, visit.lead).unasked == [], "an answer is an answer"


def test_the_record_says_on_which_purpose_a_view_and_an_export_rest_and_names_nobody(visit: Visit) -> None:
    visit.say([P.QUALITY_CODING], "given", how=HowGiven("paper", "CANARY-language"))
    films.film_file(visit.place, visit.who[Role.CODER], visit.film, "proxy.mp4")
    exporting.export_session(visit.place, visit.who[Role.CODER], visit.session)
    with visit.place.store.read() as tx:
        rows = audit.recent(tx, 1000)
    details = [(row.verb, row.details.get("purpose")) for row in rows if row.verb in ("view", "export")]
    assert ("view", "quality_coding") in details
    assert ("export", "quality_coding") in details
    said = next(row for row in rows if row.verb == "consent")
    assert said.details == {"purposes": ["quality_coding"], "state": "given"}
    assert "CANARY" not in repr(rows)


def test_only_who_works_with_families_notes_what_they_say(visit: Visit) -> None:
    for role in (Role.CODER, Role.SUPERVISOR):
        who = visit.who[role]
        for ask in (
            lambda who: agreeing.note(visit.place, who, [visit.mia], [P.SUPERVISOR], "given", SPOKEN),
            lambda who: agreeing.withdraw(visit.place, who, visit.mia),
            lambda who: agreeing.answer(visit.place, who, visit.session, [visit.mia]),
            lambda who: agreeing.note_for_visits(visit.place, who, None, [P.SUPERVISOR], "given", SPOKEN),
            lambda who: agreeing.set_basis(visit.place, who, "care"),
        ):
            with pytest.raises(NotFound):
                ask(who)
        with pytest.raises(NotFound):
            agreeing.matrix(visit.place, who, visit.family)


def test_the_lawful_basis_opens_nothing_and_no_agreement_sets_it(visit: Visit) -> None:
    agreeing.set_basis(visit.place, visit.lead, "care")
    agreeing.set_basis(visit.place, visit.lead, "research", visit.family)
    assert open_ones(visit.watching(Role.LEAD)) == set()
    visit.say(EVERYTHING, "given")
    basis = agreeing.matrix(visit.place, visit.lead, visit.family).basis
    assert (basis.own, basis.study, basis.counts) == ("research", "care", "research")
    with pytest.raises(NotFound):
        agreeing.set_basis(visit.place, visit.who[Role.PRACTITIONER], "other", visit.family)


def test_a_study_with_forms_on_paper_is_noted_in_one_go(place: Workplace, lead: Account) -> None:
    """Two families with two visits each: the child and caregiver of each family are entered once."""
    for code in ("A", "B"):
        family = families.create_family(place, lead, code).id
        for day in ("2026-05-01", "2026-05-02"):
            families.create_session(place, lead, family, f"Visit {day}", day, "feeding")
    noted = agreeing.note_for_visits(place, lead, None, [P.RESEARCH_STUDY], "given", HowGiven("paper"))
    assert (noted.people, noted.visits) == (4, 4)
    family = families.families_page(place, lead).rows[0].family.id
    matrix = agreeing.matrix(place, lead, family)
    assert [(p.role, p.label) for p in matrix.people] == [("child", "child"), ("caregiver", "caregiver")]
    assert [matrix.given(p.id) for p in matrix.people] == [[P.RESEARCH_STUDY]] * 2
    one = agreeing.note_for_visits(place, lead, family, [P.RESEARCH_STUDY], "withdrawn")
    assert (one.people, one.visits) == (2, 2)
    with pytest.raises(NotFound):
        agreeing.note_for_visits(place, lead, "0123456789abcdef", [P.RESEARCH_STUDY], "withdrawn")


def test_which_twin_was_there_is_not_guessed(place: Workplace, lead: Account) -> None:
    family = families.create_family(place, lead, "Family 014").id
    ada, bea = (family_people.add_member(place, lead, family, "child", name).id for name in ("Ada", "Bea"))
    made = families.create_session(place, lead, family, "Visit 1", "2026-05-01", "feeding").id
    noted = agreeing.note_for_visits(place, lead, made, [P.RESEARCH_STUDY], "given", SPOKEN)
    assert (noted.people, noted.visits, noted.unclear) == (0, 0, 1)
    assert family_people.presence(place, lead, made).on_film == []
    family_people.set_on_film(place, lead, made, [bea])
    noted = agreeing.note_for_visits(place, lead, made, [P.RESEARCH_STUDY], "given", SPOKEN)
    assert (noted.people, noted.visits, noted.unclear) == (1, 1, 0)
    matrix = agreeing.matrix(place, lead, family)
    assert (matrix.given(ada), matrix.given(bea)) == ([], [P.RESEARCH_STUDY])
