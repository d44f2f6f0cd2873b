"""Attune needs no network, and asks nobody anything: seen from outside, over a newcomer's whole way."""

import sys
from pathlib import Path

import pytest

from tests.loopback_only import alone, beyond, calls, tracer, what_is_missing
from tests.running import PREFIX

WHOLE_WAY = "tests/browser/test_whole_way.py"


@pytest.fixture(scope="module", autouse=True)
def _can_be_seen() -> None:
    """It fails where it cannot look: a skipped test would say that nothing calls out."""
    missing = what_is_missing()
    assert not missing, missing


CALLER = """
import socket
for call in (
    lambda: socket.create_connection(("192.0.2.1", 80), 1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("198.51.100.7", 53)),
    lambda: socket.create_connection(("2001:db8::5", 443), 1),
    lambda: socket.create_connection(("127.0.0.1", 9), 1),
):
    try:
        call()
    except OSError as error:
        print(error.strerror)
"""


def test_a_program_that_calls_out_is_seen_and_gets_nowhere(tmp_path: Path) -> None:
    done = alone([*tracer(tmp_path / "trace"), sys.executable, "-c", CALLER], {})
    called = calls((tmp_path / "trace").read_text())
    assert called == {("192.0.2.1", 80), ("198.51.100.7", 53), ("2001:db8::5", 443), ("127.0.0.1", 9)}
    assert beyond(called) == called - {("127.0.0.1", 9)}
    assert done.stdout.splitlines()[:3] == ["Network is unreachable"] * 3
    assert done.stdout.splitlines()[3] == "Connection refused"


@pytest.mark.alone
def test_the_whole_way_of_a_newcomer_calls_nobody(tmp_path: Path) -> None:
    """Family, agreement, film and its preparing, coding, a second coder, agreement, tables: server, worker and child."""
    trace = tmp_path / "trace"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
               f"--basetemp={tmp_path / 'inner'}", WHOLE_WAY]  # fmt: skip
    done = alone(command, {PREFIX: " ".join(tracer(trace))})
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout and "skipped" not in done.stdout
    assert_quiet(trace)


def test_a_page_from_elsewhere_makes_attune_ask_nobody_for_its_address(tmp_path: Path) -> None:
    """Streamlit would look its own address up at checkip.amazonaws.com to weigh a foreign origin."""
    trace = tmp_path / "trace"
    command = [sys.executable, "-m", "tests.faults.foreign_origin_case", str(tmp_path / "data")]
    done = alone(command, {PREFIX: " ".join(tracer(trace))})
    assert done.stdout.startswith("HTTP/1.1 403"), done.stdout + done.stderr[-2000:]
    assert_quiet(trace)


def assert_quiet(trace: Path) -> None:
    """The trace saw the server answer its browser, and nothing go elsewhere, to a server of names neither."""
    text = trace.read_text()
    assert "sendto(" in text
    called = calls(text)
    assert beyond(called) == set()
    assert {port for _address, port in called} & {53, 853} == set()
