"""The second factor: codes for thirty seconds from a shared secret, after RFC 6238 and RFC 4226."""

import base64
import hmac
from collections.abc import Callable
from urllib.parse import quote, urlencode

STEP_S = 30
DIGITS = 6
_AROUND = (0, -1, 1)
"""Steps that count as now: a telephone's clock may be half a minute off."""


def code(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of one step of thirty seconds since 1970 (RFC 4226, 5.3).

    >>> code(b"12345678901234567890", 59 // STEP_S, digits=8)
    '94287082'
    """
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 0xF
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}}"


def step_of(secret: bytes, typed: str, at_s: float, used: int = -1) -> int | None:
    """The step whose code was typed at a time in seconds since 1970; None when it is the code of none.

    ``used`` is the step that was used last: a code counts once, and none before it counts any more.
    """
    clean = "".join(typed.split())
    now = int(at_s) // STEP_S
    steps = [now + offset for offset in _AROUND if now + offset > used and now + offset >= 0]
    found = [step for step in steps if hmac.compare_digest(code(secret, step).encode(), clean.encode())]
    return found[0] if found else None


def written(secret: bytes) -> str:
    """A secret as people type it into their telephone: base 32 in groups of four.

    >>> written(b"12345678901234567890")
    'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ'
    """
    plain = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def address(secret: bytes, name: str, site: str) -> str:
    """What the square of dots says to a telephone: the account, the site and the secret."""
    plain = written(secret).replace(" ", "")
    return (
        f"otpauth://totp/{quote(f'Attune:{name}')}?{urlencode({'secret': plain, 'issuer': f'Attune {site}'})}"
    )


def recovery_codes(random_bytes: Callable[[int], bytes], count: int = 10) -> list[str]:
    """Codes for the day the telephone is gone: 80 random bits each, in groups of four letters.

    >>> recovery_codes(bytes, 1)
    ['aaaa-aaaa-aaaa-aaaa']
    """
    plain = [base64.b32encode(random_bytes(10)).decode().lower() for _ in range(count)]
    return ["-".join(each[at : at + 4] for at in range(0, 16, 4)) for each in plain]


def is_recovery_code(typed: str) -> bool:
    """Whether somebody typed a recovery code rather than the code of now."""
    return len(plain_recovery_code(typed)) == 16


def plain_recovery_code(typed: str) -> str:
    """A recovery code without what people write between its letters."""
    return "".join(typed.replace("-", " ").split()).lower()
