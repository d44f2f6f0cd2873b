"""Schemes damaged at random: never an exception, never a broken reference in a scheme that is accepted."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import SchemeError
from annotator.schemes import Scheme, problems_of, read_scheme
from tests.quickness import cpu_s
from tests.schemes.scheme_files import SHIPPED, as_json, text_of, values_of

ODD_VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 2.5, 10**15, "", " ", "x", "1", "dyad_state", "infant", "missing", "{child}",
    "segment_end", "a.b", [], {}, [[]], [None], [1, 2], ["dyad_state"], {"en": "x"}, {"": ""},
    {"track": "moment"},
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every place in a scheme."""
    for step in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*path, step)
        yield from places(value[step], (*path, step))


def damaged(values: dict[str, Any], chance: random.Random) -> None:
    """Takes away, replaces, doubles or moves one place."""
    everywhere = list(places(values))
    path = chance.choice(everywhere)
    holder: Any = values
    for step in path[:-1]:
        holder = holder[step]
    last, deed = path[-1], chance.randrange(5)
    if deed == 0:
        del holder[last]
    elif deed == 1:
        holder[last] = chance.choice(ODD_VALUES)
    elif deed == 2 and isinstance(holder, list):
        holder.insert(last, holder[last])
    elif deed == 3 and isinstance(holder, dict):
        holder[f"{last}_"] = holder.pop(last)
    else:
        source: Any = values
        for step in chance.choice(everywhere):
            source = source[step]
        holder[last] = copy.deepcopy(source)


@pytest.mark.parametrize("name", ["core-attunement", "coach-comments"])
def test_a_scheme_damaged_at_random_is_refused_or_whole(name: str) -> None:
    """60 files each, with one to four places damaged; ``make test-all`` has a thousand."""
    assert 0 < accepted_of_damaged(name, 60) < 48


@pytest.mark.slow
def test_of_a_thousand_damaged_schemes_each_is_refused_or_whole() -> None:
    """Every shipped scheme, 63 files each."""
    names = [file.stem for file in SHIPPED]
    assert 0 < sum(accepted_of_damaged(name, 63, "again") for name in names) < 63 * len(names)
    assert 63 * len(names) > 1_000


def accepted_of_damaged(name: str, files: int, round: str = "") -> int:
    """How many of a scheme's damaged files are accepted; every one that is must be whole."""
    accepted = 0
    for seed in range(files):
        chance, values = random.Random(f"{name} {seed}{round}"), values_of(name)
        for _ in range(chance.randint(1, 4)):
            damaged(values, chance)
        try:
            scheme = read_scheme(as_json(values))
        except SchemeError as refusal:
            assert refusal.problems
        else:
            accepted += 1
            assert_whole(scheme)
    return accepted


@pytest.mark.parametrize("name", ["core-attunement", "coach-comments", "two-keys"])
def test_a_file_damaged_byte_by_byte_is_refused_or_whole(name: str) -> None:
    for seed in range(60):
        chance, data = random.Random(f"{name} {seed}"), bytearray(text_of(name).encode())
        for _ in range(chance.randint(1, 3)):
            data[chance.randrange(len(data))] = chance.choice(b"\x00\t\n !\"#&'*,-:<>?@[]`{|}~\xc3\xffax19")
        try:
            assert_whole(read_scheme(bytes(data)))
        except SchemeError as refusal:
            assert refusal.problems


@pytest.mark.parametrize(
    ("name", "list", "field"),
    [
        ("core-attunement", "tracks", "id"),
        ("core-attunement", "modifiers", "id"),
        ("core-attunement", "subjects", "id"),
        ("core-attunement", "profiles", "id"),
        ("coach-comments", "tracks", "id"),
        ("coach-comments", "modifiers", "id"),
    ],
)
def test_what_is_referred_to_cannot_be_renamed_alone(name: str, list: str, field: str) -> None:
    """Everything in these lists is referred to by something, notes and words aside."""
    for number, part in enumerate(values_of(name)[list]):
        values = values_of(name)
        values[list][number][field] = f"{part[field]}-new"
        assert "reference" in [p.code for p in problems_of(as_json(values))], part[field]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(field=st.sampled_from(sorted(values_of("core-attunement"))), value=values)
def test_any_value_in_any_field_gets_an_answer(field: str, value: Any) -> None:
    problems_of(as_json(values_of("core-attunement") | {field: value}))


@settings(max_examples=100, deadline=None)
@given(
    data=st.binary(max_size=400)
    | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_get_an_answer(data: bytes) -> None:
    assert problems_of(data)


def crowded(**parts: Any) -> bytes:
    return as_json(values_of("two-keys") | parts)


CROWDS = {
    "tracks no pass holds": dict(
        tracks=[{"id": f"t{n}", "codes": []} for n in range(2500)],
        profiles=[{"id": "only", "tracks": [f"t{n}" for n in range(2500)]}],
        passes=[{"id": f"p{n}", "profile": ["only"], "tracks": []} for n in range(400)],
    ),
    "passes over one long track": dict(
        tracks=[{"id": "contact", "codes": [{"key": "a"}] * 3000}],
        passes=[{"tracks": ["contact"]}] * 1500,
    ),
    "selectors over one long track": dict(
        tracks=[{"id": "contact", "codes": [{"id": f"c{n}", "modifiers": ["m1"]} for n in range(1200)]}],
        modifiers=[{"id": "m1", "type": "boolean"}],
        measures=[{"kind": "count", "of": {"track": "contact", "where": {"m1": [True]}}}] * 800,
    ),
    "names that are nearly right": dict(
        tracks=[{"id": f"track-number-{n}", "codes": []} for n in range(3000)],
        profiles=[{"id": "only", "tracks": [f"track-nubmer-{n}" for n in range(5000)]}],
    ),
    "long words": dict(
        tracks=[{"id": "t" * 1000 + str(n), "codes": []} for n in range(400)],
        profiles=[{"id": "only", "tracks": ["t" * 1000 + "x" * n for n in range(400)]}],
    ),
    "languages": dict(
        i18n={"default": "en", "complete": [f"l{n}" for n in range(6000)], "partial": [], "review": {}},
        modifiers=[{"label": "x"}] * 2000,
    ),
    "options": dict(
        modifiers=[{"id": "m1", "type": "choice", "options": [{"id": f"o{n}"} for n in range(3000)]}],
        tracks=[{"id": "contact", "codes": [{"id": "c1", "modifiers": ["m1"]}]}],
        measures=[{"kind": "count", "of": {"track": "contact", "where": {"m1": ["o2999"] * 30}}}] * 200,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CROWDS)
def test_a_crowded_scheme_is_answered_within_two_seconds(name: str) -> None:
    """Files just under the limits, made to cost as much as they can."""
    found: list[object] = []
    data = crowded(**CROWDS[name])
    assert cpu_s(lambda: found.append(problems_of(data)), 2) < 2
    assert found[0]


def assert_whole(scheme: Scheme) -> None:
    """Follows every reference of an accepted scheme, without the checks of the package."""
    document: dict[str, Any] = dict(scheme.document)
    tracks = {t["id"]: {c["id"]: c for c in t["codes"]} for t in document["tracks"]}
    modifiers = {m["id"]: m for m in document["modifiers"]}
    subjects = {s["id"] for s in document["subjects"]}
    assert all(t["subject"] in subjects for t in document["tracks"])
    assert all(
        m in modifiers for codes in tracks.values() for c in codes.values() for m in c.get("modifiers", [])
    )
    assert all(t in tracks for part in (*document["profiles"], *document["passes"]) for t in part["tracks"])
    for selector in selectors([document["rules"], document["measures"]]):
        assert selector["track"] in tracks
        codes = tracks[selector["track"]]
        for name in ("codes", "enters", "leaves"):
            assert all(code in codes for code in selector.get(name) or [])
        for where in (selector.get("where", {}), selector.get("where_not", {})):
            assert all(id in modifiers for id in where)
    rules = {r["id"] for r in document["rules"]["contingency"]}
    episodes = {e["id"] for e in document["rules"]["episodes"]}
    assert all(m.get("rule") is None or m["rule"] in rules for m in document["measures"])
    assert all(m.get("episode") is None or m["episode"] in episodes for m in document["measures"])
    for viewing in scheme.passes:
        keys = [code.key for track in scheme.tracks if track.id in viewing.tracks for code in track.codes]
        assert len(set(keys)) == len(keys)
        assert not set(keys) & set("jkl")


def selectors(value: Any) -> Iterator[dict[str, Any]]:
    """Every part that names a track, wherever it stands; a service's own fields aside."""
    if isinstance(value, dict):
        if "track" in value:
            yield value
        for name, inner in value.items():
            if not name.startswith("x_"):
                yield from selectors(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from selectors(inner)


def test_the_shipped_schemes_are_whole() -> None:
    for file in SHIPPED:
        assert_whole(read_scheme(file.read_bytes()))
