"""A colleague leaves: every view of the clinic ends with the next request."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.management.commands.invite_staff import the_clinic
from tracker.models import User
from tracker.services.clinics import end_roles


class Command(BaseCommand):
    help = "End every role of a person at a clinic."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--clinic", required=True, help="its id, as create_clinic printed it")

    def handle(self, *args: Any, **options: Any) -> None:
        clinic = the_clinic(options["clinic"])
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Nobody has that address.")
        self.stdout.write(f"{end_roles(by=None, clinic=clinic, user=user)} ended")
