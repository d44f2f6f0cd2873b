"""Acts are saved once, in the order of their tab, whole or not at all, and answered the same each time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from annotator import store as stores
from annotator.errors import NotFound, Problem, Said
from annotator.model import Act, Interval
from annotator.store import Store
from annotator.store.check import check_store
from annotator.store.codings import ActAnswer, Draft, draft, save_acts
from annotator.store.connections import raw
from tests.store.desk_case import CUES, GAZE, LANES, SMILE, Clock, Desk


def outcomes(answers: list[ActAnswer]) -> list[tuple[str, int | None, str]]:
    return [(answer.outcome, answer.seq, answer.code) for answer in answers]


def test_acts_are_numbered_as_they_are_saved(desk: Desk) -> None:
    answers = desk.save(desk.act(desk.add(0, 100)), desk.act(desk.add(100, 200)))
    assert outcomes(answers) == [("saved", 1, ""), ("saved", 2, "")]
    assert [(c.onset_ms, c.offset_ms) for c in desk.standing()] == [(0, 100), (100, 200)]


def test_an_act_sent_again_is_stored_once_and_gets_the_same_answer(desk: Desk) -> None:
    first, second = desk.act(desk.add(0, 100)), desk.act(desk.add(100, 200))
    before = desk.save(first, second)
    assert desk.save(first, second, first) == [*before, before[0]]
    assert desk.save(replace(second, made_at="2026-05-03T12:00:00Z")) == [before[1]]
    assert len(desk.standing()) == 2


def test_each_act_sent_ten_times_at_once_is_stored_once(desk: Desk) -> None:
    """R3, over ten threads: every copy of an act gets the same answer."""
    acts = [desk.act(desk.add(n * 10, n * 10 + 10)) for n in range(100)]
    with ThreadPoolExecutor(10) as pool:
        for act in acts:
            answers = list(pool.map(lambda _copy, act=act: desk.save(act)[0], range(10)))
            assert len(set(answers)) == 1
    assert [act["id"] for act in desk.history()] == [act.id for act in acts]
    assert len(desk.standing()) == 100
    assert check_store(desk.store) == []


def test_a_clock_set_back_between_acts_changes_nothing_of_their_order(desk: Desk, clock: Clock) -> None:
    """R6: acts go by their numbers; times only say when."""
    acts = []
    for hours in (0, -5, 9, -30):
        clock.move(hours=hours)
        acts.append(desk.act(desk.add(100 * len(acts), 100 * len(acts) + 100)))
        assert desk.save(acts[-1])[0].seq == len(acts)
    assert [act["id"] for act in desk.history()] == [act.id for act in acts]
    assert desk.save(*acts) == [replace(desk.save(act)[0]) for act in acts]
    assert check_store(desk.store) == []


def test_a_gap_stores_nothing_of_itself_and_of_what_follows(desk: Desk) -> None:
    first, second, third = (desk.act(desk.add(n * 100, n * 100 + 100)) for n in range(3))
    assert outcomes(desk.save(first, third, second)) == [
        ("saved", 1, ""),
        ("gap", None, ""),
        ("gap", None, ""),
    ]
    assert outcomes(desk.save(second, third)) == [("saved", 2, ""), ("saved", 3, "")]


def test_tabs_have_numbers_of_their_own(desk: Desk) -> None:
    one, two = desk.act(desk.add(0, 100), tab="a"), desk.act(desk.add(100, 200), tab="b")
    assert outcomes(desk.save(two, one)) == [("saved", 1, ""), ("saved", 2, "")]


def test_the_same_id_with_other_content_is_refused_kept_and_on_the_record(store: Store, desk: Desk) -> None:
    act = desk.act(desk.add(0, 100))
    desk.save(act)
    other = replace(act, edits=(desk.add(300, 400),))
    refusal = desk.save(other)[0]
    assert (refusal.act_id, refusal.outcome, refusal.code) == (act.id, "refused", "different")
    assert desk.save(other)[0] == refusal
    assert desk.save(act)[0].outcome == "saved"
    with store.read() as tx:
        rows = [row for row in stores.audit.recent(tx) if row.verb == "act_differs"]
    assert len(rows) == 1
    assert act.id in rows[0].detail


def test_another_act_under_a_number_already_used_is_refused_and_the_tab_goes_on(desk: Desk) -> None:
    desk.do(desk.add(0, 100))
    again = desk.act(desk.add(100, 200), n=1)
    assert desk.save(again)[0].code == "different"
    assert desk.save(again)[0].code == "different"
    assert desk.do(desk.add(100, 200)).outcome == "saved"


def test_a_tab_that_took_over_a_queue_goes_on_under_its_own_numbers(desk: Desk) -> None:
    """The answer to the old tab was lost: the new one sends the saved act again as its first."""
    saved = desk.act(desk.add(0, 100), tab="old")
    desk.save(saved)
    assert desk.save(replace(saved, tab="new", n=1))[0].outcome == "saved"
    assert outcomes(desk.save(desk.act(desk.add(100, 200), tab="new", n=2))) == [("saved", 2, "")]


def test_an_edit_of_what_was_changed_elsewhere_is_refused_and_the_tab_goes_on(desk: Desk) -> None:
    added = desk.add(0, 100)
    desk.save(desk.act(added, tab="a"))
    desk.save(desk.act(desk.change(added, 0, 50), tab="b"))
    late = desk.save(desk.act(desk.change(added, 0, 80), tab="a"))[0]
    assert (late.outcome, late.code) == ("refused", "conflict")
    assert "reload" in late.message
    assert desk.save(desk.act(desk.change(added, 0, 80, revision=2), tab="a"))[0].outcome == "saved"
    assert desk.problems() == []


def test_a_refused_act_leaves_no_trace_but_its_refusal(desk: Desk) -> None:
    kept = desk.add(0, 100)
    desk.do(kept)
    window = desk.window(0, 10)
    answer = desk.do(window, desk.add(200, 300), desk.change(kept, 0, 50, revision=7))
    assert (answer.outcome, answer.code) == ("refused", "conflict")
    assert [(c.onset_ms, c.offset_ms) for c in desk.standing()] == [(0, 100)]
    with desk.store.read() as tx:
        assert stores.codings.facts(tx, desk.coding).window == Interval(0, 600_000)
    assert len(desk.history()) == 1


@pytest.mark.parametrize(
    ("lane", "first", "second", "fits"),
    [
        (GAZE, (0, 100), (100, 200), True),
        (GAZE, (0, 100), (99, 200), False),
        (GAZE, (100, 200), (0, 100), True),
        (GAZE, (100, 200), (0, 101), False),
        (GAZE, (0, 100), (20, 30), False),
        (GAZE, (20, 30), (0, 100), False),
        (GAZE, (0, 100), (0, 100), False),
        (GAZE, (0, None), (100, 200), False),
        (GAZE, (0, 100), (50, None), False),
        (GAZE, (0, 100), (100, None), True),
        (GAZE, (100, None), (0, None), False),
        (GAZE, (100, 100), (100, 200), True),
        (GAZE, (0, 100), (50, 50), False),
        (CUES, (100, 100), (100, 100), False),
        (CUES, (100, 100), (101, 101), True),
        (SMILE, (0, 100), (50, 60), True),
    ],
)
def test_an_exclusive_lane_holds_one_code_at_a_time(
    desk: Desk, lane: tuple[str, str], first: tuple[int, int], second: tuple[int, int], fits: bool
) -> None:
    assert desk.do(desk.add(*first, lane)).outcome == "saved"
    answer = desk.do(desk.add(*second, lane))
    assert (answer.outcome, answer.code) == (("saved", "") if fits else ("refused", "overlap"))
    assert len(desk.standing()) == 1 + fits
    assert desk.problems() == []


def test_an_overlap_says_where_it_is(desk: Desk) -> None:
    desk.do(desk.add(0, 67_300))
    message = desk.do(desk.add(67_240, 70_000)).message
    assert "gaze" in message
    assert "01:07.240" in message


def test_other_subjects_tracks_and_codings_do_not_overlap(desk: Desk) -> None:
    desk.do(desk.add(0, 100))
    assert desk.do(desk.add(0, 100, ("gaze", "parent"))).outcome == "saved"
    assert desk.again("short").do(desk.add(0, 100)).outcome == "saved"


def test_overlap_is_asked_after_all_edits_of_an_act(desk: Desk) -> None:
    """A press in a running state: the new state overlaps it until the second edit ends it."""
    running = desk.add(0, None)
    desk.do(running)
    later = desk.add(500, None, code="away")
    assert desk.do(later, desk.change(running, 0, 500)).outcome == "saved"
    swapped = (desk.change(running, 500, None, revision=2), desk.change(later, 0, 500))
    assert desk.do(*swapped).outcome == "saved"
    assert [(c.onset_ms, c.code) for c in desk.standing()] == [(0, "away"), (500, "mother")]


def test_the_overlap_of_two_edits_of_one_act_is_found(desk: Desk) -> None:
    assert desk.do(desk.add(0, 100), desk.add(50, 150)).code == "overlap"
    assert desk.do(desk.add(0, 100, CUES), desk.add(0, 0, CUES)).code == "overlap"
    assert desk.standing() == []


def test_one_act_may_add_change_and_remove_the_same_annotation(desk: Desk) -> None:
    added = desk.add(0, 100)
    steps = (
        added,
        desk.change(added, 0, 200, 1),
        desk.remove(added, 2),
        replace(added, id="again", revision=3),
    )
    assert desk.do(*steps).outcome == "saved"
    assert [e["before"] and e["before"]["offset_ms"] for e in desk.history()[0]["edits"]] == [
        None,
        100,
        200,
        None,
    ]
    with desk.store.read() as tx:
        assert stores.codings.load(tx, desk.coding).annotations[0].revision == 4
    assert desk.problems() == []


def test_what_ends_before_it_begins_is_refused_and_kept(desk: Desk) -> None:
    answer = desk.do(desk.add(200, 100, SMILE))
    assert (answer.outcome, answer.code) == ("refused", "malformed")
    assert desk.do(desk.add(0, 100)).outcome == "saved"


def test_a_refusal_can_be_translated_when_it_comes_back_from_the_tables(desk: Desk) -> None:
    act = desk.act(desk.add(200, 100, SMILE))
    first, again = desk.save(act)[0], desk.save(act)[0]
    assert again == first
    assert isinstance(again.message, Said)
    assert again.message.translated(str.upper) == first.message.upper()


def test_an_edit_sent_in_two_acts_is_refused(desk: Desk) -> None:
    edit = desk.add(0, 100)
    desk.do(edit)
    assert desk.do(desk.window(0, 5), replace(edit, annotation="another")).code == "different"
    assert desk.problems() == []


def test_an_act_without_edits_is_refused(desk: Desk) -> None:
    assert desk.do().code == "malformed"


def test_a_window_edit_sets_the_window_and_keeps_what_it_was(desk: Desk) -> None:
    desk.do(desk.window(1_000, 90_000))
    desk.do(desk.window(2_000, 80_000))
    with desk.store.read() as tx:
        assert stores.codings.load(tx, desk.coding).window == Interval(2_000, 80_000)
    told = desk.history()[1]["edits"][0]
    assert (told["window"], told["window_before"]) == (
        {"onset_ms": 2_000, "offset_ms": 80_000},
        {"onset_ms": 1_000, "offset_ms": 90_000},
    )
    assert desk.problems() == []


def test_content_comes_back_as_it_was_sent(desk: Desk) -> None:
    words = {"kind": "warm", "both": ("left", "right"), "sure": True, "times": 3, "level": 0.5, "note": "ü"}
    rich: dict[str, Any] = {
        "onset_frame": 1,
        "offset_frame": 4,
        "raw_onset_ms": -3,
        "raw_offset_ms": 120,
        "modifiers": words,
    }
    sent = desk.add(0, 100, **rich, comment="looks\naway", flagged=True)
    desk.do(sent)
    assert desk.standing() == [sent.content]
    with desk.store.read() as tx:
        assert [edit.content for edit in stores.codings.edits_of(tx, desk.coding)] == [sent.content]


def test_a_coding_that_is_not_there_is_not_found(desk: Desk) -> None:
    desk.coding = "0" * 16
    with pytest.raises(NotFound):
        desk.save()


def test_many_annotations_can_come_in_one_act(desk: Desk) -> None:
    assert desk.do(*(desk.add(n * 10, n * 10 + 10) for n in range(12_000))).outcome == "saved"
    assert len(desk.standing()) == 12_000


def test_an_act_that_the_caller_found_unfit_is_refused_kept_and_answered_alike(desk: Desk) -> None:
    act = desk.act(desk.add(0, 100))
    unfit = {act.id: Problem("code", act.id, "The scheme has no such code.")}
    answers = [
        desk.store.write(lambda tx: stores.codings.save_acts(tx, desk.coding, [act], {}, unfit)),
        desk.save(act),
    ]
    assert answers[0] == answers[1]
    assert (answers[0][0].code, answers[0][0].message) == ("code", "The scheme has no such code.")
    assert desk.do(desk.add(0, 100)).outcome == "saved"


@pytest.mark.sqlite
def test_what_is_only_sent_again_or_too_early_writes_nothing(desk: Desk) -> None:
    act = desk.act(desk.add(0, 100))
    desk.save(act)
    before = desk.store.write(lambda tx: raw(tx.connection).total_changes)
    desk.save(act, desk.act(desk.add(100, 200), n=9), desk.act(desk.add(200, 300), tab="other", n=2))
    assert desk.store.write(lambda tx: raw(tx.connection).total_changes) == before


def _saved(desk: Desk, act: Act, ready: Draft | None) -> list[ActAnswer]:
    drafts = {act.id: ready} if ready else {}
    return desk.store.write(lambda tx: save_acts(tx, desk.coding, [act], LANES, drafts=drafts))


def test_an_act_that_was_drafted_is_saved_as_any_other(desk: Desk) -> None:
    kept, gone = desk.add(0, 1000), desk.add(1000, 2000)
    desk.do(kept, gone)
    act = desk.act(desk.change(kept, 0, 900), desk.remove(gone), desk.add(1500, None), desk.window(0, 5000))
    with desk.store.read() as tx:
        ready = draft(tx, desk.coding, act)
    assert ready is not None
    assert [(a.outcome, a.seq) for a in _saved(desk, act, ready)] == [("saved", 2)]
    assert _saved(desk, act, ready) == _saved(desk, act, None)
    assert {(c.onset_ms, c.offset_ms) for c in desk.standing()} == {(0, 900), (1500, None)}
    assert desk.problems() == []


def test_a_draft_that_another_act_overtook_counts_for_nothing(desk: Desk) -> None:
    """Between draft and writer the mark was moved elsewhere: the act no longer follows, and is refused and kept."""
    first, second = desk.add(0, 1000), desk.add(2000, 3000)
    desk.do(first, second)
    stale, fresh = (
        desk.act(desk.change(first, 0, 500)),
        desk.act(desk.change(second, 2000, 2500), tab="other"),
    )
    with desk.store.read() as tx:
        drafts = [draft(tx, desk.coding, act) for act in (stale, fresh)]
    desk.save(desk.act(desk.change(first, 0, 700), tab="third"))
    assert [(a.outcome, a.code) for a in _saved(desk, stale, drafts[0])] == [("refused", "conflict")]
    assert [(a.outcome, a.seq) for a in _saved(desk, fresh, drafts[1])] == [("saved", 3)]
    assert {(c.onset_ms, c.offset_ms) for c in desk.standing()} == {(0, 700), (2000, 2500)}
    assert desk.problems() == []


def test_an_act_that_would_be_refused_or_overlap_is_so_with_a_draft_too(desk: Desk) -> None:
    desk.do(desk.add(0, 1000))
    over, unfit = desk.act(desk.add(500, 700)), desk.act(desk.remove(desk.add(5, 6)), tab="other")
    with desk.store.read() as tx:
        ready = draft(tx, desk.coding, over)
        assert draft(tx, desk.coding, unfit) is None
    assert [(a.outcome, a.code) for a in _saved(desk, over, ready)] == [("refused", "overlap")]
    assert len(desk.standing()) == 1
    assert desk.problems() == []
