"""What a decoder that a hostile file has taken over may know, reach and say: next to nothing."""

import os

import pytest

from tests.imaging.captured import refusal
from tracker.imaging import intake


@pytest.mark.parametrize(
    "act",
    [
        "os.write(1, b'rubbish'); os._exit(0)",
        "os.write(1, (12).to_bytes(4, 'big') + b'12345678'); os._exit(0)",
        "os.write(1, (1 << 31).to_bytes(4, 'big') + b'x' * 99); os._exit(0)",
        "f = b'[]'; os.write(1, (10).to_bytes(4, 'big') + bytes(3) + b'\\x02' + f); os._exit(0)",
        "f = b'{}'; os.write(1, (10).to_bytes(4, 'big') + bytes(3) + b'\\x02' + f); os._exit(0)",
        "return type('Picture', (), dict(width=9, height=9, kind='exe', variants={v: {f: b'x' for"
        " f in ('webp', 'jpeg')} for v in ('blurred', 'thumb', 'display')}, quality={}))()",
        "from tracker.imaging.picture import CleanPicture as C\n"
        "    q = dict(sharp=1.0, bright=0.5, framed=None, advice=None)\n"
        "    v = {v: {f: b'<script>' for f in ('webp', 'jpeg')}"
        " for v in ('blurred', 'thumb', 'display')}\n"
        "    return C(9, 9, 'jpeg', v, q)",
        *(
            f"from dataclasses import replace\n    return replace(whole(data, limits), {lie})"
            for lie in ("kind='exe'", "width=0", "height=1 << 20", "quality=dict(advice='call')")
        ),
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
    captured("say([name for name in sorted(os.environ) if not name.startswith('MALLOC_')])")

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


def test_the_decoder_may_use_up_little(captured):
    """Beside memory and the clock: processor time, no byte to a file, no core, few handles."""
    captured(
        "say([resource.getrlimit(what)[0] for what in (resource.RLIMIT_CPU,"
        " resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NOFILE)])\n"
        "forkserver.sandbox.forbid_system_calls = lambda: False"
    )

    assert refusal().detail == "[10, 0, 0, 16]"


def test_the_decoder_stands_last_in_line(captured):
    captured(
        "say(os.getpriority(os.PRIO_PROCESS, 0))\n"
        "forkserver.sandbox.forbid_system_calls = lambda: False"
    )

    assert refusal().detail == "10"
