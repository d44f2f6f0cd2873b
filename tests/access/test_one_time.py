"""Codes for thirty seconds, by the test vectors of RFC 6238 (appendix B) and RFC 4226 (appendix D)."""

import pytest

from annotator.access import one_time

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("at_s", "expected"),
    [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ],
)  # fmt: skip
def test_rfc_6238_appendix_b(at_s: int, expected: str) -> None:
    assert one_time.code(SECRET, at_s // 30, digits=8) == expected


@pytest.mark.parametrize(
    ("counter", "expected"),
    [(0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314"), (5, "254676"), (9, "520489")],
)
def test_rfc_4226_appendix_d(counter: int, expected: str) -> None:
    assert one_time.code(SECRET, counter) == expected


def test_a_code_counts_half_a_minute_early_or_late_and_no_longer() -> None:
    code = one_time.code(SECRET, 100)
    counts = [one_time.step_of(SECRET, code, step * 30) for step in range(98, 103)]
    assert counts == [None, 100, 100, 100, None]


def test_a_code_counts_once_and_none_before_it_any_more() -> None:
    now = 100 * 30
    assert one_time.step_of(SECRET, one_time.code(SECRET, 100), now, used=100) is None
    assert one_time.step_of(SECRET, one_time.code(SECRET, 99), now, used=99) is None
    assert one_time.step_of(SECRET, one_time.code(SECRET, 101), now, used=100) == 101


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٠٠٠٠٠٠", " "])
def test_what_is_no_code_counts_for_nothing(typed: str) -> None:
    assert one_time.step_of(SECRET, typed, 3_000) is None


def test_spaces_do_not_matter() -> None:
    assert one_time.step_of(SECRET, " 755 224 ", 0) == 0


def test_what_a_telephone_reads() -> None:
    assert one_time.address(SECRET, "Ana Lía", "attune.example.org") == (
        "otpauth://totp/Attune%3AAna%20L%C3%ADa?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Attune+attune.example.org"
    )


def test_recovery_codes_are_read_however_they_are_typed() -> None:
    code = one_time.recovery_codes(lambda n: bytes(range(n)), 1)[0]
    assert one_time.plain_recovery_code(f" {code.upper()} ".replace("-", " ")) == code.replace("-", "")
    assert one_time.is_recovery_code(code)
    assert not one_time.is_recovery_code("123 456")
