import itertools

from hypothesis import given
from hypothesis import strategies as st

from annotator.stats import inside, intersection, length, shares, subtract, union

stretches = st.lists(st.tuples(st.integers(-20, 40), st.integers(0, 15)).map(lambda s: (s[0], s[0] + s[1])))


def moments(spans):
    """The same time, ms by ms."""
    return {t for onset, offset in spans for t in range(onset, offset)}


@given(stretches)
def test_a_union_covers_each_moment_once(found):
    spans = union(found)
    assert moments(spans) == moments(found)
    assert length(spans) == len(moments(found))
    assert all(first[1] < second[0] for first, second in itertools.pairwise(spans))


@given(stretches, stretches)
def test_spans_behave_as_sets_of_moments(a, b):
    first, second = union(a), union(b)
    assert moments(intersection(first, second)) == moments(a) & moments(b)
    assert moments(subtract(first, second)) == moments(a) - moments(b)


@given(stretches, st.integers(-25, 60), st.integers(0, 9))
def test_a_stretch_shares_time_when_a_moment_is_in_both(found, onset, duration):
    both = moments(found) & set(range(onset, onset + duration))
    assert shares(union(found), onset, onset + duration) == bool(both)


@given(stretches, st.integers(-25, 60))
def test_an_onset_is_inside_and_an_offset_is_not(found, t):
    assert inside(union(found), t) == (t in moments(found))
