"""What the desk is told of a scheme's constraints: those whose tracks are all coded, in the reader's language."""

import json

from annotator.actions.desk_rules import constraints_json
from annotator.model import Subject, lanes_of
from annotator.schemes import read_scheme
from annotator.shipped import folder
from tests.all_kinds import all_kinds

PEOPLE = [Subject(s, s, "role", s) for s in ("child", "parent", "dyad", "infant", "coach")]


def test_every_kind_with_its_selectors_and_limits() -> None:
    scheme = read_scheme(json.dumps(all_kinds()).encode())
    told = {rule["kind"]: rule for rule in constraints_json(lanes_of(scheme, "only", PEOPLE), scheme, "en")}
    assert list(told) == ["not_together_with", "preceded_by", "followed_by", "modifier_requires", "max_gap"]
    assert told["preceded_by"]["by"] == {"track": "cue", "codes": None, "where": {}, "where_not": {}}
    assert told["modifier_requires"]["event"]["where"] == {"how": ["voice"]}
    assert told["modifier_requires"]["requires"] == ["words"]
    assert (told["not_together_with"]["min_overlap_ms"], told["max_gap"]["max_gap_ms"]) == (1000, 12_000)
    assert (told["modifier_requires"]["severity"], told["max_gap"]["severity"]) == ("error", "warning")


def test_a_depth_that_leaves_a_track_out_is_not_asked_about_it() -> None:
    scheme = read_scheme((folder("coding_schemes") / "core-attunement.yaml").read_bytes())
    assert constraints_json(lanes_of(scheme, "field", PEOPLE), scheme, "en") == []
    (comfort,) = constraints_json(lanes_of(scheme, "standard", PEOPLE), scheme, "de")
    assert comfort["label"] == "Trost ohne ein Hilfesignal in den 30 s davor?"
    assert len(constraints_json(lanes_of(scheme, "research", PEOPLE), scheme, "en")) == 2
