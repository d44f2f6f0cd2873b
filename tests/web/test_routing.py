"""The table of routes names handlers that exist."""

import inspect

from annotator.web import routing


def test_every_route_has_its_handler() -> None:
    for _method, path, name in routing.ROUTES:
        assert inspect.iscoroutinefunction(routing.handler(name)), path
    assert len({(method, path) for method, path, _name in routing.ROUTES}) == len(routing.ROUTES)
