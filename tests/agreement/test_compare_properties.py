import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import compare
from annotator.model import Annotation, Interval
from tests.builders import coding
from tests.scheme_values import point, scheme, state

S = scheme(
    state("gaze", "mother away", missing="unseen"),
    state("hands", "touch", exclusive=False),
    point("cue", "bid"),
)
GAZE, SECONDS = ("mother", "away", "unseen"), 30


@st.composite
def lines(draw):
    """A coding as text: gaze that changes at whole seconds, touches that may overlap, cues."""
    cuts = sorted(draw(st.sets(st.integers(0, SECONDS), max_size=8)))
    gaze = [f"{a}-{b} {draw(st.sampled_from(GAZE))}" for a, b in itertools.pairwise(cuts)]
    touch = [
        f"{t}-{t + draw(st.integers(0, 9))} touch" for t in draw(st.lists(st.integers(0, 20), max_size=3))
    ]
    cues = [f"{t / 10} bid" for t in draw(st.sets(st.integers(0, 10 * SECONDS), max_size=6))]
    return f"gaze: {', '.join(gaze)}\nhands: {', '.join(touch)}\ncue: {', '.join(cues)}"


def made(words, coder):
    return coding(words, (0, SECONDS), scheme=S, coder=coder)


def numbers(found):
    """Every coefficient of a comparison that does not say who was first."""
    states = [
        (s.track, s.code, s.kappa, s.percent, s.missing_ms, [(c.kappa, c.positive) for c in s.codes])
        for s in found.states
    ]
    return states, [(p.track, p.f1, [c.matched for c in p.codes]) for p in found.points], found.percent


@settings(deadline=None)
@given(lines(), lines())
def test_who_is_first_does_not_matter(a, b):
    ana, ben = made(a, "ana"), made(b, "ben")
    forth, back = compare(ana, ben, S), compare(ben, ana, S)
    assert numbers(forth) == numbers(back)
    assert sum(d.cost_ms for d in forth.disagreements) == sum(d.cost_ms for d in back.disagreements)


@settings(deadline=None)
@given(lines(), lines(), st.integers(-100_000, 100_000))
def test_the_clock_does_not_matter(a, b, shift):
    def later(c):
        moved = tuple(
            Annotation(
                x.id,
                1,
                replace(
                    x.content, onset_ms=x.content.onset_ms + shift, offset_ms=x.content.offset_ms + shift
                ),
            )
            for x in c.annotations
        )
        return replace(c, annotations=moved, window=Interval(c.window.onset + shift, c.window.offset + shift))

    ana, ben = made(a, "ana"), made(b, "ben")
    assert numbers(compare(later(ana), later(ben), S)) == numbers(compare(ana, ben, S))


@settings(deadline=None)
@given(lines(), lines())
def test_every_ms_is_agreed_disagreed_or_left_out(a, b):
    found = compare(made(a, "ana"), made(b, "ben"), S)
    for lane in found.states:
        differing = [d for d in found.disagreements if d.track == lane.track and not d.is_point]
        assert sum(d.cost_ms for d in differing) == lane.table.total - lane.table.agreed
        assert lane.table.total + lane.missing_ms == lane.window.duration == SECONDS * 1_000
    shares = [d.cost.value for d in found.disagreements if not d.is_point]
    assert not shares or abs(sum(shares) - 1) < 1e-9


@settings(deadline=None)
@given(lines())
def test_a_coding_agrees_with_itself(a):
    found = compare(made(a, "ana"), made(a, "ben"), S)
    assert found.disagreements == ()
    assert all(lane.kappa.value in (None, 1.0) for lane in found.states)
    assert all(lane.f1.value in (None, 1.0) for lane in found.points)
