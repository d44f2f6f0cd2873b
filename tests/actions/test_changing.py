"""What changed since the last comparable visit, for each who may be told it."""

from annotator.access import Purpose
from annotator.actions import agreeing, changing, codings, families, family_people, people
from annotator.actions.agreeing import HowGiven
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from tests.meeting_case import code, mark, next_visit, visit


def three_visits(place: Workplace, who: Account) -> list[str]:
    """Visits in May, June and July of one minute each with 4, 4 and 14 cues, coded and submitted."""
    first = visit(place, who)
    family = families.session(place, who, first).family.id
    sessions = [first, next_visit(place, who, family), next_visit(place, who, family)]
    made = []
    for n, (session, cues) in enumerate(zip(sessions, (4, 4, 14), strict=True), 1):
        families.edit_session(place, who, session, f"Visit {n}", f"2026-0{n + 4}-01", "free_play_toys")
        marks = [mark("moment", "dyad", "star", 2_000 * i) for i in range(cues)]
        states = [
            mark("dyad_state", "dyad", "together", 0, 30_000),
            mark("dyad_state", "dyad", "alongside", 30_000, 60_000),
        ]
        bids = [mark("infant_cue", "infant", "bid_social", 4_000 * i) for i in range(cues)]
        made.append(code(place, who, session, *states, *bids, *marks))
        codings.submit_coding(place, who, made[-1], 1)
    return made


def test_a_lead_reads_the_numbers_against_the_last_visit_and_the_visits_in_order(
    place: Workplace, lead: Account
) -> None:
    """14 cues against 4 in a minute each: 3.5 times, exact limits 1.09 to 14.6 (scipy's binomtest of 14 of 18)."""
    made = three_visits(place, lead)
    view = changing.change_of(place, lead, made[2])
    assert view.last is not None and view.last.label == "Visit 2"
    found = next(c for c in view.changes if c.measure.id == "cues_per_min")
    assert (found.verdict, found.value, round(found.low or 0, 2), round(found.high or 0, 1)) == (
        "more",
        3.5,
        1.1,
        14.6,
    )
    assert [v.coded.label for v in view.visits] == ["Visit 1", "Visit 2", "Visit 3"]
    assert {t.measure.id: t.verdict for t in view.told}["cues_per_min"] == "more"
    assert changing.change_of(place, lead, made[0]).reason == changing.NO_OTHER


def test_who_prepares_hears_words_a_coder_nothing(place: Workplace, lead: Account) -> None:
    made = three_visits(place, lead)
    for role, told in (("practitioner", True), ("coder", False)):
        who = people.add_person(place, lead, role.title(), role, whole=True)
        own = [
            code(place, who, families.session(place, lead, s).session.id, mark("dyad_state", "dyad", "together", 0, 60_000), *cues)
            for s, cues in (
                (sessions(place, lead)[1], [mark("infant_cue", "infant", "bid_social", 4_000 * i) for i in range(2)]),
                (sessions(place, lead)[2], [mark("infant_cue", "infant", "bid_social", 3_000 * i) for i in range(14)]),
            )
        ]  # fmt: skip
        for coding in own:
            codings.submit_coding(place, who, coding, 1)
        view = changing.change_of(place, who, own[1])
        assert (view.changes, view.visits) == ((), ())
        assert ("more" in [t.verdict for t in view.told]) is told
        if told:
            assert view.last is not None and view.last.label == "Visit 2"
        else:
            assert (view.last, view.reason) == (None, "")
    assert made


def sessions(place: Workplace, who: Account) -> list[str]:
    """The visits by their day."""
    return [row.id for row in reversed(families.sessions_page(place, who, "Family 012").rows)]


def test_an_open_coding_waits_and_another_situation_is_named(place: Workplace, lead: Account) -> None:
    made = three_visits(place, lead)
    there = sessions(place, lead)
    for session in there[:2]:
        families.edit_session(place, lead, session, "At table", "2026-06-01", "feeding")
    assert changing.change_of(place, lead, made[2]).reason == "At table was another situation."
    codings.reopen_coding(place, lead, made[2], "one more look")
    assert changing.change_of(place, lead, made[2]).reason == changing.NOT_SUBMITTED


def test_an_earlier_visit_that_may_not_be_watched_any_more_is_not_told_of(
    place: Workplace, lead: Account
) -> None:
    made = three_visits(place, lead)
    sam = people.add_person(place, lead, "Sam", "supervisor", whole=True)
    assert changing.change_of(place, sam, made[2]).last is not None
    there = sessions(place, lead)
    family = families.session(place, lead, there[1]).family.id
    granny = family_people.add_member(place, lead, family, "caregiver", "Granny").id
    agreeing.note(
        place,
        lead,
        [granny],
        [p for p in Purpose if p is not Purpose.SUPERVISOR],
        "given",
        HowGiven("spoken"),
    )
    on_film = [person.id for person in family_people.presence(place, lead, there[1]).on_film]
    family_people.set_on_film(place, lead, there[1], [*on_film, granny])
    view = changing.change_of(place, sam, made[2])
    assert view.last is not None and view.last.label == "Visit 1"
