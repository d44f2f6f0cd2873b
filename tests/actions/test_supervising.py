"""What waits for a supervisor: marks made for them, and difficult moments to be released."""

from pathlib import Path

import pytest

from annotator.actions import agreeing, bringing_in, families, people, preparing, supervising
from annotator.actions.workplace import Workplace
from annotator.errors import NotFound
from annotator.store import audit
from annotator.store.accounts import Account
from tests.meeting_case import code, draft, mark, sent, visit

CONCERN = mark("moment", "dyad", "concern", 12_000)


@pytest.fixture
def supervisor(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Sam", "supervisor")


@pytest.fixture
def visitor(place: Workplace, lead: Account) -> Account:
    return people.add_person(place, lead, "Vera", "practitioner")


def test_a_mark_for_the_supervisor_waits_until_one_has_seen_it(
    place: Workplace, visitor: Account, supervisor: Account
) -> None:
    session = visit(place, visitor)
    assert families.sessions_page(place, supervisor).total == 0
    coding = code(place, visitor, session, CONCERN)
    assert families.session(place, supervisor, session).session.id == session
    (found,) = supervising.looking_over(place, supervisor).concerns
    assert (found.visit.id, found.coding, found.onset_ms, found.coder) == (session, coding, 12_000, "Vera")
    supervising.concern_seen(place, supervisor, coding, found.annotation)
    supervising.concern_seen(place, supervisor, coding, found.annotation)
    assert supervising.looking_over(place, supervisor).concerns == []
    with place.store.read() as tx:
        seen = [row for row in audit.recent(tx, 10) if row.verb == "seen"]
    assert [row.details for row in seen] == [{"annotation": found.annotation}]
    with pytest.raises(NotFound):
        supervising.looking_over(place, visitor)
    with pytest.raises(NotFound):
        supervising.concern_seen(place, supervisor, coding, "no-such-mark")


def with_releases(folder: Path) -> Path:
    """The core scheme of a service in which a supervisor releases each difficult moment."""
    text = Path("coding_schemes/core-attunement.yaml").read_text()
    changed = text.replace("id: core-attunement", "id: with-releases", 1)
    file = folder / "with-releases.yaml"
    file.write_text(changed.replace("needs_supervisor_release: false", "needs_supervisor_release: true"))
    return file


def test_a_difficult_moment_waits_for_a_release(
    place: Workplace, visitor: Account, supervisor: Account, tmp_path: Path
) -> None:
    assert bringing_in.keep_scheme(place, visitor, with_releases(tmp_path))["verdict"] == "accept"
    session = visit(place, visitor)
    cue = mark("infant_cue", "infant", "bid_social", 12_000)
    code(place, visitor, session, cue, scheme="with-releases")
    plan = preparing.open_plan(place, visitor, session)
    strength, hard = sent(), sent(onset_ms=30_000, offset_ms=38_000, at_ms=32_000, kind="challenge")
    saved = draft(
        strength,
        {**hard, "counterpart": strength["id"]},
        revision=preparing.plan_view(place, visitor, plan).plan.revision,
    )
    preparing.save_plan(place, visitor, plan, saved)
    (waiting,) = supervising.looking_over(place, supervisor).releases
    assert (waiting.plan.id, waiting.author) == (plan, "Vera")
    preparing.release_plan(place, supervisor, plan)
    assert supervising.looking_over(place, supervisor).releases == []


def test_what_a_supervisor_may_not_watch_waits_in_no_list(
    place: Workplace, visitor: Account, supervisor: Account
) -> None:
    session = visit(place, visitor)
    code(place, visitor, session, CONCERN)
    with place.store.read() as tx:
        family = families.families.session(tx, session).family
        anybody = families.families.people(tx, family)[0].id
    agreeing.withdraw(place, visitor, anybody)
    assert supervising.looking_over(place, supervisor).concerns == []
