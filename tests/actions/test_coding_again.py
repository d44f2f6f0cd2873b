"""Coding again after a while: from its day on, without the former coding, and never pooled between coders."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from annotator.actions import (
    assigning,
    coding_again,
    codings,
    comparing,
    exporting,
    families,
    library,
    people,
    study_agreeing,
    studying,
    work_list,
)
from annotator.actions.coding_again import WantedAgain
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store.accounts import Account
from annotator.store.transaction import instant
from tests.actions.test_study_agreeing import ANA, BEN, coded
from tests.meeting_case import mark, next_visit, press, visit


@pytest.fixture
def ana(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Ana", "coder", whole=True)


@pytest.fixture
def ben(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Ben", "coder", whole=True)


@pytest.fixture
def session(place: Workplace, lead: Account) -> str:
    return visit(place, lead)


@pytest.fixture
def study(place: Workplace, lead: Account) -> str:
    return studying.own_studies(place, lead)[0].study.id


def wanted(place: Workplace, who: Account, **more: Any) -> WantedAgain:
    scheme = next(c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == "core-attunement")
    return WantedAgain(scheme, "standard", **{"seed": 3, "after_days": 14, "number": 9, **more})


def let_days_pass(place: Workplace) -> None:
    """The day on which everything that is to be coded again may be."""
    place.store.write(
        lambda tx: tx.execute(
            text("UPDATE assignment SET not_before = substr(at, 1, 10) WHERE former IS NOT NULL")
        )
    )


def asked(question: Callable[[], Any]) -> Any:
    try:
        return question()
    except AnnotatorError as refusal:
        return type(refusal).__name__, str(refusal)


def test_a_share_of_everybodys_submitted_codings_comes_back_after_the_days(
    place: Workplace, lead: Account, ana: Account, ben: Account, session: str, study: str
) -> None:
    family = families.session(place, lead, session).family.id
    visits = [session, *(next_visit(place, lead, family) for _ in range(3))]
    made = {(who.name, v): coded(place, who, v, ANA) for v in visits for who in (ana, ben)}
    found = coding_again.preview_again(place, lead, study, wanted(place, lead, number=None, share=0.5))
    assert (dict(found.drawn), dict(found.submitted)) == ({ana.id: 2, ben.id: 2}, {ana.id: 4, ben.id: 4})
    submitted = codings.own(place, ana, made["Ana", session]).submitted_at
    assert submitted is not None
    assert found.days[0] == (instant(submitted) + timedelta(days=14)).date().isoformat()
    assert coding_again.days_in_between(place, lead, study) == 14
    coding_again.assign_again(place, lead, study, wanted(place, lead, number=None, share=0.5, after_days=30))
    assert coding_again.days_in_between(place, lead, study) == 30
    cells = [c for r in assigning.grid(place, lead, study).rows for c in r.cells if c.again]
    assert [c.state for c in cells] == ["open"] * 4
    # What is handed out is not drawn once more; the rest can be.
    coding_again.assign_again(place, lead, study, wanted(place, lead))
    with pytest.raises(AnnotatorError, match="no submitted coding"):
        coding_again.assign_again(place, lead, study, wanted(place, lead))
    with pytest.raises(AnnotatorError, match="1 to"):
        coding_again.preview_again(place, lead, study, wanted(place, lead, after_days=0))


def test_until_its_day_nothing_changes_and_then_the_former_coding_is_not_there(
    place: Workplace, lead: Account, ana: Account, ben: Account, session: str, study: str
) -> None:
    former, other = coded(place, ana, session, ANA), coded(place, ben, session, BEN)

    def crawl() -> list[Any]:
        return [
            asked(lambda: codings.codings_here(place, ana, session)),
            asked(lambda: codings.my_codings(place, ana)),
            asked(lambda: codings.desk(place, ana, former)),
            asked(lambda: comparing.summarise_coding(place, ana, former)),
            asked(lambda: comparing.compare_codings(place, ana, former, other)),
            asked(lambda: exporting.export_coding(place, ana, former, "xlsx")),
            asked(lambda: exporting.export_session(place, ana, session)),
            asked(lambda: [k.codings for k in library.kept(place, ana)]),
            asked(lambda: work_list.my_work(place, ana)),
        ]

    before = crawl()
    coding_again.assign_again(place, lead, study, wanted(place, lead))
    assert str(crawl()) == str(before)
    let_days_pass(place)
    assert codings.codings_here(place, ana, session) == codings.my_codings(place, ana) == []
    for question in (
        lambda: codings.desk(place, ana, former),
        lambda: comparing.summarise_coding(place, ana, former),
        lambda: comparing.compare_codings(place, ana, former, other),
        lambda: exporting.export_coding(place, ana, former, "zip"),
    ):
        with pytest.raises(NotFound, match="no such coding"):
            question()
    item = work_list.my_work(place, ana).next
    assert item is not None
    assert (item.visit.id, item.state, item.coding) == (session, "open", None)
    assert {c.id for c in codings.codings_here(place, lead, session)} == {former, other}
    again = codings.begin_coding(place, ana, session)
    assert again != former
    assert codings.desk(place, ana, again)["annotations"] == []
    assert codings.begin_coding(place, ana, session) == again
    assert [c.id for c in codings.codings_here(place, ana, session)] == [again]
    press(place, ana, again, *(mark("dyad_state", "dyad", *state) for state in BEN))
    codings.submit_coding(place, ana, again, 1)
    assert {c.id for c in codings.codings_here(place, ana, session)} == {former, other, again}
    assert work_list.my_work(place, ana).next is None


def test_agreement_with_oneself_stands_apart(
    place: Workplace, lead: Account, ana: Account, ben: Account, session: str, study: str
) -> None:
    """Ana again as before for 54 of 60 s; between Ana and Ben the numbers stay what they were."""
    coded(place, ana, session, ANA), coded(place, ben, session, BEN)
    between = study_agreeing.agreement_of_study(place, lead, study)
    assert between.again == []
    coding_again.assign_again(place, lead, study, wanted(place, lead))
    let_days_pass(place)
    again = codings.begin_coding(place, ana, session)
    press(place, ana, again, *(mark("dyad_state", "dyad", *state) for state in BEN))
    codings.submit_coding(place, ana, again, 1)
    found = study_agreeing.agreement_of_study(place, lead, study)
    assert [part.found for part in found.parts] == [part.found for part in between.parts]
    lane = found.again[0].found.states[0]
    assert lane.percent.value.value == pytest.approx(0.9)
    assert list(lane.pairs) == [(ana.id, ana.id)]
    assert found.again[0].found.coders == (ana.id,)
    _the_report_keeps_them_apart(place, lead, study)


def _the_report_keeps_them_apart(place: Workplace, lead: Account, study: str) -> None:
    """κ between is (.9 − .522) / .478 = .791, and so it is of Ana with herself; both once, each with its n."""
    made = study_agreeing.agreement_report(place, lead, study, "csv")
    rows = list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))
    kappas = {(r["agreement"], r["of"]): r for r in rows if r["statistic"] == "kappa" and not r["code"]}
    between, within = sorted(of for of in kappas if of[1].startswith("coder"))
    assert between == ("inter-coder", "coder 1 and coder 2, 1 sessions")
    assert within[0] == "intra-coder"
    assert re.fullmatch("coder [12] with oneself, 1 sessions", within[1])
    mine = kappas["intra-coder", "all sessions"]
    assert (round(float(mine["value"]), 3), mine["reason"]) == (
        0.791, "one is too few for an interval; 3 are needed",
    )  # fmt: skip
    assert not [r for r in rows if r["agreement"] == "intra-coder" and r["statistic"] == "observer_accuracy"]
    page = study_agreeing.agreement_report(place, lead, study, "html").content.decode()
    pdf = study_agreeing.agreement_report(place, lead, study, "pdf").content
    read = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())
    for words in (" ".join(page.split()), read):
        assert "Coders with themselves: Core attunement" in words
        assert "one session coded again by the same coder" in words
        assert "without the former coding in sight" in words
    with pytest.raises(NotFound):
        study_agreeing.agreement_report(place, people.add_person(place, lead, "Cem", "coder"), study, "csv")


def test_a_coding_that_a_lead_opens_again_is_worked_on_first(
    place: Workplace, lead: Account, ana: Account, session: str, study: str
) -> None:
    former = coded(place, ana, session, ANA)
    coding_again.assign_again(place, lead, study, wanted(place, lead))
    let_days_pass(place)
    codings.reopen_coding(place, lead, former, "the film was shifted")
    assert codings.begin_coding(place, ana, session) == former
    codings.submit_coding(place, ana, former, 1)
    assert codings.begin_coding(place, ana, session) != former
