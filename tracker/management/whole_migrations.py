"""A migration and the note that it was applied, in one transaction (docs/adr/091).

Django notes most of them after the commit of their tables: a process that is killed in between
leaves tables that the next `migrate` wants to make again, and no command of ours helps then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration


class WholeMigrations(MigrationExecutor):
    def apply_migration(self, state: Any, migration: Migration, *how: Any, **more: Any) -> Any:
        with self._one_transaction(migration):
            return super().apply_migration(state, migration, *how, **more)

    def unapply_migration(self, state: Any, migration: Migration, *how: Any, **more: Any) -> Any:
        with self._one_transaction(migration):
            return super().unapply_migration(state, migration, *how, **more)

    @contextmanager
    def _one_transaction(self, migration: Migration) -> Iterator[None]:
        """SQLite turns its foreign keys off and on outside of a transaction only."""
        if not migration.atomic:
            yield
            return
        self.connection.disable_constraint_checking()
        try:
            with transaction.atomic(using=self.connection.alias):
                yield
        finally:
            self.connection.enable_constraint_checking()
