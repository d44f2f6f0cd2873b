"""What a file is by its first bytes, never by its name.

FFmpeg opens a 42-byte text file that names another film as that film, so nothing reaches it that does not
begin like one of the two containers accepted here.
"""

from annotator.errors import MediaError, said

HEAD_BYTES = 4096  # how much of the file ``sniff`` wants to see

CONVERT = said("Convert it to MP4 with H.264 and add it again.")
CHOOSE = said("Choose a film: MP4, MOV, MKV or WebM.")
UNPACK = said("Unpack it first and choose the film in it.")
AGAIN = said("Copy the film again from the camera and add it once more.")
UNKNOWN = said("no kind of film that is known here")
IF_A_FILM = said("Choose a film: MP4, MOV, MKV or WebM. If it is a film, convert it to MP4 with H.264.")

_MOV_ATOMS = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"moof", b"styp"}
_PICTURE_BRANDS = {b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
_SOUND_BRANDS = {b"M4A ", b"M4B ", b"M4P "}
_SIGNS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"ffconcat", said("a list of other files (ffconcat), not a film"), CHOOSE),
    (0, b"#EXTM3U", said("a playlist (M3U), not a film"), CHOOSE),
    (0, b"\x89PNG", said("a PNG picture, not a film"), CHOOSE),
    (0, b"\xff\xd8\xff", said("a JPEG picture, not a film"), CHOOSE),
    (0, b"GIF8", said("a GIF picture, not a film"), CHOOSE),
    (0, b"BM", said("a BMP picture, not a film"), CHOOSE),
    (8, b"WEBP", said("a WebP picture, not a film"), CHOOSE),
    (8, b"AVI ", said("an AVI film, which browsers cannot show"), CONVERT),
    (8, b"WAVE", said("a WAV sound file without pictures"), CHOOSE),
    (0, b"OggS", said("an Ogg file, which is not accepted"), CONVERT),
    (0, b"\x1f\x07\x00", said("a DV film, which browsers cannot show"), CONVERT),
    (0, b"FLV\x01", said("a Flash film (FLV), which browsers cannot show"), CONVERT),
    (0, b"\x30\x26\xb2\x75", said("a Windows Media film (WMV), which browsers cannot show"), CONVERT),
    (
        0,
        b"\x00\x00\x01\xba",
        said("an MPEG programme stream (MPG, VOB), which browsers cannot show"),
        CONVERT,
    ),
    (0, b"\x00\x00\x01\xb3", said("an MPEG video stream, which browsers cannot show"), CONVERT),
    (0, b"ID3", said("an MP3 sound file without pictures"), CHOOSE),
    (0, b"\xff\xfb", said("an MP3 sound file without pictures"), CHOOSE),
    (0, b"fLaC", said("a FLAC sound file without pictures"), CHOOSE),
    (0, b"%PDF", said("a PDF document, not a film"), CHOOSE),
    (
        0,
        b"PK\x03\x04",
        said("a ZIP archive or office document, not a film"),
        UNPACK,
    ),
    (0, b"Rar!", said("a RAR archive, not a film"), UNPACK),
    (0, b"\x7fELF", said("a program, not a film"), CHOOSE),
    (0, b"MZ", said("a program, not a film"), CHOOSE),
)


def sniff(first_bytes: bytes, name: str = "") -> str:
    """The container by the first bytes of a file: "mov" (MP4, MOV) or "matroska" (MKV, WebM).

    ``name`` only appears in the sentence of the MediaError that refuses everything else.
    """
    if first_bytes.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if first_bytes[4:8] in _MOV_ATOMS:
        return _mov(first_bytes, name)
    raise _refusal(name, *_what(first_bytes))


def _mov(first_bytes: bytes, name: str) -> str:
    brand = first_bytes[8:12] if first_bytes[4:8] == b"ftyp" else b""
    if brand in _PICTURE_BRANDS:
        raise _refusal(name, said("a photograph (HEIC or AVIF), not a film"), CHOOSE)
    if brand in _SOUND_BRANDS:
        raise _refusal(name, said("a sound recording (M4A) without pictures"), CHOOSE)
    return "mov"


def _what(first_bytes: bytes) -> tuple[str, str]:
    if not first_bytes:
        return said("empty"), AGAIN
    for at, sign, what, remedy in _SIGNS:
        if first_bytes[at : at + len(sign)] == sign:
            return what, remedy
    if first_bytes[:1] == b"\x47" and first_bytes[188:189] in (b"\x47", b""):
        return said("an MPEG transport stream (TS, MTS, M2TS), which browsers cannot show"), CONVERT
    if first_bytes[4:5] == b"\x47" and first_bytes[196:197] == b"\x47":
        return said("an AVCHD film (MTS, M2TS), which browsers cannot show"), CONVERT
    return _text(first_bytes)


def _text(first_bytes: bytes) -> tuple[str, str]:
    try:
        text = first_bytes[: HEAD_BYTES - 4].decode().lstrip("\ufeff \r\n\t")
    except UnicodeDecodeError:
        return UNKNOWN, IF_A_FILM
    if "\x00" in text:
        return UNKNOWN, IF_A_FILM
    if text.startswith("<"):
        return said("a web page or drawing (HTML, XML or SVG), not a film"), CHOOSE
    return said("a text file, not a film"), CHOOSE


def _refusal(name: str, what: str, remedy: str) -> MediaError:
    return MediaError(
        said(
            "{name} is {what}. {remedy}",
            name=said("“{name}”", name=name) if name else said("This file"),
            what=what,
            remedy=remedy,
        )
    )
