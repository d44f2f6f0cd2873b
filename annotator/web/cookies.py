"""The two cookies: who is signed in here, and that this browser came in by a launch link once."""

from starlette.requests import Request
from starlette.responses import Response

from annotator.actions import signing
from annotator.web.answers import place, work
from annotator.web.asking import visit
from annotator.web.site import Site

DEVICE_S = 90 * 24 * 3600


async def end_sign_in(request: Request) -> None:
    """End the sign-in that this browser has, with every page that is open under it."""
    here = visit(request)
    if here.token:
        await work(signing.sign_out, place(), here.token)
        here.end(here.token)


def with_device(answer: Response, request: Request, device: str) -> Response:
    """An answer that marks the browser."""
    site = Site.of(request.scope)
    return _with_cookie(answer, site, site.device_cookie, device, DEVICE_S)


def with_session(answer: Response, request: Request, session: str) -> Response:
    """An answer that carries a sign-in; it goes when the browser is closed, or when it ends here."""
    site = Site.of(request.scope)
    return _with_cookie(answer, site, site.session_cookie, session, None)


def _with_cookie(answer: Response, site: Site, name: str, value: str, seconds: int | None) -> Response:
    answer.set_cookie(name, value, seconds, path="/", secure=site.secure, httponly=True, samesite="lax")
    return answer
