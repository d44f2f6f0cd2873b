"""A command in a network namespace that has loopback alone, and the calls its programs make to the network.

Linux only. ``calls`` reads what strace wrote: the address of every connect and of every message sent, DNS among them.
"""

import fcntl
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

NEEDED = {
    "unshare": "unshare is not here. Install util-linux (apt-get install util-linux).",
    "strace": "strace is not here. Install it (apt-get install strace).",
}
_NO_NAMESPACE = (
    "The system gives no network namespace. Run the tests as root, or allow user namespaces "
    "(sysctl kernel.unprivileged_userns_clone=1; in a container: --cap-add SYS_ADMIN)."
)
_NO_TRACE = "strace may not look at programs. Allow it (sysctl kernel.yama.ptrace_scope=1; in a container: --cap-add SYS_PTRACE)."
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
_ADDRESS = re.compile(
    r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)|'
    r'sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"'
)


def what_is_missing() -> str:
    """A sentence that says how to get what the test needs and this computer lacks; empty when nothing is."""
    if sys.platform != "linux":
        return "What calls out is seen on Linux alone: run the tests there, for example in a container."
    for program, sentence in NEEDED.items():
        if shutil.which(program) is None:
            return sentence
    if subprocess.run([*_unshare(), "true"], capture_output=True, check=False).returncode:
        return _NO_NAMESPACE
    traced = ["strace", "-D", "-f", "-o", os.devnull, "true"]
    return _NO_TRACE if subprocess.run(traced, capture_output=True, check=False).returncode else ""


def _unshare() -> list[str]:
    return ["unshare", "-n" if os.geteuid() == 0 else "-rn"]


def alone(command: Sequence[str], more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command where there is no network but loopback, with more in its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [*_unshare(), sys.executable, "-m", "tests.loopback_only", *command],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1], env={**kept, **more},
    )  # fmt: skip


def tracer(file: Path) -> list[str]:
    """What stands before a command so that its calls to the network, and its children's, are written to a file.

    The command stays the process that was begun, with strace beside it.
    """
    calls = "connect,sendto,sendmsg,sendmmsg"
    return [
        "strace",
        "-D",
        "-f",
        "--seccomp-bpf",
        "-e",
        f"trace={calls}",
        "-e",
        "signal=none",
        "-o",
        str(file),
    ]


def calls(trace: str) -> set[tuple[str, int]]:
    """The addresses and ports that were called or written to."""
    found = (match.groups() for match in _ADDRESS.finditer(trace))
    return {(four or six, int(port or six_port)) for port, four, six_port, six in found}


def beyond(called: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those that are not this computer itself."""
    return {
        (address, port) for address, port in called if not address.startswith("127.") and address != "::1"
    }


def _raise_loopback() -> None:
    with socket.socket() as any_socket:
        name = struct.pack("16sh", b"lo", 0)
        flags = struct.unpack("16sh", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, name))[1]
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", flags | _IFF_UP))


if __name__ == "__main__":
    _raise_loopback()
    os.execvp(sys.argv[1], sys.argv[1:])
