"""A study's agreement: which codings count, for whom it is there, what is asked, and the report."""

import csv
import io
import re

import pytest
from pypdf import PdfReader

from annotator.actions import codings, comparing, families, judging, people, studying
from annotator.actions.study_agreeing import agreement_of_study, agreement_report, ask_of_agreement
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.report.agreement_report import Report
from annotator.report.agreement_tables import ReportTable
from annotator.store.accounts import Account
from annotator.store.gates import Gate
from tests.meeting_case import mark, next_visit, press, visit

ANA = (("together", 0, 20_000), ("apart", 20_000, 60_000))
BEN = (("together", 0, 26_000), ("apart", 26_000, 60_000))


@pytest.fixture
def study(place: Workplace, lead: Account) -> str:
    """Two visits of one family, each coded by Ana and Ben; a third by Ana alone."""
    coders = [people.add_person(place, lead, name, "coder", whole=True) for name in ("Ana", "Ben")]
    first = visit(place, lead)
    family = families.session(place, lead, first).family.id
    for session in (first, next_visit(place, lead, family)):
        for who, states in zip(coders, (ANA, BEN), strict=True):
            coded(place, who, session, states)
    coded(place, coders[0], next_visit(place, lead, family), ANA)
    return studying.own_studies(place, lead)[0].study.id


def coded(place: Workplace, who: Account, session: str, states: tuple[tuple[str, int, int], ...]) -> str:
    scheme = next(c.scheme.hash for c in codings.schemes_here(place, who) if c.scheme.id == "core-attunement")
    made = codings.begin_coding(place, who, session, scheme, "standard")
    press(place, who, made, *(mark("dyad_state", "dyad", *state) for state in states))
    codings.submit_coding(place, who, made, 1)
    return made


def test_what_two_people_submitted_counts_and_a_consensus_does_not(
    place: Workplace, lead: Account, study: str
) -> None:
    """54 of 60 s agree in both sessions; together 20 and 26 of 60: chance (20·26 + 40·34) / 3600, κ = .791."""
    part = agreement_of_study(place, lead, study).parts[0]
    lane = part.found.states[0]
    assert (part.found.sessions, part.found.families, lane.families) == (2, 1, 1)
    share = next(each for each in part.found.derived if each.measure == "together_share")
    assert [sorted(pair) for pair in share.pairs] == [[20 / 60, 26 / 60]] * 2
    assert round(lane.kappa.value.value or 0, 3) == round((0.9 - 1880 / 3600) / (1 - 1880 / 3600), 3)
    session = next(iter(part.sessions))
    pair = [c.id for c in codings.codings_here(place, lead, session)]
    made = judging.make_consensus(place, lead, pair[0], pair[1])
    codings.submit_coding(place, lead, made, 1)
    assert agreement_of_study(place, lead, study).parts[0].found == part.found


def test_who_is_first_is_said_and_has_the_lower_number(place: Workplace, lead: Account, study: str) -> None:
    """Ana 20 s of 60 together, Ben 26, in three visits: −.1 each time, and .1 once Ana is called Zoe."""
    ana, ben = (next(p for p in people.people(place, lead) if p.name == name) for name in ("Ana", "Ben"))
    third = next_visit(place, lead, families.families_page(place, lead).rows[0].family.id)
    for who, states in ((ana, ANA), (ben, BEN)):
        coded(place, who, third, states)
    told = []
    for name in ("Ana", "Zoe"):
        people.rename_person(place, lead, ana.id, name)
        made = agreement_report(place, lead, study, "csv")
        rows = list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))
        apart = next(r for r in rows if (r["code"], r["statistic"]) == ("together_share", "difference_mean"))
        assert apart["first"] == "coder with the lower number"
        told.append((round(float(apart["value"]), 9), next(iter(_derived_table(made.report).rows))[3]))
    assert told == [(-0.1, "−10.0 %"), (0.1, "10.0 %")]
    assert _derived_table(made.report).notes == (
        "First is the coder with the lower number.",
        "–: how far apart is told from 3 sessions on, a coefficient from 12 on.",
        "–: all pairs have the same mean",
    )


def _derived_table(report: Report) -> ReportTable:
    return next(t for t in report.parts[0].tables if t.title == "Derived measures")


def test_it_is_there_for_who_looks_codings_over_and_shows_what_is_theirs(
    place: Workplace, lead: Account, study: str
) -> None:
    ben = next(p for p in people.people(place, lead) if p.name == "Ben")
    with pytest.raises(NotFound, match="no such study"):
        agreement_of_study(place, ben, study)
    sam = people.add_person(place, lead, "Sam", "supervisor")
    assert agreement_of_study(place, sam, study).parts == []
    session = next(iter(agreement_of_study(place, lead, study).parts[0].sessions))
    studying.give_visits(place, lead, [session], sam.id)
    assert list(agreement_of_study(place, sam, study).parts[0].sessions) == [session]


def test_a_study_asks_what_its_scheme_says_until_it_says_otherwise(
    place: Workplace, lead: Account, study: str
) -> None:
    asked = agreement_of_study(place, lead, study).parts[0].asked
    assert (asked.accuracy, asked.positive, asked.least_events) == (0.8, 0.6, 10)
    ask_of_agreement(place, lead, study, "core-attunement", Gate(0.99, None, 1))
    asked = agreement_of_study(place, lead, study).parts[0].asked
    assert (asked.accuracy, asked.positive, asked.least_events) == (0.99, 0.6, 1)
    with pytest.raises(AnnotatorError, match="between 0 and 100"):
        ask_of_agreement(place, lead, study, "core-attunement", Gate(1.5))


def test_the_report_says_how_it_was_made_and_names_nobody(
    place: Workplace, lead: Account, study: str
) -> None:
    ask_of_agreement(place, lead, study, "core-attunement", Gate(0.99, 0.5, 1))
    forms = {form: agreement_report(place, lead, study, form).content for form in ("html", "pdf", "csv")}
    page = forms["html"].decode()
    read = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(forms["pdf"])).pages)
    for text in (page, " ".join(read.split())):
        assert "coded 2 sessions of 1 family with core-attunement" in text
        assert "which is less" in text
        assert "coder 1 – coder 2" in text
        assert "Not diagnostic" in text
    rows = list(csv.DictReader(io.StringIO(forms["csv"].decode("utf-8-sig"))))
    kappa = next(r for r in rows if r["statistic"] == "kappa" and r["of"] == "all sessions")
    assert (round(float(kappa["value"]), 3), kappa["seed"], kappa["reason"]) == (
        0.791, "1", "one is too few for an interval; 8 are needed",
    )  # fmt: skip
    together = {r["statistic"]: r for r in rows if r["code"] == "together_share"}
    assert (together["difference_mean"]["units"], together["icc_a1"]["value"]) == ("2", "")
    assert together["icc_a1"]["reason"] == "2 sessions are too few for a coefficient; 12 are needed"
    # Ana is called before Ben: coder 1, whose share together is the smaller one, 20 s of 60 against 26.
    assert together["difference_mean"]["first"] == "coder with the lower number"
    assert "First is the coder with the lower number." in page
    assert {"session 1", "session 2", "coder 1 and coder 2, 2 sessions"} <= {r["of"] for r in rows}
    # The font inside the page spells anything by chance; a style names nobody.
    written = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL) + forms["csv"].decode()
    assert [name for name in ("Ana", "Ben", "Family 012", "Visit 3") if name in written] == []
    with pytest.raises(NotFound):
        agreement_report(place, lead, study, "docx")


def test_field_passes_are_in_no_number_of_agreement_and_that_is_said(
    place: Workplace, lead: Account, study: str
) -> None:
    """Two field passes of one visit leave every number as it was; side by side the depth is said with them."""
    before = agreement_of_study(place, lead, study).parts[0]
    coders = [p for p in people.people(place, lead) if p.name in ("Ana", "Ben")]
    third = next_visit(place, lead, families.families_page(place, lead).rows[0].family.id)
    scheme = before.scheme.hash
    made = [codings.begin_coding(place, who, third, scheme, "field") for who in coders]
    for who, coding, states in zip(coders, made, (ANA, BEN), strict=True):
        press(place, who, coding, *(mark("dyad_state", "dyad", *state) for state in states))
        codings.submit_coding(place, who, coding, 1)
    view = agreement_of_study(place, lead, study)
    assert [(part.found, part.shallow) for part in view.parts] == [(before.found, 2)]
    assert (before.shallow, view.shallow) == (0, 2)
    told = agreement_report(place, lead, study, "html").content.decode()
    assert "2 codings do not count: their depth is not made for agreement" in told
    beside = comparing.compare_codings(place, lead, *made).comparison
    assert any("a depth that is not made for agreement" in sentence for sentence in beside.left_out)
