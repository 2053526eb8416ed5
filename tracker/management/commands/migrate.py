"""Django's own `migrate`, whose every step is whole or not there (docs/adr/091)."""

from typing import Any

from django.core.management.commands import migrate

from tracker.management.whole_migrations import WholeMigrations


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        migrate.MigrationExecutor = WholeMigrations  # type: ignore[attr-defined]
        super().handle(*args, **options)
