"""Every number of docs/agreement-compared.md, computed anew from the records that stand there."""

import re
from pathlib import Path

import pytest

from annotator.agreement import (
    Near,
    cohen_kappa,
    compare_events,
    gamma,
    lay_over,
    percent_agreement,
    time_table,
    tolerance_kappa,
)
from annotator.model import Interval
from tests.agreement.other_rules import NIL, aligned, boris, easydiag, gseq, gseq_events, onsets_within, share

PAGE = (Path(__file__).parents[2] / "docs" / "agreement-compared.md").read_text("utf-8")
WINDOW = Interval(0, 240_000)
SPAN = WINDOW.onset, WINDOW.offset
CODES = ("away", "mother", "toy")


def record(coder):
    """A coder's states as the page lists them."""
    block = PAGE.split("```")[1]
    words = re.search(rf"{coder}: (.*?)(?=\n\w+:|\Z)", block, re.S)[1]
    found = re.findall(r"([\d.]+)-([\d.]+) (\w+)", words)
    return [(round(float(a) * 1000), round(float(b) * 1000), code) for a, b, code in found]


ANA, BEN = record("Ana"), record("Ben")
IN_ONE = [s for s in BEN if s[0] not in (30_200, 34_500)] + [(30_200, 40_100, "mother")]
ONE, SAME = [(0, 5_000, "a")], [(0, 1_000, "a"), (1_000, 2_000, "b"), (2_000, 3_000, "a")]
BELOW = (
    [(0, 1_000, "a"), (1_000, 2_000, "b"), (2_000, 3_000, "a"), (3_000, 4_000, "b")],
    [(0, 1_000, "b"), (1_000, 2_000, "a"), (2_000, 3_000, "b"), (3_000, 4_000, "b")],
)


def in_time(second):
    return cohen_kappa(time_table(ANA, second, WINDOW))


def within(seconds):
    """κ with a tolerance and its chance line."""
    return tolerance_kappa(*lay_over(ANA, BEN, WINDOW), 1_000 * seconds, seed=1)


def edges_or_overlap(a, b):
    """What Attune links by default."""
    return share(a, b) >= 0.6 or max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= 1_000


def in_order(may_link=lambda _a, _b: True, differing=1.0):
    """GSEQ's κ of Ana's and Ben's events, aligned."""
    return gseq_events(aligned(ANA, BEN, may_link, differing)[1])


def numbers():
    """By the first column of the tables, what their second one has to say."""
    overlap_alone, events = (compare_events(ANA, BEN, CODES, near) for near in (Near(60, 0), Near()))
    one, two = within(1), within(2)
    joined = compare_events(ANA, IN_ONE, CODES)
    value, linked, _ = easydiag(ANA, BEN)
    found = {
        "BORIS, unit 1 s": boris(ANA, BEN),
        "BORIS, unit 2 s": boris(ANA, BEN, 2_000),
        "… over the coded window": boris(ANA, BEN, window=SPAN),
        "… and half-open": boris(ANA, BEN, window=SPAN, closed=False),
        "… and every 100 ms": boris(ANA, BEN, 100, SPAN, False),
        "Attune, time-weighted κ": in_time(BEN),
        "Attune, percent agreement": percent_agreement(time_table(ANA, BEN, WINDOW)),
        "GSEQ, unit 1 s": gseq(ANA, BEN, SPAN),
        "GSEQ, ± 2 units, Ana first": gseq(ANA, BEN, SPAN, 2),
        "GSEQ, ± 2 units, Ben first": gseq(BEN, ANA, SPAN, 2),
        "Attune, ± 2 s, Ana first": two.forth,
        "Attune, ± 2 s, Ben first": two.back,
        "Attune, ± 2 s, mean": two.mean,
        "Attune, ± 2 s, by chance": two.chance.mean,
        "Attune, ± 2 s, rescaled": two.chance.rescaled(two.mean),
        "Attune, ± 1 s, mean": one.mean,
        "Attune, ± 1 s, by chance": one.chance.mean,
        "Attune, ± 1 s, rescaled": one.chance.rescaled(one.mean),
        "GSEQ, in order alone": in_order(),
        "… and a miss is cheaper": in_order(differing=1.5),
        "GSEQ, onsets within 2 s": in_order(onsets_within(2_000)),
        "GSEQ, overlap of 60 %": in_order(lambda a, b: share(a, b) >= 0.6),
        "GSEQ, overlap or both edges within 1 s": in_order(edges_or_overlap),
        "EasyDIAg, linked": linked,
        "EasyDIAg, κ": value,
        "Attune, overlap alone, linked": overlap_alone.linked,
        "Attune, overlap alone, κ": overlap_alone.kappa,
        "Attune, linked": events.linked,
        "Attune, κ of events": events.kappa,
        **{f"Attune, F1 of {code.code}": code.f1 for code in events.codes},
        "Attune, time-weighted κ, bout in one": in_time(IN_ONE),
        "Attune, time-weighted κ, bout in two": in_time(BEN),
        "Attune, F1 of all, bout in one": joined.f1,
        "Attune, F1 of all, bout in two": events.f1,
        "Attune, γ, bout in one": gamma(ANA, IN_ONE, WINDOW).value,
        "Attune, γ, bout in two": gamma(ANA, BEN, WINDOW).value,
        "both saw one code throughout, BORIS": boris(ONE, ONE),
        "both saw one code throughout, Attune": cohen_kappa(time_table(ONE, ONE, Interval(0, 5_000))),
        "the same record twice, all linked, EasyDIAg": easydiag(SAME, SAME)[0],
        "the same record twice, all linked, Attune": compare_events(SAME, SAME, ("a", "b")).kappa,
        "four linked events, one of them with the same code, EasyDIAg": easydiag(*BELOW)[0],
        "four linked events, one of them with the same code, Attune": compare_events(
            *BELOW, ("a", "b")
        ).kappa,
    }
    return {name: f"{n:.3f}" if isinstance(n, float) else str(n) for name, n in found.items()}


def on_the_page():
    """The rows of the page's tables."""
    rows = {}
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or cells[0] in ("rule", "records") or set(cells[0]) == {"-"}:
            continue
        if cells[1] in ("BORIS", "EasyDIAg", "Attune"):
            rows[f"{cells[0]}, {cells[1]}"] = cells[2]
        else:
            rows[cells[0]] = cells[1]
    return rows


def test_every_number_on_the_page_is_what_the_rules_give():
    assert on_the_page() == numbers()


def test_no_number_stands_outside_of_the_tables():
    """All other decimals would be free to grow stale."""
    prose = "\n".join(
        line for line in PAGE.split("```")[0::2] for line in line.splitlines() if line[:1] != "|"
    )
    assert re.findall(r"\d*\.\d{2,}", prose) == [".001"]


def test_boris_itself_gives_these_values():
    """Recorded from irr.cohen_kappa of BORIS 9.15.0, run on the page's records in an environment of its own."""
    assert {unit: boris(ANA, BEN, unit) for unit in (1_000, 2_000)} == {1_000: 0.756, 2_000: 0.814}
    assert boris(ONE, ONE) == 1


def test_the_rules_of_others_are_right_where_their_value_is_known():
    """By hand.

    BORIS looks at 0, 1 and 2 s; a and b both hold at 1 s for the first, so 2 of 3 agree: p_e = 3/9 and κ = 1/2.
    EasyDIAg links a and b and leaves an a and a b alone: 2, 2 on the diagonal, 1 and 1 beside nil. Without nil × nil
    the fitted diagonal is 4 · 3 · 2 / 25 twice, p_e = 8/25, p_o = 4/6; κ = 26/51.
    """
    first, second = [(0, 1_000, "a"), (1_000, 2_000, "b")], [(0, 900, "a"), (950, 2_000, "b")]
    assert boris(first, second) == pytest.approx(0.5)
    alone = [*first, (9_000, 9_500, "a")]
    value, linked, n = easydiag(alone, [*first, (20_000, 20_500, "b")])
    assert (value, linked, n) == (pytest.approx(26 / 51, abs=1e-6), 4 / 6, 6)
    assert gseq(first, first, (0, 2_000)) == 1


@pytest.mark.parametrize(
    ("one", "two", "differing", "cost"),
    [("intention", "execution", 1, 5), ("intention", "execution", 2, 8), ("kitten", "sitting", 1, 3)],
)
def test_the_alignment_is_the_cheapest(one, two, differing, cost):
    """Edit distances that Jurafsky & Martin (Speech and language processing, 2009, 3.11) and others print."""
    found, pairs = aligned(
        *([(i, i + 1, c) for i, c in enumerate(word)] for word in (one, two)), differing=differing
    )
    assert found == cost
    assert "".join(a for a, _ in pairs if a != NIL) == one
    assert "".join(b for _, b in pairs if b != NIL) == two


def test_kappa_of_aligned_events_by_hand():
    """a and b are linked; the first's last a is too far from the second's last b, so both stand alone.

    p_o = 2/4. Margins (2, 1, 1 nil) and (1, 2, 1 nil); without nil × nil the fitted table is x · y with x = (2, 1), y = (2/9,
    4/9), beside nil 1/3 · (2, 1) and 3/2 · (2/9, 4/9): its diagonal is 4/9 + 4/9, p_e = 8/36, κ = (1/2 − 2/9) ÷ 7/9.
    """
    first = [(0, 1_000, "a"), (1_000, 2_000, "b"), (9_000, 9_500, "a")]
    second = [(0, 900, "a"), (950, 2_000, "b"), (20_000, 20_500, "b")]
    pairs = aligned(first, second, onsets_within(1_000))[1]
    assert sorted(pairs) == [(NIL, "b"), ("a", NIL), ("a", "a"), ("b", "b")]
    assert gseq_events(pairs) == pytest.approx(5 / 14)
    assert gseq_events([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "may_link", [onsets_within(2_000), lambda a, b: share(a, b) >= 0.6, edges_or_overlap]
)
def test_where_times_say_what_may_meet_the_costs_do_not_matter(may_link):
    assert len({in_order(may_link, differing) for differing in (0.25, 1, 1.5, 1.75)}) == 1
