"""Send what waits in the outbox: once, or again and again as a service."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from tracker.services.notifications import deliver_due

ENDS = frozenset({signal.SIGTERM, signal.SIGINT})


class Command(BaseCommand):
    help = "Send the mail that is due. With --loop it looks again every so many seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", type=float, metavar="SECONDS", default=0.0)

    def handle(self, *args: Any, **options: Any) -> None:
        pause: float = options["loop"]
        if pause <= 0:
            self.report(deliver_due())
            return
        # Held back while a mail leaves: a mail that was sent is also noted as sent.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        self.try_once()
        while signal.sigtimedwait(ENDS, pause) is None:
            self.try_once()

    def try_once(self) -> None:
        """A database that is away for a moment delays the mail; it never ends the service."""
        try:
            self.report(deliver_due())
        except Error as fault:
            self.stderr.write(f"The database did not answer: {type(fault).__name__}")
        close_old_connections()

    def report(self, counts: dict[str, int]) -> None:
        if counts:
            self.stdout.write(", ".join(f"{n} {state}" for state, n in sorted(counts.items())))
            self.stdout.flush()
