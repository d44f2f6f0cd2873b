"""Where a request thinks it is, and where we know we are: hosts, origins, cookie names."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.types import Scope

from annotator.errors import AnnotatorError, said

PUBLIC = "ATTUNE_PUBLIC"
"""Environment variable: the address under which a team's server is known; none on one's own computer."""

_SECURE = {"https": True, "wss": True, "http": False, "ws": False}
_USUAL_PORT = {True: 443, False: 80}
_NAMES = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Site:
    """The address this server answers at: this computer only, at the port it really listens on.

    ``public``: the one host, with its port where it is unusual, under which a team's server is known.
    """

    port: int
    secure: bool = False
    public: str = ""

    @classmethod
    def here(cls, port: int) -> "Site":
        """The site of this process, when it listens on a port."""
        named = os.environ.get(PUBLIC)
        if not named:
            return cls(port)
        secure, host = public_address(named)
        return cls(port, secure, host)

    @property
    def team(self) -> bool:
        """Whether this is a team's server, where nobody comes in without a password."""
        return bool(self.public)

    @classmethod
    def of(cls, scope: Scope) -> "Site":
        """The site a request reached, from the socket it came in by and never from its headers."""
        if os.environ.get(PUBLIC):
            return cls.here(0)
        secure = _SECURE.get(scope.get("scheme", "http"), False)
        server = scope.get("server")
        return cls(int(server[1]) if server and server[1] else _USUAL_PORT[secure], secure)

    @property
    def hosts(self) -> frozenset[str]:
        """Every Host header that means us."""
        if self.public:
            return frozenset({self.public})
        usual = set(_NAMES) if self.port == _USUAL_PORT[self.secure] else set()
        return frozenset({f"{name}:{self.port}" for name in _NAMES} | usual)

    def origin(self, host: str) -> str:
        """The Origin of our own pages when they were opened at one of our hosts."""
        return f"{'https' if self.secure else 'http'}://{host}"

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins of our own pages."""
        return tuple(self.origin(host) for host in sorted(self.hosts))

    @property
    def session_cookie(self) -> str:
        """The cookie that says who is signed in.

        Browsers share cookies between the ports of a host, so the name carries the port.
        """
        port = self.public.rpartition(":")[2] if self.public else self.port
        return "__Host-attune" if self.secure else f"attune_{port}"

    @property
    def device_cookie(self) -> str:
        """The cookie of a browser that came in by a launch link once."""
        return f"{self.session_cookie}_device"


def public_address(url: str) -> tuple[bool, str]:
    """Whether an address is reached by TLS, and its host as browsers name it.

    AnnotatorError for one that is not a bare address, or that sends passwords in the clear.

    >>> public_address("https://Attune.example.org/"), public_address("http://127.0.0.1:8501")
    ((True, 'attune.example.org'), (False, '127.0.0.1:8501'))
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    more = host is None or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if more or parts.scheme not in ("http", "https"):
        raise AnnotatorError(
            said("{url} is no address of a server. Write it as https://attune.example.org.", url=url)
        )
    secure = parts.scheme == "https"
    if not secure and host not in _NAMES:
        raise AnnotatorError(
            said(
                "{url} would carry passwords and films in the clear. Put a proxy with TLS in front and name "
                "its https address; docs/deployment.md shows how.",
                url=url,
            )
        )
    return secure, f"{host}" if port in (None, _USUAL_PORT[secure]) else f"{host}:{port}"
