"""What the child gives up before it touches a film: memory, time, files, network, outliving its parent.

Each step is best effort: limits are POSIX, the last three Linux only; elsewhere the child still runs, only
less confined.
"""

import ctypes
import os
import signal
import sys
from contextlib import suppress

from annotator.media.facts import Limits

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def confine(limits: Limits, parent: int) -> None:
    """Limit this process for good. Call it before any thread starts: several cannot leave the network."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(10)
    _limit_resources(limits)
    if sys.platform == "linux":
        _confine_on_linux(parent)


def _limit_resources(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource  # POSIX only

    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.file,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: limits.cpu_s,
    }
    for kind, most in wanted.items():
        with suppress(OSError, ValueError):
            _, allowed = resource.getrlimit(kind)
            # The soft limit on time ends the child by a signal that says why; the hard one would not.
            hard = most + 5 if kind == resource.RLIMIT_CPU else most
            hard = hard if allowed == resource.RLIM_INFINITY else min(hard, allowed)
            resource.setrlimit(kind, (min(most, hard), hard))


def _confine_on_linux(parent: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Root needs no user namespace, and would lose with it the right to read files of others.
    libc.unshare(_CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET)
