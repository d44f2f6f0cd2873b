"""Every route that gives something, asked by a coder with every id there is: nothing tells of the other coder."""

import re
from collections.abc import Iterator

import pytest

from annotator.actions import people
from annotator.store import accounts
from annotator.web import routing
from tests.blind_case import STAGES, Blind, blind
from tests.web.visitor import SESSION, Visitor, served

PARTS = {
    "name": "proxy.mp4",
    "ms": "40",
    "moment": "none",
    "annotation": "none",
    "path": "none",
    "mark": "none",
}
AT_RANDOM = ("date", "content-security-policy", "set-cookie", "x-request-id")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Blind, Visitor]]:
    with served(tmp_path_factory.mktemp("blind") / "data") as app:
        lead = app.first()
        ben = people.add_person(app.place, lead, "Ben", "coder")
        made, visitor = blind(app.place, lead, ben), app.visitor()
        visitor.cookies[SESSION] = app.place.store.write(lambda tx: accounts.sign_in(tx, ben.id))
        yield made, visitor


def asked(visitor: Visitor, path: str) -> tuple[int, dict[str, str], bytes]:
    """An answer without what differs from request to request."""
    answer = visitor.get(path)
    kept = {name: value for name, value in answer.headers.items() if name not in AT_RANDOM}
    return answer.status_code, kept, re.sub(rb'nonce="[^"]*"|name="csrf" value="[^"]*"', b"", answer.content)


def paths(case: Blind) -> Iterator[tuple[str, str]]:
    """Every address of every route that is got, with each id in each place; and its form, without Ana's coding."""
    ids = [*case.ids, case.anas or "0" * 16]
    for method, template, _handler in routing.ROUTES:
        if method != "GET":
            continue
        named = [name for name in re.findall(r"\{(\w+)(?::path)?\}", template) if name not in PARTS]
        for one in ids if named else [""]:
            path = template
            for name in named:
                other = case.anas or "0" * 16 if name == "other" else one
                path = path.replace(f"{{{name}}}", other)
            path = re.sub(r"\{(\w+)(:path)?\}", lambda match: PARTS[match.group(1)], path)
            yield path.replace(case.anas or "0" * 16, "ANA"), path


def test_no_route_tells_a_coder_whether_another_has_the_visit_or_has_coded_it(
    case: tuple[Blind, Visitor],
) -> None:
    world, visitor = case
    seen: list[dict[str, tuple[int, dict[str, str], bytes]]] = []
    for stage in world.stages():
        found = {form: asked(visitor, path) for form, path in paths(world)}
        if seen:
            assert found.keys() == seen[0].keys()
            told = [form for form in found if found[form] != seen[0][form]]
            assert told == [], stage
        seen.append(found)
    assert len(seen) == len(STAGES)
    # It was somebody's crawl: what is Ben's own was there each time.
    own = f"/api/v1/codings/{world.bens}"
    assert seen[0][own][0] == seen[0][f"/exports/codings/{world.bens}.zip"][0] == 200
    assert seen[-1]["/api/v1/codings/ANA"][0] == 404
