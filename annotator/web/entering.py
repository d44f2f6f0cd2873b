"""Coming in to a team's server: name and password, the second factor, invitations, a new password."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from annotator.actions import entering
from annotator.actions.entering import Entered
from annotator.errors import AnnotatorError, NotFound, TooMany, said
from annotator.web import entering_pages, plain_pages
from annotator.web.answers import json_object, place, refusal_of, text, work
from annotator.web.asking import browser_of, form_fields, visit, who, words_of
from annotator.web.cookies import end_sign_in, with_session
from annotator.web.launching import trusted
from annotator.web.paths import own_path
from annotator.web.plain_pages import Link
from annotator.web.site import Site

_NOT_THE_SAME = said("The two new passwords differ. Enter the same one twice.")


def sign_in_page(request: Request) -> Response:
    """The form for name and password."""
    there = own_path(request.query_params.get("next", "/"))
    return entering_pages.sign_in(plain_pages.words_for(request), there)


async def sign_in(request: Request) -> Response:
    """Name and password: in, or on to the second factor."""
    fields = await form_fields(request, {"name", "password"}, {"next"})
    _, there = plain_pages.words_for(request), own_path(fields.get("next", "/"))
    try:
        entered = await work(
            entering.enter,
            place(),
            fields["name"],
            fields["password"],
            _address(request),
            browser_of(request),
        )
    except AnnotatorError as refusal:
        answer = entering_pages.sign_in(
            _, there, fields["name"], refusal.sentence, refusal_of(refusal).status
        )
        return _patient(answer, refusal)
    if entered.second is None:
        await end_sign_in(request)
        return with_session(RedirectResponse(there, 303), request, entered.token)
    return await _second(request, entered, there)


async def _second(request: Request, entered: Entered, there: str) -> Response:
    _ = plain_pages.words_for(request)
    if entered.second == "prove":
        return entering_pages.prove(_, entered.token, there)
    site = Site.of(request.scope).public
    beginning = await work(entering.begin_second, place(), entered.token, site)
    return entering_pages.begin(_, entered.token, there, beginning)


async def second(request: Request) -> Response:
    """The code of the second factor; the first right one brings the recovery codes."""
    fields = await form_fields(request, {"ticket", "code"}, {"next"})
    _, there = plain_pages.words_for(request), own_path(fields.get("next", "/"))
    ticket = fields["ticket"]
    try:
        session, codes = await work(
            entering.prove_second, place(), ticket, fields["code"], browser_of(request)
        )
    except NotFound as refusal:
        return plain_pages.notice(
            _("Please sign in again"), refusal.sentence, Link("/sign-in", _("Sign in")), _, 404
        )
    except AnnotatorError as refusal:
        status = refusal_of(refusal).status
        return _patient(entering_pages.prove(_, ticket, there, refusal.sentence, status), refusal)
    await end_sign_in(request)
    answer = entering_pages.recovery(_, codes, there) if codes else RedirectResponse(there, 303)
    return with_session(answer, request, session)


async def invitation_page(request: Request) -> Response:
    """Whom the invitation is for, and the form for their password. Looking uses nothing up."""
    _, token = plain_pages.words_for(request), request.query_params.get("token", "")
    try:
        person = await work(entering.invited, place(), token)
    except NotFound as refusal:
        return _used_up(request, refusal)
    return entering_pages.invitation(_, token, person.name)


async def accept(request: Request) -> Response:
    """Keep the password of whom the invitation is for; then they sign in with it."""
    fields = await form_fields(request, {"token", "new", "again"}, {"username"})
    _, token = plain_pages.words_for(request), fields["token"]
    try:
        person = await work(entering.invited, place(), token)
        _same_twice(fields)
        await work(entering.accept, place(), token, fields["new"])
    except NotFound as refusal:
        return _used_up(request, refusal)
    except AnnotatorError as refusal:
        return entering_pages.invitation(_, token, person.name, refusal.sentence, 400)
    return RedirectResponse("/sign-in", 303)


async def password_page(request: Request) -> Response:
    """The form for a new password of one's own."""
    return entering_pages.password(words_of(request))


async def change_password(request: Request) -> Response:
    """Change one's own password; everybody who is signed in by the old one elsewhere is out."""
    fields = await form_fields(request, {"old", "new", "again"})
    here = visit(request)
    try:
        _same_twice(fields)
        await work(
            entering.change_password, place(), who(request), here.token or "", fields["old"], fields["new"]
        )
    except AnnotatorError as refusal:
        status = refusal_of(refusal).status
        return _patient(entering_pages.password(words_of(request), refusal.sentence, status), refusal)
    return RedirectResponse("/people", 303)


async def invitation_link(request: Request) -> Response:
    """A fresh invitation for a program that could read the data folder."""
    asked = await json_object(request, frozenset({"secret", "name", "role"}))
    await trusted(asked["secret"])
    whom, token = await work(entering.invite_as_keeper, place(), text(asked["name"]), text(asked["role"], 20))
    return JSONResponse({"invitation": {"name": whom.name, "url": entering.link(place(), token)}})


def _same_twice(fields: dict[str, str]) -> None:
    if fields["new"] != fields["again"]:
        raise AnnotatorError(_NOT_THE_SAME)


def _used_up(request: Request, refusal: NotFound) -> Response:
    _ = plain_pages.words_for(request)
    return plain_pages.notice(
        _("This link is used up"), refusal.sentence, Link("/sign-in", _("Sign in")), _, 404
    )


def _patient(answer: Response, refusal: AnnotatorError) -> Response:
    if isinstance(refusal, TooMany):
        answer.headers["retry-after"] = str(refusal.wait_s)
    return answer


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
