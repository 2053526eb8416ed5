"""`manage.py demo`, end to end: one line when it answers, its children with it when it ends."""

import http.client
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.house.source import ROOT
from tracker.demo import setup
from tracker.models import Clinic

TRAIL = "tracker_auditevent"
LONG = 400  # seconds: two busy cores draw seventy photos


def command(data: Path, *more: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "demo", "--data", str(data), *more]


def surroundings(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FADEWELL", "DATABASE"))}
    return kept | more


def run(*arguments: str, data: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(data, *arguments),
        env=surroundings(**env),
        capture_output=True,
        text=True,
        timeout=LONG,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def demo(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The running command and what it said up to its Ready line."""
    process = subprocess.Popen(
        command(data, "--port", str(port)), env=surroundings(), stdout=subprocess.PIPE, text=True
    )
    try:
        yield process, said_until_ready(process)
    finally:
        process.terminate()
        process.wait(60)
        if process.stdout:
            process.stdout.close()


def said_until_ready(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        if line.startswith("Ready: "):
            break
    return said


def status_of(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": f"localhost:{port}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def family_of(pid: int) -> set[int]:
    """Every process below this one."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for_end(pids: set[int]) -> None:
    """Blocks on each until it is gone; the kernel tells, nobody polls."""
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            select.select([handle], [], [], 60)
        finally:
            os.close(handle)


def test_a_busy_port_is_named_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ended = run("--port", str(port), data=tmp_path)

    assert ended.returncode == 1
    assert ended.stderr.strip() == (
        f"CommandError: Port {port} is in use. Choose another one with --port."
    )
    assert not (tmp_path / "db.sqlite3").exists()


def test_a_real_clinic_in_the_database_is_never_given_one_tap_sign_in(db: None) -> None:
    Clinic.objects.create(name="A real one", phone="+44 20 7946 0303")

    with pytest.raises(setup.NotOurs):
        setup.set_up(print)


def test_photos_that_are_not_the_demos_are_never_swept(settings: Settings, tmp_path: Path) -> None:
    settings.FADEWELL_DATA = tmp_path
    settings.FADEWELL_PHOTOS = tmp_path / "photos"
    theirs = tmp_path / "photos" / "ab" / ("ab" * 16)
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"sealed")

    with pytest.raises(setup.NotOurs):
        setup.clear_half_told()

    assert theirs.read_bytes() == b"sealed"


@pytest.mark.full
def test_the_demo_answers_ends_with_its_children_and_keeps_its_data(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port) as (first, said):
        assert said[-1] == f"Ready: http://localhost:{port}/"
        assert [line for line in said if "@demo.fadewell.example" in line]
        assert status_of(port, "/sign-in") == status_of(port, "/healthz") == 200
        children = family_of(first.pid)
        assert len(children) >= 4  # web server, its two workers, mail
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 0
        wait_for_end(children)  # Python's own tracker of semaphores goes a moment later
    assert not [pid for pid in children if runs(pid)]
    kept = rows_of(tmp_path)

    with demo(tmp_path, port) as (second, said):
        assert not any("Telling" in line for line in said)
        assert status_of(port, "/sign-in") == 200
        children = family_of(second.pid)
        second.kill()
        second.wait(60)
        wait_for_end(children)
    assert not [pid for pid in children if runs(pid)]
    now = rows_of(tmp_path)
    assert now.pop(TRAIL) >= kept.pop(TRAIL)  # the worker may have told of a case meanwhile
    assert now == kept
    assert kept["tracker_photo"] <= 80 and kept["tracker_patient"] >= 38


def rows_of(data: Path) -> dict[str, int]:
    with sqlite3.connect(data / "db.sqlite3") as database:
        tables = ("tracker_patient", "tracker_checkin", "tracker_photo", TRAIL)
        return {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in tables
        }
