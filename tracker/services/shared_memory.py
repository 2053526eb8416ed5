"""The memory that all processes share, for rates and forms sent once: what is over goes from it.

Django removes nothing before it is full, and then a third of all, whatever still counts among them.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.db import connection


def forget_what_is_over() -> int:
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = connection.ops.adapt_datetimefield_value(datetime.now(UTC).replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608
        return int(cursor.rowcount)
