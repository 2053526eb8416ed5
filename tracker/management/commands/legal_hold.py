"""A dispute or an inquiry: nothing of this patient is erased until the hold has ended."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from tracker.services import erasures


class Command(BaseCommand):
    help = "Place or end a legal hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("patient", metavar="PATIENT", type=UUID, help="her id")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--reason", help="place it: a short code, never a name")
        what.add_argument("--end", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        patient = erasures.patient_named(options["patient"])
        if patient is None:
            raise CommandError("No patient has that id.")
        if options["end"]:
            self.stdout.write(f"{erasures.end_hold(patient=patient)} ended")
        else:
            erasures.place_hold(patient=patient, reason=options["reason"])
            self.stdout.write("held")
