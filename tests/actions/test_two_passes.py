"""Two-pass coding: blind first passes, an agreement on onsets, and second passes that take modifiers only."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from annotator.actions import carrying, codings, comparing, people, studying, two_passes, workplace
from annotator.actions.workplace import Workplace
from annotator.agreement import Taken
from annotator.errors import CodingError, Conflict, NotComparable, NotFound
from annotator.model import Coding
from annotator.store import codings as stored
from annotator.store.accounts import Account
from tests.meeting_case import mark, press, visit
from tests.talking import new_id

CUE = ("infant_cue", "infant")
FIRST = (
    mark(*CUE, "bid_social", 5_000, modifiers={"clarity": "clear"}, comment="sure"),
    mark(*CUE, "bid_social", 20_000),
    mark("dyad_state", "dyad", "together", 30_000, 40_000),
)
SECOND = (
    mark(*CUE, "bid_social", 5_400),
    mark(*CUE, "bid_object", 50_000),
    mark("dyad_state", "dyad", "apart", 30_000, 41_000),
)


@dataclass
class Lab:
    """A visit that Ana and Ben code; Cleo codes it too, and Sam supervises."""

    place: Workplace
    lead: Account
    ana: Account
    ben: Account
    cleo: Account
    sam: Account
    session: str = ""
    first: str = ""
    second: str = ""

    def code(self, who: Account, *marks: dict[str, Any], depth: str = "standard") -> str:
        """Begin a coding with these marks."""
        chosen = next(
            c for c in codings.schemes_here(self.place, self.lead) if c.scheme.id == "core-attunement"
        )
        coding = codings.begin_coding(self.place, who, self.session, chosen.scheme.hash, depth)
        press(self.place, who, coding, *marks)
        return coding

    def submit(self, who: Account, coding: str) -> None:
        """Submit a coding as it stands."""
        seq = codings.desk(self.place, who, coding)["coding"]["seq"]
        codings.submit_coding(self.place, who, coding, seq)

    def view(self, who: Account) -> two_passes.OnsetsView:
        """Both first passes as somebody may see them."""
        return two_passes.onsets(self.place, who, self.first, self.second)

    def agree(self, who: Account, choice: Taken = Taken.BOTH) -> dict[str, str]:
        """Agree on the onsets; codings by account."""
        chosen = two_passes.leaning(self.view(who).open_pairs, choice)
        return dict(two_passes.agree_onsets(self.place, who, self.second, self.first, chosen))

    def load(self, coding: str) -> Coding:
        """A coding as it is stored."""
        with self.place.store.read() as tx:
            return stored.load(tx, coding)

    def change(self, who: Account, coding: str, annotation: str, kind: str = "change", **changed: Any) -> Any:
        """One act on a mark: what became of it."""
        there = {a["id"]: a for a in codings.desk(self.place, who, coding)["annotations"]}[annotation]
        content = None if kind == "remove" else {**there["content"], **changed}
        edit = {
            "id": new_id(), "kind": kind, "annotation": annotation, "revision": there["revision"],
            "content": content, "window": None,
        }  # fmt: skip
        return self.act(who, coding, edit)

    def act(self, who: Account, coding: str, *edits: dict[str, Any], tab: str = "", n: int = 1) -> Any:
        """Send one act; its answer."""
        act = {
            "id": new_id(), "tab": tab or new_id(), "n": n, "kind": "change", "undoes": None, "made_at": "",
            "edits": list(edits),
        }  # fmt: skip
        return codings.save_acts(self.place, who, coding, {"api": 1, "acts": [act]})["answers"][0]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, untouched: Path) -> Iterator[Lab]:
    place = workplace.open_workplace(shutil.copytree(untouched, tmp_path_factory.mktemp("two") / "data"))
    lead = people.first_person(place)
    coders = [people.add_person(place, lead, name, "coder", whole=True) for name in ("Ana", "Ben", "Cleo")]
    sam = people.add_person(place, lead, "Sam", "supervisor", whole=True)
    yield Lab(place, lead, *coders, sam)
    place.store.close()


@pytest.fixture
def lab(begun: Lab) -> Lab:
    """A fresh visit with both first passes; only Ana has submitted."""
    begun.session = visit(begun.place, begun.lead, f"Family {new_id()[:8]}")
    begun.first, begun.second = begun.code(begun.ana, *FIRST), begun.code(begun.ben, *SECOND)
    begun.submit(begun.ana, begun.first)
    return begun


@pytest.fixture
def both(lab: Lab) -> Lab:
    """The same with both submitted."""
    lab.submit(lab.ben, lab.second)
    return lab


def test_before_both_have_submitted_there_is_nothing_to_agree_on(lab: Lab) -> None:
    """Ben must not learn that Ana is done, nor Ana what Ben has: it reads as if the other had not begun."""
    for who in (lab.ana, lab.ben, lab.cleo):
        assert two_passes.pairs_of_visit(lab.place, who, lab.session) == []
        for one, other in ((lab.first, lab.second), (lab.second, lab.first)):
            with pytest.raises(NotFound) as refusal:
                two_passes.onsets(lab.place, who, one, other)
            with pytest.raises(NotFound) as absent:
                two_passes.onsets(lab.place, who, one, "0" * 16)
            assert refusal.value.sentence == absent.value.sentence
            with pytest.raises(NotFound):
                two_passes.agree_onsets(lab.place, who, one, other, {})
    for who in (lab.lead, lab.sam):
        with pytest.raises(NotComparable, match="must be submitted"):
            lab.view(who)


def test_the_two_coders_lead_and_supervisor_may_agree_and_nobody_else(both: Lab) -> None:
    third = both.code(both.cleo, *FIRST[:1])
    both.submit(both.cleo, third)
    for who in (both.ana, both.ben, both.lead, both.sam):
        (pair,) = [
            p for p in two_passes.pairs_of_visit(both.place, who, both.session) if p.first.id == both.first
            and p.second.id == both.second
        ]  # fmt: skip
        assert not pair.agreed
        assert [p.alike for p in both.view(who).pairs] == [True, False, False, False]
    with pytest.raises(NotFound):
        both.view(both.cleo)


def test_nothing_is_agreed_on_while_a_place_is_undecided(both: Lab) -> None:
    with pytest.raises(CodingError) as refusal:
        two_passes.agree_onsets(both.place, both.lead, both.first, both.second, {})
    assert [p.code for p in refusal.value.problems] == ["undecided"] * 3
    with pytest.raises(Conflict, match="changed since"):
        two_passes.agree_onsets(both.place, both.lead, both.first, both.second, {"of|nothing": "first"})
    mine = [c for c in codings.my_codings(both.place, both.ana) if c.session == both.session]
    assert [c.id for c in mine] == [both.first], "no second pass was begun"


def test_each_coder_goes_on_from_the_same_bare_marks_and_the_originals_stay(both: Lab) -> None:
    """Both: the pair at Ana's 5 s, Ana's 20 s, Ben's 50 s; of the states that begin at 30 s, Ana's."""
    before = [both.load(id) for id in (both.first, both.second)]
    pairs = both.view(both.lead).pairs
    choices = two_passes.leaning(pairs, Taken.BOTH)
    dyad = next(pair for pair in pairs if pair.track == "dyad_state")
    made = two_passes.agree_onsets(
        both.place, both.lead, both.first, both.second, {**choices, dyad.key: "first"}
    )
    ana, ben = both.load(made[both.ana.id]), both.load(made[both.ben.id])
    told = [(m.content.code, m.content.onset_ms, m.content.offset_ms) for m in ana.annotations]
    assert told == [
        ("bid_social", 5_000, 5_000), ("bid_social", 20_000, 20_000), ("together", 30_000, 40_000),
        ("bid_object", 50_000, 50_000),
    ]  # fmt: skip
    assert ana.annotations == ben.annotations, "with the same ids, so that each mark is known again"
    assert {m.id for m in ana.annotations} <= {m.id for of in before for m in of.annotations}
    assert all(not m.content.modifiers and not m.content.comment for m in ana.annotations)
    assert [both.load(id) for id in (both.first, both.second)] == before
    with both.place.store.read() as tx:
        assert [str(p) for id in made.values() for p in stored.check(tx, id)] == []
    done = both.view(both.lead).second_pass
    assert done is not None
    assert [place.taken for place in done.decided] == ["first", "first", "first", "second"]
    assert (done.by, done.waits_for, done.modifiers) == (both.lead.name, ["Ana", "Ben"], None)


def test_the_second_passes_are_blind_again(both: Lab) -> None:
    made = both.agree(both.ana, Taken.FIRST)
    assert codings.begin_coding(both.place, both.ana, both.session) == made[both.ana.id]
    with pytest.raises(NotFound):
        both.view(both.ana)
    both.submit(both.ben, made[both.ben.id])
    with pytest.raises(NotFound):
        comparing.summarise_coding(both.place, both.ana, made[both.ben.id])
    done = both.view(both.ben).second_pass
    assert done is not None
    assert (done.waits_for, done.modifiers) == (["Ana"], None)


def test_only_what_qualifies_a_mark_is_taken_and_a_refused_act_blocks_nothing(both: Lab) -> None:
    coding = both.agree(both.lead, Taken.FIRST)[both.ana.id]
    shown = codings.desk(both.place, both.ana, coding)
    assert shown["coding"]["agreed"] is True
    assert {lane["kind"] for lane in shown["lanes"]} == {"state", "point"}, "no form asks for ratings"
    cue = shown["annotations"][0]["id"]
    for refused in (
        both.change(both.ana, coding, cue, onset_ms=6_000, offset_ms=6_000),
        both.change(both.ana, coding, cue, code="bid_object"),
        both.change(both.ana, coding, cue, kind="remove"),
        both.act(
            both.ana, coding,
            {"id": new_id(), "kind": "add", "annotation": new_id(), "revision": 0,
             "content": mark(*CUE, "bid_social", 9_000), "window": None},
        ),
        both.act(
            both.ana, coding,
            {"id": new_id(), "kind": "window", "annotation": None, "revision": 0, "content": None,
             "window": {"onset_ms": 0, "offset_ms": 9_000}},
        ),
    ):  # fmt: skip
        assert (refused["outcome"], refused["code"]) == ("refused", "agreed")
    tab = new_id()
    moved = {
        "id": new_id(),
        "kind": "remove",
        "annotation": cue,
        "revision": 1,
        "content": None,
        "window": None,
    }
    assert both.act(both.ana, coding, moved, tab=tab)["outcome"] == "refused"
    content = {**shown["annotations"][0]["content"], "modifiers": {"clarity": "subtle"}, "comment": "small"}
    edit = {
        "id": new_id(),
        "kind": "change",
        "annotation": cue,
        "revision": 1,
        "content": content,
        "window": None,
    }
    assert both.act(both.ana, coding, edit, tab=tab, n=2)["outcome"] == "saved"
    assert both.load(coding).annotations[0].content.modifiers == {"clarity": "subtle"}


def test_how_far_the_modifiers_agree_is_told_from_the_second_passes(both: Lab) -> None:
    """clarity of the two cues: subtle/subtle and clear/subtle: 1 of 2 equal.

    κ = (1/2 − p_e) / (1 − p_e) with p_e = 1/2 · 1 + 1/2 · 0 = 1/2: 0.
    """
    made = both.agree(both.sam, Taken.FIRST)
    cues = [m.id for m in both.load(made[both.ana.id]).annotations if m.content.track == "infant_cue"]
    for who, values in ((both.ana, ("subtle", "clear")), (both.ben, ("subtle", "subtle"))):
        for cue, value in zip(cues, values, strict=True):
            both.change(who, made[who.id], cue, modifiers={"clarity": value})
        both.submit(who, made[who.id])
    done = both.view(both.ana).second_pass
    assert done is not None
    assert done.modifiers is not None
    clarity = next(each for each in done.modifiers if each.modifier == "clarity")
    assert (clarity.equal.value, clarity.kappa.value, clarity.unanswered) == (0.5, 0.0, 0)
    onsets = comparing.compare_codings(both.place, both.ana, both.first, both.second).comparison
    assert next(p for p in onsets.points if p.track == "infant_cue").f1.value == 0.5, "2 · 1 of 4 marks"


def test_what_holds_can_be_decided_anew_and_what_was_said_of_the_rest_is_kept(both: Lab) -> None:
    """First as Ana has it; then the mark at 20 s goes, Ben's at 50 s comes, and the state ends as his does."""
    made = both.agree(both.lead, Taken.FIRST)
    mine, theirs = made[both.ana.id], made[both.ben.id]
    cues = [m.id for m in both.load(mine).annotations if m.content.track == "infant_cue"]
    for cue in cues:
        assert both.change(both.ana, mine, cue, modifiers={"clarity": "subtle"})["outcome"] == "saved"
    before = both.view(both.lead)
    later = {
        **two_passes.leaning(before.pairs, Taken.SECOND),
        next(p.key for p in before.pairs if p.alike): "first",
    }
    args = (both.place, both.lead, both.first, both.second, later)
    with pytest.raises(Conflict, match="agreed on already"):
        two_passes.agree_onsets(*args)
    assert two_passes.agree_onsets(*args, again=True) == made
    told = [(m.content.code, m.content.onset_ms, m.content.offset_ms) for m in both.load(mine).annotations]
    assert told == [
        ("bid_social", 5_000, 5_000), ("apart", 30_000, 41_000), ("bid_object", 50_000, 50_000),
    ]  # fmt: skip
    assert [m.content for m in both.load(theirs).annotations][1:] == [
        m.content for m in both.load(mine).annotations
    ][1:]
    assert both.load(mine).annotations[0].content.modifiers == {"clarity": "subtle"}
    assert not both.load(theirs).annotations[0].content.modifiers
    assert both.view(both.lead).choices == later
    # Back again: the mark that had gone has come, each change an act that the history shows.
    two_passes.agree_onsets(*args[:-1], before.choices, again=True)
    assert [m.id for m in both.load(mine).annotations if m.content.track == "infant_cue"] == cues
    with both.place.store.read() as tx:
        assert [str(p) for id in made.values() for p in stored.check(tx, id)] == []
    both.submit(both.ben, theirs)
    with pytest.raises(Conflict, match="Ben has submitted"):
        two_passes.agree_onsets(*args, again=True)
    assert both.view(both.lead).choices == before.choices
    assert [m.id for m in both.load(mine).annotations if m.content.track == "infant_cue"] == cues, (
        "all or nothing"
    )


def test_what_was_agreed_on_rests_on_codings_that_stay(both: Lab) -> None:
    both.agree(both.ana, Taken.NEITHER)
    with pytest.raises(Conflict, match="stays as it is"):
        codings.reopen_coding(both.place, both.lead, both.first, "a shifted film")
    with pytest.raises(Conflict, match="agreed on already"):
        both.agree(both.lead, Taken.FIRST)
    made = codings.begin_coding(both.place, both.ana, both.session)
    with pytest.raises(NotComparable, match="must be submitted"):
        two_passes.onsets(both.place, both.lead, made, both.second)


def test_where_nothing_qualifies_a_mark_there_is_no_second_pass(both: Lab) -> None:
    pair = [both.code(who, FIRST[1], depth="field") for who in (both.ana, both.ben)]
    for who, coding in zip((both.ana, both.ben), pair, strict=True):
        both.submit(who, coding)
    with pytest.raises(NotComparable, match="nothing qualifies"):
        two_passes.onsets(both.place, both.lead, *pair)
    with pytest.raises(NotComparable, match="two coders"):
        two_passes.onsets(both.place, both.lead, both.first, both.first)


def test_a_second_pass_is_carried_with_what_it_rests_on(both: Lab, tmp_path: Path, untouched: Path) -> None:
    """At the other computer nobody knows of the agreement; the marks are as fast there."""
    made = both.agree(both.lead, Taken.FIRST)[both.ana.id]
    _name, data = carrying.take_along(both.place, both.ana, made)
    other = workplace.open_workplace(shutil.copytree(untouched, tmp_path / "other"))
    try:
        lead = people.first_person(other)
        away = Lab(
            other,
            lead,
            *(people.add_person(other, lead, n, "coder", whole=True) for n in ("Ana", "B", "C")),
            lead,
        )
        with both.place.store.read() as tx:
            film = carrying.carrying.films_of(tx, both.session)[0]
        away.session = visit(other, lead)
        with other.store.read() as tx:
            there = carrying.carrying.films_of(tx, away.session)[0]
        same = text("UPDATE recording SET sha256 = :a WHERE id = :b").bindparams(
            a=film.sha256, b=there.recording
        )
        other.store.write(lambda tx: tx.execute(same))
        carrying.bring(other, lead, data, session=away.session, coder="Ana")
        cue = codings.desk(other, away.ana, made)["annotations"][0]["id"]
        assert away.change(away.ana, made, cue, onset_ms=6_000, offset_ms=6_000)["code"] == "agreed"
        assert away.change(away.ana, made, cue, modifiers={"clarity": "clear"})["outcome"] == "saved"
        home = carrying.take_along(other, away.ana, made)[1]
    finally:
        other.store.close()
    carrying.bring(both.place, both.ana, home)
    assert both.load(made).annotations[0].content.modifiers == {"clarity": "clear"}


def test_who_was_taken_out_of_the_study_agrees_no_more(both: Lab) -> None:
    study = studying.own_studies(both.place, both.lead)[0].study.id
    elsewhere = studying.make_study(both.place, both.lead, "Elsewhere")
    studying.set_member(both.place, both.lead, elsewhere, both.ana.id, "coder")
    studying.remove_member(both.place, both.lead, study, both.ana.id)
    with pytest.raises(NotFound):
        both.agree(both.ana)
    studying.set_member(both.place, both.lead, study, both.ana.id, "coder", whole=True)
