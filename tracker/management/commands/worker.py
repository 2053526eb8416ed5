"""Do what is due, again and again: mail, reminders, clocks that run out. Run it as a service."""

import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from tracker.jobs import JOBS, Job, run

ENDS = frozenset({signal.SIGTERM, signal.SIGINT})


class Command(BaseCommand):
    help = "Do what is due, every so many seconds, until a signal ends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", default=10.0)

    def handle(self, *args: Any, **options: Any) -> None:
        """Signals wait while a job runs: a mail that was sent is also noted as sent."""
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        self.ran: dict[str, float] = {}
        self.look()
        while signal.sigtimedwait(ENDS, max(options["every"], 0.1)) is None:
            self.look()

    def look(self) -> None:
        for job in JOBS:
            if self.is_due(job):
                self.ran[job.name] = time.monotonic()
                self.report(run(job))
        close_old_connections()

    def is_due(self, job: Job) -> bool:
        return time.monotonic() - self.ran.get(job.name, -job.every) >= job.every

    def report(self, counts: Any) -> None:
        for what, count in sorted(counts.items()):
            self.stdout.write(f"{count} {what}")
            self.stdout.flush()
