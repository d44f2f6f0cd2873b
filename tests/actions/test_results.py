"""Results are kept while the codings behind them stay the same, and never longer."""

import weakref
from pathlib import Path

from annotator.actions import codings, comparing, people
from annotator.actions.results import Results
from annotator.actions.workplace import open_workplace
from annotator.model import Act, Content, Edit, EditKind
from annotator.store import codings as stored
from tests.films import barcode_film
from tests.running import prepare_visit
from tests.talking import new_id


def test_the_result_used_least_lately_goes_first() -> None:
    results, made = Results(most=2), []

    def make(key: str) -> str:
        return results.get(key, 1, lambda: made.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "b"):
        assert make(key) == key
    assert made == ["a", "b", "c", "b"]
    results.clear()
    make("a")
    assert made == ["a", "b", "c", "b", "a"]


def test_of_what_goes_on_only_the_newest_result_is_kept() -> None:
    """A page that is open on a coding in work asks again after each act: what was before must not pile up."""
    results = Results(most=2)
    other, old = (
        weakref.ref(results.get(of, 1, lambda of=of: frozenset({of}))) for of in ("other", "coding")
    )
    results.get("coding", 2, lambda: frozenset({"new"}))
    assert old() is None
    assert other() is not None


def test_a_summary_is_computed_once_and_anew_after_each_act(tmp_path: Path) -> None:
    visit = prepare_visit(tmp_path / "data", barcode_film(tmp_path / "film.mp4", rate="25", frames=50))
    place = open_workplace(tmp_path / "data")
    try:
        who = people.first_person(place)
        first = comparing.summarise_coding(place, who, visit.coding)
        assert comparing.summarise_coding(place, who, visit.coding).summary is first.summary
        tab = new_id()
        for n in (1, 2):
            bid = Content("infant_cue", "infant", "bid_social", 40 * n, 40 * n)
            act = Act(new_id(), tab, n, "press", (Edit(new_id(), EditKind.ADD, new_id(), 0, bid),))
            place.store.write(lambda tx, act=act: stored.save_acts(tx, visit.coding, [act], {}))
            lane = comparing.summarise_coding(place, who, visit.coding).summary.lane("infant_cue", "infant")
            assert lane is not None and (code := lane.code("bid_social")) is not None
            assert code.count == n
        codings.submit_coding(place, who, visit.coding, 2)
        assert comparing.summarise_coding(place, who, visit.coding).coding.state == "submitted"
    finally:
        place.store.close()
