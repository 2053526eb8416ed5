"""`manage.py test [--all] [what pytest takes]`: the suite, in a process of its own."""

import os
import signal
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tracker.management import chromium, debian, postgresql
from tracker.papers import libraries

NOTHING_COLLECTED = 5  # pytest's exit code
TWO_CORES = ("-n", "2", "--no-loadscope-reorder", "-p", "tests.one_worker")


class Command(BaseCommand):
    help = (
        "Runs the suite with pytest. Fast by default (SQLite); --all adds every state, theme and"
        " width, races, the demo end to end, and the database tests on PostgreSQL."
        " Everything else is handed to pytest: manage.py test -k worklist -x"
    )
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Past Django's own parser: whatever is not ours is pytest's."""
        given = argv[2:]
        if given in (["--help"], ["-h"]):
            print(self.help)
            return
        sys.exit(
            self.handle(everything="--all" in given, pytest=[a for a in given if a != "--all"])
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", dest="everything", action="store_true")
        parser.add_argument("pytest", nargs="*")

    def handle(self, *args: Any, **options: Any) -> int:  # type: ignore[override]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that PostgreSQL is stopped
        everything, pytest = options["everything"], options["pytest"]
        try:
            browser = the_browser()
            the_press()
            first = on_postgresql(pytest) if everything else 0
        except debian.Missing as missing:
            print(missing, file=sys.stderr)
            return 1
        # SQLite last: the closing lines are pytest's, of the greater part.
        tier = [] if everything else ["-m", "not full"]
        last = run_pytest([*tier, *pytest], **browser)
        return last or first


def the_browser() -> dict[str, str]:
    """CHROMIUM for the child. With CI=true a missing browser fails, else the tests say so."""
    try:
        return {"CHROMIUM": chromium.find_or_install()}
    except debian.Missing as missing:
        if os.environ.get("CI") == "true":
            raise
        print(f"{missing} The browser tests will be skipped.", file=sys.stderr, flush=True)
        return {}


def the_press() -> None:
    """What PDFs are laid out with. With CI=true its lack fails, else the tests say so."""
    packages = libraries.missing()
    if not packages:
        return
    try:
        debian.install(*packages, otherwise=libraries.how_to_install(packages))
    except debian.Missing as missing:
        if os.environ.get("CI") == "true":
            raise
        print(f"{missing} The tests of PDFs will be skipped.", file=sys.stderr, flush=True)


def on_postgresql(pytest: list[str]) -> int:
    """The tests that touch the database, again, on a PostgreSQL started for them."""
    with postgresql.running() as url:
        print("The tests that touch the database, on PostgreSQL:", flush=True)
        only = ["-p", "tests.database_only", "--ignore=tests/browser"]
        code = run_pytest([*only, *pytest], DATABASE_URL=url)
    print("The whole suite, on SQLite:", flush=True)
    return 0 if code == NOTHING_COLLECTED and pytest else code


def run_pytest(arguments: list[str], **environment: str) -> int:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tracker.settings.test", **environment}
    if "DATABASE_URL" not in environment:
        env.pop("DATABASE_URL", None)
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # the suite starts Python hundreds of times
    command = [sys.executable, "-m", "pytest", *TWO_CORES, *arguments]
    child = subprocess.Popen(command, cwd=settings.ROOT, env=env)  # noqa: S603
    try:
        return child.wait()
    except (KeyboardInterrupt, SystemExit):
        child.send_signal(signal.SIGINT)
        child.wait()
        raise
