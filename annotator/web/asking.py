"""What a route of ours may take from its request: who asks, which part of the path, which number."""

from collections.abc import Mapping

from starlette.requests import Request

from annotator.actions.language import ENGLISH, Words, translator
from annotator.errors import said
from annotator.store.accounts import Account
from annotator.web.answers import bad_request
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
