"""Make a token for a program: the token and a newline go to standard output, nothing else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.models import User
from tracker.services.tokens import make_token

MOST_DAYS = 3650


class Command(BaseCommand):
    help = "Write a token with this person's rights, and no more, to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--days", type=int, default=30, help="how long it is valid")
        parser.add_argument("--label", default="", help="what it is for, up to 100 characters")

    def handle(self, *args: Any, email: str, days: int, label: str, **options: Any) -> None:
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days must be between 1 and {MOST_DAYS}.")
        user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if user is None:
            raise CommandError("Nobody signs in with this address.")
        self.stdout.write(make_token(user, days=days, label=label[:100]))
