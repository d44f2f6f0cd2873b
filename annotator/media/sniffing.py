"""What a file is by its first bytes, never by its name.

FFmpeg opens a 42-byte text file that names another film as that film, so nothing reaches it that does not
begin like one of the containers accepted here, each of which holds all of its film itself.
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
_CONTAINERS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (0, b"\x00\x00\x01\xba", "mpeg"),
    (0, b"\x1f\x07\x00", "dv"),
    (8, b"AVI ", "avi"),
)
_PACKET, _DATED_PACKET = (
    188,
    192,
)  # bytes of a transport stream's packets, alone or each behind its arrival's time
_SYNC = b"\x47"
_SIGNS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"ffconcat", said("a list of other files (ffconcat), not a film"), CHOOSE),
    (0, b"#EXTM3U", said("a playlist (M3U), not a film"), CHOOSE),
    (0, b"\x89PNG", said("a PNG picture, not a film"), CHOOSE),
    (0, b"\xff\xd8\xff", said("a JPEG picture, not a film"), CHOOSE),
    (0, b"GIF8", said("a GIF picture, not a film"), CHOOSE),
    (0, b"BM", said("a BMP picture, not a film"), CHOOSE),
    (8, b"WEBP", said("a WebP picture, not a film"), CHOOSE),
    (8, b"WAVE", said("a WAV sound file without pictures"), CHOOSE),
    (0, b"OggS", said("an Ogg file, which is not accepted"), CONVERT),
    (0, b"FLV\x01", said("a Flash film (FLV), which browsers cannot show"), CONVERT),
    (0, b"\x30\x26\xb2\x75", said("a Windows Media film (WMV), which browsers cannot show"), CONVERT),
    (0, b"\x00\x00\x01\xb3", said("an MPEG video stream, whose pictures carry no times"), CONVERT),
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
    """The container by the first bytes of a file, by FFmpeg's name of its demuxer.

    "mov" (MP4, MOV, 3GP), "matroska" (MKV, WebM), "mpegts" (MTS, M2TS, TS), "mpeg" (MPG, VOB), "dv" or "avi".
    ``name`` only appears in the sentence of the MediaError that refuses everything else.
    """
    for at, sign, container in _CONTAINERS:
        if first_bytes[at : at + len(sign)] == sign:
            return container
    if first_bytes[4:8] in _MOV_ATOMS:
        return _mov(first_bytes, name)
    if _is_transport_stream(first_bytes):
        return "mpegts"
    raise _refusal(name, *_what(first_bytes))


def _mov(first_bytes: bytes, name: str) -> str:
    brand = first_bytes[8:12] if first_bytes[4:8] == b"ftyp" else b""
    if brand in _PICTURE_BRANDS:
        raise _refusal(name, said("a photograph (HEIC or AVIF), not a film"), CHOOSE)
    if brand in _SOUND_BRANDS:
        raise _refusal(name, said("a sound recording (M4A) without pictures"), CHOOSE)
    return "mov"


def _is_transport_stream(first_bytes: bytes) -> bool:
    """Whether a packet begins where each of the first ones must; a word may begin with the same letter."""
    for first, length in ((0, _PACKET), (4, _DATED_PACKET)):
        begins = [first_bytes[at : at + 1] for at in range(first, min(len(first_bytes), 5 * length), length)]
        if len(begins) > 1 and set(begins) == {_SYNC}:
            return True
    return False


def _what(first_bytes: bytes) -> tuple[str, str]:
    if not first_bytes:
        return said("empty"), AGAIN
    for at, sign, what, remedy in _SIGNS:
        if first_bytes[at : at + len(sign)] == sign:
            return what, remedy
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
