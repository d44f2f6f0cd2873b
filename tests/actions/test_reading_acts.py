"""Acts from a browser are read strictly: nothing unknown, nothing guessed, nothing dropped."""

from typing import Any

import pytest

from annotator.actions.reading_acts import ActsRefused, read_acts
from annotator.model import Content
from annotator.store import contents
from tests.talking import new_id, point


def act(**changed: Any) -> dict[str, Any]:
    edit = {
        "id": new_id(),
        "kind": "add",
        "annotation": new_id(),
        "revision": 0,
        "content": point(40),
        "window": None,
    }
    return {"id": new_id(), "tab": new_id(), "n": 1, "kind": "press", "edits": [edit]} | changed


def with_content(**changed: Any) -> dict[str, Any]:
    made = act()
    made["edits"][0]["content"] = point(40) | changed
    return made


def test_what_is_written_is_read_back() -> None:
    content = Content(
        "gaze", "infant", "mother", 0, None, 0, None, 12, None, {"how": ("a", "b"), "n": 2}, "x", True
    )
    made = act()
    made["edits"][0]["content"] = contents.to_dict(content)
    acts, problems = read_acts({"api": 1, "acts": [made]})
    assert problems == {}
    assert acts[0].edits[0].content == content


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param([], id="no object"),
        pytest.param({"api": 2, "acts": [act()]}, id="another version"),
        pytest.param({"api": 1, "acts": []}, id="no acts"),
        pytest.param({"api": 1, "acts": [act()], "coder": "ana"}, id="an unknown key"),
        pytest.param({"api": 1, "acts": [act(n=True)]}, id="true is not 1"),
        pytest.param({"api": 1, "acts": [act(n="1")]}, id="text is not a number"),
        pytest.param({"api": 1, "acts": [act(role="lead")]}, id="a role from outside"),
        pytest.param({"api": 1, "acts": [act(id="x")]}, id="a short id"),
        pytest.param({"api": 1, "acts": [act()] * 201}, id="too many"),
    ],
)
def test_a_request_that_cannot_be_read_is_refused_whole(payload: object) -> None:
    with pytest.raises(ActsRefused):
        read_acts(payload)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(with_content(onset_ms=1.5), id="half a millisecond"),
        pytest.param(with_content(onset_ms=True), id="true as a time"),
        pytest.param(with_content(onset_ms=float("nan")), id="no number"),
        pytest.param(with_content(coder="ana"), id="an unknown key"),
        pytest.param(with_content(comment="x" * 2001), id="an endless comment"),
        pytest.param(act(edits=[]), id="no edits"),
        pytest.param(act(edits="all"), id="edits that are no list"),
        pytest.param(act(edits=[{"id": new_id(), "kind": "window"}]), id="a window edit without a window"),
    ],
)
def test_an_act_with_unreadable_edits_is_kept_with_its_problem(wrong: dict[str, Any]) -> None:
    good = act()
    acts, problems = read_acts({"api": 1, "acts": [wrong, good]})
    assert [a.id for a in acts] == [wrong["id"], good["id"]]
    assert set(problems) == {wrong["id"]}
