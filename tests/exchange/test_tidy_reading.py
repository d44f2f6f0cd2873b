"""Codings in a zip file: whatever is damaged in it, one sentence says so."""

import io
import zipfile

import pytest

from annotator.errors import ExchangeError
from annotator.exchange.tidy_reading import MEMBER, read_tidy

TABLE = "track,code,onset_ms,offset_ms,coder,session\n" + "state,together,0,400,Ana,1\n" * 20


def packed() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MEMBER, TABLE)
    return held.getvalue()


def test_a_whole_one_is_read() -> None:
    (coding,) = read_tidy(packed(), "a.zip")
    assert len(coding.marks) == 20


@pytest.mark.parametrize("flipped", [0x01, 0x0A, 0xFF])
def test_each_byte_in_turn_is_damaged_and_it_is_read_or_refused(flipped: int) -> None:
    for place in range(4, len(packed())):
        damaged = bytearray(packed())
        damaged[place] ^= flipped
        try:
            read_tidy(bytes(damaged), "a.zip")
        except ExchangeError as refused:
            assert refused.problems
