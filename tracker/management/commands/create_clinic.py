"""The first step of a real clinic: its row, and the person who leads it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tracker.errors import DomainError
from tracker.models import Role
from tracker.services.clinics import create_clinic, invite_staff


class Command(BaseCommand):
    help = "Set up a clinic and its first clinical lead, who is its administrator too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--phone", required=True)
        parser.add_argument("--time-zone", required=True, metavar="Europe/Berlin")
        parser.add_argument("--emergency-number", default="112")
        parser.add_argument("--out-of-hours-phone", default="")
        parser.add_argument("--address", default="")
        kept = "years that the law asks to keep a record after the last treatment"
        parser.add_argument("--retention-years", type=int, default=8, help=kept)
        parser.add_argument("--lead", required=True, metavar="EMAIL")
        parser.add_argument("--lead-name", required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        texts = ("name", "phone", "time_zone", "emergency_number", "out_of_hours_phone", "address")
        facts = (*texts, "retention_years")
        try:
            clinic = create_clinic(**{fact: options[fact] for fact in facts})
            invite_staff(
                by=None,
                clinic=clinic,
                email=options["lead"],
                name=options["lead_name"],
                roles=(Role.CLINICAL_LEAD, Role.ADMINISTRATOR),
            )
        except DomainError as refused:
            raise CommandError(str(getattr(refused, "fields", refused))) from None
        self.stdout.write(f"{clinic.pk} {clinic.name}")
        self.stderr.write("Opening hours are Monday to Friday, 9 to 17, until they are changed.")
