"""`manage.py demo`: set up, tell the story once, and serve it as a real clinic's would be."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.demo.people import ONE_TAP, address_of
from tracker.demo.serving import DidNotStart, end_on_a_signal, is_free, serve
from tracker.demo.setup import NotOurs, set_up
from tracker.papers.libraries import how_to_install, missing


class Command(BaseCommand):
    help = "Set up a demo with invented patients, and serve it on this machine."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--data", type=Path, metavar="DIR", help="default: FADEWELL_DATA or var/"
        )
        parser.add_argument("--no-serve", action="store_true", help="set up only")

    def handle(self, *args: Any, **options: Any) -> None:
        port, serves = options["port"], not options["no_serve"]
        data = (options["data"] or settings.FADEWELL_DATA).resolve()
        if os.environ.get("DJANGO_SETTINGS_MODULE") == "tracker.settings.production":
            raise CommandError("The demo does not run with a real clinic's settings.")
        if serves and not is_free(port):
            raise CommandError(f"Port {port} is in use. Choose another one with --port.")
        self._begin_again_with(demo_settings(data, port))
        end_on_a_signal()
        try:
            set_up(self._say)
        except NotOurs:
            raise CommandError(
                "A real clinic is in this database or folder. The demo needs its own."
            ) from None
        if serves:
            self._serve(port)

    def _begin_again_with(self, wanted: dict[str, str]) -> None:
        """Settings are read once, when a process begins: so begin again where they differ."""
        if all(os.environ.get(name) == value for name, value in wanted.items()):
            return
        sys.stdout.flush()
        arguments = [sys.executable, str(settings.ROOT / "manage.py"), *sys.argv[1:]]
        os.execve(sys.executable, arguments, {**os.environ, **wanted})  # noqa: S606

    def _serve(self, port: int) -> None:
        try:
            code = serve(port, lambda: self._introduce(port))
        except DidNotStart:
            raise CommandError("The web server did not start. Its reason stands above.") from None
        sys.exit(code)

    def _introduce(self, port: int) -> None:
        address = f"http://localhost:{port}/"
        self._say(f"Sign in with one tap at {address}sign-in as")
        for key, who in ONE_TAP.items():
            self._say(f"  {address_of(key):32} {who}")
        if packages := missing():
            self._say(how_to_install(packages))
        self._say("Mail is written to files in " + str(settings.FADEWELL_MAIL))
        self._say("End it with Ctrl-C.")
        self._say(f"Ready: {address}")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def demo_settings(data: Path, port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tracker.settings.dev",
        "FADEWELL_DEMO": "on",
        "FADEWELL_DATA": str(data),
        "FADEWELL_ORIGIN": f"http://localhost:{port}",
    }
