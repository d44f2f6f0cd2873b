"""Archives from strangers: one member is unpacked, and never more of it than is sane."""

import io
import zipfile
import zlib
from collections.abc import Callable

from annotator.errors import Problem, Said, SchemeError, said

MAX_BYTES = 20_000_000

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What reading an archive raises that is none, is cut short or damaged, or is locked by a password."""


def read_member(data: bytes, wanted: Callable[[str], bool], missing: Said) -> bytes:
    """The first member whose name, without folders, is wanted.

    SchemeError when the file is no ZIP archive, the member is not in it (``missing`` says so), is locked by
    a password, damaged, or larger than 20 MB when it is unpacked, whatever its header claims.
    """
    if len(data) > MAX_BYTES:
        raise _refusal("too_large", said("The file is larger than {most} MB.", most=MAX_BYTES // 1_000_000))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [each for each in archive.infolist() if wanted(each.filename.rpartition("/")[2])]
            if not found:
                raise _refusal("no_member", missing)
            with archive.open(found[0]) as member:
                unpacked = member.read(MAX_BYTES + 1)
    except DAMAGED:
        sentence = said("The file is no ZIP archive, is damaged, or is locked by a password.")
        raise _refusal("not_zip", sentence) from None
    if len(unpacked) > MAX_BYTES:
        sentence = said("Unpacked, the file is larger than {most} MB.", most=MAX_BYTES // 1_000_000)
        raise _refusal("too_large", sentence)
    return unpacked


def _refusal(code: str, sentence: Said) -> SchemeError:
    return SchemeError([Problem(code, "", sentence)])
