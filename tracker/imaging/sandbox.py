"""Walls around the process that decodes a stranger's picture.

Three of them, each where the kernel allows: no network (a network namespace of its own), no
system calls beyond memory, threads and the pipe it was given (seccomp: no files, no sockets, no
programs), and limits on memory, time and files. Linux only; elsewhere the limits alone stand.
"""

import contextlib
import ctypes
import os
import platform
import resource
import struct
from typing import Final

from tracker.imaging.limits import Limits

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_NICE: Final = 10

_MACHINES: Final = ("x86_64", "aarch64")
_ALLOWED: Final = {  # the kernel's numbers on the two; kill, open, socket, exec are not among them
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "rseq": (334, 293),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "getrandom": (318, 278),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
_ARCHITECTURE: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE: Final = {"x86_64": 56, "aarch64": 220}
_CLONE3: Final = 435
_CLONE_THREAD: Final = 0x00010000
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _NOT_PERMITTED, _NO_SUCH_CALL, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000


def walls() -> dict[str, str]:
    """Leaves the network, and says which walls stand around the forks of this process."""
    return {"network": leave_network(), "system_calls": _filter_works()}


def _filter_works() -> str:
    """Tried in a fork, for there is no way back."""
    child = os.fork()
    if child == 0:
        os._exit(0 if forbid_system_calls() else 1)
    return "filtered" if os.waitpid(child, 0)[1] == 0 else "open"


def leave_network() -> str:
    """Puts this process and its children where no network is. Says how: namespace or none."""
    libc = ctypes.CDLL(None, use_errno=True)
    for flags in (_NEW_NETWORK, _NEW_NETWORK | _NEW_USER):
        with contextlib.suppress(AttributeError):
            if libc.unshare(flags) == 0:
                return "namespace"
    return "none"


def limit_resources(limits: Limits, niceness: int = _NICE) -> None:
    """Memory, processor time, no files written, no core dump, few handles, and last in line."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(niceness)


def forbid_system_calls() -> bool:
    """From here on only what _ALLOWED names. False where the kernel or the machine cannot."""
    program = _program(platform.machine())
    if not program:
        return False
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(
        struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(code)), 16
    )
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0) != 0:
        return False
    return bool(prctl(_SECCOMP, _FILTER, ctypes.addressof(header), 0, 0) == 0)


def _program(machine: str) -> bytes:
    """A filter in the kernel's small language: load a word, compare, jump, return a verdict."""
    if machine not in _MACHINES:
        return b""
    calls = [numbers[_MACHINES.index(machine)] for numbers in _ALLOWED.values()]
    steps = [
        _step(_LOAD, 4),
        _step(_EQUAL, _ARCHITECTURE[machine], 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, 0),
        _step(_EQUAL, _CLONE3, 0, 1),
        _step(_RETURN, _NO_SUCH_CALL),  # the C library then takes clone, whose flags can be read
        _step(_EQUAL, _CLONE[machine], 0, 4),
        _step(_LOAD, 16),
        _step(_ANY_BIT, _CLONE_THREAD, 0, 1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _NOT_PERMITTED),
    ]
    steps += [_step(_EQUAL, call, len(calls) - at, 0) for at, call in enumerate(calls)]
    return b"".join([*steps, _step(_RETURN, _NOT_PERMITTED), _step(_RETURN, _ALLOW)])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
