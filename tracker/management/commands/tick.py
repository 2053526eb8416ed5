"""Do once what is due: for cron, or to see by hand what waits."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.jobs import JOBS, run


class Command(BaseCommand):
    help = "Do what is due, once, and say how much of what."

    def handle(self, *args: Any, **options: Any) -> None:
        for job in JOBS:
            for what, count in sorted(run(job).items()):
                self.stdout.write(f"{count} {what}")
