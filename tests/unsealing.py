"""Opening a sealed ZIP by its specification, with OpenSSL: nothing of the program that sealed it.

Source: WinZip's AE-2 (AES encryption specification, version 1.04): salt, two bytes to check the password by,
the data in counter mode with a little-endian counter from 1, and ten bytes of HMAC-SHA1 over it.
"""

import hashlib
import hmac
import struct
import subprocess
import zipfile
from pathlib import Path

import numpy as np

SALT, CHECK, MAC, KEY = 16, 2, 10, 32


class WrongPassword(Exception):
    """The password does not fit."""


def opened(path: Path, password: str) -> tuple[zipfile.ZipInfo, bytes]:
    """The one file of a sealed ZIP: what the ZIP tells everybody of it, and its bytes."""
    with zipfile.ZipFile(path) as sealed:
        (info,) = sealed.infolist()
    whole = path.read_bytes()
    name, extra = struct.unpack_from("<HH", whole, info.header_offset + 26)
    begin = info.header_offset + 30 + name + extra
    data = whole[begin : begin + info.compress_size]
    salt, check, hidden, mac = (
        data[:SALT], data[SALT : SALT + CHECK], data[SALT + CHECK : -MAC], data[-MAC:],
    )  # fmt: skip
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 2 * KEY + CHECK)
    if keys[2 * KEY :] != check:
        raise WrongPassword
    assert hmac.new(keys[KEY : 2 * KEY], hidden, hashlib.sha1).digest()[:MAC] == mac
    return info, _unhidden(hidden, keys[:KEY])


def _unhidden(hidden: bytes, key: bytes) -> bytes:
    counters = np.zeros((-(-len(hidden) // 16), 2), "<u8")
    counters[:, 0] = np.arange(1, len(counters) + 1)
    command = ["openssl", "enc", "-aes-256-ecb", "-nopad", "-K", key.hex()]
    stream = subprocess.run(command, input=counters.tobytes(), capture_output=True, check=True).stdout
    return (np.frombuffer(hidden, np.uint8) ^ np.frombuffer(stream[: len(hidden)], np.uint8)).tobytes()
