"""The decoder is lost, not the server: crashes, hangs, greed, kills, and many at once."""

import errno
import os
import signal
import socket
import subprocess
import threading

import pytest

from tests.imaging.captured import PICTURE, refusal
from tests.imaging.pictures import assert_bare, quarters, saved
from tracker.imaging import intake
from tracker.imaging.decoder_process import DecoderProcess
from tracker.imaging.intake import Busy, Refused, take_in


@pytest.mark.parametrize(
    "act",
    [
        "ctypes.string_at(0)",
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "os.abort()",
        "os._exit(1)",
        "raise KeyboardInterrupt",
        "raise RecursionError",
    ],
)
def test_a_decoder_that_crashes_is_a_refusal(captured, act):
    captured(act)

    assert (refusal().code, refusal().reason) == ("untrusted-picture", "crashed")


def test_every_picture_has_a_process_of_its_own_from_the_same_clean_one(captured):
    captured("say(f'{os.getpid()} {os.getppid()}')")

    children, parents = zip(*(refusal().detail.split() for _ in range(4)), strict=True)

    assert len(set(children)) == 4
    assert set(parents) == {str(intake._process.process_id())}


def test_after_a_crash_the_same_server_takes_the_next_picture(captured):
    captured("return keep(data, limits) if len(data) > 100 else ctypes.string_at(0)")
    with pytest.raises(Refused):
        take_in(b"\xff\xd8\xff" + b"x" * 50)
    first = intake._process.process_id()
    with pytest.raises(Refused):
        take_in(PICTURE)

    assert intake._process.process_id() == first


@pytest.mark.parametrize(
    "act",
    ["while True: pass", "time.sleep(600)", "signal.signal(14, signal.SIG_IGN); time.sleep(600)"],
)
def test_a_decoder_that_never_ends_is_ended(captured, act):
    captured(act)

    assert refusal(seconds=1).reason == "too-complex"


@pytest.mark.parametrize(
    "act", ["bytearray(2 << 30)", "x = []\n    while True: x.append(bytearray(1 << 24))"]
)
def test_a_decoder_that_wants_all_memory_gets_none_of_it(captured, act):
    captured(act)

    assert refusal(memory=200_000_000).reason == "too-complex"


def test_a_killed_forkserver_is_started_again(captured):
    first = take_in(PICTURE)
    os.kill(intake._process.process_id(), signal.SIGKILL)

    assert take_in(PICTURE) == first


def test_a_forkserver_killed_under_a_picture_loses_nothing(captured, tmp_path):
    """The order dies with the server; the second server answers it."""
    once = tmp_path / "once"
    captured(f"pass\nreceive = forkserver._receive\n{DIES_ONCE.format(once=str(once))}")

    assert refusal().detail == "the second one"


DIES_ONCE = """
def dying(line):
    order = receive(line)
    if not os.path.exists({once!r}):
        open({once!r}, 'w').close()
        os.kill(os.getpid(), signal.SIGKILL)
    return order
forkserver._receive = dying
def develop(data, limits): say('the second one')
"""


def test_a_decoder_that_cannot_start_makes_us_busy_and_blames_no_picture(captured):
    captured("pass\nraise SystemExit(1)\ndef unused(): pass")

    with pytest.raises(Busy):
        take_in(PICTURE)


def test_a_decoder_with_old_libraries_is_not_let_near_a_file(captured):
    captured(
        "pass\nfrom tracker.imaging import report\n"
        "report.decoder_report = lambda: dict(problems=['Pillow 12 is older than 13.0'])"
    )

    with pytest.raises(Busy, match="older"):
        take_in(PICTURE)


@pytest.mark.parametrize("what", ["memfd_create", "pipe"])
def test_a_server_that_has_run_out_of_handles_is_busy_and_blames_no_picture(monkeypatch, what):
    def none_left(*_: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as short, pytest.raises(Busy):
        short.setattr(os, what, none_left)
        take_in(PICTURE)

    assert_bare(take_in(PICTURE))


def test_a_server_that_can_start_no_process_is_busy(captured, monkeypatch):
    captured("pass")

    def none_left(*_: object, **__: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", none_left)
    with pytest.raises(Busy):
        take_in(PICTURE)


def test_many_threads_at_once_each_get_their_own_picture():
    sizes = [(100 + 10 * n, 64) for n in range(12)]
    seen = {}

    def one(size):
        clean = take_in(saved(quarters(*size), "PNG"))
        seen[size] = (clean.width, clean.height)

    threads = [threading.Thread(target=one, args=(size,)) for size in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {size: size for size in sizes}


def test_a_forked_web_process_starts_a_decoder_of_its_own():
    take_in(PICTURE)
    ours = intake._process.process_id()
    answer, into = os.pipe()
    child = os.fork()
    if child == 0:
        take_in(PICTURE)
        os.write(into, str(intake._process.process_id()).encode())
        intake._process.stop()
        os._exit(0)
    os.close(into)
    theirs = int(os.read(answer, 32))
    os.waitpid(child, 0)
    os.close(answer)

    assert theirs != ours
    assert intake._process.process_id() == ours
    assert_bare(take_in(PICTURE))


def test_the_forkserver_goes_when_the_web_process_goes():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = DecoderProcess()
    process.report()
    server = process._server
    ours.close()
    theirs.close()
    server.line.close()

    assert server.child.wait(10) == 0


def test_no_handle_is_left_open_by_good_or_bad_pictures():
    take_in(PICTURE)
    before = os.listdir("/proc/self/fd")
    for data in (PICTURE, PICTURE[:200], PICTURE[:-30]):
        try:
            take_in(data)
        except Refused:
            continue

    assert len(os.listdir("/proc/self/fd")) == len(before)
