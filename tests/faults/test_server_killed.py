"""The whole server is killed with SIGKILL while a photo or a report is on its way in."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.invariants import broken
from tests.faults.phone import Entry, Phone, a_numb_cheek, a_photo
from tests.faults.server import Server
from tracker.models import CheckIn, Photo, Treatment

pytestmark = pytest.mark.full
SHARES = (0.0, 0.02, 0.5, 0.999)  # of the bytes that had left the phone
MOMENTS = (0.0, 0.05, 0.3, 0.8)  # seconds after the last byte: decoding, writing, answering
BACK_WITHIN = 30.0  # seconds, with nobody's help
Enrol = Callable[[int], tuple[Phone, Treatment]]


@pytest.fixture
def spare(tmp_path: Path) -> Path:
    """Where the server would put what it does not keep in memory."""
    folder = tmp_path / "spare"
    folder.mkdir()
    return folder


@pytest.fixture
def server(data: Path, spare: Path) -> Iterator[Server]:
    running = Server(data, TMPDIR=str(spare))
    with running:
        yield running


def killed(server: Server, phone: Phone, entry: Entry, share: float, after: float) -> None:
    """After so much of it has left the phone, or so long after all of it, no answer being read."""
    raw = phone.raw(entry)
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(raw[: round(len(raw) * share)])
        line.settimeout(after or 0.001)
        with suppress(TimeoutError):
            line.recv(1, socket.MSG_PEEK)
        server.kill()


def is_back(server: Server) -> float:
    """Seconds from the start until it answers."""
    began = time.monotonic()
    server.start()
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("share", "after"), [*((share, 0.0) for share in SHARES), *((1.0, at) for at in MOMENTS)]
)
def test_a_photo_on_its_way_in_is_there_once_in_the_end_and_no_half_of_it(
    server: Server, spare: Path, a_patient: Enrol, a_jpeg: bytes, share: float, after: float
) -> None:
    phone, treatment = a_patient(1)
    phone.port = server.port
    phone.keep(a_photo(treatment, a_jpeg))

    killed(server, phone, phone.waiting[0], share, after)
    assert broken(phone) == []
    assert list(spare.iterdir()) == []
    assert is_back(server) < BACK_WITHIN
    phone.flush()

    assert (phone.waiting, Photo.objects.count()) == ([], 1)
    assert broken(phone) == []


def test_many_phones_send_while_it_is_killed_and_none_is_lost_or_doubled(
    server: Server, a_patient: Enrol
) -> None:
    phones = []
    for number in range(4):
        phone, treatment = a_patient(number)
        phone.port = server.port
        phone.keep(*(a_numb_cheek(treatment) for _report in range(6)))
        phones.append(phone)
    lines = []
    for round_ in range(3):
        for phone in phones:  # all of them at once, and nobody hears the answer
            line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
            line.sendall(phone.raw(phone.waiting[round_]))
            lines.append(line)
        lines[-1].settimeout(0.02 * round_ + 0.01)
        with suppress(TimeoutError):
            lines[-1].recv(1)
        server.kill()
        assert broken(*phones) == []
        assert is_back(server) < BACK_WITHIN
    for line in lines:
        line.close()
    for phone in phones:
        phone.flush()

    assert [phone.waiting for phone in phones] == [[]] * 4
    assert CheckIn.objects.count() == 24
    assert broken(*phones) == []
