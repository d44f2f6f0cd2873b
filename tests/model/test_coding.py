"""Edits add up to annotations; a submitted coding has no open ends."""

import pytest

from annotator.errors import CodingError
from annotator.model import Annotation, Coding, CodingState, Content, Edit, EditKind, Interval, closed, fold

GAZE = Content("gaze", "infant", "mother", 0, None)
AWAY = Content("gaze", "infant", "away", 5000, 9000)


def test_edits_add_up_in_their_order() -> None:
    edits = [
        Edit("1", EditKind.ADD, "a", 0, GAZE),
        Edit("2", EditKind.CHANGE, "a", 1, AWAY),
        Edit("3", EditKind.WINDOW, None, 0, window=Interval(0, 9000)),
    ]
    record = fold(edits)
    assert record.annotations == {"a": Annotation("a", 2, AWAY)}
    assert record.window == Interval(0, 9000)


def test_what_was_removed_comes_back_as_the_next_revision() -> None:
    edits = [
        Edit("1", EditKind.ADD, "a", 0, GAZE),
        Edit("2", EditKind.REMOVE, "a", 1),
        Edit("3", EditKind.ADD, "a", 2, GAZE),
    ]
    assert fold(edits[:2]).removed == {"a": 2}
    assert fold(edits).annotations["a"].revision == 3


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(Edit("2", EditKind.ADD, "a", 0, AWAY), id="added twice"),
        pytest.param(Edit("2", EditKind.CHANGE, "a", 0, AWAY), id="changed on an old revision"),
        pytest.param(Edit("2", EditKind.CHANGE, "b", 1, AWAY), id="changed what never was"),
        pytest.param(Edit("2", EditKind.REMOVE, "a", 1, AWAY), id="removed with a content"),
        pytest.param(Edit("2", EditKind.CHANGE, None, 1, AWAY), id="without an annotation"),
    ],
)
def test_an_edit_that_does_not_follow_is_refused(wrong: Edit) -> None:
    with pytest.raises(CodingError):
        fold([Edit("1", EditKind.ADD, "a", 0, GAZE), wrong])


def test_a_running_state_ends_with_the_coded_window() -> None:
    coding = Coding(
        "c", "s", "ana", "h", "field", CodingState.OPEN, Interval(0, 60_000), (Annotation("a", 1, GAZE),)
    )
    assert closed(coding).annotations[0].content.offset_ms == 60_000


def test_a_state_that_began_after_the_window_does_not_end_before_it_begins() -> None:
    late = Content("gaze", "infant", "mother", 61_000, None)
    coding = Coding(
        "c", "s", "ana", "h", "field", CodingState.OPEN, Interval(0, 60_000), (Annotation("a", 1, late),)
    )
    assert closed(coding).annotations[0].content.offset_ms == 61_000
