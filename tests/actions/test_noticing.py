"""What stands beside the counts of a home visitor's summary."""

from annotator.actions import codings, families, meeting, noticing, people
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from tests.meeting_case import code, mark, next_visit, ready_plan, visit


def test_the_step_of_the_last_meeting_before_this_visit(place: Workplace, lead: Account) -> None:
    first = visit(place, lead)
    family = families.session(place, lead, first).family.id
    second, third = next_visit(place, lead, family), next_visit(place, lead, family)
    for n, session in enumerate((first, second, third), 1):
        families.edit_session(place, lead, session, f"Visit {n}", f"2026-0{n}-01", "free_play_toys")
    coding = code(place, lead, second, mark("dyad_state", "dyad", "together", 0, 60_000))
    assert noticing.noticed(place, lead, coding).step == ""
    for session, step in ((first, "wait a little"), (third, "later than this visit")):
        meeting.close_meeting(place, lead, ready_plan(place, lead, session), step, "", "", None)
    assert noticing.noticed(place, lead, coding).step == "wait a little"
    assert len(noticing.noticed(place, lead, coding).agreed) == len("2026-01-01")


def test_more_than_a_fifth_out_of_sight_is_told_a_fifth_is_not(place: Workplace, lead: Account) -> None:
    session = visit(place, lead)
    for unseen, told in ((12_000, []), (12_040, ["dyad_state"])):
        coding = code(
            place,
            lead,
            session,
            mark("dyad_state", "dyad", "unscorable", 0, unseen),
            mark("dyad_state", "dyad", "together", unseen, 60_000),
        )
        assert [lane.track for lane in noticing.noticed(place, lead, coding).unseen] == told
        codings.submit_coding(place, lead, coding, 1)


def test_moments_to_show_come_from_ones_own_coding_and_for_who_prepares_meetings(
    place: Workplace, lead: Account
) -> None:
    session = visit(place, lead)
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    made = [
        code(place, who, session, mark("dyad_state", "dyad", "together", 0, 60_000), mark("moment", "dyad", "star", 20_000))
        for who in (lead, ben)
    ]  # fmt: skip
    for who, coding in zip((lead, ben), made, strict=True):
        codings.submit_coding(place, who, coding, 1)
    mine, theirs = noticing.noticed(place, lead, made[0]), noticing.noticed(place, lead, made[1])
    assert (mine.prepares, mine.suggestions[0].rule) == (True, "longest")  # with the star inside
    assert (theirs.prepares, theirs.suggestions) == (False, ())
    assert noticing.noticed(place, ben, made[1]).suggestions == ()
