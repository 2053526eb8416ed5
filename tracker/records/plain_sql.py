"""Values going into and coming out of statements written out, on either database."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection


def as_id(value: UUID) -> UUID | str:
    return value if connection.features.has_native_uuid_field else value.hex


def as_uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def as_written(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def as_moment(value: datetime) -> datetime:
    """SQLite hands out UTC without saying so."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)
