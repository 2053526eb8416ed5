"""No room for photos, database, spare files or log; no free handle: said, and over when it is over.

The running server is limited from outside (RLIMIT_FSIZE: no file grows any more, as on a full or
read-only disk; RLIMIT_NOFILE: no file opens). It is never started again.
"""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.served import tree_of
from tests.faults.invariants import broken
from tests.faults.phone import Phone, a_numb_cheek, a_photo, a_report
from tests.faults.server import Server
from tracker.models import CheckIn, Photo, Treatment

pytestmark = pytest.mark.full
Enrol = Callable[[int], tuple[Phone, Treatment]]
FREE = resource.RLIM_INFINITY


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    running = Server(data, threads=1)
    with running:
        yield running


@pytest.fixture
def her(a_patient: Enrol, server: Server, a_jpeg: bytes) -> tuple[Phone, Treatment]:
    """She has sent a report and a photo before: all is warm, and there is something to read."""
    phone, treatment = a_patient(1)
    phone.port = server.port
    phone.keep(a_report(treatment), a_photo(treatment, a_jpeg))
    phone.flush()
    assert phone.statuses == {201: 2}
    return phone, treatment


def reads_go_on(phone: Phone) -> bool:
    photo = Photo.objects.get()
    paths = ("/api/v1/check-ins/", f"/api/v1/photos/{photo.pk}/display/", "/healthz")
    return [phone.asks("GET", path)[0] for path in paths] == [200, 200, 200]


def is_sent_later(phone: Phone) -> None:
    phone.flush()
    assert phone.waiting == []
    assert broken(phone) == []


@pytest.mark.parametrize("most", [0, 40_000])
def test_a_full_disk_refuses_reports_and_photos_for_now_and_keeps_no_half(
    server: Server, her: tuple[Phone, Treatment], a_jpeg: bytes, most: int
) -> None:
    phone, treatment = her
    server.limit(resource.RLIMIT_FSIZE, most)
    phone.keep(a_numb_cheek(treatment), a_photo(treatment, a_jpeg))
    phone.statuses.clear()

    phone.flush()
    status, _body, headers = phone.asks("POST", phone.waiting[0].path, phone.waiting[0].body)

    assert phone.statuses == {503: 2}
    assert (status, int(headers["Retry-After"]) > 0) == (503, True)
    assert reads_go_on(phone)
    assert broken(phone) == []
    server.limit(resource.RLIMIT_FSIZE, FREE)
    is_sent_later(phone)
    assert (CheckIn.objects.count(), Photo.objects.count()) == (2, 2)


def test_a_disk_for_photos_that_is_full_alone_lets_words_in(
    server: Server, her: tuple[Phone, Treatment], a_jpeg: bytes, data: Path
) -> None:
    """Another disk than the database's: a file stands where each of its folders would be made."""
    phone, treatment = her
    taken = [data / "photos" / f"{number:02x}" for number in range(256)]
    blocked = [path for path in taken if not path.exists()]
    moved = [path for path in taken if path.exists()]
    for path in moved:
        path.rename(path.with_suffix(".aside"))
    for path in taken:
        path.write_bytes(b"")
    phone.keep(a_numb_cheek(treatment), a_photo(treatment, a_jpeg))
    phone.statuses.clear()

    phone.flush()

    assert phone.statuses == {201: 1, 503: 1}
    for path in taken:
        path.unlink()
    for path in moved:
        path.with_suffix(".aside").rename(path)
    assert blocked
    is_sent_later(phone)


@pytest.mark.parametrize("left", [0, 1, 2, 4])
def test_without_free_handles_nothing_is_half_taken_and_all_goes_on_by_itself(
    server: Server, her: tuple[Phone, Treatment], a_jpeg: bytes, left: int
) -> None:
    """A line takes one, waiting on it another, a file the next; a worker that ends is replaced."""
    phone, treatment = her
    phone.keep(a_photo(treatment, a_jpeg), a_numb_cheek(treatment))
    phone.statuses.clear()
    [worker] = [pid for pid in tree_of(server.process.pid)[1:] if is_worker(pid, server)]
    in_use = {int(name) for name in os.listdir(f"/proc/{worker}/fd")}
    free = min(set(range(len(in_use) + 1)) - in_use)
    soft, hard = resource.prlimit(worker, resource.RLIMIT_NOFILE)
    resource.prlimit(worker, resource.RLIMIT_NOFILE, (left and free + left, hard))

    phone.flush()

    assert set(phone.statuses) <= {0, 201, 503}
    assert broken(phone) == []
    with suppress(ProcessLookupError):  # it ended, and another one answers
        resource.prlimit(worker, resource.RLIMIT_NOFILE, (soft, hard))
    is_sent_later(phone)
    assert reads_go_on_after(phone)


def is_worker(pid: int, server: Server) -> bool:
    """Of gunicorn's two processes the one that answers; the decoder's are its children."""
    return pid in tree_of(server.process.pid) and parent_of(pid) == server.process.pid


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def reads_go_on_after(phone: Phone) -> bool:
    return phone.asks("GET", "/api/v1/check-ins/")[0] == 200


def test_a_log_that_takes_no_line_stops_nothing(data: Path, a_patient: Enrol) -> None:
    phone, treatment = a_patient(1)
    with Server(data, log=Path("/dev/full")) as server:
        phone.port = server.port
        phone.keep(a_numb_cheek(treatment))
        missing = phone.asks("GET", "/api/v1/nothing/")[0]  # which writes a line
        refused = phone.asks("POST", phone.waiting[0].path, b"{")[0]
        phone.flush()

    assert (missing, refused, phone.statuses) == (404, 400, {201: 1})
    assert broken(phone) == []


def test_without_any_spare_folder_a_photo_is_taken(
    data: Path, a_patient: Enrol, a_jpeg: bytes
) -> None:
    """TMPDIR is full: what comes in stays in memory until it is sealed."""
    phone, treatment = a_patient(1)
    with Server(data, TMPDIR="/dev/full") as server:
        phone.port = server.port
        phone.keep(a_photo(treatment, a_jpeg))
        phone.flush()

    assert phone.statuses == {201: 1}
