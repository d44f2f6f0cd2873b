"""Two simulated coders: the truth seen by people who react late, miss and mistake.

They follow the scheme's `standard` profile (dyad_state, infant_cue and
parent_response). Their agreement has a known cause, so statistics can be tried on
them without anybody's coding being shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from timeline import FRAME_MS, Annotation

MISSED_SHARE = 0.06
SWAPPED_SHARE = 0.06
SHORT_MS, SHORT_MISSED_SHARE = 1_000, 0.5
REACTION_SPREAD_MS = 120

# What an honest coder mistakes for what.
CONFUSED = {
    "together": ("alongside", "repairing"),
    "alongside": ("together", "apart"),
    "out_of_step": ("alongside", "repairing"),
    "repairing": ("together", "out_of_step"),
    "apart": ("alongside",),
    "bid_social": ("bid_object",),
    "bid_object": ("bid_social",),
    "pause": ("distress",),
    "distress": ("pause",),
    "join": ("mind_words",),
    "mind_words": ("join", "comfort"),
    "give_space": ("redirect",),
    "comfort": ("mind_words",),
    "redirect": ("join",),
}


@dataclass(frozen=True, slots=True)
class Coder:
    """A simulated person: a name, a seed and a usual reaction time."""

    name: str
    seed: int
    reaction_ms: float


def simulate(truth: Sequence[Annotation], coder: Coder) -> list[Annotation]:
    """What the coder marks of the truth, on the tracks of the standard profile."""
    rng, film_ms = np.random.default_rng(coder.seed), max(event.offset_ms for event in truth)
    tracks = {
        name: [event for event in truth if event.track == name]
        for name in ("dyad_state", "infant_cue", "parent_response")
    }
    return [
        *_code_states(tracks["dyad_state"], coder, rng),
        *_code_points(tracks["infant_cue"], film_ms, coder, rng),
        *_code_points(tracks["parent_response"], film_ms, coder, rng),
    ]


def _code_states(states: Sequence[Annotation], coder: Coder, rng: np.random.Generator) -> list[Annotation]:
    """States without a gap: what is missed is taken for the state before it."""
    begins: list[tuple[int, str]] = []
    for state in states:
        code = _seen_as(state.code, rng)
        at = _marked_at(state.onset_ms, coder, rng) if state.onset_ms else 0
        missed = _overlooked(state, rng) and begins
        if missed or (begins and begins[-1][1] == code):
            continue
        if begins and at <= begins[-1][0]:
            at = begins[-1][0] + FRAME_MS
        begins.append((at, code))
    return _joined(states[0], begins, states[-1].offset_ms)


def _joined(example: Annotation, begins: Sequence[tuple[int, str]], film_ms: int) -> list[Annotation]:
    ends = [at for at, _ in begins[1:]] + [film_ms]
    return [
        Annotation(example.track, example.subject, code, at, end)
        for (at, code), end in zip(begins, ends, strict=True)
    ]


def _overlooked(state: Annotation, rng: np.random.Generator) -> bool:
    short = state.offset_ms - state.onset_ms < SHORT_MS
    return rng.random() < (SHORT_MISSED_SHARE if short else MISSED_SHARE)


def _code_points(
    marks: Sequence[Annotation], film_ms: int, coder: Coder, rng: np.random.Generator
) -> list[Annotation]:
    seen = []
    for mark in marks:
        code, at = _seen_as(mark.code, rng), _marked_at(mark.onset_ms, coder, rng)
        if rng.random() >= MISSED_SHARE and at < film_ms:
            seen.append(Annotation(mark.track, mark.subject, code, at, at))
    return sorted(seen, key=lambda mark: mark.onset_ms)


def _seen_as(code: str, rng: np.random.Generator) -> str:
    mistaken = rng.random() < SWAPPED_SHARE
    choices = CONFUSED.get(code, (code,))
    other = choices[int(rng.integers(len(choices)))]
    return other if mistaken else code


def _marked_at(onset_ms: int, coder: Coder, rng: np.random.Generator) -> int:
    late_ms = max(0.0, rng.normal(coder.reaction_ms, REACTION_SPREAD_MS))
    return onset_ms + round(late_ms / FRAME_MS) * FRAME_MS


def frame_kappa(first: Sequence[Annotation], second: Sequence[Annotation]) -> float:
    """Cohen's kappa of two complete codings of one track, frame by frame."""
    a, b = _by_frame(first), _by_frame(second)
    agreed = float(np.mean(a == b))
    chance = sum(float(np.mean(a == code) * np.mean(b == code)) for code in np.unique(a))
    return (agreed - chance) / (1 - chance)


def _by_frame(states: Sequence[Annotation]) -> np.ndarray:
    frames = np.empty(states[-1].offset_ms // FRAME_MS, dtype="<U16")
    for state in states:
        frames[state.onset_ms // FRAME_MS : state.offset_ms // FRAME_MS] = state.code
    return frames
