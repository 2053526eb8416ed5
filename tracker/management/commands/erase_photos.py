"""A patient asks for it, in writing: her photos go, from every copy and every backup."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from tracker.models import Patient
from tracker.services.photo_erasure import erase_photos


class Command(BaseCommand):
    help = "Destroy a patient's photo key: none of her photos can ever be opened again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("patient", metavar="PATIENT", type=UUID, help="her id")
        parser.add_argument("--yes", action="store_true", help="there is no way back")

    def handle(self, *args: Any, **options: Any) -> None:
        patient = Patient.objects.filter(pk=options["patient"]).first()
        if patient is None:
            raise CommandError("No patient has that id.")
        if not options["yes"]:
            raise CommandError("There is no way back. Say --yes.")
        self.stdout.write(f"{erase_photos(by=None, patient=patient)} photos erased")
        self.stderr.write("Run deploy/backup-keys now: until then the copy of the keys has hers.")
