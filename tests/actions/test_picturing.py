"""The picture of a session: what each may see of it, and its stills."""

from annotator.actions import agreeing, codings, family_people, people, picturing
from annotator.actions.workplace import Workplace
from annotator.model import Interval, Recording, Session
from annotator.store.accounts import Account
from tests.meeting_case import code, mark, visit


def test_signals_answers_and_ways_back_of_ones_own_coding(place: Workplace, lead: Account) -> None:
    session = visit(place, lead)
    coding = code(
        place, lead, session,
        mark("dyad_state", "dyad", "out_of_step", 0, 4_000), mark("dyad_state", "dyad", "together", 4_000, 60_000),
        mark("infant_cue", "infant", "bid_social", 1_000),
    )  # fmt: skip
    found = picturing.picture_of(place, lead, coding)
    assert [(e.onset, e.closed_at) for e in found.episodes] == [(0, 4_000)]
    assert found.arcs == []  # at this depth nobody coded answers, so none is missing
    assert [s.at_ms for s in found.stills] == [3_750 + 7_500 * n for n in range(8)]
    assert not found.too_many


def test_marks_for_the_supervisor_are_on_the_authors_picture_and_the_supervisors_alone(
    place: Workplace, lead: Account
) -> None:
    session = visit(place, lead)
    pia, ben = (people.add_person(place, lead, n, "practitioner", whole=True) for n in ("Pia", "Ben"))
    made = {}
    for who in (pia, ben):
        concern = mark("moment", "dyad", "concern", 5_000)
        made[who.id] = code(place, who, session, mark("dyad_state", "dyad", "together", 0, 60_000), concern)
        codings.submit_coding(place, who, made[who.id], 1)
    sam = people.add_person(place, lead, "Sam", "supervisor", whole=True)

    def codes(who: Account) -> set[str]:
        found = picturing.picture_of(place, who, made[pia.id])
        return {a.content.code for lane in found.lanes for a in lane.annotations}

    assert codes(pia) == codes(sam) == {"together", "concern"}
    assert codes(ben) == codes(lead) == {"together"}


def test_no_still_of_a_film_that_may_not_be_watched(place: Workplace, lead: Account) -> None:
    session = visit(place, lead)
    coding = code(place, lead, session, mark("dyad_state", "dyad", "together", 0, 60_000))
    agreeing.withdraw(place, lead, family_people.presence(place, lead, session).on_film[0].id)
    found = picturing.picture_of(place, lead, coding)
    assert (list(found.stills), len(found.lanes) > 0) == ([], True)


def test_stills_are_of_the_film_that_shows_their_time() -> None:
    """Films of 10 s at 0 and of 20 s at 20 s; a window of 40 s: middles of eighths 2.5, 7.5, … 37.5 s."""
    films = [
        Recording("a", "s", "a", "", "ready", 0, 10_000), Recording("b", "s", "b", "", "ready", 20_000, 20_000),
        Recording("c", "s", "c", "", "failed", 0, 40_000),
    ]  # fmt: skip
    session = Session("s", "f", "Visit", "2026-01-01", recordings=tuple(films))
    found = picturing.placed(session, Interval(0, 40_000))
    assert [(s.at_ms, s.recording, s.film_ms) for s in found] == [
        (2_500, "a", 2_500), (7_500, "a", 7_500), (22_500, "b", 2_500), (27_500, "b", 7_500),
        (32_500, "b", 12_500), (37_500, "b", 17_500),
    ]  # fmt: skip
