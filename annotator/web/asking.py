"""What a route of ours may take from its request: who asks, which part of the path, which number."""

from collections.abc import Mapping, Set
from urllib.parse import parse_qsl

from starlette.requests import Request

from annotator.actions.language import ENGLISH, Words, translator
from annotator.errors import said
from annotator.store.accounts import Account
from annotator.web.answers import Refusal, bad_request, text
from annotator.web.sessions import Visit


def visit(request: Request) -> Visit:
    """What the gate found out about this request."""
    found: Visit = request.scope["attune"]
    return found


def who(request: Request) -> Account | None:
    """Who is signed in."""
    return visit(request).account


def words_of(request: Request) -> Words:
    """The words of the language that the person signed in has chosen."""
    account = who(request)
    return translator(account.language if account else ENGLISH)


def part(request: Request, name: str = "id") -> str:
    """A part of the request's path."""
    return str(request.path_params[name])


def count(query: Mapping[str, str], name: str) -> int:
    """A whole number of the query, 0 or more, written with digits only."""
    written = query.get(name, "")
    if not (written.isascii() and written.isdigit() and len(written) < 16):
        raise bad_request(said("The address must say {name} as a whole number.", name=name))
    return int(written)


_LONGEST_FIELD = 2000


async def form_fields(request: Request, needed: Set[str], optional: Set[str] = frozenset()) -> dict[str, str]:
    """The fields of a plain form of ours: these, perhaps the optional ones, each once, and no others."""
    otherwise = said("Use the buttons of the sign-in page.")
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise Refusal(415, "content_type", otherwise)
    try:
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=6)
    except ValueError:
        raise bad_request(otherwise) from None
    fields = {name: text(value, _LONGEST_FIELD) for name, value in pairs}
    if len(fields) != len(pairs) or not needed <= fields.keys() <= needed | optional:
        raise bad_request(otherwise)
    return fields


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_of(request: Request) -> str:
    """With what somebody signs in, in two words of ours; nothing that the browser says is kept.

    >>> from starlette.requests import Request
    >>> agent = b"Mozilla/5.0 (iPad; CPU OS 18_0) AppleWebKit/605.1 Version/18.0 Safari/604.1"
    >>> browser_of(Request({"type": "http", "headers": [(b"user-agent", agent)]}))
    'Safari, iPad'
    """
    agent = request.headers.get("user-agent", "")
    found = [next((name for sign, name in known if sign in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)
