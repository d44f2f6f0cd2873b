"""Handing out visits: what is previewed is what is made, later visits only, and the way back."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from annotator.actions import assigning, codings, families, people, planning, studying, variables, work_list
from annotator.actions.assigning import Wanted
from annotator.actions.usual_way import usual_way, usual_way_in
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, Conflict, NotFound
from annotator.store import assignments, audit
from annotator.store.accounts import Account
from tests.meeting_case import CAST, made_up_film, mark, next_visit, press, visit

HASH = "core-attunement"


@dataclass
class Lab:
    """A study of six visits, three coders and a lead."""

    place: Workplace
    lead: Account
    study: str
    family: str
    coders: Sequence[Account]
    visits: list[str]

    @property
    def scheme(self) -> str:
        return next(c.scheme.hash for c in codings.schemes_here(self.place, self.lead) if c.scheme.id == HASH)

    def wanted(self, **more: object) -> Wanted:
        plain = Wanted(self.scheme, "standard", tuple(c.id for c in self.coders), seed=11, number=3)
        return replace(plain, **more)

    def submit(self, who: Account, session: str) -> str:
        made = codings.begin_coding(self.place, who, session)
        press(self.place, who, made, mark("dyad_state", "dyad", "together", 0, 20_000))
        codings.submit_coding(self.place, who, made, 1)
        return made


@pytest.fixture
def lab(place: Workplace, lead: Account) -> Lab:
    coders = [people.add_person(place, lead, name, "coder") for name in ("Ana", "Ben", "Cem")]
    first = visit(place, lead)
    family = families.session(place, lead, first).family.id
    visits = [first, *(next_visit(place, lead, family) for _ in range(5))]
    return Lab(place, lead, studying.own_studies(place, lead)[0].study.id, family, coders, visits)


def test_what_is_previewed_is_made_in_one_act_with_its_line(lab: Lab) -> None:
    shown = assigning.preview(lab.place, lab.lead, lab.study, lab.wanted())
    with lab.place.store.read() as tx:
        assert assignments.of_study(tx, lab.study) == assignments.drawings(tx, lab.study) == []
    made = assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(), shown.mark)
    assert (made.draw, made.draw.doubled, len(made.draw.assigned)) == (shown.draw, 3, 6)
    assert sorted(made.draw.pairs.values()) == [1, 1, 1]
    grid = assigning.grid(lab.place, lab.lead, lab.study)
    given = {(r.visit.id, c.account) for r in grid.rows for c in r.cells}
    assert given == {(a.session, coder) for a in made.draw.assigned for coder in a.coders}
    assert {c.state for r in grid.rows for c in r.cells} == {"open"}
    assert (grid.left, sum(r.doubled for r in grid.rows)) == (0, 3)
    drawing = grid.drawings[0]
    assert (drawing.drawing.seed, drawing.scheme, drawing.by) == (11, HASH, lab.lead.name)
    assert drawing.drawing.settings["number"] == 3
    with lab.place.store.read() as tx:
        line = [row for row in audit.recent(tx, 20, "study", lab.study) if row.verb == "assign"]
        assert len(line) == 1
        told = json.loads(line[0].detail)
        assert (told["seed"], told["visits"], told["doubled"]) == (11, 6, 3)


def test_another_state_than_the_previewed_one_is_not_handed_out(lab: Lab) -> None:
    shown = assigning.preview(lab.place, lab.lead, lab.study, lab.wanted())
    next_visit(lab.place, lab.lead, lab.family)
    with pytest.raises(Conflict, match="changed since the preview"):
        assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(), shown.mark)


def test_later_visits_are_handed_out_and_no_others(lab: Lab) -> None:
    assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(number=None, share=0.5))
    before = assigning.grid(lab.place, lab.lead, lab.study).rows
    with pytest.raises(AnnotatorError, match="no visit"):
        assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(seed=12))
    new = [next_visit(lab.place, lab.lead, lab.family) for _ in range(4)]
    # Half of ten are five, three are doubled: two of the four.
    made = assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(number=None, share=0.5, seed=12))
    assert {a.session for a in made.draw.assigned} == set(new)
    assert (made.before, made.draw.doubled) == (6, 2)
    after = {row.visit.id: row for row in assigning.grid(lab.place, lab.lead, lab.study).rows}
    assert [after[row.visit.id] for row in before] == list(before)
    for coder in lab.coders:
        with lab.place.store.read() as tx:
            places = [a.position for a in assignments.of_account(tx, coder.id)]
        assert places == list(range(1, len(places) + 1))


def test_more_is_doubled_later_also_of_what_one_coder_has(lab: Lab) -> None:
    """Six visits, one of them doubled, then half of them: two more get a second coder, whatever the first has done."""
    first = assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(number=1))
    singles = {a.session: a.coders[0] for a in first.draw.assigned if not a.doubled}
    done = next(s for s, who in singles.items() if who == lab.coders[0].id)
    lab.submit(lab.coders[0], done)
    with pytest.raises(AnnotatorError, match="no visit that could be handed out"):
        assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(number=3))
    more = lab.wanted(number=3, later=True)
    shown = assigning.preview(lab.place, lab.lead, lab.study, more)
    assert (shown.draw.doubled, shown.draw.doubled_later) == (2, 2)
    made = assigning.assign(lab.place, lab.lead, lab.study, more, shown.mark)
    grid = assigning.grid(lab.place, lab.lead, lab.study)
    assert sum(row.doubled for row in grid.rows) == 3
    assert grid.drawings[-1].drawing.settings["later"] is True
    for each in made.draw.assigned:
        assert each.having == (singles[each.session],)
        second = next(c for c in lab.coders if c.id == each.coders[0])
        items = {item.visit.id: item.state for item in work_list.my_work(lab.place, second).items}
        assert items[each.session] == "open"
        assert codings.codings_here(lab.place, second, each.session) == []
    everything = assigning.preview(lab.place, lab.lead, lab.study, lab.wanted(number=6, later=True))
    assert (everything.draw.doubled_later, done in {a.session for a in everything.draw.assigned}) == (
        3, done not in {a.session for a in made.draw.assigned},
    )  # fmt: skip


def test_visits_without_a_film_or_closed_to_coders_wait(lab: Lab) -> None:
    bare = families.create_session(lab.place, lab.lead, lab.family, "Bare", "2026-06-01", "feeding", CAST).id
    other = families.create_family(lab.place, lab.lead, "Unasked").id
    shut = families.create_session(lab.place, lab.lead, other, "Shut", "2026-06-01", "feeding", ()).id
    made_up_film(lab.place, shut)
    found = assigning.preview(lab.place, lab.lead, lab.study, lab.wanted())
    assert (found.without_film, found.closed, len(found.draw.assigned)) == (1, 1, 6)
    assert {bare, shut}.isdisjoint(found.visits)


def test_strata_of_context_age_and_variables(lab: Lab) -> None:
    place, lead = lab.place, lab.lead
    group = variables.define(place, lead, lab.study, "visit", "Group", "choice", ["early", "late"])
    score = variables.define(place, lead, lab.study, "visit", "Score", "number")
    for n, session in enumerate(lab.visits):
        variables.set_visits(place, lead, [session], group.id, ("early", "late")[n % 2])
        variables.set_visits(place, lead, [session], score.id, str(n))
    found = assigning.preview(place, lead, lab.study, lab.wanted(number=2, by=(group.id,)))
    assert found.draw.by_stratum == {"early": (3, 1), "late": (3, 1)}
    found = assigning.preview(place, lead, lab.study, lab.wanted(by=(score.id, "context")))
    assert list(found.draw.by_stratum) == [f"{band} · free_play_toys" for band in ("0 – 1", "2 – 3", "4 – 5")]
    assert {doubled for _all, doubled in found.draw.by_stratum.values()} == {1}
    # All visits are of one day: everything is one stratum. Nobody's age is known.
    found = assigning.preview(place, lead, lab.study, lab.wanted(by=("day", "age")))
    assert list(found.draw.by_stratum) == ["2026-05-31 · –"]
    with pytest.raises(AnnotatorError, match="sorted by"):
        assigning.preview(place, lead, lab.study, lab.wanted(by=("nonsense",)))


def test_a_coder_works_through_a_list_of_their_own(lab: Lab) -> None:
    assigning.assign(lab.place, lab.lead, lab.study, lab.wanted())
    ana = lab.coders[0]
    work = work_list.my_work(lab.place, ana)
    with lab.place.store.read() as tx:
        assert [i.visit.id for i in work.items] == [a.session for a in assignments.of_account(tx, ana.id)]
    assert work.next is work.items[0]
    assert {(i.state, i.profile, i.scheme and i.scheme.id) for i in work.items} == {
        ("open", "standard", HASH)
    }
    first, second = (i.visit.id for i in work.items[:2])
    made = codings.begin_coding(lab.place, ana, second)
    assert codings.own(lab.place, ana, made).profile == "standard"
    work = work_list.my_work(lab.place, ana)
    assert work.next is not None
    assert (work.next.visit.id, work.next.coding, work.done) == (second, made, 0)
    lab.submit(ana, first)
    work = work_list.my_work(lab.place, ana)
    assert (work.done, [i.state for i in work.items[:2]]) == (1, ["submitted", "started"])
    cells = {
        c.account: c.state
        for r in assigning.grid(lab.place, lab.lead, lab.study).rows
        if r.visit.id == first
        for c in r.cells
    }
    assert cells[ana.id] == "submitted"
    assert work_list.my_work(lab.place, lab.lead).items == ()


def test_what_was_not_begun_can_be_given_to_another_or_taken_back(lab: Lab) -> None:
    assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(number=0))
    ana, ben = lab.coders[:2]
    mine = [i.visit.id for i in work_list.my_work(lab.place, ana).items]
    codings.begin_coding(lab.place, ana, mine[0])
    with pytest.raises(AnnotatorError, match="coded this visit already"):
        assigning.reassign(lab.place, lab.lead, mine[0], ana.id, ben.id)
    with pytest.raises(AnnotatorError, match="coded this visit already"):
        assigning.withdraw(lab.place, lab.lead, mine[0], ana.id)
    assigning.reassign(lab.place, lab.lead, mine[1], ana.id, ben.id)
    assert [i.visit.id for i in work_list.my_work(lab.place, ben).items][-1] == mine[1]
    assert mine[1] not in [i.visit.id for i in work_list.my_work(lab.place, ana).items]
    with pytest.raises(NotFound):
        families.session(lab.place, ana, mine[1])
    assigning.withdraw(lab.place, lab.lead, mine[1], ben.id)
    assert assigning.grid(lab.place, lab.lead, lab.study).left == 1
    with pytest.raises(NotFound, match="no such person"):
        assigning.withdraw(lab.place, lab.lead, mine[1], ben.id)
    theirs = work_list.my_work(lab.place, ben).items[0].visit.id
    studying.give_visits(lab.place, lab.lead, [theirs], lab.coders[2].id)
    with pytest.raises(AnnotatorError, match="Cem has this visit already"):
        assigning.reassign(lab.place, lab.lead, theirs, ben.id, lab.coders[2].id)


def test_two_schemes_of_a_visit_are_two_assignments(lab: Lab) -> None:
    assigning.assign(lab.place, lab.lead, lab.study, lab.wanted())
    other = assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(profile="field", seed=3))
    assert len(other.draw.assigned) == 6
    drawn = Counter(
        row.visit.id for row in assigning.grid(lab.place, lab.lead, lab.study).rows for _ in row.cells
    )
    assert drawn.total() == 18


def test_a_plan_knows_what_there_is_and_what_was_observed(lab: Lab) -> None:
    found = planning.planned(lab.place, lab.lead, lab.study)
    assert (found.visits, found.doubled, found.least, found.observed) == (6, 0, 6, None)
    assert [n for n, _ in found.rows] == [5, 6, 10, 15, 20, 30, 50, 100]
    for who in lab.coders[:2]:
        studying.give_visits(lab.place, lab.lead, lab.visits[:1], who.id, lab.scheme, "standard")
        end = 20_000 if who is lab.coders[0] else 26_000
        made = codings.begin_coding(lab.place, who, lab.visits[0])
        press(
            lab.place,
            who,
            made,
            mark("dyad_state", "dyad", "together", 0, end),
            mark("dyad_state", "dyad", "apart", end, 60_000),
        )
        codings.submit_coding(lab.place, who, made, 1)
    found = planning.planned(lab.place, lab.lead, lab.study)
    # 20 and 26 of 60 s together: 23/60. κ = .791, as in test_study_agreeing; two stretches of each coder.
    of = found.observed
    assert of is not None
    assert (of.scheme.id, of.track, of.codes, of.sessions) == (
        "core-attunement",
        "dyad_state",
        ("together", "apart"),
        1,
    )
    assert (found.doubled, found.expectation.stretches) == (1, 2)
    assert found.expectation.kappa == pytest.approx(0.791, abs=5e-4)
    assert found.expectation.shares == pytest.approx([23 / 60, 37 / 60])


def test_by_hand_a_visit_is_given_as_the_study_last_handed_out_else_as_it_was_coded(lab: Lab) -> None:
    """A new study: the default scheme at the first depth that agreement may be told of; a field pass changes nothing."""
    visit, ana = lab.visits[0], lab.coders[0]

    def usual() -> tuple[str, str] | None:
        return usual_way(lab.place, lab.lead, visit)

    assert usual() == (lab.scheme, "standard")
    with pytest.raises(NotFound):
        usual_way(lab.place, ana, visit)
    studying.give_visits(lab.place, lab.lead, [visit], ana.id)
    for depth, then in (("field", "standard"), ("research", "research")):
        codings.submit_coding(
            lab.place, ana, codings.begin_coding(lab.place, ana, visit, lab.scheme, depth), 0
        )
        assert usual() == (lab.scheme, then)
    assert usual_way_in(lab.place, lab.lead, lab.study) == (lab.scheme, "standard")
    assigning.assign(lab.place, lab.lead, lab.study, lab.wanted(profile="field", seed=3))
    assert usual() == usual_way_in(lab.place, lab.lead, lab.study) == (lab.scheme, "field")
    with pytest.raises(NotFound):
        usual_way_in(lab.place, ana, lab.study)


def test_a_visit_that_is_coded_already_counts_as_handed_out(lab: Lab) -> None:
    ana = people.add_person(lab.place, lab.lead, "Whole", "coder", whole=True)
    made = codings.begin_coding(lab.place, ana, lab.visits[0], lab.scheme, "standard")
    assert made
    found = assigning.preview(lab.place, lab.lead, lab.study, lab.wanted())
    assert (found.before, lab.visits[0] in found.visits) == (1, False)
