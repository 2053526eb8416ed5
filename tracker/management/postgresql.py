"""A PostgreSQL of our own on loopback, in a folder that ends with it: for tests and benchmarks."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tracker.management import debian

HOW = "PostgreSQL is missing: run 'sudo apt-get install postgresql', then run this again."
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")  # a test's data may be lost
USER = "fadewell"


@contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """DATABASE_URL of a fresh server; durable: commits reach the disk, as in production."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="fadewell-postgresql-"))
    who = _not_root(folder)
    try:
        password = _prepare(programs, folder, who)
        port = _free_port()
        server = _start(programs, folder, who, port, () if durable else FAST)
        try:
            _wait_until_ready(programs, server, port)
            yield f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The newest PostgreSQL's folder; Debian keeps them out of PATH."""
    found = _newest()
    if found is None:
        debian.install("postgresql", otherwise=HOW)
        found = _newest()
    if found is None:
        raise debian.Missing(HOW)
    return found


def _newest() -> Path | None:
    debians = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(debians, key=lambda path: int(path.parts[-3]))
    in_path = shutil.which("initdb")
    if newest:
        return newest[-1].parent
    return Path(in_path).resolve().parent if in_path else None


def _not_root(folder: Path) -> dict[str, Any]:
    """initdb refuses root: as root everything runs as Debian's postgres user."""
    if os.geteuid() != 0:
        return {}
    try:
        person = pwd.getpwnam("postgres")
    except KeyError:
        raise debian.Missing("PostgreSQL refuses root and has no user postgres here.") from None
    os.chown(folder, person.pw_uid, person.pw_gid)
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


def _prepare(programs: Path, folder: Path, who: dict[str, Any]) -> str:
    password = secrets.token_hex(16)
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o644)  # inside a folder that only its owner enters
    command = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", USER, "-E", "UTF8"]
    options = ["--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync"]
    made = subprocess.run(  # noqa: S603
        [*command, *options], cwd=folder, capture_output=True, text=True, check=False, **who
    )
    if made.returncode != 0:
        raise debian.Missing(f"PostgreSQL could not make its folder: {made.stderr.strip()}")
    return password


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(
    programs: Path, folder: Path, who: dict[str, Any], port: int, settings: tuple[str, ...]
) -> "subprocess.Popen[bytes]":
    fixed = ("listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=")
    options = [part for setting in (*fixed, *settings) for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603
            [programs / "postgres", "-D", folder / "data", *options],
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C ends the tests first, the server after them
            **who,
        )


def _wait_until_ready(programs: Path, server: "subprocess.Popen[bytes]", port: int) -> None:
    asks = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    give_up = time.monotonic() + 60
    while subprocess.run(asks, check=False).returncode != 0:  # noqa: S603
        if server.poll() is not None or time.monotonic() > give_up:
            raise debian.Missing("PostgreSQL did not start on loopback.")
        time.sleep(0.1)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)  # PostgreSQL's "fast": open connections are ended
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
