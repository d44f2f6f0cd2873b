"""Passwords at a team's server: what one may be, how it is kept, and how it is proved."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from annotator.errors import AnnotatorError, Conflict, said

SHORTEST, LONGEST = 12, 128
AT_ONCE = 4
"""Passwords that are worked on at a time: each takes 46 MiB of memory."""

WAIT_S = 10
_HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1, type=Type.ID)
_TURNS = BoundedSemaphore(AT_ONCE)
_DIFFERENT_LETTERS = 5
_OF_ONES_OWN = 8
"""Letters that are left when names and our own words are taken out."""

# What a wrong name is held against, so that it takes as long as a wrong password: as _HASHER writes one.
_NOBODYS = "$argon2id$v=19$m=47104,t=1,p=1$uzGOCBRTRD7Rn+SCfTIOpA$+K0VWhatlkeaWjvyKuACPY4P7HzI2YtR4f5Qp2FnhJs"

# Passwords of twelve letters or more that stand high in every list of breached ones.
_WELL_KNOWN = Path(__file__).with_name("well_known_passwords.txt")
_OUR_WORDS = ("attune", "annotator")


def check_new(password: str, name: str) -> None:
    """Refuse a password that others guess first; AnnotatorError with a sentence that says how to choose."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AnnotatorError(
            said(
                "A password has {shortest} to {longest} letters. Three or four words that belong to nobody "
                "else are good, and easy to keep in mind.",
                shortest=SHORTEST,
                longest=LONGEST,
            )
        )
    plain = password.casefold()
    rest = plain
    for word in (*_OUR_WORDS, *name.casefold().split()):
        rest = rest.replace(word, "")
    easy = plain in _well_known() or len(set(plain)) < _DIFFERENT_LETTERS
    if easy or len(rest) < _OF_ONES_OWN:
        raise AnnotatorError(
            said("This password is among the first that are tried. Choose three or four words instead.")
        )


@cache
def _well_known() -> frozenset[str]:
    return frozenset(_WELL_KNOWN.read_text().split())


def written(password: str) -> str:
    """A password as it is kept: argon2id, with its parameters and a salt of its own."""
    with _turn():
        return _HASHER.hash(password)


def proved(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept; without one it takes as long and is not."""
    if len(password) > LONGEST:
        return False
    with _turn():
        try:
            return _HASHER.verify(kept or _NOBODYS, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def out_of_date(kept: str) -> bool:
    """Whether a password was written with weaker parameters than ours now."""
    return _HASHER.check_needs_rehash(kept)


@contextmanager
def _turn() -> Iterator[None]:
    if not _TURNS.acquire(timeout=WAIT_S):
        raise Conflict(said("Too many people sign in at this moment. Wait a little and try again."))
    try:
        yield
    finally:
        _TURNS.release()
