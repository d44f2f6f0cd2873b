"""The pictures leave out no page."""

from urllib.parse import urlsplit

from annotator.web.policies import PAGES
from tests.screenshots import EMPTY, FULL, OTHERS


def test_every_page_has_its_picture() -> None:
    shown = {urlsplit(path).path for pages in (EMPTY, FULL, *OTHERS.values()) for path in pages.values()}
    assert set(PAGES) - shown == set()
