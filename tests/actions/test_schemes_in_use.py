"""The shipped schemes where one codes: which are offered, where one is refused, whose marks are never counted."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from annotator.actions import (
    bringing_in,
    codings,
    comparing,
    exporting,
    families,
    library,
    people,
    scheme_cards,
)
from annotator.actions.workplace import Workplace, open_workplace
from annotator.errors import AnnotatorError, NotComparable, NotFound
from annotator.model.checking import CODED_AT_THE_DESK
from annotator.schemes import read_scheme
from annotator.shipped import folder
from annotator.store import Tx, audit, studies
from annotator.store.accounts import Account
from annotator.store.tables import family as family_table
from tests.meeting_case import code, mark
from tests.running import Visit

FACTS = {"seen_and_heard": "x", "context": "y", "what_next": "z"}


@pytest.fixture(scope="module")
def there(untouched: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """A folder as the first start leaves it."""
    opened = open_workplace(shutil.copytree(untouched, tmp_path_factory.mktemp("there") / "data"))
    yield opened
    opened.store.close()


@pytest.fixture
def session(ready_visit: Visit) -> str:
    return ready_visit.session


def test_the_first_start_keeps_every_shipped_scheme_as_it_is_written(there: Workplace) -> None:
    with there.store.read() as tx:
        kept = {row.scheme_id: row.hash for row in scheme_cards.newest(tx).values()}
    files = sorted(folder("coding_schemes").glob("*.yaml"))
    assert kept == {scheme.id: scheme.hash for scheme in (read_scheme(f.read_bytes()) for f in files)}
    assert len(kept) == 16


def test_the_first_start_reads_no_scheme_file(tmp_path: Path) -> None:
    """Reading sixteen of them takes most of a second; the list of cards says what is needed."""
    data = (folder("coding_schemes") / "two-keys.yaml").read_bytes()
    file = tmp_path / "two-keys.yaml"
    assert scheme_cards.shipped_card(file, data) is scheme_cards.shipped_cards()[read_scheme(data).hash]
    own = data.replace(b"Together or not", b"Side by side or not")
    card = scheme_cards.shipped_card(file, own)
    assert (card.hash, str(card.title)) == (read_scheme(own).hash, "Side by side or not")


def test_a_scheme_is_offered_with_the_depths_that_the_desk_can_code(there: Workplace) -> None:
    offered = {
        c.scheme.id: {id for id, _ in c.profiles}
        for c in codings.schemes_here(there, people.first_person(there))
    }
    for card in scheme_cards.shipped_cards().values():
        codable = {p.id for p in card.profiles if p.kinds & set(CODED_AT_THE_DESK)}
        assert offered.get(card.id, set()) == codable, card.id
    assert next(iter(offered)) == "core-attunement"


def test_the_latest_version_is_offered_whichever_came_last(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    text = (folder("coding_schemes") / "two-keys.yaml").read_text("utf-8")
    for version in ("1.10.0", "1.9.0"):
        file = tmp_path / f"{version}.yaml"
        file.write_text(text.replace('version: "1.0.0"', f'version: "{version}"', 1), "utf-8")
        assert bringing_in.keep_scheme(place, lead, file)["verdict"] == "accept"
    offered = {c.scheme.id: c.scheme.version for c in codings.schemes_here(place, lead)}
    assert offered["two-keys"] == "1.10.0"


def test_still_face_is_refused_outside_a_study(place: Workplace, lead: Account, session: str) -> None:
    chosen = next(c.scheme.hash for c in codings.schemes_here(place, lead) if c.scheme.id == "still-face")
    with pytest.raises(AnnotatorError, match="only inside an approved study"):
        codings.begin_coding(place, lead, session, chosen, "study")
    assert "still-face" not in {c.scheme_id for c in codings.codings_here(place, lead, session)}


def test_still_face_is_coded_inside_a_study(place: Workplace, lead: Account, session: str) -> None:
    family = families.session(place, lead, session).family.id

    def into_a_study(tx: Tx) -> None:
        study = studies.add(tx, "Still face 2026, protocol 12")
        tx.execute(update(family_table).where(family_table.c.id == family).values(study=study))
        scheme = codings.scheme_of(tx, scheme_cards.newest_of(tx, "still-face").hash)
        codings.require_study(tx, scheme, session)

    place.store.write(into_a_study)


def test_marks_for_the_supervisor_are_never_counted_and_leave_in_no_export(
    place: Workplace, lead: Account, session: str
) -> None:
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    ana = people.add_person(place, lead, "Ana", "coder", whole=True)
    marked = code(
        place,
        ben,
        session,
        mark("mark", "pair", "mixed_message", 500, 500, modifiers=FACTS),
        scheme="relational-safety",
    )
    view = families.session(place, ben, session)
    assert view.uncounted == {marked}
    for refused in (
        lambda: comparing.summarise_coding(place, ben, marked),
        lambda: comparing.compare_codings(place, lead, marked, marked),
    ):
        with pytest.raises(NotComparable):
            refused()
    with pytest.raises(AnnotatorError, match="in no export"):
        exporting.export_coding(place, ben, marked, "zip")
    with pytest.raises(NotFound):
        exporting.export_session(place, ben, session)
    codings.submit_coding(place, ben, marked, 1)
    hers = code(
        place,
        ana,
        session,
        mark("mark", "pair", "other_concern", 700, 700, modifiers=FACTS),
        scheme="relational-safety",
    )
    codings.submit_coding(place, ana, hers, 1)
    assert [c.id for c in codings.codings_here(place, ana, session)] == [hers]
    assert {c.id for c in codings.codings_here(place, lead, session)} >= {marked, hers}


def test_no_coding_begins_with_a_retired_version_and_old_ones_stay_readable(
    place: Workplace, lead: Account, session: str
) -> None:
    chosen = next(c.scheme.hash for c in codings.schemes_here(place, lead) if c.scheme.id == "two-keys")
    before = code(place, lead, session, mark("contact", "dyad", "in_contact", 0, 900), scheme="two-keys")
    library.retire(place, lead, chosen)
    assert "two-keys" not in {c.scheme.id for c in codings.schemes_here(place, lead)}
    assert codings.begin_coding(place, lead, session, chosen, "only") == before, "an open one goes on"
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    with pytest.raises(AnnotatorError, match="was retired: no coding begins"):
        codings.begin_coding(place, ben, session, chosen, "only")
    codings.submit_coding(place, lead, before, 1)
    assert comparing.summarise_coding(place, lead, before).scheme.id == "two-keys"
    assert codings.desk(place, lead, before)["scheme"]["id"] == "two-keys"
    with pytest.raises(NotFound):
        library.take_back(place, ben, chosen)
    library.take_back(place, lead, chosen)
    assert codings.begin_coding(place, ben, session, chosen, "only")
    with place.store.read() as tx:
        told = [(row.who, row.verb) for row in audit.recent(tx) if row.subject == chosen]
    assert told == [(lead.id, "take_back"), (lead.id, "retire")]


def test_the_version_before_is_offered_while_the_latest_is_retired(
    place: Workplace, lead: Account, tmp_path: Path
) -> None:
    text = (folder("coding_schemes") / "two-keys.yaml").read_bytes()
    newer = text.replace(b'version: "1.0.0"', b'version: "1.0.1"', 1)
    answer = bringing_in.bring_scheme(place, lead, "two-keys.yaml", newer)
    library.retire(place, lead, answer["scheme"]["hash"])
    offered = {c.scheme.id: c.scheme.version for c in codings.schemes_here(place, lead)}
    assert offered["two-keys"] == "1.0.0"
    kept = {k.card.version: k for k in library.kept(place, lead) if k.card.id == "two-keys"}
    assert (kept["1.0.1"].retired is None, kept["1.0.0"].retired) == (False, None)
    assert (kept["1.0.1"].shipped, kept["1.0.0"].shipped) == (False, True)


def test_who_uses_a_scheme_is_told_as_far_as_a_person_sees_codings(
    place: Workplace, lead: Account, session: str
) -> None:
    ana = people.add_person(place, lead, "Ana", "coder", whole=True)
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    code(place, ana, session, mark("contact", "dyad", "in_contact", 0, 900), scheme="two-keys")

    def used(who: Account) -> tuple[tuple[str, int], ...]:
        return next(k.studies for k in library.kept(place, who) if k.card.id == "two-keys")

    with place.store.read() as tx:
        study = studies.get(tx, studies.default(tx)).name
    assert (used(lead), used(ana), used(ben)) == (((study, 1),), ((study, 1),), ())


def test_while_the_default_scheme_is_retired_one_of_ones_own_takes_its_place(
    place: Workplace, lead: Account, session: str
) -> None:
    ben = people.add_person(place, lead, "Ben", "coder", whole=True)
    library.retire(place, lead, library.version_of(place, lead, "core-attunement").hash)
    with pytest.raises(AnnotatorError, match="was retired: no coding begins"):
        codings.begin_coding(place, ben, session)
    text = (
        (folder("coding_schemes") / "two-keys.yaml").read_bytes().replace(b"id: two-keys", b"id: own-keys", 1)
    )
    own = bringing_in.bring_scheme(place, lead, "own-keys.yaml", text)["scheme"]["hash"]
    begun = codings.begin_coding(place, ben, session)
    assert codings.desk(place, ben, begun)["scheme"]["hash"] == own
