"""Send what waits in the outbox, reminders too: once, or again and again as a service."""

import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from tracker.errors import Unavailable
from tracker.services.notifications import deliver_due
from tracker.services.reminders import queue_reminders

ENDS = frozenset({signal.SIGTERM, signal.SIGINT})
REMINDERS_EVERY = 60.0  # seconds


class Command(BaseCommand):
    help = "Send the mail that is due. With --loop it looks again every so many seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", type=float, metavar="SECONDS", default=0.0)

    reminded_at = -REMINDERS_EVERY

    def handle(self, *args: Any, **options: Any) -> None:
        pause: float = options["loop"]
        if pause <= 0:
            self.deliver()
            return
        # Held back while a mail leaves: a mail that was sent is also noted as sent.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        self.try_once()
        while signal.sigtimedwait(ENDS, pause) is None:
            self.try_once()

    def try_once(self) -> None:
        """A database that is away for a moment delays the mail; it never ends the service."""
        try:
            self.deliver()
        except Error as fault:
            self.stderr.write(f"The database did not answer: {type(fault).__name__}")
        close_old_connections()

    def deliver(self) -> None:
        if time.monotonic() - self.reminded_at >= REMINDERS_EVERY:
            self.reminded_at = time.monotonic()
            self.remind()
        self.report(deliver_due())

    def remind(self) -> None:
        """Without a protocol in force nobody is asked for a check-in; other mail still leaves."""
        try:
            queue_reminders()
        except Unavailable:
            self.stderr.write("No reminders: no protocol is in force.")

    def report(self, counts: dict[str, int]) -> None:
        if counts:
            self.stdout.write(", ".join(f"{n} {state}" for state, n in sorted(counts.items())))
            self.stdout.flush()
