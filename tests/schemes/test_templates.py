"""The fifteen templates: each is complete, with the tracks, codes and scales that its construct asks for."""

from collections.abc import Mapping

import pytest

from annotator.schemes import Scheme, read_scheme
from tests.schemes.scheme_files import SHIPPED

S, P, I, R = "state", "point", "interval", "rating"  # noqa: E741 - the letters that the tables of templates use
ALONE, EVERY = "one at a time", "every moment has one"

# Kind and number of codes of each track, missing ones included; states are exclusive (ALONE) and exhaustive (EVERY).
TEMPLATES: Mapping[str, list[tuple[str, int, str, str]]] = {
    "core-attunement": [(S, 6, ALONE, EVERY), (S, 7, ALONE, EVERY), (P, 4, "", ""), (S, 6, ALONE, EVERY), (P, 5, "", ""), (P, 3, "", ""), (R, 1, "", "")],
    "engagement-phases": [(S, 7, ALONE, EVERY), (S, 4, "", ""), (S, 8, ALONE, EVERY)],
    "match-and-repair": [(S, 7, ALONE, EVERY)] * 2,
    "caregiving-ratings": [(R, 4, "", "")],
    "coach-comments": [(P, 5, "", ""), (P, 1, ALONE, ""), (I, 4, ALONE, EVERY), (R, 2, "", "")],
    "attunement-steps": [(S, 6, ALONE, ""), (P, 1, "", "")],
    "serve-and-return": [(P, 1, "", ""), (P, 3, "", ""), (S, 1, ALONE, ""), (P, 1, "", "")],
    "micro-channels": [(S, n, ALONE, EVERY) for n in (4, 7, 6, 5, 5, 4, 7, 6, 5, 7)],
    "vocal-turns": [(S, 5, ALONE, ""), (S, 4, ALONE, "")],
    "shared-attention": [(S, 7, ALONE, EVERY), (P, 4, "", ""), (P, 2, "", "")],
    "still-face": [(S, 7, ALONE, EVERY), (P, 3, "", ""), (S, 7, ALONE, EVERY), (S, 4, "", ""), (S, 8, ALONE, EVERY)],
    "feeding-cues": [(S, 5, ALONE, EVERY), (P, 4, "", ""), (P, 8, "", ""), (S, 4, ALONE, EVERY), (I, 4, ALONE, EVERY), (P, 1, "", "")],
    "mind-talk": [(S, 6, ALONE, "")],
    "family-repair": [(S, 9, ALONE, EVERY), (S, 7, ALONE, ""), (S, 11, ALONE, ""), (S, 6, ALONE, ""), (S, 3, ALONE, ""), (R, 2, "", "")],
    "relational-safety": [(P, 8, "", "")],
}  # fmt: skip
NO_PARENT_VIEW = {
    "engagement-phases", "match-and-repair", "caregiving-ratings", "coach-comments", "micro-channels", "still-face",
    "family-repair", "relational-safety",
}  # fmt: skip
SCHEMES = {scheme.id: scheme for scheme in (read_scheme(file.read_bytes()) for file in SHIPPED)}


def test_there_are_fifteen_and_one_to_teach_with() -> None:
    assert len(TEMPLATES) == 15
    assert set(SCHEMES) == {*TEMPLATES, "two-keys"}


@pytest.mark.parametrize("id", TEMPLATES)
def test_a_template_has_its_tracks(id: str) -> None:
    found = [
        (t.kind, len(t.codes), ALONE if t.exclusive else "", EVERY if t.exhaustive else "")
        for t in SCHEMES[id].tracks
    ]
    assert found == TEMPLATES[id]


@pytest.mark.parametrize("id", TEMPLATES)
def test_german_words_are_marked_as_reviewed_by_nobody(id: str) -> None:
    i18n = SCHEMES[id].document["i18n"]
    assert "de" in i18n["partial"] and "de" not in i18n["complete"]
    assert "unreviewed" in i18n["review"]["de"]


@pytest.mark.parametrize("id", TEMPLATES)
def test_a_template_says_what_it_is_not_and_whether_parents_see_it(id: str) -> None:
    scheme: Scheme = SCHEMES[id]
    assert (scheme.document["feedback_meeting"] is None) == (id in NO_PARENT_VIEW)
    assert not scheme.claims.validated
    assert scheme.document["provenance"]["kind"] in ("original", "inspired-by")


def test_scales_and_lengths() -> None:
    ends = {
        id: {(c.scale.minimum, c.scale.maximum) for t in SCHEMES[id].tracks for c in t.codes if c.scale}
        for id in ("caregiving-ratings", "coach-comments", "family-repair")
    }
    assert ends == {"caregiving-ratings": {(1, 9)}, "coach-comments": {(1, 5)}, "family-repair": {(-3, 3)}}
    for code in SCHEMES["caregiving-ratings"].tracks[0].codes:
        assert code.scale is not None and set(code.scale.anchors) == {"1", "3", "5", "7", "9"}
    lengths = [
        t.interval_ms for id in ("coach-comments", "feeding-cues") for t in SCHEMES[id].tracks if t.kind == I
    ]
    assert lengths == [60_000, 30_000]


def test_steps_of_attunement_have_no_challenge_and_still_face_holds_the_phases_whole() -> None:
    valences = {c.valence for t in SCHEMES["attunement-steps"].tracks for c in t.codes}
    assert valences == {"strength", "neutral"}
    phases = {t.id: [c.id for c in t.codes] for t in SCHEMES["engagement-phases"].tracks}
    held = {t.id: [c.id for c in t.codes] for t in SCHEMES["still-face"].tracks}
    assert {id: held[id] for id in phases} == phases
    returns = SCHEMES["serve-and-return"]
    links = [m for m in returns.modifiers if m.type == "link"]
    assert [m.links_to for m in links] == [("serve",)]
