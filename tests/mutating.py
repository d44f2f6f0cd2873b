"""Files damaged at random, by bytes and by their structure; the same seed gives the same files.

``mutants`` gives files that are nearly right, which find more than noise does: a value replaced by an odd one, a
part taken out, doubled, exchanged or put in elsewhere, inside of archives too.
"""

import gzip
import io
import json
import random
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from annotator.exchange.safe_zip import DAMAGED

ODD_WORDS = (
    "", " ", "0", "-1", "-0", "1.0", "1e999", "-1e999", "NaN", "Infinity", "inf", "99999999999999999999", "9" * 400,
    "١٢", "½", "=1+1", "+1", "@SUM(A1)", "-2+3", "\t", "\r\n", "\n", '"', "'", ",", ";", "<", "&", "]]>", "&#0;",
    "&#x1F;", "\0", "\x1b", "\ufeff", "\u202e", "\u2028", "é", "e\u0301", "ﬁ", "İ", "ß", "👩‍👧", "\U0010ffff",
    "../../x", "C:\\x", "null", "true", "x" * 5_000, "{n}", "%s", "{0.__class__}", "${x}", "gaze", "2026-02-30",
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 1.5, 1e308, -(2**63), 2**64, 10**30, 10**400, float("nan"), float("inf"), [], {},
    [[]], {"": ""}, "\ud800", "a\ud800b", *ODD_WORDS,
)  # fmt: skip
SPECIAL = b"\x00\t\n\r !\"#%&'()*,-./:;<=>?@[\\]^`{|}~\x7f\x80\xc3\xe2\xff0129azAZ"

Changed = Callable[[bytes, random.Random], bytes]


def mutants(whole: bytes, seed: str, count: int) -> Iterator[bytes]:
    """So many damaged files, each with one to four changes."""
    change = _structure_of(whole)
    for n in range(count):
        chance, data = random.Random(f"{seed} {n}"), whole
        for _ in range(chance.randint(1, 4)):
            data = (change if chance.random() < 0.6 else bytes_changed)(data, chance)
        yield data


def _structure_of(whole: bytes) -> Changed:
    if whole.startswith(b"PK"):
        return zip_changed
    if whole.startswith(b"\x1f\x8b"):
        return gzip_changed
    if whole.lstrip().startswith((b"{", b"[")):
        return json_changed
    if whole[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return wide_changed
    return xml_changed if whole.lstrip().startswith(b"<") else text_changed


def bytes_changed(data: bytes, chance: random.Random) -> bytes:
    """Bytes flipped, taken out, put in, doubled, or the end cut off."""
    held = bytearray(data)
    at, much = chance.randrange(len(held) + 1), chance.choice((1, 1, 2, 4, 20, 200))
    deed = chance.randrange(6)
    if deed == 0 and held:
        held[min(at, len(held) - 1)] ^= 1 << chance.randrange(8)
    elif deed == 1:
        del held[at : at + much]
    elif deed == 2:
        held[at:at] = bytes(chance.choice(SPECIAL) for _ in range(much))
    elif deed == 3:
        held[at : at + much] = chance.randbytes(much)
    elif deed == 4:
        held[at:at] = held[at : at + much] * chance.randint(1, 3)
    else:
        del held[at:]
    return bytes(held)


def text_changed(data: bytes, chance: random.Random) -> bytes:
    """A cell, word or line of a text changed; sometimes the whole is written in other letters."""
    text = data.decode("utf-8", "replace")
    if chance.random() < 0.06:
        return _other_letters(text, chance)
    if chance.random() < 0.3:
        lines = text.split("\n")
        a, b = (chance.randrange(len(lines)) for _ in range(2))
        deed = chance.randrange(4)
        if deed == 0:
            lines[a], lines[b] = lines[b], lines[a]
        elif deed == 1:
            lines.insert(a, lines[b])
        elif deed == 2:
            del lines[a]
        else:
            lines[a] += chance.choice(ODD_WORDS)
        return _encoded("\n".join(lines))
    return _encoded(_one_changed(text, r"[^,;:\t\n{}\[\]]+", chance))


def xml_changed(data: bytes, chance: random.Random) -> bytes:
    """An attribute, a text or an element of XML changed."""
    text = data.decode("utf-8", "replace")
    if chance.random() < 0.5:
        return _encoded(
            _one_changed(text, chance.choice((r'(?<=")[^"<>]*(?=")', r"(?<=>)[^<>]+(?=<)")), chance)
        )
    found = list(re.finditer(r"<[^<>]*>", text))
    if not found:
        return bytes_changed(data, chance)
    a, b = chance.choice(found), chance.choice(found)
    new = chance.choice(
        ("", a[0] * 2, b[0], "<a>", "</a>", "<!-- -->", "<![CDATA[x]]>", "<?x y?>", "<!DOCTYPE a>")
    )
    return _encoded(text[: a.start()] + new + text[a.end() :])


def wide_changed(data: bytes, chance: random.Random) -> bytes:
    """XML in UTF-16, changed as such."""
    try:
        plain = data.decode("utf-16").encode("utf-8", "surrogatepass")
        return xml_changed(plain, chance).decode("utf-8", "replace").encode("utf-16", "replace")
    except (UnicodeError, ValueError):
        return bytes_changed(data, chance)


def json_changed(data: bytes, chance: random.Random) -> bytes:
    """A place of JSON taken out, replaced, doubled, renamed or exchanged; as text where it is none any more."""
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        return text_changed(data, chance)
    everywhere = list(_places(values, ()))
    if not everywhere:
        return bytes_changed(data, chance)
    holder, last = _held(values, chance.choice(everywhere))
    deed = chance.randrange(5)
    if deed == 0:
        del holder[last]
    elif deed == 1 and isinstance(holder, list):
        holder.insert(last, holder[last])
    elif deed == 2 and isinstance(holder, dict):
        holder[chance.choice((f"{last}_", "", *ODD_WORDS))] = holder.pop(last)
    elif deed == 3:
        other, at = _held(values, chance.choice(everywhere))
        holder[last] = json.loads(json.dumps(other[at]))
    else:
        holder[last] = chance.choice(ODD_VALUES)
    return json.dumps(values).encode()


def gzip_changed(data: bytes, chance: random.Random) -> bytes:
    """What is inside changed as what it is, and packed again."""
    try:
        inside = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return bytes_changed(data, chance)
    return gzip.compress(_structure_of(inside)(inside, chance), 1, mtime=0)


def zip_changed(data: bytes, chance: random.Random) -> bytes:
    """A member changed, renamed, doubled, locked or left out, or a number in the archive's own records."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except DAMAGED:
        return bytes_changed(data, chance)
    if chance.random() < 0.4:
        return _record_changed(data, chance)
    if members:
        n = chance.randrange(len(members))
        name, inside = members[n]
        deed = chance.randrange(5)
        if deed == 0:
            del members[n]
        elif deed == 1:
            members.append((name, inside[: len(inside) // 2]))
        elif deed == 2:
            members[n] = (
                chance.choice(("../" + name, "/" + name, "C:\\" + name, name + "/", "x\0y", "")),
                inside,
            )
        else:
            members[n] = (name, _structure_of(inside)(inside, chance) if inside else b"x")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in members:
            info = zipfile.ZipInfo(name or "_", date_time=(1980, 1, 1, 0, 0, 0))
            archive.filelist = [each for each in archive.filelist if each.filename != info.filename]
            archive.NameToInfo.pop(info.filename, None)
            archive.writestr(info, inside, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _record_changed(data: bytes, chance: random.Random) -> bytes:
    held = bytearray(data)
    heads = [m.start() for m in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    at = chance.choice(heads) + chance.randrange(4, 24)
    if at + 4 <= len(held):
        struct.pack_into("<I", held, at, chance.choice((0, 1, 8, 99, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
    return bytes(held)


def _one_changed(text: str, parts: str, chance: random.Random) -> str:
    """One of the parts replaced by an odd word, by another part, or put beside one."""
    found = list(re.finditer(parts, text))
    if not found:
        return text + chance.choice(ODD_WORDS)
    a = chance.choice(found)
    new = chance.choice((chance.choice(ODD_WORDS), chance.choice(found)[0], a[0] + chance.choice(ODD_WORDS)))
    return text[: a.start()] + new + text[a.end() :]


def _other_letters(text: str, chance: random.Random) -> bytes:
    form = chance.choice(("utf-16", "utf-16-le", "latin-1", "cp1252", "utf-8-sig", "utf-32", "NFD", "NFKC"))
    if form.startswith("NF"):
        return _encoded(unicodedata.normalize(form, text))  # type: ignore[arg-type]
    return text.encode(form, "replace")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _places(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for step in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*path, step)
        yield from _places(value[step], (*path, step))


def _held(values: Any, path: tuple[Any, ...]) -> tuple[Any, Any]:
    for step in path[:-1]:
        values = values[step]
    return values, path[-1]
