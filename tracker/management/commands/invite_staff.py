"""Give a colleague roles at a clinic; she signs in with a code sent to her address."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tracker.errors import DomainError
from tracker.models import Clinic, Role
from tracker.services.clinics import invite_staff


class Command(BaseCommand):
    help = "Give a colleague roles at a clinic, and write to her how to sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", required=True)
        parser.add_argument("--clinic", required=True, help="its id, as create_clinic printed it")
        parser.add_argument("--role", required=True, action="append", choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        clinic = the_clinic(options["clinic"])
        try:
            user = invite_staff(
                by=None,
                clinic=clinic,
                email=options["email"],
                name=options["name"],
                roles=options["role"],
            )
        except DomainError as refused:
            raise CommandError(str(getattr(refused, "fields", refused))) from None
        self.stdout.write(f"{user.pk} {user.email}")


def the_clinic(pk: str) -> Clinic:
    try:
        return Clinic.objects.get(pk=pk)
    except (Clinic.DoesNotExist, ValidationError):
        raise CommandError(f"No clinic has the id {pk}.") from None
