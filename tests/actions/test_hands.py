"""A coder's own keys and reaction time: kept with the account, refused where they cannot be."""

import pytest

from annotator.actions import hands, people
from annotator.actions.workplace import Workplace
from annotator.errors import AnnotatorError, NotFound
from annotator.store import accounts, audit
from annotator.store.accounts import Account


def again(place: Workplace, who: Account) -> Account:
    with place.store.read() as tx:
        return accounts.get(tx, who.id)


def kept(place: Workplace, who: Account | None) -> object:
    with place.store.read() as tx:
        return hands.hands_of(tx, who)["keys"]


def test_keys_are_kept_with_the_account_and_with_no_other(place: Workplace) -> None:
    who = people.first_person(place)
    other = people.add_person(place, who, "Ben", "coder", whole=True)
    assert kept(place, who) == {"profile": "attune", "changed": {}}
    hands.set_keys(place, who, "boris", {"play": "Ctrl+Space", "flag": "Pad3"})
    assert kept(place, who) == {
        "profile": "boris", "changed": {"flag": "Pad3", "play": "Ctrl+Space"},
    }  # fmt: skip
    assert kept(place, other)["profile"] == "attune"
    with place.store.read() as tx:
        last = audit.recent(tx, 1)[0]
    assert (last.verb, last.detail) == ("keys", '{"changed":2,"profile":"boris"}')


@pytest.mark.parametrize(
    ("profile", "changed", "words"),
    [
        pytest.param("vim", {}, "no keys called vim", id="unknown profile"),
        pytest.param(
            "boris", {"play": "F13", "pause": "F13"}, "F13 cannot mean two things", id="two meanings"
        ),
        pytest.param("boris", {"play": "Alt+KeyX"}, "cannot be read", id="not a key"),
        pytest.param("boris", {"DROP": "F13"}, "cannot be read", id="not an action"),
        pytest.param("boris", {f"a{n * 'b'}": "F13" for n in range(81)}, "cannot be read", id="too many"),
    ],
)
def test_keys_that_cannot_be_are_refused(
    place: Workplace, profile: str, changed: dict[str, str], words: str
) -> None:
    who = people.first_person(place)
    with pytest.raises(AnnotatorError, match=words):
        hands.set_keys(place, who, profile, changed)
    assert kept(place, who) == {"profile": "attune", "changed": {}}


def test_a_reaction_time_lies_between_nothing_and_a_second(place: Workplace) -> None:
    who = people.first_person(place)
    hands.set_reaction_time(place, who, 240)
    assert again(place, who).rt_offset_ms == 240
    for ms in (-1, 1001):
        with pytest.raises(AnnotatorError, match="between 0 and 1000 ms"):
            hands.set_reaction_time(place, who, ms)
    assert again(place, who).rt_offset_ms == 240


def test_nobody_has_no_keys(place: Workplace) -> None:
    with pytest.raises(NotFound):
        hands.set_keys(place, None, "boris", {})
    assert kept(place, None) == {"profile": "attune", "changed": {}}
