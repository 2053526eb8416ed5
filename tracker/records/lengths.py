"""Lengths of time as whole numbers: thousands of moments are read slowly, numbers are not."""

from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, DurationField, ExpressionWrapper, Func

MICROSECOND = timedelta(microseconds=1)


class Microseconds(Func):
    """The difference of two moments, exact; null where either is."""

    output_field = BigIntegerField()
    template = "(EXTRACT(EPOCH FROM %(expressions)s) * 1000000)::bigint"

    def __init__(self, difference: Any, **extra: Any) -> None:
        super().__init__(ExpressionWrapper(difference, DurationField()), **extra)

    def get_db_converters(self, connection: Any) -> list[Any]:
        """It comes as a whole number from either database."""
        return []

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """There a difference is a number of microseconds already."""
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)


def length(microseconds: int | None) -> timedelta | None:
    return None if microseconds is None else microseconds * MICROSECOND
