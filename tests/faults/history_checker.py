"""What a history of several people at work must look like, whatever happened to the server meanwhile.

A history holds what was sent and what was answered, each at its place in one order of all events, as those
who sent and read saw it. ``faults`` compares it with what is stored in the end and knows nothing of how the
program works: marks are made up anew from what was sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Marks = dict[str, dict[str, Any]]
"""The marks that stand: their contents by id."""


@dataclass
class Sent:
    """An act: when it was first sent, and each answer to it (when, what became of it, under which number).

    Without an answer it may have been saved or not.
    """

    coding: str
    act: Mapping[str, Any]
    at: int
    answers: list[tuple[int, str, int | None]] = field(default_factory=list)

    @property
    def saved_at(self) -> int | None:
        """When it was first called saved."""
        return min((at for at, outcome, _seq in self.answers if outcome == "saved"), default=None)


@dataclass(frozen=True)
class Read:
    """A coding as somebody saw it who asked at ``at``: up to which number, and the marks that stood."""

    coding: str
    at: int
    seq: int
    marks: Marks


def faults(
    sent: Sequence[Sent], reads: Sequence[Read], stored: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[tuple[str, str]]:
    """Everything that is wrong: its kind and what it concerns. ``stored`` are the acts of each coding in order."""
    found: list[tuple[str, str]] = []
    for coding, acts in stored.items():
        known = {str(each.act["id"]): each for each in sent if each.coding == coding}
        found += _each_once(known, acts)
        found += _numbers(known, acts)
        found += _order(known, acts)
        found += _seen(known, acts, [read for read in reads if read.coding == coding])
    return found


def _each_once(known: Mapping[str, Sent], acts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    there: set[str] = set()
    for act in acts:
        if act["id"] in there:
            yield "twice", act["id"]
        if act["id"] not in known:
            yield "never sent", act["id"]
        there.add(act["id"])
    for id, each in known.items():
        if each.saved_at is not None and id not in there:
            yield "lost", id
        if id in there and any(outcome == "refused" for _at, outcome, _seq in each.answers):
            yield "refused and stored", id


def _numbers(known: Mapping[str, Sent], acts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for place, act in enumerate(acts, 1):
        if act["seq"] != place:
            yield "number", f"{act['id']} is the {place}th and has {act['seq']}"
        answered = {seq for _at, outcome, seq in known[act["id"]].answers if outcome == "saved"} if act[
            "id"
        ] in known else set()  # fmt: skip
        if answered - {act["seq"]}:
            yield "answered another number", act["id"]


def _order(known: Mapping[str, Sent], acts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each tab's in the order they were made; and none before one that was called saved before it was sent."""
    last: dict[str, int] = {}
    for act in acts:
        if act["n"] <= last.get(act["tab"], 0):
            yield "order of a tab", act["id"]
        last[act["tab"]] = act["n"]
    answered = float("inf")
    for act in reversed(acts):
        each = known.get(act["id"])
        if each is None:
            continue
        if answered < each.at:
            yield "order of time", act["id"]
        answered = min(answered, each.saved_at or answered)


def _seen(
    known: Mapping[str, Sent], acts: Sequence[Mapping[str, Any]], reads: Sequence[Read]
) -> Iterator[tuple[str, str]]:
    """Who reads sees all that was called saved before, and the marks that these acts make."""
    marks: Marks = {}
    done = 0
    number = {act["id"]: act["seq"] for act in acts}
    for read in sorted(reads, key=lambda read: read.seq):
        while done < len(acts) and acts[done]["seq"] <= read.seq:
            each = known.get(acts[done]["id"])
            _apply(marks, each.act["edits"] if each is not None else acts[done]["edits"])
            done += 1
        if read.marks != marks:
            yield "marks", f"seen at number {read.seq}"
        before = (number.get(id, 0) for id, each in known.items() if (each.saved_at or read.at) < read.at)
        if max(before, default=0) > read.seq:
            yield "not seen", f"at number {read.seq}"


def _apply(marks: Marks, edits: Sequence[Mapping[str, Any]]) -> None:
    for edit in edits:
        if edit["kind"] == "remove":
            marks.pop(edit["annotation"], None)
        else:
            marks[edit["annotation"]] = edit["content"]
