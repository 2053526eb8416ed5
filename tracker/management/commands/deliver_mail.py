"""Send what waits in the outbox: once, or again and again as a service."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from tracker.services.notifications import deliver_due


class Command(BaseCommand):
    help = "Send the mail that is due. With --loop it looks again every so many seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", type=float, metavar="SECONDS", default=0.0)

    def handle(self, *args: Any, **options: Any) -> None:
        pause: float = options["loop"]
        if pause > 0:
            stopped = threading.Event()
            signal.signal(signal.SIGTERM, lambda *_: stopped.set())
            signal.signal(signal.SIGINT, lambda *_: stopped.set())
            while not stopped.is_set():
                self.try_once()
                stopped.wait(pause)
        else:
            self.report(deliver_due())

    def try_once(self) -> None:
        """A database that is away for a moment delays the mail; it never ends the service."""
        try:
            self.report(deliver_due())
        except OperationalError as fault:
            self.stderr.write(f"The database did not answer: {type(fault).__name__}")
        close_old_connections()

    def report(self, counts: dict[str, int]) -> None:
        if counts:
            self.stdout.write(", ".join(f"{n} {state}" for state, n in sorted(counts.items())))
            self.stdout.flush()
