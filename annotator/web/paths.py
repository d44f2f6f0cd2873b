"""Where a page may lead on to after signing in: nowhere but to us."""

from urllib.parse import urlsplit

_NOT_AGAIN = ("/sign-in", "/sign-out", "/launch", "/invitation")


def own_path(there: str) -> str:
    r"""A path of ours to go on to; the first page for everything that could lead elsewhere.

    >>> own_path("/desk?coding=7"), own_path("//evil.example"), own_path("https://evil.example")
    ('/desk?coding=7', '/', '/')
    """
    odd = "\\" in there or not there.isprintable() or len(there) > 2000
    if odd or not there.startswith("/") or there.startswith("//"):
        return "/"
    split = urlsplit(there)
    return "/" if split.netloc or split.scheme or split.path.startswith(_NOT_AGAIN) else there
