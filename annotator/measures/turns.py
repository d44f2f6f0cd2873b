"""Two voices in turn: how often one answers the other, with what gap, in how long a chain."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from annotator.errors import said
from annotator.measures.bouts import bouts
from annotator.measures.seen import Seen
from annotator.stats import Lane, Statistic, intersection, length, ratio, union

NO_TURN = said("no turn was taken")
SILENCE = said("nobody was heard")
Sound = tuple[int, int]
"""Onset and offset of a sound in ms, sounds of one voice apart from one another."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One voice takes over from the other: ``gap`` ms from the end of ``after`` to the onset of ``sound``.

    A gap below 0 is an overlap. ``by`` is the voice that takes the turn: first or second.
    """

    after: Sound
    sound: Sound
    by: str

    @property
    def gap(self) -> int:
        """In ms."""
        return self.sound[0] - self.after[1]


@dataclass(frozen=True, slots=True)
class Chain:
    """Sounds that follow one another without a break, from ``onset`` to ``offset``, and how many turns."""

    onset: int
    offset: int
    turns: int


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of two voices, by time, and the chains that hold at least one turn."""

    turns: tuple[Turn, ...]
    chains: tuple[Chain, ...]
    both_ms: int
    any_ms: int

    def gap(self, by: str | None = None) -> Statistic:
        """The median gap in ms, of all turns or of those that one voice takes; ``units`` counts them."""
        gaps = [turn.gap for turn in self.turns if by in (None, turn.by)]
        return Statistic(float(median(gaps)), len(gaps)) if gaps else Statistic(None, 0, NO_TURN)

    @property
    def longest(self) -> Chain | None:
        """The chain of most turns, the first of several; None when no turn was taken."""
        return max(self.chains, key=lambda chain: chain.turns, default=None)

    @property
    def overlap(self) -> Statistic:
        """Time in which both are heard ÷ time in which anybody is."""
        return ratio(self.both_ms, self.any_ms, SILENCE)


def sounds(found: Seen, lane: Lane, codes: Collection[str]) -> list[Sound]:
    """The sounds of a voice in the coded window: states of the codes, joined over the scheme's gap.

    What is in two parts with a pause of at most ``merge_gap_ms`` is one sound.
    """
    chosen = [state for state in found.states(lane) if state[2].content.code in codes]
    return [(b.onset, b.offset) for b in bouts(chosen, found.scheme.timebase, found.marked(lane).spans)]


def turns(
    first: Sequence[Sound], second: Sequence[Sound], low_ms: int = -1_000, high_ms: int = 2_000
) -> Turns:
    """Who takes over from whom.

    A sound takes a turn when the sound that began last before it is of the other voice, and it begins
    in (end + ``low_ms``, end + ``high_ms``] of that. A chain goes on while turns are taken or the same
    voice goes on within ``high_ms``. Sounds are taken as they are: join those of one voice first.

    Source of the defaults: the manual of chattr (M. Casillas & C. Scaff, 2021).
    """
    voices = sorted([(on, off, "first") for on, off in first] + [(on, off, "second") for on, off in second])
    found: list[Turn] = []
    chains: list[Chain] = []
    chain: Chain | None = None
    for before, sound in pairwise([None, *voices]):
        if sound is None:
            continue
        onset, offset, voice = sound
        gap = None if before is None else onset - before[1]
        goes_on = gap is not None and gap <= high_ms
        turn = before is not None and gap is not None and before[2] != voice and low_ms < gap <= high_ms
        if turn and before is not None:
            found.append(Turn((before[0], before[1]), (onset, offset), voice))
        same = before is not None and before[2] == voice
        if chain is not None and (turn or (same and goes_on)):
            chain = Chain(chain.onset, max(chain.offset, offset), chain.turns + turn)
        else:
            chains += [chain] if chain is not None and chain.turns else []
            chain = Chain(onset, offset, 0)
    chains += [chain] if chain is not None and chain.turns else []
    both = length(intersection(union(first), union(second)))
    return Turns(tuple(found), tuple(chains), both, length(union((*first, *second))))
