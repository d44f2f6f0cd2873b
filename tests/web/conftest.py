"""A served app for a module's tests, and browsers for each of them."""

from collections.abc import Iterator

import pytest

from tests.web.visitor import Served, Visitor, served


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running app on a fresh data folder, shared by a module."""
    with served(tmp_path_factory.mktemp("web") / "data") as running:
        yield running


@pytest.fixture
def stranger(app: Served) -> Visitor:
    """A browser that never came in by a link."""
    return app.visitor()


@pytest.fixture
def ana(app: Served) -> Visitor:
    """A browser with the first person signed in."""
    return app.visitor().come_in()
