"""Coming in by a launch link, choosing who one is, going out again."""

from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from annotator.actions import signing
from annotator.actions.language import translator
from annotator.errors import NotFound, said
from annotator.store.accounts import Account
from annotator.web import plain_pages
from annotator.web.answers import Refusal, bad_request, json_object, place, text, work
from annotator.web.asking import visit
from annotator.web.plain_pages import Link
from annotator.web.site import Site

DEVICE_S = 90 * 24 * 3600
_NOT_AGAIN = ("/sign-in", "/sign-out", "/launch")


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


async def launch(request: Request) -> Response:
    """Trade a launch token for the mark of this browser and a sign-in; one use."""
    _ = plain_pages.words_for(request)
    try:
        device, session = await work(signing.launch, place(), request.query_params.get("token", ""))
    except NotFound as refusal:
        return plain_pages.notice(
            _("This link is used up"), refusal.sentence, Link("/", _("Go to the first page")), _, 404
        )
    there = own_path(request.query_params.get("next", "/"))
    if await _signed_in(request) is not None:
        # Whoever works in this browser stays: a link says that it may come in, not who sits there.
        await work(signing.sign_out, place(), session)
        return _with_device(RedirectResponse(there, 303), request, device)
    return _with_session(_with_device(RedirectResponse(there, 303), request, device), request, session)


async def sign_in_page(request: Request) -> Response:
    """Who is working here? Or, for a browser that never came in by a link, how to."""
    _ = plain_pages.words_for(request)
    people = await work(signing.people_here, place(), _device(request))
    if not people:
        return plain_pages.how_to_get_in(_)
    return plain_pages.chooser(people, own_path(request.query_params.get("next", "/")), _)


async def sign_in(request: Request) -> Response:
    """Sign a person of this computer in, by the form or by JSON; a sign-in that was there before ends."""
    as_json = request.headers.get("content-type", "").startswith("application/json")
    account, there = await (_asked_json(request) if as_json else _asked_form(request))
    try:
        session = await work(signing.sign_in, place(), _device(request), account)
    except NotFound as refusal:
        if as_json:
            raise
        _ = plain_pages.words_for(request)
        return plain_pages.notice(
            _("That did not work"), refusal.sentence, Link("/sign-in", _("Choose again")), _, 404
        )
    await _end(request)
    answer = await _account_json(session) if as_json else RedirectResponse(own_path(there), 303)
    return _with_session(answer, request, session)


async def _asked_json(request: Request) -> tuple[str, str]:
    asked = await json_object(request, frozenset({"account"}), frozenset({"next"}))
    return text(asked["account"]), text(asked.get("next", "/"), 2000)


async def _asked_form(request: Request) -> tuple[str, str]:
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise Refusal(415, "content_type", said("Use the buttons of the sign-in page."))
    try:
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=4)
    except ValueError:
        raise bad_request(said("Use the buttons of the sign-in page.")) from None
    fields = dict(pairs)
    if len(fields) != len(pairs) or not {"account"} <= fields.keys() <= {"account", "next"}:
        raise bad_request(said("Use the buttons of the sign-in page."))
    return text(fields["account"]), text(fields.get("next", "/"), 2000)


async def sign_out_page(request: Request) -> Response:
    """Ask before signing out."""
    person = await _signed_in(request)
    if person is None:
        return RedirectResponse("/sign-in", 303)
    return plain_pages.leave(person, translator(person.language))


async def sign_out(request: Request) -> Response:
    """End this sign-in: in the store, in every open page, and what the browser has cached."""
    await _end(request)
    wants_json = "application/json" in request.headers.get("accept", "")
    answer: Response = JSONResponse({"signed_out": True}) if wants_json else RedirectResponse("/", 303)
    site = Site.of(request.scope)
    answer.delete_cookie(site.session_cookie, path="/", secure=site.secure, httponly=True, samesite="lax")
    # Only the cache: what is kept in the browser's own store may hold marks that are not sent yet.
    answer.headers["clear-site-data"] = '"cache"'
    return answer


async def me(request: Request) -> Response:
    """Who is signed in here."""
    account = visit(request).account
    if account is None:
        raise Refusal(401, "signed_out", said("You are signed out. Sign in again."))
    return JSONResponse({"account": account_json(account)})


def account_json(account: Account) -> dict[str, str]:
    """What a page may know about the person at it."""
    return {"id": account.id, "name": account.name, "role": account.role, "language": account.language}


async def _account_json(session: str) -> Response:
    account = await work(signing.who_is, place(), session)
    return JSONResponse({"account": account_json(account) if account else None})


def _device(request: Request) -> str:
    return request.cookies.get(Site.of(request.scope).device_cookie, "")


async def _signed_in(request: Request) -> Account | None:
    return await visit(request).sessions.who(visit(request).token)


async def _end(request: Request) -> None:
    here = visit(request)
    if here.token:
        await work(signing.sign_out, place(), here.token)
        here.end(here.token)


def _with_device(answer: Response, request: Request, device: str) -> Response:
    site = Site.of(request.scope)
    return _with_cookie(answer, site, site.device_cookie, device, DEVICE_S)


def _with_session(answer: Response, request: Request, session: str) -> Response:
    site = Site.of(request.scope)
    return _with_cookie(answer, site, site.session_cookie, session, None)


def _with_cookie(answer: Response, site: Site, name: str, value: str, seconds: int | None) -> Response:
    answer.set_cookie(name, value, seconds, path="/", secure=site.secure, httponly=True, samesite="lax")
    return answer
