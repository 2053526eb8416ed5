"""The line is cut at any byte, on the way in or back: sent again, it is there once."""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.invariants import broken
from tests.faults.phone import Phone, a_numb_cheek, a_photo
from tests.faults.server import Server
from tracker.models import CheckIn, Photo, Treatment

pytestmark = pytest.mark.full
SHARES = (0.05, 0.3, 0.6, 0.95, 0.999, 1.0)
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: a reset, as from a phone that lost its network
Enrol = Callable[[int], tuple[Phone, Treatment]]


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    running = Server(data)
    with running:
        yield running


def cut(port: int, raw: bytes, *, is_reset: bool) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        if is_reset:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        line.sendall(raw)


def test_a_line_cut_on_the_way_in_or_back_loses_and_doubles_nothing(
    server: Server, a_patient: Enrol, a_jpeg: bytes
) -> None:
    phones = []
    for number in range(2):
        phone, treatment = a_patient(number)
        phone.port = server.port
        phones.append(phone)
        for share in SHARES:
            for entry in (a_numb_cheek(treatment), a_photo(treatment, a_jpeg)):
                phone.keep(entry)
                raw = phone.raw(entry)
                cut(server.port, raw[: round(len(raw) * share)], is_reset=bool(number))
    for phone in phones:
        phone.flush()

    assert [phone.waiting for phone in phones] == [[], []]
    assert [set(phone.statuses) - {200, 201} for phone in phones] == [set(), set()]
    assert CheckIn.objects.count() == Photo.objects.count() == 2 * len(SHARES)
    assert broken(*phones) == []


def test_a_phone_that_goes_silent_half_way_keeps_nobody_else_waiting(
    server: Server, a_patient: Enrol
) -> None:
    """Half-open: three lines that say no more, of the four that a process takes at once."""
    silent, treatment = a_patient(1)
    other, hers = a_patient(2)
    silent.port = other.port = server.port
    silent.keep(a_numb_cheek(treatment))
    other.keep(a_numb_cheek(hers))
    raw = silent.raw(silent.waiting[0])
    lines = []
    for length in (1, len(raw) // 2, len(raw) - 1):
        lines.append(socket.create_connection(("127.0.0.1", server.port), timeout=30))
        lines[-1].sendall(raw[:length])

    other.flush()

    assert (other.statuses, CheckIn.objects.count()) == ({201: 1}, 1)
    for line in lines:
        with suppress(OSError):
            line.close()
    silent.flush()
    assert silent.waiting == []
    assert broken(silent, other) == []
