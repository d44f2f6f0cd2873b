"""The plain pages of a team's server: name and password, the second factor, an invitation, a new password."""

from html import escape

from starlette.responses import HTMLResponse

from annotator.actions.entering import Beginning
from annotator.actions.language import Words
from annotator.actions.passwords import LONGEST, SHORTEST
from annotator.errors import translated
from annotator.web.plain_pages import hidden, page


def sign_in(_: Words, there: str, name: str = "", problem: str = "", status: int = 200) -> HTMLResponse:
    """Who is it? By name and password."""
    fields = _field("name", _("Name"), "text", "username", name) + _field(
        "password", _("Password"), "password", "current-password"
    )
    form = _form("/sign-in", hidden("next", there) + fields, _("Sign in"))
    lost = _("No password yet, or forgotten? Ask who keeps Attune here for an invitation.")
    return page(_("Sign in"), f"{_alert(problem, _)}{form}<p>{escape(lost)}</p>", _, status)


def prove(_: Words, ticket: str, there: str, problem: str = "", status: int = 200) -> HTMLResponse:
    """The code of now, for who has a second factor."""
    lead = _("Open the app for codes on your telephone and enter the six digits. A recovery code works too.")
    fields = hidden("ticket", ticket) + hidden("next", there) + _code_field(_)
    form = _form("/sign-in/second", fields, _("Go on"))
    return page(_("Your second factor"), f"<p>{escape(lead)}</p>{_alert(problem, _)}{form}", _, status)


def begin(_: Words, ticket: str, there: str, beginning: Beginning) -> HTMLResponse:
    """Setting the second factor up: the square of dots, or the secret to be typed; shown this once."""
    lead = _(
        "Who manages people needs a second factor. Scan the square with an app for codes on your "
        "telephone, then enter the six digits it shows."
    )
    import segno  # slow to import, and seldom needed

    square = segno.make(beginning.address, micro=False)
    picture = square.svg_data_uri(scale=4, border=4, dark="#23262b", light="#ffffff")
    image = f'<p><img class="square" src="{escape(picture)}" alt="{escape(_("The square to scan"))}"></p>'
    typed = escape(_("Or enter this key in the app:"))
    key = f'<p>{typed} <span class="key">{escape(beginning.written)}</span></p>'
    fields = hidden("ticket", ticket) + hidden("next", there) + _code_field(_)
    form = _form("/sign-in/second", fields, _("Go on"))
    return page(_("Set up your second factor"), f"<p>{escape(lead)}</p>{image}{key}{form}", _)


def recovery(_: Words, codes: list[str], there: str) -> HTMLResponse:
    """The recovery codes, this once."""
    lead = _(
        "Write these codes down and keep them where your telephone is not. Each lets you in once when it is "
        "gone. They are not shown again."
    )
    listed = "".join(f"<li>{escape(code)}</li>" for code in codes)
    on = f'<p><a class="button" href="{escape(there)}">{escape(_("I have written them down"))}</a></p>'
    return page(_("Your recovery codes"), f'<p>{escape(lead)}</p><ol class="codes">{listed}</ol>{on}', _)


def invitation(_: Words, token: str, name: str, problem: str = "", status: int = 200) -> HTMLResponse:
    """Choosing one's own password."""
    lead = _("Welcome, {name}. Choose the password that you will sign in with.").format(name=name)
    name_field = f'<input type="hidden" name="username" autocomplete="username" value="{escape(name)}">'
    form = _form("/invitation", hidden("token", token) + name_field + _new_fields(_), _("Keep the password"))
    return page(_("Your password"), f"<p>{escape(lead)}</p>{_alert(problem, _)}{form}", _, status)


def password(_: Words, problem: str = "", status: int = 200) -> HTMLResponse:
    """Changing one's own password."""
    old = _field("old", _("The password you have now"), "password", "current-password")
    form = _form("/password", old + _new_fields(_), _("Keep the password"))
    rest = _("Wherever else you are signed in, you are signed out.")
    back = f'<p><a class="button" href="/people">{escape(_("Back"))}</a></p>'
    body = f"<p>{escape(rest)}</p>{_alert(problem, _)}{form}{back}"
    return page(_("Change your password"), body, _, status)


def _new_fields(_: Words) -> str:
    hint = _("{shortest} to {longest} letters. Three or four words are good.").format(
        shortest=SHORTEST, longest=LONGEST
    )
    return _field("new", _("New password"), "password", "new-password", hint=hint) + _field(
        "again", _("The same once more"), "password", "new-password"
    )


def _code_field(_: Words) -> str:
    return _field("code", _("Code"), "text", "one-time-code")


def _field(name: str, label: str, kind: str, complete: str, value: str = "", hint: str = "") -> str:
    tip = f'<small id="{name}-hint">{escape(hint)}</small>' if hint else ""
    said_by = f' aria-describedby="{name}-hint"' if hint else ""
    kept = f' value="{escape(value)}"' if value else ""
    return (
        f'<label for="{name}">{escape(label)}</label>{tip}<input id="{name}" name="{name}" type="{kind}" '
        f'autocomplete="{complete}" autocapitalize="none" spellcheck="false" required{kept}{said_by}>'
    )


def _form(where: str, fields: str, button: str) -> str:
    send = f'<div class="row"><button class="primary">{escape(button)}</button></div>'
    return f'<form class="fields" method="post" action="{where}">{fields}{send}</form>'


def _alert(problem: str, _: Words) -> str:
    return f'<p class="problem" role="alert">{escape(translated(problem, _))}</p>' if problem else ""
