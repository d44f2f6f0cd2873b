"""A mark is linked to marks of the same coding that are there; an act that does otherwise blocks nothing."""

from typing import Any

import pytest

from annotator.actions import codings
from annotator.actions.workplace import Workplace
from annotator.store.accounts import Account
from tests.meeting_case import code, mark, visit
from tests.talking import new_id

CUE = mark("infant_cue", "infant", "bid_social", 1_000)


class Tab:
    """One browser tab of somebody's coding."""

    def __init__(self, place: Workplace, who: Account, coding: str) -> None:
        self.place, self.who, self.coding, self.id, self.n = place, who, coding, new_id(), 0

    def acts(self, *acts: list[dict[str, Any]]) -> list[tuple[str, str]]:
        """Send acts in one request; what became of each."""
        sent = []
        for edits in acts:
            self.n += 1
            sent.append(
                {"id": new_id(), "tab": self.id, "n": self.n, "kind": "press", "undoes": None, "made_at": "",
                 "edits": edits}
            )  # fmt: skip
        answers = codings.save_acts(self.place, self.who, self.coding, {"api": 1, "acts": sent})["answers"]
        return [(each["outcome"], each["code"]) for each in answers]

    def stands(self) -> dict[str, dict[str, Any]]:
        """The contents that stand, by id."""
        shown = codings.desk(self.place, self.who, self.coding)["annotations"]
        return {each["id"]: each["content"] for each in shown}


def add(content: dict[str, Any], id: str) -> dict[str, Any]:
    return _edit("add", id, 0, content)


def _edit(kind: str, id: str, revision: int, content: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "id": new_id(), "kind": kind, "annotation": id, "revision": revision, "content": content, "window": None,
    }  # fmt: skip


def answer_to(*cues: str, **more: Any) -> dict[str, Any]:
    return {
        **mark("parent_response", "parent", "join", 2_000, modifiers={"answers": list(cues)}), **more,
    }  # fmt: skip


@pytest.fixture
def tab(place: Workplace, lead: Account) -> Tab:
    session = visit(place, lead)
    chosen = next(c for c in codings.schemes_here(place, lead) if c.scheme.id == "core-attunement")
    return Tab(place, lead, codings.begin_coding(place, lead, session, chosen.scheme.hash, "standard"))


def test_an_answer_names_a_cue_that_is_there_or_comes_with_it(tab: Tab) -> None:
    cue, other = new_id(), new_id()
    assert tab.acts([add(CUE, cue)], [add(answer_to(cue), new_id())]) == [("saved", ""), ("saved", "")]
    both = [
        add(answer_to(other, onset_ms=4_000, offset_ms=4_000), new_id()),
        add({**CUE, "onset_ms": 3_000, "offset_ms": 3_000}, other),
    ]
    assert tab.acts(both) == [("saved", "")]


def test_one_that_names_what_was_never_there_or_is_gone_or_is_anothers_is_refused(
    tab: Tab, place: Workplace, lead: Account
) -> None:
    """Each refused act takes its number, and the one behind it is saved."""
    elsewhere = code(place, lead, visit(place, lead, "Family 2"), CUE)
    theirs = codings.desk(place, lead, elsewhere)["annotations"][0]["id"]
    gone = new_id()
    tab.acts([add(CUE, gone)], [_edit("remove", gone, 1, None)])
    for target in (new_id(), gone, theirs):
        told = tab.acts(
            [add(answer_to(target), new_id())],
            [add({**CUE, "onset_ms": 9_000, "offset_ms": 9_000}, kept := new_id())],
        )
        assert told == [("refused", "no_cue"), ("saved", "")], target
        assert list(tab.stands()) == [kept]
        tab.acts([_edit("remove", kept, 1, None)])


def test_a_long_act_is_looked_at_too(tab: Tab) -> None:
    cue = new_id()
    tab.acts([add(CUE, cue)])
    fine = [
        add(answer_to(cue, onset_ms=n, offset_ms=n), new_id())
        for n in range(10_000, 10_000 + codings.LONG_ACT)
    ]
    assert tab.acts(fine) == [("saved", "")]
    wrong = [*fine[:-1], add(answer_to(new_id(), onset_ms=30_000, offset_ms=30_000), new_id())]
    again = [
        add(
            {
                **e["content"],
                "onset_ms": e["content"]["onset_ms"] + 5_000,
                "offset_ms": e["content"]["onset_ms"] + 5_000,
            },
            new_id(),
        )
        for e in wrong
    ]
    assert tab.acts(again) == [("refused", "no_cue")]


def test_what_named_a_mark_before_it_was_looked_at_can_still_be_changed(tab: Tab) -> None:
    """A cue that goes alone, as another program might let it: the answer keeps its comment and its link."""
    cue, answer = new_id(), new_id()
    tab.acts([add(CUE, cue)], [add(answer_to(cue), answer)], [_edit("remove", cue, 1, None)])
    assert tab.acts([_edit("change", answer, 1, {**answer_to(cue), "comment": "at once"})]) == [("saved", "")]
    assert tab.acts([_edit("change", answer, 2, answer_to())]) == [("saved", "")]
    assert tab.acts([_edit("change", answer, 3, answer_to(cue))]) == [("refused", "no_cue")]
