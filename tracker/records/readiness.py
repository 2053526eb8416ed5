"""Whether the service can work at all: asked by whoever keeps it running."""

from django.db import DatabaseError, connection

from tracker.errors import Unavailable
from tracker.records import protocol


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def has_protocol() -> bool:
    try:
        protocol.in_force()
    except (Unavailable, DatabaseError):
        return False
    return True
