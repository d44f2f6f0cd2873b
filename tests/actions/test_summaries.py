"""Who is told a summary in which form: a home visitor and a coder in words and counts, on every way there is."""

import re

import pytest

from annotator.access import Face
from annotator.actions import codings, comparing, noticing, people
from annotator.actions.comparing import SummaryView
from annotator.actions.telling_summary import summary_json, summary_lines
from annotator.actions.workplace import Workplace
from annotator.measures import summarise
from annotator.measures.words import IN_COUNTS
from annotator.store.accounts import Account
from tests.builders import coding
from tests.feedback.test_suggesting import SCHEME
from tests.measures.test_vectors import WORDS
from tests.meeting_case import code, mark, visit

DIVIDED = re.compile(r"%|per minute|median|\d\.\d{3}")


def coded(place: Workplace, lead: Account, who: Account) -> str:
    """A minute by somebody: 20 s together, 20 s out of step, 20 s out of sight."""
    made = code(
        place, who, visit(place, lead),
        mark("dyad_state", "dyad", "together", 0, 20_000), mark("dyad_state", "dyad", "out_of_step", 20_000, 40_000),
        mark("dyad_state", "dyad", "unscorable", 40_000, 60_000), mark("infant_cue", "infant", "bid_social", 5_000),
    )  # fmt: skip
    codings.submit_coding(place, who, made, 1)
    return made


@pytest.mark.parametrize("role", ["practitioner", "coder"])
def test_the_action_gives_no_rate_share_or_median_to_who_reads_words(
    place: Workplace, lead: Account, role: str
) -> None:
    pia = people.add_person(place, lead, "Pia", role, whole=True)
    made = coded(place, lead, pia)
    view = comparing.summarise_coding(place, pia, made)
    assert (view.face, view.measures, view.summary.measures) == (Face.WORDS, (), ())
    unseen = noticing.noticed(place, pia, made).unseen
    assert [lane.track for lane in unseen] == ["dyad_state"]
    for lane in (*view.summary.lanes, *unseen):
        for each in lane.codes:
            assert [s.reason for s in (each.rate, each.share, each.median)] == [IN_COUNTS] * 3
    assert not [line for line in summary_lines(view)[1:] if DIVIDED.search(line)]
    told = summary_json(view)
    together = next(m for m in told["words"] if m["measure"] == "together_share")
    # half of what could be seen: the band that begins at a half
    assert together["said"] == "between half and three quarters of the time"
    first = told["lanes"][0]["codes"][0]
    assert (first["count"], first["total_ms"], first["share"]["value"]) == (1, 20_000, None)
    assert told["measures"] == []


@pytest.mark.parametrize("role", ["supervisor", "lead"])
def test_supervisors_and_leads_are_told_the_numbers(place: Workplace, lead: Account, role: str) -> None:
    reader = lead if role == "lead" else people.add_person(place, lead, "Sam", role, whole=True)
    view = comparing.summarise_coding(place, reader, coded(place, lead, lead))
    lane = view.summary.lane("dyad_state", "dyad")
    assert lane is not None
    together = lane.code("together")
    assert together is not None
    assert (view.face, view.words) == (Face.NUMBERS, ())
    assert together.share.value == 0.5  # 20 of the 40 s that could be seen
    assert together.rate.value == 1.5  # one in two thirds of a minute
    assert {m.measure.id for m in view.measures} >= {"together_share", "cues_per_min"}


def test_lines_say_value_interval_n_and_why_there_is_none() -> None:
    """The vector of the scheme format, section 7: 29 of 57 s together, 3 of 4 bids below the least of 8."""
    made = coding(WORDS, (0, 60), scheme=SCHEME, profile="research")
    found = summarise(made, SCHEME)
    view = SummaryView(None, None, SCHEME, made, found, None, found.measures, Face.NUMBERS)  # type: ignore[arg-type]
    lines = summary_lines(view)
    for line in (
        "together_share of dyad: 50.9 %, n 29.0 s in 57.0 s",
        "longest_together of dyad: 12.0 s, n 3",
        # 6 in a minute; Garwood's exact interval, R 4.4: poisson.test(6): 2.201894 to 13.059474
        "cues_per_min of infant: 6.00 per minute, 95 % 2.20 to 13.06, n 6 in 1 min 0 s",
        "bids_answered of infant: fewer than 8: only the counts are shown, n 3 of 4 cues",
        "  window 2 s: fewer than 8: only the counts are shown, n 2 of 4 cues",
        "  left out: 1 cue: the coded window ends before its own.",
        "repaired_share of dyad, within 10 s: fewer than 3: only the counts are shown, n 1 of 2 episodes",
        "  together: n 3, per minute 3.16, in all 29.0 s, share 50.9 %, median 12.0 s",
    ):
        assert line in lines
