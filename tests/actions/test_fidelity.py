"""The last ten segments of a home visitor: who sees them, what counts, and that no family number is among them."""

import pytest

from annotator.actions import codings, families, fidelity, people, supervising
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError
from annotator.store.accounts import Account
from tests.actions.test_segments import LONG, begun
from tests.meeting_case import CAST, mark, next_visit, press, visit

SAID = {"theme": "following", "stance": "supportive", "addressed_to": "parent"}


@pytest.fixture
def vera(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Vera", "practitioner", whole=True)


@pytest.fixture
def sam(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Sam", "supervisor", whole=True)


def segment(
    place: Workplace, who: Account, session: str, depth: str, fits: int, not_fits: int, unseen: int = 0
) -> str:
    """Comments at every ten seconds, so many that fit and that do not; ``unseen`` minutes without the child."""
    made = begun(place, who, session, depth)
    onset = codings.own(place, who, made).window.onset
    words = ["fits"] * fits + ["does_not_fit"] * not_fits
    marks = [
        mark("comment", "coach", "comment", onset + 10_000 * n, modifiers={**SAID, "fits": word})
        for n, word in enumerate(words, 1)
    ]
    minutes = ["not_seen"] * unseen + ["settled"] * (5 - unseen)
    marks += [
        mark("climate", "child", code, onset + 60_000 * n, onset + 60_000 * (n + 1))
        for n, code in enumerate(minutes)
    ]
    press(place, who, made, *marks)
    codings.submit_coding(place, who, made, 1)
    return made


def test_the_last_ten_stand_in_a_row_each_by_both(
    place: Workplace, lead: Account, vera: Account, sam: Account
) -> None:
    """Eleven segments; of the newest Vera says 6 of 8 fit (Wilson 41 to 93 %), Sam 4 of 8."""
    first = visit(place, lead, **LONG)
    family = families.session(place, lead, first).family.id
    sessions = [first, *(next_visit(place, lead, family, CAST, **LONG) for _ in range(10))]
    made = [segment(place, vera, session, "self", 6, 2) for session in sessions]
    (mine,) = fidelity.last_segments(place, vera)
    assert (mine.name, len(mine.lines), {line.supervisor for line in mine.lines}) == ("Vera", 10, {None})
    assert made[0] not in {line.coding for line in mine.lines}
    assert fidelity.last_segments(place, sam) == [], "blind until their own is submitted"
    (seen,) = fidelity.last_segments(place, lead)
    assert len(seen.lines) == 10
    newest = sessions[-1]
    segment(place, sam, newest, "supervisor", 4, 4)
    (seen,) = fidelity.last_segments(place, sam)
    (line,) = seen.lines
    shares = [numbers["fitting_share"] for numbers in (line.own, line.supervisor or {})]
    assert [m.main.value.value for m in shares] == [0.75, 0.5]
    assert [m.main.rests_on for m in shares] == [8, 8]
    low, high = shares[0].main.interval or (None, None)
    assert (round(low or 0, 2), round(high or 0, 2)) == (0.41, 0.93)
    assert line.own["comments_per_min"].main.value.value == 8 / 5
    declared = {m.id for m in seen.measures}
    assert declared == {
        "comments_per_min", "fitting_share", "parts_mean", "moments_commented", "comment_delay",
        "supportive_share", "warmth_rating",
    }  # fmt: skip
    (mine,) = fidelity.last_segments(place, vera)
    assert "comment_delay" not in {m.id for m in mine.measures}, "the scheme means it for others"
    assert [line.visit.id for line in mine.lines if line.supervisor is not None] == [newest]


def test_nobody_sees_another_home_visitors(place: Workplace, lead: Account, vera: Account) -> None:
    session = visit(place, lead, **LONG)
    segment(place, vera, session, "self", 6, 2)
    dora = people.add_person(place, lead, "Dora", "practitioner", whole=True)
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    for who in (dora, ben):
        begun(place, who, session, "self")
        assert fidelity.last_segments(place, who) == []


def test_a_segment_of_which_too_little_could_be_judged_does_not_count_and_another_is_drawn(
    place: Workplace, lead: Account, vera: Account, sam: Account
) -> None:
    """Two of five minutes without the child: 60 % where 80 % are asked. With one it is 80 %, which is enough."""
    session = visit(place, lead, **LONG)
    made = segment(place, vera, session, "self", 6, 2, unseen=2)
    (row,) = fidelity.last_segments(place, vera)
    (line,) = row.lines
    assert (line.scorable.value, row.least, line.too_little, line.own) == (0.6, 0.8, True, {})
    assert families.session(place, vera, session).too_little
    assert supervising.looking_over(place, sam).segments == []
    with pytest.raises(AnnotatorError, match="codes this segment first"):
        begun(place, sam, session, "supervisor")
    other = segment(place, vera, session, "self", 6, 2, unseen=1)
    windows = [codings.own(place, vera, id).window for id in (made, other)]
    assert windows[0] != windows[1]
    assert not families.session(place, vera, session).too_little
    (waits,) = supervising.looking_over(place, sam).segments
    assert waits.theirs == other
    second = begun(place, sam, session, "supervisor")
    assert codings.own(place, sam, second).window == windows[1]
    row = fidelity.last_segments(place, vera)[0]
    assert [line.too_little for line in row.lines] == [True, False]
