"""Where a request thinks it is, and where we know we are: hosts, origins, cookie names."""

from dataclasses import dataclass

from starlette.types import Scope

_SECURE = {"https": True, "wss": True, "http": False, "ws": False}
_USUAL_PORT = {True: 443, False: 80}
_NAMES = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Site:
    """The address this server answers at: this computer only, at the port it really listens on."""

    port: int
    secure: bool = False

    @classmethod
    def of(cls, scope: Scope) -> "Site":
        """The site a request reached, from the socket it came in by and never from its headers."""
        secure = _SECURE.get(scope.get("scheme", "http"), False)
        server = scope.get("server")
        return cls(int(server[1]) if server and server[1] else _USUAL_PORT[secure], secure)

    @property
    def hosts(self) -> frozenset[str]:
        """Every Host header that means us."""
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
        return "__Host-attune" if self.secure else f"attune_{self.port}"

    @property
    def device_cookie(self) -> str:
        """The cookie of a browser that came in by a launch link once."""
        return f"{self.session_cookie}_device"
