"""The decoder is lost, not the server: crashes, hangs, greed, and what a captured decoder may do.

A captured decoder is played by a forkserver whose `develop` was replaced before it forks; the
walls, the limits and the line are the real ones.
"""

import os
import signal
import socket
import threading

import pytest

from tests.imaging.pictures import assert_bare, quarters, saved
from tracker.imaging import intake
from tracker.imaging.decoder_process import DecoderProcess
from tracker.imaging.intake import Busy, Limits, Refused, take_in

PICTURE = saved(quarters(), "JPEG")
CAPTURED = """
import sys; sys.path.insert(0, sys.argv[1])
import ctypes, os, resource, signal, socket, time
from tracker.imaging import forkserver
from tracker.imaging.limits import Refused
def say(text): raise Refused("broken", str(text))
def tried(act):
    try: say(f"did it: {{act()!r}}")
    except ValueError as error: say(f"refused: 1 {{error}}")
    except OSError as error: say(f"refused: {{error.errno}}")
def develop(data, limits):
    {act}
forkserver.develop = develop
forkserver.main(int(sys.argv[2]))
"""


@pytest.fixture
def captured(monkeypatch):
    started = []

    def start(act: str) -> None:
        started.append(DecoderProcess(CAPTURED.format(act=act)))
        monkeypatch.setattr(intake, "_process", started[-1])

    yield start
    for process in started:
        process.stop()


def refusal(**limits: int) -> Refused:
    with pytest.raises(Refused) as caught:
        take_in(PICTURE, limits=Limits(**limits))
    return caught.value


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


@pytest.mark.parametrize(
    "act",
    [
        "os.write(1, b'rubbish'); os._exit(0)",
        "os.write(1, (12).to_bytes(4, 'big') + b'12345678'); os._exit(0)",
        "os.write(1, (1 << 31).to_bytes(4, 'big') + b'x' * 99); os._exit(0)",
        "f = b'[]'; os.write(1, (10).to_bytes(4, 'big') + bytes(3) + b'\\x02' + f); os._exit(0)",
        "f = b'{{}}'; os.write(1, (10).to_bytes(4, 'big') + bytes(3) + b'\\x02' + f); os._exit(0)",
        "return type('Picture', (), dict(width=9, height=9, kind='exe', variants={{v: {{f: b'x' for"
        " f in ('webp', 'jpeg')}} for v in ('blurred', 'thumb', 'display')}}, quality={{}}))()",
        "from tracker.imaging.picture import CleanPicture as C\n"
        "    q = dict(sharp=1.0, bright=0.5, framed=None, advice=None)\n"
        "    v = {{v: {{f: b'<script>' for f in ('webp', 'jpeg')}}"
        " for v in ('blurred', 'thumb', 'display')}}\n"
        "    return C(9, 9, 'jpeg', v, q)",
    ],
)
def test_a_captured_decoder_is_not_believed(captured, act):
    captured(act)

    assert refusal().reason == "crashed"


@pytest.mark.parametrize(
    "act",
    [
        "tried(lambda: open('/etc/hostname').read())",
        "tried(lambda: os.listdir('/'))",
        "tried(lambda: os.open('/tmp', os.O_TMPFILE | os.O_WRONLY))",
        "tried(lambda: socket.socket())",
        "tried(lambda: socket.socket(socket.AF_UNIX))",
        "tried(lambda: socket.socketpair())",
        "tried(lambda: os.execv('/bin/true', ['true']))",
        "tried(lambda: os.fork())",
        "tried(lambda: os.kill(os.getppid(), 0))",
        "tried(lambda: os.setuid(0))",
        "tried(lambda: resource.setrlimit(9, (1 << 40, 1 << 40)))",
        "tried(lambda: os.memfd_create('x'))",
    ],
)
def test_a_captured_decoder_can_reach_nothing(captured, act):
    captured(act)

    assert refusal().detail.startswith("refused: 1"), refusal().detail


def test_the_decoder_stands_where_no_network_is_or_may_make_no_call():
    report = intake.decoder_report()

    assert report["network"] == "namespace" or report["system_calls"] == "filtered"


def test_the_decoder_knows_nothing_of_our_environment(captured, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "CANARYsecret")
    monkeypatch.setenv("DATABASE_URL", "postgres://CANARY")
    captured("say(sorted(os.environ))")

    assert refusal().detail == str(["LC_ALL", "OPENBLAS_NUM_THREADS"])


def test_the_decoder_holds_none_of_our_open_files(captured, tmp_path):
    held = (tmp_path / "held").open("w")
    os.set_inheritable(held.fileno(), True)
    captured(
        "import errno\n"
        "    def is_open(handle):\n"
        "        try: os.lseek(handle, 0, 1)\n"
        "        except OSError as error: return error.errno != errno.EBADF\n"
        "        return True\n"
        "    say([handle for handle in range(64) if is_open(handle)])"
    )

    assert refusal().detail == "[0, 1]"
    held.close()


def test_the_decoder_has_neither_django_nor_numpy_in_memory(captured):
    captured(
        "say([name for name in ('django', 'numpy', 'tracker.services') if name in sys.modules])"
    )

    assert refusal().detail == "[]"


def test_the_decoder_stands_last_in_line(captured):
    captured(
        "say(os.getpriority(os.PRIO_PROCESS, 0))\n"
        "forkserver.sandbox.forbid_system_calls = lambda: False"
    )

    assert refusal().detail == "10"


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
