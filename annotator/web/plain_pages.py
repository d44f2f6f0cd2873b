"""The few pages that are shown without Streamlit: sign-in, sign-out, and why something is refused.

Plain HTML made here, with every text escaped; no script at all.
"""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from annotator.actions.language import ENGLISH, Words, languages, role_words, translator
from annotator.errors import translated
from annotator.model.language import direction
from annotator.store.accounts import Account
from annotator.web.answers import Refusal
from annotator.web.assets import asset_url


class Link(NamedTuple):
    """Where a page leads on to, and how that is called."""

    url: str
    label: str


def words_for(asked: HTTPConnection) -> Words:
    """The words in the language that the browser asks for first, as far as we speak it."""
    listed = asked.headers.get("accept-language", "").replace(";", ",").split(",")
    tongues = [part.strip().partition("-")[0].lower() for part in listed]
    return translator(next((tongue for tongue in tongues if tongue in languages()), ENGLISH))


def refusal(refused: Refusal, _: Words) -> HTMLResponse:
    """A refusal as a page: one sentence, one way on."""
    if refused.code == "consent":
        visit = Link(f"/session?id={quote(str(refused.more['session']))}", _("Open the visit"))
        return notice(_("Not everybody has agreed"), refused.message, visit, _, refused.status)
    if refused.code == "proof":
        # Not straight on to the file: after signing in it would come without having been asked for.
        again = Link("/sign-in", _("Sign in once more"))
        return notice(_("Please sign in again"), refused.message, again, _, refused.status)
    title = _("There is no such page") if refused.status == 404 else _("That did not work")
    return notice(title, refused.message, Link("/", _("Go to the first page")), _, refused.status)


def notice(title: str, sentence: str, link: Link, _: Words, status: int = 200) -> HTMLResponse:
    """A page with one sentence and one link."""
    on = f'<p><a class="button" href="{escape(link.url)}">{escape(link.label)}</a></p>'
    return page(title, f"<p>{escape(translated(sentence, _))}</p>{on}", _, status)


def chooser(people: Iterable[Account], there: str, _: Words) -> HTMLResponse:
    """Who is working here? One button a person."""
    buttons = "".join(_person(person, _) for person in people)
    lead = escape(_("Choose your name, so that your codings are kept as yours."))
    inside = f'{hidden("next", there)}<div class="people">{buttons}</div>'
    form = f'<form method="post" action="/sign-in">{inside}</form>'
    return page(_("Who is working here?"), f"<p>{lead}</p>{form}", _)


def _person(person: Account, _: Words) -> str:
    role = escape(role_words(person.role, _))
    return (
        f'<button name="account" value="{escape(person.id)}"><span>{escape(person.name)}</span>'
        f"<small>{role}</small></button>"
    )


def hidden(name: str, value: str) -> str:
    """A field of a form that nobody sees."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def how_to_get_in(_: Words) -> HTMLResponse:
    """For a browser that did not come in by a launch link."""
    sentence = _("Run `annotator start` (or `make run`) again and use the link it prints.")
    before = _(
        "Attune keeps families' films on this computer, so it opens only for the browser it was started with."
    )
    return page(_("Please come in by the link"), f"<p>{escape(before)}</p><p>{escape(sentence)}</p>", _)


def leave(person: Account, _: Words) -> HTMLResponse:
    """Ask before signing out: it is a change, and no change is made by following a link."""
    stay = f'<a class="button" href="/">{escape(_("Stay"))}</a>'
    go = f'<button class="primary">{escape(_("Sign out"))}</button>'
    form = f'<form method="post" action="/sign-out"><div class="row">{go}{stay}</div></form>'
    sentence = _("You are signed in as {name}. What you coded is kept.").format(name=person.name)
    return page(_("Sign out?"), f"<p>{escape(sentence)}</p>{form}", _)


def page(title: str, body: str, _: Words, status: int = 200) -> HTMLResponse:
    """A page of ours without Streamlit; ``body`` is HTML in which every text is escaped already."""
    return HTMLResponse(
        f"""<!doctype html>
<html lang="{escape(_.language)}" dir="{direction(_.language)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)} · Attune</title>
<link rel="icon" href="/favicon.png">
<link rel="stylesheet" href="{asset_url("web/sign_in.css")}">
<main><p class="name">Attune</p><h1>{escape(title)}</h1>{body}</main>
</html>
""",
        status_code=status,
    )
