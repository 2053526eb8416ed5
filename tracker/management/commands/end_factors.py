"""Phone and recovery codes are lost: her second factors end, so that she sets up new ones."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.models import User
from tracker.services.sign_in_changes import end_factors


class Command(BaseCommand):
    help = "End every second factor and every session of a person whom you have recognised."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Nobody has that address.")
        self.stdout.write(f"{end_factors(user=user)} ended")
