"""Codings brought from one major version to another by a map: checked, previewed, with their origin, then pooled."""

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest

from annotator.actions import codings, drafting, exporting, people, publishing, remapping, study_agreeing
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.schemes import Scheme, read_scheme
from annotator.schemes.drafts import with_value
from annotator.schemes.mapping import problems_of_map, suggested
from annotator.schemes.writing import as_yaml
from annotator.store import Tx, audit, gold, scheme_maps, studies
from annotator.store import codings as stored
from annotator.store.accounts import Account
from tests.meeting_case import code, mark
from tests.running import Visit
from tests.schemes.scheme_files import values_of
from tests.schemes.test_drafts import all_kinds

FIRST = "contact.together"


def renamed(document: dict[str, Any]) -> dict[str, Any]:
    """The next major version: Together is called close, and Smile is split into two."""
    made = with_value(document, ("tracks", 0, "codes", 0, "id"), "close")
    smile = dict(made["tracks"][1]["codes"][0])
    two = [
        smile | {"id": "smile_open", "key": "o", "label": {"en": "Open smile"}},
        smile | {"id": "smile_small", "key": "i", "label": {"en": "Small smile"}},
    ]
    return with_value(made, ("tracks", 1, "codes"), two)


@dataclass(frozen=True)
class Case:
    """Two published versions, and two coders' codings of one visit under the old one."""

    old: Scheme
    new: Scheme
    ana: Account
    ben: Account
    codings: dict[str, str]

    @property
    def codes(self) -> dict[str, str]:
        same = suggested(self.old, self.new)
        return same | {FIRST: "contact.close", "cues.smile": "ask"}


@pytest.fixture
def case(place: Workplace, lead: Account, ready_visit: Visit) -> Case:
    begun = drafting.begin(place, lead, "Play at home")
    step = drafting.edit(place, lead, begun, lambda document: all_kinds() | {"id": document["id"]})
    old = publishing.publish(place, lead, begun, step)
    made, coders = {}, {}
    for name, edge in (("Ana", 800), ("Ben", 900)):
        coders[name] = people.add_person(place, lead, name, "coder", whole=True)
        marks = (
            mark("contact", "dyad", "together", 0, edge), mark("contact", "dyad", "apart", edge, 1600),
            mark("cues", "child", "smile", 400, 400),
        )  # fmt: skip
        made[name] = code(place, coders[name], ready_visit.session, *marks, scheme="play_at_home")
        codings.submit_coding(place, coders[name], made[name], 1)
    later = drafting.begin_next(place, lead, old.hash)
    step = drafting.edit(place, lead, later, renamed)
    new = publishing.publish(place, lead, later, step)
    assert new.version == "2.0.0"
    return Case(old, new, coders["Ana"], coders["Ben"], made)


def test_a_map_tells_everything_that_is_wrong_with_it(case: Case) -> None:
    told = {(p.where, p.code) for p in problems_of_map(case.old, case.new, suggested(case.old, case.new))}
    assert told == {(FIRST, "missing"), ("cues.smile", "missing")}
    wrong = case.codes | {
        FIRST: "contact.clos",
        "cues.smile": "mood.calm",
        "contact.apart": "none",
        "no.code": "none",
    }
    found = {p.where: (p.code, p.message) for p in problems_of_map(case.old, case.new, wrong)}
    assert found[FIRST] == ("reference", "`contact.clos` is no new code; did you mean `contact.close`?")
    assert found["cues.smile"] == ("kind", "`mood` is a track of another kind.")
    assert found["no.code"][0] == "reference"
    assert found["contact.apart"][0] == "gap"
    assert "`contact.cannot_be_seen`" in found["contact.apart"][1]
    assert problems_of_map(case.old, case.new, case.codes) == ()


def origins(place: Workplace, who: Account, coding: str) -> set[tuple[str, str]]:
    """Version and origin of a coding's marks as they are exported."""
    _name, zipped = exporting.export_coding(place, who, coding, "zip")
    with zipfile.ZipFile(io.BytesIO(zipped)) as opened:
        table = opened.read("events.csv").decode("utf-8-sig")
    return {(row["scheme_version"], row["origin"]) for row in csv.DictReader(table.splitlines())}


def test_codings_are_brought_over_with_their_origin_and_pool_with_those_of_the_new_version(
    place: Workplace, lead: Account, case: Case
) -> None:
    old, new = case.old.hash, case.new.hash
    assert remapping.preview(place, lead, old, new) == [], "no map is kept yet"
    with pytest.raises(AnnotatorError, match="2 problems"):
        remapping.keep_map(place, lead, old, new, suggested(case.old, case.new))
    assert remapping.keep_map(place, lead, old, new, case.codes).kept
    found = {each.coding.id: each for each in remapping.preview(place, lead, old, new)}
    assert found.keys() == set(case.codings.values())
    assert remapping.totals(list(found.values())) == {
        (FIRST, "contact.close"): 2,
        ("contact.apart", "contact.apart"): 2,
    }
    assert {str(each.why_not) for each in found.values()} == {"One mark is still to be told."}
    with pytest.raises(AnnotatorError, match="still to be told"):
        remapping.apply_map(place, lead, old, new, list(found))
    decided = {
        each.found.asked[0].id: f"cues.smile_{kind}"
        for each, kind in zip(found.values(), ("open", "small"), strict=True)
    }
    made = remapping.apply_map(place, lead, old, new, list(found), decided)
    with place.store.read() as tx:
        for id, (source, before) in zip(made, found.items(), strict=True):
            facts, came = stored.facts(tx, id), scheme_maps.source_of(tx, id)
            assert came is not None
            assert (came.source, came.source_seq) == (source, before.coding.seq)
            assert facts.source == source
            assert (facts.coder, facts.scheme_hash, facts.state) == (before.coding.coder, new, "submitted")
            was, now = stored.load(tx, source), stored.load(tx, id)
            assert {a.id for a in now.annotations} == {a.id for a in was.annotations}, "marks keep their ids"
            assert next(iter(now.annotations)).content.code == "close"
            assert next(iter(was.annotations)).content.code == "together", "the old coding stays"
            assert stored.check(tx, id) == []
            assert (was.source, now.source) == (None, source)
        told = [(row.who, row.verb) for row in audit.recent(tx) if row.subject in made]
        study = studies.default(tx)
    assert told == [(lead.id, "remap")] * 2
    assert origins(place, lead, case.codings["Ana"]) == {("1.0.0", "human")}
    assert origins(place, lead, made[0]) == {("2.0.0", "remapped")}
    parts = study_agreeing.agreement_of_study(place, lead, study).parts
    assert {part.scheme.version for part in parts if part.scheme.id == "play_at_home"} == {"1.0.0", "2.0.0"}
    assert {str(each.why_not) for each in remapping.preview(place, lead, old, new)} == {
        "It was brought over."
    }


def test_only_the_first_of_several_codings_of_a_coder_comes_over(
    place: Workplace, lead: Account, case: Case
) -> None:
    old, new = case.old.hash, case.new.hash
    remapping.keep_map(place, lead, old, new, case.codes | {"cues.smile": "none"})
    with place.store.read() as tx:
        session = stored.facts(tx, case.codings["Ana"]).session
    later = codings.begin_coding(place, case.ana, session, old)
    codings.submit_coding(place, case.ana, later, 0)
    found = {p.coding.id: p.why_not for p in remapping.preview(place, lead, old, new)}
    assert later != case.codings["Ana"]
    assert str(found[later]) == "An earlier coding of this coder there comes over."
    ready = [id for id, why_not in found.items() if why_not is None]
    assert set(ready) == set(case.codings.values())
    assert len(remapping.apply_map(place, lead, old, new, ready)) == 2


def test_what_does_not_fit_is_told_by_names_and_not_by_ids(
    place: Workplace, lead: Account, case: Case
) -> None:
    """Another version, in which the depth leaves out the track of the marks."""
    later = drafting.begin_next(place, lead, case.new.hash)
    without = ("profiles", 0, "tracks"), ["cues", "mood", "warmth"]
    third = publishing.publish(
        place, lead, later, drafting.edit(place, lead, later, lambda document: with_value(document, *without))
    )
    remapping.keep_map(place, lead, case.old.hash, third.hash, case.codes | {"cues.smile": "cues.smile_open"})
    told = {str(each.why_not) for each in remapping.preview(place, lead, case.old.hash, third.hash)}
    assert told == {"Contact at 00:00.000: The track Contact of The two together is not coded here."}


def test_what_was_made_for_practice_or_as_gold_is_no_work_and_stays(
    place: Workplace, lead: Account, case: Case
) -> None:
    """Brought over it would count as work: under the new major version it is no practice any more."""
    remapping.keep_map(place, lead, case.old.hash, case.new.hash, case.codes)
    with place.store.read() as tx:
        study = studies.default(tx)

    def declared(tx: Tx) -> None:
        made = gold.add_set(tx, study, "First films", case.old.id, 1, "practice", lead.id)
        gold.declare(tx, case.codings["Ana"], gold.get_set(tx, made), lead.id)

    place.store.write(declared)
    assert remapping.preview(place, lead, case.old.hash, case.new.hash) == []


def test_what_the_new_code_cannot_have_is_counted_and_left_out(place: Workplace, lead: Account) -> None:
    """A modifier that is gone, a link to a mark that is left out."""
    from annotator.model import Annotation, Content, Subject, lanes_of
    from annotator.model.remapping import remap

    values = values_of("core-attunement")
    old = read_scheme(as_yaml(values))
    new = read_scheme(as_yaml(with_value(values, ("tracks", 0, "label"), {"en": "Pair", "de": "Paar"})))
    lanes = lanes_of(new, "research", [Subject(s.id, s.id, s.role, str(s.label)) for s in new.subjects])
    cue = Annotation(
        "a",
        1,
        Content(
            "infant_cue", "infant", "bid_social", 1000, 1000, modifiers={"clarity": "clear", "gone": True}
        ),
    )
    answer = Annotation(
        "b", 1, Content("parent_response", "parent", "join", 2000, 2000, modifiers={"answers": ("a",)})
    )
    codes = suggested(old, new) | {"infant_cue.bid_social": "none"}
    both = remap([cue, answer], suggested(old, new), new, lanes)
    assert both.ready
    assert both.lost == {"gone": 1}
    assert both.annotations[1].content.modifiers == {"answers": ("a",)}
    one = remap([cue, answer], codes, new, lanes)
    assert one.becomes["infant_cue.bid_social", "none"] == 1
    assert (one.annotations[0].content.modifiers, one.lost) == ({}, {"answers": 1})


def test_two_codes_that_become_one_at_once_are_refused(place: Workplace, lead: Account, case: Case) -> None:
    from annotator.model import Annotation, Content, Subject, lanes_of
    from annotator.model.remapping import remap

    lanes = lanes_of(
        case.new, "standard", [Subject(s.id, s.id, s.role, str(s.label)) for s in case.new.subjects]
    )
    marks = [
        Annotation(str(n), 1, Content("contact", "dyad", c, on, off))
        for n, (c, on, off) in enumerate([("together", 0, 500), ("apart", 400, 900)])
    ]
    found = remap(marks, case.codes | {"contact.apart": "contact.close"}, case.new, lanes)
    assert [(p.code, p.where) for p in found.problems] == [("overlap", "contact at 400 ms")]
    touching = [marks[0], Annotation("1", 1, Content("contact", "dyad", "apart", 500, 900))]
    assert remap(touching, case.codes, case.new, lanes).ready


def test_only_who_leads_brings_codings_over(place: Workplace, lead: Account, case: Case) -> None:
    supervisor = people.add_person(place, lead, "Sue", "supervisor")
    assert (remapping.may_remap(place, lead), remapping.may_remap(place, supervisor)) == (True, False)
    remapping.keep_map(place, lead, case.old.hash, case.new.hash, case.codes)
    for who in (supervisor, case.ana, None):
        with pytest.raises(NotFound):
            remapping.preview(place, who, case.old.hash, case.new.hash)
        with pytest.raises(NotFound):
            remapping.apply_map(place, who, case.old.hash, case.new.hash, [case.codings["Ana"]])
