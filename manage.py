#!/usr/bin/env python3
"""Django's command line; where Django is missing it first makes .venv from the hash lock.

`python3 manage.py demo` and `python3 manage.py test` are all the set-up there is. The lock that
was installed is remembered by its digest, so that a second call starts at once.
"""

import hashlib
import os
import subprocess
import sys
from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit("Fadewell needs Python 3.11 or newer: run 'python3.11 manage.py …'.")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    is_ours = Path(sys.prefix).resolve() == VENV
    if is_ours or find_spec("django") is None:
        install("requirements-dev.lock" if command == "test" else "requirements.lock")
        if not is_ours:
            go_on_inside()
    settings = "tracker.settings.test" if command == "test" else "tracker.settings.dev"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    if command == "demo":
        name_the_data_folder(sys.argv[2:])
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def install(lock: str) -> None:
    """Install a hash lock into .venv, unless this very lock is there already."""
    digest = hashlib.sha256((HERE / lock).read_bytes()).hexdigest()
    remembered = VENV / f"{lock}.sha256"
    if VENV_PYTHON.exists() and remembered.exists() and remembered.read_text() == digest:
        return
    make_venv()
    print(f"Setting up: installing {lock} into .venv …", file=sys.stderr, flush=True)
    pip = [
        str(VENV_PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-compile",  # most of it is never imported
    ]
    done = subprocess.run([*pip, "--require-hashes", "-r", str(HERE / lock)], stdout=sys.stderr)
    if done.returncode != 0:
        sys.exit("The packages could not be installed. Check the network, then run this again.")
    remembered.write_text(digest)


def make_venv() -> None:
    has_pip = next(VENV.glob("lib/*/site-packages/pip"), None) is not None
    if VENV_PYTHON.exists() and has_pip:  # one that was broken off half way has none
        return
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        sys.exit("Python's venv module is missing: run 'apt-get install python3-venv', then again.")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], stdout=sys.stderr)
    if made.returncode != 0:
        sys.exit("No virtual environment: run 'apt-get install python3-venv', then this again.")


def name_the_data_folder(arguments: list[str]) -> None:
    """The demo's --data, before any settings are read: nothing is made in the default folder."""
    known = ArgumentParser(add_help=False, allow_abbrev=False)
    known.add_argument("--data")
    data = known.parse_known_args(arguments)[0].data
    if data:
        os.environ["FADEWELL_DATA"] = str(Path(data).resolve())


def go_on_inside() -> None:
    """Start again with the virtual environment's Python; returns only on an error."""
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), str(HERE / "manage.py"), *sys.argv[1:]])


if __name__ == "__main__":
    main()
