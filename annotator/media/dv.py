"""DV, whose decoder draws whatever it is given: what is no picture, or a torn one, must be told before.

A picture is 10 or 12 sequences of 150 blocks of 80 bytes each, more in DVCPRO 50 and HD
(SMPTE 314M and 370M).
"""

from annotator.errors import MediaError, said

SEQUENCE = 12_000  # bytes


def check_place(at: int, size: int, usual: int) -> None:
    """Refuse a file of DV from where its pictures cannot be told apart: they are only as many bytes each."""
    if size != usual or at % usual:
        raise MediaError(
            said(
                "This DV film is damaged in its middle: from there on its pictures cannot be told apart. "
                "Copy it again from the tape, or convert it to MP4 with H.264."
            )
        )


def is_picture(held: memoryview) -> bool:
    r"""Whether more than half of a picture's sequences begin with their header.

    Its first bytes: section 0 and four bits of no meaning; sequence, channel and three bits set; block 0.

    >>> whole = (b"\x1f\x07\0" + bytes(11_997)) * 10
    >>> is_picture(memoryview(whole)), is_picture(memoryview(bytes(120_000)))
    (True, False)
    """
    begins = [bytes(held[at : at + 3]) for at in range(0, len(held), SEQUENCE)]
    headers = [b[0] & 0xF0 == 0x10 and b[1] & 0x07 == 0x07 and b[2] == 0 for b in begins if len(b) == 3]
    return 2 * sum(headers) > len(begins)
