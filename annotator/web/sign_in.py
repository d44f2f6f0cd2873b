"""Coming in by a launch link, choosing who one is, going out again."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from annotator.actions import signing
from annotator.actions.language import translator
from annotator.errors import NotFound, said
from annotator.store.accounts import Account
from annotator.web import entering, plain_pages
from annotator.web.answers import Refusal, json_object, place, text, work
from annotator.web.asking import browser_of, form_fields, visit
from annotator.web.cookies import end_sign_in, with_device, with_session
from annotator.web.paths import own_path
from annotator.web.plain_pages import Link
from annotator.web.site import Site


async def launch(request: Request) -> Response:
    """Trade a launch token for the mark of this browser and a sign-in; one use."""
    _ = plain_pages.words_for(request)
    try:
        device, session = await work(
            signing.launch, place(), request.query_params.get("token", ""), browser_of(request)
        )
    except NotFound as refusal:
        return plain_pages.notice(
            _("This link is used up"), refusal.sentence, Link("/", _("Go to the first page")), _, 404
        )
    there = own_path(request.query_params.get("next", "/"))
    if await _signed_in(request) is not None:
        # Whoever works in this browser stays: a link says that it may come in, not who sits there.
        await work(signing.sign_out, place(), session)
        return with_device(RedirectResponse(there, 303), request, device)
    return with_session(with_device(RedirectResponse(there, 303), request, device), request, session)


async def sign_in_page(request: Request) -> Response:
    """Who is working here? Or, for a browser that never came in by a link, how to."""
    if Site.of(request.scope).team:
        return entering.sign_in_page(request)
    _ = plain_pages.words_for(request)
    people = await work(signing.people_here, place(), _device(request))
    if not people:
        return plain_pages.how_to_get_in(_)
    return plain_pages.chooser(people, own_path(request.query_params.get("next", "/")), _)


async def sign_in(request: Request) -> Response:
    """Sign a person in, by the form or by JSON; a sign-in that was there before ends."""
    if Site.of(request.scope).team:
        return await entering.sign_in(request)
    as_json = request.headers.get("content-type", "").startswith("application/json")
    account, there = await (_asked_json(request) if as_json else _asked_form(request))
    try:
        session = await work(signing.sign_in, place(), _device(request), account, browser_of(request))
    except NotFound as refusal:
        if as_json:
            raise
        _ = plain_pages.words_for(request)
        return plain_pages.notice(
            _("That did not work"), refusal.sentence, Link("/sign-in", _("Choose again")), _, 404
        )
    await end_sign_in(request)
    answer = await _account_json(session) if as_json else RedirectResponse(own_path(there), 303)
    return with_session(answer, request, session)


async def _asked_json(request: Request) -> tuple[str, str]:
    asked = await json_object(request, frozenset({"account"}), frozenset({"next"}))
    return text(asked["account"]), text(asked.get("next", "/"), 2000)


async def _asked_form(request: Request) -> tuple[str, str]:
    fields = await form_fields(request, {"account"}, {"next"})
    return fields["account"], fields.get("next", "/")


async def sign_out_page(request: Request) -> Response:
    """Ask before signing out."""
    person = await _signed_in(request)
    if person is None:
        return RedirectResponse("/sign-in", 303)
    return plain_pages.leave(person, translator(person.language))


async def sign_out(request: Request) -> Response:
    """End this sign-in: in the store, in every open page, and what the browser has cached."""
    await end_sign_in(request)
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
