"""A file that only a password opens: a ZIP with AES-256, as 7-Zip and its kin on every system read it."""

import secrets
from pathlib import Path
from typing import BinaryIO

import pyzipper

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that looks like another."""

GROUPS, IN_A_GROUP = 4, 4
_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # a ZIP must have a day; this one says nothing


def new_password() -> str:
    """A password of 16 letters in four groups: 79 bits, to be read out over the telephone."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))


def seal(source: BinaryIO, target: Path, name: str, password: str) -> None:
    """Write what is read as the one file of a new ZIP, with no day in it; ``target`` appears whole or not."""
    half = target.with_name(f".{target.name}.half")
    try:
        with pyzipper.AESZipFile(half, "w", encryption=pyzipper.WZ_AES) as made:
            made.setpassword(password.encode())
            info = pyzipper.zipfile_aes.AESZipInfo(name, date_time=_SAME_DAY)
            with made.open(info, "w") as inside:
                while block := source.read(1 << 20):
                    inside.write(block)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
