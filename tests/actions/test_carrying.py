"""Two computers: what a coding brings along, what it does not, and every way it can meet another."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.access import Purpose
from annotator.actions import (
    bringing_in,
    carrying,
    codings,
    drafting,
    erasing,
    families,
    library,
    people,
    publishing,
    remapping,
    workplace,
)
from annotator.actions.agreeing import HowGiven, note_for_visits
from annotator.actions.workplace import Workplace
from annotator.errors import CodingError, ConsentError, NotFound
from annotator.schemes import Scheme
from annotator.schemes.mapping import suggested
from annotator.store import audit, recordings, scheme_maps, schemes
from annotator.store import carrying as kept
from annotator.store import codings as stored
from tests.actions.test_remapping import origins, renamed
from tests.schemes.test_drafts import all_kinds
from tests.two_computers import (
    Computer,
    add,
    change,
    remove,
    sealed_anew,
    two_visits,
    visit_with_film,
    window,
)

quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
thorough = settings(quick, max_examples=1_500)


@pytest.fixture(scope="module")
def places(
    tmp_path_factory: pytest.TempPathFactory, untouched: Path
) -> Iterator[tuple[Workplace, Workplace]]:
    """Two data folders of the same people, as a restored backup leaves them; every test has its own visits."""
    root = tmp_path_factory.mktemp("two")
    both = [workplace.open_workplace(shutil.copytree(untouched, root / name)) for name in ("a", "b")]
    yield both[0], both[1]
    for place in both:
        place.store.close()


@pytest.fixture
def two(places: tuple[Workplace, Workplace]) -> tuple[Computer, Computer]:
    return two_visits(*places)


def refused(bring: Callable[[], Any]) -> str:
    """The code of the conflict that stops it."""
    with pytest.raises(CodingError) as stopped:
        bring()
    assert str(stopped.value).endswith(".")
    return stopped.value.problems[0].code


def test_a_coding_arrives_as_it_was_and_goes_on_in_both_directions(two: tuple[Computer, Computer]) -> None:
    a, b = two
    coding = a.begin()
    first = add(1_000, 4_000, comment="she waits")
    assert (
        a.press(coding, first) == a.press(coding, add(2_000)) == a.press(coding, window(0, 50_000)) == "saved"
    )
    brought = b.bring(a.take(coding))
    assert (brought.outcome, brought.acts, brought.session) == ("new", 3, b.session)
    assert brought.events == ((1_000, 4_000, "together"), (2_000, 2_000, "bid_social"))
    assert brought.duration_ms == 50_000 and not brought.waits
    assert b.stands(coding) == a.stands(coding) and b.problems(coding) == []
    assert b.press(coding, change(first, offset_ms=5_000)) == "saved"
    assert a.bring(b.take(coding)).outcome == "more"
    assert a.stands(coding) == b.stands(coding) and a.problems(coding) == []
    with b.place.store.read() as tx:
        shown = stored.history(tx, coding)
    assert [len(act["edits"]) for act in shown] == [1, 1, 1, 1], "every step can be taken back there"


def test_the_same_file_twice_changes_nothing_and_is_not_recorded_twice(
    two: tuple[Computer, Computer],
) -> None:
    a, b = two
    coding = a.begin()
    a.press(coding, add(1_000))
    early = a.take(coding)
    a.press(coding, add(2_000))
    b.bring(a.take(coding))
    before = b.take(coding)
    for file in (early, before, a.take(coding)):
        assert b.bring(file).outcome == "same"
    assert b.take(coding) == before
    with b.place.store.read() as tx:
        assert [row.verb for row in audit.recent(tx, 9, "coding", coding)].count("bring_in") == 1


def test_a_submitted_coding_stays_submitted_and_its_reopening_travels(two: tuple[Computer, Computer]) -> None:
    a, b = two
    coding = a.begin()
    a.press(coding, add(1_000, 2_000) | {"content": add(1_000, 2_000)["content"] | {"offset_ms": None}})
    codings.submit_coding(a.place, a.who, coding, 1)
    early = a.take(coding)
    assert b.bring(early).outcome == "new" and b.stands(coding) == a.stands(coding)
    codings.reopen_coding(b.place, b.who, coding, "one minute is missing")
    b.press(coding, add(3_000))
    assert b.bring(early).outcome == "same", "an old file does not submit it again"
    assert a.bring(b.take(coding)).outcome == "more"
    assert str(a.stands(coding)[2]) == "open" and a.problems(coding) == []


def test_a_coding_that_went_on_at_both_is_a_conflict_until_somebody_joins_it(
    two: tuple[Computer, Computer],
) -> None:
    a, b = two
    coding = a.begin()
    a.press(coding, add(1_000))
    b.bring(a.take(coding))
    a.press(coding, add(2_000))
    b.press(coding, add(3_000, 9_000))
    from_a, from_b = a.take(coding), b.take(coding)
    assert refused(lambda: b.bring(from_a)) == refused(lambda: a.bring(from_b)) == "diverged"
    assert b.take(coding) == from_b, "nothing changed"
    assert b.bring(from_a, join=True).outcome == a.bring(from_b, join=True).outcome == "more"
    assert a.stands(coding) == b.stands(coding) and len(a.stands(coding)[0]) == 3
    assert a.bring(b.take(coding)).outcome == b.bring(a.take(coding)).outcome == "same"


@pytest.mark.parametrize("what", ["conflict", "overlap", "window", "submitted"])
def test_what_cannot_be_joined_says_why(two: tuple[Computer, Computer], what: str) -> None:
    a, b = two
    coding = a.begin()
    first = add(1_000, 2_000)
    a.press(coding, first)
    b.bring(a.take(coding))
    there = {
        "conflict": change(first, offset_ms=3_000),
        "overlap": add(5_000, 8_000),
        "window": window(0, 9_000),
    }
    here = {
        "conflict": change(first, offset_ms=4_000),
        "overlap": add(7_000, 9_000),
        "window": window(0, 8_000),
    }
    a.press(coding, there.get(what, add(20_000)))
    b.press(coding, here.get(what, add(30_000)))
    if what == "submitted":
        codings.submit_coding(a.place, a.who, coding, 2)
    before = b.take(coding)
    found = refused(lambda: b.bring(a.take(coding), join=True))
    assert found == what
    assert b.take(coding) == before


def test_other_content_under_the_same_id_is_refused(two: tuple[Computer, Computer]) -> None:
    a, b = two
    coding = a.begin()
    a.press(coding, add(1_000))
    file = a.take(coding)
    b.bring(file)
    acts = json.loads(file)["coding"]["acts"]
    acts[0]["edits"][0]["content"]["code"] = "pause"
    assert refused(lambda: b.bring(sealed_anew(file, acts=acts))) == "different"
    assert refused(lambda: b.bring(sealed_anew(file, profile="standard"))) == "different"
    taken = json.loads(file)["coding"]["acts"]
    taken.append(
        {**acts[0], "id": "another-act-1", "n": 2, "edits": [add(4_000) | {"id": acts[0]["edits"][0]["id"]}]}
    )
    assert refused(lambda: b.bring(sealed_anew(file, acts=taken))) == "different"
    assert len(b.stands(coding)[0]) == 1


def test_another_open_coding_of_the_same_depth_comes_first(two: tuple[Computer, Computer]) -> None:
    a, b = two
    coding, other = a.begin(), b.begin()
    assert refused(lambda: b.bring(a.take(coding))) == "begun_beside"
    codings.submit_coding(b.place, b.who, other, 0)
    assert b.bring(a.take(coding)).outcome == "new"


def test_the_visit_is_found_by_its_film_or_asked_for(places: tuple[Workplace, Workplace]) -> None:
    a, b = two_visits(*places)
    coding = a.begin()
    file = a.take(coding)
    elsewhere = visit_with_film(b.place, "f" * 64)
    assert refused(lambda: b.bring(file, session=elsewhere.session)) == "other_film"
    with pytest.raises(NotFound):
        b.bring(file, session="0" * 16)
    assert b.bring(file, look=True).session == b.session
    assert not _there(b, coding), "only looked"
    unknown = visit_with_film(places[0], "a" * 64)
    lost = unknown.take(unknown.begin())
    assert refused(lambda: b.bring(lost)) == "session_unknown"
    with a.place.store.read() as tx:
        sha256 = recordings.of_session(tx, a.session)[0].sha256
    visit_with_film(b.place, sha256)
    assert refused(lambda: b.bring(file)) == "session_unknown"
    assert b.bring(file, session=b.session).outcome == "new"
    assert refused(lambda: b.bring(file, session=elsewhere.session)) == "elsewhere"


def _there(computer: Computer, coding: str) -> bool:
    with computer.place.store.read() as tx:
        return kept.known(tx, coding)


def test_a_film_laid_elsewhere_on_the_clock_is_a_conflict(two: tuple[Computer, Computer]) -> None:
    a, b = two
    coding = a.begin()
    with b.place.store.read() as tx:
        film = recordings.of_session(tx, b.session)[0].id
    b.place.store.write(lambda tx: recordings.set_shift(tx, film, 500))
    assert refused(lambda: b.bring(a.take(coding))) == "shift"


def test_a_coding_may_come_before_its_film_which_then_finds_its_place(
    places: tuple[Workplace, Workplace], tmp_path: Path
) -> None:
    from annotator.actions import films
    from tests.films import barcode_film

    film = barcode_film(tmp_path / "film.mp4", frames=3, sound=False)
    a = visit_with_film(places[0], films.sha256_of(film))
    with a.place.store.read() as tx:
        there = recordings.of_session(tx, a.session)[0].id
    a.place.store.write(lambda tx: recordings.set_shift(tx, there, 250))
    coding = a.begin()
    b = visit_with_film(places[1], None)
    assert b.bring(a.take(coding), session=b.session).waits
    found = films.visit_of_film(b.place, b.who, film)
    assert found == b.session
    received = films.import_film(b.place, b.who, found, film)
    with b.place.store.read() as tx:
        assert recordings.of_session(tx, b.session)[0].shift_ms == 250
        assert kept.waiting(tx, b.session) == []
    assert received.recording.session == b.session
    assert b.bring(a.take(coding)).outcome == "same"


def test_whose_it_is_is_asked_and_nobody_takes_anothers(places: tuple[Workplace, Workplace]) -> None:
    a, b = two_visits(*places)
    ana = people.add_person(a.place, a.who, "Ana of one computer", "coder", whole=True)
    cleo = people.add_person(b.place, b.who, "Cleo", "coder", whole=True)
    dora = people.add_person(b.place, b.who, "Dora", "coder", whole=True)
    hers = Computer(a.place, a.session, ana)
    coding = hers.begin()
    hers.press(coding, add(1_000))
    file = hers.take(coding)
    assert refused(lambda: b.bring(file)) == "coder_unknown"
    assert refused(lambda: b.bring(file, coder="Nobody of this name")) == "coder_unknown"
    as_cleo, as_dora = (Computer(b.place, b.session, who) for who in (cleo, dora))
    assert refused(lambda: as_dora.bring(file, coder="cleo")) == "not_yours"
    assert as_cleo.bring(file, coder=cleo.id).outcome == "new"
    assert refused(lambda: as_dora.bring(file, coder=dora.id)) == "not_yours"
    assert refused(lambda: b.bring(file, coder="Dora")) == "coder"
    assert b.bring(file).outcome == "same", "who leads the study brings in everybody's"
    with pytest.raises(NotFound):
        as_dora.take(coding)
    back = sealed_anew(as_cleo.take(coding))
    assert hers.bring(back).outcome == "same", "by its id it is Ana's again at home"


def test_a_scheme_that_is_missing_or_another_is_named(two: tuple[Computer, Computer]) -> None:
    a, b = two
    coding = a.begin()
    file = a.take(coding)
    scheme = json.loads(file)["coding"]["scheme"]
    other = {**scheme, "hash": "0" * 64}
    assert refused(lambda: b.bring(sealed_anew(file, scheme=other))) == "scheme_differs"
    assert (
        refused(lambda: b.bring(sealed_anew(file, scheme={**other, "version": "99.0.0"}))) == "scheme_missing"
    )
    with b.place.store.read() as tx:
        assert any(row.hash == scheme["hash"] for row in schemes.all(tx))


def test_agreement_is_asked_on_both_sides(two: tuple[Computer, Computer]) -> None:
    a, b = two
    coding = a.begin()
    file = a.take(coding)
    for computer in (a, b):
        note_for_visits(
            computer.place, computer.who, computer.session, list(Purpose), "withdrawn", HowGiven("spoken")
        )
    with pytest.raises(ConsentError):
        a.take(coding)
    with pytest.raises(ConsentError):
        b.bring(file)
    assert not _there(b, coding)


def test_what_was_erased_does_not_come_back(two: tuple[Computer, Computer]) -> None:
    a, b = two
    coding = a.begin()
    b.bring(a.take(coding))
    with b.place.store.read() as tx:
        film = recordings.of_session(tx, b.session)[0]
        code = families.session(b.place, b.who, b.session).family.code
    erasing.erase_film(b.place, b.who, film.id, "withdrawn", code)
    b.place.store.write(
        lambda tx: recordings.add(tx, film.id[::-1], b.session, "film.mp4", film.sha256, "mp4")
    )
    assert refused(lambda: b.bring(a.take(coding))) == "erased"
    assert not _there(b, coding)


def test_a_file_names_nobody_and_is_the_same_whenever_it_is_made(two: tuple[Computer, Computer]) -> None:
    a, _b = two
    coding = a.begin()
    a.press(coding, add(1_000))
    file = a.take(coding)
    assert file == a.take(coding)
    for name in (a.who.name, "film.mp4", "Visit 1", families.session(a.place, a.who, a.session).family.code):
        assert name.encode() not in file


HOSTILE: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("not_a_coding", lambda _file: b""),
    ("not_a_coding", lambda _file: b"[" * 200_000),
    ("not_a_coding", lambda _file: b"[" + b"[]," * 1_100_000 + b"[]]"),
    ("not_a_coding", lambda file: file[: len(file) // 2]),
    ("not_a_coding", lambda _file: b'{"attune": "coding", "attune": "coding"}'),
    ("not_a_coding", lambda _file: b"PK\x03\x04 attune-backup"),
    ("too_large", lambda file: file + b" " * 2**25),
    ("newer", lambda file: file.replace(b'"format":1', b'"format":2')),
    ("damaged", lambda file: file.replace(b'"bid_social"', b'"pause"')),
    ("malformed", lambda file: sealed_anew(file, id="../../etc/passwd")),
    ("malformed", lambda file: sealed_anew(file, more=1)),
    ("malformed", lambda file: sealed_anew(file, window={"onset_ms": 5, "offset_ms": 1})),
    ("malformed", lambda file: sealed_anew(file, acts=[3])),
    ("malformed", lambda file: sealed_anew(file, acts=[{**_acts(file)[0], "n": True}])),
    ("malformed", lambda file: sealed_anew(file, acts=[{**_acts(file)[0], "edits": []}])),
    ("untrue", lambda file: sealed_anew(file, acts=_acts(file) * 2)),
    ("untrue", lambda file: sealed_anew(file, window={"onset_ms": 0, "offset_ms": 1})),
    ("untrue", lambda file: sealed_anew(file, state="submitted")),
    ("edits", lambda file: sealed_anew(file, acts=[{**_acts(file)[0], "edits": [remove(add(1))]}])),
    (
        "unknown_track",
        lambda file: sealed_anew(file, acts=[{**_acts(file)[0], "edits": [add(1, track="x")]}]),
    ),
    ("invalid", lambda file: sealed_anew(file, acts=[{**_acts(file)[0], "edits": [add(1, 70_000)]}])),
]


def _acts(file: bytes) -> list[Any]:
    acts: list[Any] = json.loads(file)["coding"]["acts"]
    return acts


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_file_is_refused_with_its_place_and_leaves_nothing(
    two: tuple[Computer, Computer], number: int
) -> None:
    a, b = two
    coding = a.begin()
    a.press(coding, add(1_000))
    code, spoil = HOSTILE[number]
    answer = carrying.bring_in(b.place, b.who, spoil(a.take(coding)), session=b.session)
    assert answer["verdict"] == "reject" and answer["events"] == []
    assert [error["code"] for error in answer["errors"]] == [code]
    assert not _there(b, coding)


# What happens at one of two computers: a new mark, a stretch, a change or removal of something that stands
# there, the coded window; times in steps of which many meet.
steps = st.lists(
    st.tuples(
        st.sampled_from(("point", "state", "change", "remove", "window")),
        st.integers(0, 12),
        st.integers(0, 9),
    ),
    max_size=6,
)


def _go_on(computer: Computer, coding: str, history: list[tuple[str, int, int]]) -> None:
    for kind, when, which in history:
        with computer.place.store.read() as tx:
            standing = sorted(stored.load(tx, coding).annotations, key=lambda a: a.content.onset_ms)
        onset = when * 1_000
        if kind in ("change", "remove") and standing:
            mark = standing[which % len(standing)]
            of = add(onset, None if mark.content.is_point else onset + 1_000) | {"annotation": mark.id}
            edit = remove(of, mark.revision) if kind == "remove" else change(of, mark.revision)
        elif kind == "window":
            edit = window(0, 20_000 + onset)
        else:
            edit = add(onset, onset + 1_500 if kind == "state" else None)
        computer.press(coding, edit)


def _met(bring: Callable[[], Any]) -> str:
    try:
        bring()
    except CodingError as conflict:
        return f"conflict: {conflict.problems[0].code}"
    return "merged"


Histories = tuple[list[tuple[str, int, int]], list[tuple[str, int, int]], list[tuple[str, int, int]]]


def check_two_histories(places: tuple[Workplace, Workplace], histories: Histories, join: bool) -> None:
    a, b = two_visits(*places)
    coding = a.begin()
    both, at_a, at_b = histories
    _go_on(a, coding, both)
    b.bring(a.take(coding))
    _go_on(a, coding, at_a)
    _go_on(b, coding, at_b)
    from_a, from_b = a.take(coding), b.take(coding)
    at_b_met = _met(lambda: b.bring(from_a, join=join))
    at_a_met = _met(lambda: a.bring(from_b, join=join))
    assert at_a_met == at_b_met
    if at_a_met == "merged":
        assert a.stands(coding) == b.stands(coding)
    else:
        assert (a.take(coding), b.take(coding)) == (from_a, from_b), "a conflict changes nothing"
    assert a.problems(coding) == b.problems(coding) == []
    before = b.take(coding)
    assert _met(lambda: b.bring(from_a, join=join)) == at_b_met and b.take(coding) == before


@quick
@given(histories=st.tuples(steps, steps, steps), join=st.booleans())
def test_two_histories_meet_in_one_coding_or_in_a_named_conflict(
    places: tuple[Workplace, Workplace], histories: Histories, join: bool
) -> None:
    check_two_histories(places, histories, join)


@pytest.mark.slow
@thorough
@given(histories=st.tuples(steps, steps, steps), join=st.booleans())
def test_many_histories_meet(places: tuple[Workplace, Workplace], histories: Histories, join: bool) -> None:
    check_two_histories(places, histories, join)


def mapped(a: Computer, b: Computer, title: str) -> tuple[str, str, Scheme, Scheme]:
    """Two versions of a scheme at both computers; at the first a coding of the old one, brought over to the new."""
    begun = drafting.begin(a.place, a.who, title)
    step = drafting.edit(a.place, a.who, begun, lambda document: all_kinds() | {"id": document["id"]})
    old = publishing.publish(a.place, a.who, begun, step)
    source = codings.begin_coding(a.place, a.who, a.session, old.hash, None)
    smile = {"track": "cues", "subject": "child", "code": "smile"}
    a.press(source, add(2_000, **smile), add(5_000, **smile))
    codings.submit_coding(a.place, a.who, source, 1)
    later = drafting.begin_next(a.place, a.who, old.hash)
    new = publishing.publish(a.place, a.who, later, drafting.edit(a.place, a.who, later, renamed))
    for scheme in (old, new):
        name, text = library.scheme_file(a.place, a.who, scheme.hash)
        assert bringing_in.bring_scheme(b.place, b.who, name, text)["verdict"] == "accept"
    codes = suggested(old, new) | {"contact.together": "contact.close", "cues.smile": "cues.smile_open"}
    remapping.keep_map(a.place, a.who, old.hash, new.hash, codes)
    (made,) = remapping.apply_map(a.place, a.who, old.hash, new.hash, [source])
    return source, made, old, new


def test_what_came_from_another_version_says_so_on_the_other_computer_too(
    two: tuple[Computer, Computer],
) -> None:
    """Behind the coding it came from, with its map; a map that counts there already goes on counting."""
    a, b = two
    source, made, old, new = mapped(a, b, "Carried one")
    other = suggested(old, new) | {"contact.together": "contact.close", "cues.smile": "cues.smile_small"}
    remapping.keep_map(b.place, b.who, old.hash, new.hash, other)
    assert refused(lambda: b.bring(a.take(made))) == "source_missing"
    b.bring(a.take(source))
    assert b.bring(a.take(made)).outcome == "new"
    assert a.bring(b.take(made)).outcome == "same", "and back again"
    with a.place.store.read() as one, b.place.store.read() as two_:
        first, second = (scheme_maps.mapped_from(tx, made) for tx in (one, two_))
        assert first == second is not None
        assert (second.source, second.source_seq, second.codes["cues.smile"]) == (
            source,
            1,
            "cues.smile_open",
        )
        assert stored.facts(two_, made).source == source
        counts = scheme_maps.of_versions(two_, old.hash, new.hash)
    assert counts is not None and counts.codes == other
    assert b.bring(a.take(made)).outcome == "same" and b.problems(made) == []
    assert origins(b.place, b.who, made) == {("2.0.0", "remapped")}


def test_an_origin_that_was_changed_by_hand_is_refused(two: tuple[Computer, Computer]) -> None:
    a, b = two
    source, made, old, _new = mapped(a, b, "Carried two")
    b.bring(a.take(source))
    plain = json.loads(a.take(made))
    came = plain["coding"]["mapped_from"]
    assert came["old_scheme"] == old.hash
    for wrong, code in (
        ({"codes": {**came["codes"], "cues.smile": "contact.close"}}, "untrue"),
        ({"old_scheme": plain["coding"]["scheme"]["hash"]}, "untrue"),
        ({"source": "0" * 16}, "source_missing"),
        ({"at": "yesterday"}, "malformed"),
    ):
        file = sealed_anew(a.take(made), mapped_from={**came, **wrong})
        assert refused(lambda file=file: b.bring(file)) == code  # type: ignore[misc]
    assert b.bring(a.take(made)).outcome == "new"
