"""What other programs compute from two coders' states, written anew from how they say they do it.

Nothing here uses ours. States are ``(onset, offset, code)`` in ms.
"""

import math
from collections import Counter
from collections.abc import Callable

State = tuple[int, int, str]
NIL = "(nil)"


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's κ of pairs, NaN where it has no value."""
    n = len(pairs)
    cells, rows, columns = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    agreed = sum(count for (a, b), count in cells.items() if a == b) / n
    chance = sum(rows[code] * columns[code] for code in rows) / n**2
    return math.nan if chance == 1 else (agreed - chance) / (1 - chance)


def boris(
    first: list[State],
    second: list[State],
    unit: int = 1_000,
    window: tuple[int, int] | None = None,
    closed: bool = True,
) -> float:
    """Time-unit κ as BORIS has it (irr.py of 7.13 and 9.12.3).

    From the first onset to the last offset of either record, both included, one look every ``unit``; a state
    holds at both of its ends, and what holds at a moment is the list of all states that do. 1 where chance
    agreement is certain; rounded to three places. ``window`` and ``closed`` change one thing each.
    """
    both = [*first, *second]
    start, stop = window or (min(s[0] for s in both), max(s[1] for s in both))

    def at(t: int, record: list[State]) -> str:
        return "+".join(sorted(c for a, b, c in record if a <= t and (t <= b if closed else t < b)))

    times = [t for t in range(start, stop + 1, unit) if window is None or t < stop]
    found = kappa([(at(t, first), at(t, second)) for t in times])
    return 1.0 if math.isnan(found) else round(found, 3)


def gseq(
    first: list[State], second: list[State], window: tuple[int, int], tolerance: int = 0, unit: int = 1_000
) -> float:
    """Time-unit κ with a tolerance, in units, as Bakeman, Quera & Gnisci (2009) describe it.

    For each unit of the first coder: an agreement when the second has the same code in any unit at most
    ``tolerance`` away, else the pair of codes of that unit. Here a unit has the code that holds in its middle.
    """
    middles = range(window[0] + unit // 2, window[1], unit)

    def at(t: int, record: list[State]) -> str:
        return next((c for a, b, c in record if a <= t < b), "")

    one, two = ([at(t, record) for t in middles] for record in (first, second))
    pairs = []
    for i, code in enumerate(one):
        near = two[max(0, i - tolerance) : i + tolerance + 1]
        pairs.append((code, code if code in near else two[i]))
    return kappa(pairs)


def aligned(
    first: list[State],
    second: list[State],
    may_link: Callable[[State, State], bool] = lambda _a, _b: True,
    differing: float = 1,
    alone: float = 1,
) -> tuple[float, list[tuple[str, str]]]:
    """The cheapest alignment of two sequences that keeps both in order, by dynamic programming, and its cost.

    Quera, Bakeman & Gnisci (2007), after Needleman & Wunsch (1970): a pair of one code costs nothing, of two codes
    ``differing``, what stays alone, beside nil, ``alone``; of equal ways a pair comes first. They ask for costs at which
    a disagreement is cheaper than a miss and a false alarm; for events with times ``may_link`` says which may meet.
    """
    cost = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(first) + 1):
        for j in range(len(second) + 1):
            ways = []
            if i and j and may_link(a := first[i - 1], b := second[j - 1]):
                ways.append((cost[i - 1][j - 1] + (differing if a[2] != b[2] else 0), (i - 1, j - 1)))
            if i:
                ways.append((cost[i - 1][j] + alone, (i - 1, j)))
            if j:
                ways.append((cost[i][j - 1] + alone, (i, j - 1)))
            if ways:
                cost[i][j], came[i, j] = min(ways, key=lambda way: way[0])
    pairs, at = [], (len(first), len(second))
    while at in came:
        before = came[at]
        one, two = (at[0] > before[0], at[1] > before[1])
        pairs.append((first[before[0]][2] if one else NIL, second[before[1]][2] if two else NIL))
        at = before
    return cost[-1][-1], pairs[::-1]


def gseq_events(pairs: list[tuple[str, str]]) -> float:
    """κ of aligned events, each pair and each one alone once; nil × nil cannot be (Bakeman & Robinson 1994)."""
    if not any(NIL in pair for pair in pairs):
        return kappa(pairs)
    n = len(pairs)
    agreed, chance = sum(a == b for a, b in pairs) / n, _fitted_agreement(pairs, 500) / n
    return (agreed - chance) / (1 - chance)


def onsets_within(ms: int) -> Callable[[State, State], bool]:
    """May meet when their onsets are at most so far apart."""
    return lambda a, b: abs(a[0] - b[0]) <= ms


def share(a: State, b: State) -> float:
    """What two states have in common, of the longer one."""
    return (min(a[1], b[1]) - max(a[0], b[0])) / max(a[1] - a[0], b[1] - b[0])


def easydiag(first: list[State], second: list[State], percent: int = 60) -> tuple[float, float, int]:
    """κ, the share of annotations that are linked, and their number, as EasyDIAg has them (Holle & Rein 2015).

    Overlap is what two share of the longer; the largest is linked first, from ``percent`` on, whatever the codes. A
    link counts two in the table, an annotation alone one. Chance agreement is that of the margins when
    nil × nil is impossible, by 20 rounds of proportional fitting; what comes out as no number or below 0 is 0.
    """
    links, left, right = _links(first, second, percent)
    pairs = [(first[i][2], second[j][2]) for i, j in links] * 2
    pairs += [(first[i][2], NIL) for i in sorted(left)] + [(NIL, second[j][2]) for j in sorted(right)]
    n = len(pairs)
    agreed, chance = sum(a == b for a, b in pairs) / n, _fitted_agreement(pairs) / n
    found = (agreed - chance) / (1 - chance)
    return (0.0 if math.isnan(found) or found < 0 else found), 2 * len(links) / n, n


def _links(
    first: list[State], second: list[State], percent: int
) -> tuple[list[tuple[int, int]], set[int], set[int]]:
    """The largest overlap first, and what is left alone of both."""
    overlaps = [(share(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second)]
    left, right, links = set(range(len(first))), set(range(len(second))), []
    for overlap, i, j in sorted(overlaps, key=lambda o: -o[0]):
        if i in left and j in right and 100 * overlap >= percent:
            links.append((i, j))
            left.remove(i)
            right.remove(j)
    return links, left, right


def _fitted_agreement(pairs: list[tuple[str, str]], rounds: int = 20) -> float:
    """The diagonal of the table with these margins in which nil × nil is 0, after some rounds."""
    codes = [*sorted({code for pair in pairs for code in pair} - {NIL}), NIL]
    rows, columns = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    fitted = {(a, b): 0.0 if a == b == NIL else 1.0 for a in codes for b in codes}
    for _ in range(rounds):
        for by, margin in ((0, rows), (1, columns)):
            for code in codes:
                line = [cell for cell in fitted if cell[by] == code]
                whole = sum(fitted[cell] for cell in line)
                for cell in line:
                    fitted[cell] = fitted[cell] * margin[code] / whole if whole else math.nan
    return sum(fitted[code, code] for code in codes)
